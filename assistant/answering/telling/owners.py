"""Who answers for a measure: the owner that a paper prints with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.figures import indicator_of
from assistant.records.model import Observation
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.inquiry import subject_text
from assistant.tools.figures import named
from assistant.tools.ledger import Entry

_OWNED = r"\bwho\b|\bwhose\b|\bowner\b|\bowned\b|\bresponsible\b|\baccountable\b|\bofficer\b|\bleads?\b|\bin charge\b"
_MEASURE = r"\b(?:measures?|indicators?|kpis?|pis?|figures?|targets?|performance)\b"


def tell_owner(ask: Ask, found: Sequence[Entry[Observation]]) -> bool:
    """Say who owns a measure; False where that is not asked or no paper prints it."""
    if not ask.wants("owner", "person") or not ask.says(_OWNED):
        return False
    one = indicator_of(ask, found[0])
    names = set(one.wordings) if one is not None else {entry.record.name for entry in found}
    rows = [*found, *ask.finder.ledger.entries(Observation)]  # a card may print the owner that the table leaves out
    held = [entry for entry in rows if entry.record.owner and entry.record.name in names]
    if not held:
        return False
    entry = max(held, key=lambda e: paper_day(e.paper) or date.min)
    record = entry.record
    cited = ask.cite(entry, record.owner or "", record.name)
    if cited is None:
        return False
    name = f"“{told(record.name)}”" + (f" ({told(record.indicator_id)})" if record.indicator_id else "")
    ask.draft.paragraphs.append(
        f"{told(entry.paper.title)}: {name} – owner: **{told(record.owner)}** [{cited.marker}]."
    )
    return True


def tell_named_owner(ask: Ask) -> bool:
    """Say who owns the measure that a question names by its words: "who is responsible for the missed bins measure"."""
    if not ask.wants("owner", "person") or not ask.says(_MEASURE):
        return False
    entries = ask.finder.ledger.entries(Observation)
    if not any(entry.record.owner for entry in entries):
        return False
    one, _ = named(ask.finder, subject_text(ask.inquiry))
    return one is not None and tell_owner(ask, [one.entry(one.points[-1][1].latest)])
