"""Pages that a report begins on, by the agenda item they name on top: in a heading, in a line alone, or in their running
head."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.papers.model import Block, Page

ITEM_HEADING = re.compile(r"^\W*(?:agenda )?item(?: no\.?)? \d{1,2}[A-Za-z]?\s*[-–—:.]\s*(?=\S)", re.IGNORECASE)
ITEM_ALONE = re.compile(r"^\W*(?:agenda )?item(?: no\.?| number)?\W{0,3}\d{1,2}[A-Za-z]?\W*$", re.IGNORECASE)
ITEM_NAMED = re.compile(r"\bagenda item\b(?: no\.?| number)?\W{0,3}\d", re.IGNORECASE)
"""It names no kind of paper, for all its "agenda"."""


def names_items(block: Block) -> bool:
    """Whether a block heads an item as a page of a report may be headed: "Agenda item 6: …"."""
    return bool(ITEM_NAMED.match(block.text)) and (block.kind == "heading" or bool(ITEM_ALONE.match(block.text)))


def new_stamp(page: Page, before: str | None) -> tuple[str | None, str | None]:
    """(the agenda item that the running head of a page names and that of the page before did not, the one it names)."""
    lines = [line.strip() for b in page.blocks if b.kind == "header" for line in b.text.splitlines()]
    named = next((" ".join(line.casefold().split()) for line in lines if ITEM_ALONE.match(line)), None)
    return (named if named != before else None), named


def item_title(blocks: Sequence[Block], stamp: str | None, titled: Callable[[str], bool]) -> str | None:
    """The title of the report that a page opens: "Agenda item 6: Risk register", or "Agenda item 6" (which may be the
    ``stamp`` in its running head) over a title; None where there is none. ``titled`` tells a line that is written as one."""
    first = " ".join(blocks[0].text.split())
    alone = bool(ITEM_ALONE.match(first))
    if alone or stamp:
        under = blocks[1:2] if alone else blocks[:1]
        title = next((" ".join(b.text.split()) for b in under if b.kind == "heading" or titled(b.text)), None)
        return title if title and not ITEM_HEADING.match(title) else None
    named = ITEM_HEADING.match(first) if blocks[0].kind == "heading" and ITEM_NAMED.match(first) else None
    return first[named.end() :] if named else None
