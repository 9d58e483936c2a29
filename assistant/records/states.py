"""How far something is, as a register shows it: complete or not, how rated, which way the arrow points."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.papers.model import Colour
from assistant.records.dates import MONTH, plain
from assistant.records.model import RatingSource
from assistant.records.ratings import colour_name, rating_of
from assistant.records.sheets import SheetRow

_DONE = r"(?:complete[d]?|closed|done|discharged|finished|concluded|implemented|delivered)"
_NOT_DONE = re.compile(
    r"^(?:action |this (?:action )?(?:is|has been|remains) |the action (?:is|remains) |status\W+)?(?:is )?"
    r"(?:not (?:yet )?(?:been )?(?:fully )?(?:complete[d]?|started|done|closed|due|implemented|delivered)|in ?complete|in progress"
    r"|on-?\s?going|(?:outstanding|open|pending)(?=\W*$|\s?[.;:,(-])|to be \w+|part(?:ial|ially|ly)?[ -](?:complete[d]?|met|achieved|done|implemented)|nearly complete"
    r"|almost complete|near(?:ing)? completion|under ?way|in hand|overdue|delayed|deferred|on ?track|off track|behind|awaiting"
    r"|carried forward|slipped|(?:\d|\d\d) ?% complete[d]?|not complete)\b",
    re.IGNORECASE,
)
_COMPLETE = re.compile(
    rf"^(?:action |this (?:action )?(?:is|has been) (?:now )?|the action (?:is|has been) (?:now )?|now |fully |100 ?% )?{_DONE}\b"
    rf"(?=\W*$|\s?[.;:,–—(-]|\s+(?:on|and|as|\d)|\s+in (?:full\b|20\d\d|{MONTH}))",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:except|apart from|but|however|subject to|partial\w*|partly|remain\w*|outstanding|pending|awaiting|in part|of \d+)\b"
    r"|\?",
    re.IGNORECASE,
)
_YES_NO = {"yes": True, "y": True, "✓": True, "✔": True, "no": False, "n": False, "✗": False, "✘": False}
_SENTENCE = re.compile(r"(?<=[a-z)%])[.;]\s|\n")

_ARROWS = (
    dict.fromkeys("▲△⬆↑⇧⇑🡅🡹🠕🢁⏶\uf0e1\uf0e9\uf0f1", "up")
    | dict.fromkeys("▼▽⬇↓⇩⇓🡇🡻🠗🢃⏷\uf0e2\uf0ea\uf0f2", "down")
    | dict.fromkeys("◀▶◄►◁▷→←↔⇔⬌⬅➡⇨⇦⇄⏴⏵=\uf0df\uf0e0\uf0e7\uf0e8\uf0ef\uf0f0\uf0f3", "same")
)
LONGEST_RATING = 30


class Shown(NamedTuple):
    """What a rating cell shows, None where nothing; ``reason`` says why what it shows is not taken."""

    rating: str | None
    source: RatingSource | None
    reason: str | None = None


def complete_of(text: str | None) -> bool | None:
    """Whether a progress note or status says that it is complete; None when it does not say so outright.

    Only how it begins counts: "Not complete", "In progress", "Completed on 3 May", and never "completed for 3 of 5".
    """
    flat = " ".join(plain(text or "").split()).strip(" -:.*•")
    if flat.lower() in _YES_NO:
        return _YES_NO[flat.lower()]
    if _NOT_DONE.match(flat):
        return False
    if _COMPLETE.match(flat):
        first = _SENTENCE.split(flat, maxsplit=1)[0]
        return None if _BUT.search(first) else True
    return None


def rating_shown(row: SheetRow, column: int | None) -> Shown:
    """The rating in a cell: its colour, letter or word. Colour and letter must agree; a shaded row has no colour."""
    if column is None or column >= len(row.entries):
        return Shown(None, None)
    text = " ".join(plain(row.entries[column].text).split())
    if len(text) > LONGEST_RATING:
        return Shown(None, None, "what stands for the rating is none")
    fill = own_fill(row, column)
    return _rated(text, fill)


def shows(row: SheetRow, column: int) -> bool:
    """Whether a cell holds anything, a word or a colour of its own."""
    return bool(row.text(column)) or (column < len(row.entries) and own_fill(row, column) is not None)


def own_fill(row: SheetRow, column: int) -> Colour | None:
    """The colour of a cell itself, None when it is that of the whole row."""
    fill = row.entries[column].fill
    others = [entry.fill for i, entry in enumerate(row.entries) if i != column]
    return None if fill is None or (others and others.count(fill) * 2 >= len(others)) else fill


def _rated(text: str, fill: Colour | None) -> Shown:
    drawn = colour_name(fill) if fill is not None else None
    written = rating_of(text, None)
    if not text or text in {"-", "–"}:
        return Shown(drawn, "fill") if drawn else Shown(None, None)
    if written is not None and drawn is not None:
        if not _alike(written.name, drawn):
            return Shown(None, None, "the rating's letter and its colour do not agree")
        return Shown(written.name, "fill")
    if written is not None:
        return Shown(written.name, written.source)
    if re.fullmatch(r"[A-Za-z]{1,2}", text):
        return Shown(text, "letter")
    if not re.search(r"[A-Za-z]{2}", text):
        return Shown(drawn, "fill") if drawn else Shown(None, None)
    return Shown(drawn, "fill") if drawn and drawn != "grey" else Shown(text, "word")


def _alike(one: str, other: str) -> bool:
    """Whether two names of a colour may be the same: what papers call amber is drawn from gold to orange."""
    return one == other or {one, other} <= {"amber", "yellow"} or {one, other} <= {"blue", "purple"}


def arrow_of(text: str) -> str | None:
    """Which way an arrow points: "up", "down" or "same" (sideways); other signs and words stay as printed.

    None for what is empty, long, or a sign of the font's own that nobody can name.
    """
    flat = "".join(text.replace("\ufe0f", "").split())
    ways = {_ARROWS.get(sign) for sign in flat}
    if flat and len(flat) <= 3 and len(ways) == 1 and None not in ways:
        return ways.pop()
    private = any("\ue000" <= sign <= "\uf8ff" for sign in flat)
    return None if not flat or private or len(flat) > LONGEST_RATING else " ".join(text.split())
