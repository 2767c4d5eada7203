"""Compare beyond one question, by AppTest: follow-ups, history, votes, arms that cannot answer, files, links."""

import json
import re
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.answering.checking import CheckedAnswer
from core.answering.comparing.comparison import Comparison
from core.answering.comparing.history import Tally
from core.records import Answer, ArmName
from core.ui.compare_export import FILES, link_to
from core.ui.compare_history import tally_html
from core.ui.compare_verdict import _most_interesting, agreement_html, difference_html
from tests.test_page_compare import ask, bodies, checked, home, open_compare, prepared  # noqa: F401

ALLOWANCE = "How high is the daily allowance for travel?"
HOSTILE = "<img src=x onerror=alert(1)> **b** $x$"


def press(at: AppTest, label: str) -> AppTest:
    (button,) = (each for each in at.button if each.label == label)
    return checked(button.click().run())


def labels(at: AppTest) -> list[str]:
    return [each.label for each in at.button]


def question_shown(at: AppTest) -> str:
    (head,) = re.findall(r'<h2 class="rt-question">(.*?)</h2>', bodies(at))
    return unescape(head)


def history_files(home: Path) -> list[Path]:  # noqa: F811
    return [file for file in (home / "history").glob("*.json") if file.name != "heads.json"]


def test_a_follow_up_is_shown_as_it_was_asked_and_can_be_changed(home: Path):  # noqa: F811
    at = ask(ask(open_compare(), ALLOWANCE), "Is it paid in advance?")
    assert question_shown(at) == "Is the daily allowance for travel paid in advance?"
    field = at.text_input[1]
    assert field.label.replace("\\", "") == "“Is it paid in advance?” was asked as"
    assert field.value == question_shown(at)
    field.set_value("Where is the daily allowance paid?")
    at = press(at, "Ask this instead")
    assert question_shown(at) == "Where is the daily allowance paid?"
    assert len(history_files(home)) == 2, "It takes the place of the other wording."


def test_earlier_questions_stay_above_in_short_and_can_be_shown_again(home: Path):  # noqa: F811
    at = ask(ask(open_compare(), ALLOWANCE), "Who pays for it?")
    assert re.search(r'rt-short"><b>Base</b> .*? · <b>RAG</b> 45 euros', bodies(at))
    (button,) = (each for each in at.button if (each.key or "").startswith("show "))
    at = checked(button.click().run())
    assert question_shown(at) == ALLOWANCE
    assert question_shown(ask(at, "Is it taxed?")).endswith("taxed?"), "It goes on from the newest."


def test_a_new_conversation_forgets_what_was_asked_before(home: Path):  # noqa: F811
    at = press(ask(open_compare(), ALLOWANCE), "New conversation")
    assert '<h2 class="rt-question">' not in bodies(at)
    assert question_shown(ask(at, "Is it paid in advance?")) == "Is it paid in advance?"


def test_another_visit_finds_the_history_and_restores_answers_and_vote(home: Path):  # noqa: F811
    at = ask(open_compare(), ALLOWANCE)
    assert "just now" in bodies(at)
    at = checked(at.pills[0].set_value("rag").run())
    assert "Votes so far: RAG 1 of 1" in bodies(at)
    before = [each.proto.body for each in at.get("html") if "rt-answer" in each.proto.body]
    later = open_compare()
    (earlier,) = (each for each in later.selectbox if each.label == "Earlier questions")
    assert earlier.options[0].startswith(ALLOWANCE)
    assert earlier.options[0].endswith("UTC · RAG")
    later = press(later, "Restore")
    assert question_shown(later) == ALLOWANCE
    assert [each.proto.body for each in later.get("html") if "rt-answer" in each.proto.body] == before
    assert later.pills[0].value == "rag"
    assert "shown as it was then" in bodies(later)


def test_a_vote_is_taken_back_and_history_is_forgotten(home: Path):  # noqa: F811
    at = ask(open_compare(), ALLOWANCE)
    at = checked(at.pills[0].set_value("none").run())
    assert json.loads(history_files(home)[0].read_text())["vote"] == "none"
    at = checked(at.pills[0].set_value(None).run())
    assert json.loads(history_files(home)[0].read_text())["vote"] is None
    at = press(at, "Forget all")
    assert not history_files(home)
    assert '<h2 class="rt-question">' not in bodies(at)
    assert "Restore" not in labels(at)


def test_an_arm_that_lacks_something_says_so_and_the_others_stand(home: Path):  # noqa: F811
    at = open_compare()
    at.multiselect[0].set_value(["tuned", "rag"])
    at = ask(at, ALLOWANCE)
    assert [each.value for each in at.subheader][:2] == ["Fine-tuned", "RAG"], "In the order chosen."
    assert "no closed-book adapter" in at.warning[0].value.replace("\\", "")
    assert "Train one" in [each.proto.label for each in at.get("page_link")]
    assert "45 euros" in bodies(at)
    assert at.pills[0].options == ["RAG", "All wrong"]


def test_questions_are_suggested_from_ones_own_documents(home: Path):  # noqa: F811
    pair = {"question": "How long is probation?", "answer": "seven months", "source": "handbook.pdf"}
    (home / "pairs.jsonl").write_text(json.dumps(pair))
    at = open_compare()
    (button,) = (each for each in at.button if (each.key or "").startswith("suggest "))
    at = checked(button.click().run())
    assert question_shown(at) == button.key.removeprefix("suggest ")


def test_everything_can_be_taken_along(home: Path):  # noqa: F811
    at = ask(open_compare(), ALLOWANCE)
    assert [each.proto.label for each in at.get("download_button")] == list(FILES)
    assert at.code[0].value.endswith("Compare?q=How%20high%20is%20the%20daily%20allowance%20for%20travel%3F")


def test_a_hostile_question_is_text_wherever_it_is_shown(home: Path):  # noqa: F811
    at = ask(ask(open_compare(), f"{HOSTILE}?"), "Why?")
    shown = [each.proto.body for each in at.get("html")] + [each.value for each in at.markdown]
    assert not any("<img" in text for text in shown)
    (button,) = (each for each in at.button if (each.key or "").startswith("show "))
    assert "\\<img" in button.label
    assert "\\*\\*b" in button.label


def answer(arm: ArmName, text: str, refused: bool = False) -> CheckedAnswer:
    return CheckedAnswer(Answer(arm, "How long?", text, refused, 0.5, "pocket"), (), (), True)


def test_two_answers_that_disagree_are_compared_first():
    said = (answer("base", "not stated", True), answer("rag", "30 days"), answer("hybrid", "thirty days"))
    assert _most_interesting(Comparison("?", "?", (*said, answer("tuned", "25 days")))) == ("rag", "tuned")
    assert _most_interesting(Comparison("?", "?", said)) == ("base", "rag")


def test_differences_are_told_without_colour_too_and_nothing_is_markup():
    html = difference_html(f"after 25 days {HOSTILE}", "after 30 days")
    assert '<del title="only in the first">25</del><ins title="only in the second">30</ins>' in html
    assert "<img" not in html
    assert "The same words." in difference_html("a b", "a b")


def test_agreement_has_a_sign_beside_its_words():
    differ = Comparison("?", "?", (answer("rag", "30 days"), answer("tuned", HOSTILE)))
    assert '<span aria-hidden="true">≠</span>No two agree' in agreement_html(differ)
    assert "<img" not in agreement_html(differ)
    assert agreement_html(Comparison("?", "?", (answer("rag", "a"),))) == ""


def test_votes_are_bars_with_their_figures():
    html = tally_html({"rag": Tally(2, 3), "none": Tally(1, 3), "base": Tally(0, 0)})
    assert '<dt>RAG</dt><dd><span class="rt-bar"><span style="width:67%"></span></span>2 of 3</dd>' in html


def test_a_link_holds_nothing_but_the_question():
    assert link_to("a&b=c#d <e>", "https://h.example/Compare?document=secret.pdf#x") == (
        "https://h.example/Compare?q=a%26b%3Dc%23d%20%3Ce%3E"
    )
    assert link_to("\ud800", None) == "Compare?q=%3F"
