"""What is to come to a meeting: the items of its agenda, or of the newest work programme that names it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answering.compose import spoken
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.tabled import Row, tabled
from assistant.answering.telling.weighing import of_the_time
from assistant.records.model import AgendaItem, ProgrammeItem
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.holdings import paper_day
from assistant.tools.ledger import Entry

_AGENDA = r"\bagendas?\b|\bitems?\b.{0,30}\bmeeting\b"
_TO_COME = (
    r"\bwork (?:programme|plan)\b|\bforward plan\b|\bdown for\b|\bcoming (?:up|to)\b|\bscheduled\b|\bplanned for\b|\bdue (?:to come )?to\b"
    r"|\bpencilled in\b|\blined up\b|\b(?:meant|supposed|expected|due|set) to (?:be )?(?:decid|discuss|consider|look|review|hear|tak)\w*"
    r"|\blooking at (?:in|on|at|next)\b|\bgoing to\b.{0,30}\b(?:meeting|committee|scrutiny|cabinet)\b|\bprogrammed\b"
)
_MOST = 25


def tell_items(ask: Ask) -> bool:
    """List what is to come to the meeting that a question names by its time; False where no paper names it."""
    if not (ask.inquiry.days or ask.inquiry.periods) or not ask.says(f"{_AGENDA}|{_TO_COME}"):
        return False
    if ask.says(_AGENDA) and _tell(ask, ask.finder.ledger.entries(AgendaItem)):
        return True
    return _tell(ask, ask.finder.ledger.entries(ProgrammeItem))


def _tell(ask: Ask, entries: Sequence[Entry[Any]]) -> bool:
    bodies = bodies_asked(ask.inquiry, ask.searcher.committees)
    held = of_the_time(ask, entries, lambda record: record.meeting_date)
    held = [e for e in held if not bodies or e.record.committee in bodies or e.record.committee is None]
    if not held:
        return False
    newest = max(held, key=lambda e: str(paper_day(e.paper) or "")).paper
    own = [e for e in held if e.paper.id == newest.id][:_MOST]
    if len({e.record.committee for e in own}) > 1:
        return False
    rows: list[Row] = []
    for entry in own:
        cited = ask.cite(entry, _title(entry))
        if cited is not None:
            fields = _fields(entry)
            rows.append(Row(fields, [cited.marker]))
            ask.draft.worked += fields.values()
    if not rows:
        return False
    day = own[0].record.meeting_date
    body = f"{told(own[0].record.committee)}, " if own[0].record.committee else ""
    ask.draft.paragraphs += [f"{body}{spoken(day)}, as listed in {told(newest.title)}:", tabled(rows)]
    ask.draft.whole = True
    return True


def _title(entry: Entry[Any]) -> str:
    record = entry.record
    return str(record.topic if isinstance(record, ProgrammeItem) else record.title)


def _fields(entry: Entry[Any]) -> dict[str, str]:
    record = entry.record
    if isinstance(record, ProgrammeItem):
        return {"Item": f"“{told(record.topic)}”", "Lead": told(record.lead)}
    number = f"{told(record.number)}. " if record.number else ""
    return {"Item": f"{number}“{told(record.title)}”" + (" (in private)" if record.private else "")}
