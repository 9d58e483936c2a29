"""The days and periods a question names, read as people name them: against the newest paper and the meetings held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from assistant.records.dates import MONTH, DateMention, financial_year, find_dates, month_number
from assistant.records.periods import Period, find_periods

_BARE_QUARTER = re.compile(r"\b(?:Q\s?|quarter )([1-4])\b", re.IGNORECASE)
_MONTH_ALONE = re.compile(
    r"\b(january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b",
    re.IGNORECASE,
)
_SHIFT = re.compile(
    r"\b(?:the |an? )?(?:(?P<unit>month|quarter|year) (?P<way>before|after|earlier|later|on(?= ?[?,.]|$))(?! (?:that|last))"
    r"|(?P<way2>previous|next|prior|following|last) (?P<unit2>month|quarter|year))\b(?! on\b)",
    re.IGNORECASE,
)
_BACK = frozenset({"before", "previous", "earlier", "last", "prior"})
_YEAR_EARLIER = re.compile(
    r"\b(?:this|(?:the )?same) (?:month|quarter|period|time|point|stage) (?:(?:in )?(?:last|the previous) year|(?:a|one|the) year (?:earlier|before|ago))\b"
    r"|\b(?:a|one|the) year (?:earlier|before|ago)\b|\b(?:the )?previous year\b|\bthe year before\b",
    re.IGNORECASE,
)
_TIME_OF_YEAR = re.compile(
    r"\b(?:this|(?:the )?same) (?:month|quarter|period|time|point|stage) (?:in )?last year\b", re.IGNORECASE
)
# "In the Nov 24 monitoring": two digits right after a month are its year, unless a meeting was held on that day.
_MONTH_AND_YEAR = re.compile(rf"\b({MONTH})\s+'?(\d\d)(?!\d|\s*(?:st|nd|rd|th)\b|[/:%.,]\d|%)", re.IGNORECASE)
_MONTHS = re.compile(
    rf"\b(?P<lead>between |from )?(?P<a>{MONTH})\s*(?:to|and|until|till|-|–)\s*(?P<b>{MONTH})(?!\s*'?\d)", re.IGNORECASE
)
# "in 24-25": two years that follow one another, and no ages, hours or parts of a hundred.
_YEARS_SHORT = re.compile(
    rf"(?<![\d£/.:-])(?<!aged )(?<!ages )'?(1\d|2\d|3\d)\s?[-–]\s?'?(\d\d)(?![\d%/:]|[.,]\d|\s?-?(?:years?[ -]olds?|yr|yo\b|per cent|months?|hours?|days?|weeks?|miles?|minutes?|{MONTH})\b)",
    re.IGNORECASE,
)
# "December compared with December 2024": the month without a year is the newest one.
_AGAINST_ITSELF = re.compile(
    rf"\b(?P<bare>{MONTH})(?!\s*'?\d)[^?]{{0,60}}?\b(?:compar\w+|than|versus|vs|against|up on|down on|up from|down from)\b[^?]{{0,20}}?\b(?P<same>{MONTH})\s+(?P<year>20\d\d)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"^(?:this|last|the last|previous|the previous|current|the current|today|yesterday)\b", re.I)
# Said of the day one asks on, or too loose to hold a row against.
_VAGUE = re.compile(r"spring|summer|autumn|winter|\bweek$|^today$|^yesterday$", re.IGNORECASE)


class Calendar(NamedTuple):
    """What dates are read against: the newest paper's date ("last month") and the meetings held ("13 Feb")."""

    today: date | None = None
    meetings: frozenset[date] = frozenset()


class Asked(NamedTuple):
    """The full dates and the periods that a question names, and the question without them."""

    days: tuple[date, ...]
    periods: tuple[Period, ...]
    rest: str


def times_asked(question: str, calendar: Calendar) -> Asked:
    """What a question says of time."""
    text = _YEARS_SHORT.sub(_as_financial_year, question)
    if _TIME_OF_YEAR.search(text):
        bare = _TIME_OF_YEAR.sub(lambda found: " " * len(found[0]), text)  # it dates no "q2" beside it
        text = bare if _dated(bare) or find_periods(bare, today=calendar.today) else text
    text = _MONTH_AND_YEAR.sub(lambda found: _with_year(found, calendar), text)
    text = _MONTHS.sub(lambda found: _months_with_year(found, calendar), text)
    days, periods, rest = _dates(text, calendar)
    found_in_text = find_periods(rest, today=_today(days, periods, rest, calendar))
    periods += [_held(p, calendar) for p in found_in_text if p.span]
    for found in sorted((p for p in periods if p.span), key=lambda p: -(p.span or (0, 0))[0]):
        if found.span:
            rest = rest[: found.span[0]] + " " + rest[found.span[1] :]
    periods = [replace(p, span=None) for p in periods if not (_VAGUE.search(p.as_printed) and not _dated(p.as_printed))]
    for number in _BARE_QUARTER.findall(rest):
        periods += _quarter_like(periods, int(number))
    if not days and not periods:
        periods, rest = _bare_month(rest, calendar)
    periods = [] if days else _firm(_of_the_year(_each_once(periods)))
    periods = [*_newest_of_the_month(question, calendar), *periods] if periods else []
    if len(periods) == 1 and _YEAR_EARLIER.search(question):
        periods += moved(periods, -12, "a year earlier")
    return Asked(tuple(dict.fromkeys(days)), tuple(_each_once(periods)), rest)


def _dated(text: str) -> bool:
    return re.search(r"\d", text) is not None


def _held(period: Period, calendar: Calendar) -> Period:
    """A bare month as the latest one in which a meeting was held, where none was in the one nearest to the newest paper."""
    if period.kind != "month" or _dated(period.as_printed) or any(map(period.contains, calendar.meetings)):
        return period
    held = sorted(day for day in calendar.meetings if day.month == period.start.month and day < period.start)
    return replace(_month(held[-1].year, held[-1].month, period.as_printed), span=period.span) if held else period


def _as_financial_year(found: re.Match[str]) -> str:
    return f"20{found[1]}/{found[2]}" if int(found[2]) == int(found[1]) + 1 else found[0]


def _with_year(found: re.Match[str], calendar: Calendar) -> str:
    month, number = month_number(found[1]), int(found[2])
    if any((day.month, day.day) == (month, number) for day in calendar.meetings):
        return found[0]
    latest = (calendar.today or date(2099, 1, 1)).year % 100 + 1
    return f"{found[1]} 20{found[2]}" if 13 <= number <= latest else found[0]


def _months_with_year(found: re.Match[str], calendar: Calendar) -> str:
    """ "Between July and Sept" with the year of the latest that are over."""
    first, last = month_number(found["a"]), month_number(found["b"])
    if calendar.today is None or first is None or last is None or (" and " in found[0].lower() and not found["lead"]):
        return found[0]
    year = calendar.today.year - (last > calendar.today.month)
    since = f" {year - 1}" if first > last else ""
    return f"{found['a']}{since} to {found['b']} {year}"


def _dates(text: str, calendar: Calendar) -> tuple[list[date], list[Period], str]:
    """Full dates, and months named as dates are; and the text without them."""
    days: list[date] = []
    periods: list[Period] = []
    rest = text
    for mention in reversed(find_dates(text)):
        day, period = (mention.date, None) if mention.date else _nearest(mention, calendar)
        if day is None and period is None:
            continue
        days[:0] = [day] if day else []
        periods[:0] = [period] if period else []
        rest = rest[: mention.span[0]] + " " * (mention.span[1] - mention.span[0]) + rest[mention.span[1] :]
    return days, periods, rest


def _today(days: Sequence[date], periods: Sequence[Period], rest: str, calendar: Calendar) -> date | None:
    """The day that "this year" or "Q2" is read against: of a time that is named in full beside it, else the newest paper."""
    named = [*days, *(p.end for p in periods)]
    in_full = (p for p in find_periods(rest) if _dated(p.as_printed)) if _dated(rest) else ()
    named += [p.end for p in in_full if p.kind in {"month", "snapshot", "quarter"}]
    return max(named) if named else calendar.today


def _bare_month(rest: str, calendar: Calendar) -> tuple[list[Period], str]:
    """A month named alone: the latest one in which a meeting was held."""
    bare = _MONTH_ALONE.search(rest)
    month = month_number(bare.group(1)) if bare else None
    held = sorted(day for day in calendar.meetings if day.month == month)
    if not bare or not month or not held:
        return [], rest
    return [_month(held[-1].year, month, bare.group(0))], rest.replace(bare.group(0), " ")


def _each_once(periods: Sequence[Period]) -> list[Period]:
    return list({(p.start, p.end): p for p in reversed(periods)}.values())[::-1]


def _quarter_like(periods: Sequence[Period], number: int) -> list[Period]:
    """A quarter by its number in the financial year of the quarter named with its year ("Q2, Q3 and Q4 2024/25")."""
    full = [p for p in periods if p.kind == "quarter" and re.search(r"\d\d", p.as_printed)]
    if len({financial_year(p.start) for p in full}) != 1:
        return []
    start = _months_on(date(financial_year(full[0].start), 4, 1), 3 * (number - 1))
    found = Period(start, _months_on(start, 3) - timedelta(days=1), "quarter", f"Q{number}")
    return [] if any((p.start, p.end) == (found.start, found.end) for p in periods) else [found]


def _of_the_year(periods: list[Period]) -> list[Period]:
    """Quarters and months without a year ("Q2, Q3 and Q4 last year") as those of the one year named beside them."""
    years = [p for p in periods if p.kind in {"financial year", "year"}]
    bare = [p for p in periods if p.kind in {"quarter", "month", "snapshot"} and not re.search(r"\d\d", p.as_printed)]
    if len(years) != 1 or not bare:
        return periods
    year = years[0]
    found = []
    for period in bare:
        start = period.start.replace(year=year.start.year, day=1)
        start = start if start >= year.start else start.replace(year=start.year + 1)
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        if period.kind == "snapshot":  # "the end of Q2": the quarter is printed over the column
            quarter = "q" in period.as_printed.lower()
            start, months = (_months_on(start, -2), 3) if quarter else (start, 1)
        kind = "quarter" if months == 3 else "month" if months == 1 else period.kind
        found.append(Period(start, _months_on(start, months) - timedelta(days=1), kind, period.as_printed))
    return [p for p in periods if p not in bare and p is not year] + found


def _firm(periods: list[Period]) -> list[Period]:
    """Periods without those that only repeat one named in full: the bare month of it, "this year" beside its month."""
    dated = [p for p in periods if re.search(r"\d", p.as_printed)]
    return [
        p
        for p in periods
        if p in dated
        or not (
            any(p.start.month == d.start.month and p.kind == d.kind for d in dated)
            or (_RELATIVE.search(p.as_printed) and any(d.start >= p.start and d.end <= p.end for d in dated))
        )
    ]


def _newest_of_the_month(question: str, calendar: Calendar) -> list[Period]:
    """The newest of a month that a question holds against the same month of a year that it names."""
    said = _AGAINST_ITSELF.search(question)
    month = month_number(said["bare"]) if said else None
    if said is None or month is None or month_number(said["same"]) != month or calendar.today is None:
        return []
    year = calendar.today.year - (month > calendar.today.month)
    return [_month(year, month, said["bare"])] if year > int(said["year"]) else []


def _nearest(mention: DateMention, calendar: Calendar) -> tuple[date | None, Period | None]:
    """What "13 Feb" or "June 22" means: the latest meeting on that day, else that month of the year 2022."""
    if mention.day is None or mention.year is not None:
        return None, None
    held = sorted(d for d in calendar.meetings if (d.month, d.day) == (mention.month, mention.day))
    if held:
        return held[-1], None
    if re.match(r"[A-Za-z]", mention.as_printed) and mention.day >= 13:
        return None, _month(2000 + mention.day, mention.month, mention.as_printed)
    return None, None


def shifted(question: str, periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """The periods of the earlier question, moved by "the month before" or "the year after"; () where none is said."""
    found = _SHIFT.search(question)
    if not found or not periods:
        return ()
    unit = (found.group("unit") or found.group("unit2")).lower()
    back = (found.group("way") or found.group("way2")).lower() in _BACK
    months = {"month": 1, "quarter": 3, "year": 12}[unit] * (-1 if back else 1)
    return tuple(moved(periods, months, found.group(0)))


def next_to(period: Period, earlier: Sequence[Period], calendar: Calendar) -> Period:
    """A month or quarter named without its year as the one nearest to the times that were spoken of before."""
    if period.kind not in {"month", "quarter", "snapshot"} or re.search(r"\d\d", period.as_printed):
        return period
    spoken = max(p.end for p in earlier)
    near = [period, *(moved([period], 12 * years, "")[0] for years in (-3, -2, -1, 1, 2, 3))]
    known = [p for p in near if calendar.today is None or p.start <= calendar.today]
    return replace(min(known or near, key=lambda p: abs((p.end - spoken).days)), as_printed=period.as_printed)


def without_shift(question: str) -> str:
    """A question without "the month before" and its like."""
    return _SHIFT.sub(" ", question)


def moved(periods: Sequence[Period], months: int, said: str) -> list[Period]:
    """Periods as long as these, so many months later."""
    found = []
    for period in periods:
        start, after = _months_on(period.start, months), _months_on(period.end + timedelta(days=1), months)
        end = after - timedelta(days=1)
        if period.kind == "snapshot":
            start = end
        found.append(Period(start, end, period.kind, f"{said} {period.as_printed}"))
    return found


def _months_on(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, min(day.day, 28))


def _month(year: int, month: int, as_printed: str) -> Period:
    after = date(year + month // 12, month % 12 + 1, 1)
    return Period(date(year, month, 1), after - timedelta(days=1), "month", as_printed)
