"""Signing in over HTTP as a browser does, and asking as the chat's page does."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.web.conftest import PASSWORD

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}  # what a browser says when it opens a page


def visiting(url: str) -> httpx.Client:
    """A browser that nobody has signed in with."""
    return httpx.Client(base_url=url, timeout=60)


def fill_in(client: httpx.Client, name: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    """Open the page to sign in, fill in its form and send it."""
    shown = client.get("sign-in")
    found = re.search(r'name="mark" value="([^"]+)"', shown.text)
    assert found, shown.text
    return client.post("sign-in", data={"name": name, "password": password, "mark": found[1], **more})


@contextmanager
def signed_in(url: str, name: str, password: str = PASSWORD) -> Iterator[httpx.Client]:
    """A browser that a user signed in with."""
    with visiting(url) as client:
        reply = fill_in(client, name, password)
        assert reply.status_code == 303, reply.text
        yield client


def asked(client: httpx.Client, question: str, page: str | None = None) -> str:
    """Ask in the chat, on a page of it opened before or anew: the conversation as it is shown, or what was said instead."""
    shown = event(client, "", 0, [question, None, [], "", "", []], page)
    return shown if isinstance(shown, str) else str(shown[1])


def event(
    client: httpx.Client, under: str, number: int, data: list[object], page: str | None = None
) -> str | list[object]:
    """An event of a Gradio page: what it puts on the page, or status and words where it is refused."""
    page = page or uuid.uuid4().hex
    joining = {"data": data, "fn_index": number, "session_hash": page}
    joined = client.post(f"{under}gradio_api/queue/join", json=joining)
    if not joined.is_success:
        return f"{joined.status_code} {joined.text}"
    with client.stream("GET", f"{under}gradio_api/queue/data", params={"session_hash": page}) as stream:
        for line in stream.iter_lines():
            if '"msg":"process_completed"' in line[:60]:
                done = json.loads(line.removeprefix("data: "))
                assert done["success"], done
                return list(done["output"]["data"])
    raise AssertionError("the stream of events ended before the answer")
