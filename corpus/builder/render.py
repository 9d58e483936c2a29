"""Blocks become flowables; directives call the table makers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    Image,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    Paragraph,
    Spacer,
)

from .directives import table_rows
from .flow import FillTo, Shield
from .markup import Block, inline
from .style import styles
from .tables import Look, grid

# A heading stays with what follows by needing this much room; keepWithNext would carry whole tables along.
HEADING_ROOM = 85
SOURCES = Path(__file__).parent.parent / "sources"


SIMPLE: dict[str, Callable[[float], Flowable]] = {
    "pagebreak": lambda _: PageBreak(),
    "shield": lambda _: Shield(),
    "rule": lambda _: HRFlowable(width="100%", thickness=0.7, spaceBefore=2, spaceAfter=8),
    "space": lambda points: Spacer(1, points),
    "fill": FillTo,
    "need": CondPageBreak,
}


@dataclass
class Setting:
    """What rendering needs to know of the part it renders."""

    key: str
    widths: dict[str, float]
    orientation: str = "portrait"
    family: str = "sans"
    size: float = 11.5


def flowables(blocks: list[Block], setting: Setting) -> list[Flowable]:
    """All the flowables of one part."""
    made: list[Flowable] = []
    look = styles(setting.family, setting.size)
    pending: dict[str, str] = {}
    for block in blocks:
        if block.kind == "tableset":
            pending = block.args
        elif block.kind == "table":
            made.append(grid(block.rows, _look(pending, len(block.rows[0]), setting), _width(setting)))
            pending = {}
        elif block.kind in ("heading", "para", "item"):
            if block.kind == "heading":
                made.append(CondPageBreak(HEADING_ROOM))
            made.append(_prose(block, look))
        else:
            made.extend(_directive(block, setting))
    return made


def _width(setting: Setting) -> float:
    return setting.widths[setting.orientation]


def _look(args: dict[str, str], columns: int, setting: Setting) -> Look:
    widths = [float(w) for w in args.get("widths", ",".join(["1"] * columns)).split(",")]
    return Look(
        widths,
        head=int(args.get("head", 1)),
        repeat=args.get("repeat", "yes") == "yes",
        size=float(args.get("size", 8.5)),
        align=args.get("align", ""),
        theme=args.get("theme", "teal"),
        family=setting.family,
        box=args.get("box", "yes") == "yes",
        split_rows=args.get("split", "no") == "yes",
        bold_last=args.get("total", "no") == "yes",
    )


def _prose(block: Block, look: dict[str, object]) -> Paragraph:
    if block.kind == "heading":
        return Paragraph(inline(block.text), look[f"h{min(block.level, 3)}"])
    if block.kind == "item":
        label = "\u2022" if block.label == "-" else block.label
        style = look["item"] if block.level == 0 else look["subitem"]
        return Paragraph(inline(block.text), style, bulletText=label)
    return Paragraph(inline(block.text), look["body"])


def _directive(block: Block, setting: Setting) -> list[Flowable]:
    args, name = block.args, block.kind
    if name in ("landscape", "portrait"):
        setting.orientation = name
        return [NextPageTemplate(f"{setting.key}-{name}"), PageBreak()]
    if name in SIMPLE:
        return [SIMPLE[name](float(args.get("of", 60)))]
    look = styles(setting.family, setting.size)
    if name in ("centre", "right", "small", "h2"):  # h2: a heading that may be left at a page's foot
        return [Paragraph(inline(args["text"]), look[name])]
    if name == "image":
        return [Image(str(SOURCES / "images" / args["file"]), float(args["width"]), float(args["height"]))]
    if name == "loose":  # a table's text again, cell after cell, as converters leave it
        rows, _ = table_rows(args.pop("of"), args)
        cells = [cell for row in rows for cell in row if cell not in ("", "<", "^") and "{" not in cell[:1]]
        return [Paragraph(inline(cell), look["loose"]) for cell in cells]
    rows, table_look = table_rows(name, args)
    table_look.family = setting.family
    table = grid(rows, table_look, _width(setting))
    return [KeepTogether([table])] if args.get("keep") == "yes" else [table]
