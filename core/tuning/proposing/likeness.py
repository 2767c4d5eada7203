"""When two questions or answers are the same but for case, marks and articles. Pure."""

import re

_ARTICLES = frozenset(("a", "an", "the"))
_WORD = re.compile(r"\w+(?:[.,:'’-]\w+)*")


def plain_words(text: str) -> list[str]:
    """Words in lower case without articles.

    >>> plain_words("How much is the Deposit (6.90 euros)?")
    ['how', 'much', 'is', 'deposit', '6.90', 'euros']
    """
    return [word for word in _WORD.findall(text.casefold()) if word not in _ARTICLES]


def plain(text: str) -> str:
    """What is compared.

    >>> plain("The deposit!") == plain("deposit")
    True
    """
    return " ".join(plain_words(text))
