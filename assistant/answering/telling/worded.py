"""A row of a register that reached its PDF as loose lines, found by its words: its passages are pieces of it, so the search
finds a piece and not the row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.answering.telling.actions import tell_action
from assistant.answering.telling.ask import Ask, rows_at
from assistant.answering.telling.risks import tell_risk
from assistant.answering.telling.weighing import stems_of
from assistant.papers.normalise import contains
from assistant.records.model import Action, Record, Risk, TrackedDecision
from assistant.retrieval.asked_terms import Term, telling_terms
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry
from assistant.tools.sifting import reference_key

MEANT = 0.6  # of the question's telling words
AHEAD = 0.12  # of the next row, by which the one meant leads
SURELY, FAR_AHEAD = 0.85, 0.25  # the same where the row is a passage, too
TELLING = 1.2  # weight of the words asked from which they tell a row from others of its topic
SUBJECT = 0.6  # of a word's worth that it has in what the row is about; the rest it has anywhere in the row
LIKE = 0.85  # what a word that means much the same counts for
_RISK = r"\brisks?\b|\bregister\b"
_ACTION = (
    r"\bactions?\b|\btasks?\b|\blog\b|\btracker\b|\btracking\b|\bjob\b|\bdone\b|\bdown (?:to|for)\b|\b(?:meant|supposed|asked|going|got|promised) to\b"
    r"|\bbring back\b|\bfollow\w* up\b|\bcomplete\w*\b|\bowes?\b|\bprogress\w*\b|\bpassed (?:to|on)\b"
)
_FIELDS = frozenset(
    terms(
        "risk register action log tracker tracking decision owner own lead doing they about mitigation control score scored rated rating current target bad serious job done"
        " down complete completed progress passed meant supposed bring back meeting who whose strategic carries task"
    )
)


def tell_worded(ask: Ask) -> bool:
    """Answer with the loose row that a question is about by its words, where one leads all others."""
    ledger = ask.finder.ledger
    if ask.says(_RISK) and (one := _meant(ask, ledger.entries(Risk))):
        return tell_risk(ask, [one])
    if ask.says(_ACTION) and ask.inquiry.wants[0] in {"owner", "person", "date", "action", "open"}:
        held: list[Entry[Any]] = [*ledger.entries(TrackedDecision), *ledger.entries(Action)]
        if one := _meant(ask, held):
            return tell_action(ask, [one])
    return False


def _meant(ask: Ask, entries: Sequence[Entry[Any]]) -> Entry[Any] | None:
    """The row that leads all others: by far where the search finds rows of its kind by itself."""
    asked = [term for term in telling_terms(ask.inquiry, ask.searcher) if term.stem not in _FIELDS]
    held = [e for e in entries if _of_the_time(ask, e)] or [e for e in entries if _names_the_time(ask, e)]
    wanted = _wanted(ask, asked, held)
    ranked = sorted(((_share(ask, wanted, entry), entry) for entry in held), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < MEANT:
        return None
    best, one = ranked[0]
    lead = best - max((share for share, e in ranked[1:] if _subject(e.record) != _subject(one.record)), default=0.0)
    if best >= SURELY and lead >= FAR_AHEAD and sum(term.weight for term in asked) >= TELLING:
        return one
    return one if lead >= AHEAD and (_is_loose(ask, one) or _named_by_the_best(ask, one)) else None


def _is_loose(ask: Ask, entry: Entry[Any]) -> bool:
    """Whether no passage is the row: it stands on its page as lines."""
    hits = ask.searcher.on_page(entry.paper.id, entry.record.page)
    return not any(row.record is entry.record for hit in hits for row in rows_at(ask.finder, hit))


def _named_by_the_best(ask: Ask, entry: Entry[Any]) -> bool:
    """Whether the passage found first is a row that only names this one by its reference: of a summary above the cards."""
    cells = ask.evidence[0].hit.passage.cells if ask.evidence else None
    key = reference_key(
        next((getattr(entry.record, f, None) for f in ("number", "reference") if hasattr(entry.record, f)), None)
    )
    return bool(cells and re.search("[a-z]", key)) and any(reference_key(cell) == key for _, cell in cells or [])


def _wanted(ask: Ask, asked: Sequence[Term], held: Sequence[Entry[Any]]) -> list[Term]:
    """The terms of a question that are of a row: without those that no row is about and that name a paper ("Plymouth's")."""
    names = frozenset[str]().union(*(ask.searcher.names_of(paper) for paper in {entry.paper.id for entry in held}))
    subjects = frozenset[str]().union(*(stems_of(ask, entry, _subject) for entry in held))
    return [term for term in asked if term.stem not in names or _holds(term, subjects)]


def _share(ask: Ask, wanted: Sequence[Term], entry: Entry[Any]) -> float:
    """The share of the terms wanted that a row holds, those more that it is about."""
    subject, held = stems_of(ask, entry, _subject), stems_of(ask, entry, _words)
    total = sum(term.weight for term in wanted)
    got = sum(t.weight * (SUBJECT * _holds(t, subject) + (1 - SUBJECT) * _holds(t, held)) for t in wanted)
    return got / total if total else 0.0


def _holds(term: Term, stems: frozenset[str]) -> float:
    return 1.0 if term.stem in stems else LIKE if term.alike & stems else 0.0


def _words(record: Record) -> str:
    return f"{_subject(record)}\n{record.as_printed}"


def _subject(record: Record) -> str:
    fields = ("description", "title", "outcome", "action", "resolution")
    return " ".join(str(getattr(record, name, None) or "") for name in fields)


def _of_the_time(ask: Ask, entry: Entry[Any]) -> bool:
    """Whether a row is of the time asked for: its register's, its paper's, its meeting's or that it is due."""
    days, periods = ask.inquiry.days, ask.inquiry.periods
    record = entry.record
    named = (getattr(record, "meeting_date", None), getattr(record, "due", None))
    own = [day for day in (entry.position_at, paper_day(entry.paper), *named) if day]
    return not (days or periods) or any(day in days or any(p.contains(day) for p in periods) for day in own)


def _names_the_time(ask: Ask, entry: Entry[Any]) -> bool:
    """Whether the pages of the row's part, up to the row, name the period asked for: a register put before a later meeting."""
    page = entry.record.page
    parts = [p for p in ask.searcher.parts() if p.paper_id == entry.paper.id and p.first_page <= page <= p.last_page]
    numbers = range(parts[0].first_page, page + 1) if parts else range(page, page + 1)
    texts = [found.text for number in numbers if (found := ask.searcher.page(entry.paper.id, number))]
    return any(contains(text, period.as_printed) for period in ask.inquiry.periods for text in texts)
