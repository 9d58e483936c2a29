"""Who was at a meeting: who chaired, came, sent apologies or stood in, and in which capacity, on that day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from assistant.answering.compose import spoken
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.weighing import of_the_time
from assistant.papers.normalise import normalise
from assistant.records.model import Meeting, Person
from assistant.retrieval.bodies import bodies_named
from assistant.tools.ledger import Entry

_TITLES = {"councillor", "cllr", "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "the"}
_SUBSTITUTE = r"\bsubstitut\w*|\bstood in\b|\bstand(?:ing)? in\b|\bin place of\b|\bcover(?:ed|ing)? for\b|\bdeputis\w*"
_CAPACITY = r"\bcapacity\b|\brole\b|\bas what\b|\bwhat was .{3,40} there as\b"
_MOST = 40  # names in one list: a full council has more, and its list is given by its number


def tell_meeting(ask: Ask) -> bool:
    """Say who was at the meeting that a question names by date or body; at the latest one where it names none."""
    entry = _meeting(ask)
    if entry is None:
        return False
    record = entry.record
    said = _about_person(ask, record) or _about_all(ask, record)
    if not said:
        return False
    quotes = [line for line in record.as_printed.splitlines() if line.strip()]
    cited = ask.cite(entry, *sorted(quotes, key=lambda line: -_shared(line, said)))
    if cited is None:
        return False
    standing = f", {record.status} minutes" if record.status else ""
    ask.draft.paragraphs.append(
        f"{told(record.committee) or 'The meeting'}, {spoken(record.meeting_date)}{standing}: {said} [{cited.marker}]."
    )
    return True


def _meeting(ask: Ask) -> Entry[Meeting] | None:
    bodies = bodies_named(ask.inquiry.whole, ask.searcher.committees)
    held = of_the_time(ask, ask.finder.ledger.entries(Meeting), lambda m: m.meeting_date)
    named = [entry for entry in held if not bodies or entry.record.committee in bodies]
    known = [e for e in named if _people(e.record, _asked_name(ask))] if _asked_name(ask) else []
    pool = known or named
    days = {entry.record.meeting_date for entry in pool}
    if not pool or (len({e.record.committee for e in pool}) > 1 and not bodies and not ask.inquiry.days):
        return None  # of several bodies none is named
    latest = max(days)
    return next(entry for entry in pool if entry.record.meeting_date == latest)


def _asked_name(ask: Ask) -> frozenset[str]:
    """The surname or names that the question asks about, as normal words."""
    text = ask.inquiry.question
    found = re.findall(r"\b(?:Councillor|Cllr|Mrs?|Ms|Miss|Dr)\.?\s+((?:[A-Z][\w'’-]+\s?){1,3})", text) or re.findall(
        r"(?<!^)(?<![.?!]\s)\b([A-Z][a-z]+ [A-Z][a-z'’-]+)\b", text
    )
    return frozenset(word for name in found for word in normalise(name).split() if word not in _TITLES)


def _all(record: Meeting) -> list[tuple[str, Person]]:
    groups = {
        "present": record.present,
        "sent apologies": record.apologies,
        "was a substitute": record.substitutes,
        "was in attendance": record.in_attendance,
    }
    return [(how, person) for how, people in groups.items() for person in people]


def _people(record: Meeting, name: frozenset[str]) -> list[tuple[str, Person]]:
    return [(how, p) for how, p in _all(record) if name and name <= set(normalise(f"{p.name} {p.role or ''}").split())]


def _about_person(ask: Ask, record: Meeting) -> str:
    """What the minutes say of one person: how they took part, and the role given beside the name."""
    name = _asked_name(ask)
    if not name:
        return ""
    if ask.says(_SUBSTITUTE):
        for person in [*record.substitutes, *record.apologies]:
            if name <= set(normalise(f"{person.name} {person.role or ''}").split()):
                return _with_role(person)
    parts = [f"{_with_role(person)} {'was ' if how == 'present' else ''}{how}" for how, person in _people(record, name)]
    return "; ".join(dict.fromkeys(parts))


def _about_all(ask: Ask, record: Meeting) -> str:
    parts = []
    if ask.wants("chair"):
        parts.append(f"**{told(record.chair)}** in the chair" if record.chair else "")
        if ask.says(r"\bvice|\bdeputy"):
            parts.append(f"vice-chair **{told(record.vice_chair)}**" if record.vice_chair else "")
    if ask.wants("apologies") and not ask.says(_SUBSTITUTE):
        parts.append(_listed("apologies from", record.apologies) or "no apologies are recorded")
    if ask.says(_SUBSTITUTE):
        parts.append(_listed("substitutes", record.substitutes))
    if ask.wants("attendance") and not any(parts):
        parts += [_listed("present", record.present), _listed("also in attendance", record.in_attendance)]
    return "; ".join(part for part in parts if part)


def _listed(what: str, people: Sequence[Person]) -> str:
    if not people:
        return ""
    names = ", ".join(_with_role(person) for person in people[:_MOST])
    more = f" and {len(people) - _MOST} more" if len(people) > _MOST else ""
    return f"{what}: {names}{more}"


def _with_role(person: Person) -> str:
    return f"{told(person.name)} ({told(person.role)})" if person.role else told(person.name)


def _shared(line: str, said: str) -> float:
    return float(fuzz.token_set_ratio(line, said))
