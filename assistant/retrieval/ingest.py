"""PDFs into the store: read by several processes, cut, embedded and added one paper at a time, each whole or not at all."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import select

from assistant.errors import PaperError, UsageError
from assistant.papers.model import Page, Paper
from assistant.papers.ocr import Ocr
from assistant.papers.pool import read_papers
from assistant.papers.tables import labelled_rows
from assistant.records.abbreviations import find_abbreviations, find_initials
from assistant.records.identify import PaperFacts, identify
from assistant.records.parts import Part
from assistant.records.read import read_records
from assistant.retrieval.passages import Passage, cut
from assistant.retrieval.terms import terms
from assistant.retrieval.times import page_times, times_of
from assistant.retrieval.unread import has_read_more, paper_id, with_pictures, with_unread
from assistant.retrieval.versions import Older, follow_files, identity_of, other_version, place_of, readable
from assistant.settings import Settings
from assistant.store.store import NewPaper, Store
from assistant.store.tables import PageRow, PaperRow, PartRow, PassageRow

Outcome = Literal["added", "replaced", "unchanged", "failed"]


class Ingested(NamedTuple):
    """What became of one file: its outcome, its paper (or None when it failed) and one line that says why or what."""

    path: Path
    outcome: Outcome
    paper: PaperRow | None
    pages: dict[str, int]  # page status -> how many
    note: str


def find_pdfs(paths: Iterable[Path]) -> list[Path]:
    """The files to take in: files as named, folders searched for PDFs (hidden ones left out), each once, in order.

    Raises:
        UsageError: a path does not exist, or nothing was found.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())
            visible = [p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts)]
            found.update({p.resolve(): p for p in visible})
        elif path.is_file():
            found[path.resolve()] = path
        else:
            raise UsageError(f"{path} does not exist. Name a PDF file or a folder that holds PDF files.")
    if not found:
        raise UsageError(
            f"No PDF files in {', '.join(map(str, paths))}. Name a folder that holds committee papers as PDF."
        )
    return list(found.values())


def ingest(
    store: Store,
    settings: Settings,
    paths: list[Path],
    on_page: Callable[[int], None] | None = None,
    ocr: Ocr | None = None,
) -> Iterable[Ingested]:
    """Take in the papers at the paths, yielding what became of each as it is done.

    With ``ocr`` pages that are only a picture are recognised, also those of papers that are in already.
    """
    gone = follow_files(store, paths)
    results = read_papers(
        paths,
        workers=settings.workers,
        max_pages=settings.max_pages,
        max_bytes=settings.max_megabytes * 1_000_000,
        page_time_limit=settings.page_time_limit,
        skip=_known(store) - (with_pictures(store) if ocr else frozenset()),
        ocr=ocr,
        on_pages=on_page,
    )
    with closing(results):  # its processes end now, not when the interpreter tidies up after an error of the store
        for result in results:
            if isinstance(result.paper, PaperError):
                yield _failed(store, result.path, str(result.paper))
            elif isinstance(result.paper, str):  # the hash of a paper that is in already
                yield _unchanged(store, result.path, result.paper, gone.get(place_of(result.path)))
            else:
                yield _take_in(store, result.path, result.paper)


def _known(store: Store) -> frozenset[str]:
    with store.session() as session:
        return frozenset(session.scalars(select(PaperRow.sha256))) | store.superseded().keys()


def _failed(store: Store, path: Path, reason: str) -> Ingested:
    with store.session() as session:
        held = session.scalars(select(PaperRow.document).where(PaperRow.path == place_of(path))).first()
    return Ingested(path, "failed", None, {}, f"{reason} The version taken in earlier stays." if held else reason)


def _unchanged(store: Store, path: Path, sha256: str, gone: str | None = None) -> Ingested:
    with store.session() as session:
        row = session.scalars(select(PaperRow).where(PaperRow.sha256 == sha256)).one_or_none()
        if row is None:  # an older version of a paper in force
            row = session.get_one(PaperRow, store.superseded()[sha256])
            return Ingested(path, "unchanged", row, {}, f"an older version of {row.document}, which is in")
    same = "" if row.path == place_of(path) else f" (the same file as {row.document})"
    removed = "; what this file held before is removed" if gone else ""
    return Ingested(path, "unchanged", row, {}, f"already in{same}{removed}")


def _take_in(store: Store, path: Path, paper: Paper) -> Ingested:
    with store.session() as session:
        known = session.scalars(select(PaperRow).where(PaperRow.sha256 == paper.sha256)).one_or_none()
    if known is not None and not has_read_more(store, known, paper):  # the same file twice in one run, or nothing new
        same = _unchanged(store, path, paper.sha256)
        return same._replace(note=with_unread(same.note, paper.pages))
    try:
        facts = identify(paper, readable(path.name))
        older = Older(known, stays=False) if known else other_version(store, path, paper, facts)
        if older is not None and older.stays:
            store.set_superseded(paper.sha256, older.paper.id)
            return _unchanged(store, path, paper.sha256)
        new = _new_paper(path, paper, facts, older)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        reason = f"{path.name}: it could not be taken apart ({type(error).__name__}: {error}). Please report this."
        return _failed(store, path, reason)
    try:
        store.add(new, replaces=older.paper.id if older else None)
    except PaperError as error:
        return _failed(store, path, str(error))
    counts: dict[str, int] = {}
    for page in paper.pages:
        counts[page.status] = counts.get(page.status, 0) + 1
    outcome: Outcome = "replaced" if older else "added"
    again = (
        "read again, more pages than before" if known else f"replaces version {older.paper.version}" if older else ""
    )
    return Ingested(path, outcome, new.paper, counts, with_unread(again, paper.pages))


def _new_paper(path: Path, paper: Paper, facts: PaperFacts, older: Older | None) -> NewPaper:
    row = _paper_row(path, paper, facts, older.paper if older else None)
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
    return NewPaper(row, pages, new_parts, read_records(paper, facts, rows), path)


def _paper_row(path: Path, paper: Paper, facts: PaperFacts, older: PaperRow | None) -> PaperRow:
    shown = [page for page in paper.pages if facts.access == "exempt" or page.number not in facts.exempt_pages]
    open_text = "\n\n".join(page.text for page in shown)
    return PaperRow(
        id=paper_id(paper),
        sha256=paper.sha256,
        identity=identity_of(facts, path),
        version=older.version + (older.sha256 != paper.sha256) if older else 1,
        document=readable(path.name),
        path=place_of(path),
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
        times=dict(times_of(passage.text, passage.cells or (), f"{passage.context} {part.title or ''} {paper.title}")),
        access=access,
        embedded=passage.embedded,
        terms=f"{context}\n{' '.join(terms(passage.text))}",
    )


def pack_words(page: Page) -> bytes:
    """A page's words and boxes, packed: the quotation of an answer is found in them and highlighted."""
    rows = [[word.text, *(round(x, 1) for x in word.box)] for word in page.words]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 6)


def remove_papers(store: Store, names: Iterable[str]) -> list[str]:
    """Remove papers by file name or id.

    Raises:
        UsageError: no paper, or more than one, has that name; nothing is removed then.
    """
    with store.session() as session:
        rows = list(session.scalars(select(PaperRow).order_by(PaperRow.added_at)))
    chosen: list[PaperRow] = []
    for name in names:
        found = [row for row in rows if name in {row.document, row.id, row.path}]
        if len(found) != 1:
            many = f"{len(found)} papers are named {name}; give the id instead: {', '.join(r.id for r in found)}"
            raise UsageError(many if found else f"No paper is named {name}. List them with: assistant papers")
        chosen += found
    chosen = list({row.id: row for row in chosen}.values())
    for row in chosen:
        store.remove(row.id)
    return [row.document for row in chosen]


def remove_missing(store: Store, paths: list[Path]) -> list[str]:
    """Remove the papers that came from the folders named and whose file is not there any more; a renamed one stays."""
    follow_files(store, find_pdfs(paths))
    folders = [path.resolve() for path in paths if path.is_dir()]
    with store.session() as session:
        rows = list(session.scalars(select(PaperRow).order_by(PaperRow.added_at)))
    gone = [
        row
        for row in rows
        if not Path(row.path).exists() and any(folder in Path(row.path).parents for folder in folders)
    ]
    for row in gone:
        store.remove(row.id)
    return [row.document for row in gone]
