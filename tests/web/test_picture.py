from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import DamagedPaperError, UsageError
from assistant.papers.picture import LONGEST_SIDE, MARKER_PEN, draw_page, page_picture

WORDS = "The Committee RESOLVED to approve the scheme."
BOX = (72.0, 600.0, 320.0, 612.0)


@pytest.fixture()
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "minutes.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for number in (1, 2):
        canvas.drawString(72, 602, f"{WORDS} ({number})")
        canvas.showPage()
    canvas.save()
    return path


def altered(pdf: Path, name: str, *, rotate: int = 0, crop: tuple[float, float, float, float] | None = None) -> Path:
    writer = PdfWriter(clone_from=PdfReader(pdf))
    for page in writer.pages:
        page.rotate(rotate)
        if crop:
            page.cropbox = RectangleObject(crop)
    path = pdf.with_name(name)
    writer.write(path)
    writer.close()
    return path


def marked_area(png: bytes) -> tuple[Image.Image, tuple[int, int, int, int]]:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    mask = Image.new("L", image.size)
    mask.putdata([255 if pixel == MARKER_PEN else 0 for pixel in image.get_flattened_data()])
    box = mask.getbbox()
    assert box is not None, "nothing is marked"
    return image, box


def test_the_words_are_marked_and_stay_readable(pdf: Path) -> None:
    image, (left, top, right, bottom) = marked_area(page_picture(pdf, 1, [BOX], scale=2))

    assert image.size == (round(A4[0] * 2 + 0.5), round(A4[1] * 2 + 0.5)) or image.size[0] in (1190, 1191)
    assert left == pytest.approx(72 * 2, abs=6)
    assert right == pytest.approx(320 * 2, abs=6)
    assert top == pytest.approx((A4[1] - 612) * 2, abs=6)
    assert bottom == pytest.approx((A4[1] - 600) * 2, abs=6)
    darkest = min(sum(pixel) for pixel in image.crop((left, top, right, bottom)).get_flattened_data())
    assert darkest < 120, "the print under the pen is gone"


def test_without_boxes_nothing_is_marked(pdf: Path) -> None:
    drawn = draw_page(pdf, 1, [])

    assert drawn.marked is None
    assert MARKER_PEN not in set(Image.open(io.BytesIO(drawn.png)).convert("RGB").get_flattened_data())


@pytest.mark.parametrize(
    ("rotate", "where"),
    [
        (90, lambda w, h: (600 * 2, 72 * 2, 612 * 2, 320 * 2)),
        (180, lambda w, h: (w - 320 * 2, 600 * 2, w - 72 * 2, 612 * 2)),
        (270, lambda w, h: (w - 612 * 2, h - 320 * 2, w - 600 * 2, h - 72 * 2)),
    ],
)
def test_the_mark_follows_a_rotated_page(pdf: Path, rotate: int, where) -> None:
    image, box = marked_area(page_picture(altered(pdf, "rotated.pdf", rotate=rotate), 1, [BOX], scale=2))

    assert box == pytest.approx(where(*image.size), abs=6)


def test_the_mark_follows_a_cropped_page(pdf: Path) -> None:
    cropped = altered(pdf, "cropped.pdf", crop=(50, 400, 550, 700))
    image, box = marked_area(page_picture(cropped, 1, [BOX], scale=2))

    assert image.size == (1000, 600)
    assert box == pytest.approx(((72 - 50) * 2, (700 - 612) * 2, (320 - 50) * 2, (700 - 600) * 2), abs=6)


def test_overlapping_boxes_are_marked_once(pdf: Path) -> None:
    image, box = marked_area(page_picture(pdf, 1, [BOX, BOX, (100, 598, 200, 614)]))

    twice = tuple(round(a * a / 255) for a in MARKER_PEN)
    assert twice not in set(image.crop(box).get_flattened_data())


def test_a_box_off_the_page_is_left_out(pdf: Path) -> None:
    assert draw_page(pdf, 1, [(-500, -500, -400, -400)]).marked is None


def test_it_says_where_the_marks_are(pdf: Path) -> None:
    marked = draw_page(pdf, 1, [BOX]).marked

    assert marked is not None
    assert marked.top == pytest.approx(1 - 612 / A4[1], abs=0.01)
    assert marked.bottom == pytest.approx(1 - 600 / A4[1], abs=0.01)


def test_a_huge_page_is_drawn_small(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    canvas = Canvas(str(path), pagesize=(9000, 6000))
    canvas.drawString(100, 100, "Plan")
    canvas.save()

    assert max(Image.open(io.BytesIO(page_picture(path, 1, []))).size) <= LONGEST_SIDE + 1


@pytest.mark.parametrize("page", [0, -1, 3])
def test_a_page_that_is_not_there_is_said(pdf: Path, page: int) -> None:
    with pytest.raises(UsageError, match=rf"minutes.pdf has no page {page}; it has 2\."):
        page_picture(pdf, page, [])


@pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF"])
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)

    with pytest.raises(DamagedPaperError, match=r"broken.pdf: page 1 cannot be drawn"):
        page_picture(path, 1, [])


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(DamagedPaperError, match=r"gone.pdf"):
        page_picture(tmp_path / "gone.pdf", 1, [])


def test_many_threads_may_draw_at_once(pdf: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        pictures = list(pool.map(lambda n: page_picture(pdf, n % 2 + 1, [BOX], scale=0.5), range(40)))

    assert len(set(pictures)) == 2
