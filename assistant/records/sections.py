"""Minutes cut into what stands before the first minute (who was there) and the minutes themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assistant.papers.model import Page
from assistant.records.minute_tables import TabledMinute, Tasked, tabled_minutes
from assistant.records.minutes import find_minutes
from assistant.records.model import Standing
from assistant.records.parts import Part, is_title_line
from assistant.records.prose import Paragraph, Placed, marker_of, paragraphs
from assistant.records.vocabulary import BODY, kind_of

# The head of a group of minutes ("PART II – EXEMPT ITEMS", "UNRESTRICTED ITEMS"), never of one minute.
BANNER = re.compile(
    r"^\W*(?:part (?:i{1,3}|[1-3]|[a-c]|one|two)\b.{0,60}|(?:un)?restricted (?:items?|business|minutes)|(?:exempt|confidential|private|open"
    r"|public|key|non-key|matters?|items?|recommended|resolved)(?: (?:items?|business|session|section|decisions?|matters?|for decision"
    r"|for information|for council))+|minutes?|agenda|.{0,20}\bcouncil)\W*$",
    re.IGNORECASE,
)
_OTHER_PAPER = re.compile(
    r"^\W*(?:agenda item(?: no\.?)? ?\d+\w?|(?:date|title) of (?:meeting|report)\b|appendix (?:\d|[a-z])\b|annex(?:e)? (?:\d|[a-z])\b)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^\W*(?:chair(?:man|person)?|signed|date)\W*(?:[._…]{3,}|$)", re.IGNORECASE)


@dataclass(slots=True)
class Section:
    """One minute: its number and title as printed, its heading and the paragraphs under it."""

    number: str | None
    title: str
    heading: Paragraph
    body: list[Paragraph] = field(default_factory=list)
    actions: list[Tasked] = field(default_factory=list)
    """What stands beside it in a column of actions."""

    @property
    def text(self) -> str:
        """The words of its body, a line a paragraph."""
        return "\n".join("\n".join(p.raw) if p.table else p.text for p in self.body)


@dataclass(slots=True)
class Minuted:
    """The minutes of a meeting: the front with the attendance, and its sections."""

    front: list[Paragraph]
    sections: list[Section]


def cut_minutes(part: Part, pages: list[Page]) -> Minuted:
    """A minutes part as front and sections; minutes without a number are known by their headings."""
    flow = paragraphs(part, pages)
    numbered = {(m.page, m.block): m for m in find_minutes(part, pages)}
    if len(numbered) < 2 and not any(p.bold or p.kind == "heading" for p in flow if (p.page, p.block) in numbered):
        numbered = {}
    front: list[Paragraph] = []
    sections: list[Section] = []
    going_on = False
    for paragraph in flow:
        minute = numbered.pop((paragraph.page, paragraph.block), None)
        if part.kind == "minutes" and (tabled := tabled_minutes(paragraph, going_on)):
            _add_tabled(sections, tabled)
            going_on = True
        elif minute is not None:
            rest = _after_title(paragraph, minute.title)
            rest = None if rest is not None and rest.text == minute.number else rest
            sections.append(Section(minute.number, minute.title, paragraph, [rest] if rest else []))
        elif sections:
            if sections[-1].body or not _is_its_head(paragraph, sections[-1]):
                sections[-1].body.append(paragraph)
        else:
            front.append(paragraph)
    opening = next((i for i, p in enumerate(front) if _opens_unnumbered(front, i, bool(sections))), len(front))
    sections = _unnumbered(front[opening:]) + sections
    for section in sections:
        section.body = _without_banners(section.body)
    if sections:
        last = sections[-1]
        last.body = _without_banners(last.body[: _end(last.body, pages)])
    return Minuted(front[:opening], sections)


def standing(part: Part) -> Standing | None:
    """Whether the minutes of a part are a draft or confirmed, as far as the paper tells."""
    return "draft" if part.status == "draft" else "confirmed" if part.status == "confirmed" else None


def _after_title(paragraph: Paragraph, title: str) -> Paragraph | None:
    """What stands in a block behind the heading of its minute."""
    at = paragraph.text.find(title)
    start = at + len(title) if at >= 0 else len(paragraph.text)
    start += len(paragraph.text[start:]) - len(paragraph.text[start:].lstrip())
    if start >= len(paragraph.text):
        return None
    lines = [replace(line, start=max(line.start - start, 0)) for line in paragraph.lines if line.start >= start]
    lines = lines or [Placed(0, paragraph.page, paragraph.lines[-1].box, False)]
    text = paragraph.text[start:]
    return Paragraph(text, lines[0].page, paragraph.block, "paragraph", None, lines, None, [text])


def _add_tabled(sections: list[Section], rows: list[TabledMinute]) -> None:
    """Add the rows of minutes kept as a table; one that opens none goes on with the minute above."""
    for row in rows:
        if not row.opens and sections:
            sections[-1].body += row.body if row.body and row.body[0] is row.heading else [row.heading, *row.body]
            sections[-1].actions += row.actions
        else:
            sections.append(Section(row.number, row.title, row.heading, row.body, row.actions))


def _is_its_head(paragraph: Paragraph, section: Section) -> bool:
    """Whether a paragraph right below a heading is the number or the title that stands on a line of its own."""
    apart = section.number is not None and section.number not in section.heading.text
    said = " ".join(paragraph.text.split())
    return (apart and said == section.number) or (section.heading.text == section.number and said == section.title)


def _opens_unnumbered(front: list[Paragraph], i: int, numbered: bool) -> bool:
    """Whether a heading without a number opens a minute: it stands below the attendance and is no banner."""
    paragraph = front[i]
    if not (paragraph.kind == "heading" or paragraph.bold) or paragraph.table or i == 0:
        return False
    if any(known.match(paragraph.text) for known in (BANNER, _ATTENDANCE)) or len(paragraph.text) > 160:
        return False
    attended = any(_ATTENDANCE.match(p.text) for p in front[:i])
    below = front[i + 1 :]
    says = bool(below) and not (below[0].kind == "heading" or below[0].bold or _ATTENDANCE.match(below[0].text))
    return (
        attended
        and says
        and not BODY.fullmatch(paragraph.text)
        and not any(_ATTENDANCE.match(p.text) for p in below)
        and (numbered or len(below) > 1)
    )


_ATTENDANCE = re.compile(
    r"^\W*(?:(?:also |members? |councillors? |committee members? |officers? |others? |virtual(?:ly)? )*(?:present|in attendance|attendance|attending)\b"
    r"|apologies(?: for absence)?\s*:|substitutes?\b|the meeting (?:started|began|commenced|opened)\b|also (?:present|in)\b|officers\s*:|absent\b)",
    re.IGNORECASE,
)


def _unnumbered(flow: list[Paragraph]) -> list[Section]:
    sections: list[Section] = []
    for i, paragraph in enumerate(flow):
        heads = (paragraph.kind == "heading" or paragraph.bold) and not paragraph.table and len(paragraph.text) <= 160
        if (
            heads
            and not marker_of(paragraph.text)
            and not paragraph.text.rstrip().endswith((":", ";", "."))
            and (i == 0 or is_title_line(paragraph.text) or paragraph.text.isupper())
            and not BANNER.match(paragraph.text)
        ):
            sections.append(Section(None, paragraph.text, paragraph))
        elif sections:
            sections[-1].body.append(paragraph)
    return sections


def _without_banners(body: list[Paragraph]) -> list[Paragraph]:
    """A body without the banner of the next group of minutes at its end ("PART II – EXEMPT ITEMS")."""
    end = len(body)
    while (
        end
        and not body[end - 1].table
        and (_SIGNATURE.match(body[end - 1].text) or (BANNER.match(body[end - 1].text) and _stands_out(body[end - 1])))
    ):
        end -= 1
    return body[:end]


def _stands_out(paragraph: Paragraph) -> bool:
    return paragraph.kind == "heading" or paragraph.bold or paragraph.text.isupper()


def _end(body: list[Paragraph], pages: list[Page]) -> int:
    """Where the last minute ends: before another paper that follows it in the same part."""
    for i, paragraph in enumerate(body):
        if _OTHER_PAPER.match(paragraph.text) or (paragraph.table and _is_log(paragraph)):
            return i
        top = i > 0 and paragraph.page > body[i - 1].page
        before = body[i - 1].lines[-1].page if i and body[i - 1].lines else paragraph.page
        blank = any(page.status == "text" and len(page.text) < 60 for page in pages[before : paragraph.page - 1])
        if (
            (top or blank)
            and paragraph.kind == "heading"
            and (paragraph.level == 1 or (is_title_line(paragraph.text) and kind_of(paragraph.text)))
        ):
            return i
        if _starts_anew(body, i):
            return i
    return len(body)


def _is_log(paragraph: Paragraph) -> bool:
    return bool(
        re.match(
            r"\W*(?:minute|action)\b.{0,60}\b(?:target|officer|progress|date)\b", paragraph.text[:120], re.IGNORECASE
        )
    )


def _starts_anew(body: list[Paragraph], i: int) -> bool:
    """Whether a document with its own sections begins: "1. Title" and below it 1.1."""
    if not re.match(r"^\W{0,2}1\.?\s+[A-Z]", body[i].text) or len(body[i].text) > 120:
        return False
    return any(re.match(r"^\W{0,2}1\.1\b", p.text) for p in body[i + 1 : i + 3])
