"""The scores of a found passage as HTML, each by its name, with its meaning on hover."""

from core.records import RankedPassage
from core.retrieval.fusion import K

SCORES = {
    "fused": (
        "fused",
        f"What the order goes by: reciprocal rank fusion of the other four, k = {K}, the best sentence counting twice",
    ),
    "dense": ("dense", "Cosine similarity of the question and the passage, -1 to 1. Higher is nearer in meaning"),
    "sentence": ("best sentence", "Cosine similarity of the question and the passage's nearest sentence, -1 to 1"),
    "bm25": ("BM25", "Shared words, rarer ones counting more; 0 or more, to compare within one question only"),
    "sentence_bm25": ("BM25 of the best sentence", "The same for the sentence that shares most with the question"),
}


def scores_html(found: RankedPassage) -> str:
    """Each score by its name, with its meaning on hover."""
    shown = []
    for field, (name, meaning) in SCORES.items():
        score = getattr(found, field)
        shown.append(f'<abbr title="{meaning}">{name}</abbr> {"not found" if score is None else f"{score:.3f}"}')
    return f'<p class="rt-facts">{" · ".join(shown)}</p>'
