"""Text -> the names in it, as its capitals tell. Pure; it does not tell people from places."""

import re

from core.answering.language.word_lists import EMPTY, LIGHT, TITLES
from core.answering.language.words import Word, words_of

NAME = re.compile(
    r"[^\W\d_a-zß-ÿ][\w'’-]*(?:\s+(?:(?:&|of|de|van|von|du|della|al|and(?=\s+[A-Z][a-z]+(?:\s|$)))\s+)?[^\W\d_a-zß-ÿ][\w'’-]*)*"
)
GERMAN = frozenset("der die das den dem des und ist nicht ein eine einen im wird wie wo für mit von zum zur".split())
ROLES = frozenset(
    "director manager managing head chief officer president chair secretary deputy department office".split()
)


def find_names(text: str) -> list[Word]:
    """Words written as names: with a capital, not by being the first of a sentence alone. Roles are no names.

    In German every noun has a capital: there only names of several words can be told.

    >>> [name.text for name in find_names("The deputy is Mr Lund. Agnes Holloway opened the bridge in York.")]
    ['mr lund', 'agnes holloway', 'york']
    """
    names = []
    for match in NAME.finditer(text):
        name = Word(match[0].casefold(), *match.span())
        starts = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1] in ".!?:;•\n"
        parts = words_of(match[0])
        first = parts[0].text if parts else ""
        if starts and (first in EMPTY or first in LIGHT) and len(parts) > 1:
            at = match.start() + parts[1].start
            name, parts, starts = Word(text[at : match.end()].casefold(), at, match.end()), parts[1:], False
        lonely = len(parts) == 1 and (starts or parts[0].text in EMPTY)
        if parts and not lonely and not all(part.text in ROLES or part.text in EMPTY for part in parts):
            names.append(name)
    german = len({word.text for word in words_of(text)} & GERMAN) > 1
    return [name for name in names if " " in name.text] if german else names


def name_parts(name: str) -> list[str]:
    """The words of a name without titles."""
    return [word.text for word in words_of(name) if word.text not in TITLES and word.text not in EMPTY]
