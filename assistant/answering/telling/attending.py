"""One person at a meeting: found in its lists by the surname, with how they took part and as what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.telling.ask import Ask, told
from assistant.papers.normalise import normalise
from assistant.records.model import Meeting, Person

SUBSTITUTE = r"\bsubstitut\w*|\bsubs?\b|\bst(?:oo|an)d(?:ing)? in\b|\bin place of\b|\bcover(?:ed|ing)? for\b|\bdeputis\w*|\b(?:filled|stepped|sat) in\b|\bsit(?:ting)? in for\b"
_TITLES = {
    "councillor",
    "cllr",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "the",
    "prof",
    "rev",
    "cllrs",
}
_PLAIN = {"mr", "mrs", "ms", "miss"}
_ASKS = (
    "was",
    "were",
    "did",
    "is",
    "has",
    "had",
    "does",
    "for",
    "of",
    "and",
    "by",
    "when",
    "why",
    "where",
    "which",
    "that",
    "whether",
)
_AS_WHAT = r"\bin (?:what|which) (?:capacity|role)\b|\bas what\b|\bwhat (?:was|were) .{0,40}\b(?:there|at the meeting|attend\w*) (?:as|for)\b"
_CAME = r"(?:there|present|at|absent|in attendance|attend\w*|come|turn(?:ed)? up|miss\w*|make it|go to|sen[dt] (?:her |his |their )?apologies)"
_PRESENCE = rf"\b(?:was|were|did|had)\s+(?:(?!\S*['’]s\b)(?!the\b|it\b|this\b|that\b|there\b)\S+\s+){{1,4}}?{_CAME}\b"


def everybody(record: Meeting) -> list[Person]:
    """All whom the record of a meeting names."""
    return [person for _, person in _roll(record)]


def with_role(person: Person) -> str:
    """A name with the role given beside it."""
    return f"{told(person.name)} ({told(person.role)})" if person.role else told(person.name)


def asked_people(ask: Ask, records: Sequence[Meeting]) -> frozenset[str]:
    """The names, as the records print them, of those whom a question names by their surname: with a title, with another
    of their names, or written as a name is."""
    return frozenset(p.name for record in records for p in everybody(record) if _is_named(ask.inquiry.question, p.name))


def asks_presence(ask: Ask) -> bool:
    """Whether a question asks if somebody was at a meeting, or as what."""
    if ask.wants("vote", "mover"):
        return False
    of_meeting = ask.says(r"\b(?:meeting|committee|council|cabinet|panel|board|scrutiny|session)\b") or bool(
        ask.inquiry.days
    )
    return of_meeting and ask.says(f"{_PRESENCE}|{_AS_WHAT}")


def about_person(ask: Ask, record: Meeting) -> str:
    """What a record says of the person whom a question names: how they took part, and the role given beside the name."""
    named = asked_people(ask, [record])
    if not named or len(named) > 3:
        return ""
    if ask.says(SUBSTITUTE):
        surnames = {_surname(name) for name in named}
        stood_in = [
            p for p in [*record.substitutes, *record.apologies] if surnames & set(normalise(p.role or "").split())
        ]
        own = [p for p in [*record.substitutes, *record.apologies] if p.name in named]
        for person in [*stood_in, *own]:
            return with_role(person)
    found: dict[str, list[str]] = {}
    for how, person in _roll(record):
        if person.name in named:
            found.setdefault(with_role(person), []).append(how)
    return "; ".join(f"{_answer(ask, ways)}{who} {' and '.join(dict.fromkeys(ways))}" for who, ways in found.items())


def named_with_title(question: str) -> str:
    """Somebody whom a question names with a title, as it writes it; "" where it names nobody so."""
    found = re.search(
        r"\b(?:Councillor|Cllr|Mrs?|Ms|Miss|Dr|Sir)\.?\s+(?:[A-Z][\w'’-]*\.?\s+){0,2}[A-Z][\w'’-]+", question
    )
    return found[0] if found else ""


def named_unknown(ask: Ask, record: Meeting) -> str:
    """That the minutes do not list somebody whose presence is asked about; "" where nobody else is asked about, or where
    the minutes name only some of those who came."""
    name = named_with_title(ask.inquiry.question)
    some = re.search(r"\bother (?:members|councillors)\b|\blist of those present\b", record.as_printed)
    if not name or some or not ask.says(_PRESENCE) or _surname(name) in normalise(record.as_printed).split():
        return ""
    return f"{name} is not among those whom the minutes list"


def _answer(ask: Ask, ways: Sequence[str]) -> str:
    if not re.match(
        r"\W*(?:and |so |but )?(?:was|were|did|had|is)\b", ask.inquiry.question, re.IGNORECASE
    ) or not ask.says(_PRESENCE):
        return ""
    if ask.says(r"\babsent\b|\bmiss\w*|\bapolog\w*"):
        return ""
    return "yes: " if any(way != "sent apologies" for way in ways) else "no: "


def _roll(record: Meeting) -> list[tuple[str, Person]]:
    groups = {
        "was present": record.present,
        "sent apologies": record.apologies,
        "was a substitute": record.substitutes,
        "was in attendance": record.in_attendance,
    }
    return [(how, person) for how, people in groups.items() for person in people]


def _surname(name: str) -> str:
    words = [word for word in normalise(name.split(",")[0]).split() if word not in _TITLES]
    return words[-1] if words else ""


def _is_named(question: str, name: str) -> bool:
    """Whether a question names somebody of whom a list prints this name."""
    words = [word for word in normalise(name.split(",")[0]).split() if word not in _TITLES]
    surname = words[-1] if words else ""
    said = normalise(question)
    if len(surname) <= 2 or surname not in said:
        return False
    found = re.search(rf"(?:\b(\w+)\.? )?(?:[a-z] )*\b{re.escape(surname)}\b", said)
    if found is None or _of_a_place(question, surname):
        return False
    before, forenames = found[1] or "", [word for word in words[:-1] if len(word) > 1]
    if before in _PLAIN:
        printed = normalise(name).split()[0]
        return printed == before or printed not in _PLAIN
    if before in _TITLES or before in forenames:
        return True
    if forenames and re.search(
        rf"\b[A-Z][a-z]+\s+{re.escape(surname)}\b", re.sub(rf"\b{surname}\b", surname, question, flags=re.IGNORECASE)
    ):
        return re.search(rf"\b(?:{'|'.join(_ASKS)})\b", before) is not None
    written = re.search(rf"(?<!^)\b{re.escape(surname)}\b", question, re.IGNORECASE)
    return written is not None and written[0][0].isupper()


def _of_a_place(question: str, surname: str) -> bool:
    """Whether the word belongs to the name of a body or place there: "Price Street"."""
    return bool(
        re.search(
            rf"\b(?i:{re.escape(surname)})\s+(?:[A-Z]\w+\s+)?(?:Committee|Board|Panel|Council|Street|Road|School)\b",
            question,
        )
    )


def named_in(question: str, words: str) -> bool:
    """Whether a question names somebody whose name some words begin with."""
    found = re.match(r"\W*(?:\(?\d{1,2}[.)]\s*)?((?:(?:[A-Z][\w'’.-]*)\s?){2,5})", words)
    name = re.sub(r"\s+[A-Z]{1,5}[\d/.]\S*$", "", found[1].strip()) if found else ""
    return bool(name) and _is_named(question, name)
