"""Of a table row, the cells a question asks for: the column by its header, the row's label, the rest as context."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.terms import terms
from assistant.retrieval.times import header_periods, of_day, same_period

_BY_WANT: dict[str, re.Pattern[str]] = {
    want: re.compile(pattern, re.IGNORECASE)
    for want, pattern in {
        "target": r"\btarget\b|\bgoal\b",
        "benchmark": r"england|national|statistical|neighbour|benchmark|comparator",
        "owner": r"owner|lead|officer|responsib|portfolio|who\b|director|accountable|named",
        "person": r"owner|lead|officer|responsib|portfolio|who\b|director|member|name",
        "date": r"date|when|timescale|due|deadline|completion|by\b",
        "action": r"progress|action|update|status|this period|response",
        "reason": r"comment|reason|explan|narrative|progress",
    }.items()
}  # fmt: skip
_LABEL = re.compile(
    r"descri|indicator|measure|name|risk\b(?! (?:score|rating|owner))|item|service|directorate|subject|title|workstream|milestone"
    r"|action|project|scheme|detail|outcome|resolution|key|kpi|topic|programme",
    re.IGNORECASE,
)
_ID = re.compile(r"^(?:id|ref\w*\.?|no\.?|number|#|risk (?:no\.?|register no\.?|number)|minute.*)$", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_LONG = 60  # characters: a longer cell is text to quote from


_AS_TELLING = 0.5  # of the most telling head: what is picked beside it


class _Sort(NamedTuple):
    """A sort of figure: how it is asked for, and whether a cell under a head is one."""

    asked: re.Pattern[str]
    held: Callable[[str, str], bool]


def _is_share(header: str, cell: str) -> bool:
    return "%" in header or "%" in cell or re.search(r"\b(?:rate|percent\w*|proportion)\b", header, re.I) is not None


def _is_time(header: str, cell: str) -> bool:
    said = r"\b(?:mm:ss|hh:mm|mins?|minutes?|seconds?|hours?|days?|weeks?|months?|years?|time|speed|wait\w*|duration)\b"
    return (
        re.search(said, f"{header} {cell}", re.I) is not None or re.fullmatch(r"\d+:\d\d(?::\d\d)?", cell) is not None
    )


_SORTS = (
    _Sort(re.compile(r"\b(?:proportion|percentage|per ?cent|share)\b|%", re.I), _is_share),
    _Sort(re.compile(r"\bhow long\b|\bhow many (?:minutes|hours|days|weeks|months)\b", re.I), _is_time),
    _Sort(re.compile(r"\bhow many\b|\bnumber of\b", re.I), lambda header, cell: not _is_share(header, cell)),
)


class Reading(NamedTuple):
    """A row read for a question: its label, the cells that answer, and the other short cells. (header, cell) pairs.

    ``prose`` are the long cells that were not picked. ``exact`` tells whether the cells were picked by what the question says rather than by what is usually meant.
    """

    label: str
    chosen: list[tuple[str, str]]
    others: list[tuple[str, str]]
    prose: list[tuple[str, str]]
    exact: bool


def read_row(inquiry: Inquiry, cells: list[list[str]]) -> Reading:
    """Pick the cells of a row that answer a question."""
    pairs = [(header, cell) for header, cell in cells if cell.strip()]
    label_at = _label(pairs)
    label = pairs[label_at][1] if label_at is not None else ""
    rest = [pair for i, pair in enumerate(pairs) if i != label_at]
    chosen, exact = _choose(inquiry, rest)
    left = [pair for pair in rest if pair not in chosen]
    others = [pair for pair in left if len(pair[1]) <= _LONG]
    return Reading(label, chosen, others, [pair for pair in left if len(pair[1]) > _LONG], exact)


def _label(pairs: list[tuple[str, str]]) -> int | None:
    """Which cell names the row: under a header that says so, else the first with words; None in a row of figures."""
    named = [i for i, (header, cell) in enumerate(pairs) if _LABEL.search(header) and re.search(r"[A-Za-z]{3}", cell)]
    worded = [i for i, (header, cell) in enumerate(pairs) if re.search(r"[A-Za-z]{3}", cell) and not _ID.match(header)]
    return next(iter(named or worded), None)


def _choose(inquiry: Inquiry, rest: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], bool]:
    picked: list[tuple[str, str]] = []
    periods = [
        pair
        for pair in rest
        if any(same_period(asked, held) for asked in inquiry.periods for held in header_periods(pair[0]))
        or any(of_day(pair[0], day) for day in inquiry.days)
    ]
    # Two columns of one period ("2024-25 Budget", "2024-25 Forecast"): the one the question also names otherwise.
    narrower = _by_header_words(inquiry, periods, dated=True)
    periods = narrower or periods
    picked += periods
    for want in inquiry.wants:
        pattern = _BY_WANT.get(want)
        if pattern is not None:
            picked += [pair for pair in rest if pattern.search(pair[0]) and pair not in picked]
    named = _by_header_words(inquiry, [pair for pair in rest if pair not in picked])
    picked += named
    if "comparison" in inquiry.wants:
        picked += [pair for pair in rest if pair not in picked and any(_twin(pair[0], other) for other, _ in periods)]
    if not any(_FIGURE.search(cell) for _, cell in picked) and _SORTS[0].asked.search(inquiry.question):
        shares = [pair for pair in rest if _is_share(*pair) and not header_periods(pair[0]) and _FIGURE.search(pair[1])]
        picked += shares if len(shares) == 1 else []  # "what percentage": the one column headed "%"
    wants_figure = bool({"figure", "target", "benchmark"} & set(inquiry.wants)) or inquiry.wants == ("open",)
    if not any(_FIGURE.search(cell) for _, cell in picked) and "figure" in inquiry.wants:
        latest = _latest(inquiry, rest)
        return (picked + ([latest] if latest and latest not in picked else []), False)
    if picked:
        return picked, True
    latest = _latest(inquiry, rest) if wants_figure else None
    return ([latest] if latest else []), False


def _by_header_words(inquiry: Inquiry, rest: list[tuple[str, str]], dated: bool = False) -> list[tuple[str, str]]:
    """Cells whose header shares its telling words with the question ("current score", "forecast", "next period")."""
    asked = inquiry.subject
    found: list[tuple[float, tuple[str, str]]] = []
    for header, cell in _as_counted(inquiry, rest):
        said = [t for t in terms(header) if not t[:1].isdigit()]
        held = [t for t in said if t in asked]
        if said and len(held) >= (len(said) + 1) // 2 and (dated or not header_periods(header)):
            found.append((sum(asked[t] for t in held) * len(held) / len(said), (header, cell)))
    # "How many calls were abandoned?" names "Abandoned", and not each head that speaks of calls.
    best = max((telling for telling, _ in found), default=0.0)
    return [pair for telling, pair in found if telling >= _AS_TELLING * best]


def _as_counted(inquiry: Inquiry, rest: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The cells of the sort that a question asks for, a share, a number or a length of time; all where none is."""
    sort = next((sort for sort in _SORTS if sort.asked.search(inquiry.question)), None)
    if sort is None:
        return rest
    meant = [(header, cell) for header, cell in rest if not _FIGURE.search(cell) or sort.held(header, cell)]
    return meant if any(_FIGURE.search(cell) for _, cell in meant) else rest


def _twin(header: str, dated: str) -> bool:
    """Whether a head is the same as one with a time, but for the time: "%" beside "2024/25 %"."""
    if header_periods(header):
        return False
    bare = dated
    for period in header_periods(dated):
        bare = bare.replace(period.as_printed, " ")
    return " ".join(bare.split()).lower() == " ".join(header.split()).lower() != ""


def _latest(inquiry: Inquiry, rest: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The figure usually meant when none is named: of the latest period, else under "current", "actual" or the like. One of
    another time than is asked for is not meant where a column beside it says the same of the time of the whole table."""
    dated = [(period.end, pair) for pair in rest for period in header_periods(pair[0]) if _FIGURE.search(pair[1])]
    dated = [(end, pair) for end, pair in dated if not any(_twin(header, pair[0]) for header, _ in rest)]
    if dated:
        return max(dated, key=lambda d: d[0])[1]
    current = [
        p
        for p in rest
        if re.search(r"current|actual|outturn|forecast|latest|value|total", p[0], re.I) and _FIGURE.search(p[1])
    ]
    return current[0] if current else None
