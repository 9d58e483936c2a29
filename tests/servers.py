"""A real PostgreSQL and a real Chroma server for the tests, each on a free port and with its data in a passing folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import URL, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from assistant.settings import Servers
from assistant.store.chroma import ChromaServer

PASSWORD = "p@ss:word/%41"  # every sign that a URL must not hold as it is
SECONDS_TO_START = 60


class Postgres(NamedTuple):
    """A cluster with one database, "council", which the user "papers" may make schemas in."""

    port: int

    def url(self, user: str = "papers", password: str = PASSWORD, database: str = "council") -> str:
        made = URL.create("postgresql+psycopg", user, password, "127.0.0.1", self.port, database)
        return made.render_as_string(hide_password=False)

    def run(self, *statements: str, database: str = "council") -> list[object]:
        """Run statements as the superuser, each by itself; the first column of what the last one gives."""
        url = self.url("postgres", database=database)
        engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            results = [connection.execute(text(statement)) for statement in statements]
            return list(results[-1].scalars()) if results[-1].returns_rows else []

    def cut_connections(self) -> None:
        """End all connections to the database, as a server that is started anew does."""
        self.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'papers'")


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A cluster of its own, from the PostgreSQL that is installed; skips where none is."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: the tests on PostgreSQL are skipped")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL here (Debian: apt-get install postgresql): the tests on it are skipped")
    with _folder() as folder:
        (folder / "password").write_text(PASSWORD)
        initdb = [programs / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "scram-sha-256", "--no-sync"]
        options = ["--pwfile", folder / "password", "-E", "UTF8", "--locale", "C.UTF-8"]
        _unprivileged([*initdb, *options], folder)
        port = free_port()
        started = [programs / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder, "-c", "fsync=off"]
        with _running([*started, "-c", "listen_addresses=127.0.0.1"], folder, **_nobody()):
            cluster = Postgres(port)
            _wait(lambda: cluster.run("SELECT 1", database="postgres"), OperationalError)
            quoted = PASSWORD.replace("'", "''").replace(":", r"\:")
            cluster.run(
                f"CREATE ROLE papers LOGIN PASSWORD '{quoted}'", "CREATE DATABASE council OWNER papers",
                database="postgres",
            )  # fmt: skip
            yield cluster


@contextmanager
def chroma(data: Path | None = None, port: int | None = None) -> Iterator[str]:
    """The URL of a Chroma server of its own, with its data in a folder given or a passing one."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    command = [Path(sys.executable).parent / "chroma", "run", "--host", "127.0.0.1", "--port", str(port)]
    with _folder() as folder, _running([*command, "--path", data or folder / "data"], folder):
        _wait(lambda: httpx.get(f"{url}/api/v2/heartbeat"), httpx.TransportError)
        yield url


@contextmanager
def passing(namespace: str, cluster: Postgres | None, chroma_url: str | None) -> Iterator[Servers]:
    """A place of its own on the servers, cleared afterwards."""
    yield Servers(SecretStr(cluster.url()) if cluster else None, chroma_url, namespace)
    if cluster:
        cluster.run(f'DROP SCHEMA IF EXISTS "{namespace}" CASCADE')
    if chroma_url:
        place = ChromaServer(chroma_url, namespace)
        client = place.client()
        for collection in client.list_collections():
            if collection.name.startswith(place.collections):
                client.delete_collection(collection.name)
        place.close(client)


def environment(servers: Servers) -> dict[str, str]:
    """The variables that name the servers to a process."""
    named = {
        "ASSISTANT_DATABASE_URL": servers.database and servers.database.get_secret_value(),
        "ASSISTANT_CHROMA_URL": servers.chroma,
        "ASSISTANT_NAMESPACE": servers.namespace,
    }
    return {name: value for name, value in named.items() if value}


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _programs() -> Path | None:
    """The folder of PostgreSQL's programs, which Debian keeps off the PATH."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return Path(on_path).parent if on_path else debian[-1].parent if debian else None


@contextmanager
def _folder() -> Iterator[Path]:
    # Not pytest's own, which other users may not enter.
    with tempfile.TemporaryDirectory(prefix="assistant-", ignore_cleanup_errors=True) as name:
        if os.geteuid() == 0:
            shutil.chown(name, "nobody")
        yield Path(name)


def _nobody() -> dict[str, object]:
    """PostgreSQL refuses to run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def _unprivileged(command: list[object], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **_nobody())
    assert done.returncode == 0, done.stderr


@contextmanager
def _running(command: list[object], folder: Path, **user: object) -> Iterator[None]:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=folder, **quiet, **user)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(asked: Callable[[], object], not_yet: type[Exception]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            asked()
        except not_yet:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
