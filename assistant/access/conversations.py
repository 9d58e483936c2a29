"""Conversations kept: listed, gone on with, renamed, deleted and brought back, each by whoever it belongs to and nobody else."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CursorResult, Engine, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from assistant.access.database import clock, told
from assistant.access.tables import Exchange, Talk

LONGEST_TITLE = 200  # characters
MOST_KEPT = 500  # conversations of one owner
_BROUGHT_BACK = timedelta(hours=1)  # for so long after it was deleted


class Owner(NamedTuple):
    """Whose conversations are meant: a user by number, or a browser by the digest of its key. One of the two is None."""

    user_id: int | None
    browser: str | None

    @classmethod
    def of_key(cls, key: str) -> Owner:
        """The browser that keeps this key."""
        return cls(None, sha256(key.encode()).hexdigest())


class Listed(NamedTuple):
    """A conversation as the list shows one. ``clearance`` is the highest that anything of it was asked with: its title is of
    a question, which may name what only that clearance sees."""

    id: str
    title: str
    changed_at: datetime
    clearance: str


class Conversations:
    """The conversations of one database. Safe to use from several threads."""

    def __init__(self, engine: Engine, days: int, clock: Callable[[], datetime] = clock) -> None:
        self._engine = engine
        self._kept_for = timedelta(days=days)
        self._clock = clock

    def listed(self, owner: Owner) -> list[Listed]:
        """Their conversations, the one spoken in last first."""
        with told(self._engine), Session(self._engine) as session, session.begin():
            self._forget(session)
            exempt = exists().where(Exchange.talk_id == Talk.id, Exchange.clearance == "exempt")
            query = select(Talk.id, Talk.title, Talk.changed_at, exempt).where(*_of(owner))
            found = session.execute(query.order_by(Talk.changed_at.desc())).all()
            return [Listed(talk, title, at, "exempt" if closed else "public") for talk, title, at, closed in found]

    def exchanges(self, owner: Owner, talk: str) -> list[Exchange] | None:
        """What was asked and answered in a conversation, oldest first; None where they have no such conversation."""
        with told(self._engine), Session(self._engine, expire_on_commit=False) as session:
            if session.scalar(select(Talk.id).where(Talk.id == talk, *_of(owner))) is None:
                return None
            return list(session.scalars(select(Exchange).where(Exchange.talk_id == talk).order_by(Exchange.id)))

    def begin(self, owner: Owner, title: str) -> str:
        """A new conversation; its id. The oldest goes where there are too many."""
        talk = secrets.token_hex(16)
        with told(self._engine), Session(self._engine) as session, session.begin():
            self._forget(session)
            oldest = select(Talk.id).where(*_of(owner)).order_by(Talk.changed_at.desc()).offset(MOST_KEPT - 1)
            session.execute(delete(Talk).where(Talk.id.in_(oldest)))
            fields = {"title": title[:LONGEST_TITLE], "changed_at": self._clock()}
            session.add(Talk(id=talk, account_id=owner.user_id, browser=owner.browser, **fields))
        return talk

    def ask(
        self, owner: Owner, talk: str, question: str, clearance: str = "public", instead_of: int | None = None
    ) -> int | None:
        """Keep a question and what it is asked with, in the place of an earlier one where that is asked anew; its number.

        None where they have no such conversation, as after it was deleted in another window.
        """
        with told(self._engine), Session(self._engine) as session, session.begin():
            spoken = update(Talk).where(Talk.id == talk, *_of(owner)).values(changed_at=self._clock())
            if not _changed(session, spoken):
                return None
            if instead_of is not None:
                session.execute(delete(Exchange).where(Exchange.id == instead_of, Exchange.talk_id == talk))
            asked = Exchange(talk_id=talk, question=question, clearance=clearance, papers="", stopped=False)
            session.add(asked)
            session.flush()
            return asked.id

    def answer(self, exchange: int, answer: str, papers: str) -> None:
        """Keep what was answered, unless the question was stopped, or asked anew, meanwhile."""
        asked = update(Exchange).where(Exchange.id == exchange, Exchange.stopped.is_(False))
        self._change(asked.values(answer=answer, papers=papers))

    def stop(self, exchange: int) -> None:
        """Keep that a question was stopped: what is answered later is not kept."""
        self._change(update(Exchange).where(Exchange.id == exchange, Exchange.answer.is_(None)).values(stopped=True))

    def mark(self, exchange: int, verdict: str) -> None:
        """Keep that an answer was marked as right or wrong."""
        self._change(update(Exchange).where(Exchange.id == exchange).values(marked=verdict))

    def rename(self, owner: Owner, talk: str, title: str) -> bool:
        """Give a conversation another title; whether they have it."""
        return self._change(update(Talk).where(Talk.id == talk, *_of(owner)).values(title=title[:LONGEST_TITLE]))

    def delete(self, owner: Owner, talk: str) -> bool:
        """Delete a conversation; whether they had it. For an hour it can be brought back."""
        return self._change(update(Talk).where(Talk.id == talk, *_of(owner)).values(deleted_at=self._clock()))

    def bring_back(self, owner: Owner, talk: str) -> bool:
        """Bring back a conversation that was just deleted; whether it was there still."""
        there = (Talk.id == talk, *_of(owner, deleted=True), Talk.deleted_at > self._clock() - _BROUGHT_BACK)
        return self._change(update(Talk).where(*there).values(deleted_at=None))

    def _change(self, statement: Any) -> bool:
        with told(self._engine), Session(self._engine) as session, session.begin():
            return _changed(session, statement)

    def _forget(self, session: Session) -> None:
        """Conversations that are too old, and those deleted for good."""
        now = self._clock()
        over = or_(Talk.changed_at < now - self._kept_for, Talk.deleted_at < now - _BROUGHT_BACK)
        session.execute(delete(Talk).where(over))


def _of(owner: Owner, *, deleted: bool = False) -> tuple[ColumnElement[bool], ...]:
    own = (Talk.account_id == owner.user_id, Talk.browser == owner.browser)  # one of the two is null on both sides
    return *own, Talk.deleted_at.is_not(None) if deleted else Talk.deleted_at.is_(None)


def _changed(session: Session, statement: Any) -> bool:
    result = session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount > 0
