from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

from assistant.errors import (
    DamagedPaperError,
    EncryptedPaperError,
    NotAPdfError,
    OversizedPaperError,
    PaperError,
)
from assistant.papers.pool import read_papers
from assistant.papers.read import read_paper


def some_text(n=1):
    return lambda s: s.lines(f"Text of page {n}.")


def refused(error: pytest.ExceptionInfo[PaperError], name: str) -> str:
    text = str(error.value)
    assert name in text and "\n" not in text and "Traceback" not in text
    return text


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "empty.pdf").touch()
    with pytest.raises(NotAPdfError) as error:
        read_paper(tmp_path / "empty.pdf")
    assert "0 bytes" in refused(error, "empty.pdf")


def test_a_word_file_called_pdf_is_refused(tmp_path):
    (tmp_path / "minutes.pdf").write_bytes(b"PK\x03\x04 not a pdf at all" * 50)
    with pytest.raises(NotAPdfError) as error:
        read_paper(tmp_path / "minutes.pdf")
    assert "not a PDF" in refused(error, "minutes.pdf")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(NotAPdfError) as error:
        read_paper(tmp_path / "gone.pdf")
    refused(error, "gone.pdf")


def test_a_pdf_cut_short_beyond_repair_is_damaged(build, tmp_path):
    data = build(some_text()).read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[:200])
    with pytest.raises(DamagedPaperError) as error:
        read_paper(tmp_path / "cut.pdf")
    assert "again" in refused(error, "cut.pdf")


def test_a_pdf_without_its_last_lines_is_repaired(build, tmp_path):
    data = build(some_text(1), some_text(2)).read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[: data.rindex(b"xref")])
    assert [page.text for page in read_paper(tmp_path / "cut.pdf").pages] == [
        "Text of page 1.",
        "Text of page 2.",
    ]


def test_a_password_is_asked_for_and_an_empty_one_is_tried(build, tmp_path):
    for name, user in (("locked.pdf", "secret"), ("open.pdf", "")):
        writer = PdfWriter(clone_from=str(build(some_text())))
        writer.encrypt(user_password=user, owner_password="owner", algorithm="AES-256")
        writer.write(tmp_path / name)
    with pytest.raises(EncryptedPaperError) as error:
        read_paper(tmp_path / "locked.pdf")
    assert "password" in refused(error, "locked.pdf")
    assert read_paper(tmp_path / "open.pdf").pages[0].text == "Text of page 1."


def test_too_many_pages_or_bytes_are_refused(build):
    path = build(*(some_text(n) for n in range(4)))
    with pytest.raises(OversizedPaperError) as error:
        read_paper(path, max_pages=3)
    assert "ASSISTANT_MAX_PAGES" in refused(error, "paper.pdf")
    with pytest.raises(OversizedPaperError) as error:
        read_paper(path, max_bytes=100)
    assert "ASSISTANT_MAX_MEGABYTES" in refused(error, "paper.pdf")


def test_scans_and_blank_pages_are_told_from_text(read, tmp_path):
    Image.new("RGB", (60, 60), "grey").save(tmp_path / "scan.png")
    paper = read(
        lambda s: s.canvas.drawImage(str(tmp_path / "scan.png"), 50, 50, 400, 600),
        lambda s: None,
        some_text(),
    )
    assert [page.status for page in paper.pages] == ["picture", "empty", "text"]
    assert "OCR" in (paper.pages[0].reason or "") and paper.pages[1].reason and paper.pages[2].reason is None


def test_one_bad_file_does_not_stop_the_others_and_the_order_is_kept(build, tmp_path):
    good = [build(some_text(n), name=f"{n}.pdf") for n in range(3)]
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    paths = [good[0], tmp_path / "bad.pdf", good[1], good[2]]
    results = list(read_papers(paths, workers=2))
    assert [result.path for result in results] == paths
    assert [type(result.paper).__name__ for result in results] == [
        "Paper",
        "DamagedPaperError",
        "Paper",
        "Paper",
    ]
    assert all(result.seconds > 0 for result in results)


def test_a_known_file_is_skipped_by_its_hash(build):
    path = build(some_text())
    sha256 = read_paper(path).sha256
    assert [result.paper for result in read_papers([path], skip=frozenset([sha256]))] == [sha256]


def test_a_page_over_its_time_is_given_up_alone(build):
    def endless(s):
        s.canvas.beginForm("f0")
        s.canvas.drawString(1, 1, "again and again")
        s.canvas.endForm()
        for depth in range(1, 12):
            s.canvas.beginForm(f"f{depth}")
            for _ in range(10):
                s.canvas.doForm(f"f{depth - 1}")
            s.canvas.endForm()
        s.canvas.doForm("f11")

    path = build(some_text(1), endless, some_text(3))
    start = time.monotonic()
    paper = read_paper(path, page_time_limit=2)
    assert time.monotonic() - start < 30
    assert [page.status for page in paper.pages] == ["text", "failed", "text"]
    assert "longer than 2 seconds" in (paper.pages[1].reason or "")


def worker_pids() -> list[int]:
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(pid) for found in lists for pid in found.read_text().split()]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the worker processes in /proc")
def test_workers_that_die_lose_no_page_and_leave_nothing_behind(build):
    path = build(*(some_text(n) for n in range(1, 41)))
    before, done = set(worker_pids()), []

    def kill_all_once(pages):
        done.append(pages)
        if len(done) == 5:
            for pid in set(worker_pids()) - before:
                os.kill(pid, 9)

    paper = read_paper(path, workers=2, on_pages=kill_all_once)
    assert [page.text for page in paper.pages] == [f"Text of page {n}." for n in range(1, 41)]
    assert sum(done) == 40
    assert set(worker_pids()) == before


def test_a_reader_that_is_not_read_to_the_end_ends_its_workers(build):
    paths = [build(some_text(n), name=f"{n}.pdf") for n in range(3)]
    before = set(worker_pids())
    results = read_papers(paths)
    next(results)
    results.close()
    assert set(worker_pids()) == before
