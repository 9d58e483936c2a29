"""Meetings as minutes record them: where and when, who chaired, who was present, who sent apologies, who else attended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records.attendance import attendance
from assistant.records.model import Meeting, Person
from assistant.records.parts import Part
from assistant.records.people import MEMBER, Named, people_in
from assistant.records.prose import Paragraph, merge_pieces, sentences
from assistant.records.sections import Minuted, standing

_CLOCK = r"(?:\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]m\b|[ap]\.\s?m\.?|[ap] m\b|noon|hours|hrs)|\d{1,2}[.:]\d{2}|12 (?:noon|midday|midnight)|(?:noon|midday|midnight)|\d{4} ?(?:hours|hrs))"
_STARTED = re.compile(
    rf"\b(?:meeting|it|they) (?:was )?(?:formally )?(?:started|began|commenced|opened|convened)(?: promptly)?(?: at)? (?P<at>{_CLOCK})"
    rf"|\b(?:start(?:ed)?|commenc(?:ed|ing|ement)|began|opened)(?: time)?(?: at)?\s*:?\s*(?P<label>{_CLOCK})|^\W*time\s*:?\s*(?P<time>{_CLOCK})",
    re.IGNORECASE | re.MULTILINE,
)
_FINISHED = re.compile(
    rf"\b(?:finished|closed|concluded|ended|terminated|rose|adjourned|close|end|finish)(?: (?:of|the) (?:the )?meeting)?(?: time)?(?: at| was)?\s*:?\s*(?:at )?(?P<at>{_CLOCK})",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"(?P<from>{_CLOCK})\s*(?:[-–—]|to|until)\s*(?P<to>{_CLOCK})", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?i:held|met|meeting)\b(?:[^.]{0,80}?\b(?i:held|met))?\s+(?i:in|at)\s+(?P<place>(?:the )?[A-Z][^.;]{2,140}?)(?=,?\s+(?i:on\b|at \d|commencing|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)|\.|$)"
)
# A line of its own below the day: "Assembly Room, Town Hall".
_ROOM = re.compile(
    rf"\b(?:19|20)\d\d(?:,? (?:at|from|commencing at) {_CLOCK})?\W*\n\s*(?P<place>[A-Z][^:.\n]{{0,60}}?\b(?:Rooms?|Chamber|Hall|House|Suite|Offices?|Centre"
    r"|Library|Building|Theatre|College|School|Church)\b[^:.\n]{0,60})$",
    re.MULTILINE,
)
_CLOSED = re.compile(
    r"^\W*(?:there being no (?:further|other) business,? )?(?:the )?(?:chair\w*|mayor)?(?: then)?(?: (?:closed|declared))?(?: the)? ?meeting\b",
    re.IGNORECASE,
)
_CLOSED_IT = re.compile(
    rf"\b(?:closed|ended|concluded|adjourned) (?:the|this) meeting(?: was)?(?: at)?\s*:?\s*(?P<at>{_CLOCK})",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    rf"^\W*(?:the )?meeting (?:started|began|commenced|opened)(?: at)?\W{{1,3}}(?P<at>{_CLOCK})", re.IGNORECASE
)
_AT_THE_TIME = re.compile(
    rf"\b(?:19|20)\d\d,? (?:at|from|commencing at) {_CLOCK},? (?:in|at) (?P<place>(?:the )?[A-Z][^.;]{{2,140}}?)(?=\.|$)"
)
# On the line of the day, behind the hours: "6 November 2025, 10.00 am to 12.35 pm, Fuller's Hall".
_ROOM_BESIDE = re.compile(
    rf"\b(?:19|20)\d\d,? (?:at |from )?{_CLOCK}(?:\s?(?:to|until|[-–—])\s?{_CLOCK})?[,;–-]\s?(?P<place>[A-Z][^:.;\n]{{0,60}}?\b(?:Rooms?|Chamber|Hall|House|Suite"
    r"|Offices?|Centre|Library|Building|Theatre|College|School|Church)\b[^:.;\n]{0,60})$",
    re.MULTILINE,
)
_VENUE = re.compile(
    r"^\W*(?:venue|place|location|held at|meeting place)\s*:\s*(?P<place>.+)$", re.IGNORECASE | re.MULTILINE
)
_AT_TIME = re.compile(
    rf"\b(?:19|20)\d\d,?(?:(?: commencing| starting)?,? at |\s?\((?={_CLOCK}\)))(?P<at>{_CLOCK}|the rising of [^.;,]{{3,60}})",
    re.IGNORECASE,
)
_APOLOGIES = re.compile(
    r"\bapolog(?:ies|y)\b(?: for (?:absence|non-attendance|lateness))?[^.:]{0,80}?\b(?:from|by|on behalf of"
    r"|(?:given|made|offered|received|recorded|submitted|tendered|sent) for)\b:?\s*(?P<names>.+)"
    r"|\bapologies(?: for absence)?(?: received)?\s*:\s*(?P<listed>.+)",
    re.IGNORECASE | re.DOTALL,
)
_SENT = re.compile(
    r"^(?P<names>(?:Councillors?|Cllrs?\.?|Mrs?|Ms|Miss|Dr|[Tt]he Mayor)(?:[\s,]+(?:[A-Z][\w'’.-]*|and\b))*) (?:had |have |has )?(?:also )?"
    r"(?:sent|given|gave|submitted|tendered|offered|conveyed) (?:(?:his|her|their|an?) )?apolog(?:ies|y)\b"
)
_RECEIVED = re.compile(
    r"(?:(?:were|had been|have been) )?(?:received |given |recorded )?(?:from|by|for)\b", re.IGNORECASE
)
_NAMES_ALONE = re.compile(r"(?:Councillors?|Cllrs?)\.?(?:,? (?:and )?[A-Z][\w'’-]+)+\.?$")
_SUBSTITUTES = re.compile(
    rf"(?P<who>{MEMBER})(?: was| were| had)? (?:substitut(?:ed|ing|e)|attend(?:ed|ing) as (?:a |the )?substitute|deputis(?:ed|ing)) (?:for|in place of)\b"
    rf"|(?P<stood>{MEMBER}) (?:was|attended|sat)(?: there| present| in attendance)? in (?:the )?place of\b"
)
_ELECTED = re.compile(
    rf"\b(?:that )?(?P<who>{MEMBER}) (?:be|was|is) (?:duly )?(?:elected|appointed|nominated)(?: as)?(?: the)? (?:to )?(?:chair|Chair(?:man|person)?)\b"
    r"(?=[^.]{0,20}\b(?:(?:for|of) (?:the|this) meeting|the meeting)\b)"
)


def meeting_of(minuted: Minuted, part: Part) -> Meeting | None:
    """The meeting of a minutes part; None where its date is not told."""
    if part.meeting_date is None:
        return None
    meeting = record_meeting(minuted.front, part)
    if meeting is None:
        return None
    _from_minutes(minuted, meeting)
    return meeting


def record_meeting(front: Sequence[Paragraph], part: Part) -> Meeting | None:
    """The meeting that some opening paragraphs tell of; None without a date or anybody present."""
    told = attendance(front)
    groups = told.groups
    if part.meeting_date is None or not (groups["present"] or groups["in_attendance"]):
        return None
    everybody = groups["present"] + groups["in_attendance"]
    text = "\n".join(paragraph.text for paragraph in front)
    lines = "\n".join(line for paragraph in front if paragraph.table is None for line in paragraph.raw)
    used = [p for p in front if p in told.used or _STARTED.search(p.text) or _HELD.search(p.text)] or list(front)
    started, finished = _times(text)
    return Meeting(
        page=used[0].page,
        pieces=merge_pieces([piece for paragraph in used for piece in paragraph.pieces()]),
        as_printed="\n".join(paragraph.text for paragraph in used),
        committee=part.committee,
        meeting_date=part.meeting_date,
        status=standing(part),
        place=_place(text) or _room(lines),
        chair=told.chair or next((p.name for p in everybody if p.chair), None),
        vice_chair=next((p.name for p in everybody if p.vice and not p.chair), None),
        present=_people(groups["present"]),
        apologies=_people(groups["apologies"]),
        substitutes=_people(
            [p for p in groups["present"] if p.substitute] + groups["substitutes"] + _standing_in(groups["apologies"])
        ),
        in_attendance=_people(groups["in_attendance"]),
        started=started,
        finished=finished,
    )


def _people(named: Sequence[Named]) -> list[Person]:
    seen: dict[str, Person] = {}
    for person in named:
        seen.setdefault(person.name, Person(name=person.name, role=person.role))
    return list(seen.values())


def _standing_in(apologies: Sequence[Named]) -> list[Named]:
    """Those named beside an apology as standing in ("Councillor A (Councillor B substituting)")."""
    found: list[Named] = []
    for person in apologies:
        bare = (
            re.sub(
                r"\W*(?:substitut\w*|deputis\w*|attend\w*)(?: (?:for|in) .*)?\W*",
                " ",
                person.role or "",
                flags=re.IGNORECASE,
            )
            if person.substitute
            else ""
        )
        found += [Named(other.name) for other in people_in([bare])] if bare.strip() else []
    return found


def _place(text: str) -> str | None:
    found = _VENUE.search(text) or next(
        (m for line in text.splitlines() for m in (_HELD.search(line) or _AT_THE_TIME.search(line),) if m), None
    )
    return found["place"].strip(" ,.") if found else None


def _room(lines: str) -> str | None:
    found = _ROOM.search(lines) or _ROOM_BESIDE.search(lines)
    return found["place"].strip(" ,.") if found else None


def _times(text: str) -> tuple[str | None, str | None]:
    """Start and finish as printed."""
    flat = " ".join(text.split())
    begun, ended = _STARTED.search(text), _FINISHED.search(flat)
    at = _AT_TIME.search(flat)
    between = _RANGE.search(flat) if begun is None and at is None else None
    start = next((value for value in (begun.groupdict().values() if begun else ()) if value), None)
    start = start or (at["at"] if at else None) or (between["from"] if between else None)
    finish = ended["at"] if ended else (between["to"] if between else None)
    return start, finish.strip() if finish else None


def _from_minutes(minuted: Minuted, meeting: Meeting) -> None:
    """What only the minutes themselves tell: apologies, substitutes, a chair elected for the meeting, when it ended."""
    for section in minuted.sections:
        text = " ".join(p.text for p in section.body if p.table is None)
        if re.search(r"\b(?:apologies|substitut)", section.title, re.IGNORECASE):
            # "Apologies for absence" over "Received from …" is read as one sentence.
            opened = _RECEIVED.match(text) if re.match(r"\W*apolog", section.title, re.IGNORECASE) else None
            _add_apologies(f"Apologies {text[:1].lower()}{text[1:]}" if opened else text, meeting)
            if (
                not meeting.apologies
                and _NAMES_ALONE.match(text)
                and re.match(r"\W*apolog", section.title, re.IGNORECASE)
            ):
                meeting.apologies = _people(people_in([text]))
        elected = _ELECTED.search(text) if meeting.chair is None else None
        if elected:
            meeting.chair = elected["who"]
    if minuted.sections and meeting.finished is None:
        _ended(minuted.sections[-1].body, meeting)
    if minuted.sections and meeting.started is None:
        lines = [line for p in minuted.sections[-1].body[-3:] for line in p.raw if len(line) < 60]
        begun = next((found for line in lines if (found := _BEGUN.match(line))), None)
        meeting.started = begun["at"] if begun else None


def _ended(body: Sequence[Paragraph], meeting: Meeting) -> None:
    """When the meeting ended, from the last minute: what another paper says below it comes after."""
    for paragraph in [*body[-3:], *(p for p in body if len(p.text) < 120 and _CLOSED.match(p.text))]:
        ended = re.search(
            rf"\bmeeting\b[^.]{{0,40}}?{_FINISHED.pattern}", paragraph.text, re.IGNORECASE
        ) or _CLOSED_IT.search(paragraph.text)
        if ended and paragraph.table is None:
            meeting.finished = ended["at"].strip()
            meeting.pieces = merge_pieces([*meeting.pieces, *paragraph.pieces()])
            return


def _add_apologies(text: str, meeting: Meeting) -> None:
    for start, end in sentences(text):
        said = text[start:end]
        found = _APOLOGIES.search(said)
        if found and not meeting.apologies and not re.search(r"\b(?:no|nor) apolog(?:ies|y)\b", said, re.IGNORECASE):
            names = re.sub(r"\band (?:from|by) (?=[A-Z])", "and ", found["names"] or found["listed"])
            meeting.apologies = _people(people_in([names]))
        elif sent := _SENT.match(said):
            meeting.apologies += [p for p in _people(people_in([sent["names"]])) if p not in meeting.apologies]
        stand_in = _SUBSTITUTES.search(said)
        name = (stand_in["who"] or stand_in["stood"]) if stand_in else None
        if name and all(name.split()[-1] not in p.name.split() for p in meeting.substitutes):
            meeting.substitutes.append(Person(name=name, role=None))
