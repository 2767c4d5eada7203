"""The app as its users have it: a server process and a real Chromium. For the journey and the benchmarks."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.settings import HOME_VARIABLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
START_SECONDS = 120
PATIENCE_SECONDS = 90
"""Longest wait for anything on a page; a machine that is busy with a training needs it."""


class NoBrowser(RuntimeError):
    """There is no Chromium to test with."""


@dataclass(frozen=True)
class Server:
    """A running app: its address and its process."""

    url: str
    pid: int


def find_chromium() -> str:
    """Path of the browser: that in CHROMIUM, else the system's. Raises `NoBrowser`."""
    named = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    if found := shutil.which(named):
        return found
    raise NoBrowser(f"{named} is no browser. Install one (apt-get install chromium) or name it in CHROMIUM.")


@contextlib.contextmanager
def serve(log: Path, home: Path | None = None, script: Path = ROOT / "app.py") -> Iterator[Server]:
    """The app on a free port until the block ends; with `home` for one user, else a workspace for each visitor."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if name != HOME_VARIABLE}
    if home:
        environment[HOME_VARIABLE] = str(home)
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options, "--server.fileWatcherType", "none"]
    with log.open("w") as stream:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=stream, stderr=subprocess.STDOUT)
        try:
            server = Server(f"http://127.0.0.1:{port}", process.pid)
            _wait_until_up(server, process, log)
            yield server
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_until_up(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 10):
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with code {process.returncode}: {log.read_text()[-2000:]}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server was not up after {START_SECONDS} seconds: {log.read_text()[-2000:]}")


@contextlib.contextmanager
def chromium() -> Iterator["Browser"]:
    """A headless browser. Raises `NoBrowser` where there is none."""
    path = find_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def open_page(page: "Page", url: str) -> "Page":
    """Go there and wait until it is drawn."""
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    page.goto(url, wait_until="domcontentloaded")
    page.wait_for_selector(IDLE)
    return page
