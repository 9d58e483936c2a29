"""How far a decision or a motion runs: the sentence that opens it, and the list below it over as many pages as it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.records.leads import find_lead
from assistant.records.model import Piece
from assistant.records.prose import Marker, Paragraph, bare_letter, follows, marker_of, merge_pieces, sentences
from assistant.records.votes import vote_head, votes_of_table

_OPEN_END = re.compile(
    r"(?::\s*[-–—]?|[-–—]|\b(?:to|that|the following|as follows|motion|resolution|recommendations?))\s*$", re.IGNORECASE
)
_CLOSED = re.compile(r"[.;!?][\"”’')\]]*$")
_THAT = re.compile(r"^[\"“‘']?(?:[Tt]hat|[Tt]o|THAT)\b")
_LONGEST = 400
"""Paragraphs that one decision may run to; the longest budget resolution seen has 35."""


@dataclass(slots=True)
class Extent:
    """The words of a decision as printed: a line a paragraph, its listed parts, where it stands, where the text goes on."""

    text: str
    parts: list[str]
    pieces: list[Piece]
    next_paragraph: int
    next_start: int
    intro: str = ""
    indent: float = 0.0


@dataclass(slots=True)
class _List:
    """A list being read: the last mark of its top level, of the one below, and the left edge of its items."""

    top: Marker | None = None
    sub: Marker | None = None
    edge: float = 0.0
    parts: list[str] = field(default_factory=list)


def extent(flow: Sequence[Paragraph], at: int, start: int, end: int, content: int) -> Extent:
    """The decision whose opening sentence is ``flow[at].text[start:end]``; what it decides begins at ``content``."""
    paragraph = flow[at]
    own = paragraph.text
    opening = own[content:end]
    colon = re.match(r"[^.;]{0,60}?(?::\s?[-–—]?|\s[-–—]|^[-–—])(?=\s|$)", own[content:])
    if colon and content + colon.end() < len(own):
        stop = len(own)  # "RESOLVED: That … . That …": all of the paragraph
    else:
        stop = _with_more_of_it(own, end)
    text = own[start:stop].strip()
    listing = _List(parts=inline_parts(own[content:stop]))
    last = at
    if stop >= len(own.rstrip()):
        last = _below(flow, at, text, bool(_OPEN_END.search(text)) or not opening.strip(" .:–—-"), listing)
    below = flow[at + 1 : last + 1]
    pieces = merge_pieces([*paragraph.pieces(start, stop), *(piece for p in below for piece in p.pieces())])
    whole = "\n".join([text, *(p.text for p in below)])
    after = (last + 1, 0) if last > at or stop >= len(own.rstrip()) else (at, stop)
    return Extent(whole, listing.parts, pieces, *after, intro=text, indent=paragraph.indent)


def _with_more_of_it(text: str, end: int) -> int:
    """The end of the sentences behind one that belong to it: each says once more what was decided."""
    for start, stop in sentences(text[end:]):
        if not re.match(r"(?:That|THAT)\b", text[end + start : end + stop].lstrip()):
            break
        end += stop
    return end


def _below(flow: Sequence[Paragraph], at: int, lead: str, is_open: bool, listing: _List) -> int:
    """The index of the last paragraph below an opening that belongs to it (``at`` when none does)."""
    last = at
    lead_mark = marker_of(flow[at].text)
    inline = _last_inline(lead)
    if inline is not None:
        listing.top, listing.edge = inline, flow[at].indent - 60
    for j in range(at + 1, min(len(flow), at + _LONGEST)):
        paragraph = flow[j]
        if paragraph.table is not None and not votes_of_table(paragraph.table):
            if listing.top is None or not (flow[j - 1].text.endswith(":") or _between(flow, j, listing)):
                break
            last = j
            continue
        if paragraph.table or vote_head(paragraph.text):
            break
        mark = marker_of(paragraph.text) or _letter(flow, j, listing)
        if mark is not None:
            if not _belongs(mark, paragraph, listing, flow[at], lead_mark, is_open or not _CLOSED.search(lead)):
                break
        elif listing.top is None:
            if not is_open or not _opens(flow, j, at, last):
                break
            if listing.parts:
                listing.parts[-1] += f" {paragraph.text}"
        elif not _between(flow, j, listing):
            break
        elif paragraph.indent > listing.edge + 6 and listing.parts and not paragraph.bold:
            listing.parts[-1] += f" {paragraph.text}"
        last = j
    return last


def _letter(flow: Sequence[Paragraph], j: int, listing: _List) -> Marker | None:
    """The letter without stop or bracket that opens a part ("A Note the report"), where one with the next letter stands
    below it or it follows such a one."""
    mark = bare_letter(flow[j].text)
    if mark is None or listing.top is None or listing.top.style == mark.style:
        after = bare_letter(flow[j + 1].text) if mark is not None and j + 1 < len(flow) else None
        follows_on = listing.top is not None and mark is not None and follows(mark, listing.top)
        return mark if follows_on or (mark and after and follows(after, mark)) else None
    return None


def _belongs(
    mark: Marker, paragraph: Paragraph, listing: _List, lead: Paragraph, own: Marker | None, is_open: bool
) -> bool:
    """Whether a list item goes on with the decision, and if so note it."""
    if listing.top is None:
        counts_on = (
            own is not None and mark.style == own.style and follows(mark, own) and paragraph.indent < lead.indent + 6
        )
        if not is_open or counts_on or not follows(mark, None):
            return False
        listing.top, listing.edge = mark, paragraph.indent
        listing.parts.append(paragraph.text)
        return True
    if (mark.style == "1.1" and listing.top.style != "1.1") or paragraph.indent < listing.edge - 12:
        return False
    if follows(mark, listing.top):
        listing.top, listing.sub = mark, None
        listing.parts.append(paragraph.text)
        return True
    if (listing.sub is not None and follows(mark, listing.sub)) or (
        mark.style != listing.top.style and follows(mark, None)
    ):
        listing.sub = mark
    else:
        return False
    if listing.parts:
        listing.parts[-1] += f" {paragraph.text}"
    return True


def _opens(flow: Sequence[Paragraph], j: int, at: int, last: int) -> bool:
    """Whether a paragraph without a mark, right below an open lead, is what the lead introduces."""
    if flow[j].kind == "heading" and flow[j].bold:
        return False
    if last == at:
        return True
    return bool(_THAT.match(flow[j].text)) or _next_mark_is_first(flow, j)


def _next_mark_is_first(flow: Sequence[Paragraph], j: int) -> bool:
    marks = [marker_of(p.text) for p in flow[j + 1 : j + 3]]
    first = next((mark for mark in marks if mark), None)
    return first is not None and follows(first, None)


def _between(flow: Sequence[Paragraph], j: int, listing: _List) -> bool:
    """Whether a paragraph without a mark stands within a list: its next item follows soon."""
    if listing.top is None or listing.top.style == "•":
        return False
    for paragraph in flow[j + 1 : j + 4]:
        mark = marker_of(paragraph.text)
        if mark is not None:
            close = paragraph.indent >= listing.edge - 12
            return close and (follows(mark, listing.top) or (listing.sub is not None and follows(mark, listing.sub)))
        if paragraph.table or vote_head(paragraph.text):
            return False
    return False


_INLINE = re.compile(r"(?:(?<=[\s:;,–—-])|^)(?=\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[).]\s?\S)")


def _inline_marks(text: str) -> list[tuple[int, Marker]]:
    """The marks of a list run into a paragraph ("(a) the policy be adopted; (b) …"), in their order."""
    found: list[tuple[int, Marker]] = []
    for place in _INLINE.finditer(text[:20000]):
        mark = marker_of(text[place.start() :])
        if mark is None or mark.style in {"•", "1.1"}:
            continue
        if (follows(mark, found[-1][1]) if found else mark.value == 1) and (
            not found or _parts_before(text, place.start())
        ):
            found.append((place.start(), mark))
    return found


def _parts_before(text: str, at: int) -> bool:
    return bool(re.search(r"(?:[;,.:]|\band|\bor)\s*$", text[max(0, at - 8) : at]))


def listed_parts(texts: Iterable[str]) -> list[str]:
    """The parts of a list whose items are paragraphs, what stands below an item with it; [] where there is no list."""
    parts: list[str] = []
    last: Marker | None = None
    for text in texts:
        mark = marker_of(text)
        if mark is not None and mark.style != "•" and follows(mark, last):
            parts.append(text)
            last = mark
        elif parts:
            parts[-1] += f" {text}"
    return parts


def inline_parts(text: str) -> list[str]:
    """The parts of a list run into a paragraph; [] for fewer than two."""
    marks = [start for start, _ in _inline_marks(text)]
    if len(marks) < 2:
        return []
    return [text[a:b].strip() for a, b in zip(marks, [*marks[1:], len(text)], strict=True)]


def _last_inline(text: str) -> Marker | None:
    """The last mark of a list that begins on the line of the decision ("RESOLVED: 1. That …")."""
    marks = _inline_marks(text[text.find(":") + 1 :] if ":" in text else text)
    return marks[-1][1] if marks and ":" in text[:80] else None


def motion_extent(flow: Sequence[Paragraph], at: int, start: int, end: int) -> Extent:
    """A motion: the sentence that moves it and, where that is open, the text it moves: what stands further in or in
    quotation marks."""
    paragraph = flow[at]
    text = paragraph.text[start:end].strip()
    last = at
    at_end = end >= len(paragraph.text.rstrip())
    if at_end and (_OPEN_END.search(text) or not _CLOSED.search(text)):
        last = _moved(flow, at)
    below = flow[at + 1 : last + 1]
    pieces = merge_pieces([*paragraph.pieces(start, end), *(piece for p in below for piece in p.pieces())])
    parts = [p.text for p in below if marker_of(p.text)]
    after = (last + 1, 0) if at_end else (at, end)
    return Extent(
        "\n".join([text, *(p.text for p in below)]), parts, pieces, *after, intro=text, indent=paragraph.indent
    )


def _moved(flow: Sequence[Paragraph], at: int) -> int:
    """The last paragraph of the text that is moved."""
    last, quoted = at, False
    lead = flow[at]
    own = marker_of(lead.text)
    deeper = at + 1 < len(flow) and flow[at + 1].indent > lead.indent + 6
    for j in range(at + 1, min(len(flow), at + _LONGEST)):
        paragraph = flow[j]
        mark = marker_of(paragraph.text)
        lead_in = find_lead(paragraph.text[:200], None)
        if paragraph.table or vote_head(paragraph.text) or (lead_in is not None and lead_in.formal):
            break
        next_of_lead = own is not None and mark is not None and mark.style == own.style and follows(mark, own)
        inside = (
            paragraph.indent > lead.indent + 6
            if deeper
            else j == at + 1 or quoted or (mark is not None and not next_of_lead)
        )
        if not inside or (next_of_lead and paragraph.indent < lead.indent + 6):
            break
        if paragraph.indent > lead.indent + 200:  # "Amendment lost." set to the right
            break
        quoted = (quoted or paragraph.text[0] in '“"') and not re.search(r"[”\"]\W{0,2}$", paragraph.text)
        last = j
    return last
