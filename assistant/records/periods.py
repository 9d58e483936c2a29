"""Periods as papers and questions name them: months, quarters, financial years, "12 months to June 2024".

The UK financial year runs from April to March: Q1 is April to June, month 4 is July. What needs a day to be
understood ("last month", "Quarter 1" without its year) is read relative to ``today``, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from assistant.records import dates as form
from assistant.records.dates import digits, first_year, full_year, month_number, month_span, plain

__all__ = ["Period", "PeriodKind", "find_periods", "parse_period"]

PeriodKind = Literal[
    "month",
    "quarter",
    "year",
    "financial year",
    "academic year",  # September to August
    "municipal year",  # from mid May: see dates.municipal_year
    "year to date",
    "rolling 12 months",
    "snapshot",  # one day: "end of September 2023", "as at 31 March 2024"
    "range",  # anything else with two ends: "April to August 2023", "since spring"
]
Span = tuple[date, date, PeriodKind]
Reader = Callable[[re.Match[str], date | None], Span | None]


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, both inclusive. ``span`` is where it stood in the text it was found in."""

    start: date
    end: date
    kind: PeriodKind
    as_printed: str
    span: tuple[int, int] | None = field(default=None, compare=False)

    def contains(self, day: date) -> bool:
        """Whether the day falls within the period."""
        return self.start <= day <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end


def _date(match: re.Match[str], today: date | None) -> Span | None:
    found = form.find_dates(match.group())
    day = found[0].date if len(found) == 1 else None
    if day is None and len(found) == 1 and today is not None and found[0].day is not None:
        for year in (today.year, today.year - 1):  # "15 February": the latest that has been
            try:
                day = date(year, found[0].month, found[0].day)
            except ValueError:
                continue
            if day <= today:
                break
    return (day, day, "snapshot") if day else None


def _calendar(match: re.Match[str], today: date | None) -> Span | None:
    year, month = full_year(digits(match["y"])), month_number(match.groupdict().get("m") or "")
    return (*month_span(year, month), "month") if month else (*month_span(year, 1, 12), "year")


def _bare_month(match: re.Match[str], today: date | None) -> Span | None:
    month = month_number(match["m"])
    if today is None or month is None:
        return None
    last = (match["which"] or "").strip().lower() in {"last", "previous"}
    this_year = month < today.month or (month == today.month and not last)
    return (*month_span(today.year if this_year else today.year - 1, month), "month")


def _months(match: re.Match[str], today: date | None) -> Span | None:
    first, last = month_number(match["m1"]) or 1, month_number(match["m2"]) or 1
    until = full_year(digits(match["y2"]))
    since = full_year(digits(match["y1"])) if match["y1"] else until - (first > last)
    length = (until - since) * 12 + last - first + 1
    if length < 1:
        return None
    kind: PeriodKind = "quarter" if length == 3 and first % 3 == 1 else "range"
    return (*month_span(since, first, length), "month" if length == 1 else kind)


def _whole_months(match: re.Match[str], today: date | None) -> Span | None:
    """A reporting period by its first and its last day: "1 April to 30 September 2025"."""
    span = _months(match, today)
    year = span is not None and span[0].month == 4 and (span[1].year, span[1].month) == (span[0].year + 1, 3)
    return (span[0], span[1], "financial year") if span and year else span


_ORDER = enumerate(("1 one first i l", "2 two second", "3 three third", "4 four fourth iv"), 1)
_QUARTERS = {word: number for number, words in _ORDER for word in words.split()}


def _quarter(match: re.Match[str], today: date | None) -> Span | None:
    groups = match.groupdict()
    word = (groups["q"] or groups["o"]).lower()
    number = _QUARTERS.get(word, len(word))  # II, III and their look-alikes
    first = None
    if groups.get("fy"):
        first = first_year(groups["fy"])
    elif groups.get("y"):  # the fourth quarter "of 2023" may end in March of 2023 or of 2024: nobody knows
        first = full_year(digits(groups["y"])) if number < 4 else None
    elif today is not None:  # the latest that has begun
        first = form.financial_year(today)
        first -= month_span(first, 3 * number + 1)[0] > today
    return None if first is None else (*month_span(first, 3 * number + 1, 3), "quarter")


def _month_number(match: re.Match[str], today: date | None) -> Span | None:
    number = int(match["n"])
    first = first_year(match["fy"]) if match["fy"] else None
    if not match["fy"] and today is not None:
        first = form.financial_year(today)
        first -= month_span(first, number + 3)[0] > today
    return (*month_span(first, number + 3), "month") if first is not None and 1 <= number <= 12 else None


def _long_year(match: re.Match[str], today: date | None) -> Span | None:
    first = first_year(match["fy"])
    which = (match["before"] or match["after"] or "").lower().strip()
    if first is None:
        return None
    if which.startswith(("academic", "school")):
        return (*month_span(first, 9, 12), "academic year")
    if which.startswith("municipal"):
        return date(first, 5, 15), date(first + 1, 5, 14), "municipal year"
    return (*month_span(first, 4, 12), "financial year")


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def _season(match: re.Match[str], today: date | None) -> Span | None:
    month = _SEASONS[match["s"].lower()]
    if match["y"]:
        return (*month_span(full_year(digits(match["y"])), month, 3), "range")
    if today is None:
        return None
    start, end = month_span(today.year, month, 3)
    if start > today or (match["which"] and "last" in match["which"].lower() and end >= today):
        start, end = month_span(today.year - 1, month, 3)
    return start, end, "range"


_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "six": 6, "twelve": 12}


def _relative(match: re.Match[str], today: date | None) -> Span | None:
    if today is None:
        return None
    words = match.group().lower().split()
    if words[-1] in {"ytd", "date"}:
        return date(form.financial_year(today), 4, 1), today, "year to date"
    if words[-1] in {"today", "yesterday"}:
        day = today - timedelta(days=words[-1] == "yesterday")
        return day, day, "snapshot"
    if words[-1] == "ago":
        back = (_COUNTS.get(words[0]) or int(words[0])) * (12 if words[1].startswith("year") else 1)
        return (*month_span(today.year, today.month - back), "month") if back < 600 else None
    if words[-1] == "months":
        months = _COUNTS.get(words[-2]) or int(words[-2])
        kind: PeriodKind = "rolling 12 months" if months == 12 else "range"
        return (form.months_to(today, months), today, kind) if 0 < months < 600 else None
    return _this_or_last(words, int(bool({"last", "previous"} & set(words))), today)


def _this_or_last(words: list[str], back: int, today: date) -> Span | None:
    """What "this month", "last quarter" or "the previous financial year" spans: ``back`` is 0 or 1."""
    unit = words[-1]
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return monday, monday + timedelta(days=6), "range"
    if unit == "month":
        return (*month_span(today.year, today.month - back), "month")
    if unit == "quarter":
        return (*month_span(today.year, (today.month - 1) // 3 * 3 + 1 - 3 * back, 3), "quarter")
    if "calendar" in words:
        return (*month_span(today.year - back, 1, 12), "year")
    return (*month_span(form.financial_year(today) - back, 4, 12), "financial year")


_NAMED = r"(?:financial|academic|municipal|school)\syear"
_Q = (
    r"(?:\bq(?:uarter|tr)?\.?\s?(?P<q>[1-4]|[Il]{1,3}|IV|one|two|three|four)(?![\w%]|\.\d)"
    r"|\b(?P<o>[1-4](?=st|nd|rd|th)|first|second|third|fourth)(?:st|nd|rd|th)?\s(?:quarter|qtr)\b)"
)
_OF = r"(?:[\s,(-]{1,3}(?:(?:of|in|for)\s)?(?:the\s)?)"
_A_NUMBER = r"(?:\d{1,2}|an?|one|two|three|six|twelve)"
_RELATIVE = (
    rf"(?:\b(?:today|yesterday|{_A_NUMBER}\s(?:month|year)s?\sago"
    rf"|(?:the\s)?(?:last|past|previous)\s{_A_NUMBER}\smonths"
    r"|(?:the\s)?(?:this|last|previous|current)\s(?:week|month|quarter|(?:(?:financial|calendar)\s)?year))\b)"
)
_RANGE = rf"(?P<m1>{form.MONTH})(?P<y1>{form.ANY_YEAR})?\s?(?:to|-|until)\s?"
_RANGE += rf"(?P<m2>{form.MONTH})(?P<y2>{form.ANY_YEAR})"
_LAST_DAY = r"(?:31(?:st)?\s(?=jan|mar|may|jul|aug|oct|dec)|30(?:th)?\s(?=apr|jun|sep|nov)|2[89](?:th)?\s(?=feb))"
_BY_DAYS = rf"(?:from\s|between\s)?0?1(?:st)?\s(?P<m1>{form.MONTH})(?P<y1>{form.ANY_YEAR})?\s?(?:to|-|until|and)\s?"
_BY_DAYS += rf"{_LAST_DAY}(?P<m2>{form.MONTH})(?P<y2>{form.ANY_YEAR})"
_COUNTED = r"(?:young\s)?(?:children|people|pupils|residents|votes|homes|households|cases|referrals)"
_SAID = re.sub(  # "may" and "march" are verbs otherwise
    r"\w+", r"(?<=\\b\g<0>\\s)", "in|for|since|last|this|to|by|of|from|until|during|before|after"
)

# What is read and by whom; a third pattern stands for the first where a sentence needs a narrower one.
_FORMS: list[tuple[str, Reader, str | None]] = [
    (_BY_DAYS, _whole_months, rf"\b{_BY_DAYS}"),
    (form.FULL_DATE, _date, None),
    (_RANGE, _months, None),
    ("between\\s" + _RANGE.replace("to|-|until", "and"), _months, None),
    (rf"{_Q}(?:{_OF}{_NAMED})?{_OF}(?:(?P<fy>{form.FY_BESIDE})|(?P<y>{form.YEAR}))\)?", _quarter, None),
    (rf"(?P<fy>{form.FY_LONG}|{form.FY_SHORT})[\s,(-]{{1,3}}{_Q}\)?", _quarter, None),
    (rf"\bm(?:onth\s)?(?P<n>\d{{1,2}}){_OF}(?P<fy>{form.FY_BESIDE})\)?", _month_number, None),
    (r"month\s(?P<n>\d{1,2})(?P<fy>)", _month_number, rf"\bmonth\s\d{{1,2}}{form.NO_MORE}"),
    (
        rf"(?P<before>{_NAMED}\s)?(?:fy\s?)?(?P<fy>{form.FY_LONG}|{form.FY_HYPHEN})(?P<after>\s{_NAMED})?",
        _long_year,
        rf"(?:{_NAMED}\s)?(?:\bfy\s?{form.FY_BESIDE}|{form.FY_LONG}|{form.FY_SHORT})(?:\s{_NAMED})?",
    ),
    (rf"(?P<m>{form.MONTH})(?P<y>{form.ANY_YEAR})", _calendar, rf"(?<![\w-]){form.MONTH}{form.ANY_YEAR}"),
    (
        rf"(?P<which>last\s|this\s)?(?P<s>spring|summer|autumn|winter)(?:\s(?P<y>{form.YEAR}))?",
        _season,
        rf"\b(?:last\s|this\s|{_SAID})(?:spring|summer|autumn|winter)(?:\s{form.YEAR})?\b",
    ),
    (_RELATIVE, _relative, None),
    (r"\b(?:ytd|year\sto\sdate)\b", _relative, None),
    (rf"{form.ALONE}(?P<y>{form.YEAR})", _calendar, rf"{form.ALONE}{form.YEAR}(?!\s{_COUNTED}\b)"),
    (_Q, _quarter, None),
    (
        rf"(?P<which>last\s|previous\s|this\s)?(?P<m>{form.MONTH})",
        _bare_month,
        rf"(?:last\s|this\s|{_SAID})(?<![\w-]){form.MONTH}",
    ),
]

_LEADS = {
    "since": r"since\s(?:the\s)?(?:start\sof\s)?",
    "end": r"(?:as\s(?:at|of)|(?:at\s)?(?:the\s)?end(?:\sof)?)\s(?:the\s)?",
    "twelve": r"(?:(?:rolling\s)?(?:12|twelve)\smonths|year)\s(?:up\s)?(?:to|ending|ended)\s(?:the\s)?"
    r"(?:end\sof\s)?",
    "to date": r"(?:ytd|year\sto\sdate)[\s,:(-]{1,3}(?:(?:to|at)\s)?",
}
_TO_DATE_AFTER = r"[\s,(]{1,2}(?:ytd|year\sto\sdate)\)?"
_READERS = [(re.compile(source, re.IGNORECASE), reader) for source, reader, _ in _FORMS]
_CORE = "|".join(form.unnamed(narrow or source) for source, _, narrow in _FORMS)
_SEARCH = re.compile(rf"(?:\b(?:{'|'.join(_LEADS.values())}))?(?:{_CORE})(?:{_TO_DATE_AFTER})?", re.I)
_LEAD_FORMS = [(name, re.compile(source, re.IGNORECASE)) for name, source in _LEADS.items()]
_TRAIL = re.compile(r"[\s(]+(?:actuals?|outturn|budget|forecast|target|provisional|estimate)\)?$", re.I)


def _read(text: str, today: date | None) -> Span | None:
    """A period with its lead ("since", "end of", "12 months to") taken into account."""
    for pattern, reader in _READERS:
        match = pattern.fullmatch(text)
        if match and (span := reader(match, today)):
            return span
    for name, lead in _LEAD_FORMS:
        match = lead.match(text)
        inner = _read(text[match.end() :].rstrip(")"), today) if match and match.end() < len(text) else None
        if inner is not None:
            return _led(name, inner, today)
    after = re.search(_TO_DATE_AFTER + "$", text, re.IGNORECASE)
    inner = _read(text[: after.start()], today) if after and after.start() else None
    return _led("to date", inner, today) if inner else None


def _led(lead: str, span: Span, today: date | None) -> Span:
    """What a lead makes of a period."""
    start, end, _ = span
    if lead == "since":
        return start, today if today and today > start else end, "range"
    if lead == "end":
        return end, end, "snapshot"
    if lead == "twelve":
        return form.months_to(end, 12), end, "rolling 12 months"
    until = min(end, today) if today and today > start else end
    return date(form.financial_year(end), 4, 1), until, "year to date"


def parse_period(text: str, *, today: date | None = None) -> Period | None:
    """The period a whole text is ("2021/22 Actual", "Q I 2022/23"); relative words need ``today``."""
    if len(text) > 80:
        return None
    tidy = _TRAIL.sub("", " ".join(plain(text).split()).strip(" :;,."))
    if tidy.startswith("(") and tidy.endswith(")"):
        tidy = tidy[1:-1].strip()
    span = _read(tidy, today)
    return Period(*span, text) if span else None


def find_periods(text: str, *, today: date | None = None) -> list[Period]:
    """Every period a text names, in order, each with its span; dates count as snapshots."""
    found = []
    for match in _SEARCH.finditer(plain(text)):
        period = parse_period(match.group(), today=today)
        if period is not None:
            found.append(replace(period, as_printed=text[slice(*match.span())], span=match.span()))
    return found
