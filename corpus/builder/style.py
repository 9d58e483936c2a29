"""Fonts, colours and paragraph styles of the council's papers."""

from pathlib import Path

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT_FILE = Path(__file__).parent.parent / "sources" / "fonts" / "merrowby-glyphs.ttf"
GLYPH_FONT = "MerrowbyGlyphs"

FILLS: dict[str, Color] = {
    "R": HexColor("#e0453a"),
    "A": HexColor("#f6b233"),
    "G": HexColor("#5fb25f"),
    "B": HexColor("#5b9bd5"),
    "N": HexColor("#d9d9d9"),
    "H": HexColor("#dfe8ec"),
}
ARROW_COLOURS: dict[str, Color] = {
    "green": HexColor("#2e8b3d"),
    "amber": HexColor("#d98c00"),
    "red": HexColor("#c0392b"),
    "black": HexColor("#000000"),
}
TEAL = HexColor("#1f4e5f")
GREY = HexColor("#666666")
FAMILIES = {
    "sans": ("Helvetica", "Helvetica-Bold"),
    "serif": ("Times-Roman", "Times-Bold"),
}


def register_fonts() -> None:
    """Register the one embedded font: arrows, Cyrillic letters, Word's private-use bullet."""
    if GLYPH_FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(GLYPH_FONT, str(FONT_FILE)))


def styles(family: str = "sans", size: float = 10.5) -> dict[str, ParagraphStyle]:
    """The paragraph styles of one part of a paper."""
    plain, bold = FAMILIES[family]
    lead = size * 1.32
    base = ParagraphStyle("body", fontName=plain, fontSize=size, leading=lead, spaceAfter=size * 0.65)

    def derived(name: str, **changes: object) -> ParagraphStyle:
        return ParagraphStyle(name, parent=base, **changes)

    return {
        "body": base,
        "h1": derived("h1", fontName=bold, fontSize=size + 4, leading=lead + 5, spaceBefore=4, spaceAfter=8),
        "h2": derived("h2", fontName=bold, fontSize=size + 1, leading=lead + 2, spaceBefore=8, spaceAfter=5),
        "h3": derived("h3", fontName=bold, spaceBefore=5, spaceAfter=4),
        "item": derived("item", leftIndent=24, bulletIndent=2, spaceAfter=size * 0.5),
        "subitem": derived("subitem", leftIndent=46, bulletIndent=26, spaceAfter=size * 0.3),
        "centre": derived("centre", alignment=TA_CENTER),
        "right": derived("right", alignment=TA_RIGHT),
        "small": derived("small", fontSize=size - 2.5, leading=(size - 2.5) * 1.25, spaceAfter=3),
        "loose": derived("loose", fontSize=size - 3, leading=(size - 3) * 1.2, spaceAfter=0, textColor=GREY),
    }
