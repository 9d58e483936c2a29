"""What the columns of a table of indicators are: read from its header row, wherever in the table that stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Literal

from assistant.papers.tables import is_figure
from assistant.records.dates import financial_year, month_number, plain
from assistant.records.periods import Period, find_periods, parse_period
from assistant.records.sheets import Sheet, SheetRow

Role = Literal[
    "", "id", "name", "period", "value", "when", "target", "benchmark", "direction", "rating", "comment", "unit",
    "polarity", "group", "owner", "money", "other",
]  # fmt: skip

LONGEST_HEADER = 120
"""Letters of the longest header that still names a column."""
_ENGLAND = (
    r"england(?: average| avg)?|eng\.?(?: avg)?|national(?: average| avg)?|all england|uk|great britain|wales|scotland"
)
_NEIGHBOURS = (
    r"stat(?:istical|\.)?\s?neighbou?rs?(?: average| avg)?|nearest neighbou?rs?(?: average)?|sns?|comparators?"
    r"|(?:(?:middle|median|mean|average)(?: of)? )?peers?(?: group)?(?: average)?|family group|core cities|cipfa(?: \w+){0,3}|benchmark|comparator(?: group)?(?: average)?"
    r"|(?:[\w-]+ ){0,3}(?:median|(?:top|upper|lower|bottom) quartile)"
    r"|(?:sector|group|county|district|borough|unitary|metropolitan|similar|other|all)(?: councils?| authorit(?:y|ies)| landlords?)?"
    r" (?:average|avg|mean)"
    # of a place by its name: "Fenshire average"
    r"|(?!(?:annual|year\w*|month\w*|quarter\w*|week\w*|dai?ly|rolling|moving|running|overall|weighted|simple|current|previous|last|target)\b)"
    r"(?-i:[A-Z])[\w&’'-]{2,}(?: (?-i:[A-Z])[\w&’'-]+){0,2} (?:average|avg|mean)"
)
_REGIONS = (
    r"region(?:al)?(?: average| avg)?|(?:south|north) (?:west|east)(?: average)?|(?:east|west) midlands|yorkshire(?: \w+){0,3}"
    r"|east of england|london(?: average)?|(?:inner|outer) london|baseline"
)
_WORDS: list[tuple[Role, str]] = [
    ("id", r"ref(?:erence|\.)?(?: ?(?:no|number|id)\.?)?|id|no\.?|#|(?:kpi|pi|indicator|measure) ?(?:no|ref|id|code|number)\.?|code|line"),
    (
        "name",
        r"(?:key )?(?:performance )?(?:indicators?|measures?|metrics?)(?: ?/ ?(?:measure|indicator))?"
        r"(?: (?:names?|descriptions?|titles?))?|(?:kpis?|pis?)(?: (?:name|description|title))?|descriptions?"
        r"|(?:(?:kpi|pi|indicator|measure) )?(?:code|ref(?:erence)?|no\.?|number|id) (?:and|&|/) (?:name|description|title|indicator|measure)"
        r"|(?:outcome|success|output) (?:measure|indicator)s?|what (?:we|are we) measur\w+|name of (?:indicator|measure)",
    ),
    ("rating", r"(?:performance )?rag(?: ?(?:rating|status))?(?: (?:against|vs) target)?|status|rating|traffic light|on target\??"),
    (
        "direction",
        r"(?:(?:direction|change|movement|trend|progress|performance) )?(?:since|from|on|vs\.?|versus|compared (?:to|with)|against) (?:the )?"
        r"(?:same |last |previous |prior )+(?:month|quarter|period|year|report)(?: last year)?",
    ),
    ("direction", r"direction(?: of travel)?|dot|d\.o\.t\.?|(?:performance )?trend(?:line)?|travel|movement|change"),
    ("comment", r"comment(?:s|ary)?(?: (?:on|and) \w+){0,2}|narrative|notes?|explanation|context|analysis|latest update|update"),
    ("unit", r"units?(?: of measure(?:ment)?)?|format|measure type|data type|type"),
    ("polarity", r"polarity|good (?:is|performance(?: is)?)|(?:what )?good looks like|desired direction|better is|aim to"),
    ("when", r"(?:reporting |data |latest )?period|date of data|data as at|as at|period covered"),
    ("value", r"actuals?|value|latest(?: (?:value|data|figure|result|performance|position|actual))?|result|performance|outturn|figure"
        r"|(?:current|this|previous|last|prior) (?:value|performance|position|month|quarter|period|year|figure|result|actual)"
        r"|current|previous|year to date|ytd(?: actual)?"),
    ("target", r"(?:annual |year[ -]?end |ye |quarterly |monthly |profiled |current |local |our )?(?:targets?|goal|standard|threshold)"),
    ("benchmark", f"{_ENGLAND}|{_NEIGHBOURS}|{_REGIONS}"),
    ("owner", r"(?:(?:measure|indicator|kpi|pi|lead|responsible|accountable) )?(?:owner|officer|lead)s?|responsible (?:person|director)|lead"),
    ("group", r"priority|theme|service(?: area)?|directorate|category|outcome|objective|portfolio|strategic priority|department"),
]  # fmt: skip
_ENDS = [(role, re.compile(rf"(?:^|(?<=\s))(?:{source})$", re.IGNORECASE)) for role, source in _WORDS]
_WHOLE = [(role, re.compile(rf"(?:{source})", re.IGNORECASE)) for role, source in _WORDS]
_MONEY = re.compile(r"£|\b(?:budget|forecast|variance|estimate|allocation|approved|spend|overspend|underspend)\b", re.I)
_NOT_TARGET = re.compile(
    r"\b(?:variance|difference|distance|gap|against|vs\.?|versus|met|achieved|date|from|above|below)\b", re.IGNORECASE
)
_FILLER = re.compile(
    r"\b(?:actuals?|outturn|results?|performance|current|previous|prior|last|latest|this|reporting|periods?|years?|months?"
    r"|quarters?|qtr|and|benchmarking|values?|figures?|position|as|at|end|of|the|data|provisional|revised|confirmed|to|date"
    r"|ytd|final|full|financial|academic|in|for|value)\b|[^A-Za-z0-9£%]+",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*(?:\((?:latest|most recent|where available|if available)\)|\[\d{1,2}\])$", re.IGNORECASE)
_BROKEN = re.compile(r"\b([A-Za-z]{2,})-([a-z]{2,})\b")
_HEAD_WORDS = re.compile(
    r"forecast|projection|benchmark|comparator|neighbours|indicator|measure|performance|previous|current|quarter|target|actual|outturn"
    r"|national|england|average|median|direction|travel|status|rating|commentary|variance|budget|revised|reporting|description",
    re.IGNORECASE,
)
_WAVE = re.compile(r"\(?\b(?:survey )?wave \d\b\)?", re.IGNORECASE)
"""The wave of a year's survey that a figure is of: it stays in the label."""
_TRAIL = re.compile(r"\s*\(?(?:actuals?|outturn|provisional|results?)\)?$", re.IGNORECASE)
_YEAR_END = re.compile(r"\b(?:financial )?year[ -]?end\b", re.IGNORECASE)
_BARE = re.compile(r"q(?:uarter|tr)?\.? ?(?P<q>[1-4])|(?P<m>[a-z]{3,9})\.?", re.IGNORECASE)
TO_DATE = re.compile(r"\b(?:to date|ytd)\b", re.IGNORECASE)
_TARGET_SO_FAR = re.compile(
    r"(?:profiled|ytd|year to date) targets?|(?:\w+ )?targets? (?:\()?(?:ytd|(?:year )?to date)\)?", re.IGNORECASE
)
"""The target of the figure so far, beside one for the whole year."""
_FORECAST = re.compile(r"\b(?:fore-?cast|projection|projected|estimate[d]?|predicted)\b", re.IGNORECASE)
_OF_A_PERIOD: set[Role] = {"target", "benchmark", "rating"}
_GLUED = {"period", "target", "benchmark", "direction", "rating"}


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds; ``label`` is the period, or the name of the benchmark, as its header prints it."""

    role: Role
    header: str
    label: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, and the row its body begins with."""

    columns: list[Column]
    first: int

    def at(self, role: Role) -> int | None:
        """The first column of a role, or None."""
        return next(iter(self.all(role)), None)

    def all(self, *roles: Role) -> list[int]:
        """The columns of some roles, left to right."""
        return [i for i, column in enumerate(self.columns) if column.role in roles]


@lru_cache(maxsize=4096)
def column_of(header: str, year: int | None = None) -> Column:
    """What a header says of its column; ``year`` is the first of the financial year that bare months and quarters mean."""
    text = _ASIDE.sub("", " ".join(plain(header).split())).strip(" :;")
    return _read(_BROKEN.sub(_whole, text), header, year)


def _whole(broken: re.Match[str]) -> str:
    """A word of heads that the end of a line cuts ("fore-cast"), whole again; "year-end" is no such word."""
    joined = f"{broken[1]}{broken[2]}"
    return joined if _HEAD_WORDS.fullmatch(joined) else broken[0]


def _read(text: str, header: str, year: int | None) -> Column:
    if not text or len(text) > LONGEST_HEADER:
        return Column("other" if text else "", header)
    if _TARGET_SO_FAR.fullmatch(text):
        return Column("target", header, text)
    dated = _dated(text, header, year)
    if dated is not None:
        return dated
    for role, form in _ENDS:
        match = form.search(text)
        if match is None:
            continue
        if role == "target" and _NOT_TARGET.search(text):
            return Column("other", header)
        if role in {"value", "target"} and _MONEY.search(text):
            return Column("money", header)
        if role == "target" and (bare := _bare(_FILLER.sub(" ", text[: match.start()]).strip(), year)):
            return Column(role, header, text, bare)  # "Q2 target"
        return Column(role, header, _as_in(header, match.group()) or text)
    if re.match(r"targets?\b(?! (?:date|group|audience|completion))", text, re.IGNORECASE) and not _NOT_TARGET.search(
        text
    ):
        bare = _bare(_FILLER.sub(" ", re.sub(r"^targets?\b(?: for)?", " ", text, flags=re.IGNORECASE)).strip(), year)
        return Column("target", header, text, bare)  # "Target for Q2"
    return Column("money", header, text) if _MONEY.search(text) else Column("other", header)


def _as_in(header: str, said: str) -> str:
    """Words of a header as it prints them, which are known in small letters and without signs; "" where they differ."""
    return header[-len(said) :] if header.endswith(said) or plain(header).endswith(said) else said


def _dated(text: str, header: str, year: int | None) -> Column | None:
    """A header that names a period: a column of figures, or of targets or benchmarks for that period."""
    ended = _YEAR_END.sub(" ", text).strip(" ,(–-)")
    if ended != text and (period := parse_period(ended)) is not None and period.kind == "financial year":
        return Column("period", header, text, period)  # "Year-end 2024/25"
    whole = None if _MONEY.search(text) or re.search(r"target", text, re.IGNORECASE) else parse_period(text)
    found = [] if whole else find_periods(text)
    period, said, rest = whole, _TRAIL.sub("", text), ""
    if whole is None and len(found) == 1 and found[0].span:
        period = found[0]
        said, rest = text[slice(*found[0].span)], f"{text[: found[0].span[0]]} {text[found[0].span[1] :]}"
    if period is None:
        bare = _bare(_FILLER.sub(" ", text).strip(), year)
        return Column("period", header, _TRAIL.sub("", text), bare) if bare else None
    if (
        re.fullmatch(r"\W*to\W*", rest, re.IGNORECASE) and period.kind == "snapshot"
    ):  # "To 31 Dec 2025": since the year began
        so_far = replace(period, start=date(financial_year(period.end), 4, 1), kind="year to date")
        return Column("period", header, text, so_far)
    left = " ".join(_FILLER.sub(" ", _WAVE.sub(" ", rest)).split())
    if not left and not _MONEY.search(rest):
        return Column("period", header, text if _WAVE.search(rest) or TO_DATE.search(rest) else said, period)
    within = _bare(left, financial_year(period.start)) if period.kind == "financial year" else None
    if within is not None:
        return Column("period", header, text, within)
    role = next((role for role, form in _WHOLE if form.fullmatch(left)), None)
    if role is not None and role in _OF_A_PERIOD:
        return Column(role, header, text, period)
    return Column("money" if _MONEY.search(left) else "other", header, text, period)


def _bare(text: str, year: int | None) -> Period | None:
    """A month or quarter without its year, of a financial year known from elsewhere."""
    match = _BARE.fullmatch(text) if year is not None else None
    if match is None or year is None:
        return None
    if match["q"]:
        return parse_period(f"Q{match['q']} {year}/{(year + 1) % 100:02}")
    month = (
        month_number(match["m"])
        if re.fullmatch(r"(?:[a-z]{3}|sept|[a-z]+(?:ber|ary|il|ch|ust|uly|une))", match["m"], re.I)
        else None
    )
    return parse_period(f"{match['m']} {year if month > 3 else year + 1}") if month else None


def columns_of(headers: Sequence[str], year: int | None = None) -> list[Column]:
    """The columns of a header row; headers of several columns that reached one cell are dealt out where that is sure."""
    columns = [column_of(header, year) for header in headers]
    for i, header in enumerate(headers):
        blanks = 0
        while i + blanks + 1 < len(headers) and not headers[i + blanks + 1].strip():
            blanks += 1
        parts = _split_glued(header, blanks + 1) if header.strip() and blanks else None
        if parts:
            columns[i : i + blanks + 1] = parts
    return columns


def _split_glued(header: str, count: int) -> list[Column] | None:
    """A header of exactly as many known headers as columns it stands over, or None when there is not one way only.

    One that is a single header by itself ("Q1 2024/25") is never cut in two.
    """
    words = header.split()
    if not 2 <= count <= 4 or not count <= len(words) <= 12 or _known(header):
        return None
    ways = []
    for cuts in combinations(range(1, len(words)), count - 1):
        ends = [0, *cuts, len(words)]
        texts = [" ".join(words[a:b]) for a, b in pairwise(ends)]
        if all(_known(text) for text in texts[1:]) and column_of(texts[0]).role in _GLUED:
            ways.append(texts)
    lone = [texts for texts in ways if _known(texts[0])] or ways
    return [column_of(text) for text in lone[0]] if len(lone) == 1 else None


def _known(text: str) -> bool:
    column = column_of(text)
    if column.role == "period":
        return True
    return column.role in _GLUED and any(form.fullmatch(text) for role, form in _WHOLE if role == column.role)


def year_of(sheet: Sheet, period: str | None) -> int | None:
    """The first year of the financial year that a table's caption, headings or paper name; None when none or several."""
    for text in (sheet.caption, sheet.heading, sheet.part.title, period):
        years = {financial_year(found.end) for found in find_periods(text or "")}
        if len(years) > 1:  # "April to December 2025 (LY = the same months of 2024/25)"
            years = {financial_year(found.end) for found in find_periods(re.sub(r"\([^)]*\)?", " ", text or ""))}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def is_header_row(row: SheetRow, year: int | None = None) -> list[Column] | None:
    """The columns of a body row that is a header after all: it names columns and holds no figure. Else None."""
    texts = [entry.text for entry in row.entries]
    filled = [text for text in texts if text.strip()]
    if (
        len(filled) < 3
        or max(map(len, filled)) > 90
        or any(is_figure(text) and not parse_period(text) for text in filled)
    ):
        return None
    columns = columns_of(texts, year)
    roles = [column.role for column in columns]
    figures = sum(role in {"period", "value", "target", "benchmark"} for role in roles)
    named = "name" in roles or "id" in roles
    return columns if named and figures >= 2 and ("period" in roles or "value" in roles) else None


def _with_forecast(columns: list[Column]) -> list[Column]:
    """The columns with a forecast of the year's end told beside the figures where targets show that it is no sum of money."""
    roles = {column.role for column in columns}
    sums = [column for column in columns if column.role == "money"]
    if (
        "target" not in roles
        or not roles & {"rating", "direction", "polarity"}
        or "£" in "".join(c.header for c in sums)
    ):
        return columns
    if not all(_FORECAST.search(column.header) for column in sums):
        return columns
    return [
        replace(c, role="benchmark", label=c.label or " ".join(c.header.split())) if c.role == "money" else c
        for c in columns
    ]


def layout_of(sheet: Sheet, period: str | None = None) -> Layout | None:
    """The columns of a table: by its headers, else by the first of its rows that reads as one. None where there are
    no columns of figures."""
    year = year_of(sheet, period)
    columns = columns_of(sheet.headers, year)
    if any(column.role in {"period", "value"} for column in columns):
        return Layout(_with_forecast(columns), 0)
    for index, row in enumerate(sheet.rows[:6]):
        found = is_header_row(row, year)
        if found:
            return Layout(found, index + 1)
    return None
