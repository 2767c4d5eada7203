"""What experiments conclude from what they measured, worked by hand; no model runs here."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from core.errors import UnusableInput
from core.measuring.experiments import break_even, data_amount, edit_fact, forget_document, fragmentation, lost_skills
from core.measuring.experiments.break_even import Costs, Use, break_even_months, total_seconds
from core.measuring.experiments.finding import finding_to_json, read_finding
from core.measuring.experiments.finding_report import render_finding_csv, render_finding_html
from core.measuring.experiments.journal import Journal
from core.measuring.experiments.lab import Materials, Told
from core.measuring.experiments.table import EXPERIMENTS
from core.records import Document, EvaluationQuestion, Heading, Page, TrainingPair

FEES = Document(
    "fees.md",
    "v1",
    "# Fees\nThe fee is 12 euros a year. The fine is 5 euros.\n# Rules\nA fine may be 5 euros. Ada keeps the key.",
    headings=(Heading("Fees", 2), Heading("Rules", 60)),
    pages=(Page(1, 0, 58), Page(2, 58, 105)),
)
HOUSE = Document("house.md", "v1", "The house is blue. The fine is 5 euros.")
FEE = TrainingPair("How high is the fee?", "12 euros", "fees.md", ("What must I pay?",))
FINE = TrainingPair("How high is the fine?", "5 euros", "fees.md")
COLOUR = TrainingPair("Which colour?", "blue", "house.md")
KEY = TrainingPair("Who keeps the key?", "Ada", "fees.md")
MATERIALS = Materials((FEES, HOUSE), (KEY, FINE, FEE, COLOUR), adapters={"closed-book": Path("adapter")})


def told(arm: str, *rights: float, text: str = "x") -> list[Told]:
    return [
        Told(
            arm=arm,
            question=f"q{at}",
            text=text,
            refused=False,
            scores={"right": r, "exact_match": r, "f1": r},
            seconds=1,
        )
        for at, r in enumerate(rights)
    ]


# Edit a fact


def test_facts_that_stand_once_are_suggested_those_with_a_number_first():
    edits = edit_fact.suggest_edits(MATERIALS)
    assert [edit.question for edit in edits] == ["How high is the fee?", "Who keeps the key?", "Which colour?"]
    assert (edits[0].old_sentence, edits[0].new_sentence) == (
        "The fee is 12 euros a year.",
        "The fee is 15 euros a year.",
    )
    with pytest.raises(UnusableInput, match="stands 2 times in fees.md"):
        edit_fact.edit_of(FEES, FINE, "9 euros")


def test_an_edited_document_keeps_its_headings_and_pages_in_place():
    edit = edit_fact.edit_of(FEES, FEE, "twelve hundred euros")
    edited = edit_fact._edited(MATERIALS, edit)
    assert "The fee is twelve hundred euros a year." in edited.text
    assert edited.version != FEES.version
    for before, after in zip(FEES.headings, edited.headings, strict=True):
        assert edited.text[after.start :].startswith(FEES.text[before.start :][:5])
    assert edited.pages[1].end == len(edited.text)
    assert edited.pages[0].end == edited.pages[1].start


def test_the_edit_of_a_fact_is_told_in_a_sentence():
    edit = edit_fact.edit_of(FEES, FEE, "15 euros")
    stages = {
        edit_fact.BEFORE: told("rag", 0, 0) + told("tuned", 0, 0),
        edit_fact.INDEXED: told("rag", 1, 1) + told("tuned", 0, 0),
        edit_fact.TRAINED: told("rag", 1, 1) + told("tuned", 1, 0),
    }
    finding = edit_fact.conclude(edit, stages, 0.5, 100)
    assert finding.sentence == (
        "Indexing the edited document took 0.5 s, and then RAG gave the new answer to 2 of 2 wordings, the fine-tuned "
        "model to 0; training again took 100 s, 200 times as long, and then the fine-tuned model gave it to 1 of 2."
    )
    assert [(point.label, point.series, point.value) for point in finding.chart.points[2:4]] == [
        ("RAG", "indexed again", 100),
        ("Fine-tuned", "indexed again", 0),
    ]
    assert len(finding.table) == 12


def test_training_raft_again_is_told_apart():
    edit = edit_fact.edit_of(FEES, FEE, "15 euros")
    stages = {
        stage: told("rag", 1, 1) + told("tuned", 1, 0) + told("hybrid", *right)
        for stage, right in {edit_fact.BEFORE: (0, 0), edit_fact.INDEXED: (1, 0), edit_fact.TRAINED: (1, 1)}.items()
    }
    finding = edit_fact.conclude(edit, stages, 0.5, 100, 250)
    assert finding.notes[1] == (
        "Training the RAFT adapter again took 250 s; Hybrid then gave the new answer to 2 of 2, and 1 before."
    )
    assert finding.figures["raft_seconds"] == 250


# Forget a document


def test_only_facts_that_no_other_document_holds_are_asked():
    asked = EvaluationQuestion("What is the yearly fee?", ("12 euros",), "fees.md")
    given = Materials((FEES, HOUSE), MATERIALS.pairs, (asked, EvaluationQuestion("?", (), "fees.md", True)))
    questions = [each.question for each in forget_document.questions_about(given, "fees.md")]
    assert questions == ["What is the yearly fee?", "Who keeps the key?", "How high is the fee?"]
    assert forget_document.forgettable(given) == ["fees.md", "house.md"]
    assert forget_document.forgettable(Materials((FEES,), (FEE, KEY))) == [], "No pair would be left to train on."


def test_forgetting_is_told_in_a_sentence():
    before, after = told("rag", 1, 0) + told("tuned", 1, 1), told("rag", 0, 0) + told("tuned", 1, 1)
    stages = {"before": before, "deleted": after, forget_document.TRAINED: told("rag", 0, 0) + told("tuned", 0, 0)}
    others = {"before": told("tuned", 1, 1, 1), forget_document.TRAINED: told("tuned", 1, 1, 0)}
    finding = forget_document.conclude("fees.md", stages, others, 0.02, 60)
    assert finding.sentence == (
        "Of 2 facts that only fees.md holds, RAG told 1 before and 0 after it was deleted (0.0 s); the fine-tuned "
        "model told 2 before, still 2 after, and 0 once trained again without it (60 s)."
    )
    assert "told 3 before and 2 after" in finding.notes[0]


# Lost skills


def test_general_questions_can_be_answered_from_their_passages():
    questions = lost_skills.general_questions()
    assert len(questions) >= 40
    assert sum(not each.answers for each in questions) >= 5
    assert all(any(answer in each.passage or answer.lower() in each.passage.lower() for answer in each.answers)
               for each in questions if each.answers)  # fmt: skip


def test_a_loss_is_only_called_clear_where_its_interval_says_so():
    base = [[1.0, 1.0]] * 20 + [[0.0, 0.0]] * 20
    lost, same = [[0.0, 0.0]] * 35 + [[1.0, 1.0]] * 5, [[1.0, 1.0]] * 19 + [[0.0, 0.0]] * 20 + [[1.0, 1.0]]
    finding = lost_skills.conclude({"Base model": base, "Closed-book adapter": lost, "RAFT adapter": same})
    assert "closed-book adapter -38 points, a clear loss; raft adapter +0 points, no clear change" in finding.sentence
    assert [row["Reading"] for row in finding.table] == ["a clear loss", "no clear change"]


# How much data


def test_a_smaller_set_of_pairs_is_part_of_a_larger_one():
    pairs = [TrainingPair(f"q{at}", f"a{at}", paraphrases=("p",)) for at in range(30)]
    small, large = (data_amount.draw_pairs(pairs, size, 1, with_wordings=True) for size in (10, 25))
    assert large[:10] == small
    assert data_amount.draw_pairs(pairs, 10, 2, with_wordings=True) != small
    bare = data_amount.draw_pairs(pairs, 10, 1, with_wordings=False)
    assert [pair.question for pair in bare] == [pair.question for pair in small]
    assert not any(pair.paraphrases for pair in bare)


def test_sizes_end_with_all_pairs_and_questions_are_about_trained_facts():
    pairs = tuple(TrainingPair(f"q{at}", f"a{at}", "d") for at in range(60))
    questions = tuple(EvaluationQuestion(f"other {at}?", (f"a{at}",), "d") for at in range(0, 100, 2))
    given = Materials((), pairs, questions)
    assert data_amount.sizes_for(given) == [10, 25, 50, 60]
    asked = data_amount.questions_on(given, 10)
    assert len(asked) == 10
    assert all(int(each.answers[0][1:]) < 60 for each in asked)


def test_how_much_data_is_told_in_a_sentence():
    def all_right(share: float) -> list[list[float]]:
        return [[1.0] * int(10 * share) + [0.0] * (10 - int(10 * share))] * 2

    scores = {
        data_amount.WITH: {10: all_right(0.1), 50: all_right(0.8)},
        data_amount.WITHOUT: {10: all_right(0.0), 50: all_right(0.3)},
        data_amount.RAG: {10: all_right(0.5)[:1], 50: all_right(0.5)[:1]},
    }
    finding = data_amount.conclude(scores, 2)
    assert finding.sentence == (
        "From 10 to 50 training pairs (with other wordings) the fine-tuned model goes from 10 % to 80 % right and "
        "reaches RAG’s 50 % at 50; with one wording each, 30 % at 50."
    )
    assert len(finding.chart.points) == len(finding.table) == 6
    one_size = {series: {10: by_size[10]} for series, by_size in scores.items()}
    assert data_amount.conclude(one_size, 2).sentence == (
        "With 10 training pairs (with other wordings) the fine-tuned model is 10 % right and stays below RAG’s 50 %; "
        "with one wording each, 0 % at 10."
    )


# Break-even

COSTS = Costs(index=10, train=110, ask_rag=0.3, ask_tuned=0.1)


@pytest.mark.parametrize(
    ("use", "months"),
    [
        (Use(questions=1000, changes=0), 0.5),
        (Use(questions=1000, changes=1, shared=0), 100 / 90),
        (Use(questions=1000, changes=1, shared=1), 1),
        (Use(questions=1000, changes=2, shared=0), None),
        (Use(questions=0, changes=0), None),
    ],
)
def test_break_even_by_hand(use: Use, months: float | None):
    found = break_even_months(COSTS, use)
    assert found == pytest.approx(months) if months is not None else found is None
    if found:
        assert total_seconds(COSTS, use, "rag", found) == pytest.approx(total_seconds(COSTS, use, "tuned", found))


def test_never_is_an_answer_and_says_why():
    slow = Costs(10, 110, 0.1, 0.3)
    assert "never pays for its training here: a question costs no less." in break_even.conclude(slow, Use()).sentence
    eager = break_even.conclude(COSTS, Use(questions=1000, changes=30)).sentence
    assert eager.endswith("training again at every change eats the saving.")
    assert "after 15.0 days" in break_even.conclude(COSTS, Use(questions=1000, changes=0)).sentence
    assert "from the start" in break_even.conclude(Costs(100, 50, 0.3, 0.1), Use(changes=0)).sentence


def test_with_a_price_the_chart_shows_money():
    chart = break_even.conclude(COSTS, Use(questions=1000, changes=0, price_per_hour=36)).chart
    first = chart.points[0]
    assert (first.series, first.value, first.x) == ("RAG", pytest.approx(0.1), 0)
    assert chart.y_title == "Money"


# Fragmented data


def test_shuffled_documents_hold_the_same_sentences():
    shuffled = fragmentation.shuffle_sentences(FEES)
    assert sorted(shuffled.text.split("\n")) == sorted(FEES.text.replace(". ", ".\n").split("\n"))
    assert shuffled.text != FEES.text
    assert (shuffled.headings, shuffled.pages) == ((), ())


def test_fragmentation_names_the_worst_split():
    well = told("rag", 1, 1, 1, 1, 1, 1, 1, 1)
    scores = {fragmentation.WELL: well, "tiny": told("rag", *[1] * 4, *[0] * 4), "shuffled": told("rag", *[0] * 8)}
    finding = fragmentation.conclude(scores, {fragmentation.WELL: 10, "tiny": 60, "shuffled": 12})
    assert finding.sentence.endswith("the same text split worst (shuffled) has 0 %, a clear change.")
    assert finding.table[1]["Token F1, change in points"].startswith("-50.0 (")


# All


def test_every_experiment_says_what_an_empty_workspace_lacks():
    assert all(each.missing(Materials(())) for each in EXPERIMENTS)


def test_a_step_is_done_once_also_after_a_kill(tmp_path: Path):
    file, done = tmp_path / "steps.jsonl", []
    journal = Journal(file)
    assert journal.once("one", lambda: done.append("one") or {"seconds": 1.5}) == {"seconds": 1.5}
    with file.open("a") as stream:
        stream.write('{"name": "two", "val')
    again = Journal(file)
    assert ("one" in again, "two" in again, len(again)) == (True, False, 1)
    assert again.once("one", lambda: done.append("one again")) == {"seconds": 1.5}
    assert again.once("two", lambda: done.append("two") or [1]) == [1]
    assert done == ["one", "two"]
    assert [json.loads(line)["name"] for line in file.read_text().splitlines()] == ["one", "two"]


def test_a_finding_is_read_back_and_its_reports_stay_text(tmp_path: Path):
    hostile = "=1+<script>alert(1)</script>"
    stages = ("before", "deleted", forget_document.TRAINED)
    answers = {stage: told("rag", 1, text=hostile) + told("tuned", 1) for stage in stages}
    finding = forget_document.conclude(hostile, answers, {stage: told("tuned", 1) for stage in stages}, 0, 1)
    (tmp_path / "results.json").write_text(finding_to_json(finding))
    assert read_finding(tmp_path / "results.json") == finding
    html = render_finding_html(finding, {"options": {"document": hostile}})
    assert "<script" not in html
    assert "<svg" in html
    HTMLParser().feed(html)
    assert f"'{hostile}" in render_finding_csv(finding)
    (tmp_path / "results.json").write_text("{}")
    with pytest.raises(UnusableInput, match="damaged"):
        read_finding(tmp_path / "results.json")
