"""The README's table of planted traps must be true: the words quoted stand on the page named."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pypdf import PdfReader

ROW = re.compile(r"^\|[^|]*\|[^|]*\| (\S+\.pdf) \| (\d+) \| ([^|]+) \|", re.MULTILINE)
NO_TEXT = "(none)"


def untrue(readme: Path, papers: Path) -> list[str]:
    """A line for each row whose words are not on its page."""
    return [
        f"{name} page {page}: {words}" for name, page, words in _rows(readme) if not _stands(papers / name, page, words)
    ]


def _rows(readme: Path) -> Iterator[tuple[str, int, str]]:
    for name, page, words in ROW.findall(readme.read_text(encoding="utf-8")):
        yield name, int(page), words.strip()


def _stands(paper: Path, page: int, words: str) -> bool:
    texts = _texts(paper)
    if page > len(texts):
        return False
    return not texts[page - 1].strip() if words == NO_TEXT else words in texts[page - 1]


@cache
def _texts(paper: Path) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(paper).pages]
