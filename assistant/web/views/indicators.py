"""The indicators explorer: all indicators at their latest figure, and one with its series drawn and told."""

from __future__ import annotations

from typing import NamedTuple

from assistant.tools.figures import FigureRow, Indicator, figure_rows, indicators, named
from assistant.tools.indicators import StandingRow, counted_otherwise, latest_of, standing
from assistant.tools.names import Finder
from assistant.tools.registers import COLUMNS, flat_figures
from assistant.tools.result import joined
from assistant.web.views.asked import Asked
from assistant.web.views.export import Item, Sheet
from assistant.web.views.page import View, cut
from assistant.web.views.series import against, drawn
from assistant.web.views.sources import Sources

NAME = "indicators"
NONE_HOLDS = "No indicator holds all of these words. Try fewer, or others."


class _Line(NamedTuple):
    name: str
    row: StandingRow


def view(finder: Finder, asked: Asked) -> View:
    """All indicators, or the one that is asked for, as a page."""
    sources = Sources(finder.ledger.exempt_pages())
    name = asked.text("indicator", "Indicator")
    held = _named(finder)
    if name is None:
        return View(NAME, asked, sources, _list(finder, asked, held))
    one = held.get(name)
    choices: list[str] = []
    if one is None:
        one, choices = _meant(finder, held, name)
    if one is None:
        note = (
            f"Several indicators may be meant by “{name}”."
            if choices
            else f"No indicator held here is called “{name}”."
        )
        return View(NAME, asked, sources, {"one": None, "lines": None, "choices": choices, "note": note})
    return View(NAME, asked, sources, _series(finder, one, sources))


def sheet(finder: Finder, asked: Asked) -> Sheet:
    """Every figure that papers print for the indicators that the page shows, for export."""
    name, held = asked.text("indicator", "Indicator"), _named(finder)
    if name is None:
        kept = [held[line.name] for line in _lines(finder, asked, held)]
    else:
        one = held.get(name) or _meant(finder, held, name)[0]
        kept = [one] if one else []
    exempt = finder.ledger.exempt_pages()
    sources = Sources(exempt)
    flat = [row for one in kept for row in flat_figures(one)]
    places = [row for one in kept for row in _rows(finder, one)]
    readings = [one.entry(reading) for one in kept for _, point in one.points for reading in point.readings]
    for row, entry in zip(flat, readings, strict=True):
        row["access"] = "exempt" if (entry.paper.id, entry.record.page) in exempt else "public"
    items = [
        Item(f"{row.indicator}: {row.period}", [_said(row)], row.citation.quote, sources.reference(row.citation))
        for row in places
    ]
    return Sheet("Indicators", asked.told(), [*COLUMNS[NAME], "access"], flat, items, "figure")


def _named(finder: Finder) -> dict[str, Indicator]:
    """Every indicator by its title; those of one title are numbered."""
    held: dict[str, Indicator] = {}
    for one in indicators(finder):
        same = sum(other.title == one.title for other in held.values())
        held[f"{one.title} ({same + 1})" if same else one.title] = one
    return held


def _meant(finder: Finder, held: dict[str, Indicator], name: str) -> tuple[Indicator | None, list[str]]:
    """The indicator that a name given by hand means, or the titles of those it may mean."""
    one, choices = named(finder, name)
    places = {(choice.citation.paper_id, choice.citation.page, choice.citation.quote) for choice in choices}
    return one, [title for title, other in held.items() if _newest_place(other) in places]


def _newest_place(one: Indicator) -> tuple[str, int, str]:
    newest = one.points[-1][1].latest
    return newest.paper_id, newest.page, newest.as_printed


def _list(finder: Finder, asked: Asked, held: dict[str, Indicator]) -> dict[str, object]:
    lines = _lines(finder, asked, held)
    note = NONE_HOLDS if not lines and asked["about"] else None
    pages = cut(lines, asked.number("page"))
    return {"one": None, "lines": pages, "choices": [], "note": note}


def _lines(finder: Finder, asked: Asked, held: dict[str, Indicator]) -> list[_Line]:
    about = asked.text("about", "Words")
    missed = asked.switch("missed", "Missing their target only")
    names = list(held)
    if about:
        found, whole = finder.about(about, [" | ".join(held[name].wordings) for name in names])
        names = [names[i] for i in found] if whole else []
    lines = []
    for name in names:
        latest = latest_of(held[name])
        rows = standing(finder, held[name], *latest) if latest else []
        if rows and (not missed or (rows[0].against_target is not None and rows[0].against_target.met is False)):
            lines.append(_Line(name, rows[0]))
    return lines


def _rows(finder: Finder, one: Indicator) -> list[FigureRow]:
    return [row for series, point in one.points for row in figure_rows(finder.ledger, one, series, point)]


def _series(finder: Finder, one: Indicator, sources: Sources) -> dict[str, object]:
    told = drawn(one.title, _rows(finder, one), sources)
    return {
        "one": one,
        "lines": None,
        "choices": [],
        "told": told,
        "note": joined([counted_otherwise(one, one.eras), told["several"]]),
        "good": {"up": "Higher is better", "down": "Lower is better"}.get(one.eras[-1].good or ""),
    }


def _said(row: FigureRow) -> str:
    parts = [row.value_as_printed, f"target {row.target_as_printed}" if row.target_as_printed else ""]
    parts += [f"rated {row.rating}" if row.rating else "", against(row).lower()]
    return ", ".join(filter(None, parts)) + "."
