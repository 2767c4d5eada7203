"""A question finds its passage, in the right version, in the right workspace, also after a restart."""

import doctest
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from core.documents.splitting import split_into_passages
from core.errors import NothingToSearch, UnusableInput
from core.records import Document, Passage
from core.retrieval import passage_text, wording
from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.fusion import WEIGHTS
from core.retrieval.index import Embed, Index, embed_passages
from core.settings import RetrievalSettings

OpenIndex = Callable[[str], Index]


@pytest.fixture
def open_index(tmp_path: Path, embedder: SentenceEmbedder) -> Iterator[OpenIndex]:
    """Open an index by its name; all are closed afterwards."""
    opened: list[Index] = []

    def open_named(name: str) -> Index:
        opened.append(Index(tmp_path / name, embedder))
        return opened[-1]

    yield open_named
    for index in opened:
        index.close()


def passages_of(name: str, version: str, *texts: str) -> list[Passage]:
    return [
        passage
        for at, text in enumerate(texts)
        for passage in [Passage(f"{name}:{version}:{at}", name, version, at, at + len(text), text)]
    ]


MANUAL = passages_of(
    "manual.md",
    "v1",
    "The frost alarm is set to 2 degrees when it leaves the factory.",
    "Error E-17: the wind vane has lost north.",
    "The backlight goes off after 15 seconds.",
    "Send used battery packs back to our workshop in Skelby.",
)


@pytest.mark.parametrize("module", [passage_text, wording])
def test_the_example_in_the_docstring_holds(module: ModuleType) -> None:
    failed, attempted = doctest.testmod(module)
    assert not failed
    assert attempted


@pytest.mark.parametrize(
    ("question", "found"),
    [("At what temperature does the cold warning sound?", 0), ("What is E-17?", 1), ("Where do dead batteries go?", 3)],
)
def test_a_question_finds_its_passage(open_index: OpenIndex, question: str, found: int) -> None:
    index = open_index("one")
    index.add(MANUAL)
    assert index.search(question, 2)[0].passage == MANUAL[found]


def test_every_score_is_named_and_can_be_computed_again(open_index: OpenIndex, embedder: SentenceEmbedder) -> None:
    index = open_index("one")
    index.add(MANUAL)
    result = index.search_timed("When does the backlight go off?", 4)
    assert [ranked.rank for ranked in result.passages] == [1, 2, 3, 4]
    found = [ranked.passage for ranked in result.passages]
    whole, sentences = embed_passages(found, embedder.embed)
    assert [ranked.dense for ranked in result.passages] == pytest.approx(
        list(whole @ result.question_embedding), abs=1e-4
    )
    nearest = [float((some @ result.question_embedding).max()) for some in sentences]
    assert [ranked.sentence for ranked in result.passages] == pytest.approx(nearest, abs=2e-3)
    first, last = result.passages[0], result.passages[-1]
    assert first.bm25 is not None
    assert first.bm25 > 0
    assert first.words == first.sentence_words, "Its only sentence says what it says."
    assert (last.words or 0) < (first.words or 0) < 1, "It says the backlight goes off."
    assert first.hop == 0
    assert first.fused == pytest.approx(sum(WEIGHTS[name] * getattr(first, name) for name in WEIGHTS) / 5)
    assert last.bm25 is None
    assert set(result.seconds) == {"embed", "retrieve"}
    assert all(seconds > 0 for seconds in result.seconds.values())


def test_two_folders_do_not_see_each_other(open_index: OpenIndex) -> None:
    mine, yours = open_index("mine"), open_index("yours")
    mine.add(MANUAL)
    with pytest.raises(NothingToSearch, match="Add documents first"):
        yours.search("frost alarm", 3)
    yours.add(passages_of("secret.md", "v1", "The frost alarm is broken."))
    assert {ranked.passage.document for ranked in mine.search("frost alarm", 5)} == {"manual.md"}
    assert {ranked.passage.document for ranked in yours.search("frost alarm", 5)} == {"secret.md"}


def test_a_reopened_index_gives_the_same_answers(open_index: OpenIndex) -> None:
    index = open_index("one")
    index.add(MANUAL)
    before = index.search("Where do batteries go?", 4)
    index.close()
    again = open_index("one")
    after = again.search("Where do batteries go?", 4)
    assert [(ranked.passage, ranked.bm25) for ranked in after] == [(ranked.passage, ranked.bm25) for ranked in before]
    assert [ranked.dense for ranked in after] == pytest.approx([ranked.dense for ranked in before], abs=1e-6)


def test_a_new_version_replaces_the_old_one_and_nothing_else(open_index: OpenIndex) -> None:
    index = open_index("one")
    index.add([*MANUAL, *passages_of("policy.md", "v1", "Trips over 600 euros need approval.", "Go by rail.")])
    index.add(passages_of("policy.md", "v2", "Trips over 750 euros need approval."))
    found = index.search("Which trips need approval?", 9)
    assert found[0].passage.text == "Trips over 750 euros need approval."
    assert [one.version for one in index.passages if one.document == "policy.md"] == ["v2"]
    assert len(index.passages) == len(MANUAL) + 1


def test_other_passage_lengths_replace_the_passages_of_the_same_version(open_index: OpenIndex) -> None:
    index = open_index("one")
    document = Document("a.txt", "v1", "The gauge measures rain. " * 40)
    for settings in (RetrievalSettings(200, 0), RetrievalSettings(500, 0)):
        expected = split_into_passages(document, settings)
        index.add(expected)
        assert index.passages == expected


def counting(embedder: SentenceEmbedder, asked: list[str]) -> Embed:
    """An embedding function that notes what it is asked."""

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return embedder.embed(texts)

    return embed


def test_only_what_changed_in_a_document_is_embedded_again(open_index: OpenIndex, embedder: SentenceEmbedder) -> None:
    index = open_index("one")
    sections = [f"Section {at}. " + f"The gauge number {at} measures rain. " * 12 for at in range(12)]
    before = Document("a.txt", "v1", "\n\n".join(sections))
    sections[5] = sections[5].replace("Section 5.", "Section 5, which is new.")
    after = Document("a.txt", "v2", "\n\n".join(sections))
    settings = RetrievalSettings(500, 0)
    everything = index.add(split_into_passages(before, settings))
    asked: list[str] = []
    changed = index.add(split_into_passages(after, settings), embed=counting(embedder, asked))
    assert everything == len(index.passages) > 10
    assert changed == 1
    assert len(asked) <= 15
    assert index.passages == split_into_passages(after, settings)
    best = index.search("Which section is new?", 1)[0].passage
    assert (best.version, "Section 5, which is new." in best.text) == ("v2", True)
    index.close()
    again = open_index("one")
    assert again.passages == index.passages
    assert again.add(split_into_passages(after, settings)) == 0


def test_a_passage_that_repeats_itself_is_kept_as_often(open_index: OpenIndex) -> None:
    index = open_index("one")
    twice = passages_of("a.md", "v1", "The same line.", "The same line.")
    assert index.add(twice) == 2
    assert index.passages == tuple(twice)
    assert index.add(twice[:1]) == 0
    assert index.passages == tuple(twice[:1])


def test_a_search_in_one_document_finds_only_its_passages(open_index: OpenIndex) -> None:
    index = open_index("one")
    index.add([*MANUAL, *passages_of("b.md", "v1", "The frost alarm is red.", "The frost alarm rings.")])
    found = index.search("frost alarm", 9, documents=["b.md"])
    assert [ranked.passage.document for ranked in found] == ["b.md", "b.md"]
    assert all(ranked.bm25 and ranked.dense for ranked in found)
    with pytest.raises(NothingToSearch, match="chosen documents"):
        index.search("frost alarm", 9, documents=["never there.md"])


def test_the_neighbours_of_a_passage_stand_around_it(open_index: OpenIndex) -> None:
    index = open_index("one")
    index.add([*MANUAL, *passages_of("b.md", "v1", "Alone.")])
    assert index.neighbours(MANUAL[1]) == (MANUAL[0], MANUAL[2])
    assert index.neighbours(MANUAL[0]) == (None, MANUAL[1])
    assert index.neighbours(MANUAL[-1]) == (MANUAL[-2], None)
    assert index.neighbours(passages_of("c.md", "v1", "Not there.")[0]) == (None, None)


def test_a_heading_helps_to_find_what_stands_below_it(open_index: OpenIndex) -> None:
    index = open_index("one")
    plain = passages_of("a.md", "v1", "Twelve weeks, at full pay.", "Twelve weeks, without pay.")
    index.add([replace(plain[0], heading="Handbook > Parental leave"), replace(plain[1], heading="Handbook > Study")])
    assert index.search("How long is parental leave?", 1)[0].passage.heading == "Handbook > Parental leave"


def test_a_removed_document_is_forgotten(open_index: OpenIndex) -> None:
    index = open_index("one")
    index.add([*MANUAL, *passages_of("b.md", "v1", "The frost alarm is red.")])
    index.remove("manual.md")
    index.remove("never there.md")
    assert {ranked.passage.document for ranked in index.search("frost alarm", 9)} == {"b.md"}
    index.remove("b.md")
    with pytest.raises(NothingToSearch):
        index.search("frost alarm", 9)


def test_adding_tells_its_progress_and_can_be_stopped_without_traces(open_index: OpenIndex) -> None:
    index = open_index("one")
    index.add(MANUAL)
    many = passages_of("many.md", "v1", *(f"Note number {at}." for at in range(100)))
    steps: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.add(many, stop)
    assert index.passages == tuple(MANUAL)
    index.add(many, lambda done, total: steps.append((done, total)))
    assert steps == [(64, 100), (100, 100)]
    index.add([])
    assert len(index.passages) == 104


@pytest.mark.parametrize("question", ["what is the", "电池在哪里", "zzz qqq", "?"])
def test_questions_without_known_words_are_still_answered_by_meaning(open_index: OpenIndex, question: str) -> None:
    index = open_index("one")
    index.add(MANUAL)
    found = index.search(question, 3)
    assert len(found) == 3
    assert all(ranked.bm25 is None and ranked.dense is not None for ranked in found)


def test_blank_questions_and_no_passages_are_refused(open_index: OpenIndex) -> None:
    index = open_index("one")
    index.add(MANUAL)
    with pytest.raises(UnusableInput, match="question is empty"):
        index.search(" \n", 3)
    with pytest.raises(UnusableInput, match="one or more"):
        index.search("frost", 0)


def test_searches_from_many_threads_agree_while_documents_are_added(open_index: OpenIndex) -> None:
    index = open_index("one")
    index.add(MANUAL)
    questions = ["What is E-17?", "When does the backlight go off?"] * 10
    expected = [index.search(question, 1)[0].passage for question in questions]
    with ThreadPoolExecutor(8) as pool:
        adding = pool.submit(index.add, passages_of("other.md", "v1", *(f"Recipe {at}: stir." for at in range(70))))
        found = list(pool.map(lambda question: index.search(question, 1)[0].passage, questions))
        adding.result()
    assert found == expected
    assert len(index.passages) == 74


def test_results_of_a_search_do_not_depend_on_the_order_of_adding(open_index: OpenIndex) -> None:
    one, other = open_index("one"), open_index("other")
    one.add(MANUAL)
    other.add(MANUAL[::-1])
    first, second = (index.search_timed("Where is the workshop?", 4) for index in (one, other))
    assert [ranked.passage.id for ranked in first.passages] == [ranked.passage.id for ranked in second.passages]
    assert np.allclose(first.question_embedding, second.question_embedding)
