"""Questions for an indicator: which one is meant is found by its words alone; whether it has the time asked for is looked up.

A row looks as like as any other for a month that it does not have. So the indicator comes first and the period after it:
what no paper gives for that period is not answered from another one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from assistant.answering.compose import Draft
from assistant.answering.quoting import sentences
from assistant.answering.suffice import holds, relevant, strong
from assistant.answering.telling.ask import Ask, rows_at, told
from assistant.answering.telling.course import MOVED, asks_course
from assistant.answering.telling.figures import indicator_of, points_asked, tell_indicator
from assistant.answering.telling.limits import of_the_limit
from assistant.answering.telling.meant import as_counted, holds_names, indicator_meant, of_another_unit, rows_of
from assistant.answering.telling.weighing import share_of
from assistant.records.model import BudgetLine, Observation
from assistant.records.numbers import find_figures
from assistant.records.periods import find_periods
from assistant.retrieval.asked_terms import Term, telling_terms
from assistant.retrieval.evidence import LATEST, Evidence, rank
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.terms import terms
from assistant.retrieval.times import same_period
from assistant.tools.figures import Indicator
from assistant.tools.ledger import Entry

_FIGURES = frozenset(("figure", "comparison", "target", "benchmark"))
_NOT_FIGURES = frozenset(("chair", "attendance", "apologies", "mover", "vote", "decision", "owner", "date", "reason"))
NEAR_TEXT = 0.8  # of the best score, for a text to speak of the same figure
LOOK = 8  # candidates looked through
NEAR = 0.86  # of the best score, for a row of figures to be what is asked about
TWIN = 75  # likeness (0 to 100) of two names that differ in how one thing is counted
HELD = 0.5  # of the question's telling words that a row of figures holds: likeness in meaning picks the wrong indicator
SAME = 0.9  # of the best row's score, for another indicator to be meant as well
EXACT = 0.85  # how surely a text is of the very time asked for
AS_MUCH = 0.1  # of the question that a row may hold less than a text found before it
NAMED = 0.7  # of the question's telling words that the names of an indicator hold, for it to be the one that is meant


def tell_measured(ask: Ask) -> bool:
    """Answer with the indicator that a question is about, at the time it asks for.

    Where that indicator has no figure for the time, ``ask.nearest`` says so and nothing is told.
    """
    if not _asks_for_one(ask):
        return False
    meant = indicator_meant(ask)
    if meant is not None:
        return not _text_says(ask, meant, rows_of(ask, meant)) and _tell_meant(ask, meant)
    found = _rows(ask)
    for evidence, rows in found:
        if evidence.score < SAME * found[0][0].score:
            break
        one = indicator_of(ask, rows[0])
        if one is not None and _text_says(ask, one, rows, evidence):
            return False
        if tell_indicator(ask, rows):
            _tell_twins(ask, evidence, rows[0], found)
            if LATEST.search(ask.inquiry.question) and not ask.inquiry.periods:
                _tell_newer_text(ask, rows[0])
            return True
    if found and ask.inquiry.periods:
        ask.nearest = _nearest(ask, *found[0])
    return False


def _text_says(ask: Ask, one: Indicator, rows: Sequence[Entry[Observation]], row: Evidence | None = None) -> bool:
    """Whether a text found before the rows gives the figure for the very time asked for, where the indicator has only parts of
    that time, or its row holds less of what is asked: "there had been 104 in Quarter 1" beside April, May and June."""
    if len(ask.inquiry.periods) != 1 or not ask.wants("figure") or not ask.evidence:
        return False
    text = ask.evidence[0]
    if text.hit.passage.cells is not None or (text.when or 0.0) < EXACT:
        return False
    parts = len(points_asked(ask, one, rows)) > 1 and not asks_course(ask, one)
    less = row is not None and row.coverage + AS_MUCH <= text.coverage
    return (parts or less) and strong(ask.inquiry, text, ask.searcher) and holds(ask.inquiry, text)


def _tell_meant(ask: Ask, one: Indicator) -> bool:
    """Tell the indicator that is named; where it has no figure for the time asked for, no other's will do."""
    rows = rows_of(ask, one)
    if tell_indicator(ask, rows):
        if LATEST.search(ask.inquiry.question) and not ask.inquiry.periods:
            _tell_newer_text(ask, rows[0])
        return True
    if ask.inquiry.periods:
        ask.nearest = _nearest_of(ask, one, rows)
    return False


def _tell_newer_text(ask: Ask, row: Entry[Observation]) -> None:
    """Begin with the newest figure where it stands in words: "85.2% in May 2025" beside an action, the table ending in March."""
    one = indicator_of(ask, row)
    ends = [point.end for _, point in one.points if point.end and point.latest.value is not None] if one else []
    best = ask.evidence[0].score if ask.evidence else 0.0
    for evidence in ask.evidence[:LOOK]:
        if evidence.score < NEAR_TEXT * best or not ends:
            return
        if any(isinstance(held.record, Observation) for held in rows_at(ask.finder, evidence.hit)):
            continue
        text = evidence.hit.passage.text
        until = paper_day(evidence.hit.paper) or date.max
        said = [sentence for sentence in sentences(text) if _newer(sentence, max(ends), until, row.record.unit)]
        if said and relevant(ask.inquiry, evidence, ask.searcher):
            newest = Draft()
            cited = newest.add(ask.searcher, evidence.hit, said[0])
            if cited is not None:
                newest.paragraphs.append(f"{told(evidence.hit.paper.title)}: “{told(said[0])}” [{cited.marker}]")
                newest.append(ask.draft)
                ask.draft = newest
                return


def _newer(sentence: str, last: date, until: date, unit: str | None) -> bool:
    """Whether a sentence gives a figure of a unit for a time after a day, and not for one still to come."""
    later = any(last < period.end <= until for period in find_periods(sentence))
    return later and any((figure.unit or "number") == (unit or "number") for figure in find_figures(sentence))


def _asks_for_one(ask: Ask) -> bool:
    wants = ask.inquiry.wants
    if wants[0] in _NOT_FIGURES:
        return False
    return bool(_FIGURES & set(wants)) or ask.says(MOVED) or (wants == ("open",) and bool(ask.inquiry.periods))


def _rows(ask: Ask) -> list[tuple[Evidence, list[Entry[Observation]]]]:
    """The rows of indicators that a question may mean, whatever their times, the likeliest first."""
    timeless = replace(ask.inquiry, days=(), periods=())
    asked = telling_terms(timeless, ask.searcher)
    ranked = ask.evidence
    if timeless != ask.inquiry:
        ranked = rank(timeless, asked, [e.hit for e in ask.evidence], ask.searcher)
    when = {e.hit.passage.id: e.when or 0.0 for e in ask.evidence}
    timed = bool(ask.inquiry.periods)
    rivals = [
        e
        for e in ranked
        if _rivals(ask, e) and (not timed or e.hit.passage.cells or when.get(e.hit.passage.id, 0.0) >= 0.7)
    ]
    best = rivals[0].score if rivals else 0.0  # a text that speaks of another time is no rival of a row
    found = []
    for evidence in ranked[: 2 * LOOK]:
        rows = [row for row in rows_at(ask.finder, evidence.hit) if isinstance(row.record, Observation)]
        if (
            rows
            and evidence.score >= NEAR * best
            and evidence.coverage >= HELD
            and not of_another_unit(ask, rows[0].record, named=False)
            and of_the_limit(ask, rows[0].record.name)
            and holds_names(ask, evidence.held)
            and relevant(timeless, evidence, ask.searcher)
        ):
            found.append((evidence, rows))
    # Of one indicator in several papers, the paper that is of the time asked for; of twins, the one counted as asked.
    return sorted(
        found,
        key=lambda pair: (
            -(
                pair[0].score
                + 0.1 * _of_the_time(ask, pair[0], when)
                + 0.1 * as_counted(ask, pair[1][0].record)
                + 0.2 * _to_the_point(asked, pair[1][0])
            )
        ),
    )


def _rivals(ask: Ask, evidence: Evidence) -> bool:
    """Whether a passage may answer in place of a row of figures: a risk or an action gives none for a time that is asked for."""
    rows = rows_at(ask.finder, evidence.hit) if ask.inquiry.periods else []
    return not rows or isinstance(rows[0].record, (Observation, BudgetLine))


def _to_the_point(asked: Sequence[Term], row: Entry[Observation]) -> float:
    """How much of an indicator's name the question says: "average missing episodes" is more than "missing episodes"."""
    name = terms(row.record.name)
    said = sum(any(word == t.stem or word in t.alike or word in t.same for t in asked) for word in name)
    return said / max(len(name), 1)


def _of_the_time(ask: Ask, evidence: Evidence, when: dict[int, float]) -> float:
    """How a row meets the time asked for, and whether its paper is the one that reports on it."""
    own = find_periods(evidence.hit.paper.period or "")
    reports = any(same_period(asked, p) or same_period(p, asked) for asked in ask.inquiry.periods for p in own)
    return when.get(evidence.hit.passage.id, 0.0) + 0.8 * reports


def _tell_twins(
    ask: Ask, told_of: Evidence, first: Entry[Observation], found: Sequence[tuple[Evidence, list[Entry[Observation]]]]
) -> None:
    """Also tell near-twins of an indicator that fit the question as well (number and rate, in month and year to date), and
    one that holds what the question names and the first does not ("primary or secondary")."""
    shown = {first.record.name}
    for other, rows in found:
        name = rows[0].record.name
        more = other.met - told_of.met
        twin = fuzz.token_sort_ratio(name, first.record.name) >= TWIN and other.coverage >= told_of.coverage
        if name in shown or rows[0].paper.id != first.paper.id or not (twin or more):
            continue
        if tell_indicator(ask, rows):
            return


def _nearest(ask: Ask, evidence: Evidence, rows: Sequence[Entry[Observation]]) -> str | None:
    """What the papers have of an indicator in place of the time asked for; None where a text gives that, or another may be meant."""
    one = indicator_of(ask, rows[0])
    return _nearest_of(ask, one, rows) if one is not None and share_of(ask, _stems(one)) >= NAMED else None


def _nearest_of(ask: Ask, one: Indicator, rows: Sequence[Entry[Observation]]) -> str | None:
    if points_asked(ask, one, rows):
        return None
    said = [e for e in ask.evidence[:LOOK] if e.when is not None and e.when >= 0.9]
    if any(strong(ask.inquiry, e, ask.searcher) and holds(ask.inquiry, e) for e in said):
        return None
    periods = list(dict.fromkeys(point.period for _, point in one.points))
    shown = ", ".join(periods[-4:])
    when = " or ".join(re.sub(r"\s+", " ", p.as_printed).strip() for p in ask.inquiry.periods)
    return f"The nearest they hold is “{told(one.eras[-1].name)}” for {shown}; none of them gives it for {when}."


def _stems(one: Indicator) -> frozenset[str]:
    return frozenset(terms(" ".join(one.wordings)))
