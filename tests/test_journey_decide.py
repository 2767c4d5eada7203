"""The Decide page in a real browser, with the keyboard alone: a use case, an answer, a weight, the record on disk."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.deciding.record import read_record
from tests.browsing import IDLE, chromium, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
MOST_TABS = 90
SETTLING_MS = 500


def test_a_decision_with_the_keyboard_alone(tmp_path: Path):
    with serve(tmp_path / "server.log", home=tmp_path / "home") as server, chromium() as browser:
        page = browser.new_page()
        open_page(page, f"{server.url}/Decide")
        page.get_by_text("No recommendation yet").wait_for()
        settle(page)
        choose_use_case(page, "Legal review with sources")
        page.locator(".rt-verdict.hybrid").wait_for()
        page.get_by_role("radio", name="Partly from our documents", checked=True).wait_for(state="attached")
        settle(page)
        answer_differently(page)
        tab_to(page, '[role="tab"]')
        move_to_tab(page, "Decision record")
        with page.expect_download() as download:
            tab_to(page, "button", "Download as a page")
            page.keyboard.press("Enter")
        record = read_record(Path(download.value.path()).read_bytes())
        assert record.case.use_case == "legal"
        assert record.case.answers["facts"] == "all"
        assert record.decision == "hybrid"


def settle(page: "Page") -> None:
    """Wait until the page is drawn to its end: what is drawn anew while keys are pressed loses the focus."""
    page.get_by_text("Re-open", exact=True).wait_for(state="attached")
    page.wait_for_selector(IDLE)
    page.wait_for_timeout(SETTLING_MS)


def tab_to(page: "Page", selector: str, text: str = "") -> None:
    """Press Tab until such an element has the focus, as a user without a mouse would."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").filter(has_text=re.compile(text)).count():
            return
    raise AssertionError(f"{MOST_TABS} presses of Tab did not reach {selector} “{text}”.")


def choose_use_case(page: "Page", label: str) -> None:
    tab_to(page, 'input[role="combobox"]')
    page.keyboard.type(label)
    page.get_by_role("option", name=label).wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("option", name=label).wait_for(state="detached")
    settle(page)
    tab_to(page, "button", "Start$")
    page.keyboard.press("Enter")


def answer_differently(page: "Page") -> None:
    """From “partly” to “almost all”; the balance says what that moved."""
    tab_to(page, 'input[type="radio"]')
    page.keyboard.press("ArrowDown")
    page.get_by_text("strongly for (+4)").wait_for()
    settle(page)


def move_to_tab(page: "Page", name: str) -> None:
    for _ in range(6):
        if page.locator('[role="tab"]:focus').filter(has_text=name).count():
            page.keyboard.press("Enter")
            page.get_by_text("Download as Markdown").wait_for()
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"The arrow keys did not reach the tab “{name}”.")
