"""Tracking logs to tracked decisions: what a meeting asked for, who does it by when, and how far it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from assistant.records.cell_labels import Labelled, read_labels
from assistant.records.dates import find_dates, month_number, plain
from assistant.records.due import day_in_cell, due_of, told_position
from assistant.records.minuted_actions import who_acts
from assistant.records.model import Certainty, Piece, TrackedDecision
from assistant.records.plans import table_position
from assistant.records.reading import Context, SheetReading
from assistant.records.register import (
    Register,
    completeness,
    find_head,
    first_set,
    in_force,
    inherited_head,
    progress_in,
    read_register,
    said,
)
from assistant.records.roles import PROPOSED, Columns, Role
from assistant.records.sheets import Sheet, SheetRow
from assistant.records.states import Shown, complete_of, rating_shown

MAIN: tuple[Role, ...] = ("resolution", "action", "recommendation")
_TOLD_OF: tuple[Role, ...] = ("lead", "member", "timescale", "revised", "progress", "status", "completed")
LOG = re.compile(
    r"\btracking\b|\b(?:decision|action|resolution|recommendation)s?(?: and \w+)? (?:tracker|log|list|schedule)\b|\bmatters arising\b"
    r"|\boutstanding (?:actions|issues)\b|\bactions? (?:arising|from (?:the )?(?:previous|last))\b|\btracker\b",
    re.IGNORECASE,
)
OF_A_PLAN = re.compile(
    r"\b(?:corporate|council|strategic|business|service|delivery|improvement|action|recovery|transformation|climate\w*|community|annual) (?:\w+ )?(?:plan|strategy)\b",
    re.IGNORECASE,
)
_MINUTE = re.compile(
    r"^\W*(?i:min(?:ute)?s?\b\.?\s*(?:no\b\.?|number|ref\w*)?\W*)?(?P<number>(?:[A-Z]{1,6}[ ./-]?)?\d{1,4}[A-Za-z]?(?:[./-]\d{1,4}){0,3}(?:\([a-z]{1,3}\))?)(?![\w%])"
)
_LATE = re.compile(r"(?:(?:open|in progress|not complete)\W{1,3})?(?:overdue|late|behind(?: schedule)?)", re.IGNORECASE)
_PUNCTUATED = re.compile(r"[.!?;:]$")


def _main_roles(columns: Columns) -> tuple[Role, ...]:
    """The roles that say what a row asks for; beside its minute and how far it is, the matter itself does."""
    matter = columns.first("minute") is not None and columns.has("progress", "status") > 0
    return (*MAIN, "topic") if matter else MAIN


def main_column(columns: Columns) -> int | None:
    """The column of what is followed: a resolution, an action, a recommendation or a matter arising."""
    return columns.first(*_main_roles(columns))


class MinuteCell(NamedTuple):
    """What stands in the column of minutes: number, day of the meeting, title."""

    number: str | None
    meeting: date | None
    title: str | None


@dataclass(slots=True)
class _Entry:
    """A row of the log, whole: the texts of its columns, and the rows of the sheet they come from."""

    rows: list[SheetRow]
    texts: list[str]
    labelled: Labelled | None = None
    minute: MinuteCell = field(default=MinuteCell(None, None, None))
    certainty: Certainty = "sure"


class TrackingReader:
    """Reads logs of decisions and actions that a committee follows."""

    kind = "tracked_decision"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure where resolutions or actions stand beside their minute or meeting, with who, when or how far."""
        head = find_head(sheet, context)
        if head is None:
            return 0.85 if _goes_on(sheet, context) else 0.0
        columns = head.columns
        if main_column(columns) is None or columns.first("this period", "next period") is not None:
            return 0.0
        told = columns.has(*_TOLD_OF)
        log = bool(LOG.search(sheet.title)) or sheet.part.kind == "tracking log"
        dated = columns.first("minute", "meeting") is not None or _held(columns) is not None
        if not told or not (dated or log) or any(map(PROPOSED.search, head.heads)):
            return 0.0
        own = columns.first("resolution") is not None and columns.first("minute") is not None
        if not dated and columns.first("priority", "revised") is not None:
            return 0.5  # what is followed are recommendations with their urgency: a plan of actions
        if columns.first("minute", "meeting", "resolution", "action") is None and columns.first("outcome") is not None:
            return 0.5  # recommendations of audits with their report beside them: no meeting asked for them
        asked = columns.first("minute", "meeting", "resolution") is not None
        if not asked and OF_A_PLAN.search(sheet.title):
            return 0.5  # "Corporate Plan: action tracker" follows what the plan set out, and no meeting
        if not log and not own and columns.first("minute", "meeting") is None:
            return 0.3
        return min(0.7 + 0.05 * told + 0.1 * log + 0.1 * own, 0.97)

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """A resolution a row; a row cut into several is put together where its labels say so, else left as text."""
        head = find_head(sheet, context) or inherited_head(sheet, context)
        assert head is not None
        register = read_register(head, _main_roles(head.columns))
        reasons = list(register.reasons)
        entries = _entries(register, reasons)
        left = len(reasons)
        found: list[TrackedDecision] = []
        for entry in _with_minutes(entries, register.columns):
            reason = _unreadable(entry, register.columns)
            if reason:
                reasons.append(reason)
                left += len(entry.rows)
            else:
                found.append(_decision(entry, register, sheet, context))
        return SheetReading(found, left, reasons)


def _goes_on(sheet: Sheet, context: Context) -> bool:
    """Whether a table without heads goes on with a log before it: its cells are labelled as those of that log."""
    head = inherited_head(sheet, context)
    columns = head.columns if head else None
    if columns is None or main_column(columns) is None or not columns.shared:
        return False
    return any(len(read_labels(row.text(column)).fields) > 0 for row in sheet.rows for column in columns.shared)


def _held(columns: Columns) -> int | None:
    """A column of nothing but "Date" before the resolution: when the meeting was. After it, it is when to act."""
    column, main = columns.first("date"), main_column(columns)
    return column if column is not None and main is not None and column < main else None


def _entries(register: Register, reasons: list[str]) -> list[_Entry]:
    """The rows of the log; where one cell holds labelled fields, rows that lack some go on with the one above."""
    shared = next(iter(register.columns.shared), None)
    if shared is None:
        return [_Entry([row], [entry.text for entry in row.entries]) for row in register.rows]
    told = [read_labels(row.text(shared)) for row in register.rows]
    counts = Counter(role for labelled in told for role in labelled.fields)
    expected = {role for role, n in counts.items() if 2 * n >= max(counts.values())}
    opener = _opener(told)
    entries: list[_Entry] = []
    for row, labelled in zip(register.rows, told, strict=True):
        before = entries[-1] if entries else None
        opens = opener in labelled.fields and not labelled.before
        if opens or _own_number(row, register.columns) or before is None:
            entries.append(_Entry([row], [entry.text for entry in row.entries]))
        elif _may_join(before, row, register.columns, shared, expected):
            _join(before, row)
        else:
            reasons.append("a row without the labels of the others")
    return [_labelled(entry, shared, expected, register.columns, reasons) for entry in entries]


def _opener(told: Sequence[Labelled]) -> Role | None:
    """The label that most cells begin with."""
    first = Counter(next(iter(labelled.fields)) for labelled in told if labelled.fields and not labelled.before)
    return first.most_common(1)[0][0] if first else None


def _own_number(row: SheetRow, columns: Columns) -> bool:
    column = columns.first("minute", "reference")
    return column is not None and not row.entries[column].merged and minute_in(row.text(column)).number is not None


def _may_join(entry: _Entry, row: SheetRow, columns: Columns, shared: int, expected: set[Role]) -> bool:
    """Whether a row without a number or opening label is the rest of the entry above."""
    has = read_labels(entry.texts[shared])
    more = read_labels(row.text(shared))
    if set(more.fields) & set(has.fields):
        return False
    if expected - set(has.fields):
        return True
    column = columns.first("minute", "reference")
    blank = column is None or not row.text(column)
    return blank and not _PUNCTUATED.search(entry.texts[shared]) and bool(row.text(shared)) and not more.fields


def _join(entry: _Entry, row: SheetRow) -> None:
    entry.rows.append(row)
    entry.certainty = "likely"
    for i, more in enumerate(row.entries):
        if more.text and not more.merged:
            entry.texts[i] = f"{entry.texts[i]} {more.text}".strip()


def _labelled(entry: _Entry, shared: int, expected: set[Role], columns: Columns, reasons: list[str]) -> _Entry:
    """An entry with its labelled fields; without them where they are not all there or not clear."""
    labelled = read_labels(entry.texts[shared])
    missing = expected - set(labelled.fields)
    main = main_column(columns)
    alone = len(entry.rows) == 1 and main is not None and bool(_PUNCTUATED.search(entry.texts[main]))
    numbered = _own_number(entry.rows[0], columns)
    if labelled.before or not labelled.clear or not labelled.fields or (missing and not (alone and numbered)):
        return entry
    entry.labelled = labelled
    return entry


def _with_minutes(entries: list[_Entry], columns: Columns) -> list[_Entry]:
    """The entries with the minute each stands under: its own, else that of the entry above."""
    column = columns.first("minute", "reference")
    if column is not None and columns.first("minute") is None and _counts(entries, column):
        column = None
    under = MinuteCell(None, None, None)
    done: list[_Entry] = []
    for entry in entries:
        own = minute_in(entry.texts[column]) if column is not None else under
        if column is None or entry.texts[column]:
            under = own
            done.append(replace(entry, minute=own))
        else:
            done.append(replace(entry, minute=under, certainty="likely"))
    return done


def _counts(entries: Sequence[_Entry], column: int) -> bool:
    """Whether a column of references only counts the rows of the log: 1, 2, 3 are no minutes then."""
    said = [entry.texts[column].strip(" .") for entry in entries if entry.texts[column].strip()]
    return len(said) > 1 and said == [str(i) for i in range(1, len(said) + 1)]


def minute_in(text: str) -> MinuteCell:
    """The number, the meeting's day and the title that stand in a cell such as "Minute 12, 3 May 2025, Library"."""
    days = [mention for mention in find_dates(text) if mention.date is not None]
    rest = text
    for mention in reversed(days[:1]):
        rest = f"{rest[: mention.span[0]]} {rest[mention.span[1] :]}"
    match = _MINUTE.match(plain(rest))
    number = rest[match.start("number") : match.end("number")] if match else None
    title = " ".join(rest[match.end() if match else 0 :].split()).strip(" –—-:,.;()")
    if month_number(title):
        title = ""  # "44 (Sept)" tells of which meeting's minutes it is
    return MinuteCell(number, days[0].date if len(days) == 1 else None, title or None)


def _unreadable(entry: _Entry, columns: Columns) -> str | None:
    """Why an entry is no tracked decision; None when it is one."""
    main = main_column(columns)
    assert main is not None
    text = entry.texts[main]
    if not re.search(r"[^\W\d_]{3}", text) or entry.rows[0].entries[main].merged:
        return "no resolution stands in the row"
    if entry.rows[0].entries[main].span > 1:
        return "a heading, or cells out of step with their heads"
    if columns.shared and entry.labelled is None:
        return "who, when and how far stand in one cell and cannot be told apart"
    if columns.shared and text[0].islower():
        return "the resolution begins in the middle of a sentence"
    return None


def _decision(entry: _Entry, register: Register, sheet: Sheet, context: Context) -> TrackedDecision:
    row, columns = entry.rows[0], register.columns
    fields = entry.labelled.fields if entry.labelled else {}
    held = day_in_cell(row.text(_held(columns) if _held(columns) is not None else columns.first("meeting")))
    meeting = entry.minute.meeting or held
    target = fields.get("timescale") or in_force(row, columns)
    if target is None and columns.first("date") is not None and _held(columns) is None:
        target = said(row, columns, "date")
    rated = _rated(row, columns)
    progress = fields.get("progress") or progress_in(row, register) or said(row, columns, "outcome", "status")
    main = main_column(columns)
    assert main is not None
    return TrackedDecision(
        page=row.page,
        pieces=_pieces(entry.rows),
        as_printed=" ".join(one.as_printed for one in entry.rows),
        certainty=entry.certainty,
        committee=sheet.part.committee or context.facts.committee,
        minute=entry.minute.number,
        meeting_date=meeting,
        title=entry.minute.title or _topic(row, columns),
        resolution=entry.texts[main],
        target=target,
        original_target=first_set(row, columns) if "timescale" not in fields else None,
        due=due_of(target, meeting),
        officer=fields.get("lead") or said(row, columns, "lead", "member") or who_acts(entry.texts[main]),
        response=said(row, columns, "response"),
        progress=progress,
        rating=rated.rating,
        rating_source=rated.source,
        complete=completeness(row, columns, fields.get("status") or progress),
        position_at=_position(register, context) or table_position(sheet, context.facts),
    )


def _position(register: Register, context: Context) -> date | None:
    """The day of the position, where the head of its column says one: "Progress at 14 November 2025"."""
    column = register.columns.first("progress", "status")
    return told_position(register.heads[column], context.facts.meeting_date) if column is not None else None


def _rated(row: SheetRow, columns: Columns) -> Shown:
    """How a row is rated; the word "Complete" printed on a colour is what is told, and no colour."""
    text = row.text(columns.first("rating"))
    status = row.text(columns.first("status")) if columns.first("progress") is not None else ""
    if not text and _LATE.fullmatch(status.strip()):
        return Shown(status.strip(), "word")  # beside what was done about it, the log says itself which are late
    return Shown(text, "word") if complete_of(text) is not None else rating_shown(row, columns.first("rating"))


def _topic(row: SheetRow, columns: Columns) -> str | None:
    """What a row is about; the number of an agenda item is no topic."""
    topic = said(row, columns, "topic", "title") if main_column(columns) != columns.first("topic") else None
    return topic if topic and re.search(r"[^\W\d_]{2}", topic) else None


def _pieces(rows: Sequence[SheetRow]) -> list[Piece]:
    return [piece for row in rows for piece in row.pieces()]
