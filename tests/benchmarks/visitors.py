"""How quick the app stays for others while a training runs: `python -m tests.benchmarks.visitors [--reruns 30]`.

One visitor loads the sample and trains; another one, in a browser of its own, changes the number of passages on Home
again and again. Counted are the milliseconds from the change until the server has drawn the page once more, without
a training and with one. Prints one JSON line.
"""

import argparse
import json
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browsing import chromium, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

WATCH = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const note = () => app.dataset.testScriptState === "notRunning" && window.drawn.push(performance.now());
  new MutationObserver(note).observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reruns", type=int, default=30)
    reruns = parser.parse_args().reruns
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, serve(Path(folder) / "log") as server:
        trains, other = browser.new_context().new_page(), browser.new_context().new_page()
        open_page(trains, server.url).get_by_role("button", name="Run the sample comparison").click()
        trains.get_by_role("heading", name="RAG", exact=True).wait_for()
        quiet = rerun_times(open_page(other, server.url), reruns)
        start_training(trains, server.url)
        busy = rerun_times(other, reruns)
        still = trains.get_by_text(re.compile(r"step [\d,]+ of [\d,]+")).count() > 0
    figures = {"p50_quiet_ms": statistics.median(quiet), "p95_quiet_ms": p95(quiet)}
    figures |= {"p50_while_training_ms": statistics.median(busy), "p95_while_training_ms": p95(busy)}
    sys.stdout.write(
        json.dumps({name: round(value) for name, value in figures.items()} | {"trained_to_the_end_of_it": still})
    )
    sys.stdout.write("\n")


def start_training(page: "Page", url: str) -> None:
    open_page(page, f"{url}/Training")
    page.get_by_role("tab", name="Train", exact=True).click()
    page.locator("button").filter(has_text=re.compile("Start training$")).click()
    page.get_by_text(re.compile(r"step [1-9]\d* of")).wait_for()


def rerun_times(page: "Page", count: int) -> list[float]:
    """Milliseconds of each rerun, as the browser saw it."""
    page.evaluate(WATCH)
    slider = page.get_by_role("slider", name="Passages per question")
    slider.focus()
    times = []
    for turn in range(count):
        page.evaluate("() => { window.drawn = []; window.pressed = performance.now(); }")
        slider.press("ArrowRight" if turn % 2 == 0 else "ArrowLeft")
        page.wait_for_function("() => window.drawn.length > 0", polling=10)
        times.append(page.evaluate("() => window.drawn[0] - window.pressed"))
        time.sleep(0.3)
    return times


def p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1) + 0.5)]


if __name__ == "__main__":
    main()
