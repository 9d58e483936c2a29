"""A passage found, as it is handed to other programs: its words, and where they stand."""

from __future__ import annotations

from assistant.retrieval.search import Hit, Searcher


def passage_told(searcher: Searcher, hit: Hit) -> dict[str, str | int | None]:
    """The words of a passage with paper, date, page (in the file, and as printed), heading and standing."""
    page = searcher.page(hit.paper.id, hit.passage.page)
    day = hit.part.meeting_date or hit.paper.meeting_date
    return {
        "document": hit.paper.document,
        "title": hit.paper.title,
        "date": day.isoformat() if day else None,
        "page": hit.passage.page,
        "page_label": (page.printed or page.label) if page else None,
        "heading": hit.passage.heading or None,
        "minute": hit.passage.minute,
        "status": hit.part.status,
        "text": hit.passage.text,
    }
