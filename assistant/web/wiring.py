"""The chat's page as Gradio Blocks: which event of which component does what."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import gradio as gr
from starlette.requests import HTTPConnection

from assistant.store.feedback import Verdict
from assistant.web import narrow, wording
from assistant.web.access import Access
from assistant.web.chat import Change, Chat
from assistant.web.components import Page
from assistant.web.earlier import pressed
from assistant.web.front import Front
from assistant.web.turns import Conversation

ASKED_AT_ONCE = 8
MADE_AT_ONCE = 2  # questions to ask next: whoever asks one goes before
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_HERE = "() => sessionStorage.getItem('conversation') ?? ''"


def build_chat(access: Access) -> gr.Blocks:
    """The page as Gradio Blocks, ready to be mounted."""
    chat = Chat(access)
    blocks: gr.Blocks
    with gr.Blocks(title=wording.TITLE, analytics_enabled=False, fill_width=True) as blocks:
        page = Page()
        asking = _connect_asking(page, chat)
        asking += _connect_opening(blocks, page, chat, Front(access), asking)
        _connect_rest(page, chat, asking)
        _connect_follow_ups(page, chat, asking)
    blocks.queue(default_concurrency_limit=ASKED_AT_ONCE, api_open=False)
    return blocks


def _connect_asking(page: Page, chat: Chat) -> list[Any]:
    """What asks a question; the first of these is the first event of all."""

    async def ask(
        question: str,
        conversation: Conversation,
        committees: list[str] | None,
        since: str | None,
        until: str | None,
        kinds: list[str] | None,
        request: gr.Request,
    ) -> AsyncIterator[list[Any]]:
        narrowed = (committees, since, until, kinds)
        async for update in page.told(chat.ask(question, conversation, request.request, narrowed)):
            yield update

    async def again(
        conversation: Conversation,
        committees: list[str] | None,
        since: str | None,
        until: str | None,
        kinds: list[str] | None,
        request: gr.Request,
    ) -> AsyncIterator[list[Any]]:
        narrowed = (committees, since, until, kinds)
        async for update in page.told(chat.again(conversation, request.request, narrowed)):
            yield update

    once: dict[str, Any] = {"trigger_mode": "once", **_QUIET}
    beside = [page.conversation, *page.narrow.fields]
    asking = [gr.on([page.question.submit, page.ask.click], ask, [page.question, *beside], page.outputs, **once)]
    asking += [
        button.click(ask, [button, *beside], page.outputs, **once)
        for button in (*page.examples.buttons, *page.choices.buttons, *page.follow_ups.buttons)
    ]
    return [*asking, page.again.click(again, beside, page.outputs, **once)]


def _connect_opening(blocks: gr.Blocks, page: Page, chat: Chat, front: Front, asking: list[Any]) -> list[Any]:
    """What shows the page when it is opened, and a conversation that was kept; the events that may wait for its answer."""

    def opened(request: gr.Request) -> list[Any]:
        examples = page.examples.offered(front.examples(request.request))
        return [front.header(request.request), *examples, *narrow.offered(front.narrowing(request.request))]

    async def reopened(talk: str, request: gr.Request) -> AsyncIterator[list[Any]]:
        shown = False
        async for change in chat.reopen(talk, request.request):
            shown = True
            yield page.updates(change)
        if not shown:
            yield page.list_only(chat.listed(request.request))

    async def chosen(request: gr.Request, event: gr.EventData) -> AsyncIterator[list[Any]]:
        async for update in reopened(pressed(event, "talk"), request):
            yield update

    begun = blocks.load(opened, None, [page.header, *page.examples.outputs, *page.narrow.outputs], **_QUIET)
    return [
        begun.then(reopened, page.here, page.outputs, js=_HERE, **_QUIET),
        page.earlier.list.opened(chosen, None, page.outputs, cancels=asking, **_QUIET),
    ]


def _connect_rest(page: Page, chat: Chat, asking: list[Any]) -> None:
    def clear(request: gr.Request) -> list[Any]:
        return page.updates(chat.clear(request.request))

    def renamed(conversation: Conversation, request: gr.Request, event: gr.EventData) -> list[Any]:
        talk, title = pressed(event, "talk"), pressed(event, "title")
        return page.updates(chat.rename(talk, title, conversation, request.request))

    def deleted(conversation: Conversation, request: gr.Request, event: gr.EventData) -> list[Any]:
        return page.updates(chat.delete(pressed(event, "talk"), conversation, request.request))

    def undone(conversation: Conversation, request: gr.Request, event: gr.EventData) -> list[Any]:
        return page.updates(chat.bring_back(pressed(event, "talk"), conversation, request.request))

    page.stop.click(_updating(page, chat.stop), page.conversation, page.outputs, cancels=asking, **_QUIET)
    marks: list[tuple[gr.Button, Verdict]] = [(page.right, "right"), (page.wrong, "wrong")]
    for button, verdict in marks:
        page_mark = partial(chat.mark, verdict=verdict)
        button.click(_updating(page, page_mark), page.conversation, page.outputs, **_QUIET)
    page.change.click(_updating(page, chat.edit), page.conversation, page.outputs, **_QUIET)
    page.leave.click(_updating(page, chat.leave), page.conversation, page.outputs, **_QUIET)
    page.clear.click(clear, None, page.outputs, cancels=asking, **_QUIET)
    page.earlier.list.renamed(renamed, page.conversation, page.outputs, **_QUIET)
    page.earlier.list.deleted(deleted, page.conversation, page.outputs, **_QUIET)
    page.earlier.list.undone(undone, page.conversation, page.outputs, **_QUIET)


def _connect_follow_ups(page: Page, chat: Chat, asking: list[Any]) -> None:
    """After an answer is shown: what could be asked next."""

    def follow_up(
        conversation: Conversation,
        committees: list[str] | None,
        since: str | None,
        until: str | None,
        kinds: list[str] | None,
        request: gr.Request,
    ) -> list[Any]:
        found = chat.follow_ups(conversation, request.request, (committees, since, until, kinds))
        return page.follow_ups.offered(found) if found is not None else [gr.skip()] * len(page.follow_ups.outputs)

    for asked in asking:
        asked.then(
            follow_up,
            [page.conversation, *page.narrow.fields],
            page.follow_ups.outputs,
            concurrency_id="follow-ups",
            concurrency_limit=MADE_AT_ONCE,
            **_QUIET,
        )


def _updating(
    page: Page, change: Callable[[Conversation, HTTPConnection | None], Change]
) -> Callable[[Conversation, gr.Request], list[Any]]:
    def changed(conversation: Conversation, request: gr.Request) -> list[Any]:
        return page.updates(change(conversation, request.request))

    return changed
