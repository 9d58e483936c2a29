"""What an answer may stand on: for each of its citations the page, the passages on it, and what is known of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.answering.answer import Citation
from assistant.answering.support import Cell, Support
from assistant.papers.normalise import contains
from assistant.records.numbers import parse_figure
from assistant.retrieval.search import Hit, Searcher
from assistant.retrieval.terms import terms
from assistant.retrieval.times import header_periods


def support_of(searcher: Searcher, citation: Citation, rows: Sequence[str] = ()) -> Support:
    """What one citation stands for; ``rows`` are what look-ups told of it."""
    page = searcher.page(citation.paper_id, citation.page)
    hits = searcher.on_page(citation.paper_id, citation.page)
    near = [hit for hit in hits if contains(hit.passage.text, citation.quote)]
    near = near or [hit for hit in hits if contains(citation.quote, hit.passage.text)]
    close = [citation.quote, *rows]
    for hit in near:
        passage = hit.passage
        close += [passage.text, passage.heading, passage.caption or "", passage.minute_title or ""]
        close += [f"{header}: {cell}" for header, cell in passage.cells or []]
    facts = dict.fromkeys(fact for hit in near or hits[:1] for fact in _facts(hit))
    cells = [cell for hit in near for cell in _cells(hit)]
    minutes = frozenset(hit.passage.minute.lower() for hit in near if hit.passage.minute)
    told = [citation.title, citation.date or "", *facts, *(f"minute {number}" for number in sorted(minutes))]
    return Support(close, [page.text if page else ""], "\n".join(told), cells, minutes)


def _facts(hit: Hit) -> list[str]:
    """What is known of a passage's place: body, dates, minute, standing, as an answer leads in with them."""
    paper, part = hit.paper, hit.part
    days = [day for day in (part.meeting_date, paper.meeting_date) if day]
    facts = [
        part.title,
        part.committee,
        paper.committee,
        paper.title,
        paper.period,
        part.status,
        paper.status,
        part.kind,
    ]
    return [fact for fact in facts if fact] + [f"{day.day} {day:%B %Y}" for day in days]


def _cells(hit: Hit) -> list[Cell]:
    cells = []
    for header, cell in hit.passage.cells or []:
        figure = parse_figure(cell, header)
        if figure.value is not None:
            periods = tuple(header_periods(header))
            column = frozenset() if periods else frozenset(t for t in terms(header) if t.isalpha() and len(t) > 1)
            cells.append(Cell(figure, column, periods))
    return cells


class Grounds:
    """What the citations of one answer stand for, each looked up once."""

    def __init__(
        self,
        searcher: Searcher,
        citations: Sequence[Citation],
        question: str = "",
        rows: Mapping[int, Sequence[str]] | None = None,
        worked: Sequence[str] = (),
    ) -> None:
        self._by_marker = {c.marker: support_of(searcher, c, (rows or {}).get(c.marker, ())) for c in citations}
        self._unions: dict[tuple[frozenset[int], bool], Support] = {}
        self._question = question
        self._worked = worked

    @property
    def markers(self) -> frozenset[int]:
        """The markers that point somewhere."""
        return frozenset(self._by_marker)

    def of(self, markers: Iterable[int], *, asked: bool) -> Support:
        """What some of the citations stand for together; ``asked``: what the question says may be said again."""
        key = frozenset(markers) & self.markers, asked
        if key not in self._unions:
            also = [*self._worked, *([self._question] if asked else [])]
            self._unions[key] = Support.union([self._by_marker[m] for m in sorted(key[0])], also)
        return self._unions[key]

    @property
    def question_stems(self) -> frozenset[str]:
        """The stems of the question."""
        return frozenset(terms(self._question))
