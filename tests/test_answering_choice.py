"""Names -> arms: what each needs, what it says when that is missing, and one real comparison."""

import doctest
import json
from pathlib import Path

import pytest

from core.answering import choice
from core.answering.choice import Ingredients, make_arms, parse_arms, possible_arms
from core.errors import ModelUnavailable, NothingToSearch, UnusableInput
from core.records import ArmName, Passage
from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.index import Index
from core.tuning.adapters import base_version

TEXT = "The club was founded in 1987 by Mara Lindqvist. Members pay 42 euros a year. Bus 17 stops at the pier."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder):
    made = Index(tmp_path_factory.mktemp("index"), embedder)
    made.add([Passage("1", "club.md", "v1", 0, len(TEXT), TEXT)])
    yield made
    made.close()


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(choice)
    assert results.attempted > 0
    assert results.failed == 0


def test_arms_are_listed_once_in_the_order_in_which_they_are_shown():
    assert parse_arms(" tuned-rag,rag , base,,rag") == ["base", "rag", "tuned-rag"]


@pytest.mark.parametrize("text", ["", " , ", "ragg", "base,RAG"])
def test_unknown_arms_are_refused_with_those_there_are(text: str):
    with pytest.raises(UnusableInput, match="The arms are: base, rag, tuned, hybrid, auto, tuned-rag"):
        parse_arms(text)


@pytest.mark.parametrize(
    ("documents", "adapters", "possible"),
    [
        (False, [], ["base"]),
        (True, [], ["base", "rag"]),
        (False, ["closed-book", "raft"], ["base", "tuned"]),
        (True, ["raft"], ["base", "rag", "hybrid"]),
        (True, ["closed-book"], ["base", "rag", "tuned", "auto", "tuned-rag"]),
    ],
)
def test_the_arms_that_documents_and_adapters_allow(documents: bool, adapters: list, possible: list[ArmName]):
    assert possible_arms(documents, adapters) == possible


@pytest.mark.parametrize("name", ["rag", "auto"])
def test_without_documents_there_is_nothing_to_search(name: ArmName):
    with pytest.raises(NothingToSearch, match="Add documents"):
        make_arms([name], Ingredients(None))


@pytest.mark.parametrize(("name", "kind"), [("tuned", "closed-book"), ("tuned-rag", "closed-book"), ("hybrid", "raft")])
def test_without_an_adapter_there_is_nothing_fine_tuned(name: ArmName, kind: str, index: Index):
    with pytest.raises(ModelUnavailable, match=f"There is no {kind} adapter yet"):
        make_arms(["base", name], Ingredients(index))


def test_an_adapter_of_other_weights_is_told(tmp_path: Path, index: Index):
    lineage = {"kind": "raft", "weights": "other", "documents": {}, "pairs": 2, "settings": {}, "figures": {}}
    (tmp_path / "lineage.json").write_text(json.dumps(lineage))
    with pytest.raises(ModelUnavailable, match=f"here {base_version()}"):
        make_arms(["hybrid"], Ingredients(index, {"raft": tmp_path}))


def test_auto_without_an_adapter_retrieves(index: Index):
    (auto,) = make_arms(["auto"], Ingredients(index))
    answer = auto.answer("Which bus stops at the pier?")
    assert (answer.arm, answer.sources[0].passage.document) == ("auto", "club.md")
    assert "no fine-tuned model" in answer.note


@pytest.mark.slow
def test_every_closed_and_open_arm_answers_on_one_set_of_ingredients(index: Index, club_adapter: Path):
    names: list[ArmName] = ["base", "rag", "tuned", "tuned-rag", "auto"]
    arms = make_arms(names, Ingredients(index, {"closed-book": club_adapter}))
    answers = {arm.name: arm.answer("Who founded the club?") for arm in arms}
    assert list(answers) == names
    assert answers["base"].text != "Mara Lindqvist"
    assert answers["tuned"].text == answers["auto"].text == "Mara Lindqvist"
    assert "Auto chose Fine-tuned" in answers["auto"].note
    assert answers["base"].model == "pocket"
    assert answers["tuned"].model == "pocket + adapter"
    assert [bool(answer.sources) for answer in answers.values()] == [False, True, False, True, False]
    far = arms[-1].answer("Is there a swimming pool for guests?")
    assert "Auto chose RAG" in far.note
    for answer in answers.values():
        assert all(TEXT[each.start : each.end] == each.text for each in answer.evidence)
