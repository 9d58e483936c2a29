"""Notes that an indicator is counted another way from some time on, so that its figures do not compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.papers.model import Block
from assistant.records.dates import plain
from assistant.records.indicators import indicator_names
from assistant.records.model import DefinitionChange, Piece
from assistant.records.periods import Period, find_periods
from assistant.records.reading import Context
from assistant.records.vocabulary import BOILERPLATE, MEETING_KINDS

_CHANGED = re.compile(
    r"\bchanges? (?:of|in|to) (?:the )?(?:\w+ )?(?:definition|methodology|calculation|counting|criteria)\b"
    r"|\b(?:definition|methodology|calculation|counting rules?|criteria)\b[^.]{0,60}\b(?:ha(?:s|ve) (?:been )?|w(?:as|ere|ill be) |is |are )?"
    r"(?:chang|revis|amend|redefin|updat)\w*|\b(?:new|revised|changed|amended) (?:definition|methodology)\b|\bredefined\b"
    r"|\b(?:will|now) (?:be )?(?:counts?|counted|calculated|measures?|measured)\b|\bbreak in (?:the )?(?:time )?series\b|\brebased\b",
    re.IGNORECASE,
)
_NOT_ALIKE = re.compile(
    r"\b(?:cannot|can ?not|can no longer|could not|should not|must not|are not|is not|not|no longer) (?:therefore )?(?:directly )?(?:be )?"
    r"(?:directly )?(?:compared|comparable)\b|\bnot (?:been )?(?:recalculated|restated)\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|since|as of|as from|with effect from|starting (?:in|from))\s+(?:the )?(?:start of |beginning of )?",
    re.I,
)
_CODE = r"[A-Za-z]{0,6}[ ./-]?\d{1,4}(?:[./-]\d{1,4})*[a-z]?"
_NUMBERED = re.compile(
    rf"\b(?:measure|indicator|kpi|pi)s?\s+(?:no\.?\s*)?(?P<ids>{_CODE}(?:(?:\s*,\s*|\s+and\s+){_CODE}){{0,5}})\b", re.I
)
_LEADING = re.compile(rf"^\W{{0,3}}(?P<ids>{_CODE}\*?(?:(?:\s*,\s*|\s+and\s+|\s*&\s*){_CODE}\*?){{0,5}})\s*[-:]\s")
_SHORTEST_NAME = 14


class _Named(NamedTuple):
    indicator_id: str | None
    name: str


def definition_changes(index: int, context: Context) -> list[DefinitionChange]:
    """The notes of changed definitions in the text of a part, each for an indicator that the paper's tables hold.

    A note counts when it says from when on, or that the figures cannot be compared, besides that the counting changed.
    """
    part = context.facts.parts[index]
    if part.kind in MEETING_KINDS | BOILERPLATE:
        return []
    found: list[DefinitionChange] = []
    for page, _, block in part.blocks(context.paper.pages):
        if block.kind == "table" or not _tells(block.text):
            continue
        names = [_Named(*pair) for pair in indicator_names(context, index)]
        found += _of_block(page.number, block, names, context)
    return list({(change.indicator, change.indicator_id, change.since): change for change in found}.values())


def _tells(text: str) -> bool:
    flat = " ".join(plain(text).split())
    changed, unlike = _CHANGED.search(flat), _NOT_ALIKE.search(flat)
    return bool(changed and (unlike or _FROM.search(flat)))


def _of_block(page: int, block: Block, names: list[_Named], context: Context) -> Iterator[DefinitionChange]:
    flat = " ".join(plain(block.text).split())
    since = _since(flat, context)
    if since is None and not _NOT_ALIKE.search(flat):
        return
    for named in _spoken_of(flat, names):
        yield DefinitionChange(
            page=page,
            pieces=[Piece(page=page, boxes=[block.box])],
            as_printed=" ".join(block.text.split()),
            certainty="likely",
            indicator=named.name,
            indicator_id=named.indicator_id,
            since=since.as_printed if since else None,
            since_date=since.start if since else None,
        )


def _since(text: str, context: Context) -> Period | None:
    """The period named after "from" or "since"; a quarter without its year is the latest before the paper's date."""
    for match in _FROM.finditer(text):
        rest = text[match.end() : match.end() + 40]
        for period in find_periods(rest, today=context.facts.meeting_date):
            if period.span and period.span[0] == 0:
                return period
    return None


def _spoken_of(text: str, names: list[_Named]) -> list[_Named]:
    """The indicators a note speaks of: by number where it gives one, else by name."""
    match = _LEADING.match(text) or _NUMBERED.search(text)
    if match:
        said = {part.rstrip("*").lower() for part in re.split(r"\s*,\s*|\s+and\s+|\s*&\s*", match["ids"])}
        by_id = [named for named in names if (named.indicator_id or "").lower() in said]
        return by_id if len(by_id) == len(said) else []
    low = text.lower()
    found = [named for named in names if len(named.name) >= _SHORTEST_NAME and _core(named.name) in low]
    return found if len(found) == 1 else []


def _core(name: str) -> str:
    """A name without its bracketed ending, as it would stand in a sentence."""
    return " ".join(plain(re.sub(r"\s*\([^)]*\)\s*$", "", name)).lower().split())
