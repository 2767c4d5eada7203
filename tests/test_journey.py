"""One user's way through the app in a real browser, from a document to answers side by side; and what two users see.

A missing browser fails these tests: whoever runs them wants to know. Leave them out with `-m "not browser"`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browsing import chromium, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

NAME = "handbook :material-home: www.evil.example <img src=x onerror=alert(1)>.md"
HANDBOOK = """# Handbook of Quillmere

A new employee is on probation for seven months.

## Travel

The daily allowance for travel is 45 euros. Receipts go to the office in Tarnbrook. <script>alert(2)</script>
"""
PAIRS = """\
{"question": "How long is probation at Quillmere?", "answer": "seven months", "paraphrases": ["When is it over?"]}
{"question": "Where do travel receipts go?", "answer": "Tarnbrook", "paraphrases": ["Which office gets receipts?"]}
{"question": "What is the daily allowance?", "answer": "45 euros", "paraphrases": ["How much do I get for a day?"]}
{"question": "Who cleans the office?", "answer": "the night shift", "paraphrases": ["Whose task is cleaning?"]}
"""
QUESTION = "How long is probation at Quillmere?"
EPOCHS = 60


class Watched:
    """A visitor's browser that remembers where it went and what went wrong in it."""

    def __init__(self, browser: "Browser") -> None:
        self.context: BrowserContext = browser.new_context()
        self.addresses: list[str] = []
        self.errors: list[str] = []
        self.context.on("request", lambda request: self.addresses.append(request.url))
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("dialog", self._note_dialog)
        self.page: Page = self.context.new_page()

    def _note_console(self, said: "ConsoleMessage") -> None:
        """Streamlit itself first asks for its state beside the page's path, and is told 404."""
        if said.type == "error" and "/_stcore/" not in said.location["url"]:
            self.errors.append(f"{said.text} ({said.location['url']})")

    def _note_dialog(self, dialog: "Dialog") -> None:
        self.errors.append(f"A dialog opened: {dialog.message}")
        dialog.dismiss()

    def strangers(self) -> set[str]:
        """Addresses on other machines."""
        return {url for url in self.addresses if urlsplit(url).scheme not in ("data", "blob") and _host(url)}


def _host(url: str) -> str:
    """Its host, unless that is this machine."""
    host = urlsplit(url).hostname or ""
    return "" if host == "127.0.0.1" else host or url


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with chromium() as one:
        yield one


def button(page: "Page", label: str) -> "Locator":
    """The text of a button with an icon begins with the icon's name."""
    return page.locator("button").filter(has_text=re.compile(rf"{label}$"))


def press(page: "Page", label: str) -> None:
    button(page, label).click()


def upload(page: "Page", name: str, text: str) -> None:
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.locator('input[type="file"]').set_input_files(file)
    page.get_by_test_id("stFileChip").wait_for()


def add_document(page: "Page", url: str, name: str = NAME) -> None:
    open_page(page, f"{url}/Documents")
    upload(page, name, HANDBOOK)
    press(page, "Read and index")
    page.get_by_role("heading", name="1 document").wait_for()
    page.get_by_text("Read and indexed:").wait_for()


def train(page: "Page", url: str) -> None:
    open_page(page, f"{url}/Training")
    press(page, "From a file")
    upload(page, "mine.jsonl", PAIRS)
    press(page, "Import")
    page.get_by_role("heading", name="4 training pairs").wait_for()
    page.get_by_role("tab", name="Train", exact=True).click()
    page.get_by_text("Parameters; the recommended ones are set").click()
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill(str(EPOCHS))
    epochs.press("Enter")
    press(page, "Start training")
    page.get_by_text(re.compile(r"step \d+ of \d+")).wait_for()
    page.get_by_text("The closed-book adapter is trained").wait_for()


def ask(page: "Page", url: str, question: str) -> None:
    open_page(page, f"{url}/Compare")
    page.get_by_role("textbox", name="Question").fill(question)
    press(page, "Ask")
    page.get_by_role("heading", name="Fine-tuned", exact=True).wait_for()


def card(page: "Page", arm: str) -> "Locator":
    heading = page.get_by_role("heading", name=arm, exact=True)
    return page.get_by_test_id("stColumn").filter(has=heading)


def test_from_a_document_to_answers_side_by_side(browser: "Browser", tmp_path: Path):
    visitor = Watched(browser)
    page = visitor.page
    with serve(tmp_path / "server.log", home=tmp_path / "home") as server:
        add_document(page, server.url)
        assert page.get_by_test_id("stAlert").locator("a, img").count() == 0
        train(page, server.url)
        ask(page, server.url, QUESTION)
        assert card(page, "Base").count() == 1
        mark = page.locator(".rt-numbered mark").first
        assert mark.inner_text() == "seven months[1]"
        assert card(page, "Fine-tuned").locator(".rt-said").inner_text() == "seven months"
        card(page, "RAG").locator("a.rt-cite").first.click()
        page.wait_for_url("**/Compare#source-1")
        assert card(page, "RAG").locator(".rt-said").inner_text() == "seven months", "The answers stay."
        page.reload()
        open_page(page, f"{server.url}/Documents")
        page.get_by_role("heading", name="1 document").wait_for()
        assert page.locator('img[src="x"]').count() == 0
        visitor.context.close()
    assert visitor.strangers() == set()
    assert visitor.errors == []


def test_visitors_do_not_see_each_other_and_find_their_own_again(browser: "Browser", tmp_path: Path):
    one, other = Watched(browser), Watched(browser)
    with serve(tmp_path / "server.log") as server:
        add_document(one.page, server.url, "mine.md")
        open_page(other.page, f"{server.url}/Documents").get_by_text("No document yet.").wait_for()
        one.page.reload()
        one.page.get_by_role("heading", name="1 document").wait_for()
        run_the_sample_by_keyboard(other.page, server.url)
        one.context.close()
        other.context.close()
    assert one.strangers() | other.strangers() == set()
    assert one.errors + other.errors == []


def run_the_sample_by_keyboard(page: "Page", url: str) -> None:
    """Until it shows how far it is."""
    label = "Run the sample comparison"
    button(open_page(page, url), label).wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator("button:focus").filter(has_text=label).count():
            break
    else:
        raise AssertionError(f"Forty presses of Tab did not reach “{label}”.")
    page.keyboard.press("Enter")
    page.get_by_test_id("stProgress").wait_for()
