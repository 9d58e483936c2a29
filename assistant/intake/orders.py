"""What the process that changes papers is told to do, and what it says meanwhile: JSON, a line each."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.settings import Settings

Action = Literal["take in", "read again", "remove"]


class Order(BaseModel):
    """One paper to be changed: ``path`` of a file sent, and the key that tells it apart, or ``paper_id`` of one that is in."""

    model_config = ConfigDict(frozen=True)
    action: Action
    name: str
    path: str = ""
    key: str = ""
    paper_id: str = ""
    exempt: bool = False
    ocr: bool = False


class Said(BaseModel):
    """What is said of the order at hand.

    ``waiting``: another program is changing the papers; ``pages``, ``passages``: so many ``done`` ``of`` so many; ``done``:
    what became of it; ``stopped``: nothing can be changed, for a reason that is no fault of the paper's.
    """

    what: Literal["waiting", "pages", "passages", "done", "stopped"]
    done: int = 0
    of: int = 0
    outcome: Literal["added", "replaced", "unchanged", "failed", "removed"] | None = None
    paper_id: str = ""
    note: str = ""


def packed(settings: Settings) -> str:
    """Settings as a line for another process of ours, password of the database and all: for a pipe, never for a log."""
    secret = settings.database_url.get_secret_value() if settings.database_url else None
    return json.dumps(settings.model_dump(mode="json") | {"database_url": secret})
