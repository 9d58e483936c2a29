"""Sign-in and the sessions it begins. Who a visitor is and what they may see is read anew with every request."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast

from sqlalchemy import Engine, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from assistant.access import passwords
from assistant.access.audit import Audit
from assistant.access.database import CLOCKS_DIFFER, clock, told
from assistant.access.guessing import Guessing
from assistant.access.roles import ALLOWED, Role, Visitor
from assistant.access.tables import Account, SignedIn
from assistant.errors import SignInError, TooManyTriesError
from assistant.settings import Clearance, Settings

NOT_RIGHT = "The name or the password is not right. Please try again."
_NOTED = timedelta(minutes=1)  # that somebody is still there is written down no more often than this
# Made once, since every request asks them.
_FOUND = (
    select(SignedIn.begun_at, SignedIn.seen_at, Account.id, Account.name, Account.role, Account.clearance)
    .join(Account, Account.id == SignedIn.account_id)
    .where(SignedIn.digest == bindparam("of"))
)
_SEEN = update(SignedIn.__table__).where(SignedIn.digest == bindparam("of")).values(seen_at=bindparam("now"))  # type: ignore[arg-type]


class Sessions:
    """The sessions of one database. Safe to use from several threads."""

    def __init__(self, engine: Engine, settings: Settings, clock: Callable[[], datetime] = clock) -> None:
        self._engine = engine
        self._clock = clock
        self._longest = timedelta(hours=settings.session_hours)
        self._idle = timedelta(minutes=settings.session_idle_minutes)
        wait = timedelta(minutes=settings.sign_in_wait_minutes)
        self._guessing = Guessing(engine, settings.sign_in_tries, wait, clock)
        self._audit = Audit(engine, settings.sign_in_days, clock)
        passwords.is_right(None, "")  # the first unknown name must not take longer than the next

    def sign_in(self, name: str, password: str, address: str) -> str:
        """Begin a session; its token is known to the browser alone.

        Raises:
            TooManyTriesError: this name or address was tried too often; SignInError: name or password is not right.
        """
        name = name.strip().lower()
        with told(self._engine):
            try:
                self._guessing.count(name, address)
            except TooManyTriesError:
                self._audit.note("made to wait", name, address)
                raise
            with Session(self._engine) as session:
                account = session.scalars(select(Account).where(Account.name == name)).one_or_none()
            kept = account.password if account else None
            if not passwords.is_right(kept, password) or account is None:
                self._audit.note("refused", name, address)
                raise SignInError(NOT_RIGHT)
            token = self._begin(account, password, address)
            self._guessing.forgive(name, address)
            return token

    def _begin(self, account: Account, password: str, address: str) -> str:
        token, now = secrets.token_urlsafe(32), self._clock()
        # A password changed, or a user removed, while it was looked at begins no session.
        same = (Account.id == account.id, Account.password == account.password)
        kept = passwords.again(password) if passwords.is_outdated(account.password) else account.password
        with Session(self._engine) as session, session.begin():
            if not session.execute(update(Account).where(*same).values(password=kept)).rowcount:  # type: ignore[attr-defined]
                raise SignInError(NOT_RIGHT)
            over = or_(SignedIn.begun_at < now - self._longest, SignedIn.seen_at < now - self._idle)
            session.execute(delete(SignedIn).where(over))
            session.add(SignedIn(digest=_digest(token), account_id=account.id, begun_at=now, seen_at=now))
            self._audit.write(session, "signed in", account.name, address)
        return token

    def visitor(self, token: str | None) -> Visitor | None:
        """Whose session a token is, as they stand now; None where there is no such session or it is over."""
        if not token:
            return None
        now, digest = self._clock(), _digest(token)
        with told(self._engine), self._engine.connect() as connection:
            row = connection.execute(_FOUND, {"of": digest}).one_or_none()
            if row is None or now - row.begun_at > self._longest or now - row.seen_at > self._idle:
                return None
            if (
                min(now - row.begun_at, now - row.seen_at) < -CLOCKS_DIFFER
            ):  # or it would last as long as the clock was wrong
                return None
            if now - row.seen_at > _NOTED:
                connection.execute(_SEEN, {"of": digest, "now": now})
                connection.commit()
        role, clearance = cast("Role", row.role), cast("Clearance", row.clearance)
        return Visitor(ALLOWED[role], clearance, row.id, row.name)

    def sign_out(self, token: str | None, address: str = "") -> None:
        """End a session."""
        if token:
            with told(self._engine), Session(self._engine) as session, session.begin():
                whose = select(Account.name).join(SignedIn).where(SignedIn.digest == _digest(token))
                name = session.scalar(whose)
                session.execute(delete(SignedIn).where(SignedIn.digest == _digest(token)))
                if name is not None:
                    self._audit.write(session, "signed out", name, address)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
