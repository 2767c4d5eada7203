"""Token ids of a reply and their probabilities -> written tokens, of any tokenizer."""

from collections.abc import Callable, Sequence

from core.records import WrittenToken


def tell_words(
    ids: Sequence[int], probabilities: Sequence[float], write: Callable[[Sequence[int]], str]
) -> tuple[WrittenToken, ...]:
    """A token for each id that adds to the text, and an empty one where the last does not: the end.

    `write`: token ids -> text. A piece belongs to the word before it unless a space stands between them.

    >>> pieces = ["Ash", "lake", " ", "7", ""]
    >>> [each.text for each in tell_words(range(5), [0.9] * 5, lambda ids: "".join(pieces[: len(ids)]))]
    ['Ash', '##lake', '7', '']
    """
    told: list[WrittenToken] = []
    before = text = ""
    for count, probability in enumerate(probabilities, start=1):
        before, text = text, write(ids[:count])
        added = text[len(before) :]
        if added.strip():
            is_inside = bool(told) and not (added[0].isspace() or before[-1:].isspace())
            told.append(WrittenToken(f"##{added.strip()}" if is_inside else added.strip(), probability))
    return (*told, WrittenToken("", probabilities[-1])) if told and before == text else tuple(told)
