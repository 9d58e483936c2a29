"""Tables that give an indicator several rows, one of its figures, one of its targets: made into one row of it.

"Potholes filled | Actual | 870 | 910" over "| Target | 800 | 800" reads as a row with the columns "Jan" and "Jan target": a target
told as what was reached would be wrong by all that was missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from assistant.records.indicator_columns import layout_of
from assistant.records.sheets import Entry, Sheet, SheetRow

Kind = Literal["actual", "target", "benchmark", "other"]

_WORDS: list[tuple[Kind, str]] = [
    ("actual", r"(?:our |current )?(?:actuals?|results?|outturn|performance|achieved|values?|score)"),
    (
        "target",
        r"(?:our |local |profiled |monthly |quarterly |annual )?(?:targets?|profiled?|plan(?:ned)?|goal|trajectory)",
    ),
    (
        "benchmark",
        r"england|national|(?:national|england|peer|regional|comparator|sector) (?:average|avg)|benchmark|peers",
    ),
    (
        "other",
        r"forecast|projected|projection|variance|difference|gap|rag(?: rating)?|status|rating|trend|comments?|numerator|denominator"
        r"|(?:last|previous|prior) year|baseline|tolerance|direction",
    ),
]
_KINDS = [(kind, re.compile(rf"\W*(?:{words})\W*", re.IGNORECASE)) for kind, words in _WORDS]
_SHARE = 0.8  # of the rows that say of what kind they are, in a column that does so
_LEFT = 4  # columns from the left in which it may stand


def kind_said(text: str) -> Kind | None:
    """Of what kind the figures of a row are, where a cell of it says that and nothing else."""
    return next((kind for kind, form in _KINDS if form.fullmatch(text)), None)


def folded(sheet: Sheet, period: str | None) -> Sheet:
    """A sheet with one row an indicator; itself where its rows do not say of what kind they are. ``period``: its paper's."""
    at = _kind_at(sheet)
    layout = layout_of(sheet, period) if at is not None else None
    dated = layout.all("period", "value") if layout is not None and layout.first == 0 else []
    if at is None or not dated or min(dated) <= at:
        return sheet
    # Each benchmark under the name that its rows give it: what peers reached is not what England did.
    beside = [
        *dict.fromkeys(_name(row, at) for row in sheet.rows if kind_said(row.text(at)) in {"target", "benchmark"})
    ]
    headers = [*sheet.headers, *(f"{sheet.headers[i]} {name}".strip() for name in beside for i in dated)]
    rows = [_joined(base, others, at, dated, beside) for base, others in _groups(sheet, at)]
    return replace(sheet, headers=headers, rows=rows) if rows else sheet


def _name(row: SheetRow, at: int) -> str:
    """What the figures of a row are called: "target", or the benchmark as it is printed."""
    text = row.text(at)
    return "target" if kind_said(text) == "target" else text.strip(" :")


def _kind_at(sheet: Sheet) -> int | None:
    """The column whose cells say of what kind their rows are, some of them "Target" or the like."""
    for at in range(min(_LEFT, len(sheet.headers))):
        kinds = [kind_said(row.text(at)) for row in sheet.rows if row.text(at)]
        if kinds.count("target") + kinds.count("benchmark") < 2:
            continue
        said = sum(kind is not None for kind in kinds)
        if "actual" in kinds and said >= _SHARE * len(kinds):
            return at
        named = (
            len(kinds) - said
        )  # "Recycling rate" over "Target": the name of each stands where the others say what they are
        if "actual" not in kinds and named and said <= 3 * named and kinds[0] is None:
            return at
    return None


def _groups(sheet: Sheet, at: int) -> Iterator[tuple[SheetRow, list[SheetRow]]]:
    """The row of an indicator's own figures, and those under it that are of another kind."""
    base: SheetRow | None = None
    others: list[SheetRow] = []
    for row in sheet.rows:
        if kind_said(row.text(at)) in {"actual", None}:
            if base is not None:
                yield base, others
            base, others = row, []
        elif base is not None:
            others.append(row)
    if base is not None:
        yield base, others


def _joined(base: SheetRow, others: list[SheetRow], at: int, dated: list[int], beside: list[str]) -> SheetRow:
    entries = list(base.entries)
    unnamed = not any(re.search("[a-z]{3}", base.text(i)) for i in range(at))
    if base.group and kind_said(base.text(at)) == "actual" and unnamed:
        entries[at] = Entry(base.group)  # under a heading that names it
    for name in beside:
        row = next((one for one in others if _name(one, at) == name), None)
        entries += [row.entries[i] if row is not None and i < len(row.entries) else Entry() for i in dated]
    return replace(base, entries=entries)
