"""Read one PDF: the checks that refuse a file, and the parts of a paper that are not its pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from assistant.errors import DamagedPaperError, OversizedPaperError, PaperError
from assistant.papers.model import Paper
from assistant.papers.ocr import Ocr
from assistant.papers.pdfium import (
    PAGE_TIME_LIMIT,
    check_is_pdf,
    close_document,
    open_document,
    page_count,
)
from assistant.papers.structure import structure

MAX_PAGES = 5000
MAX_BYTES = 500_000_000

_NO_TITLE = re.compile(
    r"^\W*(?:untitled|anonymous|unspecified|unknown|none|null|agenda|minutes|report|document\d*|presentation\d*|"
    r"book\d*|title|template|agenda template|report template|appendix(?: [a-z0-9]+)?|"
    r"scan(?:ned)?(?: document)?|[\d\W]+)\W*$",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"^(?:microsoft (?:word|excel|powerpoint)|powerpoint presentation)\b|\btemplate\b", re.IGNORECASE)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|rtf|odt|indd|tmp|html?)$|[\\/]|^\S*_\S*$", re.IGNORECASE)


def read_paper(
    path: Path,
    *,
    max_pages: int = MAX_PAGES,
    max_bytes: int = MAX_BYTES,
    page_time_limit: float = PAGE_TIME_LIMIT,
    workers: int = 1,
    ocr: Ocr | None = None,
    on_pages: Callable[[int], None] | None = None,
) -> Paper:
    """A PDF as a ``Paper``. ``page_time_limit`` is in seconds; ``on_pages`` is told how many more pages are
    done; with ``ocr`` pages that are only a picture are recognised.

    A page that cannot be read, or takes too long, is in the paper with the status "failed" and a reason.

    Raises:
        NotAPdfError: empty, or not a PDF, or it cannot be opened.
        DamagedPaperError: no page of it can be read.
        EncryptedPaperError: a password is needed (an empty one is tried).
        OversizedPaperError: more pages or bytes than allowed.
    """
    from assistant.papers.pool import read_papers  # the pool needs the functions below

    results = read_papers(
        [path],
        workers=workers,
        max_pages=max_pages,
        max_bytes=max_bytes,
        page_time_limit=page_time_limit,
        ocr=ocr,
        on_pages=on_pages,
    )
    with closing(results):  # the worker ends here, not when the error that may follow is forgotten
        paper = next(results).paper
    if isinstance(paper, PaperError):
        raise paper
    assert isinstance(paper, Paper)  # nothing was to be skipped
    return paper


def check_size(path: Path, max_bytes: int) -> None:
    """Look at the file without opening it as a PDF.

    Raises:
        NotAPdfError: empty, not a PDF, or it cannot be opened.
        OversizedPaperError: more bytes than allowed.
    """
    check_is_pdf(path)
    size = path.stat().st_size
    if size > max_bytes:
        raise OversizedPaperError(
            f"{path.name}: {size / 1e6:,.0f} MB is more than the {max_bytes / 1e6:,.0f} MB allowed. "
            "Split it, or raise ASSISTANT_MAX_MEGABYTES."
        )


def file_hash(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_paper(path: Path, max_pages: int) -> tuple[Paper, int]:
    """The paper without its pages, and how many it has.

    Raises:
        DamagedPaperError: it cannot be opened, or has no page.
        EncryptedPaperError: a password is needed.
        OversizedPaperError: more pages than allowed.
    """
    document = open_document(path)
    try:
        count = page_count(document)
        if not count:
            raise damaged(path)
        if count > max_pages:
            raise OversizedPaperError(
                f"{path.name}: {count:,} pages are more than the {max_pages:,} allowed. "
                "Split it, or raise ASSISTANT_MAX_PAGES."
            )
    finally:
        close_document(document)
    told = structure(path)
    return Paper(str(path), "", sensible_title(told.title), [], told.outline), count


def damaged(path: Path, reason: str | None = None) -> DamagedPaperError:
    """The error for a PDF of which no page can be read; ``reason`` is what its first page said."""
    said = f" (page 1: {reason})" if reason else ""
    return DamagedPaperError(
        f"{path.name}: no page of it can be read{said}; it was probably cut short or damaged on the way. "
        "Fetch it again and add it once more."
    )


def sensible_title(title: str) -> str | None:
    """The title of a PDF's information when a person wrote it for readers; None for what a program left
    there.
    """
    title = " ".join("".join(char if char.isprintable() else " " for char in title).split())
    if len(title) < 6 or _NO_TITLE.match(title) or _PROGRAM.search(title) or _FILE.search(title):
        return None
    return title if re.search(r"[A-Za-z]{3}", title) else None
