"""PDFs into the store: read by several processes, cut, embedded and added one paper at a time, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from sqlalchemy import select

from assistant.errors import PaperError, UsageError
from assistant.papers.model import Paper
from assistant.papers.ocr import Ocr
from assistant.papers.pool import read_papers
from assistant.records.identify import identify, sealed
from assistant.retrieval.paper_rows import new_paper
from assistant.retrieval.sources import Source, from_file, is_gone
from assistant.retrieval.unread import has_read_more, with_pictures, with_unread
from assistant.retrieval.versions import Older, follow_files, other_version
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.store.tables import PaperRow

Outcome = Literal["added", "replaced", "unchanged", "failed"]


class Ingested(NamedTuple):
    """What became of one file: its outcome, its paper (or None when it failed) and one line that says why or what."""

    path: Path
    outcome: Outcome
    paper: PaperRow | None
    pages: dict[str, int]  # page status -> how many
    note: str
    became: str = ""  # the note without the pages that could not be read


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


class Handling(NamedTuple):
    """How papers are to be taken in. ``exempt``: as exempt, whatever their pages say; ``again``: also those that are in."""

    exempt: bool = False
    again: bool = False
    ocr: Ocr | None = None  # pages that are only a picture are recognised, also those of papers that are in


class Progress(NamedTuple):
    """Who is told how far the reading is: each time how many more pages are read, and how many pages a file has."""

    on_page: Callable[[int], None] | None = None
    on_opened: Callable[[Path, int], None] | None = None


_AS_THEY_ARE, _NOBODY = Handling(), Progress()


def ingest(
    store: Store,
    settings: Settings,
    paths: list[Path],
    progress: Progress = _NOBODY,
    handling: Handling = _AS_THEY_ARE,
) -> Iterable[Ingested]:
    """Take in the papers at the paths, yielding what became of each as it is done."""
    gone = follow_files(store, paths)
    yield from take_in(store, settings, map(from_file, paths), progress, handling, gone)


def take_in(
    store: Store,
    settings: Settings,
    sources: Iterable[Source],
    progress: Progress = _NOBODY,
    handling: Handling = _AS_THEY_ARE,
    gone: Mapping[str, str] = MappingProxyType({}),
) -> Iterable[Ingested]:
    """Take in papers from where they lie; ``gone``: place -> the paper that was removed since that place holds another."""
    named = {source.path: source for source in sources}
    results = read_papers(
        list(named),
        workers=settings.workers,
        max_pages=settings.max_pages,
        max_bytes=settings.max_megabytes * 1_000_000,
        page_time_limit=settings.page_time_limit,
        skip=_not_due(store, handling),
        ocr=handling.ocr,
        on_pages=progress.on_page,
        on_opened=progress.on_opened,
    )
    with closing(results):  # its processes end now, not when the interpreter tidies up after an error of the store
        for result in results:
            source = named[result.path]
            if isinstance(result.paper, PaperError):
                yield _failed(store, source, str(result.paper))
            elif isinstance(result.paper, str):  # the hash of a paper that is in already
                yield _unchanged(store, source, result.paper, gone.get(source.place))
            else:
                yield _take_in(store, source, result.paper, handling)


def _not_due(store: Store, handling: Handling) -> frozenset[str]:
    """The sha256 of the files that need not be read: those that are in, and older versions of them."""
    with store.session() as session:
        held = list(session.scalars(select(PaperRow)))
    pictures = with_pictures(store) if handling.ocr else frozenset()
    known = {row.sha256 for row in held if not _is_due(handling, row) and row.sha256 not in pictures}
    return frozenset(known | store.superseded().keys())


def _is_due(handling: Handling, held: PaperRow) -> bool:
    """Whether a paper that is in is to be read again."""
    return handling.again or (handling.exempt and held.access != "exempt")


def _failed(store: Store, source: Source, reason: str) -> Ingested:
    with store.session() as session:
        held = session.scalars(select(PaperRow.document).where(PaperRow.path == source.place)).first()
    return Ingested(
        source.path, "failed", None, {}, f"{reason} The version taken in earlier stays." if held else reason
    )


def _unchanged(store: Store, source: Source, sha256: str, gone: str | None = None) -> Ingested:
    with store.session() as session:
        row = session.scalars(select(PaperRow).where(PaperRow.sha256 == sha256)).one_or_none()
        if row is None:  # an older version of a paper in force
            row = session.get_one(PaperRow, store.superseded()[sha256])
            older = f"an older version of {row.document}, which is in"
            return Ingested(source.path, "unchanged", row, {}, older, older)
    restored = "; its PDF, which was missing or damaged, is kept again" if store.keep_again(row, source.path) else ""
    same = "" if row.path == source.place else f" (the same file as {row.document})"
    removed = "; what this file held before is removed" if gone else ""
    already = f"already in{same}{removed}{restored}"
    return Ingested(source.path, "unchanged", row, {}, already, already)


def _take_in(store: Store, source: Source, paper: Paper, handling: Handling) -> Ingested:
    with store.session() as session:
        known = session.scalars(select(PaperRow).where(PaperRow.sha256 == paper.sha256)).one_or_none()
    # The same file twice in one run, or nothing new.
    if known is not None and not _is_due(handling, known) and not has_read_more(store, known, paper):
        same = _unchanged(store, source, paper.sha256)
        return same._replace(note=with_unread(same.note, paper.pages))
    try:
        facts = identify(paper, source.name)
        older = Older(known, stays=False, alike=True) if known else other_version(store, source, paper, facts)
        if older is not None and older.stays:
            store.set_superseded(paper.sha256, older.paper.id)
            return _unchanged(store, source, paper.sha256)
        # What was kept from the public once is not published by a new version that forgot to say so.
        kept_back = older is not None and older.alike and older.paper.access == "exempt" and facts.access != "exempt"
        if handling.exempt or kept_back:
            facts = sealed(facts, paper)
        new = new_paper(source, paper, facts, older.paper if older else None)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        reason = f"{source.name}: it could not be taken apart ({type(error).__name__}: {error}). Please report this."
        return _failed(store, source, reason)
    try:
        store.add(new, replaces=older.paper.id if older else None)
    except PaperError as error:
        return _failed(store, source, str(error))
    counts: dict[str, int] = {}
    for page in paper.pages:
        counts[page.status] = counts.get(page.status, 0) + 1
    notes = [_replaced(older.paper, known, handling)] if older else []
    if kept_back and known is None:
        notes.append("exempt as the version before was; to publish it, remove it and take it in anew")
    outcome: Outcome = "replaced" if older else "added"
    became = "; ".join(notes)
    return Ingested(source.path, outcome, new.paper, counts, with_unread(became, paper.pages), became)


def _replaced(older: PaperRow, known: PaperRow | None, handling: Handling) -> str:
    if known is None:
        return f"replaces version {older.version}"
    if handling.exempt and known.access != "exempt":
        return "exempt from now on"
    return "read again" if handling.again else "read again, more pages than before"


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
    gone = [row for row in rows if is_gone(store, row) and any(folder in Path(row.path).parents for folder in folders)]
    for row in gone:
        store.remove(row.id)
    return [row.document for row in gone]
