"""What a paper is: title, body, meeting date, kind, period, draft or confirmed, public or exempt, from its own text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from assistant.papers.model import Block, Page, Paper
from assistant.records.authorities import authority_of
from assistant.records.bodies import BODY_AND_DAY, CALENDAR, EXECUTIVE, committee_in, tidy
from assistant.records.dates import MONTH, find_dates
from assistant.records.item_pages import ITEM_NAMED
from assistant.records.parts import FRONT_SHEET, Part, first_date, is_title_line, labelled, split
from assistant.records.reported import period_in_name, reporting_period
from assistant.records.secrecy import exempt_pages
from assistant.records.titles import DAY_ALONE, headings_in, own_title, title_of
from assistant.records.vocabulary import BODY, CONFIRMS, DRAFT, kind_of

_ACTS = re.compile(
    rf"(?:{BODY.pattern}) (?!(?:held|meeting|due|on|at|and|for|of|the|to|in|minutes|agenda)\b)(?-i:[a-z]{{3,}})", re.I
)
# The heading of a numbered minute: no day ("9 June 2025"), no time, no house number.
_MINUTE = re.compile(
    rf"^\W{{0,3}}(?:[A-Z]{{1,5}}[./ -]?)?\d{{1,4}}(?:[/-]\d{{1,4}}){{0,2}}[A-Za-z]?[.:]?\s+(?!{MONTH}|(?:[ap]m|noon|hours|of)\b)(?=[\W_]*[A-Z])",
)
_OTHER_DAY = re.compile(
    r"publish|issued|previous|deadline|dated|minutes|carried out|come into|\b(?:by|before|until|no later than) (?:noon|midday|midnight|\d|(?:mon|tues|wednes|thurs|fri)day)",
    re.IGNORECASE,
)
"""What tells on a front page of another day than the meeting's."""
_DATE_LABEL = re.compile(
    r"dates?\b(?:(?:,| and| &| ?/) ?(?:start )?(?:time|place|venue))*(?: of (?:the )?meeting)?", re.IGNORECASE
)
_DECIDED_ON = re.compile(r"\bdate of decision:?\s+(\S.{4,28})", re.IGNORECASE)


@dataclass(slots=True)
class PaperFacts:
    """What a paper is; ``exempt_pages`` are page numbers from 1, all of them when the whole paper is exempt."""

    title: str
    kind: str
    committee: str | None
    authority: str | None
    meeting_date: date | None
    period: str | None
    status: str | None
    access: str
    exempt_pages: set[int]
    parts: list[Part]


def identify(paper: Paper, file_name: str) -> PaperFacts:
    """The facts of a paper and its parts, from its text; the file name helps only where the text is silent."""
    readable = [page for page in paper.pages if page.text.strip()]
    parts = split(paper)
    for part in parts:
        _describe(part, paper.pages)
    day = _paper_date(parts, file_name)
    body = parts[0].committee or next((p.committee for p in parts if p.committee), None)
    if body is None:
        running = [line for page in paper.pages[:2] for b in page.blocks if b.kind == "header" for line in _said(b)]
        body, day = committee_in(running), day or _beside_body(running)
    kind = _paper_kind(parts, paper, file_name)
    exempt = exempt_pages(paper.pages, parts)
    whole = bool(readable) and (readable[0].number in exempt or 2 * len(exempt) >= len(readable))
    for part in parts:
        _inherit(part, kind, body, day)
        if whole or all(n in exempt for n in range(part.first_page, part.last_page + 1)):
            part.access = "exempt"
    minutes = [part for part in parts if part.kind == "minutes"]
    period = reporting_period(readable) or (None if day else period_in_name(file_name))
    return PaperFacts(
        title=title_of(paper, parts, kind, body, day, period, file_name),
        kind=kind,
        committee=body,
        authority=authority_of(paper),
        meeting_date=day,
        period=period,
        status=minutes[0].status if kind == "minutes" and minutes else None,
        access="exempt" if whole else "public",
        exempt_pages={page.number for page in paper.pages} if whole else exempt,
        parts=parts,
    )


def sealed(facts: PaperFacts, paper: Paper) -> PaperFacts:
    """The facts of a paper that somebody says is exempt as a whole, whatever its own pages say."""
    parts = [replace(part, access="exempt") for part in facts.parts]
    return replace(facts, access="exempt", exempt_pages={page.number for page in paper.pages}, parts=parts)


def _describe(part: Part, pages: list[Page]) -> None:
    """Fill a part's title, committee, date and standing from its own first lines."""
    blocks = [block for _, _, block in part.blocks(pages)]
    lines = [line for block in blocks[:40] for line in _said(block)][:50]
    part.committee = committee_in(lines)
    if part.kind == "minutes":
        front = _above_the_minutes(lines[:20])
        part.meeting_date = _held_on(" ".join(front)) or first_date(front) or first_date(lines[:20])
        flat = " ".join(" ".join(block.text for block in blocks).split())
        part.status = "draft" if DRAFT.search(flat) else None
        part.title = "Minutes"
        part.confirms = _confirmed(flat, part.meeting_date)
        return
    stated = labelled(lines, r"date of (?:meeting|committee|decision)|(?:meeting|decision) date")
    if stated is None and part.kind not in {"tracking log", "work programme"}:
        stated = labelled(lines[:14], r"date")
    part.meeting_date = first_date([stated]) if stated and part.kind != "supplement" else None
    days = {first_date([said]) for line in lines for said in _DECIDED_ON.findall(line)}
    if part.kind == "decision notice" and days and (stated is None or len(days) > 1):
        part.meeting_date = days.pop() if len(days) == 1 else None  # several decisions have a day each
        part.title = own_title(blocks) or part.title
        return
    if part.meeting_date is None and part.kind in {"agenda", "decision notice", "supplement"}:
        part.meeting_date = _meeting_in(lines, dated=part.kind != "supplement")  # a letter has its own date
    if part.meeting_date is None:
        part.meeting_date = _beside_body(
            [line for block in blocks[:12] if block.kind != "table" for line in _said(block)]
        )
    if part.meeting_date is None and any(
        map(FRONT_SHEET.match, lines[:14])
    ):  # a front sheet with the day alone in a line
        part.meeting_date = first_date([line for line in lines[:8] if DAY_ALONE.match(line)])
    part.title = labelled(lines, r"title of report|report title|subject|title") or own_title(blocks) or part.title


def _said(block: Block) -> list[str]:
    """The lines of a block; those of a heading, and a line that only carries on the one before, as one."""
    if block.kind == "heading":
        return headings_in(block)
    if block.table is not None and block.table.n_columns == 2:  # a form: the label, and beside it what it says
        rows = [[" ".join(cell.text.split()) for cell in row if cell is not None] for row in block.table.grid()]
        return [f"{row[0].rstrip(' :')}: {row[1]}" if len(set(row)) == 2 else row[0] for row in rows if row and row[0]]
    return [line.strip() for line in block.text.splitlines() if line.strip()]


def _inherit(part: Part, kind: str, body: str | None, day: date | None) -> None:
    """What a part does not say of itself it takes from the paper; minutes in an agenda pack are still a draft."""
    shortened = part.committee and body and part.committee.casefold() in body.casefold()
    if part.committee is None or shortened:
        part.committee = body
    if part.meeting_date is None and part.kind != "minutes":
        part.meeting_date = day
    if part.kind == "minutes" and part.status is None and kind == "agenda pack":
        part.status = "draft"


def _above_the_minutes(lines: list[str]) -> list[str]:
    """The lines above the first numbered minute: "216. Minutes of the meeting held on …" tells of another meeting."""
    first = next((i for i, line in enumerate(lines) if i and _MINUTE.match(line)), len(lines))
    return lines[:first]


def _held_on(text: str) -> date | None:
    found = re.search(r"minutes of .*?\bon\b(.{0,60})", text, re.IGNORECASE)
    return first_date([found.group(1)]) if found else None


def _meeting_in(lines: list[str], *, dated: bool) -> date | None:
    """The date of the meeting on a front page: not the day it was published, nor that of the minutes to confirm.

    With ``dated`` a line such as "Date Thursday 12 May 2024" tells it.
    """
    for line in lines:
        if _OTHER_DAY.search(line):
            continue
        label = _DATE_LABEL.match(line)
        if label and not (dated and DAY_ALONE.match(line[label.end() :])):
            continue
        if re.search(CALENDAR, line, re.IGNORECASE) and (day := first_date([line])):
            return day
    return None


def _beside_body(lines: list[str]) -> date | None:
    """The date in the line that names the body ("CABINET – 17 JUNE 2025", "To: Cabinet – 15 July 2025"), or alone in one of
    the two lines after it."""
    for i, line in enumerate(lines[:8]):
        opened = BODY_AND_DAY.match(line)
        if opened and BODY.search(opened.group(1)):
            return first_date([opened.group(2)])
        if len(line) >= 90 or not (BODY.search(line) or EXECUTIVE.match(tidy(line))) or _ACTS.search(line):
            continue
        alone = [other for other in lines[i + 1 : i + 3] if is_title_line(line) and DAY_ALONE.match(other)]
        if day := first_date([line, *alone]):
            return day
    return None


def _confirmed(flat: str, own: date | None) -> list[date]:
    """The meetings whose minutes these minutes confirm."""
    mentions = [m for found in CONFIRMS.finditer(flat) for m in find_dates(found.group(0))]
    return sorted({m.date for m in mentions if m.date is not None and m.date != own})


def _paper_date(parts: list[Part], file_name: str) -> date | None:
    front = parts[0].meeting_date
    if front is not None:
        return front
    stated = Counter(p.meeting_date for p in parts if p.meeting_date and p.kind != "minutes")
    if stated:
        return stated.most_common(1)[0][0]
    named = [m.date for m in find_dates(file_name.replace("_", " ")) if m.date]
    return named[0] if named else None


def _paper_kind(parts: list[Part], paper: Paper, file_name: str) -> str:
    kinds = [part.kind for part in parts]
    if kinds[0] == "agenda":
        return "agenda pack" if len(set(kinds)) > 1 else "agenda"
    if kinds[0] != "report":
        return kinds[0]
    top = " ".join(paper.pages[0].text.split()[:60]) if paper.pages else ""
    top = ITEM_NAMED.sub(" ", top)
    return kind_of(paper.title or "") or kind_of(top) or kind_of(re.sub(r"[-_]", " ", file_name)) or "report"
