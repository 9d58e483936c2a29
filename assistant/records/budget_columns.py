"""What the columns of a finance table are: what each amount is, in which unit and scale, of which period."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from assistant.records.dates import plain
from assistant.records.heads import mended
from assistant.records.numbers import Figure, parse_figure
from assistant.records.periods import find_periods

Role = Literal["budget", "forecast", "outturn", "actual", "variance", "previous", "savings", "income", "other"]

MONEY = re.compile(
    r"£\s?(?:'?000'?s?\b|k\b|mn?\b|bn\b|millions?\b|thousands?\b|billions?\b)|(?<!\d)'?000'?s?\b(?!\s?\d)|£(?!\s?\d)"
    r"|\b(?:thousands|millions) of pounds\b",
    re.IGNORECASE,
)
"""A mark of money over a column: "£m", "£'000", "£000s", "£k", "£" – not an amount such as "£270"."""
PER_CENT = re.compile(r"%|\bper ?cent", re.IGNORECASE)
_OTHER_UNIT = re.compile(
    r"%|\bper ?cent|\bfte\b|\bposts?\b|\bstaff\b|\bnumber\b|\bno\b\.?|\bnos\b|\bunits?\b|\bcount\b|\bdays?\b|\bweeks?\b|\bmonths\b"
    r"|\byears\b|(?<!\bto )\bdate\b|\bref\b|\bpara\b|\bscore\b|\bratio\b|\brate\b|\bhomes\b|\bplaces\b|\bpeople\b|\bpopulation\b"
    r"|\btonnes\b|\bmiles\b|\bcases\b|\bhouseholds\b|\bpupils\b|\bchildren\b|\bclients\b|\bpage\b",
    re.IGNORECASE,
)
_FTE = re.compile(r"\bfte\b", re.IGNORECASE)
_ROLE_WORDS: list[tuple[Role, str]] = [
        ("other", r"\bmovements?\b|\bchange\b|\bnot (?:yet )?(?:delivered|achieved|spent)|\bun-?\s?(?:deliver|achiev)|\bremaining\b"
                  r"|\bat risk\b|\bshortfall\b|\bfuture years?\b|\bslippage\b|\bheadroom\b|\bbalance\b|\bcarry|\bcarried\b"),
        ("variance", r"\bvariances?\b|\bvariation\b|\bover\s?/?\s?\(?under|\bunder\s?/\s?\(?over|\(?(?:over|under)\)?-?\s?spend|\bdifference\b"),
        ("previous", r"\b(?:previous|prior|last)\b"),
        ("forecast", r"\bforecasts?\b|\bprojected\b|\bprojections?\b|\bpredicted\b|\bexpected\b"),
        ("outturn", r"\bout-?turn\b"),
        ("actual", r"\bactuals?\b|\bspen[dt]\b|\bto date\b|\bytd\b|\bdelivered\b|\bachieved\b|\bexpenditure (?:in|to)\b|\brealised\b"),
        ("savings", r"\bsavings?\b|\bmtfp target\b"),
        ("budget", r"\bbudgets?\b|\b(?:original|revised) estimates?\b|\bapproved\b|\ballocat(?:ion|ed)s?\b|\bplan(?:ned)?\b|\bprogramme total\b"),
        ("income", r"\bincome\b|\breceipts?\b"),
]  # fmt: skip
_ROLES = [(role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _ROLE_WORDS]
FINANCE = {"budget", "forecast", "outturn", "actual", "variance", "savings"}
_SHORT_YEARS = re.compile(r"(?<![\d.,/-])(\d\d)\s?[-/]\s?(\d\d)(?![\d.,/-])")
_REPORT_PERIOD = re.compile(
    r"\b(?:month|period|quarter|m|p|q)\s?\d{1,2}(?:,? ?20\d\d ?[/-] ?\d{2,4})?\b", re.IGNORECASE
)
_MONTHLY_REPORT = re.compile(r"\b(?:month|period|m|p)\s?(\d{1,2})\b", re.IGNORECASE)


class Scale(NamedTuple):
    """What a head says of the money under it: the mark as printed, and the head to read bare figures by."""

    printed: str
    head: str


@lru_cache(maxsize=2000)
def scale_in(text: str | None) -> Scale | None:
    """The one scale a text names; None where it names none, or two that differ."""
    marks = [" ".join(mark.group().split()) for mark in MONEY.finditer(plain(text or ""))]
    worth = {parse_figure("1", mark if "£" in mark else f"£ {mark}").value for mark in marks}
    if len(worth) != 1:
        return None
    longest = max(marks, key=len)
    return Scale(longest, longest if "£" in longest else f"£ {longest}")


def role_of(head: str) -> Role:
    """What the amounts of a column are, from its head."""
    flat = plain(mended(head))
    return next((role for role, words in _ROLES if words.search(flat)), "other")


def period_of(head: str) -> str | None:
    """The period a column's head names, as printed there: "2025/26", "Mar 26", "Month 6"."""
    if re.search(r"\bsince\b|\bfrom\b|\bmovement\b", head, re.IGNORECASE):
        return None  # what has changed between two days is of neither
    found = find_periods(head)
    if found and re.search(r"\b(?:to|until|by)\s*$", head[: found[0].span[0] if found[0].span else 0], re.IGNORECASE):
        return None  # "Investment Programme to 2028"
    if len(found) == 1:
        return " ".join(found[0].as_printed.split())
    years = _SHORT_YEARS.search(head)
    if not found and years and (int(years.group(1)) + 1) % 100 == int(years.group(2)):
        return years.group()
    named = _REPORT_PERIOD.search(head)
    return named.group() if named and not found else None


def reported_before(heads: Sequence[str], roles: Mapping[int, Role]) -> list[int]:
    """The columns that a later report of the year has beside them: "Variance at P5" beside "Forecast variance P7"."""
    found: list[int] = []
    for role in ("variance", "forecast"):
        reports = {c: n for c, own in roles.items() if own == role and (n := report_number(heads[c])) is not None}
        found += [column for column, number in reports.items() if number < max(reports.values())]
    return found


def report_number(head: str) -> int | None:
    """Of which of the year's reports a column's head says that its amounts are: 7 for "Variance P7"; None where it names none
    or several."""
    if re.search(r"\bsince\b|\bfrom\b|\bmovement\b|\bquarter\b", head, re.IGNORECASE):
        return None
    numbers = {int(report.group(1)) for report in _MONTHLY_REPORT.finditer(head)}
    return numbers.pop() if len(numbers) == 1 else None


def amount_value(text: str, head: str, scale: Scale | None) -> tuple[float | None, str | None]:
    """(value, unit) of a cell: pounds for money, else in its own unit; (None, None) where either is not printed.

    ``scale`` is what the table says for columns that print none of their own.
    """
    flat = plain(head)
    own = scale_in(head)
    if MONEY.search(flat) and (own is None or PER_CENT.search(flat)):  # two units: what the cell prints itself counts
        read = parse_figure(text)
        return _measured(read) if read.unit == "%" or read.scale > 1 else (None, None)
    if own is not None or not (PER_CENT.search(flat) or _OTHER_UNIT.search(flat)):
        scale = own or scale
        read = parse_figure(text, _head(scale))
        doubtful = (
            "£" in text and read.scale > 1 and "," in text and read.scale == parse_figure("1", _head(scale)).scale
        )
        return (None, None) if doubtful else _measured(read)  # "£50,000" under "£'000"
    read = parse_figure(text, head)
    if read.kind == "number" and read.unit is None and _FTE.search(flat):
        return read.value, "FTE"
    return _measured(read)


def _head(scale: Scale | None) -> str | None:
    return scale.head if scale else None


def _measured(read: Figure) -> tuple[float | None, str | None]:
    if read.kind != "number" or read.value is None or read.bound or read.unit is None:
        return None, None
    if read.label or read.count is not None or read.share is not None or read.of is not None:
        return None, None  # more than one figure in the cell
    return read.value, {"GBP": "£"}.get(read.unit, read.unit)
