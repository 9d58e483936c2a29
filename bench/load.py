"""Twenty users at once against ``assistant serve``, over HTTP, as the chat's page asks.

The chat offers no API to others, so this speaks what the page itself speaks: a question joins Gradio's queue, the answer comes
as a stream of events, and then the page fetches the picture of the first source. The questions are those of a set, whole
conversations; one user asks every other one, then twenty users the rest, each the next as soon as the last is answered.
"""

from __future__ import annotations

import asyncio
import html
import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import httpx

from bench.measuring import QUESTIONS, children_memory_mb, percentile
from eval.cases import load_cases

USERS = 20
CONVERSATIONS = 60  # at most, of one user as of the twenty together: three each
PATIENCE = 60.0  # seconds without a word from the server
Conversation = Sequence[str]


class Asked(NamedTuple):
    """One question: seconds until words of the answer show, until all of it does, and what went wrong, if anything."""

    first: float
    whole: float
    error: str | None


def main() -> None:
    """Print times in ms of one user and of twenty, errors, and the peak memory of the server, for the set and store given."""
    spoken = [case.turns for case in load_cases([sys.argv[1]]) if case.question.strip()]
    with _served(sys.argv[2]) as url:
        one, many = asyncio.run(_measured(url, spoken[::2][:CONVERSATIONS], spoken[1::2][:CONVERSATIONS]))
    errors = [asked.error for asked in one + many if asked.error]
    result = {"questions": len(many), "errors": len(errors), "error": errors[0] if errors else None}
    for name, taken in {"one": one, "many": many}.items():
        for field in ("first", "whole"):
            times = [1000 * getattr(asked, field) for asked in taken]
            result |= {f"{name}_{field}_p{share}": percentile(times, share) for share in (50, 95)}
    print(json.dumps(result | {"memory_mb": children_memory_mb()}))


@contextmanager
def _served(store: str) -> Iterator[str]:
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0", "--store", store]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line.startswith("Chat on "):
                raise SystemExit(f"The chat was not served: {line.strip() or 'it ended'}")
            yield line.removeprefix("Chat on ").strip()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


async def _measured(
    url: str, alone: Sequence[Conversation], together: Sequence[Conversation]
) -> tuple[list[Asked], list[Asked]]:
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits) as client:
        await _users(client, 1, [QUESTIONS])  # what the first question loads is loaded before the clock starts
        return await _users(client, 1, alone), await _users(client, USERS, together)


async def _users(client: httpx.AsyncClient, n: int, conversations: Sequence[Conversation]) -> list[Asked]:
    """Let ``n`` users at once hold the conversations between them, each taking the next when done with one."""
    waiting = iter(conversations)

    async def user() -> list[Asked]:
        return [asked for conversation in waiting for asked in await _hold(client, conversation)]

    return [asked for each in await asyncio.gather(*(user() for _ in range(n))) for asked in each]


async def _hold(client: httpx.AsyncClient, conversation: Conversation) -> list[Asked]:
    session = uuid.uuid4().hex  # a page freshly opened
    return [await _ask(client, session, question) for question in conversation]


async def _ask(client: httpx.AsyncClient, session: str, question: str) -> Asked:
    started = time.perf_counter()
    try:
        first, whole, page, error = await _answer(client, session, question)
    except (httpx.HTTPError, KeyError, ValueError) as problem:
        gone = time.perf_counter() - started
        return Asked(gone, gone, f"{type(problem).__name__}: {problem}")
    if error is None and (address := re.findall(r'data-picture="([^"]+)"', page.rpartition("<article")[2])):
        picture = await client.get(html.unescape(address[0]))
        error = None if picture.is_success else f"the picture of the page: {picture.status_code}"
    return Asked(first - started, whole - started, error)


async def _answer(client: httpx.AsyncClient, session: str, question: str) -> tuple[float, float, str, str | None]:
    """When words of the answer came and when all was there, the conversation as the page shows it, and what went wrong."""
    # 0: what the question box submits to; behind it the conversation, which the server holds, and the filters, none.
    joining = {"data": [question, None, [], "", "", []], "fn_index": 0, "session_hash": session}
    (await client.post("/gradio_api/queue/join", json=joining)).raise_for_status()
    shown: list[float] = []
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        async for line in stream.aiter_lines():
            if '"msg":"process_generating"' in line[:60]:
                shown.append(time.perf_counter())
            elif '"msg":"process_completed"' in line[:60]:
                whole, done = time.perf_counter(), json.loads(line.removeprefix("data: "))
                page = str(done["output"]["data"][1]) if done["success"] else ""
                failed = not page or 'status-error"' in page.rpartition("<article")[2] or 'data-done="true"' not in page
                # The first event shows the question, the second the first sentence of the answer.
                return shown[1], whole, page, "the chat says that it failed" if failed else None
    raise ValueError("the stream of events ended before the answer")


if __name__ == "__main__":
    main()
