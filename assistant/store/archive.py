"""What a backup archive is: a zip of the files of a store's folder, and a list of them that tells whether all are whole."""

from __future__ import annotations

import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import BackupError

MANIFEST = "manifest.json"
KIND = "committee papers assistant backup 1"
_CHUNK = 1 << 20


class Entry(BaseModel):
    """One file: its size in bytes and its sha256."""

    model_config = ConfigDict(frozen=True)
    size: int
    sha256: str


class Manifest(BaseModel):
    """The list. ``papers`` is how many papers are in, ``format`` that of the store, ``made_at`` ISO in UTC."""

    model_config = ConfigDict(frozen=True)
    kind: str
    made_at: str
    format: str
    embedder: str
    papers: int
    files: dict[str, Entry]


def put(archive: zipfile.ZipFile, name: str, path: Path) -> Entry:
    """Add one file."""
    with path.open("rb") as file, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as out:
        return _copied(file, out.write)


def read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """The list of an archive. Raises: BackupError: it has none, of another kind, or one that names places outside."""
    try:
        manifest = Manifest.model_validate_json(archive.read(MANIFEST))
    except (KeyError, ValidationError, zipfile.BadZipFile, zlib.error, OSError) as error:
        raise broken(path, f"its list of files cannot be read: {type(error).__name__}") from None
    if manifest.kind != KIND:
        raise broken(path, f"it is a {manifest.kind!r}, and this version reads {KIND!r}")
    if any(_leads_outside(name) for name in manifest.files):
        raise broken(path, "it names files outside the store")
    return manifest


def take(archive: zipfile.ZipFile, name: str, entry: Entry, target: Path, path: Path) -> None:
    """Write one file out, no longer than the list says. Raises: BackupError: it is missing or not what the list says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(name) as file, target.open("wb") as out:
            found = _copied(file, out.write, entry.size)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise broken(path, f"{name}: {error or type(error).__name__}") from None
    if found != entry:
        raise broken(path, f"{name} is not what was put in")


def snapshot(database: Path, target: Path) -> None:
    """A copy of an SQLite database of one moment, while others read and write it."""
    source, copy = sqlite3.connect(database), sqlite3.connect(target)
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()


def broken(path: Path, reason: str) -> BackupError:
    """An archive that cannot be trusted."""
    return BackupError(f"{path} is no sound backup ({reason}). Nothing was changed. Restore from another one.")


def _copied(file: IO[bytes], write: Callable[[bytes], object], most: int | None = None) -> Entry:
    digest, size = sha256(), 0
    while (chunk := file.read(_CHUNK)) and (most is None or size <= most):
        digest.update(chunk)
        size += len(chunk)
        write(chunk)
    return Entry(size=size, sha256=digest.hexdigest())


def _leads_outside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not parts or name.startswith("/") or "\\" in name or ":" in name or any(part == ".." for part in parts)
