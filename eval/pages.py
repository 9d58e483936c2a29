"""The papers as a reader who checks sees them: page texts read by pypdf, not by the code that is being judged."""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import pypdf


class Pages:
    """The text of every page of the papers under some folders, read when asked for."""

    def __init__(self, files: dict[str, Path]) -> None:
        self.files = files
        logging.getLogger("pypdf").setLevel(logging.ERROR)  # its notes on odd fonts say nothing about an answer
        self._readers: dict[str, pypdf.PdfReader] = {}
        self._texts: dict[tuple[str, int], str] = {}

    def count(self, document: str) -> int:
        """How many pages a paper has; 0 for one that is not there."""
        return len(self._reader(document).pages) if document in self.files else 0

    def text(self, document: str, page: int) -> str:
        """The text of a page (from 1); "" for a page that is not there."""
        if not 1 <= page <= self.count(document):
            return ""
        place = (document, page)
        if place not in self._texts:
            self._texts[place] = self._reader(document).pages[page - 1].extract_text()
        return self._texts[place]

    def holds(self, document: str, page: int, quote: str) -> bool:
        """Whether words stand on a page; white space, case, punctuation and hyphens aside."""
        wanted = bare(quote)
        return bool(wanted) and wanted in bare(self.text(document, page))

    def _reader(self, document: str) -> pypdf.PdfReader:
        if document not in self._readers:
            self._readers[document] = pypdf.PdfReader(self.files[document])
        return self._readers[document]


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Letters, digits and the signs that change a figure, nothing else."""
    return re.sub(r"[^a-z0-9£%]", "", unicodedata.normalize("NFKC", text).lower())
