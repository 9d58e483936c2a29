"""Stores on servers: what is said when one cannot be reached or says no, and stores side by side on one server."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.errors import (
    StoreBusyError,
    StoreError,
    StoreFormatError,
    StoreMissingError,
    StoreUnreachableError,
    StoreUnwritableError,
)
from assistant.settings import Servers
from assistant.store.store import Store
from assistant.testing import TinyEmbedder
from tests import servers as real
from tests.conftest import kept_on
from tests.servers import PASSWORD, Postgres, free_port, passing
from tests.store.test_store import found, new_paper


@pytest.fixture(params=["both"])
def servers(request: pytest.FixtureRequest) -> Iterator[Servers]:
    yield from kept_on(request)


def on(url: str) -> Servers:
    return Servers(SecretStr(url), None, "refused")


def write(folder: Path, servers: Servers) -> None:
    with Store.write(folder, TinyEmbedder(), "tiny", servers):
        pass


def test_what_keeps_one_out_of_postgresql_is_told_without_the_password(postgres: Postgres, tmp_path: Path) -> None:
    postgres.run("CREATE ROLE guest LOGIN PASSWORD 'guest'", "CREATE DATABASE closed")
    postgres.run("REVOKE CONNECT ON DATABASE closed FROM PUBLIC")
    nobody = f"postgresql://papers:{'hidden-word'}@127.0.0.1:{free_port()}/council"
    cases: list[tuple[str, type[StoreError], str]] = [
        (postgres.url(password="hidden-word"), StoreUnreachableError, "does not let the user papers in .* password"),
        (postgres.url(user="stranger"), StoreUnreachableError, "does not let the user stranger in"),
        (postgres.url(database="nowhere"), StoreUnreachableError, "has no database nowhere .* createdb nowhere"),
        (postgres.url("guest", "guest", "closed"), StoreUnreachableError, "GRANT CONNECT ON DATABASE closed TO guest"),
        (nobody, StoreUnreachableError, "cannot be reached .*refused.* Check that the server runs"),
        ("postgresql://papers:hidden-word@no.such.host.invalid/council", StoreUnreachableError, "cannot be reached"),
        (f"{nobody}?sslmod=require", StoreUnreachableError, "invalid connection option .* ASSISTANT_DATABASE_URL"),
        (postgres.url("guest", "guest"), StoreUnwritableError, "GRANT CREATE ON DATABASE council TO guest"),
    ]
    for url, kind, says in cases:
        with pytest.raises(kind) as writing:
            write(tmp_path, on(url))
        assert re.search(says, str(writing.value)), writing.value
        assert "hidden-word" not in str(writing.value) and PASSWORD not in str(writing.value)
        if kind is StoreUnreachableError:
            with pytest.raises(kind) as reading:
                Store.read(tmp_path, None, "tiny", on(url))
            assert str(reading.value) == str(writing.value)
    postgres.run("DROP DATABASE closed", "DROP ROLE guest")


def test_a_schema_that_somebody_else_made_for_it_will_do(postgres: Postgres, tmp_path: Path) -> None:
    postgres.run("CREATE ROLE tenant LOGIN PASSWORD 'tenant'", "CREATE SCHEMA tenant AUTHORIZATION tenant")
    servers = Servers(SecretStr(postgres.url("tenant", "tenant")), None, "tenant")
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "one", "library"))
    postgres.run("REVOKE ALL ON ALL TABLES IN SCHEMA tenant FROM tenant")
    with pytest.raises(StoreUnwritableError, match="does not let the user tenant do that"):
        write(tmp_path / "s", servers)
    postgres.run("DROP SCHEMA tenant CASCADE", "DROP ROLE tenant")


def test_a_schema_of_another_program_is_left_as_it_is(postgres: Postgres, tmp_path: Path) -> None:
    postgres.run("CREATE SCHEMA library AUTHORIZATION papers", "CREATE TABLE library.books (title text)")
    servers = Servers(SecretStr(postgres.url()), None, "library")
    with pytest.raises(StoreFormatError, match=r"tables of another program: books.*ASSISTANT_NAMESPACE"):
        write(tmp_path, servers)
    with pytest.raises(StoreFormatError, match="not a store of this program"):
        Store.read(tmp_path, None, "tiny", servers)
    assert postgres.run("SELECT tablename FROM pg_tables WHERE schemaname = 'library'") == ["books"]
    postgres.run("DROP SCHEMA library CASCADE")


def test_a_connection_lost_in_the_middle_ends_the_writing_and_nothing_is_half_in(
    postgres: Postgres, servers: Servers, tmp_path: Path
) -> None:
    with (
        pytest.raises(StoreUnreachableError, match=r"was lost .* What was finished is kept"),
        Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store,
    ):
        store.add(new_paper(tmp_path, "one", "library"))
        postgres.cut_connections()
        store.add(new_paper(tmp_path, "two", "parking"))
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        assert store.check().clean
        assert (found(store, "library"), found(store, "parking")) == (["one"], [])


def test_a_writer_that_lost_its_lock_writes_no_more(postgres: Postgres, servers: Servers, tmp_path: Path) -> None:
    """Its other connections may be well, while the next writer has the lock already."""
    with (
        pytest.raises(StoreUnreachableError, match="was lost"),
        Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store,
    ):
        postgres.run("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        with Store.write(tmp_path / "other", TinyEmbedder(), "tiny", servers) as other:
            other.add(new_paper(tmp_path, "two", "parking"))
            store.add(new_paper(tmp_path, "one", "library"))
    with Store.write(tmp_path / "other", TinyEmbedder(), "tiny", servers) as store:
        assert store.check().clean
        assert (found(store, "library"), found(store, "parking")) == ([], ["two"])


def test_one_writer_at_a_time_from_whatever_folder(servers: Servers, tmp_path: Path) -> None:
    with (
        Store.write(tmp_path / "here", TinyEmbedder(), "tiny", servers),
        pytest.raises(StoreBusyError, match=r"Another process is writing to the store at PostgreSQL database council"),
    ):
        write(tmp_path / "there", servers)
    write(tmp_path / "there", servers)


def test_readers_go_on_when_the_server_was_started_anew(postgres: Postgres, servers: Servers, tmp_path: Path) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "one", "library"))
    reader = Store.read(tmp_path / "s", TinyEmbedder(), "tiny", servers)
    assert found(reader, "library") == ["one"]
    postgres.cut_connections()
    assert found(reader, "library") == ["one"]
    reader.reach()
    reader.close()


def test_stores_side_by_side_on_the_same_servers(servers: Servers, tmp_path: Path) -> None:
    cluster_url, chroma_url = servers.database, servers.chroma
    other = Servers(cluster_url, chroma_url, f"{servers.namespace}_other")
    with (
        Store.write(tmp_path / "a", TinyEmbedder(), "tiny", servers) as first,
        Store.write(tmp_path / "b", TinyEmbedder(), "tiny", other) as second,
    ):
        first.add(new_paper(tmp_path, "one", "library"))
        second.add(new_paper(tmp_path, "two", "library"))
        for store, held in ((first, ["one"]), (second, ["two"])):
            assert store.check().clean
            assert found(store, "library") == held


def test_both_kinds_of_store_have_the_same_fingerprints(servers: Servers, tmp_path: Path) -> None:
    seen = set()
    for folder, place in (("disk", Servers()), ("servers", servers)):
        with Store.write(tmp_path / folder, TinyEmbedder(), "tiny", place) as store:
            for name in ("b-c", "b_a", "ba", "B"):  # a language's rules would order these otherwise
                store.add(new_paper(tmp_path, name, f"library {name}\nparking"))
            seen.add(store.fingerprints())
    assert len(seen) == 1


def test_a_chroma_server_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(StoreUnreachableError, match=rf"Chroma server at {nobody} cannot be reached .*refused"):
        write(tmp_path, Servers(None, nobody, "papers"))
    server = HTTPServer(("127.0.0.1", 0), _Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with pytest.raises(StoreUnreachableError, match=r"\(status 404\) is no Chroma server"):
            write(tmp_path, Servers(None, f"http://127.0.0.1:{server.server_port}", "papers"))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_a_chroma_server_lost_in_the_middle_leaves_whole_papers(tmp_path: Path) -> None:
    data, port = tmp_path / "chroma", free_port()
    with ExitStack() as first:
        servers = Servers(None, first.enter_context(real.chroma(data, port)), "papers")
        with (
            pytest.raises(StoreUnreachableError, match=r"Chroma server at .* cannot be reached .* finished is kept"),
            Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store,
        ):
            store.add(new_paper(tmp_path, "one", "library"))
            first.close()
            with pytest.raises(StoreUnreachableError):
                store.reach()
            store.add(new_paper(tmp_path, "two", "parking"))
    with real.chroma(data, port), Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        assert store.check().clean
        assert (found(store, "library"), found(store, "parking")) == (["one"], [])


def test_vectors_of_another_store_are_never_taken_for_ones_own(
    postgres: Postgres, chroma_url: str, tmp_path: Path
) -> None:
    with passing("shared", postgres, chroma_url) as servers:
        on_chroma, on_postgres = servers._replace(database=None), servers._replace(chroma=None)
        with Store.write(tmp_path / "a", TinyEmbedder(), "tiny", on_chroma) as store:
            store.add(new_paper(tmp_path, "one", "library"))
        with pytest.raises(StoreFormatError, match=r"shared-passages-… .* those of another store.*ASSISTANT_NAMESPACE"):
            write(tmp_path / "b", on_chroma)
        write(tmp_path / "c", Servers())
        with pytest.raises(StoreFormatError, match=r"vectors in .*c/chroma are those of another store.*--store"):
            write(tmp_path / "c", on_postgres)  # the folder of a store in SQLite, and another database
        with Store.write(tmp_path / "a", TinyEmbedder(), "tiny", on_chroma) as store:
            assert store.check().clean
            assert found(store, "library") == ["one"]


def test_a_store_that_is_not_there_yet_is_told_with_its_place(servers: Servers, tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError) as missing:
        Store.read(tmp_path, None, "tiny", servers)
    assert "PostgreSQL database council on 127.0.0.1:" in str(missing.value)
    assert str(missing.value).endswith(
        f"(schema {servers.namespace}): no papers were taken in there yet. Run: assistant ingest PATH"
    )
