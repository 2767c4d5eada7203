"""The Training page: the RAFT set row by row, adapters side by side, and a run as it is reported."""

import json
import shutil
from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.settings import Settings, TrainingLimits
from core.tuning.card import write_card
from core.tuning.lineage import Lineage, hash_pairs, write_lineage
from core.tuning.pairs import read_pairs
from core.tuning.shelf import AdapterShelf
from core.tuning.strength import Reading, reading_figures
from core.ui import raft_set_view
from core.ui.adapters_comparison import comparison_table
from core.ui.training_section import describe_limits
from core.workspace import Workspace
from tests.test_pages import (
    RAW_MARKUP,
    bodies,
    checked,
    filled,
    home,
    markdowns,
    open_page,
    prepared,
    press,
)

__all__ = ["filled", "home", "prepared"]
PAGE = "pages/Training.py"
HOSTILE = "<img src=x onerror=alert(1)>**bold**"


def add_adapter(root: Path, id_: str, trained: str, **settings: object) -> Path:
    """An adapter that the page can list: it loads no weights."""
    folder = root / "adapters" / id_
    folder.mkdir(parents=True)
    pairs = read_pairs(root / "pairs.jsonl")
    figures = {"held_out_exact": 0.75, "seconds": 12.3}
    documents = {HOSTILE: "v1"}
    hashed = hash_pairs(pairs)
    lineage = Lineage("closed-book", "w", documents, 2, settings, figures, trained, pairs_hash=hashed)
    write_lineage(folder, lineage, {})
    shutil.copy(root / "pairs.jsonl", folder / "pairs.jsonl")
    return folder


def add_document(root: Path) -> None:
    """A document that holds none of the answers, for distractors."""
    workspace = Workspace(root, Settings())
    workspace.add_upload("oars.md", b"# Oars\n\nOars are varnished on the first probation Sunday of May.\n")
    workspace.close()


def choose(at: AppTest, label: str, value: object) -> AppTest:
    (radio,) = (each for each in at.radio if each.label == label)
    return checked(radio.set_value(value).run())


def given(at: AppTest) -> list[str]:
    """The rows of the RAFT set that are drawn."""
    return [body for body in bodies(at) if body.startswith('<div class="rt-given">')]


def test_examples():
    import doctest

    from core.ui import adapters_comparison, training_section

    for module in (raft_set_view, adapters_comparison, training_section):
        assert doctest.testmod(module).failed == 0


def test_the_raft_set_is_shown_row_by_row_with_its_oracle_and_marked_answer(filled: Path):
    at = press(open_page(PAGE), "Show the set")
    assert not at.error
    rows = given(at)
    assert len(rows) == 4, "One for each wording of the pair whose answer stands in the handbook."
    assert all(
        '<figure class="oracle"><figcaption>Oracle · handbook.md' in row or "Oracle, left out" in row for row in rows
    )
    assert any("<mark>seven months</mark>" in row for row in rows)
    shown = {each.label: each.value for each in at.metric}
    assert (shown["Rows"], shown["Pairs without oracle"]) == ("4", "1")


def test_rows_whose_oracle_was_left_out_can_be_looked_at_alone(filled: Path):
    add_document(filled)
    at = open_page(PAGE)
    (share,) = (each for each in at.slider if each.label == "Rows with their oracle, P")
    at = checked(share.set_value(0.0).run())
    at = choose(at, "Rows without it teach", "refusal")
    at = press(at, "Show the set")
    (without,) = (each for each in at.metric if each.label == "Oracle left out")
    at = choose(at, "Show", raft_set_view.WITHOUT)
    assert len(given(at)) == int(without.value) == 4
    for row in given(at):
        assert "Oracle, left out: not given" in row
        assert 'class="oracle"' not in row


def test_a_changed_set_is_not_shown_as_if_it_were_the_present_one(filled: Path):
    at = press(open_page(PAGE), "Show the set")
    at = choose(at, "Rows without it teach", "refusal")
    assert given(at) == []
    assert any("Show the set again" in each.value for each in at.info)


def test_adapters_are_listed_chosen_renamed_and_deleted(filled: Path):
    add_adapter(filled, "closed-book-1", "2026-01-01T10:00:00+00:00", rank=4)
    add_adapter(filled, "closed-book-2", "2026-02-01T10:00:00+00:00", rank=8)
    at = open_page(PAGE)
    assert sum("**answers**" in each.value for each in at.markdown) == 1
    (button,) = (each for each in at.button if each.label == "Let it answer")
    at = checked(button.click().run())
    assert json.loads((filled / "adapters" / "answering.json").read_text()) == {"closed-book": "closed-book-1"}
    names = [each for each in at.text_input if each.label == "Name"]
    names[0].set_value("After <b>the</b> merger")
    save = [each for each in at.button if each.label == "Save the name"]
    at = checked(save[0].click().run())
    assert AdapterShelf(filled / "adapters").get("closed-book-2").name == "After <b>the</b> merger"
    delete = [each for each in at.button if each.label == "Delete for good"]
    at = checked(delete[0].click().run())
    assert not (filled / "adapters" / "closed-book-2").exists()
    assert any(each.value == "Adapters" for each in at.subheader)


def test_an_adapter_is_marked_when_a_document_or_a_pair_changed(filled: Path):
    add_adapter(filled, "closed-book-1", "2026-01-01T10:00:00+00:00")
    lines = (filled / "pairs.jsonl").read_text().splitlines()
    (filled / "pairs.jsonl").write_text(lines[0] + "\n")
    at = open_page(PAGE)
    stale = [each.value for each in at.warning if "Stale" in each.value]
    assert len(stale) == 1
    assert "1 of its pairs changed or deleted" in stale[0]
    assert not any(RAW_MARKUP.search(each) for each in markdowns(at)), "A document's name is no markup."


def test_two_adapters_are_compared_with_what_differs_marked(filled: Path):
    add_adapter(filled, "closed-book-1", "2026-01-01T10:00:00+00:00", rank=4, schedule=HOSTILE)
    add_adapter(filled, "closed-book-2", "2026-02-01T10:00:00+00:00", rank=8, schedule=HOSTILE)
    shelf = AdapterShelf(filled / "adapters")
    table = comparison_table(shelf.get("closed-book-1"), shelf.get("closed-book-2"))
    assert '<tr class="differs"><th>rank</th><td>4</td><td>8</td></tr>' in table
    assert "<tr><th>held-out exact</th><td>75 %</td><td>75 %</td></tr>" in table
    assert "<img" not in table
    assert "`Closed book 1`" in write_card(shelf.get("closed-book-1"))


def test_a_raft_adapter_tells_at_which_strength_it_reads_best_and_plain_rag_beside_it(filled: Path):
    folder = add_adapter(filled, "raft-1", "2026-01-01T10:00:00+00:00")
    figures = reading_figures([Reading(0, (0.6,), 0.5, 2), Reading(0.5, (0.7,), 0.6, 1), Reading(1, (0.65,), 0.6, 2)])
    write_lineage(folder, Lineage("raft", "w", {}, 2, {}, figures), {})
    at = open_page(PAGE)
    (told,) = (each.value for each in at.caption if "2 pairs" in each.value)
    assert "strength 50 % · held-out F1 70 % · plain RAG’s held-out F1 60 %" in told
    (table,) = (each.value for each in at.dataframe if "Figure" in each.value)
    assert dict(table.values.tolist())["held-out F1 at strength 100 %"] == "65 %"


def test_limits_of_a_public_demo_are_told():
    assert describe_limits(TrainingLimits()) == ""
    assert describe_limits(TrainingLimits(minutes=15)).startswith("A run takes at most 15 minutes here")


def draw_a_run() -> None:
    """A script for AppTest: a run as it was reported."""
    from types import SimpleNamespace

    from core.tuning.progress import Check, Progress, SampleAnswer
    from core.ui.training_watch import draw_report

    before = Check(0, 7.5, 0.0, (SampleAnswer("<script>Who?", "ada", "<b>nobody"),))
    after = Check(20, 0.5, 0.75, (SampleAnswer("<script>Who?", "ada", "ada"),))
    steps = [Progress("training", n, 40, 5.0 - n / 10, float(n), 1e-3, 0.5, 200.0) for n in range(1, 21)]
    history = [Progress("training", 0, 40, check=before), *steps, Progress("training", 20, 40, check=after)]
    draw_report(SimpleNamespace(history=history, checks=[before, after]))


def test_a_run_shows_figures_curves_and_answers():
    at = checked(AppTest.from_function(draw_a_run, default_timeout=180).run())
    shown = {each.label: each.value for each in at.metric}
    assert shown == {
        "Training loss": "3.000", "Held-out loss": "0.500", "Held-out exact match": "75%", "Examples a second": "200",
    }  # fmt: skip
    assert len(at.get("vega_lite_chart")) == 4
    (table,) = (body for body in bodies(at) if "rt-grid" in body)
    assert "&lt;script&gt;Who?" in table
    assert "&lt;b&gt;nobody" in table
    assert "✓ right" in table


SETTINGS = ("Rank", "Alpha", "LoRA dropout", "Epochs", "Batch", "Patience", "Refusal rows", "Seed", "Learning rate")


def test_every_setting_is_explained(filled: Path):
    explained = {each.label: each.help or "" for each in open_page(PAGE).number_input}
    assert all(len(explained[label]) > 20 for label in SETTINGS)
