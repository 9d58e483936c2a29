"""Who declared an interest, of what kind and in which item: from the minute of the declarations, with the title of the item."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering.compose import spoken
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.attending import named_in
from assistant.answering.telling.meetings import beyond_meeting
from assistant.answering.telling.weighing import of_the_time
from assistant.records.model import Minute
from assistant.records.prose import sentences
from assistant.retrieval.asked_terms import Term, telling_terms
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry

_ASKED = re.compile(
    r"\b(?:declar\w+|disclos\w+|register\w*|record\w*)\b.{0,80}\binterests?\b|\binterests?\b.{0,60}\b(?:declar\w+|disclos\w+|recorded)"
    r"|\bconflicts? of interest|\bpecuniary\b|\bdeclarations? of interest",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\binterests?\b", re.IGNORECASE)
_WHO = re.compile(
    r"^\W*(?:\(?\d{1,2}[.)]\s*)?(?:Councillors?|Cllrs?|Alderm[ae]n|Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Rev\w*|Prof\w*|All (?:[Mm]embers|[Cc]ouncillors)"
    r"|Members|The (?:Chair\w*|Leader|Mayor|[A-Z]\w+ Officer)|There were no|No (?:interests|declarations|members?)|None)\b"
)
_NUMBER = r"(?<![\w/.£-]){}(?![\w/]|\.\d|%)"
_FITS = 0.3  # of the question's telling words, for a declaration to be the one that is meant
_MOST = 15


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration as printed, and the minute that it is about."""

    words: str
    item: Minute | None


Of = tuple[Entry[Minute], list[Declared]]
"""A minute of declarations with those made in it."""


def asks_interests(ask: Ask) -> bool:
    """Whether a question asks who declared an interest."""
    return _ASKED.search(ask.inquiry.question) is not None


def tell_interests(ask: Ask) -> bool:
    """Say who declared an interest at the meeting asked about, or in the item, or what one person declared."""
    found = [(entry, _declared(ask, entry)) for entry in _minutes(ask)]
    told_any = False
    for entry, declared in _meant(ask, found)[-2:]:
        lines = [line for one in declared[:_MOST] if (line := _line(ask, entry, one))]
        if lines:
            ask.draft.paragraphs += [f"{_lead(entry.record)}:", "\n".join(lines)]
            told_any = True
    return told_any


def _lead(record: Minute) -> str:
    standing = f", {record.status} minutes" if record.status else ""
    number = f", minute {told(record.number)}" if record.number else ""
    return f"{told(record.committee) or 'The meeting'}, {spoken(record.meeting_date)}{number} ({told(record.title)}){standing}"


def _minutes(ask: Ask) -> list[Entry[Minute]]:
    """The minutes of declarations of the times and bodies that a question names, of two papers with the same the newer."""
    bodies = bodies_asked(ask.inquiry, ask.searcher.committees)
    held = of_the_time(ask, ask.finder.ledger.entries(Minute), lambda m: m.meeting_date)
    own = [e for e in held if _TITLE.search(e.record.title) and (not bodies or e.record.committee in bodies)]
    return list({(e.record.committee, e.record.meeting_date): e for e in own}.values())


def _declared(ask: Ask, entry: Entry[Minute]) -> list[Declared]:
    of_meeting = [
        other.record
        for other in ask.finder.ledger.entries(Minute)
        if other.paper.id == entry.paper.id and other.record.meeting_date == entry.record.meeting_date
    ]
    return [Declared(words, _item(words, of_meeting, entry.record)) for words in declarations(entry.record.text)]


def declarations(text: str) -> list[str]:
    """The declarations of a minute: a sentence or a row of a table that begins with who made it, with what follows of it."""
    found: list[str] = []
    for line in text.splitlines():
        for start, end in sentences(line):
            said = line[start:end].strip()
            if _WHO.match(said):
                found.append(said)
            elif found:
                found[-1] = f"{found[-1]} {said}"
    return found


def _item(words: str, of_meeting: Sequence[Minute], own: Minute) -> Minute | None:
    """The minute of the same meeting that a declaration names by its number."""
    for minute in of_meeting:
        if minute.number and minute.number != own.number and re.search(_NUMBER.format(re.escape(minute.number)), words):
            return minute
    return None


def _meant(ask: Ask, found: Sequence[Of]) -> list[Of]:
    """The declarations of the person or in the item that a question names; where it names neither, those of the latest
    meeting of the time that it names."""
    people = _only(found, lambda one: named_in(ask.inquiry.question, one.words.split(" declared")[0][:60]))
    if people:
        return people
    asked = [term for term in telling_terms(ask.inquiry, ask.searcher) if term.stem in beyond_meeting(ask)]
    if asked:
        shares = {id(one): _share(asked, one) for _, declared in found for one in declared}
        best = max(shares.values(), default=0.0)
        fitting = _only(found, lambda one: shares[id(one)] >= max(_FITS, best - 0.02))
        if fitting:
            return fitting
    latest = max((entry.record.meeting_date for entry, _ in found if entry.record.meeting_date), default=None)
    return [of for of in found if of[0].record.meeting_date == latest]


def _only(found: Sequence[Of], fits: Callable[[Declared], bool]) -> list[Of]:
    kept = [(entry, [one for one in declared if fits(one)]) for entry, declared in found]
    return [of for of in kept if of[1]]


def _share(asked: Sequence[Term], one: Declared) -> float:
    held = frozenset(terms(f"{one.words} {one.item.title if one.item else ''}"))
    total = sum(term.weight for term in asked)
    return sum(t.weight for t in asked if t.stem in held or t.alike & held) / total if total else 0.0


def _line(ask: Ask, entry: Entry[Minute], one: Declared) -> str | None:
    runs = [one.words, *(one.words[start:end].strip() for start, end in sentences(one.words))]
    cited = ask.cite_words(entry, *runs)
    if cited is None:
        return None
    item = f" – minute {told(one.item.number)}: {told(one.item.title)}" if one.item else ""
    if item:
        ask.draft.worked.append(item)
    return f"- “{told(cited.quote)}”{item} [{cited.marker}]"
