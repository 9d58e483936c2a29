"""Gather: what the papers hold on a question, each passage weighed by how well it meets it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from assistant.records.vocabulary import BOILERPLATE, MEETING_KINDS
from assistant.retrieval.asked_terms import Term, names_asked, telling_terms
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Hit, Searcher
from assistant.retrieval.terms import terms
from assistant.retrieval.times import TimesAsked
from assistant.retrieval.traits import Sign, Traits, traits_of
from assistant.retrieval.wants import Want
from assistant.store.tables import PartRow

LATEST = re.compile(
    r"\b(?:latest|most recent|newest|current(?:ly)?|now|at the moment|at present|these days)\b", re.IGNORECASE
)
BY_PAPER = 0.6  # how far a passage holds a term that only names its paper


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage weighed against the question. ``coverage`` is the share of the question's telling terms it holds
    (0 to 1), ``when`` how it meets the dates asked for (None when none were asked), ``score`` what it is ranked by;
    ``met`` are the question's stems it holds, ``lost`` the weight share of its most telling term when that is missing,
    ``unnamed`` whether it lacks what the question calls by an abbreviation (None where it has none), ``unknown`` the weight share of its words that no paper writes,
    ``held`` the stems that the passage holds itself rather than its paper's name, ``own`` their weight share,
    ``bare`` whether it holds none of what a follow-up adds to the turns before."""

    hit: Hit
    coverage: float
    when: float | None
    score: float
    met: frozenset[str] = frozenset()
    lost: float = 0.0
    unnamed: bool | None = None
    unknown: float = 0.0
    held: frozenset[str] = frozenset()
    own: float = 1.0
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign is worth in the ranking: near a fit to 801 questions looked at, in round numbers, for a wide range does as
    well. The page of the answer came first for 72.6 % of them before, for 76.3 % with these; on the holdout halves, which were
    not fitted to, for 74.6 % and 79.7 % (sample), 78 % and 76 % (real papers)."""

    coverage: float = 0.52
    cosine: float = 0.50
    bm25: float = 0.28
    when: float = 0.50
    naming: float = 0.06
    body: float = 0.15
    kind: float = 0.15
    boilerplate: float = 0.10
    heading: float = 0.04
    column: float = 0.06  # a figure is wanted, and the row has it under the very period
    front: float = 0.11  # what stands over every report
    newest: float = 0.12  # only for "latest", "current", "now"
    newer: float = 0.06  # for all else
    report: float = 0.08  # a report's recommendation is not a decision
    phrase: float = 0.30  # words of the question that follow one another as they do there
    around: float = 0.28  # what the headings over a passage say of the question, and it does not say itself


WEIGHTS = Weights()


def gather(inquiry: Inquiry, searcher: Searcher) -> list[Evidence]:
    """What the papers hold on the question, best first."""
    asked = telling_terms(inquiry, searcher)
    sought = dict.fromkeys(s for term in asked for s in (term.stem, *sorted(term.alike)) if searcher.knows(s))
    return rank(inquiry, asked, searcher.search(inquiry.whole, list(sought)), searcher)


def rank(inquiry: Inquiry, asked: list[Term], hits: list[Hit], searcher: Searcher) -> list[Evidence]:
    """Weigh passages against the question, best first."""
    scale = _Scale(inquiry, asked, hits, searcher)
    return sorted(map(scale.weigh, hits), key=lambda e: (-e.score, traits_of(e.hit.passage).id))


class _Place(NamedTuple):
    """What the part and paper of a passage are to a question: the stems of it that name the paper, how well they do and how
    new it is (0 to 1), whether its body is asked for, whether it is boilerplate and whether it is a report."""

    names: frozenset[str]
    naming: float
    newness: float
    of_body: bool
    boilerplate: bool
    report: bool


class _Held(NamedTuple):
    """What of a question's weight a passage holds at all and itself, the terms it meets and those it holds itself, the weight
    share of its most telling term when that is missing, and what only the headings over it say."""

    coverage: float
    own: float
    met: frozenset[str]
    held: frozenset[str]
    lost: float
    around: float


class _Scale:
    """What passages are weighed on: all that a question says, reckoned once for the hundred and more of them, and what they
    share reckoned once for all that share it."""

    def __init__(self, inquiry: Inquiry, asked: list[Term], hits: list[Hit], searcher: Searcher) -> None:
        self._inquiry, self._asked, self._searcher = inquiry, asked, searcher
        self._stems = frozenset[str]().union(*({term.stem} | term.alike | term.same for term in asked))
        self._own_stems = frozenset(term.stem for term in asked)
        self._total = sum(term.weight for term in asked)
        self._top = max(asked, key=lambda term: term.weight, default=None)
        self._naming = searcher.naming([t.stem for t in asked] + _spoken_dates(inquiry))
        self._top_name = max(self._naming.values(), default=0.0) or 1.0
        self._top_bm25 = max((hit.bm25 for hit in hits), default=0.0) or 1.0
        self._bodies = bodies_asked(inquiry, searcher.committees)
        self._whole = inquiry.whole.lower()
        self._pairs = {f" {a} {b} " for a, b in pairwise(terms(inquiry.whole))}
        self._figure = bool({"figure", "target", "benchmark", "comparison"} & set(inquiry.wants))
        self._decision = "decision" in inquiry.wants[:2]
        self._newer = WEIGHTS.newest + WEIGHTS.newer if LATEST.search(inquiry.question) else WEIGHTS.newer
        self._times = TimesAsked(inquiry)
        self._signs = _signs(inquiry)
        self._named, self._unknown = names_asked(inquiry, searcher), self._lacking()
        self._added = _added(inquiry, searcher)
        self._places: dict[PartRow, _Place] = {}
        self._holdings: dict[tuple[frozenset[str], ...], _Held] = {}

    def weigh(self, hit: Hit) -> Evidence:
        """One passage weighed."""
        traits, place = traits_of(hit.passage), self._place(hit)
        held = self._held(self._stems & traits.stems, self._stems & traits.around, place.names)
        when = self._times.met_by(hit, traits.times)
        score = self._score(hit, traits, place, held.coverage, when) + self._by_words(traits.run, held.around)
        return Evidence(
            hit,
            held.coverage,
            when,
            score,
            held.met,
            held.lost,
            _unnamed(self._named, held.held),
            self._unknown,
            held.held,
            held.own,
            bool(self._added) and not self._added & held.met,
        )

    def _place(self, hit: Hit) -> _Place:
        place = self._places.get(hit.part)
        if place is None:
            part, paper = hit.part, hit.paper
            place = self._places[part] = _Place(
                self._own_stems & self._searcher.names_of(paper.id),
                self._naming.get(paper.id, 0.0),
                _newness(part.meeting_date or paper.meeting_date, self._searcher),
                part.committee in self._bodies,
                part.kind in BOILERPLATE and part.kind not in self._whole,
                part.kind not in MEETING_KINDS,
            )
        return place

    def _by_words(self, run: str, around: float) -> float:
        """What it is worth that words follow one another as in the question, and that headings say what the passage leaves out."""
        follow = sum(pair in run for pair in self._pairs) / len(self._pairs) if self._pairs else 0.0
        return WEIGHTS.phrase * follow + (WEIGHTS.around * around / self._total if self._total else 0.0)

    def _score(self, hit: Hit, traits: Traits, place: _Place, coverage: float, when: float | None) -> float:
        passage, not_about = hit.passage, self._inquiry.not_about
        aside = bool(not_about) and not (not_about.isdisjoint(traits.stems) and not_about.isdisjoint(traits.around))
        return (
            WEIGHTS.coverage * coverage
            + WEIGHTS.cosine * hit.cosine
            + WEIGHTS.bm25 * hit.bm25 / self._top_bm25
            + WEIGHTS.when * (when or 0.0)
            + WEIGHTS.naming * place.naming / self._top_name
            + WEIGHTS.body * place.of_body
            + WEIGHTS.kind * any(traits.shows(sign, passage) for sign in self._signs)
            - WEIGHTS.boilerplate * place.boilerplate
            - 0.1 * aside
            + self._newer * place.newness
            + WEIGHTS.column * (when == 1.0 and self._figure and traits.row)
            - WEIGHTS.report * (self._decision and place.report)
            - WEIGHTS.front * traits.front
            - WEIGHTS.heading * traits.bare
        )

    def _held(self, inside: frozenset[str], around: frozenset[str], names: frozenset[str]) -> _Held:
        key = (inside, around, names)
        held = self._holdings.get(key)
        if held is None:
            held = self._holdings[key] = self._weigh_terms(inside, around, names)
        return held

    def _weigh_terms(self, inside: frozenset[str], around: frozenset[str], names: frozenset[str]) -> _Held:
        got, own, above, total, met, held = 0.0, 0.0, 0.0, self._total, [], []
        for term in self._asked:
            share = _share(term, inside, around, names)
            if share:
                got += term.weight * share
                met.append(term.stem)
            if share > BY_PAPER:
                own += term.weight
                held.append(term.stem)
            if term.stands_in(around) and not term.stands_in(inside):
                above += term.weight
        top = self._top
        lost = top.weight / total if top and total and top.stem not in met else 0.0
        share_of = (got / total, own / total) if total else (0.0, 0.0)
        return _Held(*share_of, frozenset(met), frozenset(held), lost, above)

    def _lacking(self) -> float:
        knows = self._searcher.knows
        lacking = (t.weight for t in self._asked if not knows(t.stem) and not any(map(knows, t.alike)))
        return sum(lacking) / self._total if self._total else 0.0


def _added(inquiry: Inquiry, searcher: Searcher) -> frozenset[str]:
    """What a follow-up adds to the turns before, as the papers would write it: "mums and dads" are parents to them."""
    if not inquiry.own:
        return frozenset()
    last = {term: weight for term, weight in inquiry.subject.items() if term in inquiry.own}
    return inquiry.own | {
        t.stem for t in telling_terms(replace(inquiry, whole=inquiry.question, subject=last), searcher)
    }


def _newness(day: date | None, searcher: Searcher) -> float:
    """0 for the oldest paper held, 1 for the newest."""
    first, last = searcher.dates()
    if not (first and last and day) or first == last:
        return 0.5
    return min(max((day - first).days / (last - first).days, 0.0), 1.0)


def _spoken_dates(inquiry: Inquiry) -> list[str]:
    spoken = [f"{d.day} {d:%B %Y}" for d in inquiry.days] + [
        f"{p.start:%B %Y}" for p in inquiry.periods if p.kind in {"month", "snapshot"}
    ]
    return terms(" ".join(spoken))


def _unnamed(named: tuple[frozenset[str], ...], held: frozenset[str]) -> bool | None:
    """Whether a passage lacks what is called by an abbreviation: a word of a short name, more than one in four of a long."""
    return any(4 * len(name & held) < 3 * len(name) for name in named) if named else None


def _share(term: Term, inside: frozenset[str], around: frozenset[str], names: frozenset[str]) -> float:
    """How far a passage holds a term: in its words, by a like word, in its context, or as a name of its paper."""
    if term.stem in inside or term.same & inside:
        return 1.0
    if term.alike & inside or term.stem in around:
        return 0.85
    if term.alike & around:
        return 0.7
    return BY_PAPER if term.stem in names else 0.0


def _signs(inquiry: Inquiry) -> list[Sign]:
    """By what a passage shows that it holds the kinds of thing wanted; any one will do, the cheapest are looked for first."""
    by_want: list[tuple[set[Want], Sign]] = [
        ({"decision"}, "decision"),
        ({"chair", "attendance", "apologies"}, "attendance"),
        ({"date"}, "date"),
        ({"figure", "target", "benchmark"}, "number"),
        ({"mover"}, "moved"),
        ({"vote"}, "vote"),
        ({"reason"}, "cause"),
        ({"owner", "person"}, "person"),
    ]
    wanted = set(inquiry.wants[:3])
    return [sign for wants, sign in by_want if wants & wanted]
