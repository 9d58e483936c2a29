"""What a PDF says of itself, by pypdf: the title in its information and its bookmarks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from assistant.papers.words import printed_text

MOST_BOOKMARKS = 2000  # a looping outline must not hold the reader up


class Structure(NamedTuple):
    """``title`` as the PDF's information has it ("" where none); ``outline`` as (level from 1, title, page from 1)."""

    title: str
    outline: list[tuple[int, str, int]]


def structure(path: Path) -> Structure:
    """The title and bookmarks of a PDF; empty where it has none or they cannot be read: the pages are what counts."""
    try:
        with path.open("rb") as file:
            reader = PdfReader(file)
            if reader.is_encrypted:
                reader.decrypt("")
            title = reader.metadata.title if reader.metadata and reader.metadata.title else ""
            entries = []
            for entry in _entries(reader, reader.outline, 1):
                entries.append(entry)
                if len(entries) == MOST_BOOKMARKS:
                    break
            return Structure(str(title), entries)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Structure("", [])  # what pypdf raises on broken structures; pdfium still reads the pages


def _entries(reader: PdfReader, items: list[Any], level: int) -> Iterator[tuple[int, str, int]]:
    for item in items:
        if isinstance(item, list):
            yield from _entries(reader, item, level + 1)
            continue
        page = reader.get_destination_page_number(item)
        if page is not None and page >= 0 and item.title:
            yield level, printed_text(" ".join(str(item.title).split())), page + 1
