"""What is shown of a conversation that was kept: only to whoever it belongs to, and only what may still be shown."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from starlette.requests import HTTPConnection

from assistant import Assistant
from assistant.access.database import VISITORS
from assistant.access.users import Users
from assistant.cli import ingest, remove
from assistant.settings import load_settings
from assistant.web.access import BROWSER, COOKIE, Access
from assistant.web.chat import Change, Chat
from assistant.web.narrow import NOTHING
from assistant.web.turns import GONE, HIDDEN, OUTDATED, UNANSWERED, WITHHELD, Conversation, Turn
from tests.web.conftest import PART_II, PASSWORD, Site, served
from tests.web.driving import BEES, RENT
from tests.web.signing import asked, visiting
from tests.web.test_guard import CONTRACT

NOWHERE = "What did the Cabinet decide on 14 March 1999?"
ALLOWANCES = "Was the members' allowances scheme adopted?"


def visitor(name: str, value: str, shows: str = "") -> HTTPConnection:
    headers = [(b"cookie", f"{name}={value}".encode()), (b"x-conversation", shows.encode())]
    return HTTPConnection({"type": "http", "headers": headers})


HERE = visitor(BROWSER, "0123456789abcdef" * 4)
THERE = visitor(BROWSER, "fedcba9876543210" * 4)


async def _last(changes: AsyncIterator[Change]) -> Change:
    last: Change = {}
    async for change in changes:
        last = change
    return last


def said(chat: Chat, who: HTTPConnection, *questions: str) -> Conversation:
    """A conversation of these questions."""

    async def speak() -> Conversation:
        conversation = Conversation()
        for question in questions:
            await _last(chat.ask(question, conversation, who, NOTHING))
        return conversation

    return asyncio.run(speak())


def again(chat: Chat, talk: str | None, who: HTTPConnection) -> str | None:
    """A kept conversation as the page shows it when it is opened anew; None where there is none."""
    shown = asyncio.run(_last(chat.reopen(talk or "", who)))
    return shown["conversation"].to_html().replace("</span><span>", "") if shown else None


@pytest.fixture()
def store(westmere_store: Path, tmp_path: Path) -> Path:
    """The minutes of Westmere, to be changed; without what other tests' conversations left there."""
    others = shutil.ignore_patterns(f"{VISITORS}*")
    return Path(shutil.copytree(westmere_store, tmp_path / "store", ignore=others))


@pytest.fixture()
def access(store: Path) -> Iterator[Access]:
    with closing(Assistant.open(load_settings(store=store))) as assistant, closing(Access(assistant)) as access:
        yield access


@pytest.fixture()
def guarding(guarded: Site) -> Iterator[Access]:
    with closing(Access(guarded.assistant)) as access:
        yield access


def test_nobody_else_changes_a_conversation(access: Access) -> None:
    chat = Chat(access)
    kept = said(chat, HERE, RENT)
    assert kept.id
    for other in (THERE, visitor(BROWSER, "short"), visitor(COOKIE, "x")):
        assert again(chat, kept.id, other) is None
        assert chat.listed(other) == {"listed": []}
        assert "deleted" not in chat.delete(kept.id, Conversation(), other)
        chat.rename(kept.id, "Mine", Conversation(), other)
        # A page still open in the window of somebody else: what they ask becomes a conversation of their own.
        asyncio.run(_last(chat.ask(BEES, Conversation(id=kept.id), other, NOTHING)))
    shown = again(chat, kept.id, HERE)
    assert shown and "48 pounds" in shown and "beekeeping" not in shown
    assert [one.title for one in chat.listed(HERE)["listed"]] == [RENT]
    assert [one.title for one in chat.listed(THERE)["listed"]] == [BEES]


def test_what_the_clearance_no_longer_allows_is_not_shown(guarded: Site, guarding: Access, users: Users) -> None:
    users.add("quentin", PASSWORD, "officer", "exempt")
    assert guarding.sessions is not None
    who = visitor(COOKIE, guarding.sessions.sign_in("quentin", PASSWORD, "203.0.113.10"))
    chat = Chat(guarding)
    kept = said(chat, who, CONTRACT, RENT)
    assert "Brightwater" in str(again(chat, kept.id, who))
    users.change("quentin", clearance="public")
    shown = again(chat, kept.id, who)
    assert shown and WITHHELD in shown and "Brightwater" not in shown and PART_II not in shown
    with visiting(guarded.url) as client:
        client.cookies.set(COOKIE, who.cookies[COOKIE])
        saved = re.findall(r"answer/[\w-]+\.md", str(again(chat, kept.id, who)))
        assert [client.get(address).status_code for address in saved] == []
    assert CONTRACT not in shown and HIDDEN in shown, "a question pressed may name what only the cleared see"
    assert [one.title for one in chat.listed(who)["listed"]] == [HIDDEN]
    opened = Conversation([Turn(CONTRACT, clearance="exempt")], kept.id)
    assert chat.edit(opened, who)["question"] == ""
    asyncio.run(_last(chat.again(opened, who, NOTHING)))
    assert len(opened.turns) == 1 and opened.turns[0].hidden
    users.change("quentin", clearance="exempt")
    assert "Brightwater" in str(again(chat, kept.id, who))
    assert [one.title for one in chat.listed(who)["listed"]] == [CONTRACT]


def test_a_removed_paper_behind_an_old_answer_gives_a_calm_line(access: Access, store: Path, westmere: Path) -> None:
    chat = Chat(access)
    kept = said(chat, HERE, RENT, ALLOWANCES, NOWHERE)
    before = str(again(chat, kept.id, HERE))
    assert "48 pounds" in before and "without change" in before and "I searched 3 papers" in before
    remove(["cabinet-2025-01-09.pdf"], store)

    after = str(again(chat, kept.id, HERE))
    assert GONE in after and "48 pounds" not in after and "cabinet-2025-01-09" not in after
    assert "without change" in after, "what stands on other papers stays"
    assert OUTDATED in after and "I searched 3 papers" not in after, "what was not found may be found now"
    assert "status-error" not in after
    ingest([westmere / "cabinet-2025-01-09.pdf"], store)
    assert "48 pounds" in str(again(chat, kept.id, HERE))


def test_a_paper_removed_while_the_page_is_open_leaves_it_with_the_next_event(access: Access, store: Path) -> None:
    chat = Chat(access)
    open_now = said(chat, HERE, RENT)
    remove(["cabinet-2025-01-09.pdf"], store)
    asyncio.run(_last(chat.ask(ALLOWANCES, open_now, HERE, NOTHING)))
    assert GONE in open_now.to_html() and "48 pounds" not in open_now.to_html()
    assert "without change" in open_now.to_html()


def test_an_answer_whose_paper_was_removed_is_not_saved_either(store: Path) -> None:
    with (
        closing(Assistant.open(load_settings(store=store))) as assistant,
        served(assistant) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        found = re.search(r"answer/[\w-]+\.md", asked(client, RENT))
        assert found and "48 pounds" in client.get(found[0]).text
        remove(["cabinet-2025-01-09.pdf"], store)
        assert client.get(found[0]).status_code == 404


@pytest.mark.parametrize("shown", [False, True])
def test_what_is_deleted_while_it_is_answered_or_shown_is_not_shown_again(access: Access, *, shown: bool) -> None:
    chat, conversation = Chat(access), Conversation()

    async def changes() -> list[Change]:
        seen: list[Change] = []
        async for change in chat.ask(RENT, conversation, HERE, NOTHING):
            seen.append(change)
            if conversation.last and bool(conversation.last.shown) is shown and not conversation.away:
                assert "deleted" in chat.delete(conversation.id or "", conversation, HERE)
                seen.clear()
        return seen

    assert asyncio.run(changes()) == [{}]


def test_opening_a_conversation_again_takes_no_place_of_other_answers(access: Access) -> None:
    chat = Chat(access)
    kept = said(chat, HERE, RENT)
    names = {name for _ in range(3) for name in re.findall(r"answer/\w+\.md", str(again(chat, kept.id, HERE)))}
    assert len(names) == 1 and names == set(re.findall(r"answer/\w+\.md", kept.to_html()))


def test_an_answer_that_never_came_is_told_of(access: Access) -> None:
    chat = Chat(access)
    kept = said(chat, HERE, RENT)
    owner = access.owner(HERE)
    assert owner and kept.id and access.conversations().ask(owner, kept.id, "Asked as the machine went down?")
    shown = str(again(chat, kept.id, HERE))
    assert UNANSWERED in shown and "48 pounds" in shown


def test_an_answer_kept_by_another_version_is_asked_for_anew(access: Access, store: Path) -> None:
    chat = Chat(access)
    kept = said(chat, HERE, RENT)
    with closing(sqlite3.connect(store / VISITORS)) as database, database:
        database.execute('UPDATE exchange SET answer = \'{"of": "another version"}\'')
    assert UNANSWERED in str(again(chat, kept.id, HERE))


def test_a_page_left_open_while_the_server_was_started_anew_goes_on(access: Access) -> None:
    kept = said(Chat(access), HERE, RENT)
    assert kept.id
    mine, theirs = (visitor(BROWSER, who.cookies[BROWSER], kept.id) for who in (HERE, THERE))
    lost, put_away, not_theirs = Conversation(), Conversation(anew=True), Conversation()
    for conversation, who in ((lost, mine), (put_away, mine), (not_theirs, theirs)):
        asyncio.run(_last(Chat(access).ask(ALLOWANCES, conversation, who, NOTHING)))
    assert lost.questions() == [RENT, ALLOWANCES] and lost.id == kept.id
    assert put_away.questions() == not_theirs.questions() == [ALLOWANCES]
    assert len({kept.id, put_away.id, not_theirs.id}) == 3


def test_where_nothing_can_be_kept_questions_are_answered_all_the_same(store: Path) -> None:
    (store / VISITORS).write_text("no database " * 100)
    with closing(Assistant.open(load_settings(store=store))) as assistant, closing(Access(assistant)) as access:
        conversation = said(Chat(access), HERE, RENT)
        assert "48 pounds" in conversation.to_html() and conversation.id is None
        assert Chat(access).listed(HERE) == {"listed": []}


def test_whoever_has_no_key_is_answered_and_nothing_is_kept(access: Access, store: Path) -> None:
    conversation = said(Chat(access), visitor(BROWSER, "guessed"), RENT)
    assert "48 pounds" in conversation.to_html() and conversation.id is None
    assert not (store / VISITORS).exists()


def test_the_key_of_a_browser_is_set_once_and_by_the_chat_alone(site: Site) -> None:
    with visiting(site.url) as client:
        assert "set-cookie" not in client.get("decisions").headers
        first = client.get("/").headers["set-cookie"]
        assert re.match(r"assistant_browser=[0-9a-f]{64}; HttpOnly; Max-Age=\d+; SameSite=lax$", first)
        assert client.get("/").headers["set-cookie"] == first
        client.cookies.clear()
        other = client.get("/", headers={"Cookie": "assistant_browser=made-up"}).headers["set-cookie"]
        assert "made-up" not in other and other != first
