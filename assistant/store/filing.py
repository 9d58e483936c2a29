"""The PDF of a paper and its card, kept and dropped together; and whether the files are those of the papers that are in."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from assistant.store.cards import Card, carded, drop_card, write_card
from assistant.store.folder import drop_pdf, keep_pdf, pdf_of


class Filed(NamedTuple):
    """What was put right among the PDFs of a store, counted."""

    mended: int  # copied anew from where the paper came from
    missing: int  # gone, or not what was taken in, and no longer to be had
    removed: int  # of no paper


def keep_file(folder: Path, source: Path, card: Card) -> None:
    """Keep the PDF of a paper and its card.

    Raises:
        DamagedPaperError: it went away; StoreUnwritableError: there is no room for it.
    """
    keep_pdf(folder, card.id, source)
    write_card(folder, card)


def keep_if_lost(folder: Path, paper_id: str, source: Path) -> bool:
    """Copy a PDF in anew where its copy is gone or not as long; whether it was. Raises: as ``keep_file``."""
    kept = pdf_of(folder, paper_id)
    if not source.is_file() or (kept.is_file() and kept.stat().st_size == source.stat().st_size):
        return False
    keep_pdf(folder, paper_id, source)
    return True


def drop_file(folder: Path, paper_id: str) -> None:
    """Delete the PDF of a paper and its card, also where they were not written to their end."""
    drop_pdf(folder, paper_id)
    drop_card(folder, paper_id)


def is_of(path: Path, sha256: str) -> bool:
    """Whether a file is there and holds what a paper was taken in from."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def mend_files(folder: Path, papers: Mapping[str, tuple[str, str]]) -> Filed:
    """Hold the PDFs against the papers in force, id -> (sha256, where it came from).

    A PDF that has a card is left alone, also where its paper is not in: it may yet be brought back from it.

    Raises:
        DamagedPaperError: a file went away meanwhile; StoreUnwritableError: there is no room for a copy.
    """
    broken = [paper_id for paper_id, (sha256, _) in papers.items() if not is_of(pdf_of(folder, paper_id), sha256)]
    mended = [paper_id for paper_id in broken if is_of(Path(papers[paper_id][1]), papers[paper_id][0])]
    for paper_id in mended:
        keep_pdf(folder, paper_id, Path(papers[paper_id][1]))
    ours = papers.keys() | carded(folder)
    strange = [path for path in (folder / "files").glob("*") if path.stem not in ours or path.suffix != ".pdf"]
    for path in strange:
        path.unlink()
    return Filed(len(mended), len(broken) - len(mended), len(strange))
