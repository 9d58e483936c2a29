"""Schedules of planning applications with what the committee decided on each: "Application | Officers said | Decision | Vote"."""

from __future__ import annotations

import re

from assistant.records.model import Record, Verb, Vote
from assistant.records.notices import Form, record_of
from assistant.records.planning_columns import APPLICATION, FATES, PlanningColumns, fate, planning_columns
from assistant.records.reading import Context, SheetReading
from assistant.records.sheets import Sheet, SheetRow
from assistant.records.vocabulary import MEETING_KINDS
from assistant.records.votes import Side, votes_in

_OTHERS = re.compile(
    r"\bdelegated (?:powers?|decisions?|authority)\b|\bappeals?\b|\bofficer decisions?\b", re.IGNORECASE
)
"""Over a table of what somebody other than the committee decided."""
_NAMED = [(verb, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for verb, words in FATES]
_SIDES: list[tuple[Side, re.Pattern[str]]] = [
    ("for", re.compile(r"\b(?:for|in favour)\b", re.IGNORECASE)),
    ("against", re.compile(r"\bagainst\b", re.IGNORECASE)),
    ("abstain", re.compile(r"\babst\w*|\bnot voting\b", re.IGNORECASE)),
]
_COUNTS = re.compile(r"(?<![\d.])\d{1,3}(?:\s*[-/:,–]+\s*\d{1,3}){1,2}(?![\d.])")


class PlanningRows:
    """The reader of tables with an application a row and what the meeting decided on it."""

    kind = "resolution"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure where a meeting's own paper has a column of applications and one of decisions that are told of each."""
        if sheet.part.kind not in MEETING_KINDS or _OTHERS.search(f"{sheet.caption or ''} {sheet.heading or ''}"):
            return 0.0
        return 0.98 if planning_columns(sheet.headers, [_texts(row) for row in sheet.rows]) is not None else 0.0

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """A resolution an application; a row without a reference or a decision is left as text."""
        columns = planning_columns(sheet.headers, [_texts(row) for row in sheet.rows])
        assert columns is not None
        found: list[Record] = []
        reading = SheetReading(found)
        for row in sheet.rows:
            if APPLICATION.match(row.text(columns.application)) and row.text(columns.decision):
                found.append(_resolution(row, columns, sheet))
            else:
                reading.left += 1
                reading.reasons.append("no application or no decision stands in the row")
        return reading


def _texts(row: SheetRow) -> list[str]:
    return [entry.text for entry in row.entries]


def _resolution(row: SheetRow, columns: PlanningColumns, sheet: Sheet) -> Record:
    """The decision on one application: its number is the reference, its title the site and what is to be built."""
    text = row.text(columns.application)
    found = APPLICATION.match(text)
    assert found is not None
    site = [text[found.end() :].strip(" -–:,;"), *(row.text(i) for i in columns.about)]
    decision = row.text(columns.decision)
    record = record_of(
        Form(" – ".join(filter(None, site)) or None, [decision], row.pieces(columns.decision)), sheet.part
    )
    record.pieces, record.as_printed, record.minute = row.pieces(), row.as_printed, found.group()
    record.verb = fate(decision) or record.verb
    record.votes = (
        _votes(row.text(columns.vote), sheet.headers[columns.vote], record.verb) if columns.vote is not None else []
    )
    record.advice = _told(row, columns.advice)
    record.reasons = _told(row, columns.reasons)
    return record


def _told(row: SheetRow, column: int | None) -> str | None:
    text = row.text(column)
    return text if re.search(r"\w", text) else None


def _votes(text: str, head: str, verb: Verb) -> list[Vote]:
    """The vote on what was decided: of several counts the one that the cell says is of it, its sides in the order of the head."""
    order = sorted((at.start(), side) for side, form in _SIDES if (at := form.search(head)))
    runs = list(_COUNTS.finditer(text))
    if not runs or len(order) < 2:
        return votes_in(text)
    ends = [*(run.start() for run in runs[1:]), len(text)]
    named = [
        {of for of, form in _NAMED if form.search(text[run.end() : end])} for run, end in zip(runs, ends, strict=True)
    ]
    own = [run for run, of in zip(runs, named, strict=True) if verb in of or (not of and len(runs) == 1)]
    if len(own) != 1:
        return []
    counts = [int(count) for count in re.findall(r"\d+", own[0].group())]
    return [Vote(side=side, count=count) for (_, side), count in zip(order, counts, strict=False)]
