"""Where guidance and figures come from: the five founding documents, published studies, and this project's own reading.

None of the studies was run again here; `read` says how each figure was read.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Source:
    """`short` is how a table cites it; `title` is the full name; `read` says how it was read."""

    key: str
    short: str
    title: str
    kind: Literal["document", "study", "own"]
    read: str


def _document(key: str, short: str, title: str) -> Source:
    return Source(key, short, title, "document", "read in full")


SOURCES: dict[str, Source] = {
    source.key: source
    for source in (
        _document(
            "course",
            "Course page",
            "“Finetuning vs RAG”, page of a public course on small language models (md/03.FineTuning), English text",
        ),
        _document(
            "course-ms",
            "Course page, Malay edition",
            "The same course page as it stands in the Malay edition, translation of 2025-05-09",
        ),
        _document("vendor", "Vendor’s article", "SoluLab: “RAG Vs Fine Tuning: How To Choose The Right Method”"),
        _document("note", "Developer’s note", "perspectives1000: “RAG vs FineTuning in LLMs”, 2024-04-02"),
        _document(
            "article",
            "Long article",
            "caphe.dev: “Fine-Tuning and RAG: Which is the Optimal Choice for Large Language Models?”",
        ),
        Source("raft", "RAFT 2024", "Zhang et al. 2024, RAFT", "study", "second hand; two notes agree"),
        Source(
            "ovadia",
            "Ovadia 2023",
            "Ovadia et al. 2023, Fine-tuning or retrieval, table 2",
            "study",
            "second hand; several copies agree",
        ),
        Source("balaguer", "Balaguer 2024", "Balaguer et al. 2024, on agriculture", "study", "abstract"),
        Source(
            "soudani",
            "Soudani 2024",
            "Soudani et al. 2024, on less popular knowledge",
            "study",
            "abstract; details second hand",
        ),
        Source("mallen", "Mallen 2022", "Mallen et al. 2022, on rarely asked facts", "study", "second hand"),
        Source("gekhman", "Gekhman 2024", "Gekhman et al. 2024, on learning new facts", "study", "abstract"),
        Source(
            "legal",
            "Legal 2 × 2 study",
            "NehaBharti08/rag-vs-finetune, one legal corpus, Qwen2.5-7B",
            "study",
            "self-reported by its author",
        ),
        Source(
            "raft-after",
            "RAFT follow-ups 2024",
            "Two later studies of RAFT: one on newer models, one on passages of pure noise",
            "study",
            "second hand",
        ),
        Source("own", "Our reading", "This project’s own reading; no founding document says it", "own", "argued here"),
    )
}


def cite(keys: tuple[str, ...]) -> str:
    """The short names, as one text; the two translations of the course page as one source.

    >>> cite(("course", "course-ms", "own"))
    'Course page (both translations); Our reading'
    """
    both = {"course", "course-ms"} <= set(keys)
    names = ("Course page (both translations)" if both and key == "course" else SOURCES[key].short for key in keys)
    return "; ".join(name for key, name in zip(keys, names, strict=True) if not (both and key == "course-ms"))
