"""Every page drawn by AppTest: it opens, shows errors where they belong, and keeps what was there.

The folder of the workspace is a copy of one that was indexed once, by the real encoder. No browser runs here: see
test_journey.py for what only a browser can show.
"""

import re
import shutil
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.retrieval.embedding import SentenceEmbedder
from core.settings import HOME_VARIABLE, Settings
from core.ui.state import _visitors
from core.workspace import Workspace

ROOT = Path(__file__).parents[1]
PAGES = sorted(f"pages/{file.name}" for file in (ROOT / "pages").glob("*.py"))
HANDBOOK = (
    b"# Handbook of Quillmere\n\nA new employee is on probation for seven months.\n\n"
    b"## Travel\n\nThe daily allowance for travel is 45 euros. Receipts go to the office in Tarnbrook.\n"
)
PAIRS = (
    b'{"question": "How long is probation?", "answer": "seven months", "source": "handbook.md", '
    b'"paraphrases": ["When is probation over?", "Length of probation?", "For how long am I on trial?"]}\n'
    b'{"question": "Where do receipts go?", "answer": "to Tarnbrook", "source": "handbook.md"}\n'
)
MARK = re.compile(r'<mark class="rt[^>]*>(.*?)<sup>\[\d+\]≠?</sup></mark>', re.DOTALL)
RAW_MARKUP = re.compile(r"(?<!\\)(<img|<script|\*\*bold|\$x|:red|\[a\])|https?:(?=/)|:red")
HOSTILE_NAME = "<img src=x onerror=alert(1)>.txt"
HOSTILE_TEXT = "The colour of **bold** $x$ :red[x] <script>alert(1)</script> [a](http://a.example) is blue."


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Path:
    """A workspace folder with one document, indexed, and two pairs."""
    folder = tmp_path_factory.mktemp("prepared")
    workspace = Workspace(folder, Settings())
    workspace.add_upload("handbook.md", HANDBOOK)
    workspace.import_pairs(PAIRS, "pairs.jsonl")
    workspace.close()
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty workspace folder, which the pages of this test use."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    st.cache_resource.clear()
    yield tmp_path / "home"
    _visitors().close()
    st.cache_resource.clear()


@pytest.fixture
def filled(home: Path, prepared: Path) -> Path:
    """A workspace folder with one document and two pairs, which the pages of this test use."""
    shutil.copytree(prepared, home)
    return home


def open_page(page: str = "app.py") -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    if page != "app.py":
        at.switch_page(page)
    return checked(at.run())


def checked(at: AppTest) -> AppTest:
    """The page as it is, unless it broke off."""
    assert not at.exception, at.exception[0].value
    return at


def press(at: AppTest, label: str) -> AppTest:
    (button,) = (each for each in at.button if each.label == label)
    return checked(button.click().run())


def upload(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    at.file_uploader[0].set_value([(name, content, "") for name, content in files])
    return finish_uploads(press(at, "Read and index"))


def finish_uploads(at: AppTest) -> AppTest:
    """The page once all files are read and indexed."""
    for _ in range(300):
        if not any(button.label == "Stop" for button in at.button):
            return at
        time.sleep(0.2)
        at = checked(at.run())
    raise AssertionError("The upload does not end.")


def listed(at: AppTest) -> list[str]:
    """Names in the list of documents."""
    return list(at.dataframe[0].value["Document"])


def as_read(markdown: str) -> str:
    """A message without its escapes."""
    return markdown.replace("\\", "").replace("\u2060", "")


def bodies(at: AppTest) -> list[str]:
    """Everything on the page that is HTML."""
    return [each.proto.body for each in at.get("html")]


def markdowns(at: AppTest) -> list[str]:
    """Everything on the page that Streamlit reads as Markdown."""
    kinds = ("markdown", "caption", "title", "subheader", "error", "warning", "info", "success")
    texts = [each.value for kind in kinds for each in at.get(kind)]
    return [*texts, *(each.label for kind in ("button", "expander", "status") for each in at.get(kind))]


# Every page


@pytest.mark.parametrize("page", ["app.py", *PAGES])
def test_a_page_opens_in_an_empty_workspace(home: Path, page: str):
    at = open_page(page)
    assert len(at.title) == 1
    assert not at.error


@pytest.mark.parametrize("page", ["app.py", *PAGES])
def test_a_page_opens_in_a_filled_workspace(filled: Path, page: str):
    at = open_page(page)
    assert len(at.title) == 1
    assert not at.error
    assert any("<dt>Training pairs</dt><dd>2</dd>" in body for body in bodies(at))


def test_home_shows_every_step_as_to_do(home: Path):
    (steps,) = (body for body in bodies(open_page()) if body.startswith("<ol"))
    assert steps.count(">To do<") == steps.count("<li>") == 4
    assert ">Done<" not in steps


def test_home_shows_what_is_done(filled: Path):
    (steps,) = (body for body in bodies(open_page()) if body.startswith("<ol"))
    assert steps.count(">Done<") == 2
    assert "1 read and indexed" in steps


# Home


def test_the_sample_comparison_is_in_the_history_of_compare_until_it_is_forgotten(home: Path):
    at = press(open_page(), "Run the sample comparison")
    (question,) = [body for body in bodies(at) if '<h2 class="rt-question">' in body]
    at.switch_page("pages/Compare.py")
    at = press(checked(at.run()), "Restore")
    assert question in bodies(at)
    press(at, "Forget it")
    at.switch_page("app.py")
    assert question not in bodies(checked(at.run()))


# Documents


def test_an_upload_is_read_indexed_and_listed(home: Path):
    at = upload(open_page("pages/Documents.py"), ("notes.txt", b"The key lies under the blue stone.\n"))
    assert listed(at) == ["notes.txt"]
    assert as_read(at.success[0].value) == "Read and indexed: notes.txt"
    at = checked(at.text_input[0].set_value("Where is the key?").run())
    assert any("under the blue stone" in body for body in bodies(at))
    assert not at.success, "A message is shown once."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("nothing.txt", b"", "it is empty"),
        ("fake.pdf", b"Plain text, no PDF.", "holds no PDF"),
        ("program.exe", b"MZ", "cannot be read here"),
        ("nosuffix", b"text", "without a suffix"),
        ("blank.md", b" \n\n\t\n", "no text was found"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_lost(filled: Path, name: str, content: bytes, reason: str):
    at = upload(open_page("pages/Documents.py"), (name, content))
    (error,) = at.error
    assert as_read(error.value).startswith(f"{name}: ")
    assert reason in as_read(error.value)
    assert listed(at) == ["handbook.md"]


def test_of_several_files_the_good_ones_are_taken(home: Path):
    at = upload(open_page("pages/Documents.py"), ("one.txt", b"One fact."), ("two.pdf", b"no"), ("three.txt", b"More."))
    assert listed(at) == ["one.txt", "three.txt"]
    assert as_read(at.success[0].value) == "Read and indexed: one.txt, three.txt"
    assert len(at.error) == 1


def test_a_newer_version_takes_the_place_of_the_older(filled: Path):
    at = upload(open_page("pages/Documents.py"), ("handbook.md", b"# Handbook\n\nProbation lasts nine weeks.\n"))
    assert listed(at) == ["handbook.md"]
    shown = " ".join(bodies(at))
    assert "nine weeks" in shown
    assert "seven months" not in shown


def test_a_document_can_be_deleted(filled: Path):
    at = press(open_page("pages/Documents.py"), "Delete this document")
    assert not at.dataframe
    assert as_read(at.success[0].value) == "Deleted: handbook.md"


def test_names_and_texts_of_documents_are_never_markup(home: Path):
    at = upload(open_page("pages/Documents.py"), (HOSTILE_NAME, HOSTILE_TEXT.encode()))
    assert listed(at) == [HOSTILE_NAME]
    pages = [at, checked(at.text_input[0].set_value(HOSTILE_TEXT).run())]
    compare = open_page("pages/Compare.py")
    compare.text_input[0].set_value(f"What is the colour of {HOSTILE_TEXT}")
    pages.append(press(compare, "Ask"))
    assert any('class="rt-numbered"' in body for body in bodies(compare)), "The sources are shown."
    for page in pages:
        html, markdown = MARK.sub(r"\1", " ".join(bodies(page))), " ".join(markdowns(page))
        assert "<img" not in html
        assert "<script" not in html
        assert HOSTILE_TEXT in unescape(html), "It is shown as it stands."
        assert not RAW_MARKUP.search(markdown)


# Training


def test_training_waits_for_pairs(home: Path):
    (train,) = (each for each in open_page("pages/Training.py").button if each.label == "Start training")
    assert train.disabled


# Compare


def ask(at: AppTest, question: str) -> AppTest:
    at.text_input[0].set_value(question)
    return press(at, "Ask")


def arms_shown(at: AppTest) -> list[str]:
    return [each.value for each in at.subheader if each.value != "Sources"]


def test_the_rag_answer_is_marked_in_its_source(filled: Path):
    at = ask(open_page("pages/Compare.py"), "How long is a new employee on probation?")
    assert arms_shown(at) == ["Base", "RAG"]
    marks = [mark for body in bodies(at) for mark in MARK.findall(body)]
    assert "seven months" in marks


@pytest.mark.parametrize(("question", "reason"), [("", "empty"), ("   ", "empty"), ("why " * 750, "2,000")])
def test_a_question_that_cannot_be_asked_keeps_the_answers_before(filled: Path, question: str, reason: str):
    at = ask(open_page("pages/Compare.py"), "What is the daily allowance?")
    before = [body for body in bodies(at) if "rt-answer" in body]
    at = ask(at, question)
    assert reason in as_read(at.error[0].value)
    assert before
    assert [body for body in bodies(at) if "rt-answer" in body] == before


def test_each_question_is_answered_and_not_the_one_before(filled: Path):
    at = open_page("pages/Compare.py")
    for question in ("What is the daily allowance?", "Where do receipts go?", "How long is probation?"):
        assert f">{question}</h2>" in " ".join(bodies(ask(at, question)))
        assert at.text_input[0].value == question


def test_the_number_of_passages_can_be_changed_twice_and_stays(filled: Path):
    at = open_page("pages/Compare.py")
    for number in (5, 7):
        assert checked(at.sidebar.slider[0].set_value(number).run()).sidebar.slider[0].value == number
    at.switch_page("pages/Decide.py").run()
    assert checked(at).sidebar.slider[0].value == 7


def test_without_documents_the_base_model_answers(home: Path):
    at = ask(open_page("pages/Compare.py"), "How long is probation?")
    assert arms_shown(at) == ["Base"]
    assert not at.error


def test_the_question_is_still_there_after_another_page_was_looked_at(filled: Path):
    at = ask(open_page("pages/Compare.py"), "What is the daily allowance?")
    at.switch_page("pages/Decide.py").run()
    at.switch_page("pages/Compare.py").run()
    assert checked(at).text_input[0].value == "What is the daily allowance?"
    assert arms_shown(at) == ["Base", "RAG"]
