"""Seconds until a user sees something: `python -m tests.benchmarks.startup`, from the project's root.

A fresh server, warm file caches: run it twice and take the second. Beside Home, a page that holds nothing but a title:
what is left to save. Prints JSON lines.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browsing import chromium, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Page


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        empty = Path(folder) / "empty.py"
        empty.write_text('import streamlit\nstreamlit.title("Retrieve or Tune")\n')
        with serve(Path(folder) / "server.log", script=empty) as server:
            report(up_to_first_paint_of_an_empty_app_seconds=seconds_to_title(browser.new_page(), server.url))
        began = time.monotonic()
        with serve(Path(folder) / "server.log", Path(folder) / "home") as server:
            report(server_up_seconds=time.monotonic() - began)
            page = browser.new_page()
            report(up_to_first_paint_seconds=seconds_to_title(page, server.url))
            report(torch_loaded_at_first_paint=has_loaded(server.pid, "libtorch"))
            open_page(page, server.url)
            clicked = time.monotonic()
            page.get_by_role("button", name="Run the sample comparison").click()
            page.get_by_role("heading", name="RAG", exact=True).wait_for()
            report(cold_click_to_sample_answers_seconds=time.monotonic() - clicked)


def seconds_to_title(page: "Page", url: str) -> float:
    began = time.monotonic()
    page.goto(url, wait_until="domcontentloaded")
    page.get_by_role("heading", name="Retrieve or Tune").wait_for()
    return time.monotonic() - began


def has_loaded(pid: int, library: str) -> bool:
    """Whether a process has mapped a library into its memory (Linux)."""
    return library in Path(f"/proc/{pid}/maps").read_text()


def report(**figures: float | bool) -> None:
    sys.stdout.write(json.dumps({name: round(value, 2) for name, value in figures.items()}) + "\n")


if __name__ == "__main__":
    main()
