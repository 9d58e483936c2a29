"""Where users and conversations are kept: SQLite databases of their own in the store's folder, readable by its owner only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from assistant.access.tables import AccessBase
from assistant.errors import StoreError, StoreMissingError, StoreUnwritableError

FILE = "users.db"  # users, and the conversations of users
CLOCKS_DIFFER = timedelta(minutes=5)  # a time further ahead than this was noted by a clock that was put back since
VISITORS = "conversations.db"  # the conversations of those who do not sign in


def open_database(folder: Path, *, new: bool = True, name: str = FILE) -> Engine:
    """The database of a store's folder; ``new``: made where it is not there yet.

    Raises:
        StoreMissingError: there is none; StoreUnwritableError: it cannot be made; StoreError: it is no such database.
    """
    file = folder / name
    if not new and not file.is_file():
        raise StoreMissingError(
            f"There is no user in {folder} yet. To add one: assistant users add NAME --store {folder}"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise StoreUnwritableError(
            f"The {_held(file)} cannot be kept in {file} ({error.strerror}). Check the folder's permissions and the disk space."
        ) from None
    engine = create_engine(f"sqlite:///{file}", pool_size=8, max_overflow=56)  # as many as may ask at once
    event.listen(engine, "connect", _pragmas)
    with told(engine), engine.begin() as connection:
        AccessBase.metadata.create_all(connection)
    return engine


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Turn what the database says no to into one line for the person at the keyboard."""
    try:
        yield
    except DatabaseError as error:
        place = Path(engine.url.database or "")
        raise StoreError(
            f"The {_held(place)} in {place} cannot be read or changed ({error.orig}). Check its permissions, the disk space "
            "and whether another process holds it."
        ) from None


def _held(file: Path) -> str:
    return "conversations" if file.name == VISITORS else "users"


def clock() -> datetime:
    """Now, in UTC, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _pragmas(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
