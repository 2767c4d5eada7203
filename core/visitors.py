"""Visitors and their workspaces: each has one of its own, found again by an unguessable key; idle ones expire.

With a home folder set there is one user and one workspace, which stays. It touches no browser: who a visitor is, is
decided by the pages.
"""

import secrets
import shutil
import tempfile
import threading
import time
from pathlib import Path

from core.settings import Settings
from core.workspace import Workspace

LOCAL_USER = "local"


class Visitors:
    """Workspaces of one server process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._root = settings.home or Path(tempfile.mkdtemp(prefix="retrieve-or-tune-"))
        self._open: dict[str, Workspace] = {}
        self._seen: dict[str, float] = {}
        self._lock = threading.Lock()

    def new_key(self) -> str:
        """Key of a visitor who has none yet."""
        return LOCAL_USER if self.settings.home else secrets.token_urlsafe(24)

    def workspace(self, key: str) -> Workspace:
        """The visitor's workspace, made if needed; closes those that have been idle too long."""
        with self._lock:
            self._seen[key] = time.monotonic()
            if key not in self._open:
                self._open[key] = Workspace(self._folder(key), self.settings)
            for expired in self._expired():
                if expired != key:
                    self._drop(expired)
            return self._open[key]

    def _folder(self, key: str) -> Path:
        return self._root if self.settings.home else self._root / secrets.token_hex(16)

    def _expired(self) -> list[str]:
        """Idle and with nothing running; a local user's workspace never expires."""
        if self.settings.home:
            return []
        limit = time.monotonic() - self.settings.idle_seconds
        return [key for key, seen in self._seen.items() if seen < limit and not self._open[key].is_working]

    def _drop(self, key: str) -> None:
        workspace = self._open.pop(key)
        del self._seen[key]
        workspace.close()
        shutil.rmtree(workspace.folder, ignore_errors=True)

    def close(self) -> None:
        """Close every workspace; those of visitors are deleted."""
        with self._lock:
            for workspace in self._open.values():
                workspace.close()
            self._open.clear()
            self._seen.clear()
            if not self.settings.home:
                shutil.rmtree(self._root, ignore_errors=True)
