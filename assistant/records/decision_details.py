"""Decisions published with their details under labels in running text: "Decision Maker: …", "Decisions: …", "Date of decision: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.records.beside import told_beside
from assistant.records.dates import find_dates
from assistant.records.extents import Extent, listed_parts
from assistant.records.leads import VERBS
from assistant.records.model import Resolution, Verb
from assistant.records.parts import Part
from assistant.records.prose import Paragraph, merge_pieces
from assistant.records.resolutions import resolution

_MAKER = re.compile(r"^\W*decision[- ]?(?:maker|taken by|by)\s*:\s*(?P<said>.*)$", re.IGNORECASE)
_DAY = re.compile(
    r"^\W*(?:date of decision|decision date|date decided|decided at meeting)\s*:\s*(?P<said>.*)$", re.IGNORECASE
)
_CALL_IN = re.compile(r"^\W*is (?:this |it )?subject to call[- ]?in\?\s*:?\s*(?P<said>.*)$", re.IGNORECASE)
_DECIDED = re.compile(
    r"^\W*(?:details of )?(?:the )?decisions?(?: (?:taken|made|record))?\s*:\s*(?P<said>.*)$", re.IGNORECASE
)
_LABEL = re.compile(
    r"^\W*(?:decision[- ]?(?:maker|taken by|by|status|date|due date|type|number|ref\w*)|is (?:this |it )?(?:a )?(?:key decision|subject to call[- ]?in)|purpose|reasons?\b[^:]{0,40}"
    r"|(?:other |alternative )?options?\b[^:]{0,40}|alternatives?\b[^:]{0,40}|(?:declarations?|conflicts?) of interests?|(?:publication|decision) date|date of (?:decision|publication)"
    r"|effective (?:from|date)|decided at meeting|accompanying documents?|supporting documents?|other reasons[^:]{0,60}|contact|lead officer|wards?(?: affected)?"
    r"|interests? and nature[^:]{0,60}|dispensations?[^:]{0,60}|notice of proposed decision[^:]{0,60})\s*\??\s*(?::|$)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^\W*(?:decision|issue) details?\W*$", re.IGNORECASE)
_SAID = re.compile(rf"^\W*(?:the |that )?[A-Z][\w ,&'’()-]{{2,80}}? (?P<verb>{'|'.join(VERBS)})\b")


def decision_details(flow: Sequence[Paragraph], part: Part) -> list[Resolution]:
    """The decisions among the paragraphs of a notice that stand under such labels, each with its maker and its day."""
    starts = [i for i, paragraph in enumerate(flow) if _said(paragraph, _MAKER) is not None]
    if not starts:
        return []
    heads = [_title(flow, start, starts[n - 1] if n else -1) for n, start in enumerate(starts)]
    ends = [*(head for head in heads[1:]), len(flow)]
    found = (_one(flow, head, end, part) for head, end in zip(heads, ends, strict=True))
    return [record for record in found if record is not None]


def _title(flow: Sequence[Paragraph], maker: int, before: int) -> int:
    """Where the title stands over the line with the decision's maker: right above it, but for other labels."""
    at = maker - 1
    while at > before + 1 and (_LABEL.match(flow[at].text) or _HEAD.match(flow[at].text)):
        at -= 1
    return max(at, before + 1) if maker else 0


def _one(flow: Sequence[Paragraph], head: int, end: int, part: Part) -> Resolution | None:
    own = flow[head:end]
    opened = next((i for i, paragraph in enumerate(own) if _DECIDED.match(paragraph.text)), None)
    if opened is None:
        return None
    words = list(_words(own, opened))
    if not words:
        return None
    text = "\n".join(said for said, _ in words)
    parts = listed_parts([said for said, _ in words])
    pieces = merge_pieces([piece for _, paragraph in words for piece in paragraph.pieces()])
    record = resolution(part, Extent(text, parts, pieces, 0, 0), _verb(text), words[0][1].page)
    record.minute_title = None if _LABEL.match(own[0].text) or _HEAD.match(own[0].text) else own[0].text
    record.committee = _first(own, _MAKER) or record.committee
    day = _day(_first(own, _DAY))
    record.meeting_date = day or record.meeting_date
    told = told_beside(own)
    record.reasons, record.alternatives = told.get("reasons"), told.get("alternatives")
    record.call_in = _first(own, _CALL_IN)
    return record


def _words(own: Sequence[Paragraph], opened: int) -> Iterator[tuple[str, Paragraph]]:
    """What stands under "Decisions:", up to the next label."""
    first = _DECIDED.match(own[opened].text)
    if first and first["said"].strip():
        yield own[opened].text[first.start("said") :].strip(), own[opened]
    for paragraph in own[opened + 1 :]:
        if _LABEL.match(paragraph.text) or _HEAD.match(paragraph.text) or paragraph.table is not None:
            return
        yield paragraph.text, paragraph


def _verb(text: str) -> Verb:
    found = _SAID.match(text[:200])
    return VERBS[found["verb"].lower()] if found else "resolved"


def _said(paragraph: Paragraph, label: re.Pattern[str]) -> str | None:
    """What a label says in one of the lines of a paragraph."""
    if paragraph.table is not None:
        return None
    return next((found["said"].strip() for line in paragraph.raw if (found := label.match(line))), None)


def _first(own: Sequence[Paragraph], label: re.Pattern[str]) -> str | None:
    return next((said for paragraph in own if (said := _said(paragraph, label))), None)


def _day(text: str | None) -> date | None:
    days = [mention.date for mention in find_dates(text or "") if mention.date is not None]
    return days[0] if days else None
