"""Questions to ask next: made from the records behind an answer, and offered only once each was asked and found answered."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from assistant.answering.answer import Answer, Citation
from assistant.answering.candidates import LONGEST_NAME, Candidate, of_record
from assistant.answering.claims import MARKER
from assistant.answering.finishing import Finished
from assistant.papers.normalise import normalise
from assistant.records.model import (
    Action,
    BudgetLine,
    Meeting,
    Milestone,
    Minute,
    Observation,
    Record,
    Resolution,
    Risk,
)
from assistant.records.model import TrackedDecision as Tracked
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry
from assistant.tools.names import Finder

_MODELS: tuple[type[Record], ...] = (Observation, Resolution, Tracked, Action, Milestone, Risk, BudgetLine)
_CITED = 3  # citations of an answer whose records are looked at
_SAME = 0.8  # share of the words of one that the other holds, for a quotation and a record to be the same row
_LONGEST = 2 * LONGEST_NAME  # characters of a question


def next_questions(
    answer: Answer,
    history: Sequence[str],
    finder: Finder,
    ask: Callable[[str], Finished | None],
    most: int,
    seconds: float,
) -> list[str]:
    """At most ``most`` questions that an answer leads to. ``ask`` answers one as it will be when it is pressed, None where
    the papers do not; after ``seconds`` no other is tried.

    Each was found to be answered with what the record prints, from its page, and to say what the answer at hand does not.
    """
    until = time.monotonic() + seconds
    asked = {normalise(question) for question in history}
    found: list[str] = []
    held: set[str] = set()
    for candidate in _candidates(answer, finder):
        if len(found) == most or time.monotonic() > until:
            break
        key = normalise(candidate.question)
        if key in asked or len(candidate.question) > _LONGEST or _says(answer.answer, candidate.printed):
            continue
        asked.add(key)
        reply = ask(candidate.question)
        if reply is not None and _answers(reply, candidate) and reply.text not in held:
            held.add(reply.text)
            found.append(candidate.question)
    return found


def _candidates(answer: Answer, finder: Finder) -> Iterator[Candidate]:
    """The questions of the first records behind the answer in turn, so that one with many leaves room for the next."""
    records = [entry for cited in answer.citations[:_CITED] for entry in _behind(cited, answer, finder)[:1]]
    if not records:
        records = [entry for cited in answer.citations[:1] for entry in _meetings(cited, finder)]
    each = [of_record(finder, entry) for entry in {id(entry.record): entry for entry in records}.values()]
    for row in zip_longest(*each):
        yield from (candidate for candidate in row if candidate is not None)


def _behind(cited: Citation, answer: Answer, finder: Finder) -> list[Entry[Record]]:
    """The records that a citation quotes; of the figures of one row that which was told first."""
    found: list[Entry[Record]] = []
    for model in _MODELS:
        entries: list[Entry[Record]] = [*finder.ledger.entries(model)]
        found += [entry for entry in entries if entry.paper.id == cited.paper_id and _quotes(cited, entry.record)]
    values = {value.as_printed for value in answer.values}

    def figure_told(entry: Entry[Record]) -> bool:
        return isinstance(entry.record, Observation) and entry.record.value_as_printed in values

    return sorted(found, key=lambda entry: not figure_told(entry))


def _meetings(cited: Citation, finder: Finder) -> list[Entry[Record]]:
    """The meeting whose minutes a citation is from; none for a page of a report that stands in one paper with minutes."""
    minutes = [e.record for e in finder.ledger.entries(Minute) if e.paper.id == cited.paper_id]
    held = [e for e in finder.ledger.entries(Meeting) if e.paper.id == cited.paper_id]
    parts = {r.part for r in (*minutes, *(e.record for e in held)) if _stands_on(cited.page, r)}
    found: list[Entry[Record]] = [Entry(one.record, one.paper) for one in held if one.record.part in parts]
    return found[:1]


def _stands_on(page: int, record: Record) -> bool:
    return page in {record.page, *(piece.page for piece in record.pieces)}


def _quotes(cited: Citation, record: Record) -> bool:
    """Whether a quotation is of a record: it stands on a page of it, and one has the words of the other."""
    if not _stands_on(cited.page, record):
        return False
    quoted, printed = set(terms(cited.quote)), set(terms(record.as_printed))
    shorter = min(len(quoted), len(printed))
    return shorter > 0 and len(quoted & printed) >= _SAME * shorter


def _answers(reply: Finished, candidate: Candidate) -> bool:
    """Whether a reply itself says what the record prints, and cites where it stands: the row it quotes has other figures too."""
    if not any((cited.paper_id, cited.page) in candidate.places for cited in reply.citations):
        return False
    return _says(reply.text, candidate.printed) or candidate.printed in {value.as_printed for value in reply.values}


def _says(text: str, printed: str) -> bool:
    """Whether a text has some words as printed, and no figure that only begins or ends with them."""
    said = normalise(MARKER.sub("", text).replace("**", ""))
    return re.search(rf"(?<![\d.,]){re.escape(normalise(printed))}(?!\d|[.,]\d)", said) is not None
