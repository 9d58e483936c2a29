"""The served page over a PostgreSQL and a Chroma server, while they go and come again."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.cli import ingest
from assistant.settings import load_settings
from assistant.web.access import Access
from assistant.web.chat import Chat
from assistant.web.narrow import NOTHING
from assistant.web.turns import Conversation
from assistant.web.wording import CANNOT_ANSWER
from tests import servers as real
from tests.servers import Postgres, environment, free_port, passing
from tests.web.conftest import served
from tests.web.test_routes import get

RENT = "What did Cabinet resolve about allotment rents in January 2025?"


class Chroma:
    """A server that can be stopped and started again, with the same data at the same address."""

    def __init__(self, folder: Path) -> None:
        self._data, self._port = folder / "chroma", free_port()
        self._running = ExitStack()
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._running.enter_context(real.chroma(self._data, self._port))

    def stop(self) -> None:
        self._running.close()


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[Chroma]:
    server = Chroma(tmp_path)
    server.start()
    yield server
    server.stop()


def said(assistant: Assistant) -> str:
    """The conversation as the page shows it once the question is answered."""

    async def asked() -> str:
        conversation = Conversation()
        async for _ in Chat(Access(assistant)).ask(RENT, conversation, None, NOTHING):
            pass
        return conversation.to_html()

    return asyncio.run(asked())


def test_the_page_says_when_a_server_is_gone_and_answers_when_it_is_back(
    westmere: Path,
    postgres: Postgres,
    chroma: Chroma,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "assistant")
    with passing("page", postgres, chroma.url) as servers:
        for name, value in environment(servers).items():
            monkeypatch.setenv(name, value)
        ingest([westmere], tmp_path / "s")
        with closing(Assistant.open(load_settings(store=tmp_path / "s"))) as assistant, served(assistant) as url:

            def well() -> bool:
                health = get(f"{url}/health")
                answers, view = said(assistant), get(f"{url}/decisions")
                if health.status == 200:
                    assert "48 pounds" in answers.replace("</span><span>", "") and view.status == 200
                    return True
                assert json.loads(health.body) == {"status": "unavailable", "reason": CANNOT_ANSWER}
                assert CANNOT_ANSWER in answers and "127.0.0.1" not in answers + view.body.decode()
                return False

            assert well()
            chroma.stop()
            assert not well()
            assert f"The Chroma server at {chroma.url} cannot be reached" in caplog.text
            chroma.start()
            assert well()
            postgres.run("ALTER ROLE papers NOLOGIN")
            postgres.cut_connections()
            assert not well()
            assert get(f"{url}/decisions").status == get(f"{url}/decisions.csv").status == 503
            assert "does not let the user papers in" in caplog.text and "Traceback" not in caplog.text
            postgres.run("ALTER ROLE papers LOGIN")
            assert well()
