"""The Experiments page by AppTest: says what is missing, runs one, shows what it found."""

from pathlib import Path

from core.laboratory import experiments
from core.measuring.experiments import break_even
from core.measuring.experiments.finding import finding_to_json
from core.ui.state import _visitors
from tests.test_pages import as_read, checked, filled, home, open_page, prepared, press  # noqa: F401

QUESTIONS = (
    b'{"question": "How long is probation?", "answer": "seven months", "source": "handbook.md"}\n'
    b'{"question": "What is the daily allowance?", "answer": "45 euros", "source": "handbook.md"}\n'
)


def choose(key: str):
    at = open_page("pages/Experiments.py")
    return checked(at.radio[0].set_value(key).run())


def test_an_empty_workspace_is_told_what_is_missing(home: Path):  # noqa: F811
    at = open_page("pages/Experiments.py")
    assert list(at.radio[0].options) == [
        "Edit a fact",
        "Forget a document",
        "Lost skills",
        "How much data",
        "Break-even",
        "Fragmented data",
    ]
    assert "Train a closed-book adapter first" in as_read(at.info[0].value)
    assert "Run the experiment" not in [button.label for button in at.button]
    assert "Use the sample" in [button.label for button in at.button]


def test_an_experiment_runs_and_its_finding_is_shown_and_stays(filled: Path):  # noqa: F811
    at = choose("fragmented-data")
    assert "Add evaluation questions" in as_read(at.info[0].value)
    (workspace,) = _visitors()._open.values()
    workspace.import_questions(QUESTIONS, "q.jsonl")
    at = press(checked(at.run()), "Run the experiment")
    assert workspace.measuring is not None
    assert workspace.measuring.wait(180) == "done", workspace.measuring.error
    at = checked(at.run())
    finding = experiments(workspace)[0].finding()
    assert as_read(at.success[0].value) == finding.sentence
    assert list(at.dataframe[0].value["Split"]) == [row["Split"] for row in finding.table]
    assert [each.proto.label for each in at.get("download_button")] == [
        "Report (HTML)",
        "Table (CSV)",
        "Everything (JSON)",
    ]
    at.switch_page("pages/Decide.py").run()
    at.switch_page("pages/Experiments.py").run()
    assert as_read(checked(at).success[0].value) == finding.sentence, "The choice of experiment lasts."
    assert not press(at, "Delete this finding").success
    assert experiments(workspace) == []


def test_break_even_follows_the_use_that_is_set(filled: Path):  # noqa: F811
    at = open_page("pages/Experiments.py")
    (workspace,) = _visitors()._open.values()
    folder = workspace.folder / "experiments" / "20260101-000000-aaaa"
    folder.mkdir(parents=True)
    (folder / "settings.json").write_text(
        '{"experiment": "break-even", "options": {}, "started": "2026-01-01T00:00:00"}'
    )
    measured = break_even.conclude(break_even.Costs(10, 110, 0.3, 0.1), break_even.Use())
    (folder / "results.json").write_text(finding_to_json(measured))
    at = checked(at.radio[0].set_value("break-even").run())
    assert as_read(at.success[0].value) == measured.sentence
    changes = next(each for each in at.number_input if each.label == "Changes a month")
    at = checked(changes.set_value(500.0).run())
    assert "never pays for its training here" in as_read(at.success[0].value)
    at = checked(at.switch_page("pages/Decide.py").run())
    assert any(measured.sentence in as_read(each.value) for each in at.markdown), "Decide shows what was found."
