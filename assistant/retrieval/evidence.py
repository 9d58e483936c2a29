"""Gather and suffice: what was found, ranked by how well it meets the question, and whether it is enough."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.retrieval.inquiry import Inquiry
from assistant.records.dates import find_dates
from assistant.records.periods import Period, find_periods, parse_period
from assistant.records.vocabulary import BOILERPLATE
from assistant.retrieval.search import Hit, Searcher
from assistant.retrieval.terms import terms

_VOTE = re.compile(r"\b(?:for|against|abstain\w*|abstention\w*)\W{0,3}\(?\d+|\bvot(?:e|es|ed|ing)\b|\b(?:carried|lost|unanimous\w*)\b", re.IGNORECASE)
_MOVED = re.compile(r"\b(?:proposed|moved|seconded)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d")
_PERSON = re.compile(r"\b(?:Councillor|Cllr|Mrs?|Ms|Miss|Dr|Sir|[A-Z][a-z]+ [A-Z][a-z]+)\b")
_CAUSE = re.compile(r"\b(?:because|due to|as a result|owing to|reflect\w*|caused|driven by|following|so that|in order to|reason)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage weighed against the question. ``coverage`` is the share of the question's telling terms it holds
    (0 to 1), ``when`` how it meets the dates asked for (None when none were asked), ``score`` what it is ranked by."""

    hit: Hit
    coverage: float
    when: float | None
    score: float
    met: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign is worth in the ranking; set on the development half of the question set."""

    coverage: float = 0.45
    cosine: float = 0.40
    bm25: float = 0.15
    when: float = 0.25
    naming: float = 0.15
    kind: float = 0.10
    boilerplate: float = 0.12


WEIGHTS = Weights()


def gather(inquiry: Inquiry, searcher: Searcher) -> list[Evidence]:
    """What the papers hold on the question, best first."""
    subject = _known_terms(inquiry, searcher)
    hits = searcher.search(inquiry.whole, [t for t in subject if searcher.knows(t)])
    if not hits:
        return []
    naming = searcher.naming([*subject, *_date_terms(inquiry)])
    return rank(inquiry, subject, hits, naming, searcher)


def rank(
    inquiry: Inquiry, subject: Mapping[str, float], hits: list[Hit], naming: Mapping[str, float], searcher: Searcher
) -> list[Evidence]:
    """Weigh passages against the question."""
    weights = {t: w * max(searcher.rarity(t), 0.05) for t, w in subject.items()}
    top_bm25 = max((hit.bm25 for hit in hits), default=0.0) or 1.0
    top_name = max(naming.values(), default=0.0) or 1.0
    found = []
    for hit in hits:
        coverage, met = _coverage(hit, weights, naming, searcher)
        when = meets_dates(inquiry, hit)
        score = (
            WEIGHTS.coverage * coverage
            + WEIGHTS.cosine * hit.cosine
            + WEIGHTS.bm25 * hit.bm25 / top_bm25
            + WEIGHTS.when * (when or 0.0)
            + WEIGHTS.naming * naming.get(hit.paper.id, 0.0) / top_name
            + WEIGHTS.kind * _suits(inquiry, hit)
            - WEIGHTS.boilerplate * (hit.part.kind in BOILERPLATE and hit.part.kind not in inquiry.whole.lower())
            - (0.1 if len(hit.passage.text) < 25 and hit.passage.kind == "text" else 0.0)
        )
        found.append(Evidence(hit, coverage, when, score, met))
    return sorted(found, key=lambda e: (-e.score, e.hit.passage.id))


def _known_terms(inquiry: Inquiry, searcher: Searcher) -> dict[str, float]:
    """The question's terms, mistyped ones mended to the papers' spelling; the rest kept, since they count as not met."""
    subject: dict[str, float] = {}
    for term, weight in inquiry.subject.items():
        known = term if searcher.knows(term) else searcher.mend(term) or term
        subject[known] = max(weight, subject.get(known, 0.0))
    return subject


def _date_terms(inquiry: Inquiry) -> list[str]:
    spoken = [f"{d.day} {d:%B %Y}" for d in inquiry.days] + [f"{p.start:%B %Y}" for p in inquiry.periods if p.kind == "month"]
    return terms(" ".join(spoken))


def _coverage(
    hit: Hit, weights: Mapping[str, float], naming: Mapping[str, float], searcher: Searcher
) -> tuple[float, frozenset[str]]:
    context, _, body = hit.passage.terms.partition("\n")
    inside, around = set(body.split()), set(context.split())
    names = searcher.names_of(hit.paper.id)
    total = sum(weights.values())
    got, met = 0.0, set()
    for term, weight in weights.items():
        share = 1.0 if term in inside else 0.85 if term in around else 0.6 if term in names else 0.0
        got += weight * share
        if share:
            met.add(term)
    return (got / total if total else 0.0), frozenset(met)


def _suits(inquiry: Inquiry, hit: Hit) -> float:
    """How well a passage suits the kind of answer wanted: 1 well, 0 not at all."""
    wants, passage = set(inquiry.wants[:3]), hit.passage
    text = passage.text
    fits = [
        "decision" in wants and passage.kind == "decision",
        bool(wants & {"chair", "attendance", "apologies"}) and passage.kind == "attendance",
        "vote" in wants and bool(_VOTE.search(text)),
        "mover" in wants and bool(_MOVED.search(text)),
        bool(wants & {"figure", "target", "benchmark"}) and bool(_NUMBER.search(text)),
        bool(wants & {"owner", "person"}) and bool(_PERSON.search(text)),
        "reason" in wants and bool(_CAUSE.search(text)),
        "date" in wants and bool(find_dates(text)),
    ]
    return 1.0 if any(fits) else 0.0


def meets_dates(inquiry: Inquiry, hit: Hit) -> float | None:
    """How a passage meets the dates asked for: None when none were asked, 1 by its own meeting or column, less by the
    paper it stands in, 0 not at all. The weakest of several dates counts."""
    if not inquiry.days and not inquiry.periods:
        return None
    return min([_meets_day(day, hit) for day in inquiry.days] + [_meets_period(p, hit) for p in inquiry.periods])


def _meets_day(day: date, hit: Hit) -> float:
    if hit.part.meeting_date == day:
        return 1.0
    if any(m.date == day for m in find_dates(hit.passage.text)):
        return 0.9
    return 0.4 if hit.paper.meeting_date == day else 0.0


def _meets_period(period: Period, hit: Hit) -> float:
    headers = [header for header, _ in hit.passage.cells or ()]
    columns = [p for header in headers for p in header_periods(header)]
    if any(same_period(period, column) for column in columns):
        return 1.0
    if any(same_period(period, p) for p in find_periods(hit.passage.text, today=None)):
        return 0.9
    context = f"{hit.passage.heading} {hit.passage.caption or ''} {hit.part.title or ''}"
    if any(same_period(period, p) for p in find_periods(context, today=None)):
        return 0.85
    if hit.paper.period and any(same_period(period, p) for p in find_periods(hit.paper.period, today=None)):
        return 0.8
    if hit.part.meeting_date and period.contains(hit.part.meeting_date):
        return 0.8 if period.kind in {"month", "snapshot"} else 0.5
    if columns:
        return 0.0  # the row is given by period, and this one is not among them
    day = hit.paper.meeting_date
    return 0.4 if day and period.contains(day) else 0.0


def header_periods(header: str) -> list[Period]:
    """The periods a column header names."""
    whole = parse_period(header)
    return [whole] if whole else list(find_periods(header, today=None))


def same_period(asked: Period, held: Period) -> bool:
    """Whether a period held is the one asked for: the same days, or one date inside the month that was asked for."""
    if (asked.start, asked.end) == (held.start, held.end):
        return True
    return held.kind == "snapshot" and asked.kind in {"month", "quarter"} and asked.contains(held.end)
