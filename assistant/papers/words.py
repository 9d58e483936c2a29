"""Characters of a page, in pdfium's order, into words with boxes, sizes and weights.

pdfium puts in the spaces and line breaks that the PDF only implies, and marks a hyphen at a line end as
U+0002. A word's box is as wide as its ink and as high as its font (baseline −0.22 to +0.78 of the size), so
that words of one line have one height whatever letters they have, and fonts with absurd ascents do no harm.
"""

from __future__ import annotations

import ctypes
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

import pypdfium2.raw as pdfium

from assistant.papers.model import Box
from assistant.papers.pdfium import OpenPage

DESCENT, ASCENT = 0.22, 0.78
FORCE_BOLD = 1 << 18
TEXT_STROKED = 2
_NONCHARACTER = "\ufffe"
_HYPHEN = re.compile(f"[\x02{_NONCHARACTER}]")
_RUN = re.compile(r"\S+")
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\uffff")


@dataclass(slots=True)
class Glyphs:
    """One printed word. ``first`` and ``last`` are its character positions on pdfium's text page.

    ``breaks`` is True when pdfium saw a line break before it; ``upright`` is False for text that runs up or
    down.
    """

    text: str
    box: Box
    size: float
    bold: bool
    breaks: bool
    upright: bool
    first: int
    last: int

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


class CharReader:
    """Boxes and fonts of single characters of one page, with the buffers that ctypes needs kept for reuse."""

    def __init__(self, page: OpenPage) -> None:
        self._text = page.text
        self._turn = page.upright
        self._straight = page.upright[:4] == (1, 0, 0, 1)
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._refs = [ctypes.byref(side) for side in self._sides]
        self._styles: dict[int, tuple[float, bool, bool]] = {}
        self._fonts: dict[tuple[bytes, int], bool] = {}

    def box(self, index: int) -> Box:
        """The ink of one character on the page as shown."""
        pdfium.FPDFText_GetCharBox(self._text, index, *self._refs)
        left, right, bottom, top = self._sides
        if self._straight:
            dx, dy = self._turn.e, self._turn.f
            return left.value + dx, bottom.value + dy, right.value + dx, top.value + dy
        x0, y0 = self._turn.apply(left.value, bottom.value)
        x1, y1 = self._turn.apply(right.value, top.value)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def baseline(self, index: int) -> float:
        """Height of the baseline the character stands on."""
        pdfium.FPDFText_GetCharOrigin(self._text, index, self._refs[0], self._refs[1])
        if self._straight:
            return self._sides[1].value + self._turn.f
        return self._turn.apply(self._sides[0].value, self._sides[1].value)[1]

    def style(self, index: int) -> tuple[float, bool, bool]:
        """(size in points, bold, upright) of a character; read once for each text object."""
        text_object = pdfium.FPDFText_GetTextObject(self._text, index)
        key = _address(text_object)
        if key not in self._styles:
            self._styles[key] = self._read_style(index, text_object)
        return self._styles[key]

    def text_object(self, index: int) -> int:
        """What tells the text object of one character from another's."""
        return _address(pdfium.FPDFText_GetTextObject(self._text, index))

    def _read_style(self, index: int, text_object: Any) -> tuple[float, bool, bool]:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        if not self._straight:
            turn = self._turn
            a, b = a * turn.a + b * turn.c, a * turn.b + b * turn.d
        size = pdfium.FPDFText_GetFontSize(self._text, index) * (hypot(c, d) or 1.0)
        return abs(size), self._is_bold(index, text_object), a >= abs(b) * 0.5 and a > 0

    def _is_bold(self, index: int, text_object: Any) -> bool:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._text, index, name, 128, flags)
        key = (name.value, flags.value)
        if key not in self._fonts:
            self._fonts[key] = bool(flags.value & FORCE_BOLD or _BOLD_NAME.search(name.value.decode("latin-1")))
        if self._fonts[key]:
            return True
        return bool(text_object and pdfium.FPDFTextObj_GetTextRenderMode(text_object) == TEXT_STROKED)


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def read_words(page: OpenPage, reader: CharReader | None = None) -> list[Glyphs]:
    """The page's words in pdfium's order, control characters and NULs left out, nothing else changed."""
    reader = reader or CharReader(page)
    words: list[Glyphs] = []
    for first, last, text, breaks in _spans(page_characters(page), reader.box):
        made = _make_word(reader, first, last, text, breaks)
        if made:
            words.append(made)
    return words


def _make_word(reader: CharReader, first: int, last: int, text: str, breaks: bool) -> Glyphs | None:
    text = printed_text(text)
    if not text:
        return None
    size, bold, upright = reader.style(first)
    box = reader.box(first)
    if last != first:
        end = reader.box(last)
        box = min(box[0], end[0]), min(box[1], end[1]), max(box[2], end[2]), max(box[3], end[3])
    if upright and size:
        baseline = reader.baseline(first)
        box = (box[0], baseline - DESCENT * size, box[2], baseline + ASCENT * size)
    return Glyphs(text, box, size, bold, breaks, upright, first, last)


def _spans(text: str, box: Callable[[int], Box]) -> Iterator[tuple[int, int, str, bool]]:
    """(first, last, characters, line break before) of each run without white space."""
    end = 0
    for match in _RUN.finditer(text):
        start = match.start()
        gap = text[end:start]
        breaks = "\n" in gap or "\r" in gap
        end = match.end()
        run = match.group()
        if not _HYPHEN.search(run):
            yield start, end - 1, run, breaks
            continue
        first = start
        for hyphen in _HYPHEN.finditer(run):
            at = start + hyphen.start()
            if at + 1 < end and not _goes_on(box(at), box(at + 1)):
                yield first, at, _HYPHEN.sub("-", text[first : at + 1]), breaks
                first, breaks = at + 1, True
        if first < end:
            yield first, end - 1, _HYPHEN.sub("-", text[first:end]), breaks


def page_characters(page: OpenPage) -> str:
    """All characters of the page, each at its position on pdfium's text page."""
    count = pdfium.FPDFText_CountChars(page.text)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(page.text, 0, count, buffer)
    text = bytes(buffer)[: 2 * (written - 1)].decode("utf-16-le", "replace") if written > 0 else ""
    get = pdfium.FPDFText_GetUnicode
    if len(text) == count:
        if _NONCHARACTER not in text:
            return text
        # pdfium writes a NUL as it does a hyphen at a line's end, which would put a sign into a figure.
        return "".join(char if char != _NONCHARACTER or get(page.text, i) else "\0" for i, char in enumerate(text))
    # pdfium leaves some NULs out of the text, and characters beyond 16 bits take two places: ask for them one by
    # one.
    return "".join(chr(code) if code < 0x110000 else " " for code in (get(page.text, i) for i in range(count)))


def _goes_on(box: Box, following: Box) -> bool:
    """Whether the next character stands right behind this one on the same line."""
    return following[0] >= box[0] and following[1] < box[3] + 4 and following[3] > box[1] - 4


def printed_text(text: str) -> str:
    """The characters that are printed: control characters go, surrogates are joined, soft hyphens show."""
    if text.isascii() and text.isprintable():
        return text
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = text.replace("\u00ad", "-")
    return "".join(c for c in text if c not in _INVISIBLE and unicodedata.category(c) != "Cc")


def split_word(
    word: Glyphs, reader: CharReader, page: OpenPage, cell_at: Callable[[float], int | None]
) -> list[Glyphs]:
    """The word parted where its text objects stand in different cells; ``cell_at`` tells the cell at an x.

    Cells are written one by one, so what two of them have run together parts there; a word that is merely too
    long for its cell was written as one and stays whole.
    """
    parts: list[list[int]] = []
    objects = range(word.first, word.last + 1)
    last_cell: int | None = None
    for _, group in itertools.groupby(objects, key=reader.text_object):
        part = list(group)
        cell = cell_at((reader.box(part[0])[0] + reader.box(part[-1])[2]) / 2)
        if parts and cell == last_cell:
            parts[-1] += part
        else:
            parts.append(part)
        last_cell = cell
    if len(parts) < 2:
        return [word]
    characters = page_characters(page)
    pieces: list[Glyphs] = []
    for part in parts:
        text = _HYPHEN.sub("-", "".join(characters[i] for i in part))
        made = _make_word(reader, part[0], part[-1], text, word.breaks and not pieces)
        if made:
            pieces.append(made)
    return pieces
