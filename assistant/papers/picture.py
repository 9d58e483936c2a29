"""A page of a PDF as a picture, with the quoted words marked as with a yellow pen."""

from __future__ import annotations

import ctypes
import io
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw

from assistant.errors import DamagedPaperError, UsageError
from assistant.papers.model import Box

MARKER_PEN = (255, 232, 92)
LONGEST_SIDE = 2400  # pixels; a fold-out plan would otherwise be drawn at hundreds of megabytes
# Of PNG's compression: half the time of the usual 6, and on pages of print no larger (80 to 284 kB against 81 to 331).
QUICKEST = 1
PADDING = 1.5  # points around the words, so that the pen does not cut ascenders

# pdfium is not thread-safe (pypdfium2, README: "Thread safety"), and the web face has many threads.
_PDFIUM = threading.Lock()


class Span(NamedTuple):
    """Where the marked words stand on a picture, as fractions of its height from the top."""

    top: float
    bottom: float


class PagePicture(NamedTuple):
    """A drawn page: its PNG, and where on it the marks are (None without marks)."""

    png: bytes
    marked: Span | None


def page_picture(pdf: Path, page: int, boxes: Sequence[Box], *, scale: float = 1.6) -> bytes:
    """The page (from 1) as PNG with the boxes marked; ``scale`` is pixels per point.

    Raises:
        DamagedPaperError: the file or the page cannot be read.
        UsageError: the file has no page of that number.
    """
    return draw_page(pdf, page, boxes, scale=scale).png


def draw_page(pdf: Path, page: int, boxes: Sequence[Box], *, scale: float = 1.6) -> PagePicture:
    """Like ``page_picture``, and says where the marks are, so that a viewer can scroll to them."""
    try:
        with _PDFIUM:
            image, marks = _render(pdf, page, boxes, scale)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise DamagedPaperError(
            f"{pdf.name}: page {page} cannot be drawn ({error}). Open the PDF itself, or ingest it again."
        ) from None
    _mark(image, marks)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=QUICKEST)
    if not marks:
        return PagePicture(out.getvalue(), None)
    top, bottom = min(mark[1] for mark in marks), max(mark[3] for mark in marks)
    return PagePicture(out.getvalue(), Span(top / image.height, bottom / image.height))


def _render(pdf: Path, number: int, boxes: Sequence[Box], scale: float) -> tuple[Image.Image, list[Box]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= number <= len(document):
            raise UsageError(f"{pdf.name} has no page {number}; it has {len(document)}.")
        page = document[number - 1]
        scale = min(scale, LONGEST_SIDE / max(*page.get_size(), 1.0))
        image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        marks = [_to_pixels(page, box, image.size) for box in boxes]
    finally:
        document.close()
    return image, [mark for mark in marks if mark[2] > mark[0] and mark[3] > mark[1]]


def _to_pixels(page: pypdfium2.PdfPage, box: Box, size: tuple[int, int]) -> Box:
    # pdfium's own transform, because it knows the page's rotation and where its crop box begins.
    x0, y0, x1, y1 = box
    corners = [_to_device(page, x, y, size) for x, y in ((x0 - PADDING, y0 - PADDING), (x1 + PADDING, y1 + PADDING))]
    (ax, ay), (bx, by) = corners
    width, height = size
    return (
        max(0, min(ax, bx)),
        max(0, min(ay, by)),
        min(width - 1, max(ax, bx)),
        min(height - 1, max(ay, by)),
    )


def _to_device(page: pypdfium2.PdfPage, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value


def _mark(image: Image.Image, marks: Sequence[Box]) -> None:
    """Draw over the marked places, and over nothing else: a page is two megapixels, a mark a few thousand."""
    if not marks:
        return
    around = _around(marks)
    left, top = around[:2]
    # One mask, so that overlapping boxes are not twice as dark; multiplying lets the print show through.
    mask = Image.new("L", (around[2] - left, around[3] - top), 0)
    pen = ImageDraw.Draw(mask)
    for x0, y0, x1, y1 in marks:
        pen.rectangle((x0 - left, y0 - top, x1 - left, y1 - top), fill=255)
    marked = ImageChops.multiply(image.crop(around), Image.new("RGB", mask.size, MARKER_PEN))
    image.paste(marked, around[:2], mask)


def _around(marks: Sequence[Box]) -> tuple[int, int, int, int]:
    """The smallest box of whole pixels that holds all marks, its far edges outside of them."""
    x0, y0, x1, y1 = zip(*marks, strict=True)
    return int(min(x0)), int(min(y0)), int(max(x1)) + 1, int(max(y1)) + 1
