"""A paper to passages along its own structure: points, paragraphs, decisions and table rows, each inside one page.

A passage carries what it needs to be understood alone: the part it stands in, the headings above it, its minute, and
for a table row the caption and every cell under its column header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, NamedTuple

from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.papers.loose import LooseRow, by_block, loose_rows, without_rows
from assistant.papers.model import Block, Cell, Page, Paper
from assistant.papers.tables import LabelledRow, is_figure
from assistant.records.cards import CardRow, Said, find_cards
from assistant.records.identify import PaperFacts
from assistant.records.minutes import Minute, find_minutes
from assistant.records.notices import form_subject
from assistant.records.parts import Part
from assistant.records.sections import cut_minutes
from assistant.records.sheets import headings
from assistant.records.vocabulary import DECISION, MEETING_KINDS

Kind = Literal["text", "decision", "attendance", "row"]

_LONG = 1100  # characters: above this a paragraph is cut at sentences; the embedder reads about 1,000
_ALONE = 300  # characters from which a passage is understood without its heading
_SHORT = 70  # characters: below this a block is joined to the next one of its page
_POINT = re.compile(r"^\W{0,3}(?:\(?[a-z]{1,2}\)|\(?[ivx]{1,4}\)|\(?\d{1,2}[).]\s|[•\-–])")
_ITEM = re.compile(
    r"^(?:\(\w\)\s*)?(?:subject|title|report title|item|decision \d+)\b\W*([^\n]{6,200}?)\s*$", re.IGNORECASE
)
_RESOLVES = re.compile(
    r"(?:resolved|agreed|recommended|decision taken|noted|to)\b[^.]{0,120}[:–-]?\s*$|:\s*[-–]?$",
    re.IGNORECASE,
)
_LEAD_ALONE = re.compile(r"\W*(?:resolved|agreed|recommended|decisions?)\W*", re.IGNORECASE)  # in a line of its own
_LONGEST_DECISION = 3000  # letters
_MID_SENTENCE = re.compile(r"\n.*[^.;:,!?)\s]\s*$")  # a point whose last line ends within a sentence
_NEXT_ROW = re.compile(r"\n(?=\d{1,3} [A-Z][a-z])")
_ATTENDANCE = re.compile(
    r"^\W*(?:(?:members? |councillors )?present|apologies|also (?:in attendance|present)|in attendance|substitutes?"
    r"|absent|committee members? present|officers? (?:present|in attendance))\b",
    re.IGNORECASE,
)
_SPLITTER = RecursiveCharacterTextSplitter(
    chunk_size=900, chunk_overlap=0, separators=["\n\n", ". ", "; ", "\n", " "], keep_separator="end"
)


@dataclass(slots=True)
class Passage:
    """One passage. ``text`` stands on the page as printed; ``cells`` are (column header, cell) pairs of a row."""

    page: int
    kind: Kind
    text: str
    heading: list[str] = field(default_factory=list)
    minute: Minute | None = None
    caption: str | None = None
    cells: list[tuple[str, str]] | None = None

    @property
    def context(self) -> str:
        """Headings, minute and caption, in one line."""
        parts = [*self.heading[-2:], self.minute.title if self.minute else "", self.caption or ""]
        seen = dict.fromkeys(p.strip() for p in parts if p.strip())
        return " – ".join(seen)

    @property
    def lead(self) -> str:
        """The nearest of headings, caption and minute, short: every word of it is embedded again with each passage."""
        near = self.caption or (self.heading[-1] if self.heading else "") or (self.minute.title if self.minute else "")
        flat = " ".join(near.split())
        return flat if len(flat) <= 80 else flat[:80].rsplit(" ", 1)[0]

    @property
    def embedded(self) -> str:
        """What the vector stands for: the words of the passage, after the nearest heading where they are few.

        A row stands for its wording alone: figures and the periods over them say nothing to an embedder, and the
        keyword index holds them.
        """
        body = self.text
        if self.cells is not None:
            worded = [cell for _, cell in self.cells if re.search(r"[A-Za-z]{3}", cell)]
            body = "; ".join(worded) or self.text
        return f"{self.lead}. {body}" if self.lead and len(body) < _ALONE else body


def cut(paper: Paper, facts: PaperFacts, rows: Iterable[LabelledRow]) -> list[tuple[Part, list[Passage]]]:
    """The passages of a paper by part, in reading order; ``rows`` are those of its tables."""
    of_parts = {place: i for place, (i, _) in headings(paper.pages, facts.parts)}
    cards = find_cards(paper.pages, {k: i for k, i in of_parts.items() if facts.parts[i].kind not in MEETING_KINDS})
    by_page: dict[int, list[_TableRow]] = {}
    for row in rows:
        if (row.page, row.table) not in cards:
            by_page.setdefault(row.page, []).append(_TableRow(row, row.all_pairs()))
    for card in cards.values():  # one passage with each label before what it says, for the record that it is
        by_page.setdefault(card.row.page, []).append(_TableRow(card.row, _card_pairs(card)))
    return [(part, list(_cut_part(part, paper.pages, by_page))) for part in facts.parts]


class _TableRow(NamedTuple):
    """A row of a table, or a whole table that is a card, with (header or label, cell) pairs."""

    row: LabelledRow
    pairs: Sequence[tuple[str, Cell | Said]]


def _card_pairs(card: CardRow) -> list[tuple[str, Cell | Said]]:
    return [(label, said) for label, said in zip(card.headers, card.said, strict=True) if said is not None]


def _cut_part(part: Part, pages: list[Page], rows: dict[int, list[_TableRow]]) -> Iterator[Passage]:
    minutes = {(m.page, m.block): m for m in find_minutes(part, pages)} if part.kind == "minutes" else {}
    walk = _Walk(part.kind == "decision notice", _of_tables(part, pages) if part.kind == "minutes" else {})
    carried: list[str] = []  # the periods over the last columns of the page before
    for number, group in groupby(part.blocks(pages), key=lambda place: place[0].number):
        drafts: list[Passage] = []
        loose, carried = loose_rows(pages[number - 1], carried) if part.kind != "minutes" else ([], [])
        starting = by_block(loose)
        for page, i, block in group:
            drafts += [walk.loose(number, row) for row in starting.get(i, [])]
            if any(i in row.blocks for row in loose):
                rest = without_rows(block, i, loose)
                if rest.strip():
                    drafts.append(Passage(number, "text", rest, [t for _, t in walk.headings], walk.minute))
                continue
            if block.kind == "table":
                table = sum(b.kind == "table" for b in page.blocks[:i])
                drafts += [walk.row(r) for r in rows.get(number, []) if r.row.table == table and _tells(r.row)]
                walk.lead = ""
            else:
                drafts += walk.block(number, block, minutes.get((number, i)))
        yield from _joined(drafts, part)


def _of_tables(part: Part, pages: list[Page]) -> dict[tuple[int, str], Minute]:
    """The minutes that are rows of a table, by page and by the words of the cell that heads them."""
    held = [s for s in cut_minutes(part, pages).sections if s.heading.kind == "paragraph"]
    return {
        (s.heading.page, s.heading.text): Minute(s.number, s.title, s.heading.page, -1)
        for s in held
        if pages[s.heading.page - 1].blocks[s.heading.block].kind == "table"
    }


class _Walk:
    """Where one is in a part while reading it: the headings above, the minute, the sentence that leads a list in."""

    def __init__(self, by_form: bool, tabled: dict[tuple[int, str], Minute]) -> None:
        self.by_form = by_form  # decisions recorded on forms: a row names the item, the rows after it belong to it
        self.tabled = tabled  # minutes kept as a table: a row opens one, by the words of its heading
        self.headings: list[tuple[int, str]] = []
        self.minute: Minute | None = None
        self.lead = ""

    def block(self, page: int, block: Block, minute: Minute | None) -> list[Passage]:
        """The passages of a block of text that stands here."""
        self.minute = minute or self.minute
        if (block.kind == "heading" and not _leads_decision(block.text)) or minute is not None:
            title = minute.title if minute else " ".join(block.text.split())
            level = 1 if minute else block.level or 3
            above = [(n, text) for n, text in self.headings if n < level]
            self.headings, self.lead = [*above, (level, title)], ""
            if minute is None or len(" ".join(block.text.split())) < len(title) + 12:
                return [Passage(page, "text", block.text, [t for _, t in above], self.minute)]
        found = list(_blocks(page, block, [t for _, t in self.headings], self.minute, self.lead))
        if block.text.rstrip().endswith(":"):
            self.lead = block.text.splitlines()[-1] if len(block.text) > 200 else block.text
        elif not _POINT.match(block.text):
            self.lead = ""
        return found

    def loose(self, page: int, row: LooseRow) -> Passage:
        """The passage of a row of figures that reached the PDF as lines."""
        return Passage(page, "row", row.text, [t for _, t in self.headings], self.minute, None, row.cells)

    def row(self, found: _TableRow) -> Passage:
        """The passage of a table row that stands here."""
        row = found.row
        cells = [(header, " ".join(cell.text.split())) for header, cell in found.pairs if cell.text.strip()]
        item = _ITEM.match(row.text) if self.by_form else None
        if item:
            self.minute = Minute(None, item.group(1).strip(), row.page, -1)
        elif self.by_form and row.group:  # the subject printed over the form that the row belongs to
            number, subject = form_subject(" ".join(row.group.split()))
            self.minute = Minute(number, subject, row.page, -1)
        opened = (self.tabled.get((row.page, " ".join(cell.text.split()))) for cell in row.cells) if self.tabled else ()
        self.minute = next(filter(None, opened), self.minute)
        heading = [t for _, t in self.headings] + ([row.group] if row.group else [])
        kind: Kind = "decision" if any(DECISION.search(cell.text) for cell in row.cells) else "row"
        return Passage(row.page, kind, row.text, heading, self.minute, row.caption, cells)


def _leads_decision(text: str) -> bool:
    """Whether words set as a heading lead in what was decided: "Resolved unanimously:", "RESOLVED –", "Decision"."""
    led_in = bool(DECISION.match(text)) and text.rstrip().endswith((":", "that", "–", "—", "-"))
    return led_in or _LEAD_ALONE.fullmatch(text) is not None


def _tells(row: LabelledRow) -> bool:
    """Whether a row says anything by itself: a figure, or some words."""
    if re.search(r"\bpage\W*\d", row.text, re.IGNORECASE) and len(row.text.split()) < 10:
        return False  # a page number that strayed into a ruled box
    return any(is_figure(cell.text) for cell in row.cells) or len(re.findall(r"[A-Za-z]{3,}", row.text)) >= 3


def _blocks(page: int, block: Block, headings: list[str], minute: Minute | None, lead: str) -> Iterator[Passage]:
    heading = [*headings, " ".join(lead.split())] if lead and _POINT.match(block.text) else headings
    # Where a table reached the PDF as loose lines, the end of one row and the start of the next share a block: an owner
    # must never be quoted together with the risk of the row after.
    rows = _NEXT_ROW.split(block.text)
    for piece in (p for row in rows for p in ([row] if len(row) <= _LONG else _SPLITTER.split_text(row))):
        kind: Kind = "decision" if DECISION.search(piece) else "attendance" if _ATTENDANCE.match(piece) else "text"
        yield Passage(page, kind, piece.strip(), heading, minute)


def _joined(drafts: list[Passage], part: Part) -> Iterator[Passage]:
    """Short neighbours become one passage; the points that a decision introduces stay with it."""
    held: Passage | None = None
    for draft in drafts:
        if held is not None and _belongs(held, draft, part):
            held.text = f"{held.text}\n{draft.text}"
            continue
        if held is not None:
            yield held
        held = draft
    if held is not None:
        yield held


def _belongs(held: Passage, draft: Passage, part: Part) -> bool:
    if held.cells is not None or draft.cells is not None or held.minute != draft.minute:
        return False
    if held.kind == "decision" and draft.kind == "text" and _MID_SENTENCE.search(held.text):
        return len(held.text) + len(draft.text) < _LONGEST_DECISION  # a line that begins "2 March 2026" is no point
    if re.match(r"\d{1,3} [A-Z][a-z]", draft.text):
        return False  # the next row of a table that came as lines, or the next numbered point
    if held.kind == "decision" and _LEAD_ALONE.fullmatch(held.text):
        return len(held.text) + len(draft.text) < _LONGEST_DECISION
    if held.kind == "decision":
        opened = _RESOLVES.search(held.text.splitlines()[0]) or held.text.rstrip().endswith(
            (":", ";", "and", "that", ",")
        )
        return bool(opened) and bool(_POINT.match(draft.text)) and len(held.text) + len(draft.text) < _LONGEST_DECISION
    if held.kind == "attendance" and part.kind == "minutes":
        return (
            draft.kind == "text"
            and draft.minute is None
            and len(held.text) + len(draft.text) < _LONG
            and draft.text[:1].islower()
        )
    return draft.kind == "text" and held.kind == "text" and len(held.text) < _SHORT and len(draft.text) < _LONG - _SHORT
