"""``python app.py`` and ``assistant serve`` as a person starts them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.cli import ingest, remove
from assistant.errors import UsageError
from assistant.settings import load_settings
from assistant.web import create_app, serve
from assistant.web.server import address
from tests.web.conftest import PART_II

ROOT = Path(__file__).resolve().parents[2]


def run_app(**settings: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", **settings}
    return subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_prints_one_line_with_the_real_port_answers_and_stops(westmere_store: Path) -> None:
    with run_app(ASSISTANT_STORE=str(westmere_store), ASSISTANT_PORT="0") as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.fullmatch(r"Chat on (http://127\.0\.0\.1:[1-9]\d*)\n", line)
            assert found, line
            with urllib.request.urlopen(f"{found[1]}/health", timeout=60) as reply:
                assert json.load(reply) == {"status": "ok", "documents": 3}
        finally:
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)

    assert out == ""
    assert "Traceback" not in err


def test_a_store_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with run_app(ASSISTANT_STORE=str(tmp_path / "none"), ASSISTANT_PORT="0") as process:
        out, err = process.communicate(timeout=60)

    assert process.returncode == 1
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert "assistant ingest" in err


def test_a_setting_that_cannot_work_is_one_line(tmp_path: Path) -> None:
    with run_app(ASSISTANT_PORT="door") as process:
        _, err = process.communicate(timeout=60)

    assert process.returncode == 2
    assert len(err.strip().splitlines()) == 1
    assert "ASSISTANT_PORT" in err


def test_a_port_in_use_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"Port {port} on 127\.0\.0\.1 is in use.*--port"):
            serve(load_settings(store=tmp_path / "none", port=port))


def test_a_host_that_is_not_ours_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Cannot listen on 203\.0\.113\.7.*ASSISTANT_HOST"):
        serve(load_settings(store=tmp_path / "none", host="203.0.113.7", port=0))


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("localhost", "localhost")]
)
def test_the_address_is_one_a_browser_can_open(host: str, shown: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert address(host, listener) == f"http://{shown}:{listener.getsockname()[1]}"


def test_the_public_surface_is_small() -> None:
    import assistant.web

    assert assistant.web.__all__ == ["create_app", "serve"]
    assert callable(create_app)


def test_analytics_are_off_before_gradio_is_loaded() -> None:
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"


@contextmanager
def started(**settings: str) -> Iterator[tuple[str, list[str]]]:
    """The chat as a person starts it: its address, and what it said on standard error when it is stopped."""
    said: list[str] = []
    with run_app(ASSISTANT_PORT="0", **settings) as process:
        try:
            assert process.stdout is not None
            found = re.fullmatch(r"Chat on (http://127\.0\.0\.1:[1-9]\d*)\n", process.stdout.readline())
            assert found
            yield found[1], said
        finally:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
            said += err.strip().splitlines()


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=60) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_reachable_from_elsewhere_it_asks_who_is_there_and_says_how_to_add_somebody(
    sample_papers: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    ingest([sample_papers / PART_II], store)  # exempt papers only: what the public may see is nothing
    with started(ASSISTANT_STORE=str(store), ASSISTANT_HOST="0.0.0.0") as (url, said):
        assert status_of(f"{url}/papers") == 401
        assert status_of(f"{url}/health") == 503
    assert said == [
        f"Nobody can sign in yet: there is no user. To add one: assistant users add NAME --role admin --store {store}"
    ]


def test_without_sign_in_it_warns_where_others_can_reach_it(westmere_store: Path) -> None:
    with started(ASSISTANT_STORE=str(westmere_store), ASSISTANT_HOST="0.0.0.0", ASSISTANT_SIGN_IN="off") as (url, said):
        assert status_of(f"{url}/papers") == 200
    assert len(said) == 1 and "ASSISTANT_SIGN_IN is off" in said[0] and "ASSISTANT_CLEARANCE=public" in said[0]


def test_a_store_whose_papers_all_went_is_served_so_that_papers_can_be_added(westmere: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest([westmere / "cabinet-2025-01-09.pdf"], store)
    remove(["cabinet-2025-01-09.pdf"], store)
    with started(ASSISTANT_STORE=str(store)) as (url, said):
        assert status_of(f"{url}/add-papers") == status_of(f"{url}/papers") == status_of(url) == 200
        assert status_of(f"{url}/health") == 503
    assert said == []
