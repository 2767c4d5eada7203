"""What should a second hop count? `python -m tests.benchmarks.second_hop`, from the project's root.

Six invented organisations, each with some ten documents and with questions: 84 that take two documents, 96 that take
one (`two_documents/`). They were written for this by writers who saw neither the sample nor its questions. All are
indexed together; for each weight of a hop and number of names that link for certain: how often a passage of the right
document that holds an accepted answer is among the first 5 and the first 3, and MRR at 10. A weight of 0 is no hop.
So too for the wordings of the sample's training pairs, which take one document. JSON lines.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.documents.folder import read_folder
from core.records import EvaluationQuestion
from core.retrieval import second_hop
from core.retrieval.index import Index
from core.sample import SAMPLE_DOCS, load_sample
from core.settings import Settings
from core.tuning.pairs import read_pairs
from core.workspace import Workspace
from tests.benchmarks.retrieval import CANDIDATES, HIT_AT, RANKED, first_hit, hit_rate, mean_reciprocal, say

TWO, ONE = "two", "one"
COLLECTIONS = Path(__file__).parent / "two_documents"
TRIED = ((0.0, 2), (0.5, 2), (1.0, 2), (1.5, 2), (1.0, 3), (1.5, 3), (1.5, 4))
READ_AT = 3
"""So many passages are read, unless the visitor chooses otherwise."""


def main() -> None:
    with collections_indexed() as (six, questions), sample_indexed() as (sample, trained):
        for second_hop.WEIGHT, second_hop.NAMES_TO_BE_SURE in TRIED:
            for kind in (TWO, ONE):
                measure(six.index(), kind, [each for each in questions if kind in each.tags])
            measure(sample.index(), "training pairs", trained)


def measure(index: Index, name: str, questions: Sequence[EvaluationQuestion]) -> None:
    ranks = [first_hit(index.search(each.question, RANKED, CANDIDATES), each) for each in questions]
    shares = {f"hit_rate_at_{n}": hit_rate(ranks, n) for n in (HIT_AT, READ_AT)}
    say(
        weight=second_hop.WEIGHT,
        names_to_be_sure=second_hop.NAMES_TO_BE_SURE,
        questions=name,
        count=len(ranks),
        **shares,
        mrr_at_10=mean_reciprocal(ranks),
    )


@contextmanager
def collections_indexed() -> Iterator[tuple[Workspace, list[EvaluationQuestion]]]:
    """All collections in one workspace, and their questions, tagged with how many documents they take."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as documents:
        questions: list[EvaluationQuestion] = []
        for file in sorted(COLLECTIONS.glob("*.json")):
            collection = json.loads(file.read_text(encoding="utf8"))
            for name, text in collection["documents"].items():
                (Path(documents) / f"{file.stem}-{name}").write_text(text, encoding="utf8")
            questions += [
                EvaluationQuestion(
                    each["question"], tuple(each["answers"]), f"{file.stem}-{each['source']}", tags=(each["kind"],)
                )
                for each in collection["questions"]
            ]
        workspace = Workspace(Path(folder), Settings())
        workspace.add_documents(read_folder(Path(documents)).documents)
        yield workspace, questions
        workspace.close()


@contextmanager
def sample_indexed() -> Iterator[tuple[Workspace, list[EvaluationQuestion]]]:
    """The sample, and its training pairs in all their wordings."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Settings())
        load_sample(workspace)
        pairs = read_pairs(SAMPLE_DOCS / "pairs.jsonl")
        yield (
            workspace,
            [
                EvaluationQuestion(text, (pair.answer,), pair.source)
                for pair in pairs
                for text in (pair.question, *pair.paraphrases)
            ],
        )
        workspace.close()


if __name__ == "__main__":
    main()
