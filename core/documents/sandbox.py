"""Reads a file of a stranger in a process of its own, with limits on memory, computing time and waiting time.

Run as `python -m core.documents.sandbox`, this module is that process: a request comes as JSON on stdin, a document or
an error goes as JSON to stdout. It is given none of the environment's secrets. It does not confine which files a parser
may open, nor its network.
"""

import contextlib
import importlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import core.errors
from core.documents.checks import harmless_name
from core.documents.reading import DEFAULT_LIMITS, read_document
from core.errors import AppError, LimitReached, UnreadableDocument
from core.records import Document, document_from_fields
from core.settings import Limits

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-B", "-m", "core.documents.sandbox")
PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LANG", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


def read_untrusted(path: Path, name: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
    """What `read_document` gives, from a process that `limits.reading_seconds` and `.reading_memory_bytes` stop.

    Raises what `read_document` raises, and `LimitReached` or `UnreadableDocument` where the process was stopped.
    """
    name = harmless_name(name or path.name)
    request = json.dumps({"path": str(path.absolute()), "name": name, "limits": asdict(limits)})
    environment = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            COMMAND,
            input=request.encode(),
            capture_output=True,
            timeout=limits.reading_seconds,
            cwd=ROOT,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise LimitReached(
            f"{name}: reading it took longer than {limits.reading_seconds} seconds and was stopped. Split it."
        ) from error
    if done.returncode:
        raise exit_error(done.returncode, name)
    return _document_from(json.loads(done.stdout))


def exit_error(returncode: int, name: str) -> AppError:
    """What to tell the user when the reading process died. Negative codes are the signals that ended it."""
    if returncode in {
        -9,
        -24,
        137,
        152,
    }:  # SIGKILL (memory) and SIGXCPU (computing time), bare or as a shell tells them
        return LimitReached(f"{name}: it needs more memory or time than is allowed for one file. Split it.")
    return UnreadableDocument(f"{name}: the program that reads it crashed. Save it again, or in another format.")


def _document_from(reply: dict[str, Any]) -> Document:
    if "error" in reply:
        kind: type[AppError] = getattr(core.errors, reply["error"])
        raise kind(reply["message"])
    return document_from_fields(reply["document"])


def _limit_this_process(limits: Limits) -> None:
    """Cap memory and computing time of this process, where the system can (not on Windows)."""
    with contextlib.suppress(ImportError):
        resource = importlib.import_module("resource")
        for kind, most in (
            (resource.RLIMIT_AS, limits.reading_memory_bytes),
            (resource.RLIMIT_CPU, limits.reading_seconds),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):  # macOS has no RLIMIT_AS
                resource.setrlimit(kind, (most, most))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    limits = Limits(**request["limits"])
    _limit_this_process(limits)
    try:
        return {"document": asdict(read_document(Path(request["path"]), request["name"], limits))}
    except AppError as error:
        return {"error": type(error).__name__, "message": str(error)}


def main() -> None:
    """Answer the one request on stdin; whatever a parser prints goes to stderr."""
    reply_to, sys.stdout = sys.stdout, sys.stderr
    reply_to.write(json.dumps(_answer(json.load(sys.stdin))))
    reply_to.flush()


if __name__ == "__main__":
    main()
