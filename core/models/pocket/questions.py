"""The pocket model writes a question whose answer is a given span of a passage. It does not choose spans."""

from typing import TYPE_CHECKING

from core.models.pocket.inputs import collate, make_row, tokenise, write_out

if TYPE_CHECKING:
    from core.models.pocket.model import PocketModel

ASK = "ask: "
"""What stands before an answer, in a question's place, when a question is wanted."""
LONGEST_QUESTION = 32


def write_question(model: "PocketModel", passage: str, answer: str) -> str:
    """Text of a passage and an answer that stands in it -> a question, lower-case, decoded greedily."""
    import torch

    rows = [make_row(tokenise(f"{ASK}{answer}"), tokenise(passage))]
    with torch.inference_mode():
        written = model.generate(**collate([rows]), max_new_tokens=LONGEST_QUESTION, do_sample=False)
    return write_out(written[0, 1:].tolist())
