"""`assistant ingest --ocr` as it is used: what is said of scans without it, and what their words are good for with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, write_pdf
from tests.scans import needs_tesseract, picture, scan

MINUTES = [
    "Minutes of the meeting of the Parks Committee held on 4 March 2024",
    "",
    "Present: Councillor Ash (Chair), Councillor Birch",
    "",
    "1. Benches",
    "",
    "RESOLVED: That 14 granite benches be placed along the aardvark walk",
    "and that the sum of 17,350 be set aside for them.",
]


def asked(call: Callable[..., Ran], question: str, store: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(call("ask", question, "--json", "--store", store).out)
    return found


@needs_tesseract
def test_scanned_minutes_stay_unread_until_ocr_is_asked_for(tmp_path: Path, call: Callable[..., Ran]) -> None:
    store, question = tmp_path / "s", "What was resolved about benches on the aardvark walk?"
    path = scan(tmp_path / "p" / "scanned.pdf", picture(MINUTES), None)
    write_pdf(tmp_path / "p" / "typed.pdf", [["The trees of the avenue are felled and planted anew each autumn."]])
    first = call("ingest", tmp_path / "p", "--store", store)
    assert first.lines[0].endswith(
        "2 pages (1 empty, 1 picture); page 1 unread: only a picture, no text layer (a scan); "
        "text recognition (OCR) can read it with --ocr"
    )
    assert first.lines[-1] == f"2 papers: 2 added; 3 pages read into {store}; 1 page could not be read."
    report = json.loads(call("papers", "--report", "--json", "--store", store).out)
    assert ["--ocr" in row["reason"] for row in report if row["read_as"] == "picture"] == [True]
    assert call("ingest", path, "--store", store).lines[0] == "unchanged  scanned.pdf: already in"
    assert asked(call, question, store)["status"] == "not_found"

    again = call("ingest", tmp_path / "p", "--ocr", "--store", store)
    assert again.lines[0].startswith("replaced   scanned.pdf: Parks Committee – minutes, 4 March 2024; ")
    assert again.lines[0].endswith("2 pages (1 empty, 1 ocr); read again, more pages than before")
    assert again.lines[1:] == [
        "unchanged  typed.pdf: already in",
        f"2 papers: 1 replaced, 1 unchanged; 2 pages read into {store}.",
    ]
    answer = asked(call, question, store)
    assert re.search(r"\(read by OCR, 9\d % sure\)", str(answer["answer"]))
    (citation,) = answer["citations"]  # type: ignore[misc]
    assert citation["ocr"] and "14 granite benches" in citation["quote"] and citation["boxes"]
    assert answer["values"] == []

    for option in ([], ["--ocr"]):
        assert call("ingest", path, *option, "--store", store).lines[0] == "unchanged  scanned.pdf: already in"
    assert call("check", "--store", store).lines == [f"The store at {store} is whole."]
    listed = {row["document"]: row for row in json.loads(call("papers", "--json", "--store", store).out)}
    assert (listed["scanned.pdf"]["ocr_pages"], listed["scanned.pdf"]["version"]) == (1, 1)
    assert 90 <= listed["scanned.pdf"]["ocr_confidence"] <= 100 and listed["typed.pdf"]["ocr_pages"] is None
    report = json.loads(call("papers", "--report", "--json", "--store", store).out)
    assert [row["page"] for row in report if row["read_as"] == "ocr"] == [1]
    assert json.loads(call("decisions", "--json", "--store", store).out) == []  # no record rests on a recognised page


@needs_tesseract
def test_figures_below_the_confidence_that_is_set_are_not_quoted(
    tmp_path: Path, call: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, store = scan(tmp_path / "s.pdf", picture(MINUTES)), tmp_path / "s"
    monkeypatch.setenv("ASSISTANT_OCR_MIN_CONFIDENCE", "99.5")
    call("ingest", path, "--ocr", "--store", store)
    answer = str(asked(call, "What was resolved about granite benches?", store)["answer"])
    assert "RESOLVED: That […] granite benches" in answer and "[…] is a figure that could not be read surely" in answer
    assert not re.search(r"\d", re.sub(r"\[1\]|\d\d % sure", "", answer))


@needs_tesseract
def test_a_page_that_ocr_cannot_read_is_named_with_the_reason(tmp_path: Path, call: Callable[..., Ran]) -> None:
    path, store = scan(tmp_path / "blank.pdf", picture([]), picture(MINUTES)), tmp_path / "s"
    said = "page 1 unread: only a picture, no text layer; text recognition (OCR) found nothing on it"
    first = call("ingest", path, "--ocr", "--store", store)
    assert first.code == 0 and first.lines[0].endswith(f"2 pages (1 ocr, 1 picture); {said}")
    again = call("ingest", path, "--ocr", "--store", store)
    assert again.lines[0] == f"unchanged  blank.pdf: already in; {said}"


def test_without_tesseract_one_line_says_what_to_install(
    tmp_path: Path, call: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_pdf(tmp_path / "p.pdf", [["Minutes"]])
    monkeypatch.setenv("PATH", "/nowhere")
    ran = call("ingest", path, "--ocr", "--store", tmp_path / "s")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "apt-get install tesseract-ocr" in ran.err
    assert not (tmp_path / "s").exists()
