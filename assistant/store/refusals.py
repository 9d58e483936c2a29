"""Why a store cannot be used, in words for the person at the keyboard, and the lock that keeps a second writer out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chromadb.errors import ChromaError
from filelock import FileLock, Timeout
from sqlalchemy.exc import DatabaseError, OperationalError

from assistant.errors import (
    StoreBusyError,
    StoreError,
    StoreFormatError,
    StoreMissingError,
    StoreUnwritableError,
)

DATABASE = "papers.db"
VECTORS = "chroma"


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Make the folder of a store and keep it locked for one writer.

    Raises:
        StoreUnwritableError: it cannot be made or written to; StoreBusyError: somebody else writes to it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreBusyError(
            f"Another process is writing to the store at {folder}. Wait until it has finished, then run this again."
        ) from None
    except OSError as error:
        raise StoreUnwritableError(
            f"The store folder {folder} cannot be written to ({error.strerror}). Choose another with --store."
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn the refusals of SQLite and Chroma that a user can do something about into errors that say what."""
    try:
        yield
    except ChromaError as error:
        raise StoreFormatError(
            f"The vectors in {folder / VECTORS} cannot be used ({error}). If the disk is full, make room; if not, "
            f"delete that folder. Then run: assistant check --store {folder}"
        ) from None
    except DatabaseError as error:
        refused = refusal(folder, error)
        if refused is None:
            raise
        raise refused from None


def refusal(folder: Path, error: DatabaseError) -> StoreError | None:
    """What a refusal of SQLite means; None when it is a fault of this program."""
    said = str(error.orig)
    if "not a database" in said:
        return not_ours(folder, said)
    if "malformed" in said:
        return StoreFormatError(
            f"{folder / DATABASE} is damaged ({said}). Ingest the papers into a new folder with --store; "
            f"the PDFs taken in are in {folder / 'files'}."
        )
    if "locked" in said:
        return StoreBusyError(
            f"Another process holds the store at {folder} ({said}). Run this again when it has finished."
        )
    if isinstance(error, OperationalError) and any(
        word in said for word in ("readonly", "unable to open", "full", "disk")
    ):
        return unwritable(folder, said)
    return None


def missing(folder: Path) -> StoreMissingError:
    """There is no store yet."""
    return StoreMissingError(
        f"No store at {folder}: no papers were taken in there yet. Run: assistant ingest PATH --store {folder}"
    )


def unwritable(folder: Path, reason: object) -> StoreUnwritableError:
    """The store is there and cannot be written to."""
    return StoreUnwritableError(
        f"The store at {folder} cannot be written to ({reason}). Check the folder's permissions and free disk "
        "space, then run this again; what was finished is kept."
    )


def not_ours(folder: Path, reason: object) -> StoreFormatError:
    """What stands where the database should is another program's, or broken."""
    return StoreFormatError(
        f"{folder / DATABASE} is not a store of this program ({reason}). "
        "Ingest the papers into a new folder with --store."
    )
