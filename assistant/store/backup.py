"""A store backed up into one file while it goes on answering, and restored from it."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import func, select

from assistant.errors import BackupError, StoreBusyError, UsageError
from assistant.settings import Servers
from assistant.store.archive import KIND, MANIFEST, Manifest, broken, put, read_manifest, snapshot, take
from assistant.store.database import database_of
from assistant.store.facts import FORMAT, facts_of
from assistant.store.folder import SERVING, lock_folder, sync_folder
from assistant.store.salvage import DAMAGED
from assistant.store.tables import PaperRow

_SECONDS_TO_WAIT = 60  # for a writer: papers sent to the chat take a few seconds each
_PASSING = ("-wal", "-shm", ".lock", ".part", DAMAGED)


def back_up(folder: Path, target: Path, servers: Servers) -> Manifest:
    """Write a store's folder into a new file, as of one moment; papers cannot be changed meanwhile, questions be asked.

    Raises:
        UsageError: the file is there already, or servers hold parts of the store; StoreError: it cannot be read, or a
            writer keeps it longer than a minute; BackupError: there is no room for the file.
    """
    if servers.database is not None or servers.chroma is not None:
        raise UsageError(
            "Parts of this store lie on servers, which have backups of their own: pg_dump for PostgreSQL, a copy of its data "
            f"folder for Chroma. Back those up, and the folder {folder}, while no papers are taken in."
        )
    if target.exists():
        raise UsageError(f"{target} exists already, and a backup overwrites nothing. Name another file.")
    database = database_of(folder, servers)
    facts_of(database)  # where there is no store, none is begun
    database.engine.dispose()
    part = target.with_name(f"{target.name}.part")
    try:
        with (
            lock_folder(folder, _SECONDS_TO_WAIT),
            tempfile.TemporaryDirectory(dir=target.parent) as passing,
        ):
            part.touch(mode=0o600)  # it holds exempt papers, and what passwords are checked against
            manifest = _written(folder, part, Path(passing))
        part.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise BackupError(
            f"The backup cannot be written to {target} ({error.strerror}). Name a place with room."
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _written(folder: Path, part: Path, passing: Path) -> Manifest:
    database = database_of(folder, Servers())
    facts = facts_of(database)
    with database.engine.connect() as connection:
        papers = connection.scalar(select(func.count(PaperRow.id))) or 0
    database.engine.dispose()
    entries = {}
    with part.open("r+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, path in _files(folder):
                if path.suffix in {".db", ".sqlite3"}:
                    snapshot(path, passing / "database")
                    path = passing / "database"
                entries[name] = put(archive, name, path)
                (passing / "database").unlink(missing_ok=True)
            manifest = Manifest(
                kind=KIND,
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                format=facts["format"],
                embedder=facts["embedder"],
                papers=papers,
                files=entries,
            )
            archive.writestr(MANIFEST, manifest.model_dump_json())
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """What belongs to a store; not what is hidden, passing or set aside."""
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if path.is_file() and not within.parts[0].startswith(".") and not path.name.endswith(_PASSING):
            yield within.as_posix(), path


def restore(target: Path, source: Path, *, replace: bool = False) -> tuple[Manifest, Path | None]:
    """Make a store's folder from a backup; what the backup holds, and where the store that it replaced lies now.

    Raises:
        BackupError: the archive is not whole or of another version, or there is no room; UsageError: a store is there and
            is not to be replaced; StoreBusyError: it is being written to, or answered from.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = read_manifest(archive, source)
            _refuse(target, source, manifest, replace)
            with _beside(target) as made:
                for name, entry in manifest.files.items():
                    take(archive, name, entry, made / name, source)
                return manifest, _put_in_place(made, target)
    except FileNotFoundError:
        raise UsageError(f"There is no file {source}. Name one that `assistant backup` has made.") from None
    except (zipfile.BadZipFile, EOFError, IsADirectoryError) as error:
        raise broken(source, str(error)) from None
    except OSError as error:
        raise BackupError(
            f"The backup cannot be restored to {target} ({error.strerror}). Check the disk space."
        ) from None


class _beside:
    """A folder beside another, gone afterwards unless it was given another name."""

    def __init__(self, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        self._path = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._path, ignore_errors=True)


def _refuse(target: Path, source: Path, manifest: Manifest, replace: bool) -> None:
    if not is_readable(manifest.format):
        raise broken(source, f"it is of the format {manifest.format}, and this version reads {FORMAT}")
    if not replace and target.exists() and any(path.name != ".lock" for path in target.iterdir()):
        raise UsageError(
            f"There is something in {target} already. Name another folder with --store, or give --replace."
        )


def is_readable(format: str) -> bool:
    """Whether stores of a format can be used by this version, be it that `check` reads their papers again."""
    return format.split("-")[0] == FORMAT.split("-")[0]


def _put_in_place(made: Path, target: Path) -> Path | None:
    if not target.exists() or not any(path.name != ".lock" for path in target.iterdir()):
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)
        sync_folder(target.parent)
        return None
    try:
        with lock_folder(target), FileLock(target / SERVING, timeout=0):
            former = target.with_name(f"{target.name}-before-{datetime.now(UTC):%Y%m%dT%H%M%S}")
            target.rename(former)
            made.rename(target)
    except Timeout:
        raise StoreBusyError(
            f"Questions are being answered from {target}. Stop the chat, then restore again."
        ) from None
    sync_folder(target.parent)
    return former
