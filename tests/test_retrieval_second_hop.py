"""A question that describes what another document names finds the passage that has its answer."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.records import Passage
from core.retrieval import ranking
from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.index import Index
from core.retrieval.second_hop import Linking, hop_scores
from core.retrieval.wording import Sentence, Wording

PROSE = (
    "The café opens at nine and closes at six.",
    "What is not fetched in three months is sold. Bernard Hask holds the key to the lost property.",
    "The sauna is closed on Mondays for cleaning.",
)
PEOPLE = tuple(
    f"Name: {name}; Role: {role}; Extension: {extension}"
    for name, role, extension in (
        ("Priya Nandal", "Reception", 210),
        ("Ingrid Vasey", "Locksmith", 225),
        ("Bernard Hask", "Gardener of the rose beds and ponds", 250),
        ("Joel Stannard", "Coach", 265),
        ("Rosalind Tebbit", "Teacher", 280),
    )
)
QUESTION = "What is the extension of whoever holds the key to the lost property?"


@pytest.fixture
def index(tmp_path: Path, embedder: SentenceEmbedder) -> Iterator[Index]:
    """A handbook and a list of people."""
    opened = Index(tmp_path, embedder)
    opened.add([*passages("handbook.md", PROSE), *passages("people.csv", PEOPLE)])
    yield opened
    opened.close()


def passages(document: str, texts: tuple[str, ...]) -> list[Passage]:
    return [Passage(f"{document}:{at}", document, "v1", at, at + len(text), text) for at, text in enumerate(texts)]


def test_whom_the_best_passage_names_is_found_next(index: Index) -> None:
    first, second = index.search(QUESTION, 2)
    assert first.passage.text == PROSE[1]
    assert second.passage.text == PEOPLE[2]
    assert first.hop == 0
    assert (second.hop or 0) > 0
    others = [each for each in index.search(QUESTION, 8) if each not in (first, second)]
    assert all(each.hop == 0 for each in others)


def test_what_a_hop_leads_to_is_found_where_neither_search_has_it(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of either search's two candidates none is the right person: the name alone leads there."""
    assert PEOPLE[2] in [each.passage.text for each in index.search(QUESTION, 2, candidates=2)]
    monkeypatch.setattr(ranking, "HOP_CANDIDATES", 0)
    assert PEOPLE[2] not in [each.passage.text for each in index.search(QUESTION, 2, candidates=2)]


def test_a_hop_stays_within_the_chosen_documents(index: Index) -> None:
    found = index.search(QUESTION, 8, documents={"handbook.md"})
    assert {each.passage.document for each in found} == {"handbook.md"}
    assert all(each.hop == 0 for each in found)


def test_a_hop_counts_what_is_added_as_far_as_names_link() -> None:
    """Half of the question is in the best passage, half in the other: with both names, with one of two, with none."""
    best = Linking([Sentence(("key", "ida", "ross"))], np.array([[0.5, 0.0]], np.float32), {"ida": 0.5, "ross": 0.5})
    passages = {
        "both": [Sentence(("ida", "ross", "250"), frozenset({"ida", "ross", "250"}))],
        "one": [Sentence(("ida", "stone"), frozenset({"ida", "stone"}))],
        "none": [Sentence(("stone",), frozenset({"stone"}))],
        "a common word": [Sentence(("ida", "ross"), frozenset())],
    }
    said = np.array([[0.0, 0.5]] * 4, dtype=np.float32)
    hops = hop_scores(Wording(said, {key: at for at, key in enumerate(passages)}), best, passages)
    assert hops == pytest.approx({"both": 0.5, "one": 0.25, "none": 0, "a common word": 0})


def test_what_the_best_passage_says_already_is_no_hop() -> None:
    best = Linking([Sentence(("key", "ida"))], np.array([[0.5, 0.5]], np.float32), {"ida": 1.0})
    wording = Wording(np.array([[0.5, 0.0]], dtype=np.float32), {"other": 0})
    assert hop_scores(wording, best, {"other": [Sentence(("ida",), frozenset({"ida"}))]}) == {"other": 0}
