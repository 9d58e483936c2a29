"""Pages that a report begins on, by the agenda item they name on top: in a heading, in a line alone, or in their running
head."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.papers.model import Block, Page
from assistant.records.stemming import stem

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


def listed_title(block: Block, agenda: Sequence[str]) -> str | None:
    """The title of the item that a heading on top of a page opens, "Item 3 – Minutes of 25 November 2025", where the agenda
    has that item under that number; minutes head their own items so, but under the numbers of another agenda."""
    named = ITEM_HEADING.match(block.text) if block.kind == "heading" else None
    number = re.search(r"\d{1,2}[A-Za-z]?", named.group()) if named else None
    if named is None or number is None:
        return None
    title = " ".join(block.text[named.end() :].split())
    own = re.compile(rf"^\W*(?:item )?{number.group()}\b[.):]?\s+(?P<title>\S.*)", re.IGNORECASE)
    said = _words(title)
    held = (_words(found["title"]) for line in agenda if (found := own.match(line)))
    return title if any(2 * len(said & words) >= len(said) > 0 for words in held) else None


def _words(title: str) -> set[str]:
    """The stems of the words of a title that tell something."""
    return {stem(word) for word in re.findall(r"[a-z]{4,}", title.lower())}
