"""A record's words in quotation marks: as one run where they stand so on its page, else run by run. What is put together of
two cells, or of cells whose lines the page prints one between the other, stands nowhere as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answering.telling.ask import Ask, told
from assistant.papers.normalise import contains
from assistant.tools.ledger import Entry

FEWEST = 4  # words of a run that a text is cut down to
_BREAK = re.compile(r"(?<=[.;:])\s+|\s+–\s+|\n+")


def as_quoted(ask: Ask, entry: Entry[Any], text: str, between: str = " … ") -> str:
    """The words of a field in quotation marks, each run as a page prints it; "" where none of them stand there."""
    record = entry.record
    numbers = dict.fromkeys([record.page, *(piece.page for piece in record.pieces)])
    texts = [page.text for number in numbers if (page := ask.searcher.page(entry.paper.id, number))]
    if _stands(text, texts):
        return f"“{told(text)}”"
    return between.join(f"“{told(run)}”" for run in _runs(text, texts))


def _stands(text: str, texts: Sequence[str]) -> bool:
    return any(contains(page, text) for page in texts)


def _runs(text: str, texts: Sequence[str]) -> Iterator[str]:
    """The longest runs of sentences that stand, and of a sentence that does not, the longest runs of its words."""
    breaks = [(0, 0), *((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]
    begins, ends = [end for _, end in breaks[:-1]], [start for start, _ in breaks[1:]]
    at = 0
    while at < len(begins):
        last = next((n for n in reversed(range(at, len(ends))) if _stands(text[begins[at] : ends[n]], texts)), None)
        if last is None:
            yield from _word_runs(text[begins[at] : ends[at]], texts)
            at += 1
        else:
            yield text[begins[at] : ends[last]]
            at = last + 1


def _word_runs(sentence: str, texts: Sequence[str]) -> Iterator[str]:
    words = sentence.split()
    at = 0
    while at + FEWEST <= len(words):
        last = at
        while last < len(words) and _stands(" ".join(words[at : last + 1]), texts):
            last += 1
        if last - at >= FEWEST:
            yield " ".join(words[at:last])
        at = max(last, at + 1)
