"""What becomes of a conversation between two visits: it is kept while it is spoken, and looked at again before it is shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast, get_args

from pydantic import ValidationError
from starlette.requests import HTTPConnection

from assistant.access.conversations import Conversations, Listed, Owner
from assistant.access.tables import Exchange
from assistant.answering.answer import Answer, Status
from assistant.errors import AssistantError
from assistant.settings import Clearance
from assistant.store.feedback import Verdict
from assistant.web.access import Access
from assistant.web.figures import as_held
from assistant.web.markup import readable
from assistant.web.turns import GONE, HIDDEN, OUTDATED, UNANSWERED, Conversation, Turn

if TYPE_CHECKING:
    from assistant import Assistant

TITLE_LENGTH = 70  # characters of the first question
NO_TITLE = "A conversation"
# What these say without a citation hangs on which papers were held.
_OF_WHAT_IS_HELD: frozenset[Status] = frozenset({"not_found", "clarify", "partial"})

T = TypeVar("T")

log = logging.getLogger(__name__)


class Keeper:
    """Keeps conversations for whoever is known. What cannot be kept is shown all the same, and the reason is logged."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._answering: set[int] = set()

    def asked(
        self, conversation: Conversation, turn: Turn, visitor: HTTPConnection | None, instead_of: int | None
    ) -> None:
        """Keep a question as soon as it is asked: of a new conversation its first, or in the place of an earlier one."""

        def keep(kept: Conversations, owner: Owner) -> None:
            if conversation.id is not None:
                turn.number = kept.ask(owner, conversation.id, turn.question, turn.clearance, instead_of)
            if turn.number is None:  # the first; or it was deleted, or belongs to whoever was signed in before
                conversation.id = kept.begin(owner, title_of(turn.question))
                turn.number = kept.ask(owner, conversation.id, turn.question, turn.clearance)

        self._try(visitor, keep)

    def begun(self, turn: Turn) -> None:
        """Take note that a question is being answered."""
        if turn.number is not None:
            self._answering.add(turn.number)

    def answered(self, turn: Turn, answer: Answer, visitor: HTTPConnection | None) -> None:
        """Keep the answer, whether or not its page is still open."""
        number = turn.number
        if number is not None:
            told = (answer.to_json(), turn.papers)
            self._try(visitor, lambda kept, _: kept.answer(number, *told))

    def done(self, turn: Turn) -> None:
        """Take note that nothing more comes of a question."""
        if turn.number is not None:
            self._answering.discard(turn.number)

    def waits(self, turn: Turn | None) -> bool:
        """Whether a question is still being answered."""
        return turn is not None and turn.number in self._answering

    def stopped(self, turn: Turn, visitor: HTTPConnection | None) -> None:
        """Keep that a question was stopped."""
        number = turn.number
        if number is not None:
            self._try(visitor, lambda kept, _: kept.stop(number))

    def marked(self, turn: Turn, verdict: Verdict, visitor: HTTPConnection | None) -> None:
        """Keep that an answer was marked."""
        number = turn.number
        if number is not None:
            self._try(visitor, lambda kept, _: kept.mark(number, verdict))

    def opened(self, talk: str, visitor: HTTPConnection | None) -> Conversation | None:
        """A conversation as it was kept, None where the visitor has none of that id; not yet looked at, see ``look``."""
        found: list[Exchange] = []

        def load(kept: Conversations, owner: Owner) -> bool:
            exchanges = kept.exchanges(owner, talk)
            found.extend(exchanges or ())
            return exchanges is not None

        if not self._try(visitor, load):
            return None
        return Conversation([self._turn(one, visitor) for one in found], talk, reopened=True)

    def listed(self, visitor: HTTPConnection | None) -> list[Listed]:
        """The visitor's conversations, the one spoken in last first; without a title that may say more than they may see."""

        def load(kept: Conversations, owner: Owner) -> list[Listed]:
            who, listed = self._access.visitor(visitor), kept.listed(owner)
            sees_all = who is not None and who.clearance == "exempt"
            return [one if sees_all or one.clearance == "public" else one._replace(title=HIDDEN) for one in listed]

        return self._try(visitor, load) or []

    def rename(self, talk: str, title: str, visitor: HTTPConnection | None) -> bool:
        """Give a conversation another title; whether that was done."""
        title = title_of(title)
        return bool(self._try(visitor, lambda kept, owner: kept.rename(owner, talk, title)))

    def delete(self, talk: str, visitor: HTTPConnection | None) -> bool:
        """Delete a conversation; whether that was done."""
        return bool(self._try(visitor, lambda kept, owner: kept.delete(owner, talk)))

    def bring_back(self, talk: str, visitor: HTTPConnection | None) -> bool:
        """Bring back a conversation just deleted; whether that was done."""
        return bool(self._try(visitor, lambda kept, owner: kept.bring_back(owner, talk)))

    def _turn(self, kept: Exchange, visitor: HTTPConnection | None) -> Turn:
        answer, clearance = _read(kept.answer), cast("Clearance", kept.clearance)
        waits = kept.answer is None and not kept.stopped and kept.id in self._answering
        turn = Turn(kept.question, answer, clearance=clearance, papers=kept.papers, number=kept.id)
        turn.done, turn.stopped = not waits, kept.stopped
        turn.marked = cast("Verdict", kept.marked) if kept.marked in get_args(Verdict) else None
        if answer is not None:
            turn.shown = answer.answer
            who = self._access.visitor(visitor)
            turn.kept = self._access.kept.keep(answer, clearance, who.user_id if who else None, kept.id)
        elif not waits and not kept.stopped:
            turn.withheld = UNANSWERED
        return turn

    def _try(self, visitor: HTTPConnection | None, act: Callable[[Conversations, Owner], T]) -> T | None:
        try:
            owner = self._access.owner(visitor)
            return None if owner is None else act(self._access.conversations(), owner)
        except AssistantError as error:
            log.warning("%s", error)
            return None


def look(conversation: Conversation, assistant: Assistant) -> None:
    """Take off the page what stood on papers that are no longer held or no longer to be seen, and say so in its place."""
    mark: str | None = None
    for turn in conversation.turns:
        answer = turn.answer
        if answer is None or not turn.done:
            continue
        if not assistant.stands((cited.paper_id, cited.page) for cited in answer.citations):
            turn.withhold(GONE)
            continue
        turn.answer = as_held(answer, assistant)
        if not answer.citations and answer.status in _OF_WHAT_IS_HELD:
            mark = mark or assistant.papers_mark()
            if turn.papers != mark:
                turn.withhold(OUTDATED)


def title_of(words: str) -> str:
    """A title for a conversation, of its first question or as somebody typed it: one line, cut behind a word."""
    line = " ".join(readable(words).split())
    if len(line) <= TITLE_LENGTH:
        return line or NO_TITLE
    return f"{line[:TITLE_LENGTH].rpartition(' ')[0] or line[:TITLE_LENGTH]}…"


def _read(kept: str | None) -> Answer | None:
    """An answer as it was kept; None where an earlier version of this program wrote it in another way."""
    try:
        return Answer.model_validate_json(kept) if kept else None
    except ValidationError:
        return None
