"""The users of a store: added, changed, listed and removed. What is changed holds from the next request on."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.access import passwords
from assistant.access.database import clock, told
from assistant.access.guessing import forgive
from assistant.access.roles import Role
from assistant.access.tables import Account, SignedIn
from assistant.errors import UsageError
from assistant.settings import Clearance

_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


class User(NamedTuple):
    """A user as the list shows one."""

    name: str
    role: str
    clearance: str
    added_at: datetime


class Users:
    """The users of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, password: str, role: Role = "reader", clearance: Clearance = "public") -> User:
        """Add a user.

        Raises:
            UsageError: the name is taken or cannot be one, or the password will not do.
        """
        name = spelt(name)
        account = Account(
            name=name,
            role=role,
            clearance=clearance,
            password=passwords.hashed(password, name),
            added_at=clock().replace(microsecond=0),
        )
        with told(self._engine):
            try:
                with self._session() as session, session.begin():
                    session.add(account)
            except IntegrityError:
                raise UsageError(
                    f"There is a user {name} already. To change it: assistant users change {name}"
                ) from None
        return _shown(account)

    def change(self, name: str, role: Role | None = None, clearance: Clearance | None = None) -> User:
        """Give a user another role or clearance; None leaves it as it is. Raises UsageError: there is no such user."""
        with told(self._engine), self._session() as session, session.begin():
            account = _account(session, name)
            account.role, account.clearance = role or account.role, clearance or account.clearance
            return _shown(account)

    def set_password(self, name: str, password: str) -> User:
        """Give a user another password, end the sessions begun with the old one, and forget tries in vain.

        Raises:
            UsageError: there is no such user, or the password will not do.
        """
        with told(self._engine), self._session() as session, session.begin():
            account = _account(session, name)
            account.password = passwords.hashed(password, account.name)
            session.execute(delete(SignedIn).where(SignedIn.account_id == account.id))
            forgive(session, account.name)
            return _shown(account)

    def remove(self, name: str) -> User:
        """Remove a user and end all sessions of theirs. Raises UsageError: there is no such user."""
        with told(self._engine), self._session() as session, session.begin():
            account = _account(session, name)
            session.execute(delete(SignedIn).where(SignedIn.account_id == account.id))
            session.delete(account)
            return _shown(account)

    def find(self, name: str) -> User:
        """A user by name. Raises UsageError: there is no such user."""
        with told(self._engine), self._session() as session:
            return _shown(_account(session, name))

    def listed(self) -> list[User]:
        """All users by name."""
        with told(self._engine), self._session() as session:
            return [_shown(account) for account in session.scalars(select(Account).order_by(Account.name))]

    def _session(self) -> Session:
        return Session(self._engine, expire_on_commit=False)


def spelt(name: str) -> str:
    """A name as it is kept, in lower case. Raises UsageError: it cannot be a name."""
    kept = name.strip().lower()
    if not _NAME.fullmatch(kept):
        raise UsageError(
            f"“{name}” cannot be the name of a user. Use up to 64 letters a to z, digits and . _ @ - and begin with a "
            "letter or digit."
        )
    return kept


def _account(session: Session, name: str) -> Account:
    account = session.scalars(select(Account).where(Account.name == name.strip().lower())).one_or_none()
    if account is None:
        raise UsageError(f"There is no user {name}. To see who there is: assistant users list")
    return account


def _shown(account: Account) -> User:
    return User(account.name, account.role, account.clearance, account.added_at)
