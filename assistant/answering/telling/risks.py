"""What a risk register says of a risk: owner, scores, mitigation, and how it moved."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.telling.ask import Ask, told
from assistant.records.model import Risk
from assistant.tools.ledger import Entry
from assistant.tools.risks import Followed, follow

_MITIGATION = (
    r"\bdoing\b|\bdone about\b|\bmitigat\w*|\bmanag\w*|\bcontrol\w*|\bactions?\b|\btackl\w*|\bprevent\w*|\breduc\w*"
)
_SCORE = (
    r"\bscor\w*|\brat(?:ed|ing)\b|\bhow (?:bad|big|serious|high|risky)\b|\bmov(?:ed|ing)\b|\bchang\w*|\bup\b|\bdown\b"
)


def tell_risk(ask: Ask, found: Sequence[Entry[Risk]]) -> bool:
    """Say what the register has on a risk; the latest register unless a time is asked for."""
    entry = found[0]
    timed = bool(ask.inquiry.periods or ask.inquiry.days)
    if not timed:
        entry = _latest(ask, entry)
    record = entry.record
    cited = ask.cite(entry, record.description)
    if cited is None:
        return False
    fields = _fields(ask, record)
    number = f"risk {told(record.number)}, " if record.number else ""
    name = f"{told(entry.paper.title)}: {number}“{told(record.description)}”"
    ask.draft.paragraphs.append(
        f"{name} – {'; '.join(fields)} [{cited.marker}]." if fields else f"{name} [{cited.marker}]"
    )
    for label, printed, score in (
        ("current score", record.current_as_printed, record.current_score),
        ("previous score", record.previous_as_printed, record.previous_score),
    ):
        if printed:
            ask.value(f"{label}: {record.description}"[:200], printed, score, None, None, cited)
    return True


def _latest(ask: Ask, entry: Entry[Risk]) -> Entry[Risk]:
    ledger = ask.finder.ledger
    followed: list[Followed] = ask.finder.once("followed risks", ledger.entries(Risk), lambda: follow(ledger))
    thread = next((one for one in followed if any(e.record is entry.record for e in one.entries)), None)
    return thread.entries[-1] if thread is not None else entry


def _fields(ask: Ask, record: Risk) -> list[str]:
    fields: list[str] = []
    if record.owner:
        fields.append(f"owner: {_strong(told(record.owner), ask.wants('owner', 'person'))}")
    scored = ask.says(_SCORE) or ask.wants("figure", "comparison")
    if record.previous_as_printed:
        fields.append(f"previous score: {_strong(told(record.previous_as_printed), scored)}")
    if record.current_as_printed:
        fields.append(f"current score: {_strong(told(record.current_as_printed), scored)}")
    if record.target_as_printed and scored:
        fields.append(f"target score: {told(record.target_as_printed)}")
    if record.rating:
        fields.append(f"rated {record.rating}")
    if record.mitigation and (ask.says(_MITIGATION) or not fields or ask.wants("action", "open")):
        fields.append(f"mitigation: “{told(record.mitigation)}”")
    return fields


def _strong(text: str, asked: bool) -> str:
    return f"**{text}**" if asked else text
