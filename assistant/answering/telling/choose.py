"""Which of the rows found answers: the best that is about the question and whose teller has what is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from assistant.answering.quoting import sentences
from assistant.answering.suffice import holds, relevant, strong
from assistant.answering.telling.actions import HISTORY, seen, tell_action
from assistant.answering.telling.ask import Ask, rows_at
from assistant.answering.telling.by_body import tell_by_body
from assistant.answering.telling.changed import tell_changed
from assistant.answering.telling.contrasting import tell_contrast
from assistant.answering.telling.crosswise import tell_crosswise
from assistant.answering.telling.figures import tell_indicator
from assistant.answering.telling.kept_rows import tell_kept_rows
from assistant.answering.telling.largest_variance import tell_largest_variance
from assistant.answering.telling.limits import of_the_limit
from assistant.answering.telling.lists import tell_list
from assistant.answering.telling.meaning import tell_meaning
from assistant.answering.telling.meant import holds_names, of_another_unit
from assistant.answering.telling.measured import tell_measured
from assistant.answering.telling.members import tell_members
from assistant.answering.telling.moved import tell_moved
from assistant.answering.telling.offices import tell_office
from assistant.answering.telling.overview import tell_overview
from assistant.answering.telling.proceedings import tell_proceedings
from assistant.answering.telling.programmes import tell_items
from assistant.answering.telling.references import tell_referenced
from assistant.answering.telling.resolved import tell_resolved
from assistant.answering.telling.signed import tell_signed
from assistant.answering.telling.spending import OF_MONEY, tell_course, tell_spending
from assistant.answering.telling.tellers import TELLERS
from assistant.answering.telling.two_rows import tell_two_rows
from assistant.answering.telling.weighing import share_of
from assistant.answering.telling.whole import tell_whole_decision
from assistant.papers.normalise import normalise
from assistant.records.model import Action, BudgetLine, Milestone, Observation, Record, TrackedDecision
from assistant.retrieval.asked_terms import names_asked, telling_terms
from assistant.retrieval.asking import asking_weight
from assistant.retrieval.evidence import LATEST as NEWEST
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.inquiry import Want, subject_text
from assistant.retrieval.terms import terms
from assistant.retrieval.traits import CAUSE
from assistant.tools.figures import named
from assistant.tools.ledger import Entry

NAMING: tuple[Callable[[Ask], bool], ...] = (
    tell_meaning, tell_crosswise, tell_contrast, tell_signed, tell_referenced, tell_items, tell_changed, tell_largest_variance,
    tell_list, tell_course,
    tell_by_body, tell_resolved, tell_members, tell_office, tell_proceedings, tell_overview, tell_kept_rows,
)  # fmt: skip
"""What finds its rows by what a question names, in the order in which they are asked."""
FIGURES: tuple[Want, ...] = ("figure", "comparison", "target", "benchmark")
PREFERRED = 0.06  # of the score: a row of figures before a text that speaks of them
NEXT_STEPS = (
    r"\bplanned next\b|\bnext steps?\b|\bwhat(?:['’]?s| is| was| comes| came)? next\b|\bto (?:do|happen) next\b"
)
NEXT = 0.2  # of the score: a highlight report's row, which says what is next, where that is asked
AS_MUCH = 0.1  # of the question that a row may hold less than what was found first
NAMED = 0.75  # of the question's telling words, for an indicator to be the one that is named
SAME = 0.8  # of the best score: what is about the same action, in another paper
ACTIONS = (Action, TrackedDecision, Milestone)
LATEST = (
    rf"{NEWEST.pattern}|\b(?:so far|up to date)\b|\bup to with\b|\bhow (?:is|are|'s) .{3, 60} (?:going|doing|getting on)"
    r"|\bwhere (?:are|is|have) (?:we|it|things)\b|\bgot to\b|\bwhat'?s happening\b|\bupdate on\b"
)
ALIKE = 60  # likeness (0 to 100) of what two rows are to do, for them to be about the same action
LOOK = 8  # candidates looked through
REMARK = 5  # words of a remark that says something
NEAR = 0.75  # of the best one's score: what is still looked at


def tell_named(ask: Ask) -> bool:
    """Answer what is known by the meeting or motion it is of, whatever rows and passages are like the question."""
    return any(teller(ask) for teller in NAMING)


def tell(ask: Ask) -> bool:
    """Answer from records; False where a text answers better or no row holds what is asked."""
    if tell_two_rows(ask) or tell_moved(ask) or tell_measured(ask) or tell_spending(ask) or tell_whole_decision(ask):
        return True
    if ask.nearest:
        return False
    figures = ask.wants(*FIGURES)
    kinds = (Observation, BudgetLine) if figures else ACTIONS if ask.wants("owner", "person", "date", "action") else ()
    covered = ask.evidence[0].coverage - AS_MUCH if ask.evidence and figures else 0.0
    ranked = sorted(
        ask.evidence[: LOOK + 4],
        key=lambda e: (
            -(
                e.score
                + PREFERRED * (e.coverage >= covered and _holds(ask, e, kinds))
                + NEXT * (ask.says(NEXT_STEPS) and _holds(ask, e, (Milestone,)))
            )
        ),
    )
    best = ranked[0].score if ranked else 0.0
    for evidence in ranked[:LOOK]:
        if evidence.score < NEAR * best:
            break
        rows = rows_at(ask.finder, evidence.hit)
        if not rows:
            if strong(ask.inquiry, evidence, ask.searcher) and holds(ask.inquiry, evidence):
                return False
            continue
        teller = TELLERS.get(type(rows[0].record))
        if teller is None or not _fits(ask, evidence, rows[0]):
            continue
        if teller is tell_action and ask.says(f"{LATEST}|{HISTORY}"):
            rows = _action_meant(ask, ranked, rows)
        if teller(ask, [row for row in rows if type(row.record) is type(rows[0].record)]):
            return True
    return False


def _fits(ask: Ask, evidence: Evidence, row: Entry[Any]) -> bool:
    """Whether a row is what the question is about; a row must be of its time, a series of figures may hold that."""
    if ask.inquiry.wants[0] == "reason" and isinstance(row.record, (BudgetLine, Observation)):
        said = row.record.commentary if isinstance(row.record, Observation) else None
        if not CAUSE.search(said or "") and not _says_why_in_words(said or ""):
            return False  # figures say that it fell, not why
    if isinstance(row.record, BudgetLine) and not _names_line(ask, row.record):
        return False  # what only stands under a column that is asked for
    if isinstance(row.record, BudgetLine) and not of_the_limit(ask, row.record.service):
        return False
    if not isinstance(row.record, Observation):
        return strong(ask.inquiry, evidence, ask.searcher)
    named = of_the_limit(ask, row.record.name) and holds_names(ask, evidence.held)
    named = named and not of_another_unit(ask, row.record, named=False)
    return named and relevant(ask.inquiry, evidence, ask.searcher)


def _says_why_in_words(remark: str) -> bool:
    """Whether a paper's own remark on a figure is more than another figure: "Two posts are vacant." """
    return any(len(re.findall(r"[a-z]{3,}", one)) >= REMARK for one in sentences(remark))


def _names_line(ask: Ask, line: BudgetLine) -> bool:
    """Whether a question says a word of a finance line's name or headings, or the line is a total."""
    held = frozenset(terms(f"{line.service} {line.directorate or ''} {line.section or ''}"))
    asked = telling_terms(ask.inquiry, ask.searcher)
    return line.total or any(t.stands_in(held) for t in asked if asking_weight(t.stem) >= 1)


def of_what_is_asked(ask: Ask) -> list[Evidence]:
    """The evidence without the lines of finance tables, where no money is asked for: "the rate of children in care" is no line of
    the budget for them, told as a record or quoted as a row."""
    if re.search(OF_MONEY, ask.text):  # "and adult social care?" asks for the money of the question before
        return list(ask.evidence)
    return [
        e for e in ask.evidence if not any(isinstance(row.record, BudgetLine) for row in rows_at(ask.finder, e.hit))
    ]


def _action_meant(ask: Ask, ranked: Sequence[Evidence], rows: Sequence[Entry[Any]]) -> list[Entry[Any]]:
    """Of the actions, milestones and tracked decisions that the question fits, the one with the newest position, or with
    the longest history where that is asked for."""
    found = list(rows[:1])
    for evidence in ranked[:LOOK]:
        if evidence.score >= SAME * ranked[0].score and strong(ask.inquiry, evidence, ask.searcher):
            here = [r for r in rows_at(ask.finder, evidence.hit)[:1] if isinstance(r.record, ACTIONS)]
            found += [r for r in here if fuzz.token_sort_ratio(_done(r), _done(rows[0])) >= ALIKE]
    if ask.says(HISTORY):
        return [max(found, key=lambda entry: seen(ask, entry))]
    return [max(found, key=lambda entry: entry.position_at or date.min)]


def _done(entry: Entry[Any]) -> str:
    """What an action, a tracked decision or a milestone is to do."""
    record = entry.record
    if isinstance(record, Action):
        return normalise(record.action)
    return normalise(record.resolution if isinstance(record, TrackedDecision) else record.workstream)


def tell_by_name(ask: Ask) -> bool:
    """Answer with the indicator that a question names in other words than its row's, where one alone is meant."""
    if not ask.wants(*FIGURES, "open") or not (ask.inquiry.periods or ask.wants(*FIGURES)):
        return False
    name = subject_text(ask.inquiry)
    if len(name) < 3:
        return False
    one, _ = named(ask.finder, name)
    held = frozenset(terms(" ".join(one.wordings))) if one is not None else frozenset()
    if (
        one is None
        or share_of(ask, held) < NAMED
        or not all(name <= held for name in names_asked(ask.inquiry, ask.searcher))
    ):
        return False
    return tell_indicator(ask, [one.entry(one.points[-1][1].latest)])


def _holds(ask: Ask, evidence: Evidence, kinds: tuple[type[Record], ...]) -> bool:
    rows = rows_at(ask.finder, evidence.hit) if kinds else []
    return bool(rows) and isinstance(rows[0].record, kinds)
