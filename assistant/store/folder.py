"""The folder of a store: its lock, and the PDFs as they came in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import DamagedPaperError, StoreBusyError, StoreUnwritableError

SERVING = ".serving"  # the lock that whoever answers from a folder holds


@contextmanager
def lock_folder(folder: Path, seconds: float = 0) -> Iterator[None]:
    """Make the folder of a store and keep it locked for one writer; ``seconds``: how long to wait for another to finish.

    Raises:
        StoreUnwritableError: it cannot be made or written to; StoreBusyError: somebody else writes to it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        lock.acquire(timeout=seconds)
    except Timeout:
        raise busy(folder) from None
    except OSError as error:
        raise StoreUnwritableError(
            f"The store folder {folder} cannot be written to ({error.strerror}). Choose another with --store."
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def answering_from(folder: Path) -> Iterator[None]:
    """Note that questions are answered from a folder, so that nobody puts another store in its place meanwhile. Who comes
    second, or cannot write, goes unnoted."""
    lock = FileLock(folder / SERVING)
    with suppress(Timeout, OSError):
        lock.acquire(timeout=0)
    try:
        yield
    finally:
        lock.release()


def pdf_of(folder: Path, paper_id: str) -> Path:
    """Where the PDF of a paper is kept."""
    return folder / "files" / f"{paper_id}.pdf"


def keep_pdf(folder: Path, paper_id: str, source: Path) -> None:
    """Copy the PDF of a paper in, whole or not at all, also through a power cut.

    Raises:
        DamagedPaperError: it went away; StoreUnwritableError: there is no room for it.
    """
    target = pdf_of(folder, paper_id)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target.with_suffix(".part"))
        _put_in_place(target)
    except OSError as error:
        if error.filename == source or not source.is_file():
            raise DamagedPaperError(
                f"{source.name}: the file went away while it was read ({error.strerror}). Ingest it again."
            ) from None
        raise unwritable(folder, error.strerror) from None


def write_durably(target: Path, content: bytes) -> None:
    """Write a small file, whole or not at all, also through a power cut. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.with_suffix(".part").write_bytes(content)
    _put_in_place(target)


def _put_in_place(target: Path) -> None:
    """Give a file written beside its target its name, once its bytes are on the disk: else a power cut may leave the name
    and nothing behind it."""
    part = target.with_suffix(".part")
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def drop_pdf(folder: Path, paper_id: str) -> None:
    """Delete the PDF of a paper, also one that was not copied to its end."""
    for suffix in (".pdf", ".part"):
        pdf_of(folder, paper_id).with_suffix(suffix).unlink(missing_ok=True)


def busy(place: object) -> StoreBusyError:
    """Somebody else writes to the store."""
    return StoreBusyError(
        f"Another process is writing to the store at {place}. Wait until it has finished, then run this again."
    )


def unwritable(folder: Path, reason: object) -> StoreUnwritableError:
    """The store is there and cannot be written to."""
    return StoreUnwritableError(
        f"The store at {folder} cannot be written to ({reason}). Check the folder's permissions and free disk "
        "space, then run this again; what was finished is kept."
    )
