"""The guidance as data: every line carries its source, every row is balanced, and nothing points into the void."""

import doctest
from types import ModuleType

import pytest

from core.deciding import balance, measured, options, record_page, sources
from core.deciding.claims import CLAIMS
from core.deciding.comparison import ASPECTS, RAFT_STEPS
from core.deciding.consequences import CONSEQUENCES
from core.deciding.criteria import CRITERIA, CRITERION, Criterion, Level
from core.deciding.disagreements import DISAGREEMENTS
from core.deciding.obstacles import OBSTACLES
from core.deciding.options import HIGHEST, LOWEST, OPTIONS
from core.deciding.sources import SOURCES, cite
from core.deciding.studies import FINDINGS, SCORES
from core.deciding.use_cases import USE_CASES

DOCUMENTS = {key for key, source in SOURCES.items() if source.kind == "document"}
LEVELS = [(criterion, level) for criterion in CRITERIA for level in criterion.levels]


@pytest.mark.parametrize(("criterion", "level"), LEVELS, ids=lambda each: each.key)
def test_an_answer_takes_from_some_options_what_it_gives_to_others(criterion: Criterion, level: Level):
    assert sum(level.strengths) == 0
    assert all(LOWEST <= strength <= HIGHEST for strength in level.strengths)
    assert level.because
    assert set(level.sources) <= set(SOURCES)
    assert level.sources


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda each: each.key)
def test_more_of_a_criterion_moves_the_options_that_it_names_one_way_only(criterion: Criterion):
    for option in criterion.rising + criterion.falling:
        strengths = [getattr(level.strengths, option) for level in criterion.levels]
        assert strengths == sorted(strengths, reverse=option in criterion.falling)
        assert len(set(strengths)) > 1, "What is named does move."


def test_every_document_and_study_is_used():
    used = {source for _, level in LEVELS for source in level.sources} | {s for each in CLAIMS for s in each.sources}
    used |= {each.source for each in FINDINGS} | {each.source for each in SCORES}
    assert used == set(SOURCES)


def test_every_criterion_that_a_document_speaks_of_has_its_claims():
    spoken = {criterion.key for criterion, level in LEVELS if DOCUMENTS & set(level.sources)}
    assert {claim.criterion for claim in CLAIMS} - {""} <= set(CRITERION)
    assert spoken - {"skills"} <= {claim.criterion for claim in CLAIMS}


def test_a_claim_that_chooses_names_its_side():
    for claim in CLAIMS:
        assert set(claim.sources) <= DOCUMENTS
        if claim.kind != "how it works":
            assert claim.criterion
            assert claim.speaks_for or claim.speaks_against


def test_disagreements_have_two_sides_with_sources():
    for each in DISAGREEMENTS:
        assert each.criterion in CRITERION
        for side in (each.one, each.other):
            assert side.text
            assert side.sources
            assert set(side.sources) <= set(SOURCES)


def test_cells_consequences_and_obstacles_point_at_what_there_is():
    for aspect in ASPECTS:
        for cell in (aspect.rag, aspect.tuned):
            assert cell.sources
            assert set(cell.sources) <= DOCUMENTS
    assert len(RAFT_STEPS) == 3
    assert set(CONSEQUENCES) == set(OPTIONS)
    for each in (each for listed in CONSEQUENCES.values() for each in listed):
        assert set(each.sources) <= set(SOURCES)
    for obstacle in OBSTACLES:
        assert set(obstacle.levels) <= {level.key for level in CRITERION[obstacle.criterion].levels}


def test_use_cases_give_answers_that_exist():
    assert len({each.key for each in USE_CASES}) == len(USE_CASES) >= 20
    for each in USE_CASES:
        assert set(each.sources) <= set(SOURCES)
        for criterion, level in each.answers.items():
            CRITERION[criterion].level(level)


def test_published_scores_are_those_of_the_studies():
    scores = {(each.source, each.setting, each.measure): each.scores for each in SCORES}
    assert scores["raft", "Llama2-7B, HotpotQA", "the paper’s score"] == {
        "rag": 0.03, "tuned": 6.38, "tuned-rag": 4.41, "hybrid": 35.28,
    }  # fmt: skip
    assert scores["ovadia", "Llama2-7B, paraphrased facts", "accuracy, %"] == {
        "base": 35.3, "rag": 58.5, "tuned": 39.2, "tuned-rag": 52.0,
    }  # fmt: skip
    assert scores["legal", "Qwen2.5-7B, legal corpus", "refusal recall, %"]["rag"] == 51.7
    assert all(0 <= value <= 100 for each in SCORES for value in each.scores.values())


def test_two_translations_are_cited_as_one_source():
    assert cite(("vendor", "course", "course-ms")) == "Vendor’s article; Course page (both translations)"
    assert cite(("course-ms",)) == "Course page, Malay edition"


@pytest.mark.parametrize("module", [balance, measured, options, record_page, sources])
def test_examples_in_the_code_hold(module: ModuleType):
    assert doctest.testmod(module).failed == 0
