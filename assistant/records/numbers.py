"""Figures as printed, and what they are worth: one parser for table cells, one finder for sentences.

A number is only returned where the text leaves no doubt; a date, a period, a telephone number or prose is
told as what it is, with ``value`` None. Arithmetic is in Decimal: £1.318m is 1,318,000 and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from assistant.records.dates import CLOCK_OR_PHONE, LIST_MARK, REFERENCE, YEARS_APART, find_dates, plain
from assistant.records.figure_forms import (
    ARROWS,
    BOUND_WORDS,
    CELL,
    HEAD_SCALES,
    HEAD_UNITS,
    LABEL,
    MONEY,
    MOVES,
    PAIR,
    PROSE,
    REST,
    RUNS_ON,
    SCALES,
    SO_FAR,
    SPECIAL,
    STATUS,
    TELLING,
    UNIT_FORMS,
    Missing,
)
from assistant.records.periods import find_periods, parse_period

__all__ = ["Figure", "FigureKind", "find_figures", "parse_figure", "same_figure"]

FigureKind = Literal["number", "period", "text"] | Missing
_SOME_DAY = date(2024, 3, 31)  # only whether something is a period is asked here, not which


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure. ``value`` is exact and in full units: pounds, not millions; a percentage is 53.2.

    ``count`` and ``share`` are a number and a percentage printed beside it ("53.2% (165)", "165 (53.2%)");
    ``of`` is the whole in "11 out of 18"; ``scale`` the factor already applied; ``sign`` what was printed for
    it ("()" for brackets); ``bound`` is "<", ">", "≤", "≥" or "~" for a value that is no exact one; ``note``
    holds markers such as "provisional" and arrows.
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


class _Hint(NamedTuple):
    """What a column head says of a bare number; not sure when it names two units ("Variance £m / %")."""

    unit: str | None = None
    scale: int = 1
    sure: bool = True


def parse_figure(text: str, column: str | None = None) -> Figure:
    """What a cell says. The head of its column gives unit and scale to a number that prints none itself."""
    body = re.sub(r"(?<=[\d%)])\s?[⁰¹²³⁴-⁹]+", "*", " ".join(plain(text).split()))
    bare = re.sub(rf"^[\s{ARROWS}]+|[\s{ARROWS}]+$", "", body)
    if len(bare) > 120:
        return Figure(text)  # prose
    figure = _special(bare) or _period(bare, column) or Figure(text)
    if figure.kind == "text" and not CLOCK_OR_PHONE.search(bare):
        hint = _column_hint(column)
        figure = _pair(bare) or _cell(bare, hint) or _labelled(bare, hint) or figure
    arrows = "".join(re.findall(rf"[{ARROWS}]", body))
    return replace(figure, as_printed=text, note=", ".join(filter(None, (figure.note, arrows))) or None)


def _special(text: str) -> Figure | None:
    """A word or sign for a missing figure, with or without its footnote marker; "nil" is nought."""
    for candidate in (text, text.rstrip("*†‡§ ") or text):
        if candidate.lower() == "nil":
            return Figure(text, 0, kind="number", note="nil")
        for kind, pattern in SPECIAL:
            if pattern.fullmatch(candidate):
                return Figure(text, kind=kind)
    return None


def _period(text: str, column: str | None) -> Figure | None:
    """A cell of nothing but dates and periods. A bare "2023" under a head that names no time is a number."""
    if re.fullmatch(r"\d{4}", text) and column and not re.search(r"year|date|period|when|\bby\b", column, re.I):
        return None
    if parse_period(text, today=_SOME_DAY) is None:
        between = _without(text, _times(text))
        if between == text or not re.fullmatch(r"(?:[\0\s,&/()-]|to|and)*", between):
            return None
    return Figure(text, kind="period", period=text)


def _times(text: str) -> list[tuple[int, int]]:
    """Where a text names dates and periods."""
    periods = [period.span for period in find_periods(text, today=_SOME_DAY) if period.span]
    return periods + [mention.span for mention in find_dates(text)] + [m.span() for m in YEARS_APART.finditer(text)]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with NUL for each character of some spans, so that everything else keeps its place."""
    left = list(text)
    for start, end in spans:
        left[start:end] = "\0" * (end - start)
    return "".join(left)


def _column_hint(column: str | None) -> _Hint:
    head = plain(column or "").lower()
    units = [unit for unit, source in HEAD_UNITS if re.search(source, head)]
    if "percentage points" in units:
        units = [unit for unit in units if unit not in {"%", "points"}]
    if len(units) > 1 and units[-1] == "points":
        units.pop()  # a word of the heading
    scale = next((10**power for power, source in HEAD_SCALES if re.search(source, head)), 1)
    return _Hint(units[0] if units else None, scale, len(units) < 2)


def _number(printed: str) -> Decimal | None:
    """The number printed, I and l read as 1 beside real digits; None for "007" and account numbers."""
    digits = re.sub("[Il]", "1", printed.replace(",", ""))
    if not re.search(r"\d", printed) or re.match(r"0\d", digits) or len(digits) > 15 or re.search(r"[^\d.]", digits):
        return None  # "L1", "i2" are codes
    return Decimal(digits)


def _exact(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)


def _unit_of(match: re.Match[str]) -> str | None:
    if match["cur"]:
        return MONEY[match["cur"].lower()]
    if match["rate"]:
        return "per 10,000"
    printed = (match["unit"] or "").strip()
    return next((unit for form, unit in UNIT_FORMS if form.fullmatch(printed)), None) if printed else None


def _figure(match: re.Match[str], hint: _Hint = _Hint()) -> Figure | None:  # noqa: B008 - immutable
    """The figure of one match of NUMBER, brackets read as minus; None when it is no number after all."""
    number, unit = _number(match["num"]), _unit_of(match)
    if number is None or (unit is None and not hint.sure):
        return None
    scale = 10 ** SCALES[match["scale"].strip().lower()] if match["scale"] else 1
    if match["scale"] is None and (unit is None or unit == hint.unit == "GBP"):
        scale = hint.scale
    bracketed = bool(match["in"] or (match["open"] and match["close"]))
    sign = match["sign"] or match["s2"] or ("()" if bracketed else None)
    value = _exact(number * scale * (-1 if bracketed or sign == "-" else 1))
    bound = {"<=": "≤", ">=": "≥"}.get(match["bound"], match["bound"])
    return Figure(match.group(), value, unit or hint.unit, "number", scale=scale, sign=sign, bound=bound)


def _of_whole(match: re.Match[str]) -> Figure | None:
    """A part and its whole, "11 out of 18" or "1 in 5", or a ratio "1:4"; None for what can be neither."""
    part, whole, ratio = _number(match["a"]), _number(match["b"]), match["mark"] == ":"
    if part is None or whole is None or part % 1 or whole % 1:
        return None
    if not ratio and (part > whole or whole == 0 or (match["chance"] and part > 9)):
        return None
    return Figure(match.group(), int(part), "ratio" if ratio else None, "number", of=int(whole))


def _pair(text: str) -> Figure | None:
    match = PAIR.match(text)
    figure = _of_whole(match) if match else None
    return _with_rest(figure, text[match.end() :]) if match and figure else None


def _cell(text: str, hint: _Hint) -> Figure | None:
    match = CELL.match(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    figure = _figure(match, hint)
    if figure is not None and match["about"]:
        figure = replace(figure, bound="~")
    return _with_rest(figure, text[match.end() :]) if figure else None


def _labelled(text: str, hint: _Hint) -> Figure | None:
    """A name before a figure that prints its unit or follows a colon: "England 42.1r", "Over £2m"."""
    match = LABEL.match(text[:1].upper() + text[1:])
    if match is None or REFERENCE.match(text):
        return None
    label, rest = text[: match.end("label")], text[match.end() :]
    figure, bound, start = _cell(rest, hint), BOUND_WORDS.get(label.lower()), CELL.match(rest)
    if figure is None or figure.label or not (match["colon"] or (start and TELLING.match(_unit_of(start) or ""))):
        return None
    if bound:
        return replace(figure, bound=bound)
    return None if MOVES.search(label) else replace(figure, label=label)


def _with_rest(figure: Figure, rest: str) -> Figure | None:
    """The figure with what stands after it in the cell, or None when that makes the cell prose."""
    notes: list[str] = []
    while rest.strip():
        whole = re.match(r"\s?of\s(?=[a-z])", rest) if figure.unit == "%" else None  # "12.5% of budget"
        match = REST.match(rest, whole.end() if whole else 0)
        extra = _extra(match) if match else None
        if match is None or extra is None:
            return None
        notes.append(extra.pop("note", ""))
        if any(getattr(figure, name) is not None for name in extra):
            return None  # a second count, label or period: more than one cell
        figure, rest = replace(figure, **extra), rest[match.end() :]
    if figure.share is not None and figure.of is None:
        figure = replace(figure, count=figure.count or int(figure.value or 0))
    return replace(figure, note=", ".join(filter(None, notes)) or None)


def _extra(match: re.Match[str]) -> dict[str, Any] | None:
    """The fields that one piece after a figure fills; None when it fits none."""
    kind, text = match.lastgroup or "mark", match.group().strip()
    if kind in {"count", "share"}:
        number = _number(match[kind])
        return None if number is None else {kind: _exact(number)}
    if kind == "whole":  # "86.7% (13 of 15)"
        part, whole = _number(match["part"]), _number(match["whole"])
        if part is None or whole is None or part > whole:
            return None
        return {"count": _exact(part), "of": _exact(whole)}
    if kind == "year":  # a count of two thousand would have its comma
        return {"period": match[kind]}
    if kind == "plus":
        return {"bound": "≥"}
    if kind == "status":
        return {"note": STATUS[match["status"][0].lower()]}
    if kind in {"inner", "period"}:
        inner = match[kind].strip()
        if _period(inner, None):
            return {"period": inner}
        return {"note": inner} if kind == "inner" and (SO_FAR.fullmatch(inner) or not re.search(r"\d", inner)) else None
    if kind == "label":
        label = text.rstrip(" -")
        return None if RUNS_ON.match(label) or len(label.split()) > 4 else {"label": label}
    return {"note": text}


def find_figures(text: str) -> list[Figure]:
    """Every figure of a text, in order, each with its span: for holding an answer against its evidence.

    Dates, periods, times, references ("paragraph 3.4", "page 12 of 72") and list numbers are left out.
    Brackets do not make a figure negative here, unless the pound sign stands outside them: in prose they are
    asides. The whole of "11 out of 18" is told twice, with its part and by itself.
    """
    flat = re.sub(rf"[{ARROWS}]", " ", plain(text))
    masks = [match.span() for form in (REFERENCE, LIST_MARK, CLOCK_OR_PHONE) for match in form.finditer(flat)]
    left = _without(flat, masks + _times(flat))
    found: list[tuple[Figure, tuple[int, int]]] = []
    told: set[int] = set()
    for match in PAIR.finditer(left):
        figure = _of_whole(match)
        if figure is not None:
            found.append((figure, match.span()))
            told |= {match.start("a")} | ({match.start("b")} if match["chance"] or match["mark"] else set())
    for match in PROSE.finditer(left):
        start = match.start("num")
        per = left[max(0, start - 4) : start].lower() == "per "
        figure = None if per or start in told else _figure(match)
        if figure is not None and figure.value is not None:
            if figure.sign == "()" and not match["in"]:
                figure = replace(figure, value=abs(figure.value), note="bracketed")
            lone = 1 if match["open"] and not match["close"] else 0  # "(1,656 less than last year)"
            found.append((figure, (match.start() + lone, match.end())))
    found.sort(key=lambda pair: pair[1])
    return [replace(figure, as_printed=text[slice(*span)], span=span) for figure, span in found]


def same_figure(a: Figure, b: Figure) -> bool:
    """Whether two figures say the same: "£1.2m", "£1,200,000" and "£1.2 million" do.

    Value with its sign, unit and bound are equal, and the whole where both have one. A figure in brackets
    within a sentence has no certain sign; it is compared without. What is no number is the same when it is
    the same kind, or for a period or a text the same words.
    """
    if a.value is None or b.value is None:
        words = [" ".join(plain(f.as_printed).casefold().split()) for f in (a, b)]
        return a.kind == b.kind and a.value == b.value and (a.kind not in {"period", "text"} or words[0] == words[1])
    signless = "bracketed" in (a.note, b.note)
    equal = abs(a.value) == abs(b.value) if signless else a.value == b.value
    whole = a.of == b.of or None in (a.of, b.of)
    return equal and a.unit == b.unit and a.bound == b.bound and whole
