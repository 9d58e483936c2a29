"""Which columns of a schedule of planning applications have the application, what was decided on it, the vote, the advice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.records.model import Verb

APPLICATION = re.compile(
    r"(?:[A-Z]{1,4}[/. -]?)?(?:(?:20)?\d\d[/.-]\d{3,6}|(?!20\d\d/\d\d\b)\d{3,6}[/.](?:20)?\d\d)(?:[/.-](?:[A-Z]{1,6}\d?|\d{1,3}))*(?![\w/])"
)
"""The reference of an application, by year and number and the letters of its kind: "25/01127/FUL", "P/2025/0123", "S/1234/25"."""
_DECIDED = re.compile(
    r"\bdeci(?:ded|sions?)\b|\bresol(?:ved|utions?)\b|\boutcome\b|\bdetermin(?:ed|ation)\b", re.IGNORECASE
)
_NOT_THEIRS = re.compile(
    r"\binspector|\bappeal|\bdelegated\b|\bofficers?\b|\brecommend|\bcouncil\b|\b(?:date|level|type|maker|issued)\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(r"\bofficers?\b|\brecommend", re.IGNORECASE)
_VOTE = re.compile(r"\bvot(?:es?|ing)\b|\bfor\b.*\bagainst\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:site|location|address|proposal|description|development|premises)\b", re.IGNORECASE)
_REASONS = re.compile(r"\breasons?\b", re.IGNORECASE)
FATES: list[tuple[Verb, str]] = [
    ("approved", r"approv\w+|grant\w*|permit\w*|permission granted|consent\w*"),
    ("rejected", r"refus\w+|reject\w+"),
    ("deferred", r"defer\w*|adjourn\w*"),
    ("withdrawn", r"withdrawn"),
]
_FATE = [(verb, re.compile(rf"\W*(?:{words})\b", re.IGNORECASE)) for verb, words in FATES]


def is_application(number: str) -> bool:
    """Whether a number is the reference of an application and no minute's."""
    return bool(APPLICATION.fullmatch(number)) and re.search(r"\d{4}", number) is not None


class PlanningColumns(NamedTuple):
    """Where each stands; ``about`` are those of the site and of what is to be built."""

    application: int
    decision: int
    about: list[int]
    advice: int | None
    vote: int | None
    reasons: int | None


def is_schedule(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table is a schedule of applications decided."""
    return planning_columns(heads, rows) is not None


def planning_columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> PlanningColumns | None:
    """The columns by their heads and by what stands in them; None unless one has applications and one other the decisions."""
    flat = [" ".join(head.split()) for head in heads]
    decided = [
        i
        for i, head in enumerate(flat)
        if _DECIDED.search(head)
        and not _NOT_THEIRS.search(head)
        and _most(rows, i, lambda text: fate(text) is not None)
    ]
    listed = [i for i in range(len(flat)) if _most(rows, i, lambda text: bool(APPLICATION.match(text)))]
    if len(decided) != 1 or not listed or listed[0] == decided[0] or any(re.search(r"\bappeal", h, re.I) for h in flat):
        return None
    advice, vote, reasons = (
        next((i for i, head in enumerate(flat) if form.search(head) and i != decided[0]), None)
        for form in (_ADVICE, _VOTE, _REASONS)
    )
    taken = {decided[0], listed[0], advice, vote, reasons}
    about = [i for i, head in enumerate(flat) if i not in taken and _ABOUT.search(head)]
    return PlanningColumns(listed[0], decided[0], about, advice, vote, reasons)


def _most(rows: Sequence[Sequence[str]], column: int, fits: Callable[[str], bool]) -> bool:
    texts = [row[column] for row in rows if column < len(row) and row[column]]
    return 2 * sum(map(fits, texts)) > len(texts)


def fate(text: str) -> Verb | None:
    """What became of an application, by the first word of the cell."""
    return next((verb for verb, form in _FATE if form.match(text)), None)
