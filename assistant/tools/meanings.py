"""What a rating means by the key that its own paper prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.records.model import RatingKey
from assistant.tools.ledger import Entry, Ledger

_COMPLETE = re.compile(
    r"^(?:[a-z]+\W+)?(?:the )?(?:action |task |milestone )?(?:is |has been )?(?:now |fully )?"
    r"(?:complete[d]?|closed|implemented|discharged)\b(?!\s*(?:or|but|except|without)\b)",
    re.IGNORECASE,
)


def keys_of(ledger: Ledger, entry: Entry[Any]) -> list[Entry[RatingKey]]:
    """The lines of the key that a record is rated by: that of its own part of the paper, else the paper's only one."""
    held = [key for key in ledger.entries(RatingKey) if key.paper.id == entry.paper.id]
    near = [key for key in held if key.record.part == entry.record.part]
    if near or len({key.record.part for key in held}) == 1:
        return near or held
    return []


def meaning_of(keys: Sequence[Entry[RatingKey]], rating: str | None) -> str | None:
    """What a rating means by a key: by its colour, or a letter by the one meaning whose first word begins with it."""
    if rating is None:
        return None
    found = {key.record.meaning for key in keys if key.record.rating.casefold() == rating.casefold()}
    if not found and len(rating) == 1:
        found = {key.record.meaning for key in keys if key.record.meaning[:1].casefold() == rating.casefold()}
    return found.pop() if len(found) == 1 else None


def means_complete(meaning: str | None) -> bool:
    """Whether a rating's meaning says outright that what is rated is complete; "complete or on course" does not."""
    return bool(meaning and _COMPLETE.match(meaning))
