"""What happens in the chat when a question is asked, asked anew, changed, stopped or put away."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.requests import HTTPConnection

from assistant.answering.answer import Answer
from assistant.answering.finishing import EXTRACTIVE
from assistant.errors import AssistantError, SignInError, StoreUnreachableError
from assistant.store.feedback import Verdict
from assistant.web import narrow, wording
from assistant.web.access import SIGNED_OUT, Access
from assistant.web.components import MOST_FOLLOW_UPS
from assistant.web.keeping import Keeper, look
from assistant.web.markup import reveal_steps
from assistant.web.turns import Conversation, Turn

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.retrieval.filters import Filters

REVEAL_SECONDS = 0.08  # between two sentences; the whole answer is there within about a second
CALM = 4  # questions under way up to which answers are shown sentence by sentence, with questions to ask next: with more the
# processor is for answers
AWAITED_SECONDS = 0.4  # between two looks at whether what was asked on a page since closed is answered
SHOWN = "x-conversation"  # the header in which a page says which conversation it shows

log = logging.getLogger(__name__)
Change = dict[str, Any]
"""What an event changes, for ``components.Page.updates``."""


class Chat:
    """The events of the chat. Each visitor's conversation comes in and goes out; what is kept of it the keeper has."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._keeper = Keeper(access)
        self._under_way = 0

    async def ask(
        self,
        question: str,
        conversation: Conversation,
        visitor: HTTPConnection | None,
        narrowed: narrow.Given,
        *,
        again: bool = False,
    ) -> AsyncIterator[Change]:
        """Shows the question, asks it of what it is narrowed to, and shows the answer sentence by sentence.

        ``again``, or where the last question is being changed: in its place.
        """
        question = question.strip()
        assistant = await asyncio.to_thread(self._let_in, conversation, visitor)
        if not question:
            yield {"conversation": conversation, "busy": False}  # without a reply Gradio would empty the page
            return
        replaced = conversation.turns.pop() if conversation.turns and (again or conversation.editing) else None
        conversation.editing = conversation.reopened = False
        turn = Turn(question, clearance=assistant.settings.clearance if assistant else "public")
        conversation.turns.append(turn)
        listed = await asyncio.to_thread(self._kept, conversation, turn, visitor, replaced)
        yield {"conversation": conversation, "question": "", "narrow": narrow.closed(narrowed), "busy": True, **listed}
        self._under_way += 1
        self._access.watch.under_way.inc()
        try:
            async for _ in self._answered(assistant, conversation, narrow.read(narrowed), visitor):
                yield {"conversation": conversation, "busy": True}
            if await asyncio.to_thread(self._let_in, conversation, visitor) is None:  # what has changed meanwhile
                raise SignInError(SIGNED_OUT)
        except StoreUnreachableError as error:
            log.warning("%s", error)  # not told to whoever asks: it names places on the council's network
            self._access.watch.failed(error)
            turn.answer, turn.failure = None, wording.CANNOT_ANSWER
        except AssistantError as error:
            self._access.watch.failed(error)
            turn.answer, turn.failure = None, str(error)
        except Exception as error:
            log.exception("a question failed")
            self._access.watch.failed(error)
            turn.failure = wording.WENT_WRONG
        finally:
            self._under_way -= 1
            self._access.watch.under_way.dec()
        if turn.answer is not None:
            turn.kept = await asyncio.to_thread(self._keep, turn, turn.answer, visitor)
            async for _ in _reveal(turn, turn.answer, at_once=self._under_way >= CALM or conversation.is_heavy()):
                if conversation.away:
                    break
                yield {"conversation": conversation, "busy": True}
        turn.done = True
        # Without this Gradio would show once more what it was given last.
        yield {} if conversation.away else {"conversation": conversation, "busy": False}

    def _kept(
        self, conversation: Conversation, turn: Turn, visitor: HTTPConnection | None, replaced: Turn | None
    ) -> Change:
        self._keeper.asked(conversation, turn, visitor, replaced.number if replaced else None)
        return {"listed": self._keeper.listed(visitor)}

    def _keep(self, turn: Turn, answer: Answer, visitor: HTTPConnection | None) -> str:
        who = self._access.visitor(visitor)
        user = who.user_id if who else None
        self._access.watch.answered(json.loads(answer.to_json()), user=user, clearance=turn.clearance, face="chat")
        return self._access.kept.keep(answer, turn.clearance, user, turn.number)

    def _let_in(self, conversation: Conversation, visitor: HTTPConnection | None) -> Assistant | None:
        """The papers a visitor may see now, None where there are none; what may no longer be shown is taken off the page.

        A conversation that the page shows and this process has not is taken up again: it was started anew meanwhile.
        """
        shown = visitor.headers.get(SHOWN, "") if visitor else ""
        if shown and not (conversation.turns or conversation.anew) and (kept := self._keeper.opened(shown, visitor)):
            conversation.turns, conversation.id = kept.turns, kept.id
        try:
            assistant = self._access.assistant(visitor)
            look(conversation, assistant)
        except AssistantError as error:
            log.warning("%s", error)
            assistant = None
        conversation.withhold(assistant.settings.clearance if assistant else "public")
        return assistant

    async def _answered(
        self,
        assistant: Assistant | None,
        conversation: Conversation,
        filters: Filters,
        visitor: HTTPConnection | None,
    ) -> AsyncIterator[None]:
        """Asks the last question, and meanwhile shows what a chat model has written as far as it is checked."""
        if assistant is None:
            raise SignInError(SIGNED_OUT)
        turn = conversation.turns[-1]
        heard: deque[str] = deque(maxlen=1)
        asking = partial(assistant.ask, turn.question, conversation.questions()[:-1], filters=filters)
        if assistant.engine != EXTRACTIVE:
            asking = partial(asking, on_text=heard.append)
        self._keeper.begun(turn)

        def with_series() -> Answer:
            return assistant.with_series(asking(), filters)

        asked = asyncio.ensure_future(asyncio.to_thread(self._asked, with_series, assistant, turn, visitor))
        while not asked.done():
            await asyncio.wait({asked}, timeout=REVEAL_SECONDS)
            if conversation.away:
                return
            if heard and not conversation.is_heavy():
                turn.shown = heard.pop()
                yield
        turn.answer = asked.result()

    def _asked(
        self, asking: Callable[[], Answer], assistant: Assistant, turn: Turn, visitor: HTTPConnection | None
    ) -> Answer:
        """Asks to the end and keeps the answer, in a thread of its own: whoever asked may be on another page by then."""
        try:
            turn.papers = assistant.papers_mark()
            answer = asking()
            self._keeper.answered(turn, answer, visitor)
            return answer
        finally:
            self._keeper.done(turn)

    async def again(
        self, conversation: Conversation, visitor: HTTPConnection | None, narrowed: narrow.Given
    ) -> AsyncIterator[Change]:
        """Asks the last question again, in its place."""
        await asyncio.to_thread(self._let_in, conversation, visitor)
        last = conversation.last
        question = last.question if last is not None and not last.hidden else ""
        async for change in self.ask(question, conversation, visitor, narrowed, again=True):
            yield change

    def edit(self, conversation: Conversation, visitor: HTTPConnection | None) -> Change:
        """Puts the last question back to be changed; the next one asked takes its place."""
        self._let_in(conversation, visitor)
        last = conversation.last if conversation.last and not conversation.last.hidden else None
        conversation.editing = last is not None
        return {"conversation": conversation, "question": last.question if last else "", "busy": False}

    def leave(self, conversation: Conversation, visitor: HTTPConnection | None) -> Change:
        """Leaves the last question as it was."""
        self._let_in(conversation, visitor)
        conversation.editing = False
        return {"conversation": conversation, "question": "", "busy": False}

    def stop(self, conversation: Conversation, visitor: HTTPConnection | None) -> Change:
        """Leaves what was shown so far, marked as stopped."""
        self._let_in(conversation, visitor)
        if conversation.last and not conversation.last.done:
            conversation.last.stopped = True
            self._keeper.stopped(conversation.last, visitor)
        return {"conversation": conversation, "busy": False}

    def clear(self, visitor: HTTPConnection | None) -> Change:
        """An empty conversation; the one before is in the list."""
        empty = Conversation(anew=True)
        return {"conversation": empty, "question": "", "busy": False, "listed": self._keeper.listed(visitor)}

    def mark(self, conversation: Conversation, visitor: HTTPConnection | None, verdict: Verdict) -> Change:
        """Keeps the last answer as marked right or wrong by its reader, once, for the regression set."""
        assistant = self._let_in(conversation, visitor)
        turn = conversation.last
        if assistant and turn is not None and turn.done and turn.answer is not None and turn.marked is None:
            try:
                assistant.keep_mark(verdict, turn.answer, conversation.questions()[:-1])
                turn.marked = verdict
                self._keeper.marked(turn, verdict, visitor)
            except AssistantError as error:
                log.warning("%s", error)
                turn.failure = str(error)
        return {"conversation": conversation, "busy": False}

    async def reopen(self, talk: str, visitor: HTTPConnection | None) -> AsyncIterator[Change]:
        """Shows a conversation that was kept, and waits for its last answer where that is still being sought."""
        conversation = await asyncio.to_thread(self._reopened, talk, visitor)
        if conversation is None:
            return
        waits = conversation.last is not None and not conversation.last.done
        listed = await asyncio.to_thread(self._keeper.listed, visitor)
        yield {"conversation": conversation, "question": "", "busy": waits, "listed": listed}
        if not waits:
            return
        while self._keeper.waits(conversation.last):
            await asyncio.sleep(AWAITED_SECONDS)
        answered = await asyncio.to_thread(self._reopened, talk, visitor) or Conversation()
        yield {"conversation": answered, "busy": False}

    def follow_ups(
        self, conversation: Conversation, visitor: HTTPConnection | None, narrowed: narrow.Given
    ) -> list[str] | None:
        """Questions to ask next, each of which is answered from what the visitor may see; None where another was asked
        meanwhile."""
        assistant, turn = self._let_in(conversation, visitor), conversation.last
        if assistant is None or turn is None or turn.answer is None or not turn.done or turn.stopped:
            return []
        if self._under_way >= CALM:
            return []
        try:
            filters = narrow.read(narrowed)
            turn.follow_ups = assistant.follow_ups(
                turn.answer, conversation.questions(), MOST_FOLLOW_UPS, filters=filters
            )
        except AssistantError as error:
            log.warning("%s", error)
        except Exception:  # the answer stands without them
            log.exception("no questions to ask next")
        return turn.follow_ups if conversation.last is turn and not conversation.away else None

    def _reopened(self, talk: str, visitor: HTTPConnection | None) -> Conversation | None:
        conversation = self._keeper.opened(talk, visitor) if talk else None
        if conversation is not None:
            self._let_in(conversation, visitor)
        return conversation

    def rename(self, talk: str, title: str, conversation: Conversation, visitor: HTTPConnection | None) -> Change:
        """Gives one of the visitor's conversations another title."""
        self._let_in(conversation, visitor)
        if title.strip():
            self._keeper.rename(talk, title, visitor)
        return self._listed(conversation, visitor)

    def delete(self, talk: str, conversation: Conversation, visitor: HTTPConnection | None) -> Change:
        """Deletes one of the visitor's conversations, which can be brought back; from the page too, where it is open."""
        self._let_in(conversation, visitor)
        title = next((one.title for one in self._keeper.listed(visitor) if one.id == talk), "")
        if not self._keeper.delete(talk, visitor):
            return self._listed(conversation, visitor)
        if conversation.id == talk:
            conversation.away = True
            return self._listed(Conversation(anew=True), visitor) | {"question": "", "deleted": (talk, title)}
        return self._listed(conversation, visitor) | {"deleted": (talk, title)}

    def bring_back(self, talk: str, conversation: Conversation, visitor: HTTPConnection | None) -> Change:
        """Brings back a conversation just deleted, and onto the page where that is empty."""
        back = self._keeper.bring_back(talk, visitor)
        if back and not conversation.turns:
            conversation = self._keeper.opened(talk, visitor) or conversation
        self._let_in(conversation, visitor)
        return self._listed(conversation, visitor)

    def _listed(self, conversation: Conversation, visitor: HTTPConnection | None) -> Change:
        """The list anew; what is being asked meanwhile goes on."""
        waits = conversation.last is not None and not conversation.last.done and not conversation.last.stopped
        return {"conversation": conversation, "busy": waits, "listed": self._keeper.listed(visitor)}

    def listed(self, visitor: HTTPConnection | None) -> Change:
        """The visitor's conversations, for a page just opened."""
        return {"listed": self._keeper.listed(visitor)}


async def _reveal(turn: Turn, answer: Answer, *, at_once: bool) -> AsyncIterator[None]:
    if at_once:
        turn.shown = answer.answer
        yield
        return
    begun = turn.shown if answer.answer.startswith(turn.shown) else ""  # what a chat model wrote is there already
    for shown in reveal_steps(answer.answer):
        if len(shown) < len(begun):
            continue
        turn.shown = shown
        yield
        await asyncio.sleep(REVEAL_SECONDS)
