"""The last step of reading: what can only be told from all pages together, and coordinates back to user
space.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.papers.blocks import Style, classify, paper_style, split_paragraphs
from assistant.papers.furniture import Zone, find_furniture, loose_lines, printed_numbers
from assistant.papers.lines import bounds, move_blocks
from assistant.papers.model import Block, Line, Page
from assistant.papers.page import RawPage, text_and_words


def finish_pages(raw: Sequence[RawPage]) -> list[Page]:
    """Running heads and feet, printed numbers, paragraphs and headings for all pages of a paper, in place."""
    pages = {item.page.number: item.page for item in raw}
    furniture = find_furniture(list(pages.values()))
    for number, (printed, position) in printed_numbers(list(pages.values()), furniture).items():
        page = pages[number]
        page.printed = printed
        furniture.setdefault(number, {}).setdefault(position, _zone(page, position))
    style = paper_style(pages.values(), furniture)
    for item in raw:
        page = item.page
        page.blocks = _blocks(page, furniture.get(page.number, {}), style)
        # Boxes were worked out on the page as shown; a turned or cropped page has its own user space.
        move_blocks(page.blocks, item.upright.inverse())
        page.text, page.words = text_and_words(page.blocks)
    return list(pages.values())


def _zone(page: Page, position: int) -> Zone:
    box = loose_lines(page)[position].box
    return "header" if box[1] + box[3] > page.height else "footer"


def _blocks(page: Page, furniture: dict[int, Zone], style: Style) -> list[Block]:
    """The page's blocks: headers, then the body with its tables, then footers."""
    edges: dict[Zone, list[Line]] = {"header": [], "footer": []}
    body: list[Block] = []
    position = 0
    for block in page.blocks:
        if block.kind == "table":
            block.text = "\n".join(line.text for line in block.lines)
            body.append(block)
            continue
        kept = []
        for line in block.lines:
            zone = furniture.get(position)
            if zone:
                edges[zone].append(line)
            else:
                kept.append(line)
            position += 1
        body += classify(split_paragraphs(kept), style)
    return [*_edge_blocks("header", edges["header"]), *body, *_edge_blocks("footer", edges["footer"])]


def _edge_blocks(kind: Zone, lines: list[Line]) -> list[Block]:
    if not lines:
        return []
    lines = sorted(lines, key=lambda line: (-round(line.box[1]), line.box[0]))
    return [Block(kind, "\n".join(line.text for line in lines), bounds(line.box for line in lines), lines)]
