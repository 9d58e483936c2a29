"""Who signed in or out, or was not let in, when and from where. Never a password, nor what may be one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from assistant.access.database import told
from assistant.access.tables import Account, SignInNote

Outcome = Literal["signed in", "signed out", "refused", "made to wait"]
_ONCE_A = timedelta(
    minutes=1
)  # that an address has to wait is noted no more often: whoever guesses must not fill the disk


class Noted(NamedTuple):
    """One line of it. ``at`` is UTC; ``name`` is None for a name that no user had."""

    at: datetime
    outcome: str
    name: str | None
    address: str


class Audit:
    """The notes of one database; those older than so many days are forgotten as others are added."""

    def __init__(self, engine: Engine, days: int, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._days = timedelta(days=days)
        self._clock = clock

    def note(self, outcome: Outcome, name: str, address: str) -> None:
        """Write down what came of a try by somebody who called themselves ``name``."""
        with Session(self._engine) as session, session.begin():
            self.write(session, outcome, name, address)

    def write(self, session: Session, outcome: Outcome, name: str, address: str) -> None:
        """The same, together with what else a session changes."""
        now, address = self._clock(), address[:64]
        session.execute(delete(SignInNote).where(SignInNote.at < now - self._days))
        known = session.scalar(select(Account.name).where(Account.name == name))
        if outcome == "made to wait":
            same = (SignInNote.outcome == outcome, SignInNote.address == address, SignInNote.at > now - _ONCE_A)
            if session.scalar(select(SignInNote.id).where(*same).limit(1)) is not None:
                return
        session.add(SignInNote(at=now, outcome=outcome, name=known, address=address))


def listed(engine: Engine, name: str | None = None) -> list[Noted]:
    """All that is noted, or of one name, the newest first. Raises StoreError: it cannot be read."""
    query = select(SignInNote.at, SignInNote.outcome, SignInNote.name, SignInNote.address)
    if name is not None:
        query = query.where(SignInNote.name == name.strip().lower())
    with told(engine), engine.connect() as connection:
        return [Noted(*row) for row in connection.execute(query.order_by(SignInNote.id.desc()))]
