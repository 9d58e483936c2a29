"""Many who ask at once: each gets the whole answer, without the show of sentence after sentence that one alone gets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from assistant import Assistant
from assistant.web.access import Access
from assistant.web.chat import CALM, Chat
from assistant.web.components import Page
from assistant.web.turns import Conversation, Turn
from tests.answering.test_suggesting import DENTAL
from tests.web.test_streaming import NOTHING

LISTED = "Which actions are overdue?"


async def _steps(chat: Chat, question: str) -> tuple[int, str]:
    conversation = Conversation()
    steps = 0
    async for _ in chat.ask(question, conversation, None, NOTHING):
        steps += 1
    turn = conversation.last
    assert turn is not None and turn.done and turn.answer is not None and turn.shown == turn.answer.answer
    return steps, turn.answer.answer


def test_an_answer_comes_at_once_where_many_wait(sample_assistant: Assistant) -> None:
    async def asked() -> tuple[tuple[int, str], list[tuple[int, str]]]:
        chat = Chat(Access(sample_assistant))
        alone = await _steps(chat, LISTED)
        return alone, await asyncio.gather(*(_steps(chat, LISTED) for _ in range(3 * CALM)))

    (steps, answer), many = asyncio.run(asked())
    assert {text for _, text in many} == {answer}
    assert min(count for count, _ in many) < steps


def test_the_next_questions_are_made_where_nobody_waits(sample_assistant: Assistant) -> None:
    chat, conversation = Chat(Access(sample_assistant)), Conversation()

    async def asked() -> None:
        async for _ in chat.ask(DENTAL, conversation, None, NOTHING):
            pass

    asyncio.run(asked())
    assert chat.follow_ups(conversation, None, NOTHING)


def test_an_event_sends_only_what_changed() -> None:
    """Gradio builds anew every component that an update names: twenty of them a sentence kept others waiting."""
    conversation = Conversation([Turn("What?")])

    async def changes() -> AsyncIterator[dict[str, Any]]:
        yield {"conversation": conversation, "busy": True, "question": ""}
        conversation.turns[0].shown = "It was agreed."
        yield {"conversation": conversation, "busy": True}
        conversation.turns[0].done = True
        yield {"conversation": conversation, "busy": False}

    async def sent() -> tuple[Page, list[list[Any]]]:
        with gr.Blocks():
            page = Page()
        return page, [updates async for updates in page.told(changes())]

    page, (first, second, last) = asyncio.run(sent())
    told = [
        [one for one, update in zip(page.outputs, each, strict=True) if update != gr.skip()]
        for each in (first, second, last)
    ]
    assert {page.log, page.ask, page.stop} <= set(told[0])
    assert set(told[1]) <= {page.log, page.question}
    assert {page.log, page.ask, page.stop} <= set(told[2]) and page.conversation not in told[2]
