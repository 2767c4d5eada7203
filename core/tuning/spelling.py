"""How answers were spelled in the training pairs: the embedded model writes in lower case, without knowing better."""

from collections.abc import Iterable

from core.models.pocket.inputs import tokenise, write_out


def learn_spelling(answers: Iterable[str]) -> dict[str, str]:
    """What the model writes for an answer that it has learned -> how the pair spells it."""
    table = {write_out(tokenise(answer).ids): answer for answer in answers}
    return {written: spelled for written, spelled in table.items() if written != spelled}
