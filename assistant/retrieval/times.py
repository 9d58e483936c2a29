"""Whether a passage is of the day or period asked for: by its meeting, its column, its words, its page or its paper."""

from __future__ import annotations

import re
from datetime import date

from assistant.records.dates import find_dates
from assistant.records.periods import Period, find_periods, parse_period
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Hit

_MONTH_NAME_HOLDS = 300  # days after a month in which its bare name still means it


def meets_times(inquiry: Inquiry, hit: Hit) -> float | None:
    """How a passage meets the dates asked for: None when none were asked, 1 by its own meeting or column, less by the
    page or paper it stands in, 0 not at all. The weakest of several dates counts."""
    if not inquiry.days and not inquiry.periods:
        return None
    return min([_meets_day(day, hit) for day in inquiry.days] + [_meets_period(p, hit) for p in inquiry.periods])


def _meets_day(day: date, hit: Hit) -> float:
    if hit.part.meeting_date == day:
        return 1.0
    if any(m.date == day for m in find_dates(hit.passage.text)):
        return 0.9
    if hit.paper.meeting_date == day:
        return 0.6
    return 0.5 if f"{day}/{day}" in hit.page_periods else 0.0


def _meets_period(period: Period, hit: Hit) -> float:
    headers = [header for header, _ in hit.passage.cells or ()]
    columns = [p for header in headers for p in header_periods(header)]
    if any(same_period(period, column) for column in columns):
        return 1.0
    if any(same_period(period, p) for p in find_periods(hit.passage.text)):
        return 0.9
    if hit.paper.period and any(_reports(period, p) for p in find_periods(hit.paper.period)):
        return 0.85
    if hit.part.meeting_date and period.contains(hit.part.meeting_date):
        return 0.8 if period.kind in {"month", "snapshot"} else 0.6
    context = f"{hit.passage.heading} {hit.passage.caption or ''} {hit.part.title or ''} {hit.paper.title}"
    if any(same_period(period, p) for p in find_periods(context)):
        return 0.8
    if len(columns) >= 2:
        return 0.0  # the row is given by period, and this one is not among them
    if f"{period.start}/{period.end}" in hit.page_periods or f"{period.end}/{period.end}" in hit.page_periods:
        return 0.6
    day = hit.part.meeting_date or hit.paper.meeting_date
    if day and period.contains(day):
        return 0.5
    if day and period.kind == "month" and 0 <= (day - period.end).days <= _MONTH_NAME_HOLDS:
        if re.search(rf"\b{period.start:%B}\b", hit.passage.text):
            return 0.7  # "in October", said by a paper of the months after it
    return 0.4 if f"{period.start}/{period.end}" in (hit.part.periods or ()) else 0.0


def _reports(asked: Period, held: Period) -> bool:
    """Whether a paper's reporting period is the one asked for: "end of September 2023" reports September 2023."""
    return same_period(asked, held) or (held.kind == "month" and asked.start <= held.end <= asked.end)


def header_periods(header: str) -> list[Period]:
    """The periods a column header names."""
    whole = parse_period(header)
    return [whole] if whole else list(find_periods(header))


def same_period(asked: Period, held: Period) -> bool:
    """Whether a period held is the one asked for: the same days, or one of the two is the other's last day."""
    if (asked.start, asked.end) == (held.start, held.end):
        return True
    if held.kind == "snapshot":
        return asked.kind in {"month", "quarter"} and asked.contains(held.end)
    return asked.kind == "snapshot" and held.kind in {"month", "quarter"} and asked.end == held.end


def stamps(text: str) -> list[str]:
    """The days and periods a page names, as "start/end", to be kept with the page."""
    found = {f"{p.start}/{p.end}" for p in find_periods(text)}
    found |= {f"{m.date}/{m.date}" for m in find_dates(text) if m.date is not None}
    return sorted(found)
