"""Reads, unpacks or draws a file of a stranger in a process of its own, with limits on memory and time.

Run as `python -m core.documents.sandbox`, this module is that process: a request comes as JSON on stdin, what was read
or an error goes as JSON to stdout. It is given none of the environment's secrets. It does not confine which files a
parser may open, nor its network.
"""

import contextlib
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import core.errors
from core.documents.checks import harmless_name
from core.documents.page_pictures import PagePicture, draw_page, fields_of, picture_from_fields
from core.documents.reading import DEFAULT_LIMITS, naming, read_document
from core.documents.unpacking import Unpacked, unpack
from core.errors import AddingCancelled, AppError, LimitReached, UnreadableDocument
from core.records import Document, document_from_fields
from core.settings import Limits

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-B", "-m", "core.documents.sandbox")
LOOKS_EVERY_SECONDS = 0.1
IsCancelled = Callable[[], bool]
PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LANG", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


def _never() -> bool:
    return False


def read_untrusted(
    path: Path, name: str | None = None, limits: Limits = DEFAULT_LIMITS, is_cancelled: IsCancelled = _never
) -> Document:
    """What `read_document` gives, from a process that `limits.reading_seconds` and `.reading_memory_bytes` stop.

    Raises what `read_document` raises, `LimitReached` or `UnreadableDocument` where the process was stopped, and
    `AddingCancelled` soon after `is_cancelled` gives True.
    """
    reply = _ask({"path": str(path.absolute())}, harmless_name(name or path.name), limits, is_cancelled)
    return document_from_fields(reply["document"])


def unpack_untrusted(
    path: Path, folder: Path, name: str, limits: Limits = DEFAULT_LIMITS, is_cancelled: IsCancelled = _never
) -> Unpacked:
    """What `unpacking.unpack` gives, from such a process. It writes to `folder`, under names of its own."""
    request = {"path": str(path.absolute()), "folder": str(folder.absolute())}
    reply = _ask(request, harmless_name(name), limits, is_cancelled)
    files = [(name, Path(file)) for name, file in reply["files"]]
    return Unpacked(files, [(name, reason) for name, reason in reply["skipped"]])


def draw_untrusted(path: Path, number: int, limits: Limits = DEFAULT_LIMITS) -> PagePicture:
    """What `page_pictures.draw_page` gives, from such a process."""
    reply = _ask({"path": str(path.absolute()), "page": number}, "The page", limits, _never)
    return picture_from_fields(reply["picture"])


def _ask(request: dict[str, Any], name: str, limits: Limits, is_cancelled: IsCancelled) -> dict[str, Any]:
    """The reply of a process of its own; raises the error that it replies with."""
    content = json.dumps(request | {"name": name, "limits": asdict(limits)}).encode()
    environment = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT, env=environment) as process:
        try:
            replied = _wait(process, content, name, limits, is_cancelled)
        finally:
            process.kill()
    if process.returncode:
        raise exit_error(process.returncode, name)
    reply: dict[str, Any] = json.loads(replied)
    if "error" in reply:
        kind: type[AppError] = getattr(core.errors, reply["error"])
        raise kind(reply["message"])
    return reply


def _wait(
    process: subprocess.Popen[bytes], content: bytes, name: str, limits: Limits, is_cancelled: IsCancelled
) -> bytes:
    ends, unsent = time.monotonic() + limits.reading_seconds, [content]
    while True:
        if is_cancelled():
            raise AddingCancelled(f"{name}: stopped before it was read.")
        try:
            return process.communicate(unsent.pop() if unsent else None, timeout=LOOKS_EVERY_SECONDS)[0]
        except subprocess.TimeoutExpired as error:
            if time.monotonic() > ends:
                raise LimitReached(
                    f"{name}: reading it took longer than {limits.reading_seconds} seconds and was stopped. Split it."
                ) from error


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


def _limit_this_process(limits: Limits, written_bytes: int) -> None:
    """Cap memory and computing time of this process, where the system can (not on Windows)."""
    with contextlib.suppress(ImportError):
        resource = importlib.import_module("resource")
        for kind, most in (
            (resource.RLIMIT_AS, limits.reading_memory_bytes),
            (resource.RLIMIT_CPU, limits.reading_seconds),
            (resource.RLIMIT_FSIZE, written_bytes),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):  # macOS has no RLIMIT_AS
                resource.setrlimit(kind, (most, most))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    limits, path, name = Limits(**request["limits"]), Path(request["path"]), request["name"]
    _limit_this_process(limits, written_bytes=limits.file_bytes if "folder" in request else 0)
    try:
        if "page" in request:
            with naming(name):
                return {"picture": fields_of(draw_page(path, request["page"]))}
        if "folder" not in request:
            return {"document": asdict(read_document(path, name, limits))}
        with naming(name):
            unpacked = unpack(path, Path(request["folder"]), limits, name)
        return {"files": [(name, str(file)) for name, file in unpacked.files], "skipped": unpacked.skipped}
    except AppError as error:
        return {"error": type(error).__name__, "message": str(error)}


def main() -> None:
    """Answer the one request on stdin; whatever a parser prints goes to stderr."""
    reply_to, sys.stdout = sys.stdout, sys.stderr
    reply_to.write(json.dumps(_answer(json.load(sys.stdin))))
    reply_to.flush()


if __name__ == "__main__":
    main()
