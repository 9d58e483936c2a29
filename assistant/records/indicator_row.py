"""One row of a table of indicators: where it stands, what its columns are, its name, its code and the figures of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.records.indicator_columns import Layout, Role
from assistant.records.numbers import Figure, parse_figure
from assistant.records.sheets import SheetRow

LONGEST_CELL = 80
"""Letters of the longest cell that is still a figure or says why there is none; more is a remark."""
_MONEY = re.compile(r"£\s?(?:'?000s?|k|mn?|bn|million)?(?![\w.])", re.IGNORECASE)
CLOCK = re.compile(r"\d{1,3}:[0-5]\d(?::[0-5]\d)?")
"""A length of time as an indicator prints it, "9:26" minutes or hours: it is told as printed and not reckoned with."""
CODED = re.compile(r"(?P<code>[A-Z]{1,6}[ ./-]?\d{1,3}(?:[./-]\d{1,3}|[a-z])?)\s*[:–—-]?\s+(?=[A-Za-z]|\d+-[a-z])")
"""A code before the name in one cell: "SPI 03 Rent lost through empty homes"."""


@dataclass(slots=True)
class IndicatorRow:
    """One row of indicators: where it stands, what its columns are, and its figures by column."""

    row: SheetRow
    layout: Layout
    name_at: int
    id_at: int | None
    figures: dict[int, Figure]
    remark: str | None = None
    coded: bool = False
    """The names of its table begin with codes."""

    @property
    def name(self) -> str:
        """The indicator's name as printed."""
        text = self.row.text(self.name_at)
        code = CODED.match(text) if self.coded else None
        return text[code.end() :] if code else text

    @property
    def indicator_id(self) -> str | None:
        """Its id, without the mark of a footnote, I and l beside digits read as 1."""
        said = self.row.text(self.id_at).rstrip("* ")
        if self.id_at is None and self.coded and (code := CODED.match(self.row.text(self.name_at))):
            return code["code"]
        return re.sub("[Il]", "1", said) if re.fullmatch(r"[\dIl]{1,4}", said) else said or None

    def said(self, role: Role) -> str:
        """What stands in the first column of a role."""
        return self.row.text(self.layout.at(role))


def read_cell(text: str, hint: str) -> Figure:
    """The figure of a cell; ``hint`` is what unit column or name say of its unit and scale ("£000")."""
    return parse_figure(text, f"figure {hint}".strip())


def unit_hint(name: str, said: str = "") -> str:
    """What gives scale to the bare figures of a row: its unit column, and money in its name."""
    money = _MONEY.search(f"{said} {name}")
    return money.group() if money else ""


def figure_at(found: IndicatorRow, column: int | None) -> Figure | None:
    """What the cell of a column is worth; None for a blank one and for a remark."""
    text = found.row.text(column)
    return read_cell(text, unit_hint(found.name, found.said("unit"))) if text and len(text) <= LONGEST_CELL else None
