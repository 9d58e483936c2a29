"""A citation on the page: where it stands in words, the addresses of its page, and what ``chat.js`` shows it from."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from assistant.answering.answer import Citation
from assistant.web.markup import plain

EXEMPT = "EXEMPT, not for publication"
MOST_BOXES = 200  # keeps the picture's address well under what servers and proxies take


def day(iso: str | None) -> str:
    """2024-03-05 as 5 March 2024; anything else as it is."""
    try:
        moment = date.fromisoformat(iso or "")
    except ValueError:
        return iso or ""
    return f"{moment.day} {moment:%B %Y}"


def place(citation: Citation) -> str:
    """Where a citation stands, as a caption under its title: date, page of the file, printed page."""
    date_of = day(citation.date)
    parts = ["" if date_of in citation.title else date_of, f"page {citation.page} of the file"]
    if citation.page_label:
        parts.append(f"printed page {citation.page_label}")
    return ", ".join(part for part in parts if part)


def name_of(citation: Citation) -> str:
    """What a cited paper is called."""
    return citation.title.strip() or citation.document


def picture_url(citation: Citation) -> str:
    """The address of the cited page's picture, relative to the chat's, so that it works behind a proxy."""
    boxes = ";".join(",".join(f"{side:.1f}" for side in box) for box in citation.boxes[:MOST_BOXES])
    return f"page/{quote(citation.paper_id, safe='')}/{citation.page}.png?{urlencode({'boxes': boxes})}"


def paper_url(citation: Citation) -> str:
    """The address of the PDF itself, opened at the cited page."""
    return f"paper/{quote(citation.paper_id, safe='')}.pdf#page={citation.page}"


def source_data(name: str, citation: Citation) -> str:
    """The attributes of the element that ``chat.js`` shows a citation from; ``name`` is its id."""
    return (
        f'id="{name}" data-marker="{citation.marker}" data-title="{plain(name_of(citation))}" '
        f'data-place="{plain(place(citation))}" data-file="{plain(citation.document)}" '
        f'data-quote="{plain(citation.quote)}" data-picture="{plain(picture_url(citation))}" '
        f'data-paper="{plain(paper_url(citation))}"{" data-exempt" if citation.exempt else ""}'
    )
