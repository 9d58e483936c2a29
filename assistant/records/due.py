"""When something is to be done: the day a timescale as printed comes to, and the day a paper tells the position of."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.records.dates import find_dates, plain
from assistant.records.identify import PaperFacts
from assistant.records.periods import find_periods, parse_period

LONGEST = 80
"""Letters of a timescale; what is longer is a sentence and its dates may be anything."""
LONGEST_LEAD = 12
"""Letters between "position at" and the date it is of: "the end of "."""
_OPEN = re.compile(
    r"\b(?:on-?\s?going|continu\w+|onwards?|from|after|since|start\w*|begin\w*|monthly|quarterly|annual\w*|weekly|daily|tb[cd]"
    r"|n/?a|immediate\w*|early|mid|late|spring|summer|autumn|winter|approx\w*|around|circa)\b",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"[(\[](?:was|were|original\w*|previous\w*|formerly|initial\w*|(?:revised|moved|changed|extended|slipped) from|from)\b[^)\]]{0,60}[)\]]",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"^.{0,60}\b(?:revised|extended|moved|changed|deferred|slipped|now)\b(?: (?:date|deadline|target))?\W{0,3}(?:to|is)?\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"^(?:complete[d]?|closed|done|delivered)\b(?!\W*(?:by|before|date)\b)", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:to be (?:completed|delivered)|completed?|due|target|deadline|revised|no later than|by|before|in|for|the|end|of|at|to"
    r"|until|date)\b\W*)+",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"^(?:by )?within (?P<n>\d{1,3}|[a-z]+(?:-[a-z]+)?) (?P<unit>days?|weeks?)(?: (?:of|from) (?:the )?meeting)?$",
    re.IGNORECASE,
)
_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {name: n for n, name in enumerate(_NAMES, 1)} | {
    "fourteen": 14,
    "twenty-one": 21,
    "twenty-eight": 28,
    "thirty": 30,
}
_DAY_OF_YEAR = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)? )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
_SPLIT_WORD = re.compile(r"(?<=[A-Za-z]{3}) (?=[a-z]{2})|(?<=[A-Z][a-z]) (?=[a-z]{2})")
_MONTH_OF_LOG = re.compile(
    r"(?i:\b(?:tracking|tracker|decisions?|actions?|log|registers?|milestones?|report|plan|position|progress)\b.{0,30}?[-(,:]\s{0,3})"
    r"(?P<when>(?:end of )?[A-Z][a-z]{2,8} 20\d\d)\b"
)
_POSITION = re.compile(
    r"\b(?:position|progress|as|update|status|correct)\W{1,3}(?:as )?(?:at|to|on|of)\b(?P<when>.{4,40})|\bend of\b(?P<end>.{4,25})",
    re.IGNORECASE,
)


def due_of(timescale: str | None, meeting: date | None = None) -> date | None:
    """The day a timescale comes to: the last of its month, quarter or year where no day is given.

    None for what has no day ("Ongoing", "Spring 2025", "May" without its year, two dates without saying which holds).
    "Within 14 days" is counted from the meeting, and has no day when that is not known.
    """
    text = " ".join(plain(timescale or "").split()).strip(" .;,")
    if not text or len(text) > LONGEST:
        return None
    if _DONE.match(text):
        return None
    text = _FORMER.sub(" ", text)
    text = _REPLACED.sub("", text).strip(" .;,")
    if within := _WITHIN.match(text):
        return _days_after(within, meeting)
    if _OPEN.search(text):
        return None
    mentions = find_dates(text)
    if len(mentions) == 1 and mentions[0].date is not None:
        return mentions[0].date
    period = parse_period(_LEAD.sub("", text).strip(" ()"))
    return period.end if period is not None else None


def due_after(timescale: str | None, meeting: date | None) -> date | None:
    """The day that a timescale without its year comes to, the first behind the meeting that set it: "14 Nov", "8 Jan meeting".

    A month alone comes to its end. None where the timescale names no one day or month, or begins or goes on with it.
    """
    text = " ".join(plain(timescale or "").split())
    named = list(_DAY_OF_YEAR.finditer(text))
    if (
        meeting is None
        or len(named) != 1
        or len(text) > LONGEST
        or re.search(r"\b20\d\d\b", text)
        or _OPEN.search(text)
    ):
        return None
    days = [due_of(f"{named[0].group()} {year}") for year in (meeting.year, meeting.year + 1)]
    return next((day for day in days if day is not None and day >= meeting), None)


def _days_after(within: re.Match[str], meeting: date | None) -> date | None:
    count = int(within["n"]) if within["n"].isdigit() else _COUNTS.get(within["n"].lower())
    if meeting is None or count is None:
        return None
    return meeting + timedelta(days=count * (7 if within["unit"].lower().startswith("week") else 1))


def is_timescale(text: str) -> bool:
    """Whether a text by itself tells when: a date, a period, "Ongoing"."""
    return 0 < len(text) <= LONGEST and (
        due_of(text) is not None or bool(_OPEN.search(text)) or bool(find_periods(text))
    )


def day_in_cell(text: str) -> date | None:
    """The one whole date that a narrow cell holds, through a month's name broken by the edge of the column."""
    for form in (text, _SPLIT_WORD.sub("", text)):
        days = {mention.date for mention in find_dates(form) if mention.date is not None}
        if len(days) == 1:
            return days.pop()
        if days:
            return None
    return None


def position_at(title: str, facts: PaperFacts) -> date | None:
    """The day a register tells the position of: as its titles say, else the reporting period of its paper.

    A log titled with a month tells the position at its end, or on the day of the paper's meeting when that comes before.
    """
    for text in (title, facts.title):
        if day := told_position(text, facts.meeting_date):
            return day
    period = parse_period(facts.period) if facts.period else None
    return period.end if period is not None and period.kind in {"snapshot", "month"} else None


def told_position(text: str, meeting: date | None) -> date | None:
    """The day that a title or a head says it tells the position of: "Progress at 14 November 2025"; None where it does not."""
    flat = " ".join(plain(text).split())
    if found := _POSITION.search(flat):
        first = next(iter(find_periods(found["when"] or found["end"])), None)
        if first is not None and first.kind in {"snapshot", "month"} and first.span and first.span[0] <= LONGEST_LEAD:
            return first.end
    if found := _MONTH_OF_LOG.search(flat):
        period = parse_period(found["when"])
        if period is not None:
            same = meeting is not None and (meeting.year, meeting.month) == (period.end.year, period.end.month)
            return meeting if same else period.end
    return None
