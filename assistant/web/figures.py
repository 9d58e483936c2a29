"""The figures of an answer: its indicators as they are shown under it, and as the rows of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from assistant.answering.answer import Answer, IndicatorSeries, Value
from assistant.papers.normalise import normalise
from assistant.tools.indicators import StandingRow
from assistant.tools.registers import Flat
from assistant.tools.result import Place
from assistant.web.views.export import Sheet
from assistant.web.views.page import render_piece
from assistant.web.views.series import against, drawn
from assistant.web.views.sources import Sources

if TYPE_CHECKING:
    from assistant import Assistant

_COLUMNS = (
    "series", "id", "indicator", "qualifier", "period", "from", "to", "value", "number", "unit", "missing", "target", "rating",
    "against_target", "note", "state", "published", "document", "page", "printed_page", "also_in", "access",
)  # fmt: skip


class Shown(NamedTuple):
    """The indicators of an answer as HTML, and the figures told that are not among them."""

    html: str
    left: list[Value]


def series_shown(number: int, answer: Answer, kept: str | None) -> Shown:
    """The indicators that the answer of a turn tells of, under it; ``kept`` is the name of its files."""
    shown, left = [], list(answer.values)
    for n, series in enumerate(answer.series, start=1):
        row = _told(series, answer.values)
        if row is None or not (len(series.rows) > 1 or row.target_as_printed or row.rating):
            continue
        prefix = f"turn-{number}-series-{n}-"
        sources = Sources(frozenset(series.exempt), prefix)
        told = drawn(series.indicator, series.rows, sources, prefix, like=row)
        shown.append({"row": row, "place": _cited(row, answer), "sources": sources, "told": told, "note": series.note})
        left = [value for value in left if not _is(row, value)]
    html = render_piece("answer_series.html", shown=shown, kept=quote(kept or "", safe="")) if shown else ""
    return Shown(html, left)


def _told(series: IndicatorSeries, values: Sequence[Value]) -> StandingRow | None:
    """The latest of its figures that the answer tells."""
    return next((row for row in reversed(series.rows) if any(_is(row, value) for value in values)), None)


def _cited(row: StandingRow, answer: Answer) -> Place:
    """The place of a figure that the answer itself cites, where several papers print it."""
    cited = {(citation.paper_id, citation.page) for citation in answer.citations}
    places = [row.citation, *row.also_at]
    return next(
        (place for place in places if cited & {(place.paper_id, n) for n in (place.page, *place.pages)}), places[0]
    )


def _is(row: StandingRow, value: Value) -> bool:
    printed = (row.period, row.value_as_printed, normalise(row.name))
    places = {(place.document, page) for place in (row.citation, *row.also_at) for page in (place.page, *place.pages)}
    return (
        printed == (value.period, value.as_printed, normalise(value.label)) and (value.document, value.page) in places
    )


def as_held(answer: Answer, assistant: Assistant) -> Answer:
    """An answer without its series where a paper behind one is no longer held, or no longer to be seen."""
    if not answer.series:
        return answer
    rows = [row for series in answer.series for row in series.rows]
    places = [place for row in rows for place in (row.citation, *row.also_at)]
    held = assistant.stands((place.paper_id, place.page) for place in places)
    return answer if held else answer.model_copy(update={"series": []})


def figures_sheet(answer: Answer) -> Sheet:
    """Every figure of the indicators that an answer tells of, for a spreadsheet; columns as in the register of indicators."""
    rows = [
        _flat(series.indicator, row)
        | {"access": "exempt" if (row.citation.paper_id, row.citation.page) in set(series.exempt) else "public"}
        for series in answer.series
        for row in series.rows
    ]
    return Sheet("Figures", [], _COLUMNS, rows, [], "figure")


def _flat(series: str, row: StandingRow) -> Flat:
    place = row.citation
    return {
        "series": f"{series} ({row.definition})" if row.definition else series,
        "id": row.indicator_id,
        "indicator": row.name,
        "qualifier": row.qualifier,
        "period": row.period,
        "from": row.period_start.isoformat() if row.period_start else None,
        "to": row.period_end.isoformat() if row.period_end else None,
        "value": row.value_as_printed,
        "number": row.value,
        "unit": row.unit,
        "missing": row.missing,
        "target": row.target_as_printed,
        "rating": row.rating,
        "against_target": against(row) or None,
        "note": row.note,
        "state": row.state,
        "published": row.published.isoformat() if row.published else None,
        "document": place.document,
        "page": place.page,
        "printed_page": place.page_label,
        "also_in": "; ".join(f"{other.document}, page {other.page}" for other in row.also_at) or None,
    }
