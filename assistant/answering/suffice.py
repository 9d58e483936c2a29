"""Suffice: whether what was found is an answer. Likeness alone cannot say no, so every constraint is looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from assistant.answering.claims import dates_in, figures_in, periods_in, worded_in
from assistant.answering.focus import Focus, counts
from assistant.answering.holding import OUTCOME, PERSON, POINT
from assistant.papers.tables import is_figure
from assistant.records.numbers import Figure
from assistant.records.row_kinds import kind_said
from assistant.records.vocabulary import DECISION, MEETING_KINDS
from assistant.retrieval.asked_terms import names_held
from assistant.retrieval.evidence import LATEST, Evidence
from assistant.retrieval.inquiry import Inquiry, Want
from assistant.retrieval.search import Hit, Searcher
from assistant.retrieval.synonyms import alike
from assistant.retrieval.terms import terms
from assistant.retrieval.times import header_periods, of_other_times
from assistant.retrieval.traits import CAUSE
from assistant.tools.columns import read_row

# Measured on the development halves (169 answerable, 34 not; right answers with the right page / rightly declined):
#   FLOOR .62, ALIKE .60: 92 / 23    .70, .60: 89 / 25    .78, .60: 90 / 26    .70, .70: 88 / 27    .85, .70: 82 / 29
# Above .78 more right answers are lost than wrong ones kept back.
FLOOR = 0.78  # of ``strength``
UNWRITTEN = (
    0.4  # how far words that no paper writes are let pass: of 420 questions 1.3 in 100 more are answered, none wrongly
)
THIN = 0.25  # of coverage: likeness in meaning alone is not enough
OWN = 0.35  # of the question's telling weight that a passage must hold itself, where it does not mean much the same
MISSING = 0.3  # weight share of the most telling term from which its absence says no …
ALIKE = 0.66  # … unless the passage means much the same
ROW_TIME = 0.7  # how surely a row by periods must be of the one asked for: by its column, its words or its paper …
TEXT_TIME = 0.4  # … a text, which may stand under a date given once for the whole page or report …
FIGURE_TIME = 0.6  # … and a text that is to give a figure: a date elsewhere in the report does not date it
_COMMENT_ON = re.compile(
    r"^\W*(?:commentary\W+)?(?:\d{1,3}[a-z]?\W*(?:and\W*)?){1,6}[-–:;]", re.IGNORECASE
)  # "73 – due to …"
_AGENDA_TELLS: set[Want] = {"chair", "attendance", "date", "place", "person"}
_MONEY = re.compile(
    r"\bhow much\b.*\b(?:costs?|pay|paid|spen[dt]|charge|fee|price|worth|money|budget|grant|saving|owe|overspen[dt]|underspen[dt])\b"
    r"|\bhow many (?:thousand |million )?pounds\b|£",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"^(?!.*(?:%|\bper ?cent|\brate\b|\baverage\b|\bper \d)).*\bhow many (?!times\b)", re.IGNORECASE | re.DOTALL
)
_OF_SHARES = re.compile(r"^\W*(?:\d+\w?\W+){0,3}(?:rate|percentage|proportion|average|%)\b", re.IGNORECASE)
_SHARE = re.compile(r"[\d.,]+\s?(?:%|r)")
# Numbers that count nothing: ages, school years, and the numbers of paragraphs and sections.
_NO_COUNT = re.compile(
    r"\b\d{1,2}(?:\s?(?:-|–|to|and)\s?\d{1,2})?[\s-]+year[\s-]+olds?\b|\baged? (?:between )?\d{1,2}(?:\s?(?:-|–|to|and|or)\s?\d{1,2})?\b"
    r"|\b(?:paras?|paragraphs?|sections?|appendix|minute|item|page|table|figure|year|key stage|priority|phase|stage|tier|band) \d+(?:\.\d+)*\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|since|from|by|of|before|until) (?:1[5-9]|20)\d\d\b")
CLOCK = re.compile(
    r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm|noon)\b|\b\d{1,2}:\d\d\b|\bwithin \w+ (?:\w+ )?(?:days|weeks|months)\b",
    re.IGNORECASE,
)
_MEASURED = 3  # columns that make a row one of several things
_WORDED = 60  # letters of a cell that says more than a name or a figure
MOST_POINTS = 5  # of a list that is quoted with the words that lead it in
AS_GOOD = 0.85  # of the best score: of those the newest is told where the latest is asked for
_LOOK = 8  # candidates looked through for one that holds the kind of thing asked for


def strength(evidence: Evidence) -> float:
    """How much a passage speaks to the question by itself: the telling terms it holds and its likeness in meaning."""
    return evidence.coverage + UNWRITTEN * evidence.unknown + 0.5 * evidence.hit.cosine


def suffices(inquiry: Inquiry, found: Focus, searcher: Searcher) -> list[Evidence]:
    """The evidence good enough to answer from; empty where the papers do not hold the answer."""
    if found.together:
        first = found.evidence[0]
        return found.evidence if found.sure or strong(inquiry, first, searcher) else []
    best = found.evidence[0].score if found.evidence else 0.0
    near = [e for e in found.evidence[:_LOOK] if e.score >= 0.75 * best]
    good = [e for e in near if strong(inquiry, e, searcher) and holds(inquiry, e)]
    if good and LATEST.search(inquiry.question) and not inquiry.periods:
        alike = [e for e in good if e.score >= AS_GOOD * good[0].score]
        good = [max(alike, key=lambda e: e.hit.part.meeting_date or e.hit.paper.meeting_date or date.min)]
    if good:
        good = [_decision_before_field(inquiry, _row_before_text(inquiry, good), good), *good]
        return [good[0], *_continued(good[0], searcher)]
    if "reason" in inquiry.wants and found.evidence and strong(inquiry, found.evidence[0], searcher):
        return found.evidence[:1]
    return []


def _row_before_text(inquiry: Inquiry, good: Sequence[Evidence]) -> Evidence:
    """The best of some evidence; a row that the question names, with a head over its figure, before a text about it."""
    rows = [e for e in good if e.score >= AS_GOOD * good[0].score and _names_a_figure(inquiry, e)]
    return rows[0] if rows and measured(inquiry) and good[0].hit.passage.cells is None else good[0]


def _decision_before_field(inquiry: Inquiry, best: Evidence, good: Sequence[Evidence]) -> Evidence:
    """The decision of a notice's form before another of its fields that holds as much, where the question does not name that
    field: "Funding" has sums, too."""
    passage = best.hit.passage
    if (
        best.hit.part.kind != "decision notice"
        or passage.kind != "row"
        or not passage.minute_title
        or not passage.cells
    ):
        return best
    if set(terms(passage.cells[0][1])) & set(inquiry.subject):
        return best
    place = (best.hit.part.id, passage.minute, passage.minute_title)
    decided = [
        e
        for e in good
        if e.hit.passage.kind == "decision"
        and (e.hit.part.id, e.hit.passage.minute, e.hit.passage.minute_title) == place
        and e.score >= AS_GOOD * best.score
    ]
    return decided[0] if decided else best


def _names_a_figure(inquiry: Inquiry, evidence: Evidence) -> bool:
    if evidence.hit.passage.cells is None:
        return False
    reading = read_row(inquiry, evidence.hit.passage.cells)
    named = any(inquiry.subject.get(term, 0.0) >= 1 for term in terms(reading.label))
    return named and reading.exact and any(re.search(r"\d", cell) for _, cell in reading.chosen)


def _continued(evidence: Evidence, searcher: Searcher) -> list[Evidence]:
    """What a passage goes on with: the rest of a sentence cut off by the end of a page, the points that it leads in."""
    passage = evidence.hit.passage
    if passage.cells is not None:
        return []
    after = [h for h in searcher.in_part(evidence.hit.part.id) if h.passage.id > passage.id]
    if re.search(r":[\s–-]*$", passage.text):
        return [replace(evidence, hit=h) for h in takewhile(_is_point, after[:MOST_POINTS])]
    if passage.kind == "decision" or re.search(r"[.;:!?”\"')]\s*$", passage.text):
        return []
    return [
        replace(evidence, hit=h) for h in after[:1] if h.passage.page == passage.page + 1 and h.passage.cells is None
    ]


def _is_point(hit: Hit) -> bool:
    return hit.passage.cells is None and POINT.match(hit.passage.text) is not None


def strong(inquiry: Inquiry, evidence: Evidence, searcher: Searcher) -> bool:
    """Whether a passage is about the question and of the time it asks for."""
    return of_the_time(inquiry, evidence) and relevant(inquiry, evidence, searcher)


def of_the_time(inquiry: Inquiry, evidence: Evidence) -> bool:
    """Whether a passage is of the time that a question asks for, where it asks for one."""
    if evidence.when is not None and evidence.when < _time_needed(inquiry, evidence):
        return False
    return not (measured(inquiry) and of_other_times(inquiry, evidence.hit))


def _time_needed(inquiry: Inquiry, evidence: Evidence) -> float:
    if evidence.hit.passage.times.get("columns"):
        return ROW_TIME
    return FIGURE_TIME if measured(inquiry) else TEXT_TIME


def measured(inquiry: Inquiry) -> bool:
    """Whether a figure is asked for, or may be."""
    return bool({"figure", "target", "benchmark"} & set(inquiry.wants[:2])) or inquiry.wants == ("open",)


def relevant(inquiry: Inquiry, evidence: Evidence, searcher: Searcher) -> bool:
    """Whether a passage is about the question, whatever the time."""
    if not may_answer(inquiry, evidence, searcher):
        return False
    if evidence.own < OWN and evidence.hit.cosine < ALIKE:
        return False  # what only the paper's name says, the passage does not
    if evidence.coverage < THIN or strength(evidence) < FLOOR:
        return False
    return not (evidence.lost >= MISSING and evidence.hit.cosine < ALIKE and evidence.unnamed is not False)


def may_answer(inquiry: Inquiry, evidence: Evidence, searcher: Searcher) -> bool:
    """Whether nothing speaks against a passage, however few words it shares with the question: it is no bare heading or agenda,
    and it holds what the question calls by a name."""
    if (
        evidence.hit.part.kind == "agenda"
        and not set(inquiry.wants) & _AGENDA_TELLS
        and "agenda" not in inquiry.whole.lower()
    ):
        return False
    if _only_heading(evidence) or evidence.unnamed or evidence.bare:
        return False
    return names_held(inquiry, searcher)


def _only_heading(evidence: Evidence) -> bool:
    """Whether a passage is nothing but the heading of what would answer."""
    passage = evidence.hit.passage
    said, title = len(passage.text), len(passage.minute_title or "")
    named = set(terms(passage.minute_title or ""))
    repeats = 2 * len(named & set(terms(passage.text))) >= len(named)  # else it is a short text under a long title
    if dates_in(passage.text) or re.search(r"[£%]", passage.text):
        return False  # "Deadline for referral 22 May 2025" is short and says all
    if passage.kind != "text" or passage.cells is not None:
        return False
    unsaid = said < 120 and not re.search(r"[.;:!?”\d]\s*$", passage.text) and not POINT.match(passage.text)
    return said < 45 or (said < title + 25 and repeats) or unsaid


def holds(inquiry: Inquiry, evidence: Evidence) -> bool:
    """Whether a passage holds the kind of thing that is asked for first: a figure, a person, a date, a decision, a vote."""
    return fills(inquiry, evidence, inquiry.wants[0])


def fills(inquiry: Inquiry, evidence: Evidence, want: Want) -> bool:
    """Whether a passage holds a kind of thing."""
    passage = evidence.hit.passage
    if want in {"figure", "target", "benchmark"}:
        return _holds_figure(inquiry, evidence)
    if want == "mover":
        return bool(re.search(r"\b(?:proposed|moved|seconded)\b", passage.text, re.IGNORECASE))
    if want in {"person", "owner", "chair", "attendance"}:
        return bool(PERSON.search(passage.text))
    if want == "date":
        return bool(
            dates_in(passage.text)
            or periods_in(passage.text)
            or _YEAR.search(passage.text)
            or CLOCK.search(passage.text)
            or _cells_dated(evidence)
        )
    if want == "reason":
        return bool(CAUSE.search(passage.text))
    if want == "vote":
        return counts(evidence.hit) or bool(OUTCOME.search(passage.text))
    if want == "decision" and evidence.hit.part.kind in MEETING_KINDS:
        told = passage.kind == "decision" or bool(DECISION.search(passage.text))
        return told or "figure" in inquiry.wants or "reason" in inquiry.wants
    return True


def counting(text: str) -> tuple[Figure, ...]:
    """The figures of a text that may be an answer: no ages, no numbers of years at school, of paragraphs or of notes."""
    return figures_in(_NO_COUNT.sub(" ", _COMMENT_ON.sub("", text)))


def _cells_dated(evidence: Evidence) -> bool:
    cells = evidence.hit.passage.cells or []
    return any(
        re.search(r"\d", cell) and re.search(r"date|when|due|by|time", header, re.IGNORECASE) for header, cell in cells
    )


def _asks_of_no_column(inquiry: Inquiry, evidence: Evidence) -> bool:
    """Whether a row of several things measured ("Calls answered | Average wait | Cost") has none of what is asked beside its name."""
    passage = evidence.hit.passage
    if any(len(cell) > _WORDED for _, cell in passage.cells or ()):
        return False  # it may say what is asked in words
    measured = [h for h, cell in passage.cells or () if h and is_figure(cell) and not header_periods(h)]
    own = frozenset(terms(" ".join(f"{header} {cell}" for header, cell in passage.cells or ())))
    asked = [term for term, weight in inquiry.subject.items() if weight >= 1]
    return len(measured) >= _MEASURED and not all(term in own or alike(term) & own for term in asked)


def _of_another_kind(inquiry: Inquiry, cells: Sequence[Sequence[str]]) -> bool:
    """Whether a row says before its figures that they are targets, or what others are held against, and is not asked for so."""
    said = [cell for _, cell in cells[:3] if kind_said(cell) in {"target", "benchmark", "other"}]
    asked = set(terms(inquiry.whole))
    return any(not set(terms(cell)) <= asked for cell in said)


def _holds_figure(inquiry: Inquiry, evidence: Evidence) -> bool:
    passage = evidence.hit.passage
    if passage.cells is not None:
        if not {"target", "benchmark"} & set(inquiry.wants) and _of_another_kind(inquiry, passage.cells):
            return False  # what was to be reached is not what was
        reading = read_row(inquiry, passage.cells)
        if not reading.exact and _asks_of_no_column(inquiry, evidence):
            return False
        chosen = reading.chosen
        if _HOW_MANY.search(inquiry.question) and (
            _OF_SHARES.search(" ".join(cell for _, cell in passage.cells[:3]))
            or (chosen and all(_SHARE.fullmatch(cell.strip()) for _, cell in chosen))
        ):
            return False  # a rate or a share says not how many
        return any(re.search(r"\d", cell) for _, cell in chosen) or any(figures_in(cell) for _, cell in passage.cells)
    figures = counting(passage.text)
    if _MONEY.search(inquiry.question):
        return any(figure.unit == "GBP" for figure in figures)
    return bool(figures) or bool(worded_in(passage.text))
