"""Rows of a table by what they have to spare or are short of: "which wards won't have enough places?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.answering.compose import guarded, place_of
from assistant.answering.telling.ask import Ask
from assistant.answering.telling.tabled import Row, tabled
from assistant.answering.worked import ADDED
from assistant.records.numbers import parse_figure
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.search import Hit
from assistant.retrieval.terms import terms
from assistant.tools.columns import read_row

_SHORT = r"\bshort(?:fall|age|falls|ages)?\b|\bnot (?:have |got )?enough\b|\bwo[n’']*t have enough\b|\btoo few\b|\black(?:s|ing)?\b|\bdeficits?\b"
_SPARE = r"\bspare\b|\bsurplus\w*|\btoo many\b|\bmore than enough\b|\bleft over\b"
_COLUMN = re.compile(r"\bsurplus\b|\bspare\b", re.IGNORECASE)  # less than none of it is a shortfall
_TOTAL = re.compile(r"^(?:grand |overall )?totals?\b|^all\b", re.IGNORECASE)
LOOK = 6  # passages whose pages are looked at
ABOUT = 0.35  # of the question's telling words that the page must hold in what was found
MOST = 15


class _Row(NamedTuple):
    hit: Hit
    named: str  # the head over the label
    label: str
    header: str
    printed: str
    value: float


def tell_signed(ask: Ask) -> bool:
    """List the rows that are short of something or have it to spare, as asked; of rows that are named, each with its figure."""
    short, spare = ask.says(_SHORT), ask.says(_SPARE)
    if not (short or spare):
        return False
    best = ask.evidence[0].score if ask.evidence else 0.0
    for evidence in ask.evidence[:LOOK]:
        if evidence.score < 0.6 * best or evidence.own < ABOUT:
            continue
        rows = _rows(ask, evidence.hit)
        if len(rows) > 2:
            named = _named(ask, rows)
            asked = named or [row for row in rows if (short and row.value < 0) or (spare and row.value > 0)]
            return bool(asked) and _tell(ask, asked[:MOST], short=short, spare=spare)
    return False


def _rows(ask: Ask, near: Hit) -> list[_Row]:
    """The rows of the table on the page of a passage that has a column of what is to spare."""
    found = []
    for hit in ask.searcher.on_page(near.paper.id, near.passage.page):
        cells = hit.passage.cells or []
        header = next((header for header, _ in cells if _COLUMN.search(header)), None)
        printed = next((cell for head, cell in cells if head == header), "") if header else ""
        value = parse_figure(printed, header).value if printed.strip() else None
        label = read_row(ask.inquiry, cells).label if header else ""
        if header and value is not None and label and not _TOTAL.search(label):
            named = next((head for head, cell in cells if cell == label and head), "What")
            found.append(_Row(hit, named, label, header, printed, float(value)))
    return found


def _named(ask: Ask, rows: Sequence[_Row]) -> list[_Row]:
    asked = {term.stem for term in telling_terms(ask.inquiry, ask.searcher)}
    return [row for row in rows if (own := set(terms(row.label))) and own <= asked]


def _tell(ask: Ask, rows: Sequence[_Row], *, short: bool, spare: bool) -> bool:
    lines: list[Row] = []
    for row in rows:
        cited = ask.draft.add(ask.searcher, row.hit, row.hit.passage.text)
        if cited is None:
            return False
        ask.value(row.label, row.printed, row.value, None, None, cited)
        how = "short" if row.value < 0 else "to spare"
        figure = f"**{guarded(row.printed)}** ({how})"
        lines.append(Row({row.named: guarded(row.label), guarded(row.header): figure}, [cited.marker]))
    ask.draft.paragraphs += [f"{place_of(rows[0].hit)}:", tabled(lines)]
    if len(rows) > 1 and short != spare and (ask.says(ADDED.pattern) or ask.says(r"\bin total\b|\bhow many\b|\badd\b")):
        figures = [abs(row.value) for row in rows]
        said = f"Together: {' + '.join(f'{x:,.10g}' for x in figures)} = {sum(figures):,.10g}."
        ask.draft.worked.append(said)
        ask.draft.paragraphs.append(said)
    ask.draft.whole = True
    return True
