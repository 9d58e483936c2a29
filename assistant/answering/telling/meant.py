"""The indicator that a question names, by the words of all its wordings: a paper may call it otherwise than the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.answering.telling.ask import Ask
from assistant.answering.telling.limits import of_the_limit
from assistant.records.model import Observation
from assistant.records.periods import find_periods
from assistant.retrieval.asked_terms import Term, telling_terms
from assistant.retrieval.asking import asking_weight
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.terms import terms
from assistant.tools.figures import Indicator, indicators
from assistant.tools.ledger import Entry

SAID = 0.8  # of the question's telling words that the wordings of an indicator hold, for it to be named …
POINT = 0.5  # … and of a wording's words that the question says
PART = 0.75  # … of a row that counts but a part, "of whom waiting for a care home": what sets it apart must be said
ABOUT = 0.35  # of the question's telling words that name no paper, for it to be about an indicator
AHEAD = 0.1  # by which it leads the next
BEGINS = 0.15  # what it counts that a wording begins with what is asked
AS_COUNTED = 0.3  # … and that it is counted as asked: of twins, the rate or the number
IN_BRACKETS = 0.5
TELLING = 0.4  # what a word that only asks ("answer") counts for where a saying stands for it
_LIKE = 0.85
_PART = re.compile(r"^[\d\w]{0,3}\W{0,3}(?:[–—-]\s|(?:of|out of) (?:whom|which|these|those)\b)", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{2,})?\b")
_SUM = (
    r"£|\bbudgets?\b(?! variance)|\breserves?\b|\bhow much (?:money|did|does|do|is|was|will) .{0,40}\b(?:cost|spend|spent|pay|paid)\b"
    r"|\bwhat (?:did|do|does|will|have|has) (?:[\w'’]+ ){1,4}?(?:cost|spend|spent|pay|paid)\b"
)
_HOW_MANY = r"\bhow many (?!times\b)|\bnumber of\b"
_PER_CENT = r"\b(?:what|which)(?:['’]?s| is| was| were)? (?:the )?(?:percentage|per ?cent\b|%)"
_OF_SHARES = r"%|\bper ?cent|\bproportion|\bshare\b|\brate\b|\bper \d|\bpct\b"
_RATE = re.compile(r"\bper [\d,]+(?: (?:population|people|residents|children|households|head))?", re.IGNORECASE)
_SHORT = re.compile(r"\b[A-Z]{2,6}s?\b")
_COMPARED = frozenset(
    terms(
        "compare comparison england english national nationally average neighbour neighbouring region regional peer country"
    )
)
_COUNTED = frozenset(terms("number percentage rate proportion month year date snapshot end in quarter"))


class _Word(NamedTuple):
    """A word of a wording, what it stands for if it is an abbreviation, and what it counts."""

    stem: str
    long: frozenset[str]
    weight: float


class _Wordings(NamedTuple):
    indicator: Indicator
    each: tuple[tuple[_Word, ...], ...]
    every: frozenset[str]
    papers: frozenset[str]


def indicator_meant(ask: Ask) -> Indicator | None:
    """The indicator that a question names by itself, ahead of all others; None where it names none or one of several."""
    asked = _asked(ask)
    total = sum(term.weight for term in asked)
    if not total or not any(term.weight >= 0.2 * total for term in asked):
        return None
    every = _wordings(ask)
    measured = frozenset[str]().union(*(held.every for held in every))
    stems = frozenset(stem for term in asked for stem in (term.stem, *term.alike, *term.same))
    scored = []
    for held in every:
        if of_another_unit(ask, held.indicator.points[-1][1].latest):
            continue
        own = [t for t in asked if _met(t, measured) or not _names_papers(ask, t, held)]
        about = sum(t.weight for t in own)
        share = sum(t.weight * _met(t, held.every) for t in own) / (about or 1.0)
        if (
            about < ABOUT * total
            or share < SAID
            or (point := max(_to_the_point(stems, each) for each in held.each))
            < (PART if _PART.match(held.indicator.eras[-1].name) else POINT)
        ):
            continue
        if of_the_limit(ask, held.indicator.eras[-1].name) and holds_names(ask, held.every):
            counted = AS_COUNTED * as_counted(ask, held.indicator.points[-1][1].latest)
            scored.append((share + point + counted, held.indicator))
    scored.sort(key=lambda pair: -pair[0])
    if not scored or (len(scored) > 1 and scored[1][0] > scored[0][0] - AHEAD):
        return None
    return scored[0][1]


def rows_of(ask: Ask, one: Indicator) -> list[Entry[Observation]]:
    """The row to tell an indicator from: that of the time asked for, in the paper that reports on it; else the newest."""
    held = [one.entry(o) for series in one.eras for o in series.observations]
    timed = [e for e in held if any(p.end == e.record.period_end for p in ask.inquiry.periods)]
    own = [
        e
        for e in timed
        if any(p.end == held.end for p in ask.inquiry.periods for held in find_periods(e.paper.period or ""))
    ]
    return own[-1:] or timed[-1:] or [one.entry(one.points[-1][1].latest)]


def holds_names(ask: Ask, held: frozenset[str]) -> bool:
    """Whether some words hold the names that a question gives in capitals, "Initial Assessment Team", at least three in
    four words of each."""
    return all(4 * len(name & held) >= 3 * len(name) for name in _names(ask))


def of_another_unit(ask: Ask, record: Observation, *, named: bool = True) -> bool:
    """Whether an indicator's unit cannot answer: no share says what something costs, no count what per cent, no rate or average
    how many, and no share either where the indicator is not the one that is ``named``."""
    unit = record.unit or ""
    if ask.says(_PER_CENT) and not re.search(r"%|\bper ?cent", f"{unit} {record.name} {record.value_as_printed}"):
        return True  # "what % of calls were answered?" is not told by how many came
    if ask.says(_OF_SHARES):
        return False
    if unit == "%" and ask.says(_SUM):
        return True
    averaged = re.match(r"\W*(?:average|mean)\b", record.name, re.IGNORECASE) is not None
    if not (averaged or unit.startswith("rate") or (unit == "%" and not named)) or not ask.says(_HOW_MANY):
        return False  # "how many had their teeth looked at?" may be told in per cent, where nothing else is printed
    return "(" not in record.value_as_printed and not ask.says(r"\baverage\b|\bmean\b|\beach\b|\bper\b")


def as_counted(ask: Ask, record: Observation) -> bool:
    """Whether an indicator is counted as the question says: how many, at what rate, what share."""
    unit = record.unit or ""
    if ask.says(r"\bhow many\b|\bnumber\b|\bcount\b"):
        return unit == "number"
    if ask.says(r"\brate\b|\bper \d"):
        return unit.startswith("rate")
    return unit == "%" and ask.says(r"%|\bper ?cent|\bproportion\b|\bshare\b")


def of_another(ask: Ask, evidence: Evidence) -> bool:
    """Whether a row of figures is of another thing by a limit or a name that the question gives."""
    passage = evidence.hit.passage
    if passage.cells is None or not passage.times.get("columns"):
        return False
    return not (of_the_limit(ask, passage.text) and holds_names(ask, evidence.held))


def _asked(ask: Ask) -> list[Term]:
    timeless = replace(ask.inquiry, days=(), periods=())
    aside = _COUNTED | _COMPARED if ask.wants("benchmark") else _COUNTED  # what it is held against is not its name
    return [
        t
        for t in telling_terms(timeless, ask.searcher)
        if (max(asking_weight(t.stem), ask.inquiry.subject.get(t.stem, 0.0)) >= 1 or t.weight >= TELLING)
        and t.stem not in aside
    ]


def _wordings(ask: Ask) -> list[_Wordings]:
    held = indicators(ask.finder)

    def made() -> list[_Wordings]:
        found = []
        for one in held:
            each = tuple(tuple(_words(ask, wording)) for wording in one.wordings)
            every = frozenset(s for words in each for w in words for s in (w.stem, *w.long))
            every |= frozenset(s for wording in one.wordings for s in terms(wording))
            papers = frozenset(o.paper_id for series in one.eras for o in series.observations)
            found.append(_Wordings(one, each, every, papers))
        return found

    return ask.finder.once("wordings of indicators", held, made)


def _met(term: Term, stems: frozenset[str]) -> float:
    return 1.0 if term.stem in stems or term.same & stems else _LIKE if term.alike & stems else 0.0


def _words(ask: Ask, wording: str) -> Iterator[_Word]:
    """The words of a wording, each once; those in brackets only say more of what is named before, "per 10,000" how it is
    counted."""
    seen: set[str] = set()
    for at, piece in enumerate(re.split(r"[()]", _RATE.sub(" ", wording))):
        for word in piece.split():
            short = _SHORT.search(word)
            long = frozenset(terms(ask.searcher.expand(short.group().rstrip("s")) or "")) if short else frozenset()
            fresh = [stem for stem in terms(word) if stem not in seen]
            seen.update(fresh)
            yield from (_Word(stem, long, IN_BRACKETS if at % 2 else 1.0) for stem in fresh)


def _to_the_point(stems: frozenset[str], wording: Sequence[_Word]) -> float:
    """How much of a wording the question says, leaving aside how it is counted; more where it begins with that.

    ``stems`` are the question's words and those like them."""
    name = [word for word in wording if word.stem not in _COUNTED]
    said = [word.stem in stems or (bool(word.long) and word.long <= stems) for word in name]
    total = sum(word.weight for word in name) or 1.0
    got = sum(word.weight for word, told in zip(name, said, strict=True) if told)
    return got / total + (BEGINS if all(said[:2]) else 0.0)


def _names_papers(ask: Ask, term: Term, held: _Wordings) -> bool:
    """Whether a word of the question names papers that print the indicator: "the highlight report"."""
    return any(term.stem in ask.searcher.names_of(paper) for paper in held.papers)


def _names(ask: Ask) -> list[frozenset[str]]:
    bodies = {word for body in ask.searcher.committees for word in terms(body)}
    runs = re.findall(r"(?<=\s)(?:[A-Z][a-z]+(?:\s(?:and\s|of\s)?[A-Z][a-z]+)+)", ask.inquiry.question)
    named = [
        frozenset(t for t in terms(run) if ask.searcher.knows(t))
        for run in runs
        if not find_periods(run) and not _MONTH.search(run)
    ]
    return [name for name in named if len(name) > 1 and not name <= bodies]
