"""Which rows of a table are its header, what each column is called, and whether a table goes on from the one
before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.papers.header_groups import repeated_groups, shared_heading, years_over_quarters
from assistant.papers.model import Cell, Colour, Table

SAME_EDGE = 4.0
"""Points by which a column's edge may differ from page to page."""
MOST_HEADER_ROWS = 5
SHORT_HEADER = 45

_PERIOD = re.compile(r"^(?:(?:19|20)\d\d|(?:19|20)?\d\d\s?[/–-]\s?(?:20)?\d\d|\d\d?[/.]\d\d?[/.]\d{2,4})$")
_VALUE = re.compile(
    r"^[(<>≤≥~+\-–−]*\s*[£€$]?\s*[(+\-–−]?[\d,]*\.?\d+\s*(?:%|pp?|[kmb]n?|r|x|days?|weeks?|points?|years?|st|nd|rd|th)?\)?"
    r"(?:\s*\([^)]{1,20}\))?[*^#]?$|^\d{1,3}:[0-5]\d(?::[0-5]\d)?$",
    re.IGNORECASE,
)
_SCALE = re.compile(r"\(?£\s?['’]?000['’]?s?\)?")
_NO_VALUE = frozenset(
    (
        "-",
        "–",
        "—",
        "x",
        "n/a",
        "na",
        "tbc",
        "tba",
        "monitor",
        "not available",
        "nil",
        "..",
        "*",
        "yes",
        "no",
        "✓",
    )
)
_USUAL = re.compile(
    r"^(?:(?:ref|id|no|item|number|minute|priority|risk|action|issue|milestone|workstream|indicator|measure|description"
    r"|definition|target|actual|baseline|current|previous|status|rag|direction|dot|trend|owner|lead|officer|responsible"
    r"|date|deadline|timescale|timeframe|due|progress|update|comments?|commentary|evidence|impact|outcome|resolution"
    r"|recommendation|decision|agenda|page|title|name|subject|topic|reason|meeting|period|quarter|month|budget|forecast"
    r"|variance|outturn|total|value|amount|score|likelihood|mitigation|controls?|service|directorate|committee|member"
    r"|councillor|interest|appendix|council|england|project|scheme|detail|area"
    r"|this period|next period|key)s?\b.{0,30})$",
    re.IGNORECASE,
)


def is_value(text: str) -> bool:
    """Whether a cell holds a figure, or stands for one: "39.9r", "(1,234)", "£450k", "35p", "12.0% (2020/21)", "4:26"
    (minutes and seconds), "3rd" (of four quartiles), "x", "N/A".

    Years and periods ("2023", "2021/22", "24-25") are not: they head columns.
    """
    text = " ".join(text.split())
    if not text or _PERIOD.match(text) or _SCALE.fullmatch(text):  # "£000" heads a column
        return False
    return bool(_VALUE.match(text)) or text.casefold() in _NO_VALUE


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure with digits."""
    return is_value(text) and any(char.isdigit() for char in text)


def own_cells(table: Table) -> list[list[Cell]]:
    """For each row the cells that begin in it, left to right."""
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return [sorted(row, key=lambda cell: cell.column) for row in rows]


def column_edges(table: Table) -> list[float | None]:
    """The x of each column's left edge and of the last one's right edge; None where every cell is merged over
    it.
    """
    edges: list[float | None] = [None] * (table.n_columns + 1)
    for cell in table.cells:
        edges[cell.column] = cell.box[0]
        edges[min(cell.column + cell.column_span, table.n_columns)] = cell.box[2]
    return edges


def header_rows(table: Table) -> int:
    """How many rows at the top are header; a title row over all columns counts when a header follows it."""
    if table.n_rows < 2:
        return 0
    rows = own_cells(table)
    count = 0
    limit = min(table.n_rows - 1, MOST_HEADER_ROWS)
    while count < limit and _heads(rows, count, table):
        reach = max((cell.row + cell.row_span for cell in rows[count] if cell.text), default=count + 1)
        count = max(count + 1, min(reach, limit)) if reach <= limit else count + 1
    if count and all(_is_title(rows[r], table) for r in range(count)) and table.n_columns > 1:
        return _title_only(rows, count, table)
    return count


def _title_only(rows: list[list[Cell]], count: int, table: Table) -> int:
    """A title with no header below is a header only at the very top, before the first group of a table."""
    return (
        1 if _is_title(rows[0], table) and not _is_title(rows[1], table) and count == 1 and not _body_has(rows) else 0
    )


def _body_has(rows: list[list[Cell]]) -> bool:
    """Whether figures follow, so that a lone top cell is the first group of rows rather than a title."""
    return any(is_figure(cell.text) for row in rows[1:] for cell in row)


def _is_title(row: Sequence[Cell], table: Table) -> bool:
    filled = [cell for cell in row if cell.text]
    return len(filled) == 1 and filled[0].column_span == table.n_columns


def _heads(rows: list[list[Cell]], index: int, table: Table) -> bool:
    """Whether a row, all rows above it being header, is header too."""
    row = rows[index]
    filled = [cell for cell in row if cell.text]
    if not filled:
        return index + 1 < len(rows) and bool(row) and _heads(rows, index + 1, table)
    if any(is_value(cell.text) for cell in filled):
        return False
    below = [r for r in rows[index + 1 :] if any(cell.text for cell in r)]
    if not below:
        return False
    if _is_title(row, table):
        return index + 1 < len(rows) and not _is_title(rows[index + 1], table) and _heads(rows, index + 1, table)
    if len(filled) == 1 and (index > 0 or filled[0].column_span == 1) and not _above_figures(filled, below):
        return False
    return (
        (
            _stands_out(filled, below, lambda c: c.fill and not _is_stripe(c.fill, below))
            and _like_first(filled, rows[0])
        )
        or _stands_out(filled, below, lambda cell: cell.bold)
        or _above_figures(filled, below)
        or (index == 0 and _worded(row, filled, below, table))
        or (
            any(cell.column_span > 1 for cell in filled)
            and len(filled) > 1
            and index + 1 < len(rows)
            and _heads(rows, index + 1, table)
        )
    )


def _stands_out(filled: Sequence[Cell], below: list[list[Cell]], marked: object) -> bool:
    """Whether a whole row is set off (filled or bold) while most rows below are not."""
    assert callable(marked)
    if not all(marked(cell) for cell in filled):
        return False
    plain = sum(not all(marked(cell) for cell in row if cell.text) for row in below)
    return plain * 2 > len(below) or (len(below) > 1 and plain > 0 and len(filled) > 1)


def _is_stripe(fill: Colour, below: list[list[Cell]]) -> bool:
    """Whether rows below are painted in the same colour all over: stripes, which set off no row."""
    told = [[cell for cell in row if cell.text] for row in below]
    painted = sum(len(row) > 1 and all(cell.fill == fill for cell in row) for row in told)
    return painted * 3 >= len(told)


def _like_first(filled: Sequence[Cell], first: Sequence[Cell]) -> bool:
    """Whether a row is of the first row's shade or bold: of another shade and plain it is the first stripe."""
    above = [cell for cell in first if cell.text]
    shaded = {cell.fill for cell in filled} <= {cell.fill for cell in above}
    return shaded or all(cell.bold for cell in filled)


def _above_figures(filled: Sequence[Cell], below: list[list[Cell]]) -> bool:
    """Whether this row names columns most of whose cells below hold figures."""
    named = {column for cell in filled for column in range(cell.column, cell.column + cell.column_span)}
    texts: dict[int, list[str]] = {}
    for row in below:
        for cell in row:
            if cell.text and cell.column_span == 1:
                texts.setdefault(cell.column, []).append(cell.text)
    numeric = {
        column
        for column, held in texts.items()
        if sum(map(is_value, held)) * 2 > len(held)
        and any(map(is_figure, held))  # "Yes" and "n/a" alone are no figures
    }
    if not numeric:
        return False
    return len(numeric & named) * 2 > len(numeric)


def _worded(row: Sequence[Cell], filled: Sequence[Cell], below: list[list[Cell]], table: Table) -> bool:
    """Whether a first row of plain words reads as a header over longer text."""
    texts = [" ".join(cell.text.split()) for cell in filled]
    if any(len(text) > SHORT_HEADER or text.endswith((".", ":", ";", ",")) for text in texts):
        return False
    usual = sum(bool(_USUAL.match(text)) for text in texts)
    if usual * 2 >= len(texts) and len(texts) >= 2:
        return True
    if table.n_columns < 3 or len(filled) * 10 < len(row) * 7:
        return False
    longest = [max((len(cell.text) for cell in r), default=0) for r in below]
    return usual > 0 and sum(longest) / len(longest) > 2.5 * max(map(len, texts))


def column_headers(table: Table, count: int) -> tuple[list[str], str | None]:
    """(header of each column, the title row's text) of the first ``count`` rows.

    The rows' texts are joined from the top ("2021/22 Actual"); a merged cell gives its text to each of its
    columns.
    """
    names: list[list[str]] = [[] for _ in range(table.n_columns)]
    title = None
    for index, row in enumerate(own_cells(table)[:count]):
        if _is_title(row, table):
            text = next(" ".join(cell.text.split()) for cell in row if cell.text)
            title = f"{title} {text}" if title else text
            if count > 1 or index:
                continue
        for cell in row:
            text = " ".join(cell.text.split())
            for column in range(cell.column, min(cell.column + cell.column_span, table.n_columns)):
                if text and text not in names[column][-1:]:
                    names[column].append(text)
    if title and count == 1:
        return [""] * table.n_columns, title
    shared = shared_heading([" ".join(parts) for parts in names], _merged_runs(table, count))
    return years_over_quarters(repeated_groups(shared)), title


def _merged_runs(table: Table, count: int) -> list[tuple[int, int, str]]:
    """(first column, columns, text) of the headings that a merged cell gives to several columns."""
    return [
        (cell.column, cell.column_span, " ".join(cell.text.split()))
        for row in own_cells(table)[:count]
        for cell in row
        if 1 < cell.column_span < table.n_columns and cell.text
    ]


def same_columns(previous: Table, table: Table) -> bool:
    """Whether two tables have their columns at the same places."""
    if previous.n_columns != table.n_columns:
        return False
    pairs = zip(column_edges(previous), column_edges(table), strict=True)
    gaps = [abs(a - b) for a, b in pairs if a is not None and b is not None]
    return len(gaps) >= 2 and max(gaps) <= SAME_EDGE


def repeated_header(previous: Table, table: Table) -> int:
    """How many rows at the top of a table repeat the header of the one before, word for word."""
    count = header_rows(previous)
    if not count or table.n_rows < count:
        return 0
    for above, below in zip(own_cells(previous)[:count], own_cells(table)[:count], strict=True):
        if [cell.text.split() for cell in above] != [cell.text.split() for cell in below]:
            return 0
    return count


def continued_header(previous: Table, table: Table, *, at_once: bool = False) -> bool:
    """Whether a table at the top of a page goes on from the last table of the page before and takes over its
    header.

    It does when its columns stand at the same places and it has no header of its own, or the same one again. ``at_once``
    says that nothing stands between the two: then the same header is enough, for columns without rules are as wide as
    what they hold on a page.
    """
    if not same_columns(previous, table):
        again = at_once and previous.n_columns == table.n_columns and repeated_header(previous, table)
        return bool(again) and _own_header(table)
    return bool(repeated_header(previous, table)) or not _own_header(table)


def _own_header(table: Table) -> bool:
    """Whether the header is set off by more than its words, which a first body row could share by chance."""
    count = header_rows(table)
    if not count:
        return False
    cells = [cell for row in own_cells(table)[:count] for cell in row if cell.text]
    return all(cell.bold for cell in cells) or all(cell.fill for cell in cells) or _mostly_usual(cells)


def _mostly_usual(cells: Sequence[Cell]) -> bool:
    return sum(bool(_USUAL.match(" ".join(cell.text.split()))) for cell in cells) * 2 >= len(cells)
