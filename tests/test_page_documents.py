"""The Documents page: watched uploads, what was read in part, search with every score, cuts before they count."""

import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.records import Document, Passage, RankedPassage
from core.ui.passage_boundaries import boundaries_html
from core.ui.places import describe_passage_place
from core.ui.scores import SCORES, scores_html
from core.ui.state import _visitors
from tests.made_files import zipped
from tests.odd_files import ODD_FILES
from tests.test_pages import (
    HANDBOOK,
    HOSTILE_TEXT,
    as_read,
    bodies,
    checked,
    filled,
    finish_uploads,
    home,
    listed,
    open_page,
    prepared,
    press,
    upload,
)

__all__ = ["filled", "home", "prepared"]  # fixtures

SEA = "# Sea\n\n" + "\n\n".join(f"## Part {at}\n\n" + f"Wave number {at} rolls in. " * 30 for at in range(8))


def documents() -> AppTest:
    return open_page("pages/Documents.py")


def test_an_archive_is_unpacked_and_what_is_refused_says_why(home: Path) -> None:
    archive = zipped({"one.txt": b"One fact.", "folder/two.md": b"# Two\n\nFacts.", "three.exe": b"MZ"})
    at = upload(documents(), ("all.zip", archive))
    assert listed(at) == ["one.txt", "two.md"]
    (error,) = at.error
    assert as_read(error.value).startswith("three.exe: files of the kind .exe")


def test_files_that_are_being_added_can_be_watched_and_stopped(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = documents()
    workspace = _visitors().workspace("local")
    started, go_on = threading.Event(), threading.Event()
    add = workspace.add_documents

    def slow(*args: object, **named: object) -> None:
        started.set()
        assert go_on.wait(60)
        add(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(workspace, "add_documents", slow)
    at.file_uploader[0].set_value([("sea.md", SEA.encode(), ""), ("b.txt", b"More.", "")])
    at = press(at, "Read and index")
    assert started.wait(60)
    at = checked(at.run())
    assert not any(each.label.startswith("Add documents") for each in at.file_uploader)
    (stop,) = (button for button in at.button if button.label == "Stop")
    stop.click().run()
    go_on.set()
    at = finish_uploads(checked(at.run()))
    assert listed(at) == ["handbook.md"]
    assert as_read(at.info[0].value) == "Stopped, and not added: sea.md, b.txt"


def test_a_document_is_replaced_under_its_name(filled: Path) -> None:
    at = documents()
    (replacing,) = (each for each in at.file_uploader if each.label == "The newer file")
    replacing.set_value(("handbook 2026.md", HANDBOOK.replace(b"seven months", b"nine weeks"), ""))
    at = finish_uploads(press(at, "Replace"))
    assert listed(at) == ["handbook.md"]
    assert "nine weeks" in " ".join(bodies(at))


def test_what_could_not_be_read_is_told(home: Path) -> None:
    odd = next(each for each in ODD_FILES if each.title == "a PDF with one damaged page")
    at = upload(documents(), ("report.pdf", odd.make()))
    assert list(at.dataframe[0].value["Status"]) == ["read in part"]
    (note,) = (each.value for each in at.markdown if "damaged" in each.value)
    assert "Page 2 is damaged and left out" in as_read(note)


def test_a_search_names_every_score_and_can_be_kept_to_documents(filled: Path) -> None:
    at = upload(documents(), ("sea.md", b"The daily allowance of the sea is salt."))
    at = checked(at.text_input[0].set_value("What is the daily allowance?").run())
    found = [body for body in bodies(at) if 'class="rt-where"' in body]
    assert "handbook.md" in " ".join(found)
    scores = next(body for body in bodies(at) if 'class="rt-facts"' in body)
    assert all((f">{name}</abbr>" in scores) is (name != "pointer") for name, _ in SCORES.values())
    at = checked(at.multiselect[0].set_value(["sea.md"]).run())
    found = [body for body in bodies(at) if 'class="rt-where"' in body and "sea.md" in body]
    assert found
    assert not any("handbook.md" in body for body in bodies(at) if 'class="rt-where"' in body)
    assert not at.warning


def test_found_passages_are_ranked_again_where_the_sidebar_says_so(filled: Path) -> None:
    at = checked(documents().text_input[0].set_value("How long is probation?").run())
    (again,) = (each for each in at.sidebar.toggle if each.label == "Re-rank by reading")
    at = checked(again.set_value(True).run())
    scores = [body for body in bodies(at) if 'class="rt-facts"' in body and ">fused</abbr>" in body]
    shares = [float(body.split(">pointer</abbr> ")[1].split(" ")[0]) for body in scores]
    assert shares
    assert sum(shares) == pytest.approx(1, abs=0.01)


def test_a_question_about_other_things_is_warned_of(filled: Path) -> None:
    at = checked(documents().text_input[0].set_value("How many moons does Jupiter have?").run())
    assert at.warning[0].value.startswith("Low relevance")


def test_other_cuts_are_seen_before_they_are_made(home: Path) -> None:
    at = upload(documents(), ("sea.md", SEA.encode()))
    before = list(at.dataframe[0].value["Passages"])
    length = next(slider for slider in at.slider if slider.label.startswith("Longest passage"))
    at = checked(length.set_value(200).run())
    assert any(caption.value.startswith("A preview:") for caption in at.caption)
    assert list(at.dataframe[0].value["Passages"]) == before
    at = press(at, "Cut all documents like this")
    assert "at most 200 characters" in at.success[0].value
    after = list(at.dataframe[0].value["Passages"])
    assert after[0] > before[0] * 2
    again = documents()
    assert list(again.dataframe[0].value["Passages"]) == after


def passage(start: int, end: int, text: str, **fields: object) -> Passage:
    return Passage(f"{start}", "a.pdf", "v", start, end, text[start:end], **fields)  # type: ignore[arg-type]


def test_boundaries_show_every_character_once_and_escape_it() -> None:
    text = f"Rain falls. Hail too. <b>{HOSTILE_TEXT}</b> End."
    document = Document("a.pdf", "v", text)
    spans = [(0, 21), (12, 40), (41, len(text))]
    html = boundaries_html(text, [passage(start, end, document.text, page=1) for start, end in spans], 4)
    assert html.count('class="n"') == 3
    assert ">4</span>" in html
    assert 'class="both">Hail too.</span>' in html
    assert "<b>" not in html
    assert "<script" not in html
    assert html.count("Hail too.") == 1


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"page": 3, "heading": "Handbook > Leave"}, "page 3 · Handbook &gt; Leave"),
        ({"rows": (12, 15), "heading": "<i>"}, "&lt;i&gt;, rows 12–15"),
        ({"rows": (4, 4)}, "row 4"),
        ({}, ""),
    ],
)
def test_places_are_told_in_words(fields: dict[str, object], shown: str) -> None:
    assert describe_passage_place(passage(0, 1, "x", **fields)) == shown


def test_a_score_that_is_not_there_says_so() -> None:
    html = scores_html(RankedPassage(passage(0, 1, "x"), 1, 0.5, dense=0.25))
    assert "dense</abbr> 0.250" in html
    assert "BM25</abbr> not found" in html
