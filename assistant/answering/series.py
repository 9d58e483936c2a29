"""The indicators behind an answer: every figure that the papers print for them, each looked up on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.answering.answer import Answer, IndicatorSeries, Value
from assistant.papers.normalise import contains, normalise
from assistant.records.authorities import place_in
from assistant.records.model import Observation
from assistant.retrieval.authorities import authorities, papers_of
from assistant.retrieval.search import Searcher
from assistant.tools.figures import Indicator, indicators
from assistant.tools.indicators import StandingRow, counted_otherwise, standing
from assistant.tools.names import Finder

MOST = 3  # an answer that tells of more is a list, and no indicator is what it is about


def series_told(answer: Answer, searcher: Searcher, within: Callable[[str | None], Finder]) -> list[IndicatorSeries]:
    """The indicators that an answer tells figures of, in the order in which it does; none where they are many.

    ``within`` gives the look-ups within the papers of a council, or for None within all that were searched: figures of two
    councils are never one series.
    """
    found: list[IndicatorSeries] = []
    held: set[tuple[str, int, str]] = set()
    for value in answer.values:
        for paper_id in _papers_of(value, answer):
            council, alone = _council(searcher, paper_id)
            finder = within(council)
            for one in _of_value(value, paper_id, finder):
                rows = [row for row in _rows(finder, one) if not alone or row.citation.paper_id == paper_id]
                rows = [stands for row in rows if (stands := _standing_on_page(searcher, row))]
                key = (rows[0].citation.paper_id, rows[0].citation.page, rows[0].citation.quote) if rows else None
                if key and key not in held:
                    held.add(key)
                    found.append(_series(one, rows, finder))
    return found if len(found) <= MOST else []


def _series(one: Indicator, rows: list[StandingRow], finder: Finder) -> IndicatorSeries:
    places = {(place.paper_id, place.page) for row in rows for place in (row.citation, *row.also_at)}
    return IndicatorSeries(
        indicator=one.title,
        note=counted_otherwise(one, one.eras),
        rows=rows,
        exempt=sorted(places & finder.ledger.exempt_pages()),
    )


def _papers_of(value: Value, answer: Answer) -> list[str]:
    cited = [c.paper_id for c in answer.citations if (c.document, c.page) == (value.document, value.page)]
    return list(dict.fromkeys(cited))


def _council(searcher: Searcher, paper_id: str) -> tuple[str | None, bool]:
    """The council whose papers a paper's figures may be put beside; True where it is not known, so that none may."""
    known = authorities(searcher.held)
    if not known:
        return None, False
    own = searcher.papers[paper_id].authority if paper_id in searcher.papers else None
    if own:
        named = [one for one in known if place_in(own) == one.place]
    else:
        named = [one for one in known if paper_id in papers_of(one, searcher.held)]
    if len(named) != 1:
        return None, True
    return (named[0].names[0] if len(known) > 1 else None), False


def _of_value(value: Value, paper_id: str, finder: Finder) -> Iterator[Indicator]:
    """The indicator that a figure of an answer was read from; none where it may be of several."""
    found = [
        one
        for one in indicators(finder)
        if any(_is(value, reading, paper_id) for series in one.eras for reading in series.observations)
    ]
    if len(found) == 1:
        yield found[0]


def _is(value: Value, reading: Observation, paper_id: str) -> bool:
    return (
        (reading.paper_id, reading.value_as_printed, reading.period) == (paper_id, value.as_printed, value.period)
        and value.page in {reading.page, *(piece.page for piece in reading.pieces)}
        and normalise(reading.name) == normalise(value.label)
    )


def _rows(finder: Finder, one: Indicator) -> list[StandingRow]:
    return [row for series, point in one.points for row in standing(finder, one, series, point)]


def _standing_on_page(searcher: Searcher, row: StandingRow) -> StandingRow | None:
    """A row with words that stand on its page, among them its figure; None where they do not, as with any answer."""
    place = row.citation
    page = searcher.page(place.paper_id, place.page)
    if page is None or not contains(page.text, row.value_as_printed):
        return None
    if contains(page.text, place.quote):
        return row
    if not contains(page.text, row.name):
        return None
    return row.model_copy(update={"citation": place.model_copy(update={"quote": row.name})})
