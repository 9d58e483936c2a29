"""What was changed about the service itself, a line of JSON each: its settings since it last ran, the chat model on or off."""

from __future__ import annotations

import getpass
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from assistant.store.folder import unwritable

FILE = "audit.jsonl"
_MODEL_OFF = "model-off"


def audit(store: Path, what: str, **details: Any) -> None:
    """Note a change, with the account of this machine that made it. Raises: StoreUnwritableError."""
    entry = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "by": _account(), "what": what, **details}
    try:
        with FileLock(store / f"{FILE}.lock"), (store / FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")
    except OSError as error:
        raise unwritable(store, error.strerror) from None


def entries(store: Path) -> list[dict[str, Any]]:
    """All changes noted, oldest first; a line cut off by a crash is left out."""
    file = store / FILE
    found = []
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def audit_settings(store: Path, settings: dict[str, Any]) -> None:
    """Note the settings that are others than when the service was last started; secrets must be masked already."""
    before: dict[str, Any] = next((e["settings"] for e in reversed(entries(store)) if e.get("what") == "settings"), {})
    changed = {
        name: [before.get(name), settings.get(name)]
        for name in sorted(before.keys() | settings.keys())
        if before.get(name) != settings.get(name)
    }
    if changed:
        audit(store, "settings", changed=changed if before else {}, settings=settings)


def switch_model(store: Path, *, on: bool) -> None:
    """Let the chat model phrase answers, or not, from the next question on. Raises: StoreUnwritableError."""
    try:
        if on:
            (store / _MODEL_OFF).unlink(missing_ok=True)
        else:
            (store / _MODEL_OFF).touch()
    except OSError as error:
        raise unwritable(store, error.strerror) from None
    audit(store, "chat model", now="on" if on else "off")


def model_is_off(store: Path) -> bool:
    """Whether the chat model is switched off."""
    return (store / _MODEL_OFF).exists()


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "unknown"
