"""What was asked and answered, a line of JSON each, a file a day: question, evidence, engine, checks and time. Of whoever asked
it holds the number alone. Kept for as many days as the settings say, or not at all.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from assistant.store.folder import unwritable

FOLDER = "answers"
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)\.jsonl")


def _now() -> datetime:
    return datetime.now(UTC)


class AnswerLog:
    """The log in a store's folder; ``days`` of 0 keeps nothing. Safe from several threads."""

    def __init__(self, store: Path, days: int, clock: Callable[[], datetime] = _now) -> None:
        self._folder = store / FOLDER
        self._days = days
        self._clock = clock
        self._writing = Lock()

    def add(self, answer: Mapping[str, Any], *, user: int | None, clearance: str, face: str) -> None:
        """Note one answer, as ``Answer.to_json`` gives it; ``face`` is what it was asked through.

        Raises:
            StoreUnwritableError: the folder takes no more.
        """
        if not self._days:
            return
        now = self._clock()
        entry = {
            "at": now.isoformat(timespec="milliseconds"),
            "face": face,
            "user": user,
            "clearance": clearance,
            "question": answer["question"],
            "status": answer["status"],
            "engine": answer["engine"],
            "evidence": sorted({(c["document"], c["page"]) for c in answer["citations"]}),
            "checked": answer.get("checked"),
            "elapsed_ms": answer["elapsed_ms"],
        }
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        file = self._folder / f"{now.date()}.jsonl"
        try:
            with self._writing:
                if not file.is_file():
                    self._folder.mkdir(mode=0o700, exist_ok=True)
                    self._forget(now.date())
                handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                try:
                    os.write(handle, line)
                finally:
                    os.close(handle)
        except OSError as error:
            raise unwritable(self._folder.parent, error.strerror) from None

    def _forget(self, today: date) -> None:
        for path in self._folder.iterdir():
            found = _DAY.fullmatch(path.name)
            if found and today - date.fromisoformat(found[1]) >= timedelta(days=self._days):
                path.unlink()
