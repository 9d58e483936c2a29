"""Ruled tables. A cell is a string that may open with a mark:

`{R}` `{A}` `{G}` `{B}` `{N}` `{H}` fill the cell; `{up green}` draws an arrow; `<` joins the cell to its left
neighbour, `^` to the one above.
"""

import re
from dataclasses import dataclass

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table

from .flow import Arrow
from .markup import inline
from .style import ARROW_COLOURS, FAMILIES, FILLS, TEAL

MARK = re.compile(r"^\{(?:([RAGBNH])|(up|down|same) (\w+))\}")
ALIGN = {"l": TA_LEFT, "c": TA_CENTER, "r": TA_RIGHT}
THEMES = {
    "teal": (TEAL, white),
    "grey": (HexColor("#d0d0d0"), HexColor("#000000")),
    "none": (white, HexColor("#000000")),
}


@dataclass
class Look:
    """How a table is set: head rows, whether they repeat, type size, alignment by column, colours."""

    widths: list[float]
    head: int = 1
    repeat: bool = True
    size: float = 8.5
    align: str = ""
    theme: str = "teal"
    family: str = "sans"
    box: bool = True
    split_rows: bool = False
    bold_last: bool = False


def grid(rows: list[list[str]], look: Look, width: float) -> Table:
    """A table of marked cells, `width` points wide, its columns in proportion to `look.widths`."""
    count = len(look.widths)
    wrong = [row for row in rows if len(row) != count]
    if wrong:
        raise ValueError(f"table row has not {count} cells: {wrong[0]}")
    commands: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    if look.box:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, HexColor("#555555")))
    if look.head:
        commands.append(("BACKGROUND", (0, 0), (-1, look.head - 1), THEMES[look.theme][0]))
    cells: list[list[Flowable | str]] = []
    for y, row in enumerate(rows):
        cells.append([_cell(text, x, y, rows, look, commands) for x, text in enumerate(row)])
    total = sum(look.widths)
    table = Table(
        cells,
        colWidths=[width * w / total for w in look.widths],
        hAlign="LEFT",
        repeatRows=look.head if look.repeat else 0,
        splitInRow=int(look.split_rows),
    )
    table.setStyle(commands + _spans(rows))
    table.spaceAfter = 8
    return table


def _cell(
    text: str, x: int, y: int, rows: list[list[str]], look: Look, commands: list[tuple[object, ...]]
) -> Flowable | str:
    if text in ("<", "^"):
        return ""
    if found := MARK.match(text):
        fill, direction, colour = found.groups()
        text = text[found.end() :].strip()
        if fill:
            commands.append(("BACKGROUND", (x, y), (x, y), FILLS[fill]))
        else:
            commands += [("VALIGN", (x, y), (x, y), "MIDDLE"), ("ALIGN", (x, y), (x, y), "CENTER")]
            return Arrow(direction, ARROW_COLOURS[colour], look.size)
    return Paragraph(inline(text), _cell_style(x, y, len(rows), look))


def _cell_style(x: int, y: int, height: int, look: Look) -> ParagraphStyle:
    plain, bold = FAMILIES[look.family]
    head = y < look.head
    heavy = head or (look.bold_last and y == height - 1)
    colour = THEMES[look.theme][1] if head else HexColor("#000000")
    align = ALIGN[look.align[x]] if x < len(look.align) else TA_LEFT
    return ParagraphStyle(
        "cell",
        fontName=bold if heavy else plain,
        fontSize=look.size,
        leading=look.size * 1.2,
        textColor=colour,
        alignment=align,
    )


def _spans(rows: list[list[str]]) -> list[tuple[object, ...]]:
    spans: list[tuple[object, ...]] = []
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right, down = x, y
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            while down + 1 < len(rows) and rows[down + 1][x] == "^":
                down += 1
            if (right, down) != (x, y):
                spans.append(("SPAN", (x, y), (right, down)))
    return spans
