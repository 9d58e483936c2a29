"""``python app.py`` and ``assistant serve`` as a person starts them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.settings import load_settings
from assistant.web import create_app, serve
from assistant.web.server import address

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
