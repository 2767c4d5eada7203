"""Seconds until a user sees something: `python -m tests.benchmarks.startup`, from the project's root.

A fresh server and a fresh Chromium, both with warm file caches: run it twice and take the second. Prints JSON lines.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from tests.browsing import chromium, open_page, serve


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        began = time.monotonic()
        with serve(Path(folder) / "server.log", Path(folder) / "home") as server:
            up = time.monotonic()
            page = browser.new_page()
            page.goto(server.url, wait_until="domcontentloaded")
            page.get_by_role("heading", name="Retrieve or Tune").wait_for()
            painted = time.monotonic()
            report(server_up_seconds=up - began, up_to_first_paint_seconds=painted - up)
            report(torch_loaded_at_first_paint=has_loaded(server.pid, "libtorch"))
            open_page(page, server.url)
            clicked = time.monotonic()
            page.get_by_role("button", name="Run the sample comparison").click()
            page.get_by_role("heading", name="RAG", exact=True).wait_for()
            report(cold_click_to_sample_answers_seconds=time.monotonic() - clicked)


def has_loaded(pid: int, library: str) -> bool:
    """Whether a process has mapped a library into its memory (Linux)."""
    return library in Path(f"/proc/{pid}/maps").read_text()


def report(**figures: float | bool) -> None:
    sys.stdout.write(json.dumps({name: round(value, 2) for name, value in figures.items()}) + "\n")


if __name__ == "__main__":
    main()
