"""What a meeting's record tells: who chaired, came, sent apologies or stood in, and as what; when and where it was held."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from assistant.answering.answer import Citation
from assistant.answering.compose import spoken
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.attending import (
    SUBSTITUTE,
    about_person,
    asked_people,
    everybody,
    named_unknown,
    with_role,
)
from assistant.answering.telling.weighing import of_the_time
from assistant.records.model import Meeting, Minute, Person
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.inquiry import subject_text
from assistant.retrieval.terms import terms
from assistant.store.tables import PaperRow
from assistant.tools.ledger import Entry

_MOST = 90  # names in one list: the largest councils have more members, and of those the rest is given by its number
_SAME_DAY = 3  # bodies that met on one day, told one after the other
_BEGAN = (
    r"\b(?:w[ho]+[au]?t time|when|how early)\b.{0,70}?\b(?:start\w*|beg[aiu]n\w*|commenc\w*|open(?:ed)?|kick\w* off|get (?:going|under ?way)|(?:be )?held|meet|met)\b"
    r"|\bstart(?:ing)? time\b|\bwhat time was\b"
)
_ENDED = (
    r"\b(?:w[ho]+[au]?t time|when|how late)\b.{0,70}?\b(?:finish\w*|end(?:ed)?|clos(?:e|ed)|conclud\w*|w(?:i|ou)nd\w* up|wrap\w* up|over|br(?:ea|o)ke? up|adjourn\w*|r[io]se)\b"
    r"|\b(?:finish(?:ing)?|end(?:ing)?|closing) time\b|\bhow late did\b"
)
_LASTED = (
    r"\bhow long (?:did|was|were) .{0,70}?\b(?:last\w*|meet\w*|go on|run|take|sit|council|cabinet|committee|scrutiny)\b"
)
WHO_CAME = r"\bwho(?: all| else)? (?:came|turned up|showed up|attended|was there|was present|were there|were present)\b|\bwho .{0,30}\b(?:was|were) (?:at|present|there)\b"
_WHERE = r"\bwhere\b.{0,70}?\b(?:held|me[et]t?\b|took place|take place|sit|sat|happen\w*)|\b(?:venue|which (?:room|building)|what (?:room|building))\b"
_HOW_MANY = (
    r"\bhow many\b.{0,50}?\b(?:members?|councillors?|cllrs?|people|were (?:there|present)|present|attend\w*|turn\w* (?:up|out)|came|showed up)\b"
    r"|\bnumber of (?:members|councillors)\b"
)
_MEETING = frozenset(
    terms(
        "time start started begin began commence commenced open opened kick finish finished end ended close closed conclude concluded"
        " wind wound wrap wrapped over broke break adjourn rise rose late early long last lasted go run take took place held hold meet"
        " met meeting meetings sit sat happen happened venue room building location session committee council cabinet panel board full"
        " scrutiny minutes date day who chair chaired chairman present members councillors many people turned attend attended came"
        " wot came turned showed else officers officer declare declared declaration interest interests item items pecuniary budget annual extraordinary special ordinary last latest"
        " next previous monday tuesday wednesday thursday friday saturday sunday jan january feb february mar march apr april may jun june"
        " jul july aug august sep sept september oct october nov november dec december evening afternoon morning exactly"
    )
)


def tell_meeting(ask: Ask) -> bool:
    """Say who was at the meeting that a question names by date or body; at the latest one where it names none."""
    told_any = False
    for entry in meetings_meant(ask):
        said, exact = _said(ask, entry.record)
        if not said:
            continue
        markers = _markers(ask, entry, said, exact)
        if not markers:
            continue
        standing = f", {entry.record.status} minutes" if entry.record.status else ""
        place = f"{told(entry.record.committee) or 'The meeting'}, {spoken(entry.record.meeting_date)}{standing}"
        ask.draft.paragraphs.append(f"{place}: {said}{markers}.")
        told_any = True
    return told_any


def asks_of_meeting(ask: Ask) -> bool:
    """Whether a question asks when or where a meeting was held, how long it took or how many came, and nothing else."""
    wanted = ask.says("|".join((_BEGAN, _ENDED, _LASTED, _WHERE, _HOW_MANY, WHO_CAME)))
    return wanted and not ask.says(r"\bnext\b|\bwill\b|\bcoming\b|\bdue to\b") and not beyond_meeting(ask)


def beyond_meeting(ask: Ask, papers: Iterable[PaperRow] | None = None) -> frozenset[str]:
    """The stems of a question that speak of something else than a meeting, its body, day and place, and the names of papers: of
    all, or of those given."""
    bodies = bodies_asked(ask.inquiry, ask.searcher.committees)
    own = frozenset(terms(" ".join([*bodies, *ask.searcher.committees, *(e.record.place or "" for e in _held(ask))])))
    named = ask.searcher.papers.values() if papers is None else papers
    names = frozenset(
        stem for paper in named for stem in terms(f"{paper.title} {re.sub(r'[-_.]', ' ', paper.document)}")
    )
    return frozenset(t for t in terms(subject_text(ask.inquiry)) if not t.isdigit()) - _MEETING - own - names


def _held(ask: Ask) -> list[Entry[Meeting]]:
    return ask.finder.ledger.entries(Meeting)


def meetings_meant(ask: Ask) -> list[Entry[Meeting]]:
    """The meeting that a question names by date and body, the latest where it names no date; several where two bodies met
    on that day."""
    bodies = bodies_asked(ask.inquiry, ask.searcher.committees) or _council(ask)
    held = of_the_time(ask, _held(ask), lambda m: m.meeting_date)
    named = [entry for entry in held if not bodies or entry.record.committee in bodies]
    people = asked_people(ask, [entry.record for entry in named])
    pool = [e for e in named if any(p.name in people for p in everybody(e.record))] if people else named
    pool = pool or named
    several = len({entry.record.committee for entry in pool}) > 1
    if not pool or (several and not bodies and not ask.inquiry.days and not people):
        return []  # of several bodies none is named
    latest = max(entry.record.meeting_date for entry in pool)
    of_day = [entry for entry in pool if entry.record.meeting_date == latest]
    return list({entry.record.committee: entry for entry in reversed(of_day)}.values())[::-1][:_SAME_DAY]


def _council(ask: Ask) -> frozenset[str]:
    """The full council, where a question speaks of "the council" and of no other body."""
    if not ask.says(r"\bcouncil\b(?! tax\b| house\b|'s\b|’s\b)"):
        return frozenset()
    return frozenset(body for body in ask.searcher.committees if re.search(r"\bCouncil$", body))


def _said(ask: Ask, record: Meeting) -> tuple[str, list[str]]:
    """What the record says to the question, and words of it that stand on the page as they are."""
    person = about_person(ask, record)
    if person:
        return person, []
    unknown = named_unknown(ask, record)
    if unknown:
        ask.draft.worked.append(unknown)
        return unknown, []
    when, exact = _when_where(ask, record)
    when += _counted(ask, record)
    parts = [*when, *_who(ask, record, bool(when))]
    return "; ".join(part for part in parts if part), exact


def _when_where(ask: Ask, record: Meeting) -> tuple[list[str], list[str]]:
    parts, exact = [], []
    long = ask.says(_LASTED)
    if record.started and (long or ask.says(_BEGAN)):
        parts.append(f"started at **{told(record.started)}**")
        exact += [f"at {record.started}", record.started]
    if record.finished and (long or ask.says(_ENDED)):
        parts.append(f"ended at **{told(record.finished)}**")
        exact += [f"{word} at {record.finished}" for word in ("closed", "ended", "finished", "concluded", "rose")]
        exact.append(record.finished)
    if record.place and ask.says(_WHERE):
        parts.append(f"held in **{told(record.place)}**")
        exact.append(record.place)
    return parts, exact


def _counted(ask: Ask, record: Meeting) -> list[str]:
    """How many members are recorded as present, with those whom the minutes count and do not name."""
    if not ask.says(_HOW_MANY):
        return []
    if ask.says(r"\bapolog\w*|\babsent\b"):
        said = f"**{len(record.apologies)}** sent apologies"
    else:
        others = re.search(r"\b(\d{1,3}|[a-z]+(?:-[a-z]+)?) other (?:members|councillors)\b", record.as_printed)
        said = f"**{len(record.present)}** members are named as present" + (
            f", and {told(others[0])}" if others else ""
        )
    ask.draft.worked.append(said)
    return [said]


def _no_apologies(ask: Ask, record: Meeting) -> str:
    """That there were none; "" where a minute on apologies says something that was not read as names."""
    minutes = [e.record for e in ask.finder.ledger.entries(Minute) if e.record.paper_id == record.paper_id]
    said = [m.text for m in minutes if m.part == record.part and re.match(r"\W*apolog", m.title, re.IGNORECASE)]
    unread = [text for text in said if not re.search(r"\b(?:no|none|nil|nobody)\b", text, re.IGNORECASE)]
    return "" if any(re.search(r"[A-Z][a-z]", text) for text in unread) else "no apologies are recorded"


def _who(ask: Ask, record: Meeting, other: bool) -> list[str]:
    parts = []
    if ask.wants("chair"):
        parts.append(f"**{told(record.chair)}** in the chair{_as_what(record)}" if record.chair else "")
        if ask.says(r"\bvice|\bdeputy"):
            parts.append(f"vice-chair **{told(record.vice_chair)}**" if record.vice_chair else "")
    if ask.wants("apologies") or ask.says(r"\bapolog\w*"):
        parts.append(_listed("apologies from", record.apologies) or _no_apologies(ask, record))
    if ask.says(SUBSTITUTE):
        parts.append(_listed("substitutes", record.substitutes) or ("no substitutes are recorded" if parts else ""))
    if (ask.wants("attendance") or ask.says(WHO_CAME)) and not any(parts) and not other:
        everyone = not ask.says(r"\bofficers?\b") or ask.says(r"\bmembers?\b|\bcouncillors?\b")
        parts.append(_listed("present", record.present) if everyone else "")
        if not ask.says(r"\bhow many (?:members|councillors)\b"):
            parts.append(_listed("also in attendance", record.in_attendance))
    return parts


def _as_what(record: Meeting) -> str:
    """The office of whoever took the chair, where it is another than that of Chair: the Vice-Chair, the Mayor."""
    role = next((p.role for p in everybody(record) if p.name == record.chair and p.role), "") or ""
    rest = re.sub(r"\W*\bin the chair\b\W*", "", role, flags=re.IGNORECASE).strip(" ,;")
    return f" ({told(rest)})" if rest and not re.fullmatch(r"(?:the )?chair\w*", rest, re.IGNORECASE) else ""


def _listed(what: str, people: Sequence[Person]) -> str:
    if not people:
        return ""
    names = ", ".join(with_role(person) for person in people[:_MOST])
    more = f" and {len(people) - _MOST} more" if len(people) > _MOST else ""
    return f"{what}: {names}{more}"


def _markers(ask: Ask, entry: Entry[Meeting], said: str, exact: Sequence[str]) -> str:
    """Cite the lines of the minutes that say it: of the attendance, of the minute of apologies, of the close."""
    found = [ask.cite_words(entry, *exact[:-1], exact[-1])] if exact else []
    if len(exact) > 1 and "ended at" in said and "started at" in said:
        found.append(
            ask.cite_words(
                entry, *[words for words in exact if entry.record.finished and entry.record.finished in words]
            )
        )
    if not exact:
        lines = [line for line in entry.record.as_printed.splitlines() if line.strip()]
        found.append(ask.cite(entry, *sorted(lines, key=lambda line: -_shared(line, said))))
        found += [_of_minute(ask, entry, said)] if re.search(r"apolog|substitut|stood in", said) else []
    return "".join(f" [{n}]" for n in dict.fromkeys(citation.marker for citation in found if citation is not None))


def _of_minute(ask: Ask, entry: Entry[Meeting], said: str) -> Citation | None:
    """The line of the minute of apologies that says it."""
    for minute in ask.finder.ledger.entries(Minute):
        record = minute.record
        of_it = minute.paper.id == entry.paper.id and record.meeting_date == entry.record.meeting_date
        if of_it and re.search(r"\bapolog|\bsubstitut", record.title, re.IGNORECASE):
            lines = [line for line in record.text.splitlines() if len(line.split()) > 2]
            return ask.cite_words(minute, *sorted(lines, key=lambda line: -_shared(line, said)))
    return None


def _shared(line: str, said: str) -> float:
    return float(fuzz.token_set_ratio(line, said))
