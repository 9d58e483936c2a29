"""Pages that are only a picture, read by text recognition (OCR): drawn by pdfium, read by tesseract through pytesseract.

tesseract runs as a program of its own, so that one that hangs is ended without harm to the process that reads pages.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from assistant.errors import SettingsError
from assistant.papers.lines import bounds, move_blocks
from assistant.papers.model import Block, Box, Page
from assistant.papers.pdfium import Matrix, OpenPage
from assistant.papers.recognised import Token, mean_confidence, to_lines, tokens_of

DPI = 300
"""What tesseract was trained on; finer gains nothing."""
MOST_PIXELS = 25_000_000
"""A fold-out plan is drawn coarser: A3 at 300 dpi has 17 million."""
LEGIBLE = 70.0
"""Mean confidence (0 to 100) below which half of the words are wrong: the page stays a picture."""
SPARE = 1.5
"""Seconds of a page's time kept for ending a program that hangs."""
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


class Ocr(NamedTuple):
    """How pictures are read: tesseract's name of the language ("eng", "eng+cym"), and the confidence (0 to 100) below
    which a figure is left out.
    """

    language: str
    floor: float


class _Picture(NamedTuple):
    """A page drawn: its picture, points per pixel, and when it must have been read (``time.monotonic``)."""

    image: Image.Image
    scale: float
    deadline: float

    def seconds(self) -> float:
        """The time left, for pytesseract, to which 0 is no limit."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise RuntimeError("no time left")
        return left


class _Reading(NamedTuple):
    """What stands on a picture, in points, and how far (degrees clockwise) it had to be turned to be read."""

    tokens: list[Token]
    confidence: float
    turn: int = 0


def ready(language: str, floor: float) -> Ocr:
    """How pictures are read, once it is sure that they can be.

    Raises:
        SettingsError: pytesseract, tesseract or the data of a language is missing; names what to install.
    """
    try:
        import pytesseract
    except ImportError:
        raise SettingsError(
            "--ocr needs the package pytesseract, which is not installed. Install it with: "
            "pip install 'committee-papers-assistant[ocr]'"
        ) from None
    try:
        pytesseract.get_tesseract_version()
        held = pytesseract.get_languages()
    except (OSError, SystemExit):  # what pytesseract raises where there is none, or one far too old
        raise SettingsError(
            "--ocr needs the program tesseract 4 or newer, which is not installed or not on the PATH. Install it "
            "(Debian, Ubuntu: apt-get install tesseract-ocr; macOS: brew install tesseract), or ingest without --ocr."
        ) from None
    lacking = [name for name in language.split("+") if name not in held]
    if lacking:
        raise SettingsError(
            f"ASSISTANT_OCR_LANGUAGE: tesseract has no data for {', '.join(lacking)} here, it has {', '.join(held)}. "
            f"Install it (Debian, Ubuntu: apt-get install tesseract-ocr-{lacking[0]}), or set one that it has."
        )
    return Ocr(language, floor)


def read_picture(page: Page, opened: OpenPage, ocr: Ocr, seconds: float) -> Matrix:
    """Read a page of the status "picture" in place: its status is "ocr" then; where that fails it stays a picture and
    the reason says why. What text it has already (a stamped page number) stays and is not read twice.

    ``seconds`` is what it may take; the map from the page's user space to the page as read is returned.
    """
    deadline = time.monotonic() + seconds - SPARE
    try:
        image = _drawn(opened)
        reading = _best_reading(_Picture(image, opened.width / image.width, deadline), ocr)
    except (RuntimeError, OSError, ValueError, MemoryError) as error:
        late = time.monotonic() >= deadline
        page.reason = _reason(f"took longer than {seconds:g} seconds" if late else f"failed ({error})")
        return opened.upright
    if not reading.tokens:
        page.reason = _reason("found nothing on it")
        return opened.upright
    if reading.confidence < LEGIBLE:
        page.reason = _reason(f"was only {reading.confidence:.0f} % sure of it")
        return opened.upright
    return _take(page, opened, reading, ocr.floor)


def _reason(said: str) -> str:
    return f"only a picture, no text layer; text recognition (OCR) {said}"[:300]


def _drawn(opened: OpenPage) -> Image.Image:
    """The page as it is shown, in grey."""
    scale = min(DPI / 72, (MOST_PIXELS / max(opened.width * opened.height, 1.0)) ** 0.5)
    width, height = max(1, round(opened.width * scale)), max(1, round(opened.height * scale))
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_Gray)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap.raw, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap.raw, opened.handle, 0, 0, width, height, 0, 0)
        image: Image.Image = bitmap.to_pil()
        return image.copy()  # its pixels are the bitmap's, which is freed
    finally:
        bitmap.close()


def _best_reading(picture: _Picture, ocr: Ocr) -> _Reading:
    """The picture read as it is, and turned when that is not sure and tesseract says that it does not stand upright."""
    reading = _read(picture, ocr)
    if reading.confidence >= ocr.floor:
        return reading
    try:
        turn = _turn_of(picture)
        turned = _read(picture._replace(image=picture.image.transpose(_TURNS[turn])), ocr) if turn else reading
    except (RuntimeError, OSError, ValueError):
        return reading  # too few letters to tell, or no time left: what was read stands
    return turned._replace(turn=turn) if turned.confidence > reading.confidence else reading


def _read(picture: _Picture, ocr: Ocr) -> _Reading:
    import pytesseract

    data: dict[str, list[Any]] = pytesseract.image_to_data(
        picture.image, lang=ocr.language, timeout=picture.seconds(), output_type=pytesseract.Output.DICT
    )
    tokens = tokens_of(data, picture.scale, picture.image.height)
    return _Reading(tokens, mean_confidence(tokens))


def _turn_of(picture: _Picture) -> int:
    """Degrees clockwise by which the picture must be turned to stand upright: 0, 90, 180 or 270."""
    import pytesseract

    told = pytesseract.image_to_osd(
        picture.image,
        config=f"--dpi {max(round(72 / picture.scale), 1)}",  # else it sees too little in a page of few words
        timeout=picture.seconds(),
        output_type=pytesseract.Output.DICT,
    )
    turn = int(told.get("rotate", 0))
    return turn if turn in _TURNS else 0


def _take(page: Page, opened: OpenPage, reading: _Reading, floor: float) -> Matrix:
    """What was read becomes the page's lines, as one raw block; ``assistant.papers.finish`` makes paragraphs of it."""
    turned = _turned(reading.turn, page.width, page.height)
    if reading.turn in (90, 270):
        page.width, page.height = page.height, page.width
    move_blocks(page.blocks, turned)
    known = [word.box for block in page.blocks for line in block.lines for word in line.words]
    lines = to_lines([t for t in reading.tokens if not _stands_in(t.box, known)], reading.confidence >= floor, floor)
    if lines:
        page.blocks.insert(0, Block("paragraph", "", bounds(line.box for line in lines), lines))
    page.status, page.confidence, page.reason = "ocr", round(reading.confidence, 1), None
    return opened.upright.then(turned)


def _turned(turn: int, width: float, height: float) -> Matrix:
    """The map of a page of that size to the page turned clockwise by so many degrees."""
    return {
        90: Matrix(0, -1, 1, 0, 0, width),
        180: Matrix(-1, 0, 0, -1, width, height),
        270: Matrix(0, 1, -1, 0, height, 0),
    }.get(turn, Matrix())


def _stands_in(box: Box, others: list[Box]) -> bool:
    """Whether the middle of a box lies in one of the others."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in others)
