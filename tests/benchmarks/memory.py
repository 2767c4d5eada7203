"""Megabytes of the app in use: `python -m tests.benchmarks.memory`, from the project's root.

Resident memory of the server before and after the sample comparison, driven by Chromium, and the peak of server and
training process together. Pages that two processes share count twice. Prints JSON lines.
"""

import json
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from tests.browsing import Server, chromium, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

WATCHED_SECONDS = 20
MEGABYTE = 1_000_000


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        serve(Path(folder) / "server.log", Path(folder) / "home") as server,
    ):
        measure(server, open_page(browser.new_page(), server.url))


def measure(server: Server, page: "Page") -> None:
    page.get_by_role("button", name="Run the sample comparison").wait_for()
    report(server_at_first_paint_megabytes=resident(server.pid))
    page.get_by_role("button", name="Run the sample comparison").click()
    page.get_by_role("heading", name="RAG", exact=True).wait_for()
    report(server_after_sample_megabytes=resident(server.pid))
    start_training(page, server.url)
    report(peak_with_training_megabytes=peak(server.pid))
    page.locator("button").filter(has_text="Stop the training").click()
    page.get_by_text("The training was stopped.").wait_for()


def start_training(page: "Page", url: str) -> None:
    open_page(page, f"{url}/Training")
    page.get_by_role("tab", name="Train", exact=True).click()
    page.locator("button").filter(has_text=re.compile("Start training$")).click()
    page.get_by_text(re.compile(r"step \d+ of \d+")).wait_for()


def peak(pid: int) -> float:
    """Most memory that the process and its children had together while it was watched."""
    found = []
    for _ in range(WATCHED_SECONDS):
        found.append(resident(pid))
        time.sleep(1)
    return max(found)


def resident(pid: int) -> float:
    """Resident memory of a process and its children, in MB."""
    process = psutil.Process(pid)
    return sum(each.memory_info().rss for each in [process, *process.children(recursive=True)]) / MEGABYTE


def report(**figures: float) -> None:
    sys.stdout.write(json.dumps({name: round(value) for name, value in figures.items()}) + "\n")


if __name__ == "__main__":
    main()
