"""Which planning applications a list is to hold: refused, approved, put off, decided against what the officers said, of a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.decisions import decision_place
from assistant.answering.telling.listing import Listing
from assistant.answering.telling.minuted import counts_told
from assistant.answering.telling.weighing import of_the_time
from assistant.records.model import Resolution
from assistant.records.planning_columns import fate, is_application
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.terms import terms

APPLICATIONS = r"\bapplications\b"
_OTHERS = r"\b(?:licen[cs]\w*|grants?|jobs?|schools?|admissions?|housing|taxis?|benefits?|foi|registration)\b"
"""What else is applied for."""
_AGAINST = r"\b(?:against|contrary to|overturn\w*|overrul\w*|despite|went against)\b.{0,40}\b(?:advice|officers?|recommend\w*)\b"
_OF_ANY = frozenset(
    terms(
        "planning application applications committee meeting decide decided decision officer officers advice recommendation recommended against contrary"
        " overturned overruled despite refuse refused rejected turned down approve approved granted permitted defer deferred put off postponed withdraw"
        " withdrawn permission vote voted went many number list october november december january february march april may june july august september"
    )
)


class _Fate(NamedTuple):
    words: str
    holds: Callable[[Resolution], bool]
    said: str


_FATES = (
    _Fate(_AGAINST, lambda r: _overturns(r), "decided against the officers’ recommendation"),
    _Fate(r"\brefus\w+|\breject\w+|\bturned down\b", lambda r: r.verb == "rejected", "refused"),
    _Fate(r"\bapprov\w+|\bgranted\b|\bpermitted\b", lambda r: r.verb == "approved", "approved"),
    _Fate(r"\bdefer\w*|\bput off\b|\bpostponed\b", lambda r: r.verb == "deferred", "deferred"),
    _Fate(r"\bwithdr[ae]w\w*", lambda r: r.verb == "withdrawn", "withdrawn"),
)


def applications_asked(ask: Ask) -> Listing | None:
    """The planning applications that a question asks a list of; None where none are held or it gives nothing to keep them by."""
    held = [e for e in ask.finder.ledger.entries(Resolution) if is_application(e.record.minute or "")]
    bodies = bodies_asked(ask.inquiry, ask.searcher.committees)
    held = [e for e in held if not bodies or e.record.committee in bodies]
    held = of_the_time(ask, held, lambda record: record.meeting_date)
    asked = [one for one in _FATES if ask.says(one.words)]
    if not held or not asked or ask.says(_OTHERS):
        return None
    telling = [term for term in telling_terms(ask.inquiry, ask.searcher) if term.stem not in _OF_ANY]
    held = [e for e in held if all(term.stands_in(_words(e.record)) for term in telling)]
    if not held:
        return None  # of a place or a kind that no application says
    kept = [entry for entry in held if all(one.holds(entry.record) for one in asked)]
    fields = [
        {
            "Application": f"{told(e.record.minute)} – {told(e.record.minute_title)}",
            "Decision": f"“{told(e.record.text)}”",
            "Vote": counts_told(e.record),
            "Officers’ recommendation": told(e.record.advice),
        }
        for e in kept
    ]
    found = Listing("applications", list(zip(kept, fields, strict=True)))
    found.clauses = [one.said for one in asked]
    if not kept:
        place = decision_place(held[0].record).split(", application")[0]
        found.none = f"None of the {len(held)} applications of {place} is shown as {' and '.join(found.clauses)}."
    return found


def _words(record: Resolution) -> frozenset[str]:
    return frozenset(terms(f"{record.committee or ''} {record.minute_title or ''} {record.as_printed}"))


def _overturns(record: Resolution) -> bool:
    """Whether an application was decided otherwise than the officers said, where the row has both and each is plain."""
    said = fate(record.advice or "")
    return said in {"approved", "rejected"} and record.verb in {"approved", "rejected"} and said != record.verb
