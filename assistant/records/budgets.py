"""Finance tables to budget lines: each row with its amounts in pounds, by the scale that the table prints.

A scale that is not printed is not guessed: such an amount keeps its printed form and has no value.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.papers.headers import is_value
from assistant.papers.model import Page
from assistant.records.budget_columns import (
    FINANCE,
    MONEY,
    PER_CENT,
    Role,
    amount_value,
    period_of,
    reported_before,
    role_of,
    scale_in,
)
from assistant.records.budget_layout import UNIT_OF_COUNCIL, Layout, find_layout, is_money, line_above
from assistant.records.budget_sections import Place, find_lines, find_sections, is_total, names, run_of
from assistant.records.dates import plain
from assistant.records.heads import headed
from assistant.records.model import Amount, BudgetLine, Certainty
from assistant.records.reading import Context, SheetReading
from assistant.records.sheets import Sheet, SheetRow

Kind = Literal["revenue", "capital", "savings", "reserves", "programme", "other"]
_KINDS: list[tuple[Kind, re.Pattern[str]]] = [
    ("savings", re.compile(r"\bsavings?\b|\befficienc", re.IGNORECASE)),
    ("capital", re.compile(r"\bcapital\b", re.IGNORECASE)),
    ("reserves", re.compile(r"\breserves?\b", re.IGNORECASE)),
    ("revenue", re.compile(r"\brevenue\b", re.IGNORECASE)),
    ("programme", re.compile(r"\binvestment (?:fund|programme)\b|\bawards?\b|\bfunding\b|\bgrants?\b", re.IGNORECASE)),
]
_FINANCIAL = re.compile(
    r"\bbudget|\bcapital\b|\brevenue\b|\bsavings?\b|\breserves?\b|\bfund(?:s|ing)?\b|\bgrants?\b|\bexpenditure\b|\bspend"
    r"|\binvestment|\bawards\b|\ballocations?\b|\bborrowing\b|\bdebt\b|\btreasury\b|\bfinanc|\bmtfp\b|\boutturn\b|\bcosts?\b"
    r"|\bfees\b|\bcharges\b|\bpayments?\b|\bpayees?\b|\breceipts?\b",
    re.IGNORECASE,
)
_SERVICE_HEAD = re.compile(
    r"\bdirectorates?\b|\bdepartments?\b|\bportfolios?\b|\bservices?\b|\bdivisions?\b", re.IGNORECASE
)
_LEVELS = re.compile(
    r"\bdirectorates?\b|\bdepartments?\b|\bportfolios?\b|\bdivisions?\b|\b(?:key )?services?\b", re.IGNORECASE
)
_FULL_YEAR = re.compile(r"\b(?:full|whole|later|future)[ -](?:years?|life)\b|\bon-?going\b", re.IGNORECASE)


class BudgetReader:
    """Reads tables of money: revenue, capital, savings, reserves, programmes."""

    kind = "budget_line"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure where columns are budget, forecast, outturn, variance; or where all figures are money under such a title."""
        sheet = headed(sheet, _is_head)
        layout = find_layout(sheet, context)
        if layout is None:
            return 0.0
        roles = {role_of(sheet.headers[column]) for column in layout.amounts} & FINANCE
        money = [column for column in layout.amounts if is_money(sheet, column, layout)]
        texts = (sheet.title, sheet.headers[layout.service], line_above(sheet, context))
        titled = any(map(_FINANCIAL.search, texts))
        if len(roles) >= 2 and roles & {"budget", "savings"}:
            return 0.97 if money else 0.9
        if len(roles) >= 2 and money:
            return 0.95
        if 2 * len(money) > len(layout.amounts) and (roles or titled):
            return 0.92
        return 0.0

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """A budget line a row with a label and figures; any other row is left as text."""
        sheet = headed(sheet, _is_head)
        layout = find_layout(sheet, context)
        assert layout is not None
        sections = _sections(sheet, context)
        form = _Form(sheet, context, layout)
        reading = SheetReading([])
        lines: list[BudgetLine] = []
        for row in sheet.rows:
            label, certainty = _label(row, layout, context.paper.pages)
            line = form.line(row, label, certainty, sections) if label else None
            if line is None:
                reading.left += 1
                reading.reasons.append("a row of figures without a name" if not label else "a row without figures")
            else:
                lines.append(line)
        reading.records = lines
        if lines and not any(amount.unit for line in lines for amount in line.amounts):
            reading.reasons.append("no scale is printed: amounts as printed, without values")
        return reading


def _is_head(texts: list[str]) -> bool:
    """Whether a row's texts are the heads of a table of money."""
    return len({role_of(text) for text in texts} & FINANCE) >= 2


class _Form:
    """What all lines of one sheet have in common, and the making of one."""

    def __init__(self, sheet: Sheet, context: Context, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        self.heads = [" ".join(head.split()) for head in sheet.headers]
        self.above = line_above(sheet, context)
        self.kind = _kind(sheet, layout, self.above)
        self.period = _period(sheet, context)
        self.periods = {column: self._period_of(column) for column in layout.amounts}
        self.roles = _roles(self.heads, layout, sheet, self.kind)
        self.known = _directorates(sheet, context)
        self.known |= _siblings(sheet, context, self.known)
        self.owner = _owner_of_table(sheet, layout, self.known)

    def line(
        self, row: SheetRow, label: str, certainty: Certainty, sections: dict[Place, list[str]]
    ) -> BudgetLine | None:
        """The line of a row; None when it holds no figure at all."""
        amounts = [self._amount(row, column, label) for column in self.layout.amounts if row.text(column)]
        if not any(is_value(amount.as_printed) for amount in amounts):
            return None
        place = row.rows[0]
        section = sections.get((place.page, place.table, place.row), [])
        bold = place.cells and all(cell.bold for cell in place.cells if cell.text)
        return BudgetLine(
            page=row.page,
            pieces=row.pieces(),
            as_printed=row.as_printed,
            certainty=certainty,
            kind=self.kind,
            table=self.sheet.caption or self.sheet.heading or self.above or self.sheet.part.title,
            section=" – ".join(section) or None,
            directorate=self._directorate(row, label, section),
            service=label,
            period=self.period,
            scale=self._scale(),
            amounts=amounts,
            total=is_total(label) or bool(bold and re.search(r"\btotal\b", label, re.IGNORECASE)),
        )

    def _period_of(self, column: int) -> str | None:
        head = self.heads[column]
        return period_of(head) or (None if _FULL_YEAR.search(head) else self.period)

    def _amount(self, row: SheetRow, column: int, label: str) -> Amount:
        printed = row.text(column)
        head = self.heads[column]
        scale = self.layout.scale
        unit_of_row = PER_CENT.search(label) and not MONEY.search(plain(head)) and not _in_pounds(printed)
        value, unit = amount_value(printed, f"{head} %" if unit_of_row else head, None if unit_of_row else scale)
        return Amount(
            role=self.roles[column],
            column=head,
            as_printed=printed,
            value=value,
            unit=unit,
            period=self.periods[column],
        )

    def _directorate(self, row: SheetRow, label: str, section: list[str]) -> str | None:
        """The directorate of a row: its column's, the outermost sub-heading's where those are directorates, or its own."""
        if self.layout.directorate is not None and row.text(self.layout.directorate):
            return row.text(self.layout.directorate)
        head = self.heads[self.layout.service]
        if section:
            levels = len(_LEVELS.findall(head))
            certain = section[0].casefold() in self.known or (levels and len(section) >= levels - 1)
            return section[0] if certain else None
        if UNIT_OF_COUNCIL.fullmatch(head) and not is_total(label):
            return label
        return self.owner

    def _scale(self) -> str | None:
        """The scale as the heads print it, else as the table does; None where the heads print several."""
        scales = {found.printed for column in self.layout.amounts if (found := scale_in(self.heads[column]))}
        if scales:
            return scales.pop() if len(scales) == 1 else None
        return self.layout.scale.printed if self.layout.scale else None


def _in_pounds(text: str) -> bool:
    return "£" in text


def _label(row: SheetRow, layout: Layout, pages: list[Page]) -> tuple[str, Certainty]:
    """The name of a row. One whose words stand alone in the line above its figures is likely that line's."""
    text = row.text(layout.service)
    if layout.payee is not None and text and row.text(layout.payee) and not is_total(row.text(layout.payee)):
        return f"{row.text(layout.payee)} – {text}", "sure"
    if text or any(row.text(column) for column in range(layout.service)):
        return text or " ".join(filter(None, (row.text(c) for c in range(layout.service)))), "sure"
    place = row.rows[0]
    tables = [
        b.table for b in pages[place.page - 1].blocks if b.table is not None and b.kind not in ("header", "footer")
    ]
    cells = tables[place.table].cells if place.table < len(tables) else []
    above = [cell for cell in cells if cell.text and cell.row == place.row - 1]
    zebra = {cell.fill for cell in place.cells}
    if (
        len(above) == 1
        and above[0].column == 0
        and not above[0].bold
        and above[0].fill is not None
        and zebra == {above[0].fill}
    ):
        return " ".join(above[0].text.split()), "likely"
    return "", "sure"


def _kind(sheet: Sheet, layout: Layout, above: str) -> Kind:
    """What the money is, by the nearest text that names one kind and no other."""
    head = sheet.headers[layout.service]
    texts = [sheet.caption, above, head, sheet.heading, sheet.part.title]
    for text in texts:
        named = [kind for kind, words in _KINDS if text and words.search(text)]
        if len(named) == 1 or (named and named[0] == "capital" and "programme" in named[1:]):
            return named[0]
        if named:
            return "other"
    roles = {role_of(sheet.headers[column]) for column in layout.amounts}
    told = "budget" in roles and "variance" in roles
    return "revenue" if told and _SERVICE_HEAD.search(head) else "other"


def _period(sheet: Sheet, context: Context) -> str | None:
    """The period a table is of: its caption's or heading's, else its report's, else its paper's."""
    stated = context.facts.period or ""
    printed = any(stated in " ".join(page.text.split()) for page in context.paper.pages[:2])
    above = line_above(sheet, context)
    for text in (sheet.caption, above, sheet.heading, sheet.part.title, stated if printed else None):
        found = period_of(text) if text else None
        if found:
            return found
    return None


def _roles(heads: list[str], layout: Layout, sheet: Sheet, kind: Kind) -> dict[int, Role]:
    """What each column of figures is. Of two alike, the one of another time is what it was before."""
    roles = {column: role_of(heads[column]) for column in layout.amounts}
    if kind == "savings":
        roles |= {
            c: "savings" for c, role in roles.items() if role == "other" and re.search(r"\btarget\b", heads[c], re.I)
        }
    if set(roles.values()) == {"other"} and re.search(r"\bbudgets?\b", sheet.caption or sheet.heading or "", re.I):
        return dict.fromkeys(roles, "budget")
    for column, role in roles.items():
        same = [c for c, other in roles.items() if other == role and c != column]
        plain_ones = [c for c in same if period_of(heads[c]) is None]
        if role == "variance" and plain_ones and period_of(heads[column]):
            roles[column] = "previous"
    return roles | dict.fromkeys(reported_before(heads, roles), "previous")


def _sections(sheet: Sheet, context: Context) -> dict[Place, list[str]]:
    """The sub-headings over each row, those on the pages before among them."""
    return find_sections(
        [line for part in run_of(sheet, context.sheets) for line in find_lines(part, context.paper.pages)]
    )


def _directorates(sheet: Sheet, context: Context) -> dict[str, str]:
    """The directorates that the paper's other tables list, by their names in small letters."""
    known: dict[str, str] = {}
    starts = [other for other in context.sheets if run_of(other, context.sheets)[0] is other]
    for other in starts:
        for column, head in enumerate(other.headers):
            if not UNIT_OF_COUNCIL.search(head) or len(head) > 60:
                continue
            if UNIT_OF_COUNCIL.fullmatch(head.strip()):
                if other is sheet:
                    continue
                listed = [row.text(column) for row in other.rows]
            else:
                listed = [over[0] for over in _sections(other, context).values() if len(over) > 1]
            known |= {name.casefold(): name for name in listed if name and not is_total(name)}
    return known


def _siblings(sheet: Sheet, context: Context, known: dict[str, str]) -> dict[str, str]:
    """The other outermost sub-headings with totals of their own, where most of those of a table are directorates."""
    sections = _sections(sheet, context)
    closed = {
        over[0].casefold(): over[0]
        for part in run_of(sheet, context.sheets)
        for line in find_lines(part, context.paper.pages)
        if (over := sections.get((line.page, line.table, line.row))) and names(line.label, over[0])
    }
    agreed = len(closed.keys() & known.keys())
    return closed if agreed > 1 and 2 * agreed > len(closed) else {}


def _owner_of_table(sheet: Sheet, layout: Layout, known: dict[str, str]) -> str | None:
    """The directorate whose services a table lists: what its first head or its heading says, when that is one."""
    heading = re.sub(r"^[\d.]+\s+", "", sheet.heading or "")
    for text in (sheet.headers[layout.service], heading):
        if text.casefold() in known:
            return known[text.casefold()]
    return None
