"""Who holds an office: as the rolls of the meetings name those who came and what they came as, the newest first."""

from __future__ import annotations

import re
from datetime import date

from assistant.answering.compose import spoken
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.attending import everybody
from assistant.answering.telling.weighing import of_the_time
from assistant.records.model import Meeting, Person
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry

_WHO = re.compile(
    r"^\W*(?:and |so |ok |hi |please )*(?:can you tell me )?who(?:['’]?s| is| was| are)? (?:currently |now )?(?:the |our |your )?(?P<office>[A-Za-z][\w'’ ,&/-]{3,70}?)"
    r"(?: (?:now|currently|these days|at the moment|at present))?\W*$",
    re.IGNORECASE,
)
_OF_BODY = frozenset(
    terms(
        "council councils authority county city borough district merged the of for at current new old councillor cllr"
    )
)
_IN_THE_CHAIR = re.compile(r"\W*\bin the chair\b\W*|\bfor minutes? .*$", re.IGNORECASE)
_OFFICES = re.compile(
    r"\b(?:leader|mayor|director|head|officer|member|chief|manager|clerk|solicitor|cabinet|portfolio|lead|adviser|secretary|treasurer)\b",
    re.IGNORECASE,
)


def tell_office(ask: Ask) -> bool:
    """Say who holds the office that a question names, by the newest roll that gives it, and who held it before."""
    found = _WHO.match(ask.inquiry.question)
    if found is None or not _OFFICES.search(found["office"]):
        return False
    asked = frozenset(terms(found["office"])) - _OF_BODY
    held = [
        (entry, person)
        for entry in of_the_time(ask, ask.finder.ledger.entries(Meeting), lambda m: m.meeting_date)
        for person in everybody(entry.record)
        if person.role and _is_of(asked, person.role)
    ]
    held.sort(key=lambda pair: pair[0].record.meeting_date or date.min, reverse=True)
    by_name: dict[str, tuple[Entry[Meeting], Person]] = {}
    for entry, person in held:
        by_name.setdefault(person.name, (entry, person))
    lines = [line for entry, person in list(by_name.values())[:2] if (line := _line(ask, entry, person))]
    if not lines:
        return False
    ask.draft.paragraphs.append(lines[0])
    if len(lines) > 1:
        ask.draft.paragraphs.append(f"Before: {lines[1]}")
    ask.draft.whole = True
    return True


def _is_of(asked: frozenset[str], role: str) -> bool:
    """Whether a role is the office asked for and no other: "Service Director" is not "Director"."""
    held = frozenset(terms(_IN_THE_CHAIR.sub(" ", role))) - _OF_BODY
    return bool(asked) and asked <= held and len(held - asked) <= (1 if len(asked) > 2 else 0)


def _line(ask: Ask, entry: Entry[Meeting], person: Person) -> str | None:
    lines = [line for line in entry.record.as_printed.splitlines() if person.name.split()[-1] in line]
    cited = ask.cite_words(entry, f"{person.name} ({person.role})", person.name, *lines)
    if cited is None:
        return None
    body = told(entry.record.committee) or "The meeting"
    return f"**{told(person.name)}** – {told(_IN_THE_CHAIR.sub('', person.role or '').strip(' ,;'))}, by the roll of {body}, {spoken(entry.record.meeting_date)} [{cited.marker}]."
