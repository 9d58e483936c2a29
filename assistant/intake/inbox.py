"""The inbox: files that were sent, each in a folder of its own until the store has its own copy.

It lies hidden in the store's folder, so that what is sent needs no other disk and no search for PDFs finds it. What a
process that was killed left there is found when the next one starts: whole files are taken in, half ones deleted.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout
from pydantic import ValidationError

from assistant.intake.orders import Order

FOLDER = ".inbox"
_ORDER = "order.json"
_LONGEST = 120  # bytes of a name: file systems take 255, and the name may be sent on
_SECONDS = 20


class Landed(NamedTuple):
    """A file that was sent whole, and whose it is."""

    order: Order
    owner: int | None


class Inbox:
    """The files sent to one process. Nobody else touches its folder while the process lives."""

    def __init__(self, store: Path) -> None:
        self._root = store / FOLDER
        self._own: Path | None = None
        self._lock: FileLock | None = None
        self._making = threading.Lock()

    def place(self) -> Path:
        """A new folder for one file. Raises OSError: it cannot be made."""
        with self._making:
            return Path(tempfile.mkdtemp(dir=self._made()))

    def _made(self) -> Path:
        """The folder of this process, under its lock."""
        if self._own is None:
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self._root / ".lock", timeout=_SECONDS):
                own = Path(tempfile.mkdtemp(dir=self._root))
                self._lock = FileLock(own / ".lock")
                self._lock.acquire(timeout=0)
            self._own = own
        return self._own

    def keep(self, order: Order, owner: int | None) -> None:
        """Note what is to be done with a file that came whole, should this process not live to see it done."""
        note = order.model_copy(update={"path": Path(order.path).name}).model_dump_json()
        Path(order.path).with_name(_ORDER).write_text(f"{'' if owner is None else owner}\n{note}", "utf-8")

    def drop(self, order: Order) -> None:
        """Delete a file and all that is beside it."""
        if order.path:
            shutil.rmtree(Path(order.path).parent, ignore_errors=True)

    def left(self) -> Iterator[Landed]:
        """The files that processes which are gone left whole; they are ours from now on, and all else is deleted."""
        if not self._root.is_dir():
            return
        for folder in sorted(path for path in self._root.iterdir() if path.is_dir() and path != self._own):
            lock = FileLock(folder / ".lock")
            try:
                with FileLock(self._root / ".lock", timeout=_SECONDS):
                    lock.acquire(timeout=0)
            except (Timeout, OSError):  # its process lives, or another one was quicker
                continue
            for one in sorted(folder.glob(f"*/{_ORDER}")):
                landed = self._moved(one)
                if landed is not None:
                    yield landed
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)

    def _moved(self, note: Path) -> Landed | None:
        try:
            owner, order = note.read_text("utf-8").split("\n", 1)
            found = Order.model_validate_json(order)
            target = self.place()
            shutil.move(note.with_name(found.path), target / found.path)
            landed = Landed(found.model_copy(update={"path": str(target / found.path)}), int(owner) if owner else None)
            self.keep(*landed)
        except (OSError, ValueError, ValidationError):  # half written, or of another version
            return None
        return landed

    def close(self) -> None:
        """Let go of the folder; what still lies in it is for the next process."""
        if self._lock is not None and self._own is not None:
            self._lock.release()
            if not any(path.is_dir() for path in self._own.iterdir()):
                shutil.rmtree(self._own, ignore_errors=True)
            self._own = self._lock = None


def shown_name(given: str) -> str:
    """The name that a file is shown under: without folders, controls and what turns the direction of writing."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", given))[-1]
    kept = " ".join("".join(char for char in last if unicodedata.category(char)[0] != "C").split())
    stem = re.sub(r"(?i)\.pdf$", "", kept).strip(". ")
    stem = stem.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    return f"{stem or 'paper'}.pdf"
