"""A real database of users in a folder of its own, and a clock that tests put forward."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.access.database import open_database
from assistant.access.sessions import Sessions
from assistant.access.users import Users
from assistant.settings import load_settings

SECRET = "four green chairs dance"
HERE = "192.0.2.7"


class Clock:
    """Tells the time, which passes when a test says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **spans: float) -> None:
        self.now += timedelta(**spans)


@pytest.fixture()
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "store")
    yield engine
    engine.dispose()


@pytest.fixture()
def users(engine: Engine) -> Users:
    users = Users(engine)
    users.add("anna", SECRET, "officer", "exempt")
    return users


@pytest.fixture()
def clock() -> Clock:
    return Clock()


@pytest.fixture()
def opened(engine: Engine, users: Users, clock: Clock) -> Callable[..., Sessions]:
    """The sessions of that database, with settings of one's own."""
    return lambda **settings: Sessions(engine, load_settings(**settings), clock)


@pytest.fixture()
def sessions(opened: Callable[..., Sessions]) -> Sessions:
    return opened()
