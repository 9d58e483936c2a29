"""Registers over all papers: decisions, actions and indicators, each row with its document and page."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.retrieval.inquiry import understand
from assistant.retrieval.search import Hit, Searcher
from assistant.retrieval.terms import terms
from assistant.retrieval.times import header_periods
from assistant.tools.columns import read_row

Row = dict[str, str | int | None]

_ACTION_HEADER = re.compile(
    r"\baction|progress|timescale|due|milestone|this period|next period|deadline|complete", re.IGNORECASE
)
_OWNER_HEADER = re.compile(r"lead|owner|officer|responsib|who\b", re.IGNORECASE)
_DATE_HEADER = re.compile(r"time|date|due|when|deadline|target date", re.IGNORECASE)


def decisions(searcher: Searcher, about: str | None = None) -> list[Row]:
    """Every decision recorded in minutes and decision notices, newest first, verbatim."""

    def row(hit: Hit) -> Row:
        return {
            "committee": hit.part.committee,
            "date": _iso(hit),
            "minute": hit.passage.minute,
            "title": hit.passage.minute_title or hit.passage.heading.split(" > ")[-1],
            "status": hit.part.status,
            "text": " ".join(hit.passage.text.split()),
            **_place(hit),
        }

    return _register(
        searcher,
        about,
        lambda h: h.passage.kind == "decision" and h.part.kind in {"minutes", "decision notice"},
        row,
    )


def actions(searcher: Searcher, about: str | None = None) -> list[Row]:
    """Rows of action plans, tracking logs and milestone tables, newest paper first."""

    def wanted(hit: Hit) -> bool:
        headers = [header for header, _ in hit.passage.cells or ()]
        return any(_ACTION_HEADER.search(h) for h in headers) and any(_OWNER_HEADER.search(h) for h in headers)

    def row(hit: Hit) -> Row:
        cells = hit.passage.cells or []
        reading = read_row(understand(""), cells)
        return {
            "action": reading.label,
            "lead": _under(cells, _OWNER_HEADER),
            "due": _under(cells, _DATE_HEADER),
            "row": "; ".join(f"{h}: {c}" if h else c for h, c in cells),
            **_place(hit),
        }

    return _register(searcher, about, wanted, row)


def indicators(searcher: Searcher, about: str | None = None) -> list[Row]:
    """Every figure of the tables whose columns are periods: one row a figure, as printed."""
    rows: list[Row] = []
    for hit in _hits(searcher, about, lambda h: any(header_periods(header) for header, _ in h.passage.cells or ())):
        label = read_row(understand(""), hit.passage.cells or []).label
        for header, cell in hit.passage.cells or ():
            if header_periods(header) and cell != label:
                rows.append({"indicator": label, "period": header, "value": cell, **_place(hit)})
    return rows


def _register(
    searcher: Searcher, about: str | None, wanted: Callable[[Hit], bool], row: Callable[[Hit], Row]
) -> list[Row]:
    return [row(hit) for hit in _hits(searcher, about, wanted)]


def _hits(searcher: Searcher, about: str | None, wanted: Callable[[Hit], bool]) -> list[Hit]:
    asked = set(terms(about or ""))
    found = [
        hit
        for part in searcher.parts()
        for hit in searcher.in_part(part.id)
        if wanted(hit) and asked <= set(hit.passage.terms.split())
    ]
    return sorted(found, key=lambda h: (_iso(h) or "", h.paper.document), reverse=True)


def _under(cells: list[list[str]], header: re.Pattern[str]) -> str | None:
    return next((cell for name, cell in cells if header.search(name)), None)


def _iso(hit: Hit) -> str | None:
    return hit.part.meeting_date.isoformat() if hit.part.meeting_date else None


def _place(hit: Hit) -> Row:
    return {"document": hit.paper.document, "page": hit.passage.page}
