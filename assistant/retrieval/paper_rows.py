"""A paper as it was read, made into the rows of the store: its pages, parts, passages and records."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from hashlib import sha256

from assistant.papers.model import Page, Paper
from assistant.papers.tables import labelled_rows
from assistant.records.abbreviations import find_abbreviations, find_initials
from assistant.records.identify import PaperFacts
from assistant.records.parts import Part
from assistant.records.read import read_records
from assistant.retrieval.passages import Passage, cut
from assistant.retrieval.sources import Source
from assistant.retrieval.terms import terms
from assistant.retrieval.times import page_times, times_of
from assistant.retrieval.unread import paper_id
from assistant.retrieval.versions import identity_of
from assistant.store.store import NewPaper
from assistant.store.tables import PageRow, PaperRow, PartRow, PassageRow


def new_paper(source: Source, paper: Paper, facts: PaperFacts, older: PaperRow | None) -> NewPaper:
    """A paper as it was read, ready to be added; ``older`` is what it takes the place of."""
    row = _paper_row(source, paper, facts, older)
    rows = labelled_rows(paper.pages)
    parts = [(_part_row(row.id, part), passages) for part, passages in cut(paper, facts, rows)]
    ordinal = 0
    new_parts: list[tuple[PartRow, list[PassageRow]]] = []
    for part, passages in parts:
        kept = []
        for passage in passages:
            exempt = passage.page in facts.exempt_pages
            kept.append(_passage_row(row, part, passage, ordinal, "exempt" if exempt else "public"))
            ordinal += 1
        new_parts.append((part, kept))
    pages = [_page_row(row.id, page, page.number in facts.exempt_pages) for page in paper.pages]
    return NewPaper(row, pages, new_parts, read_records(paper, facts, rows), source.path)


def _paper_row(source: Source, paper: Paper, facts: PaperFacts, older: PaperRow | None) -> PaperRow:
    shown = [page for page in paper.pages if facts.access == "exempt" or page.number not in facts.exempt_pages]
    open_text = "\n\n".join(page.text for page in shown)
    return PaperRow(
        id=_new_id(paper, older),
        sha256=paper.sha256,
        identity=identity_of(facts, source.name),
        version=older.version + (older.sha256 != paper.sha256) if older else 1,
        document=source.name,
        path=source.place,
        title=facts.title,
        committee=facts.committee,
        authority=facts.authority,
        meeting_date=facts.meeting_date,
        kind=facts.kind,
        period=facts.period,
        status=facts.status,
        access=facts.access,
        n_pages=len(paper.pages),
        abbreviations={**find_initials(open_text), **find_abbreviations(open_text)},
        added_at=datetime.now(UTC).replace(tzinfo=None),
    )


def _new_id(paper: Paper, older: PaperRow | None) -> str:
    """The id of a paper. Read again it gets another: until the new one stands whole, the old one must, vectors and file."""
    made = paper_id(paper)
    return sha256(made.encode()).hexdigest()[:20] if older is not None and older.id == made else made


def _part_row(paper_id: str, part: Part) -> PartRow:
    return PartRow(
        paper_id=paper_id,
        first_page=part.first_page,
        last_page=part.last_page,
        kind=part.kind,
        title=part.title,
        committee=part.committee,
        meeting_date=part.meeting_date,
        status=part.status,
        access=part.access,
        confirms=[day.isoformat() for day in part.confirms],
    )


def _page_row(paper_id: str, page: Page, exempt: bool) -> PageRow:
    return PageRow(
        paper_id=paper_id,
        number=page.number,
        label=page.label,
        printed=page.printed,
        status=page.status,
        reason=page.reason,
        confidence=page.confidence,
        access="exempt" if exempt else "public",
        text=page.text,
        words=pack_words(page),
        times=page_times(page.text),
    )


def _passage_row(paper: PaperRow, part: PartRow, passage: Passage, ordinal: int, access: str) -> PassageRow:
    when = part.meeting_date
    place = " ".join(
        str(bit)
        for bit in (
            paper.title,
            part.title,
            part.committee,
            part.kind,
            when and f"{when:%d %B %Y}",
            paper.period,
        )
        if bit
    )
    headers = [header for header, _ in passage.cells or ()]
    minute = passage.minute.number if passage.minute else ""
    context = " ".join(terms(f"{place} {passage.context} {' '.join(headers)} {minute}"))
    return PassageRow(
        key=f"{paper.id}-{ordinal:05d}",
        paper_id=paper.id,
        page=passage.page,
        kind=passage.kind,
        text=passage.text,
        heading=" > ".join(passage.heading),
        minute=passage.minute.number if passage.minute else None,
        minute_title=passage.minute.title if passage.minute else None,
        caption=passage.caption,
        cells=[[header, cell] for header, cell in passage.cells] if passage.cells is not None else None,
        times=dict(
            times_of(
                passage.text,
                passage.cells or (),
                f"{passage.context} {part.title or ''} {paper.title}",
                part.meeting_date or paper.meeting_date,
            )
        ),
        access=access,
        embedded=passage.embedded,
        terms=f"{context}\n{' '.join(terms(passage.text))}",
    )


def pack_words(page: Page) -> bytes:
    """A page's words and boxes, packed: the quotation of an answer is found in them and highlighted."""
    rows = [[word.text, *(round(x, 1) for x in word.box)] for word in page.words]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 6)
