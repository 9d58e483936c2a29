"""Verify: what is about to be shown, checked against the pages as if somebody else had written it."""

from __future__ import annotations

import json
import zlib

from assistant.answering.answer import Citation
from assistant.papers.model import UNSURE, Word
from assistant.papers.normalise import contains, locate
from assistant.retrieval.search import Hit, Searcher


def cite(searcher: Searcher, hit: Hit, quote: str, marker: int) -> Citation | None:
    """A citation of a quotation, or None where it does not stand on the page: a false one is never shown."""
    page = searcher.page(hit.paper.id, hit.passage.page)
    if page is None or not quote.strip() or not contains(page.text, quote):
        return None
    words = [Word(text, (x0, y0, x1, y1)) for text, x0, y0, x1, y1 in json.loads(zlib.decompress(page.words))]
    return Citation(
        marker=marker,
        document=hit.paper.document,
        title=hit.paper.title,
        date=hit.paper.meeting_date.isoformat() if hit.paper.meeting_date else None,
        page=page.number,
        page_label=page.printed or page.label,
        quote=quote,
        boxes=locate(words, quote),
        paper_id=hit.paper.id,
        ocr=page.status == "ocr",
    )


def told_by_ocr(searcher: Searcher, citation: Citation) -> str:
    """How surely the page of a citation was read where it is a picture, to be said beside it; "" on other pages."""
    page = searcher.page(citation.paper_id, citation.page) if citation.ocr else None
    if page is None:
        return ""
    left_out = f"; {UNSURE} is a figure that could not be read surely" if UNSURE in citation.quote else ""
    return f" (read by OCR, {page.confidence or 0:.0f} % sure{left_out})"
