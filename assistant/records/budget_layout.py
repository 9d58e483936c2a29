"""Which columns of a finance table name its rows and which hold figures, and the scale printed for the whole table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.papers.headers import is_figure, is_value
from assistant.records.budget_columns import Scale, amount_value, scale_in
from assistant.records.reading import Context
from assistant.records.sheets import Sheet

MOST_COLUMNS = 60
LONGEST_LINE = 100
_LABEL = re.compile(
    r"\bdirectorates?\b|\bdepartments?\b|\bservices?\b|\bdivisions?\b|\bportfolios?\b|\bschemes?\b|\bprojects?\b|\bprogrammes?\b"
    r"|\bsavings?\b|\bitems?\b|\bdescription\b|\bcategory\b|\borganisations?\b|\breserves?\b|\bfunds?\b|\bbudget (?:area|head)",
    re.IGNORECASE,
)
_PAYEE = re.compile(r"\bpayees?\b|\bpaid to\b|\bsuppliers?\b|\bcreditors?\b|\bcontractors?\b", re.IGNORECASE)
UNIT_OF_COUNCIL = re.compile(r"\bdirectorates?\b|\bdepartments?\b|\bportfolios?\b", re.IGNORECASE)


@dataclass(slots=True)
class Layout:
    """Which columns of a sheet are what. ``service`` names the row; ``amounts`` are the columns of figures."""

    service: int
    directorate: int | None
    amounts: list[int]
    scale: Scale | None
    payee: int | None = None  # who was paid, beside what for


def find_layout(sheet: Sheet, context: Context) -> Layout | None:
    """Which columns name the rows and which hold figures; None for a table that cannot be one of money."""
    width = len(sheet.headers)
    if width < 2 or width > MOST_COLUMNS or not any(sheet.headers):
        return None
    amounts = [column for column in range(width) if _figures(sheet, column)]
    words = [column for column in range(width) if column not in amounts and _words(sheet, column)]
    if not amounts or not words or words[0] > amounts[0]:
        return None
    before = [column for column in words if column < amounts[0]]
    named = [column for column in before if _LABEL.search(sheet.headers[column])]
    service = (named or before)[-1]
    over = [column for column in before if column != service and UNIT_OF_COUNCIL.search(sheet.headers[column])]
    texts = [sheet.headers[service], sheet.caption, line_above(sheet, context), sheet.heading]
    scale = next((found for text in texts if (found := scale_in(text))), None)
    paid = [column for column in before if column != service and _PAYEE.search(sheet.headers[column])]
    return Layout(service, over[0] if over else None, amounts, scale, paid[0] if paid else None)


def _figures(sheet: Sheet, column: int) -> bool:
    """Whether a column holds figures: most of what it says is a value, and one at least has digits."""
    if not sheet.headers[column]:
        return False
    texts = [row.entries[column].text for row in sheet.rows if row.entries[column].text]
    values = sum(map(is_value, texts))
    reference = re.fullmatch(
        r"(?:ref|no|number|para(?:graph)?|id|row|page|item)\W*(?:no\W*)?", sheet.headers[column], re.IGNORECASE
    )
    return reference is None and 2 * values > len(texts) and any(map(is_figure, texts))


def _words(sheet: Sheet, column: int) -> bool:
    return any(re.search(r"[A-Za-z]{3}", row.entries[column].text) for row in sheet.rows)


def line_above(sheet: Sheet, context: Context) -> str:
    """The short line right above a table, which may name it or print its scale; "" where there is none."""
    place = sheet.rows[0].rows[0]
    before, position = "", 0
    for block in context.paper.pages[place.page - 1].blocks:
        if block.kind in ("header", "footer"):
            continue
        if block.table is None:
            lines = block.text.splitlines()
            before = lines[-1] if len(lines) == 1 or (lines and scale_in(lines[-1])) else ""
            continue
        if position == place.table:
            break
        position, before = position + 1, ""
    return " ".join(before.split()) if len(before) < LONGEST_LINE and not before.endswith((".", ";", ",")) else ""


def is_money(sheet: Sheet, column: int, layout: Layout) -> bool:
    """Whether the figures of a column are money: by its head, by the table's scale, or by their own pound signs."""
    texts = [row.entries[column].text for row in sheet.rows if is_figure(row.entries[column].text)][:20]
    units = [amount_value(text, " ".join(sheet.headers[column].split()), layout.scale)[1] for text in texts]
    return 2 * units.count("£") > len(units)
