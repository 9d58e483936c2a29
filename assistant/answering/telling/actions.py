"""What actions, tracked decisions and milestones say: who leads, by when, how far, and how the date moved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.quoted import as_quoted
from assistant.answering.telling.row_fields import also_given
from assistant.answering.telling.tabled import RATED, STATE, Row, in_words, tabled
from assistant.papers.normalise import contains
from assistant.records.model import Milestone
from assistant.tools.actions import ActionRow, Followed, action_entries, action_row, follow_actions, state_row
from assistant.tools.ledger import Entry

HISTORY = (
    r"\bslip\w*|\bhow many times\b|\beach (?:\w+ )?date\b|\bdates\b|\bpromised\b|\boriginally\b|\bfirst (?:due|planned|meant)\b"
    r"|\bput back\b|\bdelay\w*|\bhistory\b|\bmoved\b|\bchanged\b"
)
_FIRST = r"\boriginal\w*|\bfirst\b|\bold (?:date|deadline)\b|\bbefore\b|\bwas (?:it )?(?:due|meant|supposed)\b|\bslip\w*|\bput back\b|\bmoved\b"
_URGENT = r"\bpriority\b|\bhow (?:urgent|important|serious)\b|\burgen\w+"
_NEXT = r"\bnext\b|\bplanned\b|\bcoming\b|\bwill\b"
_SHORT = 320


def tell_action(ask: Ask, found: Sequence[Entry[Any]]) -> bool:
    """Say where an action stands; through all papers where its history is asked for."""
    one = _followed(ask, found[0])
    if one is not None and ask.says(HISTORY) and len(one.entries) > 1:
        return _tell_history(ask, one)
    timed = bool(ask.inquiry.periods or ask.inquiry.days)
    entry = found[0] if one is None or timed else one.last
    return _tell_position(ask, entry, one) or (entry is not found[0] and _tell_position(ask, found[0], one))


def tell_row(ask: Ask, entry: Entry[Any]) -> bool:
    """Say where an action stands in the one paper of a row."""
    return _tell_position(ask, entry, None)


def tell_actions(ask: Ask, entries: Sequence[Entry[Any]]) -> bool:
    """Several actions of one paper, each with lead, date, progress and rating."""
    rows: list[Row] = []
    for entry in entries:
        row = state_row(ask.finder.ledger, entry, None, ask.today)
        cited = ask.cite(entry, *(text for text in (row.progress, row.action) if text))
        if cited is not None:
            rows.append(Row({"Action": action_name(ask, entry, row), **_fields(ask, entry, row)}, [cited.marker]))
    if not rows:
        return False
    ask.draft.paragraphs += [f"{told(entries[0].paper.title)}:", tabled(rows)]
    return True


def seen(ask: Ask, entry: Entry[Any]) -> int:
    """How many papers tell of an action."""
    one = _followed(ask, entry)
    return len(one.entries) if one is not None else 1


def _followed(ask: Ask, entry: Entry[Any]) -> Followed | None:
    entries = action_entries(ask.finder)
    source = entries[0].record if entries else None
    by_record = ask.finder.once("followed actions", source, lambda: _by_record(follow_actions(entries)))
    return by_record.get(id(entry.record))


def _by_record(followed: Sequence[Followed]) -> dict[int, Followed]:
    return {id(entry.record): one for one in followed for entry in one.entries}


def _tell_position(ask: Ask, entry: Entry[Any], one: Followed | None) -> bool:
    row = state_row(ask.finder.ledger, entry, one.thread if one else None, ask.today)
    cited = ask.cite(entry, *(text for text in (row.progress, row.action) if text))
    if cited is None:
        return False
    said = in_words({**_fields(ask, entry, row), **also_given(ask, entry)})
    state = ""
    if row.state == "vanished":
        state = " No later paper has it, though it was not said to be closed."
    where = told(entry.paper.title)
    ask.draft.paragraphs.append(f"{where}: {action_name(ask, entry, row)} – {said} [{cited.marker}].{state}")
    return True


def action_name(ask: Ask, entry: Entry[Any], row: ActionRow) -> str:
    """An action in its own words with its reference, under the title of its minute where that is printed as such."""
    label = {"tracked decision": "minute", "action": "ref", "milestone": ""}[row.kind]
    reference = f" ({label} {told(row.reference)})" if row.reference and label else ""
    if label == "minute" and row.reference and contains(entry.record.as_printed, row.reference):
        ask.draft.worked.append(
            f"minute {told(row.reference)}"
        )  # the cell has the number alone, its column says what it is
    title = as_quoted(ask, entry, row.outcome) if row.outcome and row.kind == "tracked decision" else ""
    said = as_quoted(ask, entry, row.action) or told(row.action)
    return f"{f'{title}: ' if title else ''}{said}{reference}"


def _fields(ask: Ask, entry: Entry[Any], row: ActionRow) -> dict[str, str]:
    """The row's fields by their names, those asked for in bold; "" where it has none."""
    owner = ask.wants("owner", "person")
    when = ask.wants("date") or ask.says(r"\bby when\b|\bdue\b|\bdeadline\b|\bwhen\b")
    measured = ask.says(r"\bmeasur|\bsuccess\b|\btarget\b")
    tracked = row.complete is not None and row.kind == "tracked decision"
    fields = {
        "Lead": _strong(told(row.lead), owner),
        "Priority": _strong(told(row.priority), ask.says(_URGENT)),
        "Due": _strong(told(row.timescale), when) + (first_set(row, ask.says(_FIRST)) if row.timescale else ""),
    }
    if row.kind == "milestone":
        fields |= _periods(ask, entry)
    else:
        fields["Response"] = _quoted(ask, entry, row.response)
        fields["Progress"] = _quoted(ask, entry, row.progress)
    return fields | {
        "Measure": _quoted(ask, entry, row.measure) if measured else "",
        RATED: told(row.rating),
        STATE: ("complete" if row.complete else "not complete") if tracked else "",
    }


def _quoted(ask: Ask, entry: Entry[Any], text: str | None) -> str:
    return as_quoted(ask, entry, text) or told(text) if text else ""


def first_set(row: ActionRow, asked: bool = False) -> str:
    """ " (originally …)" where another date was set first."""
    if not row.original_timescale or row.original_timescale == row.timescale:
        return ""
    return f" (originally {_strong(told(row.original_timescale), asked)})"


def _periods(ask: Ask, entry: Entry[Any]) -> dict[str, str]:
    record = entry.record
    both = {"This period": record.this_period, "Next period": record.next_period}
    first = "Next period" if ask.says(_NEXT) else "This period"
    return {name: _quoted(ask, entry, both[name]) for name in sorted(both, key=lambda name: name != first)}


def _tell_history(ask: Ask, one: Followed) -> bool:
    """What each paper says of it, oldest first, in one table; up to the paper of the time asked for, where one is."""
    upto = _up_to_the_paper(ask, one)
    rows: list[Row] = []
    for entry in upto:
        row = action_row(entry)
        cited = ask.cite(entry, *(text for text in (row.progress, row.action) if text))
        if cited is None:
            continue
        record = entry.record
        progress = record.this_period if isinstance(record, Milestone) else row.progress
        due = f"**{told(row.timescale)}**{first_set(row)}" if row.timescale else "no date"
        fields = {"Paper": told(entry.paper.title), "Due": due, "Progress": _quoted(ask, entry, _cut(progress))}
        rows.append(Row(fields, [cited.marker]))
    if len(rows) < 2:
        return False
    last = action_row(upto[-1])
    ask.draft.paragraphs += [f"{action_name(ask, upto[-1], last)}: {_moves(ask, one, upto)}", tabled(rows)]
    return True


def _up_to_the_paper(ask: Ask, one: Followed) -> list[Entry[Any]]:
    """The positions up to the paper of the day or period that is asked for; all where none is or none has it."""
    days, periods = ask.inquiry.days, ask.inquiry.periods
    asked = [
        i
        for i, entry in enumerate(one.entries)
        if (day := entry.position_at) and (day in days or any(p.contains(day) for p in periods))
    ]
    return list(one.entries[: asked[-1] + 1] if asked and asked[-1] else one.entries)


def _moves(ask: Ask, one: Followed, upto: Sequence[Entry[Any]]) -> str:
    """How often its date had moved by the last paper told of, from which to which."""
    known = {id(entry.record) for entry in upto}
    steps = [step for step in one.thread.steps if step.record is not None and id(step.record) in known]
    moves = [step for step in steps if step.days]
    past = len(upto) < len(one.entries)
    has = "had" if past else "has"
    times = {0: "not moved", 1: "moved once", 2: "moved twice"}.get(len(moves), f"moved {len(moves)} times")
    said = f"its date {has} {times}" if past or not moves else f"its date {times}"
    dates = [text for entry in upto if (text := action_row(entry).timescale)]
    if moves and len(dates) > 1 and dates[0] != dates[-1]:
        said += f", from **{told(dates[0])}** to **{told(dates[-1])}**"
    return f"{said}, by {told(upto[-1].paper.title)}." if past else f"{said}."


def _cut(text: str | None) -> str:
    flat = " ".join((text or "").split())
    if len(flat) <= _SHORT:
        return flat
    ends = [m.end() for m in re.finditer(r"[.;](?=\s)", flat[:_SHORT])]
    return flat[: ends[-1]] if ends else flat[:_SHORT].rsplit(" ", 1)[0]


def _strong(text: str, asked: bool) -> str:
    return f"**{text}**" if asked and text else text
