"""Figures as printed, and what they are worth: one parser for table cells, one finder for sentences.

A number is only returned where the text leaves no doubt; a date, a period, a telephone number or prose is told as
what it is with ``value`` None. Arithmetic is in Decimal, so that £1.318m is 1,318,000 and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from assistant.records.dates import find_dates, plain
from assistant.records.periods import find_periods, parse_period

__all__ = ["Figure", "FigureKind", "find_figures", "parse_figure", "same_figure"]

FigureKind = Literal[
    "number",
    "period",
    "suppressed",
    "no target",
    "not yet known",
    "not available",
    "not applicable",
    "blank",
    "text",
]
_SOME_DAY = date(2024, 3, 31)  # only whether something is a period is asked here, not which


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure. ``value`` is exact and in full units: pounds, not millions; a percentage is 53.2.

    ``count`` and ``share`` are a number and a percentage printed beside the value ("53.2% (165)", "165 (53.2%)");
    ``of`` is the whole in "11 out of 18"; ``scale`` the factor already applied; ``sign`` the sign as printed ("()"
    for brackets); ``bound`` is "<", ">", "≤", "≥" or "~" when the value is no exact one; ``note`` holds markers.
    """

    as_printed: str
    value: float | int | None = None
    unit: str | None = None
    kind: FigureKind = "text"
    count: int | None = None
    of: int | None = None
    share: float | int | None = None
    period: str | None = None
    label: str | None = None
    scale: int = 1
    sign: str | None = None
    bound: str | None = None
    note: str | None = None
    span: tuple[int, int] | None = None


_WORDS: list[tuple[FigureKind, str]] = [
    ("blank", r"[-.…_]*|\(\s*\)"),
    ("suppressed", r"[xc]|\*{1,3}|\[c\]|suppressed|(?:<|≤|less than|fewer than|under)\s?(?:5|five|10|ten)"),
    (
        "no target",
        r"monitor(?:ing)?(?: only)?|no target(?: set| \(monitor\))?|target not set|no target applicable",
    ),
    (
        "not yet known",
        r"tb[acd]|to be (?:confirmed|advised|agreed|determined|decided|set)|(?:data )?not yet (?:known|available|due"
        r"|published|reported|set)|awaited|awaiting (?:data|figures?|publication|validation)|(?:data )?pending",
    ),
    (
        "not available",
        r"(?:data |figures? )?(?:not available|unavailable)|no data(?: available)?|report development required|\[x\]|:|\.\."
        r"|not (?:benchmarked|published|collected|recorded|reported)",
    ),
    ("not applicable", r"n\s?[/.\\]?\s?a\.?|not applicable|\[z\]"),
]
_SPECIAL = [(kind, re.compile(source, re.IGNORECASE)) for kind, source in _WORDS]
_ARROWS = r"▲▼◀▶△▽◁▷▴▾◂▸↑↓→←↔↗↘↕⇧⇩⬆⬇⮝⮟●•■◆○◦∙·\ue000-\uf8ff\ufe0f"
_NUM = r"(?>(?:[\dIl]{1,3}(?:,[\dIl]{3})+|[\dIl]+)(?:\.[\dIl]+)?)"
_UNITS: list[tuple[str, str]] = [
    (r"percentage[\s-]points?|p\.p\.|ppts?|pp|%\s?(?:age\s)?(?:points?|pts?)", "percentage points"),
    (r"%|per\s?cent(?:age)?", "%"),
    (r"(?:rate\s)?per\s100,?000(?:\s(?:of\s)?(?:children|people|population))?", "per 100,000"),
    (r"(?:rate\s)?per\s10,?000(?:\s(?:of\s)?(?:children|people|population))?", "per 10,000"),
    (r"(?:rate\s)?per\s1,?000(?:\s(?:of\s)?(?:children|people|population))?", "per 1,000"),
    (r"points?|pts", "points"),
    *((rf"[\s-]?{word}s?", word + "s") for word in ("working day", "calendar day", "day", "week", "month")),
    *((rf"[\s-]?{word}s?", word + "s") for word in ("year", "hour", "mile")),
    (r"fte", "FTE"),
]
_UNIT_FORMS = [(re.compile(source, re.IGNORECASE), unit) for source, unit in _UNITS]
_UNIT = "|".join(source for source, _ in _UNITS)
_SCALES = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
_MONEY = {"£": "GBP", "gbp": "GBP", "€": "EUR", "$": "USD"}
_NUMBER = (
    r"(?:(?P<bound><=|>=|[<>≤≥~])\s?)?(?P<open>\()?(?P<sign>(?<![\w%)])[-+])?"
    r"(?:(?P<cur>£|€|\$|GBP)\s?)?(?P<in>\()?(?P<s2>(?<=[£€$(])[-+])?"
    rf"(?<![\w.,/:])(?<![A-Za-z]-)(?P<num>{_NUM})(?P<out>(?(in)\)))(?P<scale>\s?(?:thousand|million|billion)\b"
    r"|(?(cur)\s?)(?:mn|bn|k|m)(?!\w))?"
    rf"(?:(?P<rate>r)(?!\w)|\s?(?P<unit>{_UNIT})(?!\w))?(?![\w%£]|[.,]\d|[/:]\d)(?P<close>(?(open)\)?))"
)
_CELL = re.compile(
    r"(?P<about>(?:c\.|circa|approx(?:\.|imately)?|around|about)\s?)?" + _NUMBER, re.IGNORECASE
)
_PROSE = re.compile(_NUMBER, re.IGNORECASE)
_PAIR = re.compile(
    rf"(?<![\w.,/:£-])(?P<a>{_NUM})(?:(?:\sout)?\sof(?:\sthe)?\s|\s(?P<chance>in)\s|\s?(?P<mark>[/:])\s?)"
    rf"(?P<b>{_NUM})(?![\w%]|[.,]\d|[/:]\d|\s?[ap]\.?m\b)",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"\b(?:paragraph|para|page|item|minute|section|appendix|annex|figure|table|chart|priority|(?:key )?stage|step|part"
    r"|recommendation|risk|reference|schedule|band|grade|tier|phase|version|clause|article|regulation|question|action"
    r"|objective|outcome|resolution|rule|point|year|week|indicator|workstream|level|kpi|ref|no|number|fig|pp?)"
    r"(?:\.|s(?=\s(?P<many>)))?(?:\s(?:no\.?|number))?\s{0,2}\d{1,4}(?:\.\d{1,3}){0,3}[a-z]?(?:\s?-\s?\d[\d.]{0,6}"
    r"|(?(many)\s?(?:,|and|&|to)\s\d{1,4}(?:\.\d{1,3}){0,3})){0,20}(?:\s(?:out\s)?of\s\d+)?(?![\w%]|[.,]\d|\s?%)",
    re.IGNORECASE,
)
_LIST_MARKS = re.compile(
    r"^[ \t]{0,40}(?:[-•*][ \t]{1,4})?(?:\(\d{1,3}\)|\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)(?=[ \t]{1,20}[A-Z])",
    re.M,
)
_YEARS = re.compile(  # "2025-29", "mid-2021"
    r"(?<![\w.,/£-])(?:19|20)\d{2}\s?-\s?(?:(?:19|20)\d{2}|\d{2})(?![\w%]|[.,]\d)|\bmid[-\s](?:19|20)\d{2}\b",
    re.I,
)
_OTHERS = re.compile(  # times of day, telephone numbers
    r"(?<![\w.,:])\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]\.?m\b\.?|noon\b|hrs\b)|(?<![\w.,:])[0-2]?\d:[0-5]\d(?![\w:])"
    r"|(?<!\w)(?:\+44\s?(?:\(0\)\s?)?\d{2,4}|0\d{2,4})[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\w)|\b24/7\b",
    re.IGNORECASE,
)


def parse_figure(text: str, column: str | None = None) -> Figure:
    """What a cell says. The head of its column gives unit and scale to a number that prints none itself."""
    body = re.sub(r"(?<=[\d%)])\s?[⁰¹²³⁴-⁹]+", "*", " ".join(plain(text).split()))
    bare = re.sub(rf"^[\s{_ARROWS}]+|[\s{_ARROWS}]+$", "", body)
    marks = "".join(re.findall(rf"[{_ARROWS}]", body)) or None
    figure = _special(bare) or _period(bare, column) or Figure(text)
    if figure.kind == "text" and len(bare) <= 120 and not _OTHERS.search(bare):
        hint = _column_hint(column)
        figure = _pair(bare) or _cell(bare, hint) or _labelled(bare, hint) or figure
    note = ", ".join(filter(None, (figure.note, marks))) or None
    return replace(figure, as_printed=text, note=note)


def _special(text: str) -> Figure | None:
    for candidate in (text, text.rstrip("*†‡§ ") or text):
        if candidate.lower() == "nil":
            return Figure(text, 0, kind="number", note="nil")
        for kind, pattern in _SPECIAL:
            if pattern.fullmatch(candidate):
                return Figure(text, kind=kind)
    return None


def _period(text: str, column: str | None) -> Figure | None:
    """A cell that is nothing but dates and periods. A bare "2023" under a head that names no time is a number."""
    if (
        re.fullmatch(r"\d{4}", text)
        and column
        and not re.search(r"year|date|period|when|\bby\b", column, re.I)
    ):
        return None
    whole = parse_period(text, today=_SOME_DAY) is not None
    spans = _times(text)
    whole = whole or bool(
        spans and re.fullmatch(r"[\s,&/()-]*(?:to|and)?[\s,&/()-]*", _without(text, spans).replace("\0", ""))
    )
    return Figure(text, kind="period", period=text) if whole else None


def _times(text: str) -> list[tuple[int, int]]:
    """Where a text names dates and periods."""
    periods = [period.span for period in find_periods(text, today=_SOME_DAY) if period.span]
    return (
        periods + [mention.span for mention in find_dates(text)] + [m.span() for m in _YEARS.finditer(text)]
    )


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with NUL for each character of some spans, so that everything else keeps its place."""
    left = list(text)
    for start, end in spans:
        left[start:end] = "\0" * (end - start)
    return "".join(left)


def _column_hint(column: str | None) -> tuple[str | None, int, bool]:
    """Unit and scale a column head gives, and whether it can be trusted: "Variance £m / %" cannot."""
    head = plain(column or "").lower()
    money = "£" in head or "gbp" in head
    points = re.search(r"percentage\spoints?|\bpp\b|p\.p\.|%\s?(?:pts?|points?)|\bppts?\b", head)
    rate = re.search(r"per\s?(100?,?000|1,?000)\b(?!,)", head)
    percent = re.search(r"%|per\s?cent|percentage", head) and not points
    units = ["GBP"] if money else []
    units += ["percentage points"] if points else ["%"] if percent else []
    units += [f"per {int(rate[1].replace(',', '')):,}"] if rate else []
    if not units and re.search(r"\bpoints?\b", head):
        units = ["points"]
    scale = 1
    if re.search(r"£\s?'?000|'000|\b000'?s\b|£\s?k\b|thousand", head):
        scale = 10**3
    elif re.search(r"£\s?mn?\b|million", head):
        scale = 10**6
    elif re.search(r"£\s?bn\b|billion", head):
        scale = 10**9
    return (units[0] if units else None), scale, len(units) < 2


def _number(printed: str) -> Decimal | None:
    """The number printed, I and l read as 1 beside real digits; None for "007", account numbers and the like."""
    digits = re.sub("[Il]", "1", printed.replace(",", ""))
    if not re.search(r"\d", printed) or re.match(r"0\d", digits) or len(digits) > 15:
        return None
    return Decimal(digits)


def _plain_value(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)


def _unit_of(match: re.Match[str]) -> str | None:
    if match["cur"]:
        return _MONEY[match["cur"].lower()]
    if match["rate"]:
        return "per 10,000"
    printed = (match["unit"] or "").strip()
    return next((unit for form, unit in _UNIT_FORMS if form.fullmatch(printed)), None) if printed else None


def _figure(match: re.Match[str], hint: tuple[str | None, int, bool] = (None, 1, True)) -> Figure | None:
    """The figure of one match of _NUMBER, brackets read as minus; None when it is no number after all."""
    number, unit = _number(match["num"]), _unit_of(match)
    if number is None:
        return None
    scale = _SCALES[match["scale"].strip().lower()] if match["scale"] else 1
    if unit is None and not hint[2]:
        return None
    if match["scale"] is None and (unit is None or unit == hint[0] == "GBP"):
        scale = hint[1]
    bracketed = bool(match["in"] or (match["open"] and match["close"]))
    sign = match["sign"] or match["s2"]
    value = number * scale * (-1 if bracketed or sign == "-" else 1)
    return Figure(
        match.group(),
        _plain_value(value),
        unit or hint[0],
        "number",
        scale=scale,
        sign=sign or ("()" if bracketed else None),
        bound={"<=": "≤", ">=": "≥"}.get(match["bound"], match["bound"]),
    )


def _pair(text: str) -> Figure | None:
    """ "11 out of 18 (61.1%)", "11/18", "1 in 5", "1:4"."""
    match = _PAIR.match(text)
    figure = _of_whole(match) if match else None
    return _with_rest(figure, text[match.end() :]) if match and figure else None


def _of_whole(match: re.Match[str]) -> Figure | None:
    part, whole = _number(match["a"]), _number(match["b"])
    if part is None or whole is None or part % 1 or whole % 1:
        return None
    if match["mark"] != ":" and (part > whole or whole == 0 or (match["chance"] and part > 9)):
        return None
    return Figure(
        match.group(), int(part), "ratio" if match["mark"] == ":" else None, "number", of=int(whole)
    )


def _cell(text: str, hint: tuple[str | None, int, bool]) -> Figure | None:
    match = _CELL.match(text)
    figure = _figure(match, hint) if match and bool(match["open"]) == bool(match["close"]) else None
    if match is None or figure is None:
        return None
    return _with_rest(replace(figure, bound="~") if match["about"] else figure, text[match.end() :])


_BOUNDS = {
    "over": ">",
    "above": ">",
    "more than": ">",
    "under": "<",
    "below": "<",
    "less than": "<",
    "fewer than": "<",
}
_BOUNDS |= {"at least": "≥", "minimum": "≥", "at most": "≤", "up to": "≤", "maximum": "≤"}
_LABEL = re.compile(
    r"(?P<label>[A-Z][A-Za-z&'’/.]*(?:\s(?:[A-Z&][A-Za-z&'’/.]*|and|of|than|least|most|to)){0,3})(?P<colon>\s?:)?\s"
)
_MOVES = re.compile(r"\b(?:up|down|increas|decreas|reduc|fell|rose|ris|drop|improv)", re.IGNORECASE)


def _labelled(text: str, hint: tuple[str | None, int, bool]) -> Figure | None:
    """ "England 42.1r", "Target: 90%", "Over £2m": words before a figure that prints its unit or follows a colon."""
    match = _LABEL.match(text[:1].upper() + text[1:])
    if match is None or _REFERENCES.match(text):
        return None
    label, figure = match["label"], _cell(text[match.end() :], hint)
    bound = _BOUNDS.get(label.lower())
    sure = figure is not None and (match["colon"] or _figure_unit(text[match.end() :])) and not figure.label
    if figure is None or not sure or (_MOVES.search(label) and bound is None):
        return None
    return replace(figure, bound=bound) if bound else replace(figure, label=label)


def _figure_unit(text: str) -> str | None:
    match = _CELL.match(text)
    return _unit_of(match) if match else None


_REST = re.compile(
    r"\s*(?:\((?P<count>[\d,]+)\)|\((?P<share>\d[\d.]*)\s?%\)|(?P<plus>\+)(?=\s|$)|(?P<mark>[*†‡§#^]+|\(\))"
    r"|[(\[](?P<status>p|r|e|provisional|revised|estimated?)[)\]]|\((?P<inner>[^()]{1,60})\)|\((?P<broken>[^()\d]{0,20})$"
    r"|(?P<label>[A-Za-z][^\d()*,;:]{0,40})|(?P<period>\S{4,12}(?:\s\S{4,8})?)$)"
)
_STATUS = {"p": "provisional", "r": "revised", "e": "estimate"}
_RUNS_ON = re.compile(
    r"(?:and|or|to|of|by|in|is|was|were|are|have|has|had|from|than|at|with|cr|dr|out|compared|against|[mkx]|bn)\b|.*[.?!]\s",
    re.I,
)


def _with_rest(figure: Figure, rest: str) -> Figure | None:
    """The figure with what stands after it in the cell, or None when that makes the cell prose."""
    notes: list[str] = []
    while rest.strip():
        match = _REST.match(rest)
        extra = _extra(match) if match else None
        if match is None or extra is None:
            return None
        notes.append(extra.pop("note", ""))
        if any(getattr(figure, name) is not None for name in extra):
            return None  # a second count, label or period: more than one cell
        figure, rest = replace(figure, **extra), rest[match.end() :]
    return replace(figure, note=", ".join(filter(None, notes)) or None)


def _extra(match: re.Match[str]) -> dict[str, Any] | None:
    """The fields that one piece after a figure fills."""
    kind, text = match.lastgroup or "mark", match.group().strip()
    if kind in {"count", "share"}:
        number = _number(match[kind])
        return None if number is None else {kind: _plain_value(number)}
    if kind == "plus":
        return {"bound": "≥"}
    if kind == "status":
        return {"note": _STATUS[match["status"][0].lower()]}
    if kind in {"inner", "period"}:
        inner = match[kind].strip()
        if _period(inner, None):
            return {"period": inner}
        return {"note": inner} if kind == "inner" and not re.search(r"\d", inner) else None
    if kind == "label":
        label = text.rstrip(" -")
        return None if _RUNS_ON.match(label) or len(label.split()) > 4 else {"label": label}
    return {"note": text}


def find_figures(text: str) -> list[Figure]:
    """Every figure of a text, in order, each with its span: for holding an answer against its evidence.

    Dates, periods, times, references ("paragraph 3.4", "page 12 of 72") and list numbers are left out. Brackets do
    not make a figure negative here, unless the pound sign stands outside them: in prose they are mostly asides.
    """
    flat = re.sub(rf"[{_ARROWS}]", " ", plain(text))
    masks = [match.span() for form in (_REFERENCES, _LIST_MARKS, _OTHERS) for match in form.finditer(flat)]
    left = _without(flat, masks + _times(flat))
    found = []
    halves = set()  # numbers told as a part already; the whole of "11 out of 18" stands for itself as well
    for match in _PAIR.finditer(left):
        figure = _of_whole(match)
        if figure is not None and not (
            match["chance"] and re.match(r"\s(?:day|week|month|year|hour)", left[match.end() :][:8])
        ):
            found.append(replace(figure, as_printed=text[slice(*match.span())], span=match.span()))
            halves |= {match.start("a")} | ({match.start("b")} if match["chance"] else set())
    for match in _PROSE.finditer(left):
        start = match.start("num")
        figure = (
            None if start in halves or left[max(0, start - 4) : start].lower() == "per " else _figure(match)
        )
        if figure is None:
            continue
        if figure.sign == "()" and not match["in"] and figure.value is not None:
            figure = replace(figure, value=abs(figure.value), note="bracketed")
        found.append(replace(figure, as_printed=text[slice(*match.span())], span=match.span()))
    return sorted(found, key=lambda figure: figure.span or (0, 0))


def same_figure(a: Figure, b: Figure) -> bool:
    """Whether two figures say the same: "£1.2m", "£1,200,000" and "£1.2 million" do.

    Value with its sign, unit and bound are equal, and the whole where both have one. A figure in brackets within a
    sentence has no certain sign; it is compared without. What is no number is the same when it is the same kind, or
    for a period or a text the same words.
    """
    if a.value is None or b.value is None:
        words = [" ".join(plain(f.as_printed).casefold().split()) for f in (a, b)]
        return (
            a.kind == b.kind
            and a.value == b.value
            and (a.kind not in {"period", "text"} or words[0] == words[1])
        )
    signless = "bracketed" in (a.note, b.note)
    equal = abs(a.value) == abs(b.value) if signless else a.value == b.value
    whole = a.of == b.of or None in (a.of, b.of)
    return equal and a.unit == b.unit and a.bound == b.bound and whole
