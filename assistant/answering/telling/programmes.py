"""What is to come to a meeting: the items of its agenda, or of the newest work programme that names it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answering.compose import spoken
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.weighing import of_the_time
from assistant.records.model import AgendaItem, ProgrammeItem
from assistant.retrieval.bodies import bodies_asked
from assistant.tools.ledger import Entry, paper_day

_AGENDA = r"\bagendas?\b|\bitems?\b.{0,30}\bmeeting\b"
_TO_COME = (
    r"\bwork (?:programme|plan)\b|\bforward plan\b|\bdown for\b|\bcoming (?:up|to)\b|\bscheduled\b|\bplanned for\b|\bdue (?:to come )?to\b"
    r"|\bpencilled in\b|\blined up\b|\b(?:meant|supposed|expected|due|set) to (?:be )?(?:decid|discuss|consider|look|review|tak)\w*"
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
    lines = []
    for entry in own:
        cited = ask.cite(entry, _title(entry))
        if cited is not None:
            lines.append(f"- {_line(entry)} [{cited.marker}]")
            ask.draft.worked.append(_line(entry))
    if not lines:
        return False
    day = own[0].record.meeting_date
    body = f"{told(own[0].record.committee)}, " if own[0].record.committee else ""
    ask.draft.paragraphs += [f"{body}{spoken(day)}, as listed in {told(newest.title)}:", "\n".join(lines)]
    ask.draft.whole = True
    return True


def _title(entry: Entry[Any]) -> str:
    record = entry.record
    return str(record.topic if isinstance(record, ProgrammeItem) else record.title)


def _line(entry: Entry[Any]) -> str:
    record = entry.record
    if isinstance(record, ProgrammeItem):
        return f"“{told(record.topic)}”" + (f" ({told(record.lead)})" if record.lead else "")
    number = f"{told(record.number)}. " if record.number else ""
    return f"{number}“{told(record.title)}”" + (" (in private)" if record.private else "")
