"""A paper to its parts: a pack holds an agenda, the minutes of an earlier meeting and reports, each with its own facts.

A pack's date is not its facts' date: the pack of July holds the decisions of February. So every passage is read with
the committee, date and standing of the part it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from assistant.papers.model import Block, Page, Paper
from assistant.records.dates import find_dates
from assistant.records.item_pages import ITEM_HEADING, ITEM_NAMED, item_title, listed_title, names_items, new_stamp
from assistant.records.minutes_front import opens_as_minutes
from assistant.records.vocabulary import BODY, MEETING_KINDS, kind_of

_FIELDS = re.compile(
    r"^\W*(?:date of (?:meeting|report|committee)|meeting date|title of report|report (?:title|of|to|by|author)"
    r"|lead (?:member|officer|strategic director)|subject|author|decision (?:maker|by)|contact (?:officer|email)|portfolio"
    r"|cabinet member|(?:responsible )?(?:officer|director)|wards?(?: affected)?|key decision|classification"
    r"|confidentiality|your reference|from|to|report|title|date)\b\s*(?::|$)",
    re.IGNORECASE,
)
# Of the fields, those that only a report's front sheet has.
FRONT_SHEET = re.compile(
    r"^\W*(?:date of (?:meeting|committee)|title of report|report (?:title|of|to|by|author)|lead (?:member|strategic director)"
    r"|decision (?:maker|by)|contact (?:officer|email)|key decision|subject)\b",
    re.IGNORECASE,
)
_MINUTES_OF = re.compile(
    r"\bminutes of (?:a|the) (?:[\w-]+ ){0,4}meeting(?!s)\b|\bminute of (?:(?:a|the) )?(?:[\w-]+ ){0,3}?meeting of\b"
    r"|^\W*at (?:an?|the) (?:[\w-]+ ){0,4}meeting of (?:the )?.{3,90}? held\b",
    re.IGNORECASE | re.MULTILINE,
)
_DETAILS = re.compile(
    r"^\W*(?:decision maker|decision status|is (?:this )?(?:a )?key decision|is (?:this |it )?subject to call[- ]in)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"^\W*(?:PRESENT|Present|(?:Members?|Councillors) [Pp]resent|Committee [Mm]embers [Pp]resent)\b\s*(?::|$|[A-Z]|[-–—]\s)"
)
_AGENDA_ITEM = re.compile(r"\(\s*pages?\s+[\dIl]+\s*[-–]|\(\s*(?:to follow|verbal)", re.IGNORECASE)
_CALLED = re.compile(
    r"^\W*agenda(?:\W*$|\s*[:–—-]\s+(?=\D))", re.IGNORECASE
)  # alone, or before the body: "Agenda: Cabinet"
_CALLS = re.compile(r"^\W*(?:venue|time|place|members|membership|agenda|published)\b\W", re.IGNORECASE)
_STANDING_ITEM = re.compile(
    r"\b(?:apologies|declarations? of (?:\w+ )*interests?|chair.s urgent business|minutes|work programme|public questions)\b",
    re.IGNORECASE,
)
_REPORT_OF = re.compile(r"^\W*(?:joint )?report (?:of|by|from)\b", re.IGNORECASE)
_OPENS_BY_TITLE = {"tracking log", "work programme", "terms of reference", "equality assessment", "risk register",
                   "scorecard", "highlight report", "finance report", "action plan"}  # fmt: skip


@dataclass(slots=True)
class Part:
    """A run of pages (from 1, both inclusive) with its own kind, title, committee, meeting date and standing.

    It begins at block ``first_block`` of its first page and ends where the next part begins.
    """

    first_page: int
    last_page: int
    kind: str
    first_block: int = 0
    end_block: int | None = None  # on the last page, the block the next part begins with
    title: str | None = None
    committee: str | None = None
    meeting_date: date | None = None
    status: str | None = None  # "draft" or "confirmed" for minutes
    access: str = "public"
    confirms: list[date] = field(default_factory=list)

    def blocks(self, pages: list[Page]) -> Iterator[tuple[Page, int, Block]]:
        """Its blocks in reading order, running headers and footers left out, with page and index on the page."""
        for page in pages[self.first_page - 1 : self.last_page]:
            for i, block in enumerate(page.blocks):
                before = page.number == self.first_page and i < self.first_block
                after = page.number == self.last_page and self.end_block is not None and i >= self.end_block
                if block.kind not in {"header", "footer"} and not before and not after:
                    yield page, i, block


def split(paper: Paper) -> list[Part]:
    """The parts of a paper, in order; together they cover all its pages."""
    parts = [Part(1, 1, _front(paper.pages))]
    named = False  # minutes and agendas may head their own items so
    before: str | None = None
    agenda = lines_of(paper.pages[0].blocks) if parts[0].kind == "agenda" else []
    for page in paper.pages:
        stamp, before = new_stamp(page, before)
        places = [i for i, block in enumerate(page.blocks) if block.kind not in {"header", "footer"}]
        blocks = [page.blocks[i] for i in places]
        for n in range(len(blocks)):
            named_items = named and parts[-1].kind in {*MEETING_KINDS, "agenda"}
            opened = _opening(blocks, n, parts[-1], page.number, named_items=named_items, stamp=stamp)
            inside = n > 0 and parts[-1].kind in {*MEETING_KINDS, "agenda"}  # they head their own items so
            listed = listed_title(blocks[n], agenda) if page.number > 1 and not inside else None
            if listed is not None:
                opened = (opened[0] if opened else kind_of(listed) or "report"), 0
            if opened is None:
                named = named or names_items(blocks[n])
                continue
            kind, back = opened
            named = False
            first = places[n - back] if n > back else 0
            if parts[-1].first_page == page.number and first <= parts[-1].first_block:
                parts[-1].kind = kind  # the front page was taken for something else
                continue
            _close(parts[-1], page.number, first)
            parts.append(Part(page.number, page.number, kind, first))
            parts[-1].title = listed or (None if n else item_title(blocks, stamp, is_title_line))
        parts[-1].last_page = page.number
    return parts


def _front(pages: list[Page]) -> str:
    """The kind of the part that a paper begins with."""
    blocks = [[b for b in page.blocks if b.kind not in {"header", "footer"}] for page in pages[:2]]
    lines = lines_of(blocks[0]) if blocks else []
    top = " ".join(lines[:8])
    if kind_of(top) == "decision notice" or sum(bool(_DETAILS.match(line)) for line in lines[:20]) >= 3:
        return "decision notice"
    # An agenda's item 2 is "Minutes of the meeting held on …".
    unnumbered = [line for line in lines[:10] if not re.match(r"\W*\d{1,2}[.)\s]", line)]
    if any(_MINUTES_OF.search(" ".join(unnumbered[i:])) for i in range(len(unnumbered))) or (
        any(map(_PRESENT.match, lines[:25])) and first_date(lines[:25])
    ):
        return "minutes"
    whole = lines + lines_of([b for page in blocks[1:] for b in page])
    if not is_agenda(lines) and opens_as_minutes(lines, whole):
        return "minutes"
    if re.search(
        r"supplement|not available when the (?:main )?agenda|late (?:item|paper|report)|dear (?:member|councillor)",
        " ".join(lines[:20]),
        re.IGNORECASE,
    ):
        return "supplement"
    if sum(bool(_FIELDS.match(line)) for line in lines[:24]) >= 3 and any(map(FRONT_SHEET.match, lines[:24])):
        return _report_kind(lines[:24])
    ahead = lines + (lines_of(blocks[1]) if len(blocks) > 1 else [])
    if is_agenda(lines) or (is_agenda(ahead) and any(_CALLS.match(line) for line in lines)):
        return "agenda"
    return kind_of(ITEM_NAMED.sub(" ", " ".join(lines[:6]))) or "report"


def _close(part: Part, page: int, block: int) -> None:
    """End a part before a block of a page, or with the page before when nothing of it stands on this one."""
    if block == 0 and page > part.first_page:
        part.last_page = page - 1
    else:
        part.last_page, part.end_block = page, block


def _opening(
    blocks: list[Block], n: int, current: Part, page: int, *, named_items: bool, stamp: str | None
) -> tuple[str, int] | None:
    """Whether a part opens at a block: its kind, and how many blocks before belong to it (its own title lines)."""
    own = blocks[n].text.splitlines()
    at = next((k for k, line in enumerate(own[:8]) if _PRESENT.match(line.strip())), None)
    if (
        at is not None
        and current.kind != "decision notice"
        and not (current.kind == "minutes" and (current.first_page == page or n > 5))
    ):
        if first_date(lines_of(blocks[max(n - 5, 0) : n])[-8:] + own[:at]) or (
            n < 5 and first_date(lines_of(blocks[:14]))
        ):
            return "minutes", n if n <= 5 else _title_blocks(blocks, n)
    lines = lines_of(blocks[n : n + 12])[:24]
    fields = [line for line in lines if _FIELDS.match(line)]
    begins = any(_FIELDS.match(line) for line in own[:4])
    if begins and len(fields) >= 3 and any(map(FRONT_SHEET.match, fields)) and not _inside_fields(blocks, n):
        if current.kind != "decision notice":
            titles = all(  # not the last sentence of the report before
                len(b.text) < 120 and b.kind != "table" and not b.text.rstrip().endswith((".", ";")) for b in blocks[:n]
            )
            named = n > 0 and is_title_line(blocks[n - 1].text) and bool(BODY.search(blocks[n - 1].text))
            return _report_kind(lines), n if n <= 3 and titles else int(named)
    if (page > 1 or n > 2) and _opens_item(blocks, n, current):
        return kind_of(ITEM_HEADING.sub("", " ".join(blocks[n].text.split()))) or "report", 0
    if n or page == 1:
        return None
    minuted = any(_PRESENT.match(line) or _MINUTES_OF.search(line) for line in lines_of(blocks[:8]))
    title = None if minuted or named_items else item_title(blocks, stamp, is_title_line)
    if title is not None:
        return kind_of(title) or "report", 0
    return _titled(blocks, current)


def _opens_item(blocks: list[Block], n: int, current: Part) -> bool:
    """Whether a heading such as "Item 5 – Bus services" opens the report on an item: it says next whose report it is.

    Minutes and agendas may head their items so, too; a report after them begins a page.
    """
    if current.kind in {*MEETING_KINDS, "agenda"} and n > 0:
        return False
    heading = blocks[n].kind == "heading" and ITEM_HEADING.match(blocks[n].text)
    return bool(heading) and any(_REPORT_OF.match(block.text) for block in blocks[n + 1 : n + 3])


def _inside_fields(blocks: list[Block], n: int) -> bool:
    """Whether the fields began before: the front sheet of a report is one opening, not one a line."""
    return any(_FIELDS.match(line) for block in blocks[max(n - 4, 0) : n] for line in block.text.splitlines()[:1])


def _titled(blocks: list[Block], current: Part) -> tuple[str, int] | None:
    """A part that opens with a page by its heading."""
    heading = blocks[0].text if blocks[0].kind == "heading" or is_title_line(blocks[0].text) else ""
    named = kind_of(heading) if heading and not re.match(r"^\W*\d", heading) else None
    standing = {"tracking log", "work programme", "terms of reference", "equality assessment"}
    if named not in _OPENS_BY_TITLE or named == current.kind:
        return None
    if current.kind in {"minutes", "action plan", "decision notice"}:
        return (named, 0) if named in {"tracking log", "work programme"} else None  # their own headings name the rest
    if current.kind in {"scorecard", "risk register", "highlight report", "finance report"}:
        return (named, 0) if named in standing else None
    return named, 0


def _title_blocks(blocks: list[Block], n: int) -> int:
    """How many blocks before "PRESENT" are the minutes' own title: body and date."""
    back = 0
    while back < 4 and n - back - 1 >= 0:
        text = blocks[n - back - 1].text
        if not (is_title_line(text) or first_date([text])) or len(text) > 160 or blocks[n - back - 1].kind == "table":
            break
        back += 1
    return back


def _report_kind(lines: list[str]) -> str:
    title = labelled(lines, r"title of report|report title|subject|title")
    found = kind_of(title or "") or kind_of(" ".join(lines[:8]))
    return found if found and found not in {"minutes", "agenda", "decision notice"} else "report"


def is_agenda(lines: list[str]) -> bool:
    """Whether a page's lines list agenda items."""
    items = sum(bool(_AGENDA_ITEM.search(line)) for line in lines)
    standing = sum(bool(_STANDING_ITEM.search(line)) for line in lines if len(line) < 90)
    called = any(_CALLED.match(line) for line in lines)
    invited = any(
        re.search(r"(?:members|you) are (?:\w+ )?(?:invited|summoned|requested) to attend", line, re.IGNORECASE)
        for line in lines
    )
    return (
        items >= 2 or (items >= 1 and standing >= 2) or ((called or invited) and standing >= 1) or (called and invited)
    )


def is_title_line(text: str) -> bool:
    """Whether a line is written as a title: short, its words capitalised, no sentence."""
    flat = " ".join(text.split())
    found = re.findall(r"[A-Za-z][\w'’&-]*", flat)
    if not found or len(found) > 16 or re.search(r"[.;?]$|[“”\"]", flat):
        return False
    small = {"and", "of", "the", "for", "in", "on", "to", "at", "a", "with", "by", "from", "held"}
    opens_sentence = found[0].lower() in {"to", "that", "this", "there", "it", "if", "when", "with"}
    return all(w[0].isupper() or w.lower() in small for w in found) and found[0][0].isupper() and not opens_sentence


def first_date(lines: list[str]) -> date | None:
    """The first whole date in some lines."""
    for line in lines:
        for mention in find_dates(line):
            if mention.date is not None:
                return mention.date
    return None


def labelled(lines: list[str], names: str) -> str | None:
    """The value of a labelled field ("Title of Report: …"); it may stand on the next line."""
    pattern = re.compile(rf"^\W*(?:{names})\s*(?::\s*(.*)|$)", re.IGNORECASE)
    for i, line in enumerate(lines):
        found = pattern.match(line)
        if found:
            following = lines[i + 1].strip() if i + 1 < len(lines) else ""
            value = (found.group(1) or "").strip()
            if value:
                run_on = following and not _FIELDS.match(following) and value[-1:] in "-–" and is_title_line(following)
                return f"{value} {following}" if run_on else value
            return following if following and not _FIELDS.match(following) else None
    return None


def lines_of(blocks: list[Block]) -> list[str]:
    """The printed lines of some blocks."""
    return [line.strip() for block in blocks for line in block.text.splitlines() if line.strip()]
