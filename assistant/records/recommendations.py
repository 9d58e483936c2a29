"""What reports ask a meeting to decide. Never a resolution: minutes and decision notices are not read here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.records.model import Piece, Recommendation, Record
from assistant.records.prose import Marker, Paragraph, follows, marker_of, merge_pieces, paragraphs
from assistant.records.reading import Context

_NOT_REPORTS = {
    "minutes",
    "agenda",
    "decision notice",
    "tracking log",
    "work programme",
    "terms of reference",
    "supplement",
}
_HEAD = re.compile(
    r"^\W*(?:\d{1,2}(?:\.\d{1,2})?[.)]?\s+)?(?:(?:officers?['’]?s?['’]?|summary of|proposed|detailed|the|key|report|draft) )?recommendations?"
    r"(?:\(s\))?(?: (?:and|&) (?:the )?(?:reasons?|decisions?)[\w ]{0,30}| to (?:the )?[a-z][\w ,&'’-]{2,60}?)?(?:\s*[:–-]\s*(?P<rest>.*)|\s*\.?\s*)$",
    re.IGNORECASE | re.DOTALL,
)
_BODY = r"(?:the |that the )?(?:[\w&,'’-]+ ){0,12}?(?:committee|cabinet|council|panel|board|executive|forum|commission|members?|councillors?|scrutiny|authority|leader|mayor)"
_ASKED = re.compile(
    rf"^\W*(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]?\s+)?(?:it is (?:therefore )?(?:recommended|proposed) that {_BODY}\b|it is recommended (?:that|to)\s*:?\s*$"
    rf"|{_BODY}(?: members)? (?:is|are) (?:therefore )?(?:asked|recommended|invited|requested) (?:to|that)\b)",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"^\W*(?:\d{1,2}(?:\.\d{1,2})?[.)]?\s+)?(?:reasons?\b(?! be)|alternative (?:options|proposals)|options considered|relevance to|implications?\b|background|summary|introduction|purpose|context"
    r"|financial|finance|legal|key decision|wards?\b|contacts?\b|appendi|annex|consultation|corporate|equalit|risk|carbon|other implications|what is|report detail|list of|published"
    r"|confidential|supporting|resource|sign[- ]off|executive summary|policy context|proposals?\b|decision (?:type|maker)|voting)",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"^\W*(?:n/?a|none|not applicable|see below|as above)\W*$", re.IGNORECASE)
_REASON = re.compile(r"\s+Reasons?(?: for (?:the )?recommendations?)?\s*:\s")
_OPEN = re.compile(
    r"(?::\s*[-–—]?|\b(?:to|that|cabinet|committee|council|board|panel|executive|members))\s*$", re.IGNORECASE
)
_COUNTED = re.compile(r"^Recommendation (\d{1,2})\b", re.IGNORECASE)
_LONGEST = 120


@dataclass(slots=True)
class _Said:
    texts: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    top: Marker | None = None
    sub: Marker | None = None


def read_recommendations(index: int, context: Context) -> list[Record]:
    """The recommendations of the report that part ``index`` is."""
    part = context.facts.parts[index]
    if part.kind in _NOT_REPORTS:
        return []
    flow = [piece for paragraph in paragraphs(part, context.paper.pages) for piece in _lines_apart(paragraph)]
    records: list[Record] = []
    at = 0
    while at < len(flow):
        said, after = _at(flow, at)
        if said is not None:
            records.append(
                Recommendation(
                    page=said.pieces[0].page,
                    pieces=merge_pieces(said.pieces),
                    as_printed="\n".join(said.texts),
                    committee=part.committee,
                    meeting_date=part.meeting_date,
                    report=part.title,
                    text="\n".join(said.texts),
                    parts=said.parts,
                )
            )
        at = after
    return records


def _at(flow: list[Paragraph], at: int) -> tuple[_Said | None, int]:
    """The recommendation that begins at a paragraph, and where to go on."""
    paragraph = flow[at]
    if paragraph.table is not None:
        return None, at + 1
    head = _head(paragraph.text)
    if head is not None and (paragraph.kind == "heading" or paragraph.bold or head["rest"] or len(paragraph.text) < 60):
        rest = (head["rest"] or "").strip()
        said = _Said()
        if rest:
            start = paragraph.text.index(rest)
            _add(said, paragraph, start)
        return _collected(flow, at + 1, said)
    if _ASKED.match(paragraph.text) and paragraph.kind != "heading":
        said = _Said()
        _add(said, paragraph, 0)
        return _collected(flow, at + 1, said)
    return None, at + 1


def _head(text: str) -> re.Match[str] | None:
    """The heading of recommendations; a line of a sentence begins with a small letter."""
    first = next((char for char in text[:40] if char.isalpha()), "a")
    return _HEAD.match(text) if first.isupper() and len(text) < 2000 else None


def _collected(flow: list[Paragraph], at: int, said: _Said) -> tuple[_Said | None, int]:
    j = at
    while j < min(len(flow), at + _LONGEST) and _goes_on(flow[j], said):
        _add(said, flow[j], 0)
        j += 1
    text = " ".join(said.texts)
    if not said.texts or _NOTHING.match(text) or not re.search(r"[A-Za-z]{3}", text):
        return None, max(j, at)
    return said, max(j, at)


def _goes_on(paragraph: Paragraph, said: _Said) -> bool:
    """Whether a paragraph still belongs to what is recommended."""
    mark = marker_of(paragraph.text)
    if paragraph.table is not None or (paragraph.kind == "heading" and mark is None) or _head(paragraph.text[:200]):
        return False
    last = said.texts[-1] if said.texts else ""
    if mark is not None and paragraph.kind == "heading" and paragraph.bold:
        return said.top is not None and follows(mark, said.top)
    if mark is not None:
        if said.top is None:
            return (not last or bool(_OPEN.search(last)) or not re.search(r"[.;]$", last)) and (
                follows(mark, None) or (mark.style == "1.1" and not last)
            )
        if follows(mark, said.top) or (said.sub is not None and follows(mark, said.sub)):
            return True
        return mark.style not in {said.top.style, "1.1"} and follows(mark, None)
    counted = _COUNTED.match(paragraph.text)
    if counted and last:
        return int(counted[1]) == len(said.parts) + 1
    if not last:
        return not (_NEXT.match(paragraph.text) and len(paragraph.text) < 80)
    if _NEXT.match(paragraph.text):
        return False
    if said.top is None and (_OPEN.search(last) or re.match(r"(?:That|To)\s", paragraph.text)):
        return True
    return said.top is not None and (
        _OPEN.search(last) is not None or re.match(r"(?:and|or)\W*$", paragraph.text) is not None
    )


def _add(said: _Said, paragraph: Paragraph, start: int) -> None:
    text = paragraph.text[start:]
    reason = _REASON.search(text)
    stop = start + reason.start() if reason else None
    text = text[: reason.start()] if reason else text
    mark = marker_of(text)
    if _COUNTED.match(text):
        said.parts.append(text)
    elif mark is not None and (said.top is None or follows(mark, said.top)):
        said.top, said.sub = mark, None
        said.parts.append(text)
    elif said.parts:
        said.sub = mark or said.sub
        said.parts[-1] += f" {text}"
    said.texts.append(text)
    said.pieces += paragraph.pieces(start, stop)


def _lines_apart(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph in which a line alone is a heading ("Recommendations and Reasons") as several."""
    cuts = {0}
    for i, line in enumerate(paragraph.raw[: len(paragraph.lines)]):
        alone = len(line) < 90 and (
            _head(line) is not None or (_NEXT.match(line) is not None and not line.rstrip().endswith((".", ",")))
        )
        if alone and paragraph.table is None:
            cuts |= {i, i + 1} if _head(line) is None or ":" not in line else {i}
    starts = sorted(cut for cut in cuts if cut < len(paragraph.lines))
    if len(starts) < 2 or len(paragraph.lines) < 2:
        yield paragraph
        return
    for a, b in zip(starts, [*starts[1:], len(paragraph.lines)], strict=True):
        begin = paragraph.lines[a].start
        end = paragraph.lines[b].start if b < len(paragraph.lines) else len(paragraph.text)
        lines = [replace(line, start=line.start - begin) for line in paragraph.lines[a:b]]
        text = paragraph.text[begin:end].strip()
        yield replace(paragraph, text=text, page=lines[0].page, lines=lines, raw=paragraph.raw[a:b])
