"""The latest on a matter that a meeting decided: what later papers of the same body say of it, under its minute's number or its
name. "Minute 36 (rescue boat) – the boat had been delivered" shares few words with the question and is the news."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

from assistant.answering.compose import Draft, guarded, place_of
from assistant.answering.quoting import sentences
from assistant.answering.telling.ask import Ask
from assistant.answering.verify import cite
from assistant.retrieval.evidence import LATEST
from assistant.retrieval.search import Hit
from assistant.retrieval.terms import terms

_NUMBERED = re.compile(r"(?=.*[A-Za-z/])[\w./-]{3,12}")  # "FA/36" is one minute's alone, "5" that of every meeting
_LABEL = re.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?P<name>[A-Z][^.:(–\n]{2,60}?)\s*[.:(–]")
LOOK = 10  # candidates among which what is told is looked up
PARTS = 40  # of later papers, the newest: all of each is read, and a body may have hundreds
LONGEST = 700  # letters of what is added; of more the sentences that begin it


def add_later_word(ask: Ask, draft: Draft) -> None:
    """Begin an answer to "what is the latest on …" with what a later paper says of the minute that it tells."""
    if not LATEST.search(ask.inquiry.question) or ask.inquiry.days or ask.inquiry.periods:
        return
    base = _told_minute(ask, draft)
    if base is None or base.part.meeting_date is None:
        return
    hit = _later(ask, base, base.part.meeting_date)
    if hit is None or any(c.quote in hit.passage.text for c in draft.citations if c.paper_id == hit.paper.id):
        return
    newest = Draft(opening=draft.opening)
    text = " ".join(hit.passage.text.split())
    quote = text if len(text) <= LONGEST else " ".join(sentences(hit.passage.text)[:2])
    cited = cite(ask.searcher, hit, quote, 1)
    if cited is not None:
        newest.citations.append(cited)
        newest.paragraphs.append(f"{place_of(hit)}: “{guarded(quote)}” [1]")
        newest.append(draft)
        draft.paragraphs, draft.citations, draft.worked = newest.paragraphs, newest.citations, newest.worked


def _told_minute(ask: Ask, draft: Draft) -> Hit | None:
    """The passage under a minute that an answer quotes first."""
    for citation in draft.citations[:1]:
        for evidence in ask.evidence[:LOOK]:
            hit = evidence.hit
            if (hit.paper.id, hit.passage.page) == (citation.paper_id, citation.page) and hit.passage.minute_title:
                return hit
    return None


def _later(ask: Ask, base: Hit, day: date) -> Hit | None:
    """What the newest of the body's later papers that does says of the minute, rather under its number than by its name."""
    own = (part for part in ask.searcher.parts() if part.committee == base.part.committee and part.kind != "agenda")
    later = [(part.meeting_date, part.id) for part in own if part.meeting_date and part.meeting_date > day]
    for _, parts in groupby(sorted(later, reverse=True)[:PARTS], key=itemgetter(0)):
        said = [pair for _, part_id in sorted(parts) for pair in _said_of(ask, base, part_id)]
        if said:
            return max(said, key=itemgetter(0))[1]
    return None


def _said_of(ask: Ask, base: Hit, part_id: int) -> Iterator[tuple[bool, Hit]]:
    """The passages of a part that are on the minute, with whether they name it by its number."""
    number = base.passage.minute or ""
    named = _NUMBERED.fullmatch(number) is not None
    subject = set(terms(base.passage.minute_title or "")) & set(terms(ask.inquiry.whole))
    for hit in ask.searcher.in_part(part_id):
        by_number = named and re.search(rf"(?<![\w/]){re.escape(number)}(?![\w/]|\.\d)", hit.passage.text)
        if by_number and subject & set(terms(hit.passage.text)):
            yield True, hit
        elif len(subject) > 1 and _is_on(hit, subject):
            yield False, hit


def _is_on(hit: Hit, subject: set[str]) -> bool:
    """Whether a passage is on a matter by the words it opens with, or by the title of its minute."""
    label = _LABEL.match(hit.passage.text)
    opens = set(terms(label["name"])) if label and hit.passage.cells is None else set()
    titled = set(terms(hit.passage.minute_title or ""))
    return (len(opens) > 1 and opens <= subject) or (len(titled & subject) > 1 and titled <= subject)
