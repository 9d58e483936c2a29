"""A store is backed up while it is read and restored whole; a broken archive is refused and changes nothing."""

from __future__ import annotations

import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock
from pydantic import SecretStr

from assistant.errors import BackupError, StoreBusyError, StoreMissingError, UsageError
from assistant.settings import Servers
from assistant.store.backup import back_up, restore
from assistant.store.folder import answering_from
from assistant.store.store import Store
from assistant.testing import TinyEmbedder
from tests.store.test_store import found, new_paper


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backed")
    with Store.write(folder / "s", TinyEmbedder(), "tiny") as store:
        store.add(new_paper(folder, "one", "library\nparking"))
        store.add(new_paper(folder, "two", "disposal", access="exempt"))
    (folder / "s" / "feedback.jsonl").write_text("{}\n")
    (folder / "s" / ".inbox").mkdir()
    (folder / "s" / ".inbox" / "half.pdf").write_text("")
    return folder


@pytest.fixture(scope="module")
def archive(folder: Path) -> Path:
    """Made while somebody asks, and while a conversation is written down."""
    talks, stop = folder / "s" / "users.db", threading.Event()
    reader = Store.read(folder / "s", TinyEmbedder(), "tiny")
    with closing(sqlite3.connect(talks)) as users:
        users.execute("PRAGMA journal_mode=WAL")
        users.execute("CREATE TABLE said (a, b)")

    def talk() -> None:
        with closing(sqlite3.connect(talks, timeout=30)) as users:
            n = 0
            while not stop.is_set():
                n += 1
                users.execute("INSERT INTO said VALUES (?, ?)", (n, "x" * 3000))
                users.execute("INSERT INTO said VALUES (?, ?)", (-n, "x" * 3000))
                users.commit()

    talking = threading.Thread(target=talk)
    talking.start()
    back_up(folder / "s", folder / "b.zip", Servers())
    assert found(reader, "library") == ["one"]
    stop.set()
    talking.join()
    reader.close()
    return folder / "b.zip"


def test_what_is_restored_is_the_store_of_that_moment(archive: Path, tmp_path: Path) -> None:
    manifest, former = restore(tmp_path / "s", archive)
    assert (manifest.papers, former) == (2, None)
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", proving=True) as store:
        assert store.check().clean
        assert (found(store, "parking"), found(store, "disposal", "exempt")) == (["one"], ["two"])
    with closing(sqlite3.connect(tmp_path / "s" / "users.db")) as users:
        assert users.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert users.execute("SELECT coalesce(sum(a), 0) FROM said").fetchone() == (0,)  # no exchange half there
    assert (tmp_path / "s" / "feedback.jsonl").is_file() and not (tmp_path / "s" / ".inbox").exists()
    assert archive.stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten_without_being_told(archive: Path, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="exists already"):
        back_up(folder / "s", archive, Servers())
    restore(tmp_path / "s", archive)
    with pytest.raises(UsageError, match="--replace"):
        restore(tmp_path / "s", archive)
    (tmp_path / "s" / "mark").write_text("the former")
    with answering_from(tmp_path / "s"), pytest.raises(StoreBusyError, match="Stop the chat"):
        restore(tmp_path / "s", archive, replace=True)
    _, former = restore(tmp_path / "s", archive, replace=True)
    assert former is not None and (former / "mark").is_file() and not (tmp_path / "s" / "mark").exists()


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flipped(data: bytes) -> bytes:
    place = (
        data.find(b"%") if b"files/one.pdf" not in data else data.find(b"files/one.pdf") + len(b"files/one.pdf") + 25
    )
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


@pytest.mark.parametrize("spoil", [_cut, _flipped, lambda data: b"PK no zip", lambda data: b""])
def test_a_broken_archive_is_refused_and_changes_nothing(
    archive: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    broken = tmp_path / "b.zip"
    broken.write_bytes(spoil(archive.read_bytes()))
    with pytest.raises(BackupError, match=r"is no sound backup \(.+\)\. Nothing was changed"):
        restore(tmp_path / "s", broken)
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def _entries(archive: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as source:
        for name in source.namelist():
            yield name, source.read(name)


@pytest.mark.parametrize("forged", ["../evil", "/tmp/evil", "longer", "format", "missing"])
def test_a_forged_archive_is_refused(archive: Path, tmp_path: Path, forged: str) -> None:
    held = dict(_entries(archive))
    manifest = json.loads(held["manifest.json"])
    if forged == "longer":
        held["feedback.jsonl"] += b"x" * 3_000_000
    elif forged == "missing":
        del held["feedback.jsonl"]
    elif forged == "format":
        manifest["format"] = "99-abcdef"
    else:
        held[forged] = b""
        manifest["files"][forged] = manifest["files"]["feedback.jsonl"]
    held["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as target:
        for name, data in held.items():
            target.writestr(name, data)
    with pytest.raises(BackupError, match="is no sound backup"):
        restore(tmp_path / "in" / "s", tmp_path / "b.zip")
    assert list((tmp_path / "in").glob("*")) == [] and not (tmp_path / "evil").exists()


def test_a_store_that_is_written_to_or_lies_on_servers_is_not_backed_up(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.store.backup._SECONDS_TO_WAIT", 0.1)
    with FileLock(folder / "s" / ".lock"), pytest.raises(StoreBusyError):
        back_up(folder / "s", tmp_path / "b.zip", Servers())
    with pytest.raises(UsageError, match="pg_dump"):
        back_up(folder / "s", tmp_path / "b.zip", Servers(database=SecretStr("postgresql://h/d")))
    for where in (tmp_path / "none", tmp_path):
        with pytest.raises(StoreMissingError):
            back_up(where, tmp_path / "b.zip", Servers())
    assert [path.name for path in tmp_path.iterdir()] == []
