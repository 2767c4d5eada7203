"""Text -> token ids with their character offsets -> padded tensors. It does not run the model.

A row of the encoder is `[CLS] question [SEP] passage [SEP]`; offsets are positions in the passage's own text, so that a
copied token can be found again to the character.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from core.models.pocket.special_tokens import CLS, SEP

if TYPE_CHECKING:
    from torch import Tensor

LONGEST_ROW = 512
LONGEST_QUESTION = 96
NOWHERE = (-1, -1)


@dataclass(frozen=True)
class Tokens:
    """Token ids of a text and, for each, where its characters stand in that text."""

    ids: list[int]
    offsets: list[tuple[int, int]]


@dataclass(frozen=True)
class Row:
    """One encoder row; `offsets[i]` is the place of token i in the passage, `NOWHERE` for any other token."""

    ids: list[int]
    types: list[int]
    offsets: list[tuple[int, int]]


@cache
def tokenizer(reads_controls: bool = False) -> Any:
    """The packaged MiniLM's tokenizer, without truncation or padding.

    `reads_controls`: whether `[SEP]` or `[MASK]` in a text is the token of that name. Nowhere but in training: a
    document could else end itself and go on in another role.
    """
    from tokenizers import Tokenizer

    from core.retrieval.minilm import packaged_minilm

    loaded = Tokenizer.from_file(str(packaged_minilm() / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    loaded.encode_special_tokens = not reads_controls
    return loaded


def tokenise(text: str, reads_controls: bool = False) -> Tokens:
    """Text -> tokens without [CLS] and [SEP]; see `tokenizer`."""
    used = tokenizer(True) if reads_controls else tokenizer()
    encoding = used.encode(text, add_special_tokens=False)
    return Tokens(encoding.ids, encoding.offsets)


def tokenise_many(texts: Sequence[str]) -> list[Tokens]:
    encodings = tokenizer().encode_batch(list(texts), add_special_tokens=False)
    return [Tokens(each.ids, each.offsets) for each in encodings]


def write_out(ids: Sequence[int]) -> str:
    """Token ids, up to the first [SEP], -> lower-case text."""
    ids = list(ids)
    return str(tokenizer().decode(ids[: ids.index(SEP)] if SEP in ids else ids)).strip()


def token_text(token: int) -> str:
    """A word, or `##` and a later piece of one."""
    return str(tokenizer().id_to_token(token))


def make_row(question: Tokens, passage: Tokens, longest: int = LONGEST_ROW) -> Row:
    """One encoder row. A question beyond 96 tokens and a passage beyond the room that is left are cut at their ends."""
    asked = question.ids[:LONGEST_QUESTION]
    room = longest - len(asked) - 3
    read, places = passage.ids[:room], passage.offsets[:room]
    return Row(
        ids=[CLS, *asked, SEP, *read, SEP],
        types=[0] * (len(asked) + 2) + [1] * (len(read) + 1),
        offsets=[NOWHERE] * (len(asked) + 2) + places + [NOWHERE],
    )


def make_rows(question: str, texts: Sequence[str], longest: int = LONGEST_ROW) -> list[Row]:
    """The encoder rows of a question and the texts of its passages."""
    asked = tokenise(question)
    return [make_row(asked, passage, longest) for passage in tokenise_many(texts)]


def padded_length(rows: Sequence[Row], multiple: int = 32) -> int:
    """Length that `collate` pads these rows to."""
    return min(LONGEST_ROW, -(-max(len(row.ids) for row in rows) // multiple) * multiple)


def collate(questions: Sequence[Sequence[Row]], multiple: int = 32) -> dict[str, "Tensor"]:
    """Rows of B questions -> `input_ids`, `passage_mask`, `passage_types`, each (B, P, S).

    P is the largest number of passages, S the longest row rounded up to `multiple`; what is filled is masked.
    """
    import torch

    passages = max(len(rows) for rows in questions)
    length = padded_length([row for rows in questions for row in rows], multiple)
    shape = (len(questions), passages, length)
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for q, rows in enumerate(questions):
        for p, row in enumerate(rows):
            n = len(row.ids)
            ids[q, p, :n] = torch.tensor(row.ids)
            types[q, p, :n] = torch.tensor(row.types)
            mask[q, p, :n] = 1
    return {"input_ids": ids, "passage_mask": mask, "passage_types": types}
