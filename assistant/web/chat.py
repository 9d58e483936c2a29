"""The chat itself: Gradio components, and what happens when a question is asked, stopped or put away."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr
from starlette.requests import HTTPConnection

from assistant.answering.answer import Answer
from assistant.answering.finishing import EXTRACTIVE
from assistant.errors import AssistantError, SignInError, StoreUnreachableError
from assistant.store.feedback import Verdict
from assistant.web import narrow, wording
from assistant.web.access import SIGNED_OUT, Access
from assistant.web.components import N_EXAMPLES, Page
from assistant.web.markup import reveal_steps
from assistant.web.turns import Conversation, Turn

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.answering.scopes import Narrowing
    from assistant.retrieval.filters import Filters
    from assistant.settings import Clearance

REVEAL_SECONDS = 0.08  # between two sentences; the whole answer is there within about a second
ASKED_AT_ONCE = 8

log = logging.getLogger(__name__)


class Chat:
    """The events of the chat. It keeps nothing itself: each visitor's conversation comes in and goes out."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def ask(
        self, question: str, conversation: Conversation, visitor: HTTPConnection | None, narrowed: narrow.Given
    ) -> AsyncIterator[dict[str, Any]]:
        """Shows the question, asks it of what it is narrowed to, and shows the answer sentence by sentence."""
        question = question.strip()
        assistant = await asyncio.to_thread(self._let_in, conversation, visitor)
        if not question:
            yield {"conversation": conversation, "busy": False}  # without a reply Gradio would empty the page
            return
        history = conversation.questions()
        turn = Turn(question)
        conversation.turns.append(turn)
        yield {"conversation": conversation, "question": "", "narrow": narrow.closed(narrowed), "busy": True}
        try:
            async for _ in self._answered(assistant, turn, history, narrow.read(narrowed)):
                yield {"conversation": conversation, "busy": True}
            if await asyncio.to_thread(self._let_in, conversation, visitor) is None:  # what has changed meanwhile
                raise SignInError(SIGNED_OUT)
        except StoreUnreachableError as error:
            log.warning("%s", error)  # not told to whoever asks: it names places on the council's network
            turn.answer, turn.failure = None, wording.CANNOT_ANSWER
        except AssistantError as error:
            turn.answer, turn.failure = None, str(error)
        except Exception:
            log.exception("a question failed")
            turn.failure = wording.WENT_WRONG
        if turn.answer is not None:
            turn.kept = await asyncio.to_thread(self._keep, turn.answer, turn.clearance, visitor)
            async for _ in _reveal(turn, turn.answer):
                yield {"conversation": conversation, "busy": True}
        turn.done = True
        yield {"conversation": conversation, "busy": False}

    def _keep(self, answer: Answer, clearance: Clearance, visitor: HTTPConnection | None) -> str:
        who = self._access.visitor(visitor)
        return self._access.kept.keep(answer, clearance, who.user_id if who else None)

    def _let_in(self, conversation: Conversation, visitor: HTTPConnection | None) -> Assistant | None:
        """The papers a visitor may see now, None where there are none; what they may no longer see is taken off the page."""
        try:
            assistant = self._access.assistant(visitor)
        except AssistantError as error:
            log.warning("%s", error)
            assistant = None
        conversation.withhold(assistant.settings.clearance if assistant else "public")
        return assistant

    async def _answered(
        self, assistant: Assistant | None, turn: Turn, history: list[str], filters: Filters
    ) -> AsyncIterator[None]:
        """Asks, and meanwhile shows what a chat model has written as far as it is checked."""
        if assistant is None:
            raise SignInError(SIGNED_OUT)
        turn.clearance = assistant.settings.clearance
        heard: deque[str] = deque(maxlen=1)
        asking = partial(assistant.ask, turn.question, history, filters=filters)
        if assistant.engine != EXTRACTIVE:
            asking = partial(asking, on_text=heard.append)
        asked = asyncio.ensure_future(asyncio.to_thread(asking))
        while not asked.done():
            await asyncio.wait({asked}, timeout=REVEAL_SECONDS)
            if heard:
                turn.shown = heard.pop()
                yield
        turn.answer = asked.result()

    def stop(self, conversation: Conversation, visitor: HTTPConnection | None) -> dict[str, Any]:
        """Leaves what was shown so far, marked as stopped."""
        self._let_in(conversation, visitor)
        if conversation.turns and not conversation.turns[-1].done:
            conversation.turns[-1].stopped = True
        return {"conversation": conversation, "busy": False}

    def clear(self) -> dict[str, Any]:
        """An empty conversation."""
        return {"conversation": Conversation(), "question": "", "busy": False}

    def mark(self, conversation: Conversation, visitor: HTTPConnection | None, verdict: Verdict) -> dict[str, Any]:
        """Keeps the last answer as marked right or wrong by its reader, once, for the regression set."""
        assistant = self._let_in(conversation, visitor)
        turn = conversation.turns[-1] if conversation.turns else None
        if assistant and turn is not None and turn.done and turn.answer is not None and turn.marked is None:
            try:
                assistant.keep_mark(verdict, turn.answer, conversation.questions()[:-1])
                turn.marked = verdict
            except AssistantError as error:
                log.warning("%s", error)
                turn.failure = str(error)
        return {"conversation": conversation, "busy": False}

    def header(self, visitor: HTTPConnection | None) -> str:
        """The head of the page: who is there, and what is held as far as that can be told."""
        try:
            user, assistant = self._access.name(visitor), self._access.assistant(visitor)
            return wording.header(assistant.scope(), user=user)
        except AssistantError as error:
            log.warning("%s", error)
            return wording.header(None)

    def narrowing(self, visitor: HTTPConnection | None) -> Narrowing | None:
        """What the visitor's questions can be narrowed to, or None when that cannot be told."""
        try:
            return self._access.assistant(visitor).narrowing()
        except AssistantError as error:
            log.warning("%s", error)
            return None

    def examples(self, visitor: HTTPConnection | None) -> list[str]:
        """Questions to begin with, drawn from the papers at hand."""
        try:
            return self._access.assistant(visitor).examples(N_EXAMPLES)[:N_EXAMPLES]
        except AssistantError as error:
            log.warning("%s", error)
            return []


async def _reveal(turn: Turn, answer: Answer) -> AsyncIterator[None]:
    begun = turn.shown if answer.answer.startswith(turn.shown) else ""  # what a chat model wrote is there already
    for shown in reveal_steps(answer.answer):
        if len(shown) < len(begun):
            continue
        turn.shown = shown
        yield
        await asyncio.sleep(REVEAL_SECONDS)


def build_chat(access: Access) -> gr.Blocks:
    """The page as Gradio Blocks, ready to be mounted."""
    chat = Chat(access)
    blocks: gr.Blocks
    with gr.Blocks(title=wording.TITLE, analytics_enabled=False, fill_width=True) as blocks:
        page = Page()
        _connect(blocks, page, chat)
    blocks.queue(default_concurrency_limit=ASKED_AT_ONCE, api_open=False)
    return blocks


def _updating(
    page: Page, change: Callable[[Conversation, HTTPConnection | None], dict[str, Any]]
) -> Callable[[Conversation, gr.Request], list[Any]]:
    def changed(conversation: Conversation, request: gr.Request) -> list[Any]:
        return page.updates(change(conversation, request.request))

    return changed


def _connect(blocks: gr.Blocks, page: Page, chat: Chat) -> None:
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

    async def ask(
        question: str,
        conversation: Conversation,
        committees: list[str] | None,
        since: str | None,
        until: str | None,
        kinds: list[str] | None,
        request: gr.Request,
    ) -> AsyncIterator[list[Any]]:
        async for change in chat.ask(question, conversation, request.request, (committees, since, until, kinds)):
            yield page.updates(change)

    def clear() -> list[Any]:
        return page.updates(chat.clear())

    def opened(request: gr.Request) -> list[Any]:
        examples = chat.examples(request.request)
        buttons = [
            gr.update(value=examples[n], visible=True) if n < len(examples) else gr.update(visible=False)
            for n in range(N_EXAMPLES)
        ]
        narrowing = narrow.offered(chat.narrowing(request.request))
        return [chat.header(request.request), gr.update(visible=bool(examples)), *buttons, *narrowing]

    beside = [page.conversation, *page.narrow.fields]
    asking = [
        gr.on(
            [page.question.submit, page.ask.click],
            ask,
            [page.question, *beside],
            page.outputs,
            trigger_mode="once",
            **quiet,
        )
    ]
    asking += [
        button.click(ask, [button, *beside], page.outputs, trigger_mode="once", **quiet)
        for button in (*page.example_buttons, *page.choice_buttons)
    ]
    page.stop.click(_updating(page, chat.stop), page.conversation, page.outputs, cancels=asking, **quiet)
    marks: list[tuple[gr.Button, Verdict]] = [(page.right, "right"), (page.wrong, "wrong")]
    for button, verdict in marks:
        page_mark = partial(chat.mark, verdict=verdict)
        button.click(_updating(page, page_mark), page.conversation, page.outputs, **quiet)
    page.clear.click(clear, None, page.outputs, cancels=asking, **quiet)
    shown = [page.header, page.examples, *page.example_buttons, *page.narrow.outputs]
    blocks.load(opened, None, shown, **quiet)
