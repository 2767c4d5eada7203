"""Every page, with content, in a real browser: axe-core finds nothing serious, and nothing is wider than a telephone.

Contrast is part of it: 4.5 to 1 for text, as WCAG 2.1 wants. What Streamlit draws itself is held to the same, but for
what `STREAMLITS_OWN` names.
"""

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from core.laboratory import evaluation_setup
from core.measuring.run_folder import new_run_folder
from core.measuring.running import begin_run, continue_run
from core.retrieval.embedding import SentenceEmbedder
from core.sample import load_sample
from core.settings import Settings
from core.workspace import Workspace
from tests.browsing import IDLE, chromium, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

PAGES = ("", "Documents", "Training", "Compare", "Evaluate", "Experiments", "Decide")
STREAMLITS_OWN: set[tuple[str, str]] = set()
"""Rule and selector of violations that lie in Streamlit's own markup, where no style of ours reaches; none today."""
TELEPHONE = {"width": 420, "height": 900}
SETTLING_MS = 600
LOADING_MS = 300_000
"""Longest wait for a first answer, which loads the model, on a machine that is busy."""
TOO_WIDE = """() => {
  const main = document.querySelector('[data-testid="stMain"]')
  return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth)
}"""


class Visited(NamedTuple):
    """A page with content in one theme, as far as it was looked at."""

    name: str
    theme: str
    violations: list[str]
    too_wide: int


@pytest.fixture(scope="module")
def sample_home(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Path:
    """A workspace with the sample and a small evaluation run."""
    folder = tmp_path_factory.mktemp("accessible") / "home"
    workspace = Workspace(folder, Settings())
    load_sample(workspace)
    setup = evaluation_setup(workspace, ["base", "rag"])
    continue_run(begin_run(new_run_folder(folder / "runs"), setup, workspace.questions[:3]), setup)
    workspace.close()
    return folder


@pytest.fixture(scope="module")
def visits(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Visited]:
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(sample_home, folder / "home")
    with serve(folder / "server.log", home=folder / "home") as server, chromium() as browser:
        return [_visit(browser, server.url, name, theme) for theme in ("light", "dark") for name in PAGES]


def _visit(browser: "Browser", url: str, name: str, theme: Any) -> Visited:
    context = browser.new_context(color_scheme=theme, viewport={"width": 1440, "height": 1000})
    page = open_page(context.new_page(), f"{url}/{name}")
    _fill(page, name)
    violations = serious_violations(page)
    page.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]
    _settle(page)
    too_wide = page.evaluate(TOO_WIDE)
    context.close()
    return Visited(name or "Home", theme, violations, too_wide)


def _fill(page: "Page", name: str) -> None:
    """Ask a question where one can be asked, a follow-up too, and open what is folded; then wait until all is drawn."""
    _settle(page)
    if name == "Compare":
        _ask(page, "How high was the hotel limit per night in 2023?", "Which answered best?")
        _ask(page, "And in 2025?", "was asked as")
        page.get_by_text("How two answers differ").click()
        page.get_by_text("that no answer rests on").first.click()
    _settle(page)


def _ask(page: "Page", question: str, answered: str) -> None:
    """Until a text is there that stands beside finished answers only: asking on would break the first off."""
    page.get_by_role("textbox", name="Question").first.fill(question)
    page.locator("button").filter(has_text=re.compile("Ask$")).click()
    page.get_by_text(answered).first.wait_for(timeout=LOADING_MS)
    page.wait_for_selector(IDLE)


def _settle(page: "Page") -> None:
    page.wait_for_timeout(SETTLING_MS)
    page.wait_for_selector(IDLE)
    page.wait_for_timeout(SETTLING_MS)


def serious_violations(page: "Page") -> list[str]:
    """What axe-core finds to be serious or critical, as `rule: selector: what is wrong`."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['target'][0]}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if (rule["id"], node["target"][0]) not in STREAMLITS_OWN
    ]


def test_no_page_has_a_serious_violation_in_light_or_dark(visits: list[Visited]):
    assert {(each.name, each.theme) for each in visits} == {(n or "Home", t) for n in PAGES for t in ("light", "dark")}
    assert {f"{each.name}, {each.theme}": each.violations for each in visits if each.violations} == {}


def test_no_page_is_wider_than_a_telephone(visits: list[Visited]):
    assert {f"{each.name}, {each.theme}": each.too_wide for each in visits if each.too_wide > 0} == {}


def test_a_planted_violation_is_found(tmp_path: Path):
    """The check itself: grey on grey, and a picture without a text."""
    file = tmp_path / "page.html"
    file.write_text(
        '<html lang="en"><title>t</title><main><p style="color:#aaa;background:#bbb">grey on grey</p><img src="x">'
    )
    with chromium() as browser:
        page = browser.new_page()
        page.goto(file.as_uri())
        assert {line.partition(":")[0] for line in serious_violations(page)} == {"color-contrast", "image-alt"}
