"""The commands over a PostgreSQL and a Chroma server, named by the environment alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.settings import Servers
from tests.cli.conftest import Ran, run, write_pdf
from tests.cli.test_bad_input import GOOD, one_line
from tests.conftest import kept_on
from tests.servers import PASSWORD, Postgres, environment, free_port


@pytest.fixture(params=["both"])
def servers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    for place in kept_on(request):
        for name, value in environment(place).items():
            monkeypatch.setenv(name, value)
        yield place


def test_a_store_on_servers_from_the_first_paper_to_the_last(
    servers: Servers, tmp_path: Path, call: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_STORE", str(tmp_path / "s"))
    paper = write_pdf(tmp_path / "p" / "good.pdf", [GOOD])
    one_line(call("ask", "Who chaired?"), 1, "No store at PostgreSQL database council", "Run: assistant ingest PATH")
    taken = call("ingest", paper)
    assert (taken.code, taken.err) == (0, "")
    assert taken.lines[-1].startswith("1 paper: 1 added; 1 page read into PostgreSQL database council on 127.0.0.1:")
    assert sorted(entry.name for entry in (tmp_path / "s").iterdir()) == [".lock", "cards", "files"]
    assert [file.suffix for file in (tmp_path / "s" / "files").iterdir()] == [".pdf"]
    asked = run("ask", "Who chaired the parks committee in March 2024?")
    assert asked.code == 0 and "Ash" in asked.out and "good.pdf, page 1" in asked.out
    assert call("check").out.endswith(f"(schema {servers.namespace}) is whole.\n")
    assert call("papers").lines[-1] == "1 row"
    assert call("remove", "good.pdf").out == "removed    good.pdf\n"
    one_line(call("ask", "Who chaired?"), 1, "holds no papers", "Run: assistant ingest PATH")


def test_servers_that_do_not_answer_are_one_line_without_a_secret(
    servers: Servers, postgres: Postgres, tmp_path: Path, call: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_STORE", str(tmp_path / "s"))
    paper = write_pdf(tmp_path / "p" / "good.pdf", [GOOD])
    assert call("ingest", paper).code == 0
    commands = (["ingest", paper], ["ask", "Who chaired?"], ["check"], ["papers"])
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", postgres.url(password=f"not-{PASSWORD}"))
    for command in commands:
        refused = call(*command)
        one_line(refused, 1, "does not let the user papers in", "Set the right user and password")
        assert PASSWORD not in refused.err and postgres.url() not in refused.err
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", postgres.url())
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", f"http://127.0.0.1:{free_port()}")
    for command in commands[:3]:
        one_line(
            call(*command), 1, "The Chroma server at http://127.0.0.1:", "cannot be reached", "ASSISTANT_CHROMA_URL"
        )
    assert call("papers").code == 0  # needs no vectors


def test_addresses_that_cannot_work_are_refused_without_being_repeated(
    tmp_path: Path, call: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value, says in (
        ("DATABASE_URL", "mysql://papers:hidden@host/council", "PostgreSQL database"),
        ("DATABASE_URL", "postgresql://papers:hidden@host", "PostgreSQL database"),
        ("DATABASE_URL", "postgresql://papers:hid@den@host/council", "%40"),
        ("DATABASE_URL", "postgresql://papers:hidden@host:port/council", "PostgreSQL database"),
        ("DATABASE_URL", "hidden", "PostgreSQL database"),
        ("CHROMA_URL", "chroma.example:8000", "http://"),
        ("CHROMA_URL", "http://user:hidden@chroma.example:8000", "must not hold a password"),
        ("CHROMA_URL", "http://chroma.example:8000/hidden", "http://host:8000"),
        ("NAMESPACE", "Papers of ours", "ASSISTANT_NAMESPACE"),
    ):
        with monkeypatch.context() as context:
            context.setenv(f"ASSISTANT_{name}", value)
            refused = call("papers", "--store", tmp_path)
        one_line(refused, 2, f"ASSISTANT_{name}", says)
        assert "hid" not in refused.err and "den@" not in refused.err
