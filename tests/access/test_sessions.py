"""Sign-in, and sessions that end when they should: by time, by sign-out, by what happens to the user."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import pytest
from sqlalchemy import Engine, text

from assistant.access.roles import may
from assistant.access.sessions import NOT_RIGHT, Sessions
from assistant.access.users import Users
from assistant.errors import SignInError
from tests.access.conftest import HERE, SECRET, Clock


def test_who_signs_in_is_known_by_the_token_and_nobody_else(sessions: Sessions) -> None:
    token = sessions.sign_in(" Anna ", SECRET, HERE)
    visitor = sessions.visitor(token)

    assert visitor is not None and visitor.name == "anna" and visitor.clearance == "exempt"
    assert may(visitor, "change papers") and not may(visitor, "see evaluation")
    assert sessions.visitor(None) is None and sessions.visitor("") is None
    assert sessions.visitor(token[:-1]) is None and sessions.visitor(token + "x") is None


@pytest.mark.parametrize(("name", "password"), [("anna", "four green chairs danc"), ("nobody", SECRET), ("", "")])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(sessions: Sessions, name: str, password: str) -> None:
    with pytest.raises(SignInError) as refused:
        sessions.sign_in(name, password, HERE)

    assert str(refused.value) == NOT_RIGHT


def test_an_unknown_name_takes_as_long_as_a_known_one(opened: Callable[..., Sessions]) -> None:
    sessions = opened(sign_in_tries=1000)

    def took(name: str) -> float:
        started = time.perf_counter()
        with pytest.raises(SignInError):
            sessions.sign_in(name, "not the password", HERE)
        return time.perf_counter() - started

    turns = [(took("anna"), took("nobody")) for _ in range(5)]
    known, unknown = median(one for one, _ in turns), median(other for _, other in turns)
    assert 0.5 < known / unknown < 2, (known, unknown)


def test_a_session_ends_after_its_hours_however_busy(opened: Callable[..., Sessions], clock: Clock) -> None:
    sessions = opened(session_hours=2, session_idle_minutes=30)
    token = sessions.sign_in("anna", SECRET, HERE)
    for _ in range(6):
        clock.passes(minutes=20)
        assert sessions.visitor(token) is not None
    clock.passes(minutes=1)

    assert sessions.visitor(token) is None


def test_a_session_ends_when_nobody_is_there(opened: Callable[..., Sessions], clock: Clock) -> None:
    sessions = opened(session_idle_minutes=30)
    token = sessions.sign_in("anna", SECRET, HERE)
    clock.passes(minutes=29)
    assert sessions.visitor(token) is not None
    clock.passes(minutes=29)
    assert sessions.visitor(token) is not None, "the request before counted"
    clock.passes(minutes=31)

    assert sessions.visitor(token) is None


def test_signing_out_ends_one_session_only(sessions: Sessions) -> None:
    desk, phone = sessions.sign_in("anna", SECRET, HERE), sessions.sign_in("anna", SECRET, HERE)
    sessions.sign_out(desk)
    sessions.sign_out(None)

    assert sessions.visitor(desk) is None and sessions.visitor(phone) is not None


def test_a_new_password_and_a_removal_end_all_sessions(sessions: Sessions, users: Users) -> None:
    first = sessions.sign_in("anna", SECRET, HERE)
    users.set_password("anna", "five blue tables sing")
    assert sessions.visitor(first) is None
    with pytest.raises(SignInError):
        sessions.sign_in("anna", SECRET, HERE)

    second = sessions.sign_in("anna", "five blue tables sing", HERE)
    users.remove("anna")
    assert sessions.visitor(second) is None
    users.add("anna", SECRET)
    assert sessions.visitor(second) is None, "a new user of that name is somebody else"


def test_role_and_clearance_are_those_of_now(sessions: Sessions, users: Users) -> None:
    token = sessions.sign_in("anna", SECRET, HERE)
    users.change("anna", role="reader", clearance="public")
    visitor = sessions.visitor(token)

    assert visitor is not None and visitor.clearance == "public" and not may(visitor, "change papers")


def test_the_database_holds_neither_password_nor_token(sessions: Sessions, engine: Engine) -> None:
    token = sessions.sign_in("anna", SECRET, HERE)
    with pytest.raises(SignInError):
        sessions.sign_in(SECRET, "typed in the wrong field", HERE)
    with engine.connect() as connection:
        held = "".join(
            str(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in ("account", "signed_in", "tries")
        )

    assert "$argon2id$" in held
    assert SECRET not in held and token not in held and HERE not in held


def test_sessions_that_are_over_are_cleared_away(sessions: Sessions, engine: Engine, clock: Clock) -> None:
    for _ in range(3):
        sessions.sign_in("anna", SECRET, HERE)
    clock.passes(hours=13)
    sessions.sign_in("anna", SECRET, HERE)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM signed_in")).scalar_one() == 1


@pytest.mark.parametrize("minutes", [3, 60 * 24 * 300])
def test_a_session_begun_by_a_clock_that_was_wrong_lasts_no_longer(
    sessions: Sessions, clock: Clock, minutes: float
) -> None:
    token = sessions.sign_in("anna", SECRET, HERE)
    clock.passes(minutes=-minutes)
    assert (sessions.visitor(token) is not None) is (minutes < 5)
