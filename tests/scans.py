"""PDFs of scans: a page of text drawn, made a picture, spoilt as asked and put into a PDF without a text layer."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops
from pypdf import PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="no tesseract here (apt-get install tesseract-ocr): OCR is not tested"
)


def picture(lines: Sequence[str], size: float = 12, leading: float = 18, dpi: int = 200) -> Image.Image:
    """An A4 page with the lines of text, as a scanner sees it."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", size)
    for i, line in enumerate(lines):
        canvas.drawString(72, A4[1] - 90 - i * leading, line)
    canvas.save()
    document = pypdfium2.PdfDocument(data.getvalue())
    return document[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def noisy(image: Image.Image, share: float, seed: int = 3) -> Image.Image:
    """The picture with that share of its points black or white by chance."""
    chance = random.Random(seed)
    noise = Image.frombytes("L", image.size, chance.randbytes(image.width * image.height))
    dark = noise.point(lambda v: 0 if v < 128 * share else 255)
    light = noise.point(lambda v: 255 if v >= 255 - 128 * share else 0)
    return ImageChops.lighter(ImageChops.darker(image, dark), light)


def scan(
    path: Path,
    *pages: Image.Image | None,
    over: Callable[[Canvas], object] | None = None,
    rotate: int = 0,
    size: tuple[float, float] | None = None,
) -> Path:
    """A PDF with a picture over each page (None: an empty page); ``over`` draws on top, ``rotate`` is /Rotate."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = io.BytesIO()
    canvas = Canvas(data, invariant=1)
    for page in pages:
        wide = page is not None and page.width > page.height
        width, height = size or ((A4[1], A4[0]) if wide else A4)
        canvas.setPageSize((width, height))
        if page is not None:
            canvas.drawImage(ImageReader(page), 0, 0, width, height)
        if over:
            over(canvas)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(data)
    for made in writer.pages:
        made.rotate(rotate)
    writer.write(path)
    return path
