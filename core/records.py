"""What travels between the rooms: frozen, comparable, without behaviour beyond reading its own fields.

Offsets are character positions in `Document.text`, start included, end excluded, everywhere in this project.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ArmName = Literal["base", "rag", "tuned", "hybrid", "auto", "tuned-rag"]
"""Arms as they are named in commands and files; `tuned-rag` is the closed-book adapter given passages."""

AdapterKind = Literal["closed-book", "raft"]

PairOrigin = Literal["found", "generated", "imported", "typed"]
"""Where a training pair comes from: a document's structure, a model, a file, or a person."""

SentenceState = Literal["supported", "contradicted", "unsupported"]


@dataclass(frozen=True)
class Page:
    """A page of a document: its number from 1, and where its text lies."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Heading:
    """A heading, the position from which it holds, and how deep it lies: one of level 2 belongs to the 1 above it."""

    text: str
    start: int
    level: int = 1


@dataclass(frozen=True)
class Document:
    """A file that was read. `version` is the start of the SHA-256 of its bytes.

    `kind`: `table` where the text is rows with their column names (CSV, XLSX), else `prose`. `rows`: of a table, the
    number that each row has in the file, from 1, with the position of its text. `notes`: what could not be read of it.
    """

    name: str
    version: str
    text: str
    kind: Literal["prose", "table"] = "prose"
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    size_bytes: int = 0
    rows: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()


def document_from_fields(fields: Mapping[str, Any]) -> Document:
    """A `Document` from what `dataclasses.asdict` made of one, also after JSON."""
    pages = tuple(Page(**page) for page in fields["pages"])
    headings = tuple(Heading(**heading) for heading in fields["headings"])
    rows = tuple((number, start) for number, start in fields.get("rows", ()))
    notes = tuple(fields.get("notes", ()))
    return Document(**{**fields, "pages": pages, "headings": headings, "rows": rows, "notes": notes})


@dataclass(frozen=True)
class Passage:
    """A piece of a document: `document.text[start:end] == text`.

    `page` is that of its start, if there are pages; a slide counts as one. `heading` is a path, `Handbook > Leave`, or
    a sheet. `rows` are the numbers of the first and the last row of a table that it shows.
    """

    id: str
    document: str
    version: str
    start: int
    end: int
    text: str
    page: int | None = None
    heading: str = ""
    rows: tuple[int, int] | None = None


@dataclass(frozen=True)
class RankedPassage:
    """A passage that a search found, best rank 1, with each score named.

    `dense`: cosine similarity, -1 to 1. `bm25`: at least 0, open upwards. `words`: the share of the question's words
    that it says, in these or near ones. `sentence` and `sentence_words`: as `dense` and `words`, of the passage's best
    sentence alone. `hop`: what share of the question it says beyond the best passage, as far as names link it to that.
    `pointer`: where the first passages were ranked again, how much of a reader's pointer lies on it, 0 to 1. `fused`:
    what the order goes by, of all but `bm25`. A score is None where a search has none. `sentence_cosines`: of each of
    its sentences, the highest of which is `sentence`.
    """

    passage: Passage
    rank: int
    fused: float
    dense: float | None = None
    bm25: float | None = None
    sentence: float | None = None
    words: float | None = None
    sentence_words: float | None = None
    hop: float | None = None
    pointer: float | None = None
    sentence_cosines: tuple[float, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """The characters in a document that an answer, or part of it, rests on.

    `used` is False where it was found afterwards, for an answer that was given without passages.
    `stance`: what it does to the answer; `copied` where the model took words from it.
    """

    document: str
    start: int
    end: int
    text: str
    passage_id: str
    page: int | None = None
    probability: float | None = None
    used: bool = True
    stance: Literal["copied", "supports", "contradicts"] = "copied"


@dataclass(frozen=True)
class CheckedSentence:
    """A sentence of an answer as the verifier sees it: its state, why in one sentence, and what it rests on.

    `evidence` supports it or contradicts it; there is none where it is unsupported.
    """

    text: str
    state: SentenceState
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class TrainingPair:
    """A question and its answer, other wordings of the question, and the document and passage that they come from.

    `passage` is the text as it stood when the pair was made; empty where that is not known.
    """

    question: str
    answer: str
    source: str = ""
    paraphrases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    passage: str = ""
    origin: PairOrigin = "imported"


@dataclass(frozen=True)
class EvaluationQuestion:
    """A question with every accepted answer; none, and `unanswerable`, where the documents do not tell."""

    question: str
    answers: tuple[str, ...] = ()
    source: str = ""
    unanswerable: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class WrittenToken:
    """A word piece that a model wrote, and how probable it held it, from 0 to 1.

    Pieces that go on with a word begin with `##`; the end of the answer is an empty text.
    """

    text: str
    probability: float


@dataclass(frozen=True)
class Memory:
    """Bytes of weights that an arm's model keeps in memory: those that all arms share, and those of its adapter."""

    shared_bytes: int
    own_bytes: int = 0


@dataclass(frozen=True)
class Look:
    """One search of a second look: what was asked and why, what was answered, and whether the verifier supports that.

    `used`: it is the answer, or a part of it.
    """

    question: str
    why: str
    text: str
    refused: bool
    supported: bool
    used: bool = False


@dataclass(frozen=True)
class Answer:
    """What one arm answered. `confidence` is in [0, 1], None where its model cannot tell; `refused` where it
    said that it does not know.

    `seconds` by stage (`embed`, `retrieve`, `generate`, of a second look also `check`); `sources` are the passages that
    the arm was given; `tokens` counts what the model read and wrote, `tokens_written` the latter alone; `note` says in
    one sentence what the arm did or chose. `written`: the tokens of the answer; none where the model does not tell.
    `looks`: the searches of a second look, in their order. `chosen`: the arm that Auto chose.
    """

    arm: ArmName
    question: str
    text: str
    refused: bool
    confidence: float | None
    model: str
    sources: tuple[RankedPassage, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    tokens: int = 0
    note: str = ""
    tokens_written: int = 0
    written: tuple[WrittenToken, ...] = ()
    memory: Memory | None = None
    looks: tuple[Look, ...] = ()
    chosen: ArmName | None = None
