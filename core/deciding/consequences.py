"""What follows from a decision, gained and paid, as the documents have it. For the decision record."""

from dataclasses import dataclass

from core.deciding.options import Option


@dataclass(frozen=True)
class Consequence:
    """One thing that is gained, or paid, with an option."""

    gained: bool
    text: str
    sources: tuple[str, ...]


C = ("course", "course-ms")

CONSEQUENCES: dict[Option, tuple[Consequence, ...]] = {
    "rag": (
        Consequence(True, "A changed document counts once it is indexed; a deleted one is gone.",
                    ("vendor", "article")),
        Consequence(True, "Answers can show the passages that they rest on.", (*C, "note")),
        Consequence(False, "An index, embeddings and ranking have to be run for every answer.", ("vendor", "article")),
        Consequence(False, "Answers take longer, and are as good as the documents are kept.", ("note", "article")),
    ),
    "tuned": (
        Consequence(True, "Answers come fast and in the wording of the field.", (*C, "article")),
        Consequence(True, "No index is needed to answer.", ("vendor",)),
        Consequence(False, "Every change of facts needs training pairs and another run.", (*C, "vendor", "article")),
        Consequence(False, "An answer cannot be traced to a source, and what was trained in stays in.",
                    (*C, "article")),
        Consequence(False, "Other skills may suffer: measure them before and after.", ("note",)),
    ),
    "hybrid": (
        Consequence(True, "Expertise is trained and facts are looked up, with their sources.", ("note", "article")),
        Consequence(True, "The model has learned to pass over distracting passages.", ("raft",)),
        Consequence(False, "Both the index and the adapter have to be built, paid for and kept up.", ("article",)),
        Consequence(False, "Whether it beats plain RAG depends on the model: measure it on your own.",
                    ("ovadia", "raft-after", "soudani")),
    ),
    "neither": (
        Consequence(True, "Nothing has to be built or kept up, and little is spent.", ("own",)),
        Consequence(True, "Good prompts serve later too, whichever way is taken then.", ("own", "soudani")),
        Consequence(False, "The model knows no facts of yours, and rarely asked facts hardly at all.", ("mallen",)),
        Consequence(False, "The decision has to be taken again when prompts fall short.", ("own",)),
    ),
}  # fmt: skip
