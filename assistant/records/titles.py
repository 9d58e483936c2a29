"""What a paper, or a report in it, is called: by its own headings, never by the caption of a table or a line of a form."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from assistant.papers.model import Block, Paper
from assistant.records.item_pages import ITEM_ALONE, ITEM_HEADING
from assistant.records.parts import Part, is_title_line
from assistant.records.vocabulary import BODY, kind_of

DAY_ALONE = re.compile(
    r"^\W*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:the )?\d{1,2}(?:st|nd|rd|th)? [a-z]+,? \d{4}"
    r"(?:,? (?:at )?[\d.:]+ ?(?:[ap]m|noon))?\W*$",
    re.IGNORECASE,
)
"""A line that is a day and nothing more."""
_MOST_OF_A_LABEL = 4
"""Words before a colon that are too many for the label of a line in a form."""
_AUTHORITY = re.compile(r"\b(?:council|authority)$", re.IGNORECASE)
_NO_TITLE = re.compile(r"agenda item|(?:table|figure|chart)\s+(?:[A-Z]|[A-Z]?\d{1,2})\b|[A-H][.)]\s+\w", re.IGNORECASE)
"""The number of an item, the caption of a table, the letter of a section: what stands over the paper's title or under it."""
_YEAR_ALONE = re.compile(r"^\(?(?:q(?:uarter )?[1-4],? )?20\d\d ?[/–-] ?(?:20)?\d\d\)?$", re.IGNORECASE)


def own_title(blocks: list[Block]) -> str | None:
    """The title of a report by its first lines: behind "Item 5 –" or under it, else a line that says what kind of paper
    it is."""
    headed = _titles(blocks[:8])
    titles = [text for text, _ in headed]
    if titles and (item := ITEM_HEADING.match(titles[0])):
        return titles[0][item.end() :]
    for (before, _), (text, heading) in pairwise(headed):
        if heading and ITEM_ALONE.match(before) and not BODY.search(text) and not _AUTHORITY.search(text):
            return text
    return next(
        (
            text
            for text in titles[:4]
            if is_title_line(text) and kind_of(text) and not BODY.search(text) and not ITEM_ALONE.match(text)
        ),
        None,
    )


def _titles(blocks: list[Block]) -> list[tuple[str, bool]]:
    """The texts of blocks on one line each, and whether they are headings; a year alone under a heading ends it."""
    found: list[tuple[str, bool]] = []
    for i, block in enumerate(blocks):
        *above, text = headings_in(block) if block.kind == "heading" else [" ".join(block.text.split())]
        found += [(line, True) for line in above]
        over = blocks[i - 1] if i else None
        if over is not None and over.kind == "heading" and found and _YEAR_ALONE.match(text):
            found[-1] = (f"{found[-1][0]} {text}", True)
        else:
            found.append((text, block.kind == "heading"))
    return found


def _names_what_follows(text: str) -> bool:
    """Whether a heading with a colon is a title ("Audit recommendation tracker: position at March") and no line of a form
    ("Report author: …")."""
    name = ITEM_HEADING.sub("", text)
    before, colon, _ = name.partition(":")
    return not colon or len(before.split()) >= _MOST_OF_A_LABEL or kind_of(before) is not None


def headings_in(block: Block) -> list[str]:
    """The heading of a block on one line; two where the item that a paper is for stands right under the body and the day."""
    lines = [" ".join(line.split()) for line in block.text.splitlines() if line.strip()]
    at = next((i for i, line in enumerate(lines) if i and ITEM_HEADING.match(line)), None)
    return [" ".join(lines)] if at is None else [" ".join(lines[:at]), " ".join(lines[at:])]


def title_of(
    paper: Paper,
    parts: list[Part],
    kind: str,
    body: str | None,
    day: date | None,
    period: str | None,
    file_name: str,
) -> str:
    """The title of a paper: body and kind for what a meeting has of its own, else its own title, else the file's name."""
    when = f", {day.day} {day:%B %Y}" if day else ""
    if kind in {"agenda", "agenda pack", "minutes", "decision notice", "supplement"} and body:
        return f"{body} – {'decisions' if kind == 'decision notice' else kind}{when}"
    blocks = [block for page in paper.pages[:1] for block in page.blocks if block.kind not in {"header", "footer"}]
    headed = [(text, heading) for text, heading in _titles(blocks[:8]) if heading or is_title_line(text)]
    lines = [text for text, _ in headed]
    titles = [
        ITEM_HEADING.sub("", t) if heading else t
        for t, heading in headed
        if not (BODY.search(t) or DAY_ALONE.match(t) or _NO_TITLE.match(t))
        and (":" not in t or (heading and _names_what_follows(t)))
    ]
    kinds = [t for t in titles if kind_of(t) and len(t) > 8]
    named = next((t for t in kinds if kind_of(t) == kind), next(iter(kinds), None))
    own = (
        named
        if parts[0].kind != "report" and named
        else parts[0].title
        or named
        or paper.title
        or next((t for t in titles if len(t) > 8), None)
        or next((t for t in lines if kind_of(t) and len(t) > 8), None)  # "Audit Committee Action Log"
    )
    if own in titles[1:] and len(own.split()) <= 3:  # "Highlight Report" alone says too little
        own = f"{titles[titles.index(own) - 1]} – {own}"
    plain = re.sub(r"[-_]+", " ", re.sub(r"\.pdf$", "", file_name, flags=re.IGNORECASE)).strip().capitalize()
    if own and period and (not when or re.match(r"q(?:uarter )?\s?\d", period, re.IGNORECASE)):
        when = f", {period}{when}" if period not in own else when  # one quarter's report is told from the next by it
    return f"{own}{when if when[2:] not in own else ''}" if own else plain
