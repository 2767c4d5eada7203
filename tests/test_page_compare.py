"""Compare, drawn by AppTest: states, citations, sources on their PDF page, and pages that an address asks for."""

import io
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from streamlit.testing.v1 import AppTest

from core.retrieval.embedding import SentenceEmbedder
from core.settings import HOME_VARIABLE, Settings
from core.ui.state import _visitors
from core.workspace import Workspace

ROOT = Path(__file__).parents[1]
QUESTION = "How long is a new employee on probation?"
SCRIPT = "<script>alert(1)</script>"


def handbook() -> bytes:
    """A PDF of two pages."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawString(80, 700, f"Handbook of Quillmere {SCRIPT}")
    canvas.drawString(80, 660, "A new employee is on probation for seven months.")
    canvas.showPage()
    canvas.drawString(80, 700, "The daily allowance for travel is 45 euros.")
    canvas.save()
    return stream.getvalue()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Path:
    folder = tmp_path_factory.mktemp("compare")
    workspace = Workspace(folder, Settings())
    workspace.add_upload("handbook.pdf", handbook())
    workspace.close()
    return folder


@pytest.fixture
def home(tmp_path: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    shutil.copytree(prepared, tmp_path / "home")
    st.cache_resource.clear()
    yield tmp_path / "home"
    _visitors().close()
    st.cache_resource.clear()


def open_compare(**query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    at.switch_page("pages/Compare.py")
    for name, value in query.items():
        at.query_params[name] = value
    return checked(at.run())


def checked(at: AppTest) -> AppTest:
    assert not at.exception, at.exception[0].value
    return at


def ask(at: AppTest, question: str = QUESTION) -> AppTest:
    at.text_input[0].set_value(question)
    (button,) = (each for each in at.button if each.label == "Ask")
    return checked(button.click().run())


def bodies(at: AppTest) -> str:
    return " ".join(each.proto.body for each in at.get("html"))


def test_a_supported_answer_says_so_and_cites_a_source_on_the_page(home: Path):
    html = bodies(ask(open_compare()))
    assert re.search(r'rt-sentence rt-supported" tabindex="0"><span class="rt-said">seven months<', html)
    cited = set(re.findall(r'href="#(source-\d+)"', html))
    assert cited
    assert cited <= set(re.findall(r'id="(source-\d+)"', html))
    assert "Read by RAG" in html


def test_an_arm_without_passages_is_checked_afterwards(home: Path):
    at = ask(open_compare())
    base = next(each.proto.body for each in at.get("html") if "rt-answer" in each.proto.body)
    assert "Found afterwards, not used" in base or "Refused" in base


def test_a_refusal_is_shown_as_one(home: Path):
    assert "Refused" in bodies(ask(open_compare(), "What is the share price of the company?"))


def test_the_page_of_a_source_is_drawn_with_boxes_when_it_is_asked_for(home: Path):
    at = ask(open_compare())
    assert 'class="rt-page"' not in bodies(at)
    (switch,) = (each for each in at.toggle if each.label.startswith("Show source 1 "))
    at = checked(switch.set_value(True).run())
    assert not at.error
    html = bodies(at)
    assert 'src="data:image/png;base64,' in html
    assert html.count('class="rt-box rt-for"') == 1
    assert "<b>[1]</b>" in html
    assert SCRIPT not in html
    assert SCRIPT in unescape(html)


def test_an_address_opens_a_page_alone_and_only_of_ones_own_documents(home: Path):
    at = open_compare(document="handbook.pdf", page="2")
    assert 'alt="Page 2 of handbook.pdf"' in bodies(at)
    (close,) = (each for each in at.button if each.label == "Close the page")
    assert 'class="rt-page"' not in bodies(checked(close.click().run()))
    for wrong in ({"document": "handbook.pdf", "page": "3"}, {"document": "../x.pdf", "page": "1"}, {"page": "1"}):
        assert 'class="rt-page"' not in bodies(open_compare(**wrong))


def test_a_page_that_cannot_be_drawn_is_an_error_that_says_so(home: Path):
    (file,) = (home / "documents").glob("*.pdf")
    file.write_bytes(b"%PDF-1.7 nothing more")
    at = open_compare(document="handbook.pdf", page="1")
    assert "cannot be drawn" in at.error[0].value
