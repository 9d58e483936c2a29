"""A question with what it is asked of, and what was found: what every teller is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from assistant.answering.answer import Citation, Value
from assistant.answering.compose import Draft, guarded
from assistant.answering.verify import cite_place
from assistant.papers.normalise import normalise
from assistant.records.model import Action, BudgetLine, Milestone, Observation, Record, Risk, TrackedDecision
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Hit, Searcher
from assistant.retrieval.traits import traits_of
from assistant.retrieval.wants import wants_of
from assistant.store.tables import PaperRow, PassageRow
from assistant.tools.ledger import Entry
from assistant.tools.names import Finder

ROW_KINDS: tuple[type[Record], ...] = (Observation, Action, TrackedDecision, Milestone, Risk, BudgetLine)


@dataclass(slots=True)
class Ask:
    """A question understood, the evidence for it, best first, and the store it is asked of.

    ``nearest`` says what the papers hold where what is asked is known and they do not have it for the time asked for.
    """

    inquiry: Inquiry
    evidence: Sequence[Evidence]
    searcher: Searcher
    finder: Finder
    draft: Draft = field(default_factory=Draft)
    nearest: str | None = None

    @property
    def text(self) -> str:
        """The question, made whole from the turns before, in lower case."""
        return self.inquiry.whole.lower()

    def wants(self, *names: str) -> bool:
        """Whether any of these kinds of answer is wanted."""
        return bool(set(names) & set(self.inquiry.wants))

    def says(self, pattern: str) -> bool:
        """Whether the last turn of the question uses any of these words."""
        return _uses(self.inquiry.question, pattern)

    def means(self, pattern: str) -> bool:
        """Whether the last turn uses any of these words or, where it asks nothing of its own ("and Marlpit?"), a turn that it
        goes on from."""
        asks = self.inquiry.question
        goes_on = asks != self.inquiry.whole and wants_of(asks) == ("open",)
        return _uses(self.inquiry.whole if goes_on else asks, pattern)

    @property
    def today(self) -> date | None:
        """The day of the newest paper, from which "last month" is reckoned."""
        return self.searcher.calendar.today

    def cite(self, entry: Entry[Any], *quotes: str) -> Citation | None:
        """Cite a record by its row as printed or, where that does not stand in one run, by the first of some of its words.

        The same place is cited once.
        """
        return self.cite_words(entry, entry.record.as_printed, *quotes)

    def cite_words(self, entry: Entry[Any], *quotes: str) -> Citation | None:
        """Cite the first of some words of a record that stand in one run on one of its pages."""
        record = entry.record
        pages = [record.page, *(piece.page for piece in record.pieces if piece.page != record.page)]
        return self.cite_at(entry.paper, pages, *quotes)

    def cite_lines(self, entry: Entry[Any], text: str, lines: Sequence[str]) -> list[tuple[str, Citation]]:
        """Lines of a record with where each stands: all with the record as one, line by line where that runs over the end of a
        page; a line that stands nowhere is left out."""
        one = self.cite_words(entry, text)
        cited = [(line, one or self.cite_words(entry, line)) for line in lines]
        return [(line, place) for line, place in cited if place is not None]

    def cite_at(self, paper: PaperRow, pages: Sequence[int], *quotes: str) -> Citation | None:
        """Cite the first of some words that stand in one run on one of some pages of a paper."""
        for quote in quotes:
            for page in pages:
                place = (paper.id, page, quote)
                known = next((c for c in self.draft.citations if (c.paper_id, c.page, c.quote) == place), None)
                if known is not None:
                    return known
                made = cite_place(self.searcher, paper, page, quote, len(self.draft.citations) + 1)
                if made is not None:
                    self.draft.citations.append(made)
                    return made
        return None

    def value(
        self, label: str, printed: str, value: float | None, unit: str | None, period: str | None, cited: Citation
    ) -> None:
        """Add a figure that the answer states, with the page it was read from."""
        made = Value(
            label=label,
            value=value,
            unit={"£": "GBP"}.get(unit or "", unit),
            period=period,
            as_printed=printed,
            document=cited.document,
            page=cited.page,
        )
        if made not in self.draft.values:
            self.draft.values.append(made)


@lru_cache(maxsize=4096)  # a question is held against the same words for one record after another
def _uses(text: str, pattern: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


class _Rows(NamedTuple):
    """The records of each page with their words as printed, squeezed, and those read from passages looked at before."""

    by_page: dict[tuple[str, int], list[tuple[str, Entry[Any]]]]
    of_passages: WeakKeyDictionary[PassageRow, tuple[Entry[Any], ...]]


def rows_at(finder: Finder, hit: Hit) -> Sequence[Entry[Any]]:
    """The records read from the table row that a passage is; none for a passage that is no row."""
    if not traits_of(hit.passage).row:
        return ()
    rows = finder.once("rows of pages", finder.ledger.papers(), lambda: _Rows(_by_page(finder), WeakKeyDictionary()))
    found = rows.of_passages.get(hit.passage)
    if found is None:
        here = rows.by_page.get((hit.paper.id, hit.passage.page), ())
        text = _squeezed(hit.passage.text)
        found = rows.of_passages[hit.passage] = tuple(
            entry
            for printed, entry in here
            if not _is_but_a_part(entry, text, printed) and (_is_of(text, printed) or _sums_up(hit, entry))
        )
    return found


def _is_of(text: str, printed: str) -> bool:
    """Whether a passage is the row that a record was read from, or the one a piece of the other; both squeezed."""
    return printed == text or (len(text) > 20 and (text in printed or printed in text))


def _is_but_a_part(entry: Entry[Any], text: str, printed: str) -> bool:
    """Whether a record is only what minutes kept as a table ask of somebody in a row that says more."""
    record = entry.record
    return isinstance(record, TrackedDecision) and record.certainty == "likely" and 2 * len(printed) < len(text)


def _sums_up(hit: Hit, entry: Entry[Any]) -> bool:
    """Whether a row is the line of a summary at the front of a register that prints the risk in full."""
    risk = entry.record
    if not isinstance(risk, Risk) or not risk.number or risk.page == hit.passage.page:
        return False
    cells = [normalise(cell) for _, cell in hit.passage.cells or () if cell.strip()]
    if len(cells) < 2 or cells[0] != normalise(risk.number):
        return False
    return len(cells[1]) > 3 and normalise(risk.description).startswith(cells[1])


def _by_page(finder: Finder) -> dict[tuple[str, int], list[tuple[str, Entry[Any]]]]:
    pages: dict[tuple[str, int], list[tuple[str, Entry[Any]]]] = {}
    for model in ROW_KINDS:
        for entry in finder.ledger.entries(model):
            printed = _squeezed(entry.record.as_printed)
            for page in {entry.record.page, *(piece.page for piece in entry.record.pieces)}:
                pages.setdefault((entry.paper.id, page), []).append((printed, entry))
    return pages


def _squeezed(text: str) -> str:
    return normalise(text).replace(" ", "")


def told(text: str | None) -> str:
    """A record's words as they may stand in an answer, in one line."""
    return guarded(" ".join((text or "").split()))
