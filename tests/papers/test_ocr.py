"""Pictures read by text recognition: words where they stand, no figure that is not sure, and no page lost."""

from __future__ import annotations

import io
import random
import re
import shutil
import sys
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import SettingsError
from assistant.papers.model import UNSURE, Page
from assistant.papers.normalise import locate
from assistant.papers.ocr import Ocr, ready
from assistant.papers.picture import MARKER_PEN, draw_page
from assistant.papers.read import read_paper
from assistant.papers.recognised import Token, to_lines, tokens_of
from tests.scans import needs_tesseract, noisy, picture, scan

OCR = Ocr("eng", 90.0)
LETTER = [
    "The Parks Committee met on 4 March 2024 in the Guildhall.",
    "Members noted that 214 trees had been planted against a target of 250.",
    "RESOLVED: That the sum of 17,350 be set aside for the aardvark walk.",
]


def read(path: Path, **options: object) -> list[Page]:
    return read_paper(path, ocr=OCR, **options).pages  # type: ignore[arg-type]


def in_words(page: Page) -> str:
    return " ".join(page.text.split())


def token(text: str, confidence: float, x: float, width: float = 20, line: int = 1) -> Token:
    return Token(text, confidence, (x, 100, x + width, 109), (1, 1, line))


def text_of(*tokens: Token, sure: bool = True) -> str:
    return "\n".join(line.text for line in to_lines(tokens, sure, 90.0))


@needs_tesseract
def test_the_scanned_letter_of_the_sample_corpus(sample_papers: Path) -> None:
    page = read(sample_papers / "scrutiny-agenda-pack-2025-07-09.pdf", workers=2)[15]
    assert (page.status, page.reason) == ("ocr", None)
    assert page.confidence and 85 < page.confidence <= 100
    told = in_words(page)
    assert "all 79 students now in Year 12 will be able to finish their courses at Longmeadow High in July 2026" in told
    assert "The Trust will pay the bus fares of the 22 students" in told
    assert set(re.findall(r"\d[\d,]*", told)) <= {"3", "17", "2025", "28", "79", "12", "2026", "22", "11,400"}
    assert [b.text for b in page.blocks if b.kind == "heading"] == ["FENLAND RISE TRUST"]
    assert any(b.text.startswith("The Trust will") and len(b.lines) == 3 for b in page.blocks)
    first = next(word for word in page.words if word.text == "FENLAND")
    assert first.box == pytest.approx((99, 718, 170, 738), abs=8)


@needs_tesseract
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_is_read_upright_and_its_words_are_found_where_they_stand(tmp_path: Path, turned: int) -> None:
    straight = read(scan(tmp_path / "straight.pdf", picture(LETTER)))[0]
    page = read(scan(tmp_path / "turned.pdf", picture(LETTER), rotate=turned))[0]  # lies on its side when shown
    assert (page.status, page.text) == ("ocr", straight.text)
    for word, same in zip(page.words, straight.words, strict=True):
        assert word.box == pytest.approx(same.box, abs=1.5)


@needs_tesseract
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_quoted_words_of_a_scan_that_only_its_page_turns_upright_are_marked(tmp_path: Path, turned: int) -> None:
    path = scan(tmp_path / "t.pdf", picture(LETTER[:1]).rotate(turned, expand=True), rotate=turned)
    page = read(path)[0]
    assert page.text == LETTER[0]
    drawn = draw_page(path, 1, locate(page.words, "4 March 2024"), scale=2)
    image = Image.open(io.BytesIO(drawn.png)).convert("RGB")
    assert image.height > image.width
    pixels = image.load()
    marked = [(x, y) for x in range(image.width) for y in range(image.height) if pixels[x, y] == MARKER_PEN]
    left, right = min(x for x, _ in marked), max(x for x, _ in marked)
    top, bottom = min(y for _, y in marked), max(y for _, y in marked)
    straight = read(scan(tmp_path / "s.pdf", picture(LETTER[:1])))[0]
    x0, y0, x1, y1 = locate(straight.words, "4 March 2024")[0]
    height = image.height / 2
    assert (left / 2, right / 2) == pytest.approx((x0, x1), abs=4)
    assert (top / 2, bottom / 2) == pytest.approx((height - y1, height - y0), abs=4)


@needs_tesseract
def test_a_scan_with_a_page_number_stamped_on_it_is_a_picture_and_keeps_the_number(tmp_path: Path) -> None:
    def stamp(canvas: Canvas) -> None:
        canvas.drawString(270, 20, "Page 93")

    path = scan(tmp_path / "stamped.pdf", picture(LETTER), over=stamp)
    unread = read_paper(path).pages[0]
    assert (unread.status, unread.printed) == ("picture", "93") and "--ocr" in (unread.reason or "")
    page = read(path)[0]
    assert (page.status, page.printed) == ("ocr", "93")
    assert page.text.count("Page 93") == 1 and page.text.startswith(LETTER[0])


@needs_tesseract
def test_what_cannot_be_read_stays_a_picture_and_the_rest_is_read(tmp_path: Path) -> None:
    blank, noise = Image.new("L", (827, 1169), 255), noisy(Image.new("L", (827, 1169), 200), 1.0)
    pages = read(scan(tmp_path / "bad.pdf", blank, picture(LETTER), noise, None), workers=2)
    assert [page.status for page in pages] == ["picture", "ocr", "picture", "empty"]
    assert "found nothing" in (pages[0].reason or "") and "OCR" in (pages[2].reason or "")
    assert [page.text for page in pages] == ["", "\n".join(LETTER), "", ""]


@needs_tesseract
@pytest.mark.parametrize("noise", [0.0, 0.003, 0.01])
def test_the_worse_the_scan_the_fewer_figures_and_never_a_wrong_one(tmp_path: Path, noise: float) -> None:
    chance = random.Random(7)
    rows = [[f"{chance.randrange(10, 999)},{chance.randrange(1000):03d}" for _ in range(5)] for _ in range(12)]
    printed = ["In the year " + " pounds and ".join(row) for row in rows]
    page = read(scan(tmp_path / "figures.pdf", noisy(picture(printed, size=9, dpi=150), noise)))[0]
    kept = re.findall(r"[\d,.]*\d", page.text)
    assert set(kept) <= {figure for row in rows for figure in row}
    assert len(kept) >= 50 if noise == 0 else UNSURE in page.text or page.status == "picture"


@needs_tesseract
def test_a_page_of_ten_thousand_points_is_read_coarsely(tmp_path: Path) -> None:
    page = read(scan(tmp_path / "huge.pdf", picture(LETTER, size=20, leading=30), size=(7070, 10_000)))[0]
    assert page.status == "ocr" and LETTER[0].split()[1] in page.text
    assert max(word.box[3] for word in page.words) <= 10_000


@needs_tesseract
@pytest.mark.parametrize(
    ("does", "reason"), [("sleep 60", "took longer than 4 seconds"), ("echo no memory >&2; exit 1", "no memory")]
)
def test_a_tesseract_that_hangs_or_fails_costs_only_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, reason: str
) -> None:
    real, fake = shutil.which("tesseract"), tmp_path / "bin" / "tesseract"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\ncase "$1" in --*) exec {real} "$@";; esac\n{does}\n', encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent), prepend=":")

    def words(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Minutes of the Parks Committee")

    path = scan(tmp_path / "mixed.pdf", picture(LETTER), None, over=lambda c: words(c) if c.getPageNumber() == 2 else 0)
    pages = read(path, page_time_limit=4.0)
    assert [page.status for page in pages] == ["picture", "text"]
    assert reason in (pages[0].reason or "") and pages[1].text == "Minutes of the Parks Committee"


@needs_tesseract
def test_a_language_that_tesseract_lacks_is_named_with_the_remedy() -> None:
    assert ready("eng", 90.0) == OCR
    with pytest.raises(SettingsError, match=r"ASSISTANT_OCR_LANGUAGE: .* no data for xyz .*tesseract-ocr-xyz"):
        ready("eng+xyz", 90.0)


def test_without_the_program_or_the_package_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SettingsError, match="apt-get install tesseract-ocr"):
        ready("eng", 90.0)
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    with pytest.raises(SettingsError, match=r"pip install 'committee-papers-assistant\[ocr\]'"):
        ready("eng", 90.0)


def test_figures_that_are_not_sure_are_left_out_and_words_stay() -> None:
    assert text_of(token("cost", 95, 0), token("us", 60, 30), token("£11,400", 96, 60)) == "cost us £11,400"
    assert text_of(token("cost", 95, 0), token("£11,400", 89, 60)) == f"cost {UNSURE}"
    assert text_of(token("cost", 95, 0), token("£11,400", 96, 60), sure=False) == f"cost {UNSURE}"


def test_a_figure_that_may_be_a_piece_of_one_is_left_out() -> None:
    assert text_of(token("£11", 96, 0), token("400", 96, 25), token("more", 96, 60)) == f"{UNSURE} more"
    assert text_of(token("£11", 96, 0), token("400", 40, 60), token("more", 96, 90)) == f"{UNSURE} more"
    assert text_of(token("-", 30, 0, 4), token("17", 96, 6), token("June", 96, 30)) == f"{UNSURE} June"
    assert text_of(token("22.1%", 96, 0), token("25%", 96, 90)) == "22.1% 25%"  # two columns of a table
    assert text_of(token("17", 96, 0), token("400", 96, 25, line=2)) == "17\n400"


@pytest.mark.parametrize(
    "figure",
    ["£11,400", "(£1.5m)", "75.1%", "2025/26.", "16–18", "post-16", "KS2,", "17th", "10:30am", "-3", "2.1.3", "22"],
)
def test_a_figure_written_as_figures_are_stays(figure: str) -> None:
    assert text_of(token(figure, 96, 0)) == figure


@pytest.mark.parametrize("figure", ["£32:3m", "1370a", "2]1", "£91,.7m", "1,23", "to2", "£35.lm", "%", "£", "12,3456"])
def test_a_figure_written_as_none_is_left_out(figure: str) -> None:
    assert text_of(token(figure, 96, 0)) == UNSURE


def test_specks_go_and_signs_stay() -> None:
    assert text_of(token("’", 20, 0), token("Dear", 95, 20), token("–", 90, 50)) == "Dear –"


def test_lines_have_the_size_and_baseline_of_their_print_whatever_letters_they_have() -> None:
    data = {
        "level": [4, 5, 5, 5], "text": ["", "House", "gaps", "sea"], "conf": [-1, 95, 95, 95],
        "left": [0, 0, 200, 0], "top": [0, 100, 113, 163], "width": [0, 100, 100, 100], "height": [0, 36, 37, 26],
        "block_num": [1, 1, 1, 1], "par_num": [1, 1, 1, 1], "line_num": [1, 1, 1, 2],
    }  # fmt: skip
    first, second = to_lines(tokens_of(data, 0.24, 1000), True, 90.0)
    assert (first.text, second.text) == ("House gaps", "sea")
    assert first.size == second.size == pytest.approx(12, abs=0.3)
    assert first.box[1] == pytest.approx((1000 - 136) * 0.24 - 0.22 * 12, abs=0.5)
