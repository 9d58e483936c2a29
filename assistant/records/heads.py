"""Heads of tables as a reader wants them: a head that was taken for a row, and words cut in a narrow column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from assistant.papers.headers import is_value
from assistant.records.sheets import Sheet

LONGEST_HEAD = 60
_CUT = [
    (re.compile(r"(?<![A-Za-z])" + r"\s?-?\s?".join(word) + r"(?![A-Za-z])", re.IGNORECASE), word)
    for word in (
        "likelihood", "probability", "description", "mitigation", "mitigations", "mitigating", "responsible", "reference",
        "direction", "movement", "directorate", "department", "programme", "expenditure", "allocation", "variance", "forecast",
        "outturn", "previous", "residual", "inherent", "controls", "recommendation", "recommendations", "implementation",
        "completion", "resolution", "timescale", "workstream", "milestone", "consequence", "consequences", "vulnerability",
    )
]  # fmt: skip


@lru_cache(maxsize=2000)
def mended(head: str) -> str:
    """A head on one line, its long words whole again: "Likeliho od" is "likelihood"."""
    flat = " ".join(head.split())
    if len(flat) > LONGEST_HEAD:
        return flat
    for pattern, word in _CUT:
        found = pattern.search(flat)
        if found and found.group().lower() != word:
            flat = flat[: found.start()] + word + flat[found.end() :]
    return flat


def headed(sheet: Sheet, fits: Callable[[list[str]], bool]) -> Sheet:
    """The sheet; where no head was found, and its first row reads as one that fits, with that row as its head."""
    if any(sheet.headers) or len(sheet.rows) < 2:
        return sheet
    texts = [entry.text for entry in sheet.rows[0].entries]
    short = all(len(text) <= LONGEST_HEAD and not is_value(text) for text in texts)
    if not short or sum(map(bool, texts)) < 2 or not fits(texts):
        return sheet
    return replace(sheet, headers=texts, rows=sheet.rows[1:])
