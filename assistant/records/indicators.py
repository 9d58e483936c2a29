"""The reader of tables of indicators, scorecards and datasets: which tables they are, and which of their rows are sure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.records.commentary import LABEL, commentary_under, footnote, priority_of
from assistant.records.indicator_columns import Column, Layout, is_header_row, layout_of, year_of
from assistant.records.indicator_row import CLOCK, CODED, LONGEST_CELL, IndicatorRow, read_cell, unit_hint
from assistant.records.indicator_rows import Setting, observations
from assistant.records.model import Observation
from assistant.records.numbers import Figure
from assistant.records.reading import Context, SheetReading
from assistant.records.row_kinds import kind_said
from assistant.records.sheets import Sheet, SheetRow

_CODE = re.compile(r"(?=.*\d)[A-Za-z]{0,6}[ ./-]?\d{1,4}(?:[./-][\dA-Za-z]{1,4}){0,3}[a-z]?\*?")
_LABELLED = re.compile(
    r"\b(?:performance|indicators?|measures?|kpis?|scorecard|dataset|metrics|outcomes framework)\b", re.IGNORECASE
)
_SAMPLE = 40
"""Rows looked at to see what kind of cells a table has."""


class IndicatorTables:
    """The reader of tables whose rows are indicators and whose columns are periods, targets and benchmarks."""

    kind = "observation"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """By its columns: a name, figures of periods, and what else only tables of indicators have."""
        layout = layout_of(sheet, context.facts.period)
        if layout is None or layout.all("money") or _name_at(layout, sheet) is None:
            return 0.0
        beside = sum(layout.at(role) is not None for role in ("target", "benchmark", "direction", "rating", "polarity"))
        dated, named = len(layout.all("period")), layout.at("name") is not None
        if not dated and not (named and beside and layout.at("value") is not None):
            return 0.0
        if not _mostly_figures(sheet, layout):
            return 0.0
        titled = bool(_LABELLED.search(sheet.title))
        if named:
            return 0.95 if beside or layout.at("id") is not None else 0.9 if dated > 1 else 0.75
        if beside > 1 or (beside and titled):
            return 0.8
        return 0.6 if dated > 1 and (titled or _is_series(layout, sheet)) else 0.0

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """The observations of a table. A row without a name or without one sure figure is left as text."""
        layout = layout_of(sheet, context.facts.period)
        if layout is None:
            return SheetReading([], len(sheet.rows), ["no columns of figures"])
        if _same_period_twice(layout):
            return SheetReading([], len(sheet.rows), ["two columns of one period"])
        if _repeats(sheet, context):
            return SheetReading([], len(sheet.rows), ["a copy of the table before it"])
        rows: list[IndicatorRow] = []
        reasons: list[str] = []
        for found in _rows(sheet, layout, context.facts.period):
            if isinstance(found, IndicatorRow):
                rows.append(found)
            else:
                reasons.append(found)
        said = commentary_under(sheet, context, [(row.indicator_id or "", row.name) for row in rows])
        setting = Setting(priority_of(sheet, context), context.facts.period, footnote(context, sheet.part_index))
        records: list[Observation] = []
        for row in rows:
            row.remark = row.said("comment") or row.remark or said.get(row.indicator_id or "") or said.get(row.name)
            records += observations(row, setting)
        return SheetReading(records, len(reasons), reasons)


def indicator_names(context: Context, index: int) -> list[tuple[str | None, str]]:
    """Id and name of every indicator in the tables of a part, each once, in order."""
    reader = IndicatorTables()
    found: dict[tuple[str | None, str], None] = {}
    for sheet in context.sheets:
        layout = layout_of(sheet, context.facts.period) if sheet.part_index == index else None
        if layout is None or reader.claim(sheet, context) == 0:
            continue
        for row in _rows(sheet, layout, context.facts.period):
            if isinstance(row, IndicatorRow):
                found[row.indicator_id, row.name] = None
    return list(found)


def _rows(sheet: Sheet, layout: Layout, period: str | None) -> Iterator[IndicatorRow | str]:
    """The rows of a table that are indicators; for a row that is none and holds figures the reason why it is left."""
    year = year_of(sheet, period)
    name_at = _name_at(layout, sheet)
    last: IndicatorRow | None = None
    body = sheet.rows[layout.first :]
    names = [text for row in body if (text := row.text(name_at))]
    coded = len(names) > 1 and sum(bool(CODED.match(text)) for text in names) * 5 >= len(names) * 4
    group = body[0].group if body else None
    remarks_above = _is_sentence(group)
    seen: set[tuple[str | None, str]] = set()
    for row in body:
        again = is_header_row(row, year)
        if again:
            layout = Layout(again, 0)
            name_at = _name_at(layout, sheet)
            continue
        if last is not None and row.group != group and _is_sentence(row.group) and not remarks_above:
            last.remark = row.group
        group = row.group
        remark = _remark(row, layout)
        if remark and last is not None:
            last.remark = f"{last.remark} {remark}" if last.remark else remark
            continue
        found = _row(row, layout, name_at, sheet)
        if isinstance(found, IndicatorRow):
            found.coded = coded
            last = found
            printed = (row.group, row.as_printed)
            found = "a copy of a row before it" if printed in seen else found
            seen.add(printed)
        if found is not None:
            yield found


def _row(row: SheetRow, layout: Layout, name_at: int | None, sheet: Sheet) -> IndicatorRow | str | None:
    """A row as an indicator's, or why it cannot be read; None for one that holds nothing."""
    name = row.text(name_at)
    hint = unit_hint(name, row.text(layout.at("unit")))
    figures: dict[int, Figure] = {}
    for column in layout.all("period", "value"):
        entry = row.entries[column] if column < len(row.entries) else None
        if entry is None or entry.merged or not entry.text:
            continue
        figure = read_cell(entry.text, hint)
        if len(entry.text) > LONGEST_CELL or figure.kind == "period" or (entry.span > 1 and figure.value is not None):
            return "a cell under a period that is no figure of it"
        figures[column] = figure
    if not figures:
        return "no figures in the row" if name else None
    first = min(layout.all("period", "value"), default=0)
    if any(kind_said(row.text(i)) in {"target", "benchmark", "other"} for i in range(first)):
        return "a row of targets, or of what figures are held against"
    if name_at is None or not re.search(r"[A-Za-z]{2}", name):
        return "a row of figures without a name"
    if all(figure.kind == "text" and not CLOCK.fullmatch(figure.as_printed) for figure in figures.values()):
        return "no figures in the row"
    if _headless(row, layout.columns):
        return "figures in columns without a header"
    return IndicatorRow(row, layout, name_at, _id_at(layout, sheet, name_at), figures)


def _is_series(layout: Layout, sheet: Sheet) -> bool:
    """Whether a table has nothing but names without a head and figures under times, one of them perhaps in part."""
    name_at = _name_at(layout, sheet)
    others = [c for i, c in enumerate(layout.columns) if i != name_at and c.role != "period"]
    unknown = [c for c in others if c.role != "other" or c.period is None]
    return name_at == 0 and not sheet.headers[0].strip() and not unknown and len(others) < 2


def _headless(row: SheetRow, columns: list[Column]) -> bool:
    """Whether a figure stands in a column with no header: then the headers have slipped, and no column is sure."""
    first = min((i for i, column in enumerate(columns) if column.role in {"period", "value"}), default=0)
    return any(
        columns[i].role == "" and bool(row.text(i)) and read_cell(row.text(i), "").kind != "text"
        for i in range(first, min(len(columns), len(row.entries)))
    )


def _is_sentence(group: str | None) -> bool:
    """Whether what was taken for a sub-heading is a remark on the row above it."""
    return bool(group and len(group) > 60 and group.rstrip().endswith("."))


def _remark(row: SheetRow, layout: Layout) -> str | None:
    """The text of a row that is nothing but a remark over most of the columns: it speaks of the row above."""
    filled = [entry for entry in row.entries if entry.text and not entry.merged]
    wide = len(filled) == 1 and filled[0].span * 2 >= len(layout.columns)
    text = LABEL.sub("", filled[0].text) if wide else ""
    return text if wide and (len(text) > LONGEST_CELL or text != filled[0].text) else None


def _name_at(layout: Layout, sheet: Sheet) -> int | None:
    """The column of the indicators' names: the one headed so, unless it holds codes and the next one words."""
    named = layout.all("name")
    first = min(layout.all("period", "value"), default=0)
    others = [i for i in layout.all("other", "group", "") if i < first]
    for column in [*named, *others]:
        texts = [text for row in sheet.rows[layout.first : layout.first + _SAMPLE] if (text := row.text(column))]
        words = sum(bool(re.search(r"[A-Za-z]{3}", text)) and not _CODE.fullmatch(text) for text in texts)
        if texts and words * 2 > len(texts):
            return column
    return None


def _id_at(layout: Layout, sheet: Sheet, name_at: int) -> int | None:
    """The column of the ids: headed so, or of codes before the names."""
    if layout.at("id") is not None:
        return layout.at("id")
    for column in range(name_at):
        texts = [text for row in sheet.rows[layout.first : layout.first + _SAMPLE] if (text := row.text(column))]
        if (
            texts
            and layout.columns[column].role in {"", "name", "other"}
            and all(_CODE.fullmatch(text) for text in texts)
        ):
            return column
    return None


def _mostly_figures(sheet: Sheet, layout: Layout) -> bool:
    """Whether the cells under periods are figures, or say why there is none, rather than words."""
    texts = [
        row.text(column)
        for row in sheet.rows[layout.first : layout.first + _SAMPLE]
        for column in layout.all("period", "value")
        if row.text(column)
    ]
    figures = sum(len(text) <= LONGEST_CELL and read_cell(text, "").kind not in {"text", "period"} for text in texts)
    return bool(texts) and figures * 5 >= len(texts) * 3


def _same_period_twice(layout: Layout) -> bool:
    """Whether two columns of figures are of one period: nobody knows what sets them apart."""
    periods = [(c.period.start, c.period.end, c.period.kind) for c in layout.columns if c.role == "period" and c.period]
    return len(set(periods)) < len(periods)


def _repeats(sheet: Sheet, context: Context) -> bool:
    """Whether a table is a copy, made by a machine, of one just before it under the same heading."""
    own = [row.as_printed for row in sheet.rows]
    for other in context.sheets:
        if other is sheet:
            return False
        near = other.part_index == sheet.part_index and 0 <= sheet.page - other.rows[-1].page <= 1
        if near and other.headers == sheet.headers and other.heading == sheet.heading:
            if {row.as_printed for row in other.rows} >= set(own):
                return True
    return False
