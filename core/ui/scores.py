"""The scores of a found passage as HTML, each by its name, with its meaning on hover."""

from core.records import RankedPassage
from core.retrieval.reranking import WEIGHT

SCORES = {
    "fused": (
        "fused",
        "What the order goes by: the mean of the others but BM25, the best sentence counting twice; and the hop, and "
        "the pointer where there is one",
    ),
    "dense": ("dense", "Cosine similarity of the question and the passage, -1 to 1. Higher is nearer in meaning"),
    "sentence": ("best sentence", "Cosine similarity of the question and the passage's nearest sentence, -1 to 1"),
    "words": (
        "words",
        "How much of the question the passage says in the same or near words, 0 to 1; rarer ones and codes count more",
    ),
    "sentence_words": ("words of the best sentence", "The same for the sentence that says most of the question"),
    "hop": (
        "hop",
        "How much of the question it says beyond the best passage, as far as names link it to that, 0 to 1",
    ),
    "pointer": (
        "pointer",
        "How much of the model's pointer lies on it where an answer begins, among those that were read to rank them "
        f"again, 0 to 1; {WEIGHT} times its natural logarithm is added",
    ),
    "bm25": ("BM25", "Shared words, to find candidates; 0 or more, to compare within one question only"),
}


def scores_html(found: RankedPassage) -> str:
    """Each score by its name, with its meaning on hover."""
    shown = []
    for field, (name, meaning) in SCORES.items():
        score = getattr(found, field)
        if score is None and field == "pointer":  # of no search but one that ranks again
            continue
        shown.append(f'<abbr title="{meaning}">{name}</abbr> {"not found" if score is None else f"{score:.3f}"}')
    return f'<p class="rt-facts">{" · ".join(shown)}</p>'
