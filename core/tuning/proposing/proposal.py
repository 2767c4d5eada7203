"""A question with the characters of a document that answer it, before anybody has judged whether it is a good pair."""

from dataclasses import dataclass
from typing import Literal

Way = Literal["faq", "definition", "table", "statement", "written"]
WAYS: dict[Way, str] = {
    "faq": "questions that the documents answer themselves",
    "definition": "terms and their explanations",
    "table": "rows of tables",
    "statement": "plain sentences, turned around by rule",
    "written": "written by the embedded model and answered back by it",
}
"""How a question came about, the most trustworthy first."""


@dataclass(frozen=True)
class Proposal:
    """`document.text[start:end] == answer`. `paraphrases` ask the same in other words.

    `is_vague`: the question can be understood only by who knows which document is meant.
    """

    question: str
    answer: str
    start: int
    end: int
    way: Way
    paraphrases: tuple[str, ...] = ()
    is_vague: bool = False
