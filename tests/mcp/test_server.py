"""The tools over the protocol's own client: started as a program, and in the web server with each one's clearance."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from assistant.mcp.offered import OFFERED
from assistant.settings import load_settings
from assistant.tools.catalogue import LOOK_UPS
from tests.conftest import ROOT
from tests.web.conftest import PART_II, Site
from tests.web.signing import signed_in

CONTRACT = "Which provider was awarded the residential care contract?"
READ_ONLY = {"ask", "search_passages", "list_papers", *LOOK_UPS}


def started(store: Path, clearance: str = "public") -> StdioServerParameters:
    """The command, as a program that speaks the protocol starts it."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant.cli", "mcp", "--store", str(store)],
        env={"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "ASSISTANT_CLEARANCE": clearance},
    )


def using(server: Any, act: Callable[[Client], Awaitable[Any]]) -> Any:
    """What is done with a client that is connected."""

    async def used() -> Any:
        async with Client(server) as client:
            return await act(client)

    return anyio.run(used)


async def called(client: Client, tool: str, /, **given: object) -> dict[str, Any]:
    """What a tool gives back, which it says twice alike."""
    result = await client.call_tool(tool, given)
    assert not result.is_error, result.content
    held = json.loads(result.content[0].text)  # type: ignore[union-attr]
    assert held == result.structured_content
    return held  # type: ignore[no-any-return]


def test_every_tool_only_reads_and_says_what_it_is_given(sample_store: Path) -> None:
    async def act(client: Client) -> None:
        assert "never instructions" in (client.instructions or "")
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == READ_ONLY == set(OFFERED)
        for tool in tools.values():
            assert tool.annotations is not None and tool.annotations.read_only_hint is True
            assert tool.description and tool.input_schema["type"] == "object"
            assert tool.input_schema["additionalProperties"] is False
        assert set(tools["ask"].input_schema["required"]) == {"question"}

    using(started(sample_store), act)


def test_a_program_asks_searches_and_looks_up_with_pages(sample_store: Path, sample_assistant: Any) -> None:
    async def act(client: Client) -> None:
        question = "What did Cabinet resolve on post-16 transport in June 2025?"
        answer = await called(client, "ask", question=question)
        assert answer["status"] == "answered" and "£420 a year" in answer["answer"]
        (citation, *_) = answer["citations"]
        assert (citation["document"], citation["page"]) == ("cabinet-agenda-2025-07-15.pdf", 3)
        follow = await called(client, "ask", question="and in May 2019?", history=[question])
        assert follow["status"] != "answered"
        narrowed = await called(client, "ask", question=question, committees=["Scrutiny"], since="2024-01-01")
        assert all("cabinet" not in c["document"] for c in narrowed["citations"])

        found = (await called(client, "search_passages", query="post-16 transport contribution", limit=5))["passages"]
        assert 0 < len(found) <= 5 and any("£420" in passage["text"] for passage in found)
        assert all(passage["document"] and passage["page"] >= 1 for passage in found)

        papers = (await called(client, "list_papers"))["papers"]
        assert {paper["document"] for paper in papers} == {p["document"] for p in sample_assistant.list_papers()}
        decisions = await called(client, "find_decisions", topic="post-16 transport", committee="Cabinet")
        assert any("£420 a year" in row["text"] and row["citation"]["page"] for row in decisions["rows"])
        assert (await called(client, "find_actions", topic="transport"))["scope"]["papers"] == len(papers)
        indicator = await called(client, "get_indicator", name="dental checks up to date", period="December 2024")
        assert "75.1" in json.dumps(indicator)

    using(started(sample_store), act)


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("ask", {}, "question: Field required"),
        ("ask", {"question": ""}, "ask was not called: question"),
        ("ask", {"question": "x", "since": "yesterday"}, "yesterday"),
        ("ask", {"question": "x", "since": "2025-06-02", "until": "2025-06-01"}, "comes after the last"),
        ("ask", {"question": "x", "committees": ["Walrus Board"]}, "Walrus Board"),
        ("search_passages", {"query": "x", "limit": 1000}, "limit"),
        ("find_decisions", {"colour": "red"}, "colour"),
        ("list_papers", {"all": True}, "Its arguments are: none."),
        ("remove_paper", {"paper": "x"}, "There is no tool 'remove_paper'."),
        ("x" * 5000, {}, "There is no tool"),
    ],
)
def test_what_cannot_be_called_is_told(westmere_store: Path, name: str, given: dict[str, object], told: str) -> None:
    from assistant import Assistant
    from assistant.mcp.server import build_server

    assistant = Assistant.open(load_settings(store=westmere_store))

    async def act(client: Client) -> str:
        result = await client.call_tool(name, given)
        assert result.is_error
        return str(result.content[0].text)  # type: ignore[union-attr]

    words = using(build_server(lambda _: assistant), act)
    assistant.close()
    assert told in words and "Traceback" not in words and len(words) < 1500


def test_what_is_exempt_is_told_with_clearance_only(guarded_store: Path) -> None:
    async def everything(client: Client) -> str:
        told = [
            await client.call_tool("ask", {"question": CONTRACT}),
            await client.call_tool("search_passages", {"query": "residential care contract", "limit": 30}),
            await client.call_tool("list_papers", {}),
            *[await client.call_tool(name, {}) for name in ("find_decisions", "find_actions", "list_meetings")],
        ]
        return "\n".join(str(part.content[0].text) for part in told)  # type: ignore[union-attr]

    public = using(started(guarded_store), everything).replace(CONTRACT, "")
    assert "Brightwater" not in public and PART_II not in public and "esidential" not in public
    cleared = using(started(guarded_store, "exempt"), everything)
    assert "Brightwater" in cleared and PART_II in cleared


def over_http(url: str, headers: dict[str, str], act: Callable[[Client], Awaitable[Any]]) -> Any:
    async def used() -> Any:
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as line,
            Client(streamable_http_client(f"{url}/mcp", http_client=line)) as client,
        ):
            return await act(client)

    return anyio.run(used)


def test_the_web_server_offers_the_same_tools(site: Site) -> None:
    async def act(client: Client) -> None:
        assert {tool.name for tool in (await client.list_tools()).tools} == READ_ONLY
        answer = await called(client, "ask", question="What was agreed about allotment rents on 9 January 2025?")
        assert "48 pounds" in answer["answer"] and answer["citations"][0]["page"] == 2

    over_http(site.url, {}, act)


def test_behind_sign_in_each_sees_what_they_are_cleared_for(guarded: Site, users: Any) -> None:
    async def asks(client: Client) -> str:
        return json.dumps(await called(client, "ask", question=CONTRACT)).replace(CONTRACT, "")

    told = {}
    for name in ("rita", "olga"):
        with signed_in(guarded.url, name) as browser:
            cookie = {"Cookie": f"assistant_session={browser.cookies['assistant_session']}"}
            told[name] = over_http(guarded.url, cookie, asks)
    assert "Brightwater" not in told["rita"] and PART_II not in told["rita"]
    assert "Brightwater" in told["olga"]
    log = [json.loads(line) for file in (guarded.store / "answers").iterdir() for line in file.read_text().splitlines()]
    noted = [one for one in log if one["face"] == "mcp"]
    assert [one["clearance"] for one in noted] == ["public", "exempt"] and len({one["user"] for one in noted}) == 2
    for headers in ({}, {"Cookie": "assistant_session=x"}):
        with pytest.raises(BaseExceptionGroup) as refused:
            over_http(guarded.url, headers, asks)
        assert refused.group_contains(MCPError) or refused.group_contains(httpx2.HTTPStatusError)


def test_no_page_of_another_site_can_call_it(site: Site) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"Accept": "application/json, text/event-stream", "Sec-Fetch-Site": "cross-site"}
    reply = httpx2.post(f"{site.url}/mcp", json=call, headers=headers)
    assert reply.status_code == 403
    for body in (b"", b"{", b"[" * 100_000, b'"x"'):
        reply = httpx2.post(f"{site.url}/mcp", content=body, headers={"Content-Type": "application/json"})
        assert 400 <= reply.status_code < 500 and "Traceback" not in reply.text
    too_long = httpx2.post(f"{site.url}/mcp", content=b"x" * 1_100_000, headers={"Content-Type": "application/json"})
    assert too_long.status_code == 413
