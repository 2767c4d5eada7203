"""What is found wrong with training pairs, what its one step does, and where a pair's passage is found."""

import doctest
from dataclasses import replace

import pytest

from core.records import Document, EvaluationQuestion, TrainingPair
from core.settings import RetrievalSettings
from core.tuning import pair_passages, personal_data
from core.tuning.pair_passages import PassageFinder
from core.tuning.personal_data import find_personal_data
from core.tuning.quality import Finding, check_pairs
from core.tuning.quality_fixes import apply_fix

RULES = Document("rules.md", "v", "# Rules\n\nProbation lasts five months.\n\nThe fee is 12 euros a year.")
LASTS = "Probation lasts five months."
GOOD = TrainingPair("How long is probation?", "five months", "rules.md", ("For how long?",), passage=LASTS)
FEE = TrainingPair("How high is the fee?", "12 euros", "rules.md")


@pytest.mark.parametrize("module", [pair_passages, personal_data])
def test_examples_in_the_docstrings_hold(module):
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0


def found(pairs, kind: str, documents=(RULES,), questions=()) -> Finding | None:
    return next((each for each in check_pairs(pairs, documents, questions) if each.kind == kind), None)


def test_good_pairs_are_only_few():
    other = replace(GOOD, question="When am I permanent?", paraphrases=("When is it over?",))
    assert [each.kind for each in check_pairs([GOOD, other], [RULES])] == ["few"]
    assert check_pairs([], [RULES]) == []


@pytest.mark.parametrize(("count", "title"), [(9, "Only 9 pairs"), (10, "10 pairs are few"), (99, "99 pairs are few")])
def test_too_few(count: int, title: str):
    pairs = [replace(GOOD, question=f"Question {at}?") for at in range(count)]
    finding = found(pairs, "few")
    assert finding and finding.title == title
    assert found([replace(GOOD, question=f"Question {at}?") for at in range(100)], "few") is None


def test_duplicates_become_one_pair_with_all_wordings():
    double = replace(GOOD, question="how long is the probation", paraphrases=("When am I permanent?",))
    finding = found([GOOD, FEE, double], "same")
    assert finding and finding.rows == (2,)
    assert apply_fix(finding, [GOOD, FEE, double]) == (
        replace(GOOD, paraphrases=("For how long?", "When am I permanent?")),
        FEE,
    )


def test_near_duplicates_are_other_forms_of_the_same_words_with_one_answer():
    near = replace(FEE, question="The fee: how high is it?")
    other = replace(FEE, question="How high is the fine?")
    finding = found([FEE, near, other], "near")
    assert finding and finding.rows == (1,)
    first, second = apply_fix(finding, [FEE, near, other])
    assert first.paraphrases == (near.question,)
    assert second == other


def test_questions_that_differ_in_a_number_are_no_near_duplicates():
    pairs = [replace(FEE, question=f"Who supplies the charger for model {at}?") for at in (5, 7)]
    assert found(pairs, "near") is None


def test_of_contradicting_answers_the_one_in_the_document_is_kept():
    wrong = replace(FEE, answer="13 euros", question="What must I pay?", paraphrases=("How high is the fee?",))
    finding = found([wrong, GOOD, FEE], "contradicting")
    assert finding and finding.rows == (0, 2)
    assert apply_fix(finding, [wrong, GOOD, FEE], [RULES]) == (GOOD, FEE)


def test_an_answer_that_does_not_stand_in_its_passage_is_told():
    elsewhere = replace(GOOD, answer="12 euros")
    finding = found([GOOD, elsewhere, FEE, replace(FEE, answer="a fortune")], "unfounded")
    assert finding and finding.rows == (1, 3)
    assert apply_fix(finding, [GOOD, elsewhere, FEE, replace(FEE, answer="a fortune")]) == (GOOD, FEE)
    assert found([replace(GOOD, answer="Five\nMONTHS")], "unfounded") is None


def test_a_passage_that_changed_is_told_apart_and_looked_for_anew():
    newer = replace(RULES, text=RULES.text.replace("lasts five", "now lasts five"))
    finding = found([GOOD, FEE], "changed", [newer])
    assert finding and finding.rows == (0,)
    assert found([GOOD], "unfounded", [newer]) is None
    fixed = apply_fix(finding, [GOOD, FEE], [newer])
    assert "now lasts five months" in fixed[0].passage
    assert (replace(fixed[0], passage=LASTS), fixed[1]) == (GOOD, FEE)
    assert found(fixed, "unfounded", [newer]) is None


def test_evaluation_questions_that_are_trained_on_are_told():
    questions = [
        EvaluationQuestion("how high is the FEE", ("12 euros",), "rules.md"),
        EvaluationQuestion("When am I permanent?", ("Five months",), "rules.md"),
        EvaluationQuestion("Who pays?", unanswerable=True),
    ]
    same, fact = found([GOOD, FEE], "same question", (), questions), found([GOOD, FEE], "same fact", (), questions)
    assert same and same.rows == (1,)
    assert fact and fact.rows == (0,)
    assert apply_fix(same, [GOOD, FEE]) == (GOOD,)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to ada.byrne@mill.example.", "e-mail address"),
        ("Call +44 20 7946 0958 today", "telephone number"),
        ("Call 020 7946 0958", "telephone number"),
        ("Call 555-0142", "telephone number"),
        ("Card 4111 1111 1111 1111", "card number"),
        ("Card 4111-1111-1111-1111", "card number"),
        ("IBAN DE89 3704 0044 0532 0130 00", "bank account"),
        ("SSN 078-05-1120", "national number"),
        ("NI AB 12 34 56 C", "national number"),
    ],
)
def test_personal_data_is_told_by_its_form(text: str, kind: str):
    assert kind in find_personal_data(text)
    finding = found([GOOD, replace(FEE, answer=text)], "personal", ())
    assert finding and finding.rows == (1,) and kind in finding.says and "memorises" in finding.says


@pytest.mark.parametrize(
    "text",
    ["In 1984-1991.", "2025-06-07", "4111 1111 1111 1112", "1,250.00 euros", "WW-L200", "100-200 metres", "4.1.4"],
)
def test_other_numbers_are_no_personal_data(text: str):
    assert find_personal_data(text) == []


def test_a_pair_is_shown_beside_its_passage_with_the_answer_marked():
    finder = PassageFinder([RULES], RetrievalSettings())
    shown = finder.find(GOOD)
    assert shown and shown.passage.text == GOOD.passage
    assert [RULES.text[each.start : each.end] for each in shown.evidence] == ["five months"]
    shown = finder.find(FEE)
    assert shown and "12 euros" in shown.passage.text
    assert finder.find(replace(GOOD, passage="It is not there.")) is None
    assert finder.find(replace(FEE, source="other.md")) is None
    assert finder.find(replace(FEE, answer="13 euros")) is None


def test_the_passage_that_shares_most_words_with_the_question_is_taken():
    text = "".join(
        f"\n\nChapter {at}. {'Words about nothing. ' * 30}It is 7 days for {what}." for at, what in enumerate("abc")
    )
    document = Document("d.md", "v", text)
    shown = PassageFinder([document], RetrievalSettings()).find(TrainingPair("How long is it for b?", "7 days", "d.md"))
    assert shown and shown.passage.text.rstrip().endswith("for b.")


def test_missing_passages_are_looked_up_and_missing_wordings_made_by_rule():
    loose, single = found([GOOD, FEE], "no passage"), found([GOOD, FEE], "one wording")
    assert loose and single and loose.rows == single.rows == (1,)
    assert "12 euros" in apply_fix(loose, [GOOD, FEE], [RULES])[1].passage
    assert apply_fix(single, [GOOD, FEE])[1].paraphrases == ("Please tell me: how high is the fee?",)


def test_passages_are_attached_where_they_are_found():
    lost = TrainingPair("Who?", "nobody", "rules.md")
    first, second = PassageFinder([RULES], RetrievalSettings()).attach([FEE, lost])
    assert "12 euros" in first.passage
    assert second == lost


def test_pairs_are_placed_where_their_passage_is_now():
    document = Document("d.md", "v2", "The fee is 12 euros.")
    finder = PassageFinder([document], RetrievalSettings())
    unknown, lost = TrainingPair("Fee?", "12 euros", "d.md"), TrainingPair("Fine?", "5 euros", "d.md", passage="Old.")
    told, moved = replace(unknown, passage="is 12 euros."), replace(unknown, passage="The fee was 11 or 12 euros.")
    placed = finder.place([unknown, told, moved, lost])
    assert [pair.passage for pair in placed] == [document.text, told.passage, document.text, ""]
