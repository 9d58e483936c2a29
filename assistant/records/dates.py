"""Dates and times as committee papers print them, in British order and through the noise of their text layer.

Nothing is guessed: a date without its year stays partial, an impossible date (31 June) is no date, and
``3.4.12`` is left alone because it is as often a paragraph as a day.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["DateMention", "find_dates", "month_number", "municipal_year", "parse_time", "plain"]

# One character for one character, so that a span in the plain form is a span in the text as printed.
_LOOKALIKES = str.maketrans(
    "‐‑‒–—−‘’“”\u00a0\u2007\u2009\u202f\u200b\ufeff\x00АВЕКМНОРСТХаеорсухвткм",
    "------''\"\"       ABEKMHOPCTXaeopcyxBtkm",
)

MONTH = (
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
YEAR = r"(?:[1Il]9|20)[\dIl]{2}(?![\w/%£]|[.,:]\d|-\d)"
# "April 23" is a month of 2023 in a table head and a count in "In April 23 children moved": two digits after
# a blank are a year only where the text ends, stops, or goes on with a word that counts nothing.
_GOES_ON = (
    r"(?:was|is|were|are|and|to|has|had|have|than|compared|figures?|data|position|in|on|at|for|or|but|the|it"
    rf"|actual|target|outturn|budget|{MONTH})"
)
SHORT_YEAR = rf"[0-4]\d(?![\w%£/]|[.,:]\d|-\d)(?=\s{{0,40}}(?:$|[^\w\s%£]|{_GOES_ON}\b)|\s{{2}})"
JOINED_YEAR = r"\d{2}(?![\w%£/]|[.,:]\d|-\d)"
ANY_YEAR = rf"(?:[\s,./-]{{0,3}}{YEAR}|[-'/.]{JOINED_YEAR}|\s'{JOINED_YEAR}|\s{SHORT_YEAR})"
# Financial years: "2023/24", "2023 - 2024" and, where a year is certain, "23-24".
ALONE = r"(?:(?<![\w.,/£-])|(?<=\bfy))"  # not the tail of a word, a number or a range
NO_MORE = r"(?![\w%/]|[.,]\d|-\d)"
FY_LONG = rf"{ALONE}(?:19|20)\d{{2}}\s?[-/]\s?(?:(?:19|20)\d{{2}}|\d{{2}}){NO_MORE}"
FY_SHORT = rf"{ALONE}[0-4]\d/[0-4]\d{NO_MORE}(?!\s?-?(?:year|yr)s?[\s-]olds?)"
FY_HYPHEN = rf"{ALONE}[0-4]\d\s?[-/]\s?[0-4]\d{NO_MORE}"  # "22-23" is pages as often as years
FY_BESIDE = rf"(?:fy\s?)?(?:{FY_LONG}|{FY_HYPHEN})"
_DAY = r"(?:[0-3]?\d|[Il]\s?\d|[0-3][Il]|[Il]{1,2})"
_WEEKDAY = (
    r"(?:\b(?:mon|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs?|rsday)?"
    r"|fri|sat(?:urday)?|sun)(?:day)?,?\s{1,3})?"
)
_ORDINAL = r"\s?(?:st|nd|rd|th)\b"

_DAY_FIRST = (
    rf"{_WEEKDAY}(?<![\w./£])(?<![A-Za-z]-)(?P<d>{_DAY})(?:{_ORDINAL})?[\s-]{{0,3}}(?:day\s)?(?:of\s{{1,3}})?"
    rf"(?P<m>{MONTH})(?P<y>{ANY_YEAR})?"
)
_MONTH_FIRST = (
    rf"{_WEEKDAY}(?<![\w-])(?P<m>{MONTH})\s{{1,3}}"
    rf"(?:(?P<d>[0-3]?\d)(?:{_ORDINAL})?,?\s{{1,3}}(?P<y>{YEAR})|(?P<d>[0-3]?\d){_ORDINAL})"
)
_ON_MONTH = rf"(?<=\bon )(?P<m>{MONTH})\s(?P<d>[0-3]?\d)(?![\w%£/]|[.,:]\d)"
_MONTH_YEAR = rf"(?<![\w-])(?P<m>{MONTH})(?P<y>{ANY_YEAR})"
_ISO = r"(?<![\w./-])(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?![\d/-])"
_NUMERIC = (
    r"(?<![\w./£-])(?:(?P<d>\d{1,2})(?P<s>[/-])(?P<m>\d{1,2})(?P=s)(?P<y>(?:19|20)?\d{2})"
    r"|(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d{2})|(?P<d>\d{2})\.(?P<m>\d{2})\.(?P<y>\d{2}))"
    r"(?![\w/%]|[.-]\d)"
)


def unnamed(source: str) -> str:
    """The same pattern without group names, to be joined with others."""
    return re.sub(r"\(\?P<\w+>", "(?:", source)


def _numbered(*sources: str) -> re.Pattern[str]:
    """One pattern of several whose group names repeat: each gets a number of its own (``d3``)."""
    count = iter(range(1000))
    joined = "|".join(f"(?:{source})" for source in sources)
    joined = re.sub(r"\(\?P<([dmy])>", lambda match: f"(?P<{match[1]}{next(count)}>", joined)
    return re.compile(joined, re.IGNORECASE)


_DATES = _numbered(_ISO, _NUMERIC, _DAY_FIRST, _MONTH_FIRST, _ON_MONTH, _MONTH_YEAR)
# A whole date with its year, for the grammar of periods ("as at 31 March 2024").
FULL_DATE = "|".join(
    (
        unnamed(_ISO),
        r"(?<![\w./£-])\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.)(?:(?:19|20)\d{2}|\d{2})(?![\w/%]|[.-]\d)",
        unnamed(_DAY_FIRST),
        unnamed(_MONTH_FIRST),
    )
)
_ALSO_WORDS = frozenset({"may", "mar", "march"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date found in a text. ``date`` is None when partial; what was printed is in year, month and day."""

    date: dt.date | None
    as_printed: str
    span: tuple[int, int]
    partial: bool
    year: int | None
    month: int
    day: int | None


def plain(text: str) -> str:
    """The text with dashes, quotes, odd blanks, NULs and Cyrillic look-alikes made ordinary; same length."""
    return text.translate(_LOOKALIKES)


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name or abbreviation, else None."""
    start = name.strip().lower()[:3]
    return _MONTHS.index(start) + 1 if start in _MONTHS else None


def full_year(digits: str) -> int:
    """The year meant by four digits, or by two: 00–69 are of this century."""
    year = int(digits)
    if year < 100:
        return year + (2000 if year < 70 else 1900)
    return year


def digits(printed: str) -> str:
    """Only the digits, with I and l read as 1."""
    return re.sub(r"\D", "", re.sub("[Il]", "1", printed))


def first_year(printed: str) -> int | None:
    """2021 for "2021/22", "2021 - 2022" and "21/22"; None unless the second year follows the first."""
    years = [full_year(digits(part)) for part in re.split(r"[-/]", printed) if digits(part)]
    return years[0] if len(years) == 2 and years[1] == years[0] + 1 else None


def financial_year(day: dt.date) -> int:
    """The calendar year in which the financial year of a day begins: it runs from April to March."""
    return day.year if day.month >= 4 else day.year - 1


def month_span(year: int, month: int, months: int = 1) -> tuple[dt.date, dt.date]:
    """First and last day of some months, the first given; month 13 is January of the next year."""
    first, last = year * 12 + month - 1, year * 12 + month - 2 + months
    end = (last // 12, last % 12 + 1)
    return dt.date(first // 12, first % 12 + 1, 1), dt.date(*end, monthrange(*end)[1])


def months_to(day: dt.date, months: int) -> dt.date:
    """The first day of the months that end on a day: 1 July 2023 for twelve to 30 June 2024."""
    after = day + dt.timedelta(days=1)
    first, last = month_span(after.year, after.month - months)
    return min(first + dt.timedelta(days=after.day - 1), last)


def find_dates(text: str) -> list[DateMention]:
    """Every date in the text, in order: whole ones, and partial ones such as "15 February" and "Feb-23"."""
    return list(_mentions(text))


def _mentions(text: str) -> Iterator[DateMention]:
    for match in _DATES.finditer(plain(text)):
        parts = {name[0]: value for name, value in match.groupdict().items() if value and name != "s"}
        mention = _mention(text, match.span(), parts)
        if mention is not None:
            yield mention


def _mention(text: str, span: tuple[int, int], parts: dict[str, str]) -> DateMention | None:
    """The mention made of printed parts, or None when they are no date after all."""
    month = month_number(parts["m"]) or int(digits(parts["m"]) or 0)
    day_text, year_text = parts.get("d"), parts.get("y")
    bare = parts["m"].rstrip(".")
    ordinal = re.search(r"\d\s?(?:st|nd|rd|th)", text[slice(*span)], re.IGNORECASE)
    if year_text is None and bare in _ALSO_WORDS and not ordinal:
        return None  # "item 4 may be deferred"
    if year_text is None and day_text is not None and not any(c.isdigit() for c in day_text):
        return None  # "I March" could be anybody's sentence
    year = full_year(digits(year_text)) if year_text else None
    day = int(digits(day_text)) if day_text else None
    try:
        checked = dt.date(year or 2000, month, day or 1)  # 2000 is a leap year: "29 February" may stand
    except ValueError:
        return None
    whole = year is not None and day is not None
    return DateMention(checked if whole else None, text[slice(*span)], span, not whole, year, month, day)


def municipal_year(day: dt.date, turn: tuple[int, int] = (5, 15)) -> str:
    """The municipal year a day falls in, such as "2023/24"; minute numbers restart with it.

    It begins with the annual meeting. In an election year that is held on the eighth day after councillors
    retire (themselves four days after the first Thursday in May), so 13 to 19 May, or by 1 June
    (Local Government Act 1972, Schedule 12, paragraph 1); in other years in March, April or May, by custom in
    mid May. Hence 15 May, unless the council's own (month, day) is given as ``turn``.
    """
    first = day.year if (day.month, day.day) >= turn else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


_TIME = re.compile(
    r"(?P<h>\d{1,2})(?:\s?[.:]\s?(?P<min>[0-5]\d))?\s?(?:(?P<half>[ap])\.?\s?m\.?|(?P<word>noon|midday|midnight))"
    r"|(?P<h24>[0-2]\d)(?::(?P<min24>[0-5]\d)(?:\s?(?:hrs|hours))?|[.:]?(?P<min24b>[0-5]\d)\s?(?:hrs|hours))"
    r"|(?P<alone>noon|midday|midnight)",
    re.IGNORECASE,
)


def parse_time(text: str) -> dt.time | None:
    """The time of day a text is: "1.30 pm", "10am", "12 noon", "13:30", "1400 hours"; not "1.30" alone."""
    match = _TIME.fullmatch(plain(text).strip())
    if match is None:
        return None
    word = (match["alone"] or match["word"] or "").lower()
    if word:
        right = match["alone"] is not None or (match["h"] == "12" and match["min"] in (None, "00"))
        return dt.time(0 if word == "midnight" else 12) if right else None
    hour = int(match["h"] or match["h24"])
    minute = int(match["min"] or match["min24"] or match["min24b"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return dt.time(hour, minute) if hour < 24 else None


# What has digits and is neither date nor figure: "2025-29", "mid-2021"; "1.30 pm", 01752 668000; "item 7",
# "page 12 of 72"; the number of a list. For whoever looks for figures (assistant.records.numbers).
YEARS_APART = re.compile(
    rf"{ALONE}(?:19|20)\d\d\s?-\s?(?:(?:19|20)\d\d|\d\d)(?![\w%]|[.,]\d)|\bmid[-\s](?:19|20)\d\d\b",
    re.IGNORECASE,
)
CLOCK_OR_PHONE = re.compile(
    r"(?<![\w.,:])\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.?m\b\.?|noon\b|hrs\b)|(?<![\w.,:])[0-2]?\d:[0-5]\d(?![\w:])"
    r"|(?<!\w)(?:\+44\s?(?:\(0\)\s?)?\d{2,4}|0\d{2,4})[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\w)|\b24/7\b",
    re.IGNORECASE,
)
REFERENCE = re.compile(
    r"\b(?:paragraph|para|page|item|minute|section|appendix|annex|figure|table|chart|priority|(?:key )?stage"
    r"|step|part|recommendation|risk|reference|schedule|band|grade|tier|phase|version|clause|article|regulation"
    r"|question|action|objective|outcome|resolution|rule|point|year|week|indicator|workstream|level|kpi|ref|no"
    r"|number|fig|pp?)"
    r"(?:\.|s(?=\s(?P<many>)))?(?:\s(?:no\.?|number))?\s{0,2}\d{1,4}(?:\.\d{1,3}){0,3}[a-z]?"
    r"(?:\s?-\s?\d[\d.]{0,6}|(?(many)\s?(?:,|and|&|to)\s\d{1,4}(?:\.\d{1,3}){0,3}|(?!))){0,20}"
    r"(?:\s(?:out\s)?of\s\d+)?(?![\w%]|[.,]\d|\s?%)",
    re.IGNORECASE,
)
LIST_MARK = re.compile(
    r"^[ \t]{0,40}(?:[-•*][ \t]{1,4})?(?:\(\d{1,3}\)|\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)"
    r"(?=[ \t]{1,20}[A-Z])",
    re.MULTILINE,
)
