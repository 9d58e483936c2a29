"""Schedules of planning applications with what the committee decided on each: "Application | Officers said | Decision | Vote"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.records.model import Record, Verb, Vote
from assistant.records.notices import Form, record_of
from assistant.records.reading import Context, SheetReading
from assistant.records.sheets import Sheet, SheetRow
from assistant.records.vocabulary import MEETING_KINDS
from assistant.records.votes import Side, votes_in

APPLICATION = re.compile(
    r"(?:[A-Z]{1,4}[/. -]?)?(?:(?:20)?\d\d[/.-]\d{3,6}|(?!20\d\d/\d\d\b)\d{3,6}[/.](?:20)?\d\d)(?:[/.-](?:[A-Z]{1,6}\d?|\d{1,3}))*(?![\w/])"
)
"""The reference of an application, by year and number and the letters of its kind: "25/01127/FUL", "P/2025/0123", "S/1234/25"."""
_DECIDED = re.compile(
    r"\bdeci(?:ded|sions?)\b|\bresol(?:ved|utions?)\b|\boutcome\b|\bdetermin(?:ed|ation)\b", re.IGNORECASE
)
_NOT_THEIRS = re.compile(
    r"\binspector|\bappeal|\bdelegated\b|\bofficers?\b|\brecommend|\bcouncil\b|\b(?:date|level|type|maker|issued)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\bdelegated (?:powers?|decisions?|authority)\b|\bappeals?\b|\bofficer decisions?\b", re.IGNORECASE
)
"""Over a table of what somebody other than the committee decided."""
_ADVICE = re.compile(r"\bofficers?\b|\brecommend", re.IGNORECASE)
_VOTE = re.compile(r"\bvot(?:es?|ing)\b|\bfor\b.*\bagainst\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:site|location|address|proposal|description|development|premises)\b", re.IGNORECASE)
_REASONS = re.compile(r"\breasons?\b", re.IGNORECASE)
_FATES: list[tuple[Verb, str]] = [
    ("approved", r"approv\w+|grant\w*|permit\w*|permission granted|consent\w*"),
    ("rejected", r"refus\w+|reject\w+"),
    ("deferred", r"defer\w*|adjourn\w*"),
    ("withdrawn", r"withdrawn"),
]
_FATE = [(verb, re.compile(rf"\W*(?:{words})\b", re.IGNORECASE)) for verb, words in _FATES]
_NAMED = [(verb, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for verb, words in _FATES]
_SIDES: list[tuple[Side, re.Pattern[str]]] = [
    ("for", re.compile(r"\b(?:for|in favour)\b", re.IGNORECASE)),
    ("against", re.compile(r"\bagainst\b", re.IGNORECASE)),
    ("abstain", re.compile(r"\babst\w*|\bnot voting\b", re.IGNORECASE)),
]
_COUNTS = re.compile(r"(?<![\d.])\d{1,3}(?:\s*[-/:,–]+\s*\d{1,3}){1,2}(?![\d.])")


def is_application(number: str) -> bool:
    """Whether a number is the reference of an application and no minute's."""
    return bool(APPLICATION.fullmatch(number)) and re.search(r"\d{4}", number) is not None


class _Columns(NamedTuple):
    application: int
    decision: int
    about: list[int]
    advice: int | None
    vote: int | None
    reasons: int | None


class PlanningRows:
    """The reader of tables with an application a row and what the meeting decided on it."""

    kind = "resolution"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure where a meeting's own paper has a column of applications and one of decisions that are told of each."""
        if sheet.part.kind not in MEETING_KINDS or _OTHERS.search(f"{sheet.caption or ''} {sheet.heading or ''}"):
            return 0.0
        return 0.98 if _columns(sheet.headers, [_texts(row) for row in sheet.rows]) is not None else 0.0

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """A resolution an application; a row without a reference or a decision is left as text."""
        columns = _columns(sheet.headers, [_texts(row) for row in sheet.rows])
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


def is_schedule(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table is a schedule of applications decided."""
    return _columns(heads, rows) is not None


def _texts(row: SheetRow) -> list[str]:
    return [entry.text for entry in row.entries]


def _columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> _Columns | None:
    """The columns by their heads and by what stands in them; None unless one has applications and one other the decisions."""
    flat = [" ".join(head.split()) for head in heads]
    decided = [
        i
        for i, head in enumerate(flat)
        if _DECIDED.search(head)
        and not _NOT_THEIRS.search(head)
        and _most(rows, i, lambda text: _fate(text) is not None)
    ]
    listed = [i for i in range(len(flat)) if _most(rows, i, lambda text: bool(APPLICATION.match(text)))]
    if len(decided) != 1 or not listed or listed[0] == decided[0] or any(re.search(r"\bappeal", h, re.I) for h in flat):
        return None
    advice, vote, reasons = (
        next((i for i, head in enumerate(flat) if form.search(head) and i != decided[0]), None)
        for form in (_ADVICE, _VOTE, _REASONS)
    )
    taken = {decided[0], listed[0], advice, vote, reasons}
    about = [i for i, head in enumerate(flat) if i not in taken and _ABOUT.search(head)]
    return _Columns(listed[0], decided[0], about, advice, vote, reasons)


def _most(rows: Sequence[Sequence[str]], column: int, fits: Callable[[str], bool]) -> bool:
    texts = [row[column] for row in rows if column < len(row) and row[column]]
    return 2 * sum(map(fits, texts)) > len(texts)


def _fate(text: str) -> Verb | None:
    """What became of an application, by the first word of the cell."""
    return next((verb for verb, form in _FATE if form.match(text)), None)


def _resolution(row: SheetRow, columns: _Columns, sheet: Sheet) -> Record:
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
    record.verb = _fate(decision) or record.verb
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
