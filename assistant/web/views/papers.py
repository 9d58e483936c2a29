"""The papers that are in: what each is, how far it could be read, and why not further."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.records.model import TableReading
from assistant.retrieval.holdings import paper_day
from assistant.store.tables import PaperRow
from assistant.tools.ledger import SeenPage
from assistant.tools.names import Finder
from assistant.tools.registers import Flat
from assistant.tools.result import Place
from assistant.tools.sifting import told_day
from assistant.web.turns import STANDINGS
from assistant.web.views.asked import Asked
from assistant.web.views.export import Item, Sheet
from assistant.web.views.page import View, cut
from assistant.web.views.sources import Sources

NAME = "papers"
COLUMNS = (
    "document", "title", "kind", "committee", "date", "period", "standing", "version", "taken_in", "pages", "unread_pages",
    "recognised_pages", "left_as_text", "access",
)  # fmt: skip
READ = {
    "table": "with tables",
    "text": "of text",
    "ocr": "read by text recognition",
    "picture": "only a picture",
    "empty": "empty",
    "failed": "could not be read",
}
"""Status of a page -> how many pages are so, in words after the number."""
_WHY = {
    "ocr": "A scan, read by text recognition: check its figures on the page.",
    "picture": "Only a picture, such as a scan: there is no text in it to read. Taken in with text recognition (OCR), it may be.",
    "failed": "It could not be read",
}


class Left(NamedTuple):
    """A page or table that was not read, or not surely: why, and where it is."""

    why: str
    place: Place


class Held(NamedTuple):
    """A paper, its pages counted by what they are, and what of it was not read."""

    paper: PaperRow
    day: date | None
    counts: str
    left: list[Left]
    unread: int
    recognised: int
    rows_left: int
    whole: bool


def view(finder: Finder, asked: Asked) -> View:
    """The papers as a page."""
    papers = finder.ledger.papers()
    rows = _sifted(finder, asked)
    return View(
        NAME,
        asked,
        Sources(finder.ledger.exempt_pages()),
        {
            "pages": cut(rows, asked.number("page")),
            "note": None if rows else "No paper fits these filters.",
            "kinds": {kind: kind.capitalize() for kind in sorted({paper.kind for paper in papers})},
            "committees": {name: name for name in sorted({p.committee for p in papers if p.committee})},
            "standings": STANDINGS,
        },
    )


def sheet(finder: Finder, asked: Asked) -> Sheet:
    """The papers that the filters leave, for export."""
    rows = _sifted(finder, asked)
    items = [Item(one.paper.title, _lines(one), None, one.paper.document) for one in rows]
    return Sheet("Papers", asked.told(), COLUMNS, [_flat(one) for one in rows], items, "paper")


def _sifted(finder: Finder, asked: Asked) -> list[Held]:
    papers = finder.ledger.papers()
    about = asked.text("about", "Words")
    kind = asked.text("kind", "Kind")
    committee = asked.text("committee", "Committee")
    standing = asked.choice("standing", "Standing", STANDINGS)
    first, last = asked.day("from", "From"), asked.day("to", "To")
    unread = asked.switch("unread", "Not wholly read only")
    file = asked.text("file", "File")
    if about:
        said = [
            f"{paper.title} {paper.document.replace('-', ' ').removesuffix('.pdf')} {paper.kind}" for paper in papers
        ]
        found, whole = finder.about(about, said)
        papers = [papers[i] for i in found] if whole else []
    held = (held_paper(finder, paper) for paper in reversed(papers))
    return [
        one
        for one in held
        if kind in (None, one.paper.kind)
        and committee in (None, one.paper.committee)
        and (standing is None or (one.paper.status or "unsaid") == standing)
        and (first is None or (one.day is not None and one.day >= first))
        and (last is None or (one.day is not None and one.day <= last))
        and (not unread or one.left)
        and file in (None, one.paper.document)
    ]


def held_paper(finder: Finder, paper: PaperRow) -> Held:
    """A paper with what may be seen of how far it was read."""
    pages = finder.ledger.pages().get(paper.id, [])
    counts = Counter(page.status for page in pages)
    tables = _tables(finder).get(paper.id, [])
    left = [Left(_why(page), _place(paper, page.number)) for page in pages if page.status in _WHY]
    left += [Left(_left(table), _place(paper, table.page)) for table in tables if table.left]
    return Held(
        paper,
        paper_day(paper),
        ", ".join(f"{counts[status]} {said}" for status, said in READ.items() if counts[status]),
        left,
        counts["picture"] + counts["failed"],
        counts["ocr"],
        sum(table.left for table in tables),
        len(pages) == paper.n_pages,
    )


def _tables(finder: Finder) -> dict[str, list[TableReading]]:
    """Paper id -> what its tables were read as."""
    readings = finder.ledger.entries(TableReading)

    def made() -> dict[str, list[TableReading]]:
        found: dict[str, list[TableReading]] = {}
        for entry in readings:
            found.setdefault(entry.paper.id, []).append(entry.record)
        return found

    return finder.once("tables by paper", readings, made)


def _why(page: SeenPage) -> str:
    said = _WHY[page.status]
    return f"{said}: {page.reason or 'no reason given'}." if page.status == "failed" else said


def _left(table: TableReading) -> str:
    """What of a table is held as text only: its words can be found, but it is in no register."""
    named = f"Table “{table.caption}”" if table.caption else "A table"
    rows = "1 row" if table.left == 1 else f"{table.left} rows"
    return f"{named}: {rows} kept as text only, in no register ({table.reason or 'not read surely'})."


def _place(paper: PaperRow, page: int) -> Place:
    day = paper.meeting_date.isoformat() if paper.meeting_date else None
    return Place(
        document=paper.document, title=paper.title, date=day, page=page, page_label=None, quote="", boxes=[], paper_id=paper.id
    )  # fmt: skip


def _flat(one: Held) -> Flat:
    paper = one.paper
    return {
        "document": paper.document,
        "title": paper.title,
        "kind": paper.kind,
        "committee": paper.committee,
        "date": paper.meeting_date.isoformat() if paper.meeting_date else None,
        "period": paper.period,
        "standing": paper.status,
        "version": paper.version,
        "taken_in": paper.added_at.date().isoformat(),
        "pages": one.counts,
        "unread_pages": one.unread,
        "recognised_pages": one.recognised,
        "left_as_text": one.rows_left,
        "access": paper.access,
    }


def _lines(one: Held) -> Sequence[str]:
    """What a report says of a paper under its title."""
    standing = STANDINGS.get(one.paper.status or "", "")
    day = told_day(one.day) if one.day else "no date"
    facts = ", ".join(filter(None, (one.paper.kind.capitalize(), day, standing, f"version {one.paper.version}")))
    return [f"{facts}.", f"Pages: {one.counts}.", *(f"Page {left.place.page}: {left.why}" for left in one.left)]
