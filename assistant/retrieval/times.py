"""Whether a passage is of the day or period asked for: by its meeting, its column, its words, its page or its paper."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TypedDict, cast

from assistant.records.indicator_columns import column_of
from assistant.records.periods import Period, PeriodKind, find_periods, parse_period
from assistant.records.vocabulary import MEETING_KINDS
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Hit

_WORDED = 60  # letters of a cell that is text: what an action's row says may be of the meeting's day
_LABEL = 40  # letters of the longest name of a row that is but a time
_OF_TIME = re.compile(
    r"\b(?:the|same|first|last|for|to|in|of|and|months?|quarters?|years?|period|total|average|date|full|so far|\d{1,2})\b",
    re.IGNORECASE,
)
_BARE_QUARTER = re.compile(r"\bq(?:uarter|tr)?\.? ?[1-4]\b(?!\W{1,3}(?:of\s)?(?:20)?\d\d)", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r"\b(?:a|the|one) year (?:before|ago|earlier)\b|\b(?:last|previous) year\b", re.IGNORECASE)
_NTH = ("first", "second", "third", "(?:fourth|last|final)")
_MONTH_NAME_HOLDS = 300  # days after a month in which its bare name still means it


class Times(TypedDict, total=False):
    """The times a passage names, found once when it is taken in; each as "start/end/kind"."""

    columns: list[str]
    text: list[str]
    context: list[str]


def times_of(text: str, cells: Sequence[tuple[str, str]], context: str, day: date | None = None) -> Times:
    """The times of a passage: those over its columns or that name its row ("October 2025 | 412 | 398"), in its words, and in its
    headings and titles, where a quarter without a year is the latest before the ``day`` of its paper. ``cells``: (header,
    cell) of a row."""
    found: Times = {}
    named = _named_by(cells[0][1]) if cells else None
    columns = [_stamp(p) for header, _ in cells for p in header_periods(header)]
    if columns := columns or ([_stamp(named)] if named else []):
        found["columns"] = columns
    if said := [_stamp(p) for p in find_periods(text)]:
        found["text"] = said
    bare = [parse_period(match[0], today=day) for match in _BARE_QUARTER.finditer(context)] if day else []
    if around := [_stamp(p) for p in (*find_periods(context), *bare) if p]:
        found["context"] = around
    return found


def _named_by(label: str) -> Period | None:
    """The time that a row is named by: "October 2025", "Same 7 months 2024/25"; None where it is named by a thing."""
    whole = parse_period(label)
    found = find_periods(label) if whole is None and len(label) < _LABEL else []
    if len(found) != 1 or not found[0].span:
        return whole
    rest = f"{label[: found[0].span[0]]} {label[found[0].span[1] :]}"
    return found[0] if not _OF_TIME.sub("", rest).strip(" ,:()-–") else None


def page_times(text: str) -> list[str]:
    """The times a page names, as "start/end", each once."""
    return sorted({f"{p.start}/{p.end}" for p in find_periods(text)})


def _stamp(period: Period) -> str:
    return f"{period.start}/{period.end}/{period.kind}"


def may_date_reports(inquiry: Inquiry) -> bool:
    """Whether the day of a report may be what a question names: not where a figure is wanted, which is of another day."""
    figure = {"figure", "target", "benchmark"} & set(inquiry.wants[:2])
    return not figure or _names_a_meeting(inquiry.question)


def _names_a_meeting(question: str) -> bool:
    """Whether a question speaks of a meeting or paper; meetings that are counted are none."""
    return _NAMES_A_MEETING.search(_COUNTED_MEETINGS.sub(" ", question)) is not None


class TimesAsked:
    """The days and periods that a question asks for, held against one passage after another; what those share (the times
    they name, their part, their paper) is looked at once."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._days = inquiry.days
        self._by_report = may_date_reports(inquiry)
        self._periods = [_PeriodAsked(period) for period in inquiry.periods]

    def met_by(self, hit: Hit, times: Mapping[str, Sequence[str]]) -> float | None:
        """How a passage that names some times meets those asked for: None when none were asked, 1 by its own meeting or column,
        less by the page or paper it stands in, 0 not at all. The weakest of several counts."""
        if not self._days and not self._periods:
            return None
        by_meeting = bool(self._periods) and (self._by_report or hit.part.kind in MEETING_KINDS)
        return min(
            [_meets_day(day, hit, times) for day in self._days]
            + [asked.met_by(hit, times, by_meeting=by_meeting) for asked in self._periods]
        )


def _meets_day(day: date, hit: Hit, times: Mapping[str, Sequence[str]]) -> float:
    if hit.part.meeting_date == day:
        return 1.0
    if f"{day}/{day}/snapshot" in times.get("columns", ()) and any(of_day(h, day) for h, _ in hit.passage.cells or ()):
        return 1.0
    if any(stamp.startswith(f"{day}/{day}") for stamp in times.get("text", ())):
        return 0.9
    if hit.paper.meeting_date == day:
        return 0.6
    return 0.5 if f"{day}/{day}" in hit.page_times else 0.0


@lru_cache(maxsize=4096)
def of_day(header: str, day: date) -> bool:
    """Whether a column holds what was so on a day: not what was meant, estimated or budgeted to be ("Estimate 31 March 2026")."""
    on_it = any(held.kind == "snapshot" and held.end == day for held in header_periods(header))
    return on_it and column_of(header).role in {"period", "other", "value"}


class _PeriodAsked:
    """A month, quarter or year asked for."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._span = f"{period.start}/{period.end}"
        self._on_page = frozenset((self._span, f"{period.end}/{period.end}"))
        self._since = period.kind == "range" and period.as_printed.lower().startswith("since")
        self._same: dict[str, bool] = {}
        self._reporting: dict[str, bool] = {}

    def met_by(self, hit: Hit, times: Mapping[str, Sequence[str]], *, by_meeting: bool) -> float:
        """How a passage meets the period, from 1 to 0."""
        period, columns = self._period, times.get("columns", ())
        aside = frozenset[str]() if by_meeting else _dating_nothing(hit)
        if self._named(columns) or _covers(period, columns):
            return 1.0
        if self._named(times.get("text", ()), aside) or (self._since and _any_within(period, columns)):
            return 0.9
        if self._reported(hit.paper.period):
            return 0.85
        day = hit.part.meeting_date
        if by_meeting and day and period.contains(day):
            return 0.8 if period.kind in {"month", "snapshot"} else 0.6
        if self._named(times.get("context", ()), aside):
            return 0.8
        if len(set(columns)) >= 2:
            return 0.0  # the row is given by period, and this one is not among them
        return self._met_nearby(hit, day or hit.paper.meeting_date)

    def _named(self, stamps: Sequence[str], aside: frozenset[str] = frozenset()) -> bool:
        same = self._same
        for stamp in stamps:
            if aside and stamp.rpartition("/")[0] in aside:
                continue
            if stamp not in same:
                same[stamp] = same_period(self._period, _period(stamp))
            if same[stamp]:
                return True
        return False

    def _reported(self, period: str | None) -> bool:
        if not period:
            return False
        if period not in self._reporting:
            self._reporting[period] = any(_reports(self._period, held) for held in _periods(period))
        return self._reporting[period]

    def _met_nearby(self, hit: Hit, day: date | None) -> float:
        """By what stands around: the page, the paper's date, a bare month's name, the rest of the report."""
        period = self._period
        if period.as_printed.startswith("a year earlier") and _YEAR_BEFORE.search(hit.passage.text):
            return 0.7
        if not self._on_page.isdisjoint(hit.page_times):
            return 0.6
        if period.kind in {"month", "quarter"} and _within(period, hit.page_times - _dating_nothing(hit)):
            return 0.6
        if day and -31 < (day - period.end).days <= _MONTH_NAME_HOLDS and (bare := _without_year(period)):
            said = hit.passage.text.replace(f"{day.day} {day:%B}", " ")  # the meeting's day dates nothing else
            if re.search(bare, said):
                return 0.7  # "in October", said by a paper of that month or of those after it
        if day and period.contains(day):
            return 0.5
        return 0.4 if self._span in hit.part_times or _within(period, hit.part_times) else 0.0


@lru_cache(maxsize=512)
def _without_year(period: Period) -> str | None:
    """How a month or a quarter is written without its year, "October", "October to December", "Quarter 3"; None for others."""
    first, last = f"{period.start:%B}", f"{period.end:%B}"
    if period.kind == "month":
        return rf"\b{first}\b"
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    if months != 3 or period.kind not in {"quarter", "range"}:
        return None
    span = rf"\b{first} (?:to|until|till|[-–—]) {last}\b(?! \d)"
    number = (period.start.month - 4) % 12 // 3
    if period.start.month % 3 != 1:
        return span
    return rf"{span}|\b(?:Q ?|[Qq]uarter ){number + 1}\b(?!,? \d)|\b{_NTH[number]} quarter\b"


def _within(asked: Period, stamps: frozenset[str]) -> bool:
    """Whether a day is named that lies in the month or quarter asked for: "visited on 14 January 2025"."""
    days, first = _days(stamps), asked.start.isoformat()
    at = bisect_left(days, first)
    return at < len(days) and days[at] <= asked.end.isoformat()


@lru_cache(maxsize=8192)  # of the pages and parts held
def _days(stamps: frozenset[str]) -> list[str]:
    """The single days among some times, in order."""
    return sorted(start for start, end in (stamp.split("/") for stamp in stamps) if start == end)


def of_other_times(inquiry: Inquiry, hit: Hit) -> bool:
    """Whether a passage speaks of other months, quarters or years than the ones asked for, and not of those.

    A paper of July may be the very one that is asked about, but its figure for June is not July's.
    """
    times = hit.passage.times
    around = list(times.get("context", ()))
    said = [*times.get("columns", ()), *times.get("text", ())] or around
    columns = times.get("columns", ())
    if hit.passage.cells is not None and not columns:
        said = []  # a row of a log or plan: its dates are when something is due, not what it speaks of
    elif hit.passage.cells is not None and len(set(columns)) == 1 and _mostly_undated(hit.passage.cells):
        said = [*columns, *around]  # one column of another time beside those of the time that heading and paper name
    for asked in inquiry.periods:
        if not re.search(r"\d", asked.as_printed) or re.search(rf"\b{asked.start:%B}\b(?! \d)", hit.passage.text):
            continue  # "last year's" is loose; a bare "October" is the one of the paper
        if _names_a_meeting(inquiry.question) and hit.part.meeting_date and asked.contains(hit.part.meeting_date):
            continue
        ranges = [held for stamp in around if (held := _period(stamp)).kind == "range"] if columns else []
        if (
            ranges
            and asked.kind in {"month", "quarter"}
            and not any(asked.overlaps(held) for held in (*ranges, *map(_period, columns)))
        ):
            return True  # "1 May to 31 October 2025" over a table of figures that name no time of their own
        # A report of one quarter is not that of the next; a month or day over it may be that of the meeting.
        alike = _of_size(asked, said) or (_of_size(asked, around) if asked.kind == "quarter" else [])
        if alike and not any(same_period(asked, p) or asked.overlaps(p) for p in alike):
            return True
    return False


def _mostly_undated(cells: Sequence[Sequence[str]]) -> bool:
    """Whether most figures of a row stand under heads that name no time, and are no targets or benchmarks."""
    figures = [header for header, cell in cells[1:] if re.search(r"\d", cell)]
    undated = [h for h in figures if not header_periods(h) and column_of(h).role in {"other", "value", "money"}]
    return len(undated) * 2 > len(figures)


def _of_size(asked: Period, stamps: Sequence[str]) -> list[Period]:
    """Those of some times that are months, quarters or years as the one asked for is."""
    return [_period(stamp) for stamp in stamps if _SIZE.get(stamp.split("/", 2)[2]) == _SIZE.get(asked.kind, "")]


_NAMES_A_MEETING = re.compile(
    r"\b(?:meetings?|minutes?|committee|council(?! tax| hous| home)|cabinet|scrutiny|board|panel|executive|report(?:ed)?|pack|paper)\b",
    re.IGNORECASE,
)
_COUNTED_MEETINGS = re.compile(
    r"\b(?:how many|(?:percentage|proportion|share|number|per ?cent|%) of) (?:[\w'’-]+ ){0,3}meetings\b", re.IGNORECASE
)
_SIZE = {
    "month": "month",
    "snapshot": "month",
    "year to date": "month",
    "rolling 12 months": "month",
    "quarter": "quarter",
    "year": "year",
    "financial year": "year",
    "academic year": "year",
    "municipal year": "year",
}


@lru_cache(maxsize=8192)  # of the passages held
def _period(stamp: str) -> Period:
    start, end, kind = stamp.split("/", 2)
    return Period(date.fromisoformat(start), date.fromisoformat(end), cast(PeriodKind, kind), stamp)


def _covers(asked: Period, stamps: Sequence[str]) -> bool:
    """Whether columns of shorter periods lie in a longer one asked for: April, May and June in "April to June"."""
    if asked.kind in {"month", "snapshot"}:
        return False
    spans = [(date.fromisoformat(stamp.split("/")[0]), date.fromisoformat(stamp.split("/")[1])) for stamp in stamps]
    return sum(asked.start <= start and end <= asked.end for start, end in spans) >= 2


def _dating_nothing(hit: Hit) -> frozenset[str]:
    """The days that a page names as those of its meeting: they date no figure of a row, nor one of a report that says what
    time it reports."""
    cells = hit.passage.cells
    reports = bool(hit.paper.period) and hit.paper.kind != "agenda pack"  # a pack's period is that of one report in it
    if (cells is None and not reports) or any(len(cell) > _WORDED for _, cell in cells or ()):
        return frozenset()
    days = {hit.part.meeting_date, hit.paper.meeting_date} - {None}
    return frozenset(f"{day}/{day}" for day in days)


def _any_within(asked: Period, stamps: Sequence[str]) -> bool:
    """Whether one of some columns is of a time since the one asked for."""
    return any(asked.start <= p.start and p.end <= asked.end for p in map(_period, stamps))


def _reports(asked: Period, held: Period) -> bool:
    """Whether a paper's reporting period is the one asked for: "end of September 2023" reports September 2023."""
    return same_period(asked, held) or (held.kind == "month" and asked.start <= held.end <= asked.end)


@lru_cache(maxsize=4096)
def _periods(text: str) -> tuple[Period, ...]:
    return tuple(find_periods(text))


@lru_cache(maxsize=4096)
def header_periods(header: str) -> tuple[Period, ...]:
    """The periods a column header names."""
    whole = parse_period(header)
    return (whole,) if whole else tuple(find_periods(header))


def same_period(asked: Period, held: Period) -> bool:
    """Whether a period held is the one asked for: the same days, or one of the two is the other's last day."""
    if (asked.start, asked.end) == (held.start, held.end):
        return True
    if held.kind == "snapshot":
        return asked.kind in {"month", "quarter"} and asked.contains(held.end)
    return asked.kind == "snapshot" and held.kind in {"month", "quarter"} and asked.end == held.end
