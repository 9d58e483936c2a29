"""A record's words in quotation marks: as one run where they stand so, else run by run, for what is put together of two cells
stands nowhere as one."""

from __future__ import annotations

import re

from assistant.answering.telling.ask import told
from assistant.papers.normalise import contains
from assistant.records.model import Record

_BREAK = re.compile(r"(?<=[.;])\s+|\s+–\s+|\n+")


def as_quoted(record: Record, text: str, between: str = "; ") -> str:
    """The words of a field in quotation marks, each run as its row prints it; words that stand nowhere in it are left out."""
    if contains(record.as_printed, text):
        return f"“{told(text)}”"
    runs: list[str] = []
    start = 0
    ends = [*(match.start() for match in _BREAK.finditer(text)), len(text)]
    begins = [0, *(match.end() for match in _BREAK.finditer(text))]
    while start < len(begins):
        fits = [n for n in range(start, len(ends)) if contains(record.as_printed, text[begins[start] : ends[n]])]
        if fits:
            runs.append(text[begins[start] : ends[fits[-1]]])
        start = (fits[-1] if fits else start) + 1
    return between.join(f"“{told(run)}”" for run in runs) if runs else f"“{told(text)}”"
