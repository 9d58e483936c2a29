"""Risk registers to risks: tables whose columns name a risk and what is done about it, how it is scored or who owns it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from assistant.records.heads import headed
from assistant.records.model import Piece, Risk
from assistant.records.periods import find_periods, parse_period
from assistant.records.plans import table_position
from assistant.records.ratings import Rating
from assistant.records.reading import Context, SheetReading
from assistant.records.risk_columns import RiskColumns, Stage, dated, numbered, risk_columns
from assistant.records.scores import parse_score, risk_rating
from assistant.records.sheets import Sheet, SheetRow

LONGEST_NUMBER = 15
_RISK = re.compile(r"\brisks?\b", re.IGNORECASE)
_REGISTER = re.compile(
    r"\brisks?\b.{0,40}\b(?:register|log|matrix)\b|\b(?:strategic|corporate|key) risks?\b", re.IGNORECASE
)
_FACTOR = re.compile(r"[1-9]")


@dataclass(slots=True)
class _Row:
    """A risk being put together: its first row, and the rows below that go on with it."""

    row: SheetRow
    description: list[str]
    mitigation: list[str] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    more: list[SheetRow] = field(default_factory=list)


class RiskReader:
    """Reads risk registers, and the tables of risks inside reports."""

    kind = "risk"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure where one column names the risk and others say two of: what is done, how it is scored, who owns it."""
        sheet = headed(sheet, _is_head)
        columns = _columns(sheet)
        if columns is None or columns.description is None:
            return 0.0
        head = sheet.headers[columns.description]
        register = bool(_REGISTER.search(sheet.title))
        if not register and not _RISK.search(head):
            return 0.0
        told = sum(map(bool, (columns.mitigation, columns.scores, columns.owner is not None)))
        if columns.description > 4 and not register:
            return 0.0
        return {0: 0.0, 1: 0.7 if columns.mitigation or register else 0.0, 2: 0.93}.get(told, 0.97)

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """A risk a row; a row that goes on with the risk above is added to it, one that says no risk is left."""
        sheet = headed(sheet, _is_head)
        columns = _columns(sheet)
        assert columns is not None and columns.description is not None
        found: list[_Row] = []
        reading = SheetReading([])
        for row in sheet.rows:
            if _goes_on(row, columns) and found:
                _add(found[-1], row, columns)
            elif reason := _unreadable(row, columns):
                reading.left += 1
                reading.reasons.append(reason)
            else:
                texts = [row.text(column) for column in columns.mitigation]
                further = [text for text in [row.text(columns.further)] if re.search(r"\w", text)]
                found.append(_Row(row, [row.text(columns.description)], [text for text in texts if text], further))
        day = position_at(sheet, context)
        reading.records = [_risk(one, columns, sheet, day) for one in found]
        return reading


def _columns(sheet: Sheet) -> RiskColumns | None:
    """The columns of a register by their heads and by what stands under "Risk"."""
    columns = risk_columns(sheet.headers)
    texts = [[entry.text for entry in row.entries] for row in sheet.rows]
    return dated(numbered(columns, sheet.headers, texts), sheet.headers, texts) if columns else None


def _is_head(texts: list[str]) -> bool:
    """Whether a row's texts are the heads of a register."""
    columns = risk_columns(texts)
    if columns is None or columns.description is None:
        return False
    return sum(map(bool, (columns.mitigation, columns.scores, columns.owner is not None))) >= 2


def position_at(sheet: Sheet, context: Context) -> date | None:
    """The day a table tells of: one that its headings name ("position at 31 May 2025", "Risk register, May 2025"), else that
    of the meeting."""
    for text in (sheet.caption, sheet.heading, sheet.part.title):
        days = [period.end for period in find_periods(text or "") if period.kind == "snapshot"]
        if len(days) == 1:
            return days[0]
    told = parse_period(context.facts.period) if context.facts.period else None
    if told is not None and told.kind == "snapshot":
        return told.end
    return table_position(sheet, context.facts) or sheet.part.meeting_date or context.facts.meeting_date


def _goes_on(row: SheetRow, columns: RiskColumns) -> bool:
    """Whether a row belongs to the risk above: it names no risk of its own, or only more of the words."""
    assert columns.description is not None
    own = {i for i, entry in enumerate(row.entries) if entry.text and not entry.merged}
    described = columns.description in own
    words = {*columns.mitigation, *([columns.further] if columns.further is not None else [])}
    numbered = columns.number is not None and columns.number in own
    if not described:
        return not numbered and bool(own) and own <= words
    lower = row.text(columns.description)[:1].islower()
    return not numbered and columns.number is not None and lower and own <= {columns.description, *words}


def _unreadable(row: SheetRow, columns: RiskColumns) -> str | None:
    """Why a row is no risk; None when it is one."""
    assert columns.description is not None
    text = row.text(columns.description)
    if row.entries[columns.description].merged or not re.search(r"[A-Za-z]{3}", text):
        return "no risk is named in the row"
    if len(row.text(columns.number)) > LONGEST_NUMBER:
        return "what stands for the number is none"
    others = [i for i, entry in enumerate(row.entries) if entry.text and i != columns.description]
    return None if others or any(entry.fill for entry in row.entries) else "the row says nothing beside the risk"


def _add(one: _Row, row: SheetRow, columns: RiskColumns) -> None:
    assert columns.description is not None
    if not row.entries[columns.description].merged and row.text(columns.description):
        one.description.append(row.text(columns.description))
    one.mitigation += [
        row.text(column) for column in columns.mitigation if row.text(column) and not row.entries[column].merged
    ]
    if columns.further is not None and row.text(columns.further) and not row.entries[columns.further].merged:
        one.further.append(row.text(columns.further))
    one.more.append(row)


def _risk(one: _Row, columns: RiskColumns, sheet: Sheet, day: date | None) -> Risk:
    row = one.row
    values = {stage: _stage(row, columns, stage) for stage in ("previous", "current", "target", "inherent")}
    rating = _rating(row, columns)
    return Risk(
        page=row.page,
        pieces=_pieces(one),
        as_printed=" ".join(each.as_printed for each in (row, *one.more)),
        register_title=_register_title(sheet),
        section=None if any(entry.merged for entry in row.entries) else row.group,
        number=row.text(columns.number) or None,
        description=" – ".join(filter(None, (row.text(columns.title), " ".join(one.description)))),
        mitigation=" ".join(one.mitigation) or None,
        further=" ".join(one.further) or None,
        previous_as_printed=values["previous"][0],
        previous_score=values["previous"][1],
        current_as_printed=values["current"][0],
        current_score=values["current"][1],
        target_as_printed=values["target"][0],
        target_score=values["target"][1],
        inherent_as_printed=values["inherent"][0],
        inherent_score=values["inherent"][1],
        rating=rating.name if rating else None,
        rating_source=rating.source if rating else None,
        owner=row.text(columns.owner) or None,
        direction=row.text(columns.direction) or None,
        position_at=day,
    )


def _register_title(sheet: Sheet) -> str | None:
    """What the register is called: of the titles over it the nearest that speaks of risks, else the nearest."""
    titles = [title for title in (sheet.caption, sheet.heading, sheet.part.title) if title]
    return next((title for title in titles if _RISK.search(title)), next(iter(titles), None))


def _pieces(one: _Row) -> list[Piece]:
    """Where a risk stands, its rows' pieces of one page together."""
    boxes: dict[int, list[Piece]] = {}
    for row in (one.row, *one.more):
        for piece in row.pieces():
            boxes.setdefault(piece.page, []).append(piece)
    return [Piece(page=page, boxes=[box for piece in found for box in piece.boxes]) for page, found in boxes.items()]


def _stage(row: SheetRow, columns: RiskColumns, stage: Stage) -> tuple[str | None, float | None]:
    """A stage's score as printed and as number: that of its own column, else the product of its two factors."""
    printed = row.text(columns.score(stage, "score"))
    value = parse_score(printed).value if printed else None
    if printed:
        return printed, value
    factors = [row.text(columns.score(stage, measure)) for measure in ("likelihood", "impact")]
    if not all(map(_FACTOR.fullmatch, factors)):
        return None, None
    return " ".join(factors), float(int(factors[0]) * int(factors[1]))


def _rating(row: SheetRow, columns: RiskColumns) -> Rating | None:
    """The rating of now: of its own column, else of the score's cell. A colour the whole row has is no rating."""
    assert columns.description is not None
    usual = row.entries[columns.description].fill
    for column in (columns.score("current", "rating"), columns.score("current", "score")):
        if column is not None and column < len(row.entries):
            entry = row.entries[column]
            rating = risk_rating(entry.text, entry.fill if entry.fill != usual else None)
            if rating is not None:
                return rating
    return None
