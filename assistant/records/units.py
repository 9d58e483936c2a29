"""What an indicator counts: its unit and its qualifiers, from its name and the figures printed in its row.

Near-twins differ by one qualifier (in month or year to date, under 16 or 16+, number or rate), so each is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.records.dates import plain
from assistant.records.numbers import Figure

_TIMES = [
    ("year to date", r"\byear[ -]to[ -]date\b|\bytd\b|\bcumulative\b"),
    (
        "rolling 12 months",
        r"\brolling (?:12|twelve)[ -]months?\b|\b(?:12|twelve)[ -]months? rolling\b|\brolling (?:year|annual)\b|\br12m\b"
        r"|\(?\b(?:in|over|during) the (?:last|previous|past) (?:12|twelve) months\b|\((?:last|previous|past) (?:12|twelve) months\)",
    ),
    ("in month", r"\b(?:in|during|within) (?:the )?month\b|\(monthly\)"),
    ("in quarter", r"\b(?:in|during|within) (?:the )?quarter\b|\(quarterly\)"),
    ("snapshot", r"\bsnapshot\b|\b(?:month|quarter|year|period)[ -]end\b|\bat (?:the )?end of (?:the )?(?:month|quarter|period)\b"),
]  # fmt: skip
_AGES = (
    r"\bunder[ -]?\d{1,2}s?\b(?! (?:working|calendar|day|week|month|hour))|(?<![\d.,])[1-9]\d\s?\+(?!\s?(?:day|week|month))"
    r"|\bover[ -]?\d{1,2}s\b|\baged? (?:\d{1,2}(?:\s?(?:-|to|and)\s?\d{1,2})?|under \d{1,2}|over \d{1,2})\b\+?"
    r"|(?<![\d.,])\d{1,2}(?:\s?(?:-|to|and)\s?\d{1,2})?[ -]year[ -]olds?\b"
    r"|(?<![\d.,])\d{1,2}(?:-| to | and )\d{1,2}s?\b(?= (?:not|in|with|who|who's|care)\b)"
)
_STATES = r"\boffered\b|\bup[ -]to[ -]date\b|\bprimary\b|\bsecondary\b|\bboys\b|\bgirls\b|\bmales?\b|\bfemales?\b|\bwith send\b|\bexcluding exceptions\b"
_MEASURES = [
    ("rate", r"\brates? (?:of|per)\b|\brate\b(?=,|\)|$)|\bper (?:1,?000|10,?000|100,?000)\b"),
    ("percentage", r"\bpercentage\b|\bper cent\b|%|\bproportion of\b|\bshare of\b"),
    ("number", r"^(?:the )?(?:overall |total )?(?:number|no\.?|count) of\b|[(–-] ?(?:the )?number\b|\bnumber$"),
    ("average", r"\baverage\b|\bmean\b|\bmedian\b"),
]
_TIME_FORMS = [(name, re.compile(source, re.IGNORECASE)) for name, source in _TIMES]
_MEASURE_FORMS = [(name, re.compile(source, re.IGNORECASE)) for name, source in _MEASURES]
_AGE_FORM, _STATE_FORM = re.compile(_AGES, re.IGNORECASE), re.compile(_STATES, re.IGNORECASE)

_PRINTED = {"GBP": "£", "EUR": "€", "USD": "$"}
_PER = re.compile(r"\bper (1,?000|10,?000|100,?000)\b(?!,)", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:average|mean|median)\b.*?\b((?:working |calendar )?days|weeks|months|hours|minutes)\b", re.I)
_IN_BRACKETS = re.compile(r"\((%|£|days|weeks|months|hours|minutes|fte|tonnes|kg|points)\)", re.IGNORECASE)
_NOT_COUNTED = re.compile(
    r"\b(?:average|mean|median|score|index|ratio|days|weeks|hours|minutes|time|cost|income|value|rate|rank|points|grade"
    r"|sickness|turnover|speed|duration|temperature|tonnes|kwh|per)\b|[£%]",
    re.IGNORECASE,
)


def time_of(name: str) -> str | None:
    """The stretch of time an indicator's name says it is counted over, or None."""
    text = plain(name)
    return next((label for label, form in _TIME_FORMS if form.search(text)), None)


def measure_of(name: str) -> str | None:
    """Whether a name says number, rate, percentage or average; None when it says none or more than one."""
    text = plain(name)
    found = [label for label, form in _MEASURE_FORMS if form.search(text)]
    if "number" in found and form_at_start(text):
        return "number"
    return found[0] if len(found) == 1 else None


def form_at_start(name: str) -> bool:
    """Whether a name begins with "Number of": what follows is what is counted, percentages and all."""
    return bool(re.match(r"(?:the )?(?:overall |total )?(?:number|no\.?|count) of\b", name, re.IGNORECASE))


def groups_of(name: str) -> list[str]:
    """The ages and states a name is limited to ("under 16", "offered"), in lower case, in the order printed."""
    text = plain(name)
    found = sorted((m.start(), m.group()) for form in (_AGE_FORM, _STATE_FORM) for m in form.finditer(text))
    return list(dict.fromkeys(re.sub(r"\s+(?=\+)", "", " ".join(said.lower().split())) for _, said in found))


def qualifier_of(name: str) -> str | None:
    """All that sets an indicator apart from its near-twins, as one text; None when the name says nothing."""
    return ", ".join(filter(None, [*groups_of(name), time_of(name)])) or None


def printed_unit(figure: Figure) -> str | None:
    """The unit a figure prints itself, as records write it."""
    if figure.unit is None:
        return None
    return f"rate {figure.unit}" if figure.unit.startswith("per ") else _PRINTED.get(figure.unit, figure.unit)


def unit_of(name: str, figures: Sequence[Figure], said: str = "") -> str | None:
    """The unit of a row's figures: as they print it, else as its unit column or its name says, else None.

    Whole numbers of a name that measures nothing are counts: "number".
    """
    printed = {unit for figure in figures if figure.value is not None and (unit := printed_unit(figure))}
    if printed:
        return printed.pop() if len(printed) == 1 else None
    told = _told(plain(said)) or _told_by_name(plain(name))
    if told:
        return told
    values = [figure.value for figure in figures if figure.value is not None]
    hidden = any(figure.kind == "suppressed" for figure in figures)
    whole = all(isinstance(value, int) for value in values)
    return "number" if whole and (values or hidden) and not _NOT_COUNTED.search(name) else None


def _told(said: str) -> str | None:
    """What a unit column says."""
    per, low = _PER.search(said), said.lower().strip()
    if per:
        return f"rate per {int(per.group(1).replace(',', '')):,}"
    if low in {"number", "no", "no.", "#", "count", "num", "volume"}:
        return "number"
    if low in {"%", "percentage", "per cent", "percent"}:
        return "%"
    return low if low in {"days", "weeks", "months", "hours", "minutes", "fte", "points", "score", "tonnes"} else None


def _told_by_name(name: str) -> str | None:
    per, span, bracket = _PER.search(name), _SPAN.search(name), _IN_BRACKETS.search(name)
    measure = measure_of(name)
    if measure == "number":
        return "number"
    if per and measure in {"rate", None}:
        return f"rate per {int(per.group(1).replace(',', '')):,}"
    if measure == "percentage":
        return "%"
    if bracket:
        return bracket.group(1).lower().replace("fte", "FTE")
    return span.group(1).lower() if span else None


def benchmark_unit(figure: Figure, unit: str | None, own: Iterable[Figure]) -> str | None:
    """The unit of a figure printed beside a row's own: what it prints itself, else the row's where both look alike.

    A bare England rate on the row of a number is no number: 41.4 beside 310 and 333 has no unit that is known.
    """
    printed = printed_unit(figure)
    if printed or figure.value is None or unit is None:
        return printed
    bare = [other for other in own if other.value is not None and other.unit is None]
    fractions = any(isinstance(other.value, float) for other in bare)
    if unit == "number" or (bare and isinstance(figure.value, float) != fractions):
        return None
    return unit if bare else None
