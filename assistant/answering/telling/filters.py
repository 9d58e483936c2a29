"""What a question for a list keeps rows by: a colour, a time to be done by, a paper, a section, a topic, a priority."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from assistant.answering.telling.ask import Ask
from assistant.papers.normalise import normalise
from assistant.records.periods import Period, find_periods
from assistant.retrieval.asked_times import times_asked
from assistant.retrieval.bodies import bodies_named
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.terms import terms
from assistant.retrieval.times import same_period
from assistant.tools.ledger import Entry

RowT = TypeVar("RowT")
COLOURS = r"\b(red|amber|yellow|green|blue|grey)(?:[ -]rated)?\b"
_DUE = re.compile(
    r"\b(?:due|deadlines?|timescales?|target dates?|(?:to|should|must|supposed to|meant to) be \w+|(?:to|should|must) (?:finish|complete))\b"
    r"(?: (?:to be|for|date|dates|falls?|is|are|were|was|done|completed?|finished)){0,2}"
    r"\s*(?P<how>by|before|until|after|from|since|in|on|during|within|this|next)?\s+(?P<when>[^?;]{3,40})",
    re.IGNORECASE,
)
_OF_THE_PAPER = re.compile(r"\s(?:in|from|according to|of|under|at|across|as of) the\b.*$", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:since|compared (?:with|to)|up from|down from|than in)\s+(?P<when>[^?;,]{3,30})", re.IGNORECASE
)
_BETWEEN = re.compile(r"\bbetween (?P<first>[^?;,]{3,30}?) and [^?;,]{3,30}", re.IGNORECASE)
_SECTION = re.compile(r"\b(?P<what>priority|theme|outcome|objective|part|section|strand)\s+(?P<which>\d{1,2}|[A-Z])\b")
_SECTION_NUMBER = re.compile(r"^(?:\w+ \w{1,2}\s*[–—:-]|(?:[A-Z]|\d{1,2})[.):])\s*")
_HELD_THERE = r"measures|indicators|kpis|targets|actions|milestones|recommendations|risks|section|theme|priority"
_URGENCY = re.compile(
    r"\b(?P<level>high|medium|low|top|critical)(?:est)?[ -](?:priority|risk)\b|\bpriority (?:is |of )?(?P<after>high|medium|low|critical)\b"
    r"|\b(?P<grave>serious|urgent|most important|key)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?:about|regarding|concerning|relat(?:ed|ing) to|to do with|connected with|on the subject of)\s+(?P<topic>[\w'’ -]{3,60}?)"
    r"(?=\s+(?:is|are|was|were|has|have|that|which|in the|on the|rated|due|from)\b|[,?.;]|$)",
    re.IGNORECASE,
)
OF_ANY = frozenset(
    terms(
        "action task milestone workstream recommendation decision risk measure indicator kpi target overdue open complete priority lead"
    )
)
"""Words of any such question: that a paper has one of them in its title does not name it."""
_ORDERING = frozenset(
    terms(
        "top main highest biggest worst serious greatest most high one two three four five six seven eight nine ten all list show scoring"
    )
)
_BODY = r"\b(?:committee|cabinet|council|board|panel|scrutiny|executive)\b"
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


class Due(NamedTuple):
    """A time by which, or in which, something is due, with the words that said so; both days are inclusive."""

    first: date | None
    last: date | None
    words: str
    said: str


class Times(NamedTuple):
    """The times a question names that tell of its papers, and what it names as due or as the time to compare with."""

    papers: tuple[Period, ...]
    due: Due | None
    since: Period | None


def times(ask: Ask) -> Times:
    """A question's times by what they are said of."""
    question, calendar = ask.inquiry.question, ask.searcher.calendar
    due = _due(ask)
    since = _clause(question, _SINCE, calendar)
    if not since and (between := _BETWEEN.search(question)):  # two registers: the later one, held against the earlier
        first = times_asked(between["first"], calendar)
        named = [*(Period(d, d, "snapshot", str(d)) for d in first.days), *first.periods]
        since = (named[0], between["first"]) if named else None
    rest = question.replace(due.said, " ") if due else question
    rest = rest.replace(since[1], " ") if since else rest
    found = times_asked(rest, calendar)
    own = [*(Period(d, d, "snapshot", str(d)) for d in found.days), *found.periods]
    if not own and not due and not since:
        own = [*(Period(d, d, "snapshot", str(d)) for d in ask.inquiry.days), *ask.inquiry.periods]
    return Times(tuple(own), due, since[0] if since else None)


def _clause(question: str, pattern: re.Pattern[str], calendar: Any) -> tuple[Period, str] | None:
    for match in pattern.finditer(question):
        found = times_asked(_OF_THE_PAPER.sub("", match["when"]), calendar)
        named = [*(Period(d, d, "snapshot", str(d)) for d in found.days), *found.periods]
        if named:
            return named[0], _OF_THE_PAPER.sub("", match[0])
    return None


def _due(ask: Ask) -> Due | None:
    question = ask.inquiry.question
    for match in _DUE.finditer(question):
        how = (match["how"] or "in").lower()
        when = _OF_THE_PAPER.sub("", match["when"] if how not in {"this", "next"} else f"{how} {match['when']}")
        found = times_asked(when, ask.searcher.calendar)
        named = [*(Period(d, d, "snapshot", str(d)) for d in found.days), *found.periods]
        if not named or re.match(r"in the\b", f"{how} {when}", re.IGNORECASE):
            continue
        start, end = named[0].start, named[0].end
        words = " ".join(f"{how} {when}".split()) if how not in {"this", "next"} else when
        said = _OF_THE_PAPER.sub("", match[0])
        if how in {"by", "until", "within"}:
            return Due(None, end, words, said)
        if how == "before":
            return Due(None, date.fromordinal(start.toordinal() - 1), words, said)
        if how in {"after", "from", "since"}:
            return Due(date.fromordinal(end.toordinal() + (how == "after")), None, words, said)
        return Due(start, end, words, said)
    return None


def meets(due: Due, day: date | None) -> bool:
    """Whether a day lies in the time that something is to be due in."""
    return day is not None and (due.first is None or day >= due.first) and (due.last is None or day <= due.last)


def of_papers(ask: Ask, entries: Sequence[Entry[Any]], wanted: Sequence[Period]) -> list[Entry[Any]]:
    """The rows of the bodies and times that a question names; where it names a body that has none of them, of all bodies."""
    kept = list(entries)
    if wanted:
        named = [e for e in kept if any(same_period(p, held) for p in wanted for held in _reported(e))]
        dated = named or [e for e in kept if any(p.contains(day) for p in wanted for day in _days(e))]
        kept = dated or [e for e in kept if any(p.contains(_meeting(e)) for p in wanted)]
    if re.search(_BODY, ask.inquiry.whole, re.IGNORECASE):
        bodies = bodies_named(ask.inquiry.whole, ask.searcher.committees)
        own = [e for e in kept if {e.paper.committee, getattr(e.record, "committee", None)} & bodies]
        kept = own or kept
    return kept


def _days(entry: Entry[Any]) -> list[date]:
    """The days a row speaks for: that of its register where it prints one, and its paper's."""
    return [day for day in (entry.position_at, paper_day(entry.paper)) if day]


def _reported(entry: Entry[Any]) -> list[Period]:
    """The months, quarters or years that a row's paper says it is of: "Action tracker, Quarter 2 2025/26"."""
    told = find_periods(f"{entry.paper.title} | {entry.paper.period or ''}")
    return [period for period in told if period.kind != "snapshot"]


def _meeting(entry: Entry[Any]) -> date:
    """The day of the meeting that a row comes from."""
    return getattr(entry.record, "meeting_date", None) or date.min


def once(entries: Iterable[Entry[Any]]) -> list[Entry[Any]]:
    """Rows that two papers of one day print alike, once: of the shorter paper, which is the register itself."""
    kept: dict[tuple[date | None, str], Entry[Any]] = {}
    for entry in entries:
        key = paper_day(entry.paper), " ".join(entry.record.as_printed.split())
        if key not in kept or entry.paper.n_pages < kept[key].paper.n_pages:
            kept[key] = entry
    return list(kept.values())


def of_one_name(ask: Ask, rows: Sequence[RowT], paper: Any) -> list[RowT]:
    """The rows of the paper that the question names by words of its title, where it names one; ``paper`` gives a row's id."""
    asked = [term for term, weight in ask.inquiry.subject.items() if weight >= 1 and term not in OF_ANY]
    naming = ask.searcher.naming(asked)
    papers = {paper(row): naming.get(paper(row), 0.0) for row in rows}
    best = max(papers.values(), default=0.0)
    if best <= 0 or len(set(papers.values())) == 1:
        return list(rows)
    return [row for row in rows if papers[paper(row)] == best]


def of_another_thing(ask: Ask, entry: Entry[Any]) -> bool:
    """Whether a question is about something that is not in the name of a row's paper."""
    own = OF_ANY | ask.searcher.names_of(entry.paper.id) | _ORDERING
    return any(weight >= 1 and stem not in own and not stem.isdigit() for stem, weight in ask.inquiry.subject.items())


def colour(ask: Ask) -> str | None:
    """A colour that rows are to have."""
    for text in (ask.inquiry.question, ask.inquiry.whole):
        if found := re.findall(COLOURS, text, re.IGNORECASE):
            return str(found[-1]).lower()
    return None


def sections(ask: Ask, held: Iterable[str | None]) -> list[str]:
    """The sections of the papers that a question names: "priority 2", or by their words after the number."""
    known = sorted({section for section in held if section})
    question = normalise(ask.inquiry.question)
    numbered = _SECTION.search(ask.inquiry.question) or _SECTION.search(ask.inquiry.question.lower())
    if numbered:
        start = f"{numbered['what']} {numbered['which']}".lower()
        return [s for s in known if re.match(rf"{re.escape(start)}\b", normalise(s))]
    names = {s: normalise(_SECTION_NUMBER.sub("", s)) for s in known}
    return [s for s, name in names.items() if name and _names_section(name, question)]


def _names_section(name: str, question: str) -> bool:
    """Whether a question says a section's name; a single word only with what the section holds: "the homes measures"."""
    if len(name.split()) >= 2:
        return name in question
    return len(name) > 3 and re.search(rf"\b{re.escape(name)} (?:{_HELD_THERE})\b", question) is not None


def urgency(ask: Ask) -> str | None:
    """How urgent rows are to be: "high"."""
    found = _URGENCY.search(ask.inquiry.question)
    if not found:
        return None
    return "high" if found["grave"] else (found["level"] or found["after"]).lower().replace("top", "high")


def topic(ask: Ask) -> str | None:
    """What rows are to be about, where the question says "about"."""
    found = _TOPIC.search(ask.inquiry.question)
    return found["topic"].strip() if found else None


def counted(number: int) -> str:
    """A count in words up to twelve, as a sentence begins with it."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
