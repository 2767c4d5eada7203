"""The founding documents' comparison tables merged, aspect by aspect, each cell with its sources; the steps of RAFT."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """What the sources say of one way, in our words."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Aspect:
    """One row: what is compared, and a cell for each way."""

    name: str
    rag: Cell
    tuned: Cell


@dataclass(frozen=True)
class RaftStep:
    """One step of RAFT, and where this app does it."""

    name: str
    text: str
    here: str


def _row(name: str, rag: tuple[str, str], tuned: tuple[str, str]) -> Aspect:
    """Each cell as its text and its sources, separated by blanks."""
    return Aspect(name, *(Cell(text, tuple(sources.split())) for text, sources in (rag, tuned)))


ASPECTS: tuple[Aspect, ...] = (
    _row("Goal", ("Answers that are right in their facts and know the field", "note"),
         ("Better performance on one task", "note vendor")),
    _row("How", ("Find what fits the question, put it before the model, let it write", "course course-ms vendor note"),
         ("Adjust the model’s parameters on examples", "course course-ms vendor note")),
    _row("Data needed", ("Documents, databases, the web: as they are", "note course course-ms vendor"),
         ("Good labelled examples, 10 to 100 at least, gathered continually", "note course course-ms vendor article")),
    _row("Where knowledge sits", ("Beside the model", "note article"), ("In the model’s parameters", "note article")),
    _row("When data changes", ("Found at once after indexing", "vendor article"),
         ("Has to be trained again", "vendor article course course-ms")),
    _row("Traceability", ("Sources can be shown", "course course-ms note"), ("A black box", "course course-ms")),
    _row("Hallucination", ("Traceable, so it can be mended", "course course-ms"),
         ("Said to fall in narrow fields", "article")),
    _row("Depth of the field", ("May miss special nuances", "course course-ms"),
         ("Precise terms and wording", "course course-ms vendor article")),
    _row("Other tasks", ("Suits many fields; flexible", "course course-ms article"),
         ("May get worse at them: overfitting", "note")),
    _row("Time per answer", ("Longer: search first, then a longer prompt", "article note"), ("Short", "article")),
    _row("Cost", ("Lower to medium: storage and search", "vendor article"),
         ("Higher: computing, time, labelled data; LoRA lowers it", "vendor article note")),
    _row("Infrastructure", ("Stores, embeddings, ranking at every answer", "vendor article"),
         ("Training machines now and then", "vendor article")),
    _row("Depends on", ("Quality and order of the knowledge base", "note article"),
         ("Quality and size of the training set", "course course-ms note")),
    _row("Data protection", ("Data stays separate", "article"), ("Data becomes part of the model", "article")),
    _row("Good for", ("Support, chatbots with facts, knowledge sharing, informative summaries, fact checking, many "
                      "sources", "vendor note article"),
         ("Translation, summaries of a domain, diagnosis, fraud detection, trading, contracts", "vendor note article")),
)  # fmt: skip

RAFT_STEPS: tuple[RaftStep, ...] = (
    RaftStep("Build the knowledge base", "Documents are split into passages, and these are turned into vectors.",
             "Documents page"),
    RaftStep("Train with what is retrieved", "Each question comes with the passage that answers it and with "
             "distractors; in some rows the right passage is left out on purpose.", "Training page, RAFT adapter"),
    RaftStep("Keep both up to date", "A changed document is indexed at once; the adapter is marked stale until it is "
             "trained again.", "stale marks on Home and Training"),
)  # fmt: skip
