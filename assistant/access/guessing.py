"""The end of guessing: after so many tries in vain a name, and an address, has to wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from math import ceil

from sqlalchemy import ColumnElement, Engine, case, delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.access.database import CLOCKS_DIFFER
from assistant.access.tables import Tries
from assistant.errors import TooManyTriesError

ADDRESS_TRIES = 5  # times as many as a name's: an office, or a proxy, may stand behind one address


class Guessing:
    """Counts tries before they are looked at, so that a hundred at once are counted as well as one after the other."""

    def __init__(self, engine: Engine, tries: int, wait: timedelta, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._tries = tries
        self._wait = wait
        self._clock = clock

    def count(self, name: str, address: str) -> None:
        """Count a try.

        Raises:
            TooManyTriesError: this name or address has to wait first. Names that nobody has are counted like others.
        """
        now = self._clock()
        with Session(self._engine) as session, session.begin():
            session.execute(delete(Tries).where(self._is_over(now)))
        self._count(_key("address", _network(address)), self._tries * ADDRESS_TRIES, now)
        self._count(_key("name", name), self._tries, now)

    def forgive(self, name: str, address: str) -> None:
        """The password was right: the tries at the name are forgotten, and of those from the address this one."""
        found = Tries.key == _key("address", _network(address))
        with Session(self._engine) as session, session.begin():
            forgive(session, name)
            session.execute(update(Tries).where(found, Tries.count > 0).values(count=Tries.count - 1))

    def _is_over(self, now: datetime) -> ColumnElement[bool]:
        """Tries that count no more: long ago, or noted by a clock that was put back since."""
        return or_(Tries.last_at < now - self._wait, Tries.last_at > now + CLOCKS_DIFFER)

    def _count(self, key: str, most: int, now: datetime) -> None:
        old = self._is_over(now)
        counted = (
            update(Tries)
            .where(Tries.key == key, or_(Tries.count < most, old))
            .values(count=case((old, 1), else_=Tries.count + 1), last_at=now)
        )
        while True:
            try:
                with Session(self._engine) as session, session.begin():
                    if session.execute(counted).rowcount:  # type: ignore[attr-defined]
                        return
                    held = session.get(Tries, key)
                    if held is None:
                        session.add(Tries(key=key, count=1, last_at=now))
                        session.flush()
                        return
                    left = held.last_at + self._wait - now
            except IntegrityError:
                continue  # somebody else counted the first try just now
            raise TooManyTriesError(max(1, ceil(left / timedelta(minutes=1))))


def forgive(session: Session, name: str) -> None:
    """Let a name try again at once."""
    session.execute(delete(Tries).where(Tries.key == _key("name", name)))


def _key(kind: str, value: str) -> str:
    return sha256(f"{kind}:{value}".encode()).hexdigest()


def _network(address: str) -> str:
    """What one visitor cannot leave: an IPv4 address, or the /64 network that every home with IPv6 has to itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return f"{int(parsed) >> 64:x}" if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped else str(parsed)
