"""What users said of answers: a line of JSON each, in the store's folder, with all that is needed to ask again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from assistant.store.folder import unwritable

FILE = "feedback.jsonl"
Verdict = Literal["right", "wrong"]


def add_feedback(
    store: Path, verdict: Verdict, answer: dict[str, Any], history: list[str], settings: dict[str, Any]
) -> None:
    """Keep one mark: question, answer with its evidence, the turns before, and the settings it was given under.

    Raises:
        StoreUnwritableError: the folder takes no more.
    """
    entry = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "verdict": verdict,
        "history": history,
        "settings": settings,
        "answer": answer,
    }
    try:
        with FileLock(store / f"{FILE}.lock"), (store / FILE).open("a", encoding="utf-8") as file:
            cut = "" if _ends_whole(store / FILE) else "\n"  # a line that a crash cut off spoils no other
            file.write(cut + json.dumps(entry, ensure_ascii=False) + "\n")
    except OSError as error:
        raise unwritable(store, error.strerror) from None


def read_feedback(store: Path) -> list[dict[str, Any]]:
    """All marks, oldest first; a line cut off by a crash is left out."""
    path = store / FILE
    if not path.is_file():
        return []
    marks = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            marks.append(json.loads(line))
        except ValueError:
            continue
    return marks


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return True
        file.seek(-1, 2)
        return file.read(1) == b"\n"
