"""Two rows of one table that a question names: their figures under one column, and what they come to together or apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.answering.compose import guarded, place_of
from assistant.answering.telling.ask import Ask
from assistant.answering.worked import ADDED, BY_HOW_MUCH
from assistant.records.numbers import Figure, parse_figure
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.search import Hit
from assistant.retrieval.terms import stem, terms
from assistant.tools.arithmetic import difference, money_difference
from assistant.tools.columns import read_row

LOOK = 10  # passages whose pages are looked at
NAMED = 0.5  # of a row's name that the question says
_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
_COMPARED = r"\bcompare[ds]? (?:with|to|against)\b|\b(?:higher|lower|better|worse|more|less|cheaper|dearer|above|below) (?:or (?:higher|lower|better|worse|more|less) )?than\b|\bhow does .{3,80} compare\b"
_SUMMED = rf"{BY_HOW_MUCH.pattern}|{ADDED.pattern}|\badd\b|\bin total\b.*\band\b|\btogether\b"
_ASKS = re.compile(f"{_SUMMED}|{_COMPARED}", re.IGNORECASE)


class _Row(NamedTuple):
    hit: Hit
    label: str
    stems: frozenset[str]


def tell_two_rows(ask: Ask) -> bool:
    """Tell the figures of the two rows that a question sets against each other or adds up, with the sum shown."""
    if not ask.says(_ASKS.pattern) or ask.wants("vote", "mover", "decision", "reason") or len(ask.inquiry.periods) > 1:
        return False
    pair = _pair(ask)
    if pair is None:
        return False
    header = _column(ask, pair)
    if header is None:
        return False
    figures = [_figure(row, header) for row in pair]
    if any(f is None or f.value is None for f in figures) or len({f.unit for f in figures if f}) != 1:
        return False
    return _tell(ask, pair, header, [f for f in figures if f])


def _pair(ask: Ask) -> tuple[_Row, _Row] | None:
    """The two rows of one table that the question names, each by words that the other lacks; None for none or more."""
    asked = {s for t in telling_terms(ask.inquiry, ask.searcher) for s in (t.stem, *t.same)}
    asked |= (
        set(terms(ask.inquiry.question)) if ask.says(_COMPARED) else set()
    )  # "the club average" is the name of a row
    best = ask.evidence[0].score if ask.evidence else 0.0
    seen: set[tuple[str, int]] = set()
    for evidence in ask.evidence[:LOOK]:
        place = (evidence.hit.paper.id, evidence.hit.passage.page)
        if evidence.hit.passage.cells is None or place in seen or evidence.score < 0.6 * best:
            continue
        seen.add(place)
        rows = [row for page in (place[1] - 1, place[1], place[1] + 1) for row in _rows(ask, place[0], page)]
        heads = [h for h, _ in evidence.hit.passage.cells][1:]
        rows = [row for row in rows if [h for h, _ in row.hit.passage.cells or []][1:] == heads]
        share = NAMED if ask.says(_SUMMED) else 1.0  # what is only compared is called by its whole name
        named = [row for row in rows if row.stems and len(row.stems & asked) >= share * len(row.stems)]
        common = frozenset.intersection(*(row.stems for row in rows)) if rows else frozenset()
        named = [row for row in named if (row.stems - common) & asked]
        if len(named) == 1 and ask.says(_COMPARED):  # "how do we compare with the club average?"
            places = {frozenset(map(stem, place)) for place in ask.searcher.held.authorities}
            own = [row for row in rows if row.stems in places and row.label != named[0].label]
            named = [*own, *named] if len(own) == 1 else named
        else:
            named.sort(key=lambda row: _said_at(ask, row))
        if len(named) == 2 or (len(named) > 2 and _joined(ask, named[0], named[1])):
            first, second = named[:2]
            if not (first.stems <= second.stems or second.stems <= first.stems):
                return first, second
    return None


def _joined(ask: Ask, first: _Row, second: _Row) -> bool:
    """Whether a question names two rows one after the other: "Bristol City Council and Avon Fire"."""
    words = re.findall(r"[\w'’-]+", ask.inquiry.question)
    between = words[_said_at(ask, first) + 1 : _said_at(ask, second)]
    return len(between) <= 6 and any(word.lower() in {"and", "than", "plus", "or", "with"} for word in between)


def _rows(ask: Ask, paper: str, page: int) -> list[_Row]:
    found = []
    for hit in ask.searcher.on_page(paper, page):
        if hit.passage.cells is None or len(hit.passage.cells) < 2:
            continue
        label = read_row(ask.inquiry, hit.passage.cells).label
        if not _TOTAL.search(label):
            found.append(_Row(hit, label, frozenset(terms(label))))
    return found


def _said_at(ask: Ask, row: _Row) -> int:
    """Where in the question a row is named first by a word of its own."""
    words = re.findall(r"[\w'’-]+", ask.inquiry.question)
    return next((n for n, word in enumerate(words) if set(terms(word)) & row.stems), len(words))


def _column(ask: Ask, pair: Sequence[_Row]) -> str | None:
    """The column asked for: the one that both rows are read by, else their total."""
    read = [read_row(ask.inquiry, row.hit.passage.cells or []) for row in pair]
    chosen = [[header for header, cell in one.chosen if re.search(r"\d", cell)] for one in read]
    both = [header for header in chosen[0] if header in chosen[1]]
    if len(both) > 1:
        asked = set(terms(ask.inquiry.question))
        said = {header: len(asked & set(terms(header))) for header in both}
        both = [header for header in both if said[header] == max(said.values())]
    if len(both) == 1 and all(one.exact for one in read):
        return both[0]
    heads = [header for header, _ in pair[0].hit.passage.cells or []]
    totals = [header for header in heads if _TOTAL.search(header)]
    if len(totals) == 1:
        return totals[0]
    return both[0] if len(both) == 1 else None


def _figure(row: _Row, header: str) -> Figure | None:
    cell = next((cell for head, cell in row.hit.passage.cells or [] if head == header), "")
    return parse_figure(cell, header) if cell.strip() else None


def _tell(ask: Ask, pair: Sequence[_Row], header: str, figures: Sequence[Figure]) -> bool:
    said = []
    for row, figure in zip(pair, figures, strict=True):
        cited = ask.draft.add(ask.searcher, row.hit, row.hit.passage.text)
        if cited is None:
            return False
        unit = {"GBP": "£"}.get(figure.unit or "", figure.unit)
        ask.value(row.label, figure.as_printed, float(figure.value or 0), unit, None, cited)
        said.append(f"“{guarded(row.label)}” – {guarded(header)}: **{guarded(figure.as_printed)}** [{cited.marker}]")
    working = _working(ask, figures)
    ask.draft.worked.append(working)
    ask.draft.paragraphs.append(f"{place_of(pair[0].hit)}: {'; '.join(said)}. {working}")
    ask.draft.whole = True
    return True


def _working(ask: Ask, figures: Sequence[Figure]) -> str:
    a, b = (float(figure.value or 0) for figure in figures)
    printed = [figure.as_printed for figure in figures]
    pounds = figures[0].unit == "GBP"
    if not ask.says(f"{BY_HOW_MUCH.pattern}|{_COMPARED}"):
        sign = "£" if pounds else ""
        total = round(a + b, 6)
        return f"Together: {sign}{a:,.10g} + {sign}{b:,.10g} = {sign}{total:,.10g}."
    working = money_difference(a, b, *printed) if pounds else difference(a, b, figures[0].unit, *printed).working
    if a != b and not ask.says(BY_HOW_MUCH.pattern):
        return f"The first is {'lower' if a < b else 'higher'}: {working}."
    return f"The difference: {working}."
