"""Verify: what is about to be shown, checked against the pages as if somebody else had written it."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.answering.answer import Checked, Citation, Value
from assistant.answering.claims import MARKER, Sentence, sentences_of
from assistant.answering.faults import claims_something, count, fault, model_fault
from assistant.answering.grounds import Grounds
from assistant.papers.model import UNSURE, Word
from assistant.papers.normalise import PageWords, contains, locate_on, page_words
from assistant.retrieval.search import Hit, Searcher
from assistant.store.tables import PaperRow


def cite(searcher: Searcher, hit: Hit, quote: str, marker: int) -> Citation | None:
    """A citation of a quotation, or None where it does not stand on the page: a false one is never shown."""
    return cite_place(searcher, hit.paper, hit.passage.page, quote, marker)


def cite_place(searcher: Searcher, paper: PaperRow, number: int, quote: str, marker: int) -> Citation | None:
    """A citation of a quotation on one page of a paper, or None where it does not stand there."""
    page = searcher.page(paper.id, number)
    if page is None or not quote.strip() or not contains(page.text, quote):
        return None
    return Citation(
        marker=marker,
        document=paper.document,
        title=paper.title,
        date=paper.meeting_date.isoformat() if paper.meeting_date else None,
        page=page.number,
        page_label=page.printed or page.label,
        quote=quote,
        boxes=locate_on(_words_of(page.words), quote),
        paper_id=paper.id,
        ocr=page.status == "ocr",
        exempt=page.access == "exempt",
    )


@lru_cache(maxsize=128)  # pages, about 100 kB each: answers cite the same ones again and again
def _words_of(packed: bytes) -> PageWords:
    """The words of a page with their places."""
    return page_words([Word(text, (x0, y0, x1, y1)) for text, x0, y0, x1, y1 in json.loads(zlib.decompress(packed))])


def told_by_ocr(searcher: Searcher, citation: Citation) -> str:
    """How surely the page of a citation was read where it is a picture, to be said beside it; "" on other pages."""
    page = searcher.page(citation.paper_id, citation.page) if citation.ocr else None
    if page is None:
        return ""
    left_out = f"; {UNSURE} is a figure that could not be read surely" if UNSURE in citation.quote else ""
    return f" (read by OCR, {page.confidence or 0:.0f} % sure{left_out})"


_ROWLESS = re.compile(r"(?m)^\|.*\n\|(?:\s*-+\s*\|)+\s*(?:\n(?!\|)|\Z)")  # the head of a table whose rows are all gone

_AFTER_TABLE = re.compile(
    r"(?m)^(\|.*\|)\n(?=[^|\n])"
)  # the blank line before the next paragraph went with the last row


class Removed(NamedTuple):
    """A sentence that was taken out, and why; ``claims``: it said something that must stand somewhere."""

    text: str
    reason: str
    claims: bool


class Verified(NamedTuple):
    """What may be shown: the text without what does not stand, what of it was checked, and what was removed."""

    text: str
    values: list[Value]
    checked: Checked
    removed: list[Removed]

    @property
    def whole(self) -> bool:
        """Whether nothing that claims something was removed."""
        return not any(removed.claims for removed in self.removed)


def check(
    text: str, citations: Sequence[Citation], values: Sequence[Value], grounds: Grounds, *, strict: bool = False
) -> Verified:
    """Hold an answer against the pages it cites, as if somebody else had written it.

    Every figure with unit and scale, every date, name, minute number and quotation must stand on a cited page, in a row
    behind it, among what is known of the paper, or in the question. ``strict`` is for what a model wrote: each sentence
    is then held against the passages and rows that it cites itself, its periods against their columns, its deciding words
    against theirs, and what the question says proves nothing. Markers that point nowhere go; sentences without support go.
    """
    sentences = sentences_of(_resolved(text, grounds.markers))
    kept: list[Sentence] = []
    removed: list[Removed] = []
    for sentence in sentences:
        reason = None if sentence.empty else _fault(sentence, sentences, grounds, strict=strict)
        if reason is None:
            kept.append(sentence)
        else:
            removed.append(Removed(sentence.text.strip(), reason, claims_something(sentence)))
    counted = [count(sentence) for sentence in kept if not sentence.empty]
    checked = Checked(**{name: sum(getattr(c, name) for c in counted) for name in Checked.model_fields})
    said = _AFTER_TABLE.sub(r"\1\n\n", _ROWLESS.sub("", "".join(sentence.text for sentence in kept)))
    standing = [value for value in values if _stands(value, citations, grounds)]
    return Verified(re.sub(r"\n{3,}", "\n\n", said).strip(), standing, checked, removed)


def _resolved(text: str, markers: frozenset[int]) -> str:
    return re.sub(rf"[ \t]?{MARKER.pattern}", lambda m: m.group() if int(m[1]) in markers else "", text)


def _fault(sentence: Sentence, sentences: Sequence[Sentence], grounds: Grounds, *, strict: bool) -> str | None:
    if not strict:
        return fault(sentence, grounds.of(grounds.markers, asked=True))
    markers = sentence.markers or _following(sentence, sentences)
    if not markers:
        return "no source"
    return model_fault(sentence, grounds.of(markers, asked=False), grounds.question_stems)


def _following(sentence: Sentence, sentences: Sequence[Sentence]) -> frozenset[int]:
    """The markers of the next sentence of the same paragraph that has any: it may speak for those before it."""
    after = sentences[sentences.index(sentence) + 1 :]
    return next((s.markers for s in after if s.block == sentence.block and s.markers), frozenset())


def _stands(value: Value, citations: Sequence[Citation], grounds: Grounds) -> bool:
    """Whether a figure listed beside the answer stands, as printed, on the page it names."""
    cited = [c.marker for c in citations if (c.document, c.page) == (value.document, value.page)]
    return bool(cited) and grounds.of(cited, asked=False).has_quote(value.as_printed)
