"""Which pages of a paper may not be published: marked so at the head or foot, or following a page that is."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.papers.model import Block, Page
from assistant.records.parts import Part, is_agenda, lines_of
from assistant.records.vocabulary import EXEMPT_MARK

_HEAD, _FOOT = 8, 2  # lines in which a mark stands; further inside a page, words about secrecy are about something else
_RUNS_ON = re.compile(r"^\W*(?:by virtue|this|the)\b", re.IGNORECASE)  # a mark written as a sentence may take two lines


def exempt_pages(pages: list[Page], parts: list[Part]) -> set[int]:
    """Pages marked as not for publication, and those after them to the end of their part: rather hidden than shown."""
    found: set[int] = set()
    for part in parts:
        for page in pages[part.first_page - 1 : part.last_page]:
            if _marked(page, part):
                found.update(range(page.number, part.last_page + 1))
                break
    return found


def _marked(page: Page, part: Part) -> bool:
    """Whether a page bears a mark of secrecy where such marks stand: at its head or foot, alone in a line.

    Published minutes have a heading "Part II – exempt items" over what may be said of them, and a public agenda has one
    over the titles of what will be taken in private; those are no such marks.
    """
    lines = _ends(page, part)
    if part.kind == "agenda" and (page.number == part.first_page or is_agenda(lines_of(page.blocks))):
        lines = lines[:3] if page.number == part.first_page else []
    run_on = [f"{line} {after}" for line, after in pairwise(lines) if _RUNS_ON.match(line)]
    marks = [text for text in lines + run_on if len(text) < 200 and EXEMPT_MARK.match(text)]
    if part.kind == "minutes":
        marks = [text for text in marks if re.search(r"not for publication|by virtue", text, re.IGNORECASE)]
    return bool(marks)


def _ends(page: Page, part: Part) -> list[str]:
    """The first and last lines of a page, or where a part begins inside it, of the part's own lines on it."""
    if page.number != part.first_page or part.first_block == 0:
        lines = [line.strip() for line in page.text.splitlines() if line.strip()]
        return lines[:_HEAD] + lines[-_FOOT:]
    running = [block for block in page.blocks if block.kind in {"header", "footer"}]
    own: list[Block] = [block for here, _, block in part.blocks([*[page] * page.number]) if here is page]
    return lines_of(running) + lines_of(own)[:_HEAD]
