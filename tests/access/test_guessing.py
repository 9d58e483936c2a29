"""The end of guessing: a name and an address have to wait, names that nobody has too; others go on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from assistant.access.guessing import ADDRESS_TRIES, Guessing
from assistant.access.sessions import Sessions
from assistant.access.users import Users
from assistant.errors import SignInError, TooManyTriesError
from tests.access.conftest import HERE, SECRET, Clock

ELSEWHERE = "198.51.100.20"


def fail(sessions: Sessions, name: str, address: str = HERE, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(SignInError) as refused:
            sessions.sign_in(name, "not the password", address)
        assert not isinstance(refused.value, TooManyTriesError)


@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_a_name_tried_too_often_waits_wherever_it_is_tried_from(
    opened: Callable[..., Sessions], clock: Clock, name: str
) -> None:
    sessions = opened(sign_in_tries=3, sign_in_wait_minutes=15)
    fail(sessions, name, times=3)
    with pytest.raises(TooManyTriesError, match=r"Please wait 15 minutes"):
        sessions.sign_in(name, SECRET, HERE)
    clock.passes(minutes=14.5)
    with pytest.raises(TooManyTriesError, match=r"Please wait a minute"):
        sessions.sign_in(name.upper(), SECRET, ELSEWHERE)
    clock.passes(minutes=1)

    fail(sessions, name)


def test_the_right_password_does_not_help_a_name_that_has_to_wait(
    opened: Callable[..., Sessions], clock: Clock
) -> None:
    sessions = opened(sign_in_tries=2)
    fail(sessions, "anna", times=2)
    with pytest.raises(TooManyTriesError):
        sessions.sign_in("anna", SECRET, HERE)
    clock.passes(minutes=16)

    assert sessions.sign_in("anna", SECRET, HERE)


def test_the_right_password_starts_the_count_anew(opened: Callable[..., Sessions]) -> None:
    sessions = opened(sign_in_tries=3)
    for _ in range(4):
        fail(sessions, "anna", times=2)
        sessions.sign_in("anna", SECRET, HERE)


def test_an_address_that_tries_many_names_waits_and_others_do_not(
    opened: Callable[..., Sessions], users: Users
) -> None:
    sessions = opened(sign_in_tries=1)
    for number in range(ADDRESS_TRIES):
        fail(sessions, f"user{number}", "2001:db8:1:2::1")
    with pytest.raises(TooManyTriesError):
        sessions.sign_in("anna", SECRET, "2001:db8:1:2:ffff::9")  # the same home's network

    assert sessions.sign_in("anna", SECRET, "2001:db8:1:3::1")


def test_signing_in_oneself_does_not_clear_the_address(opened: Callable[..., Sessions]) -> None:
    sessions = opened(sign_in_tries=1)
    for number in range(ADDRESS_TRIES - 1):
        fail(sessions, f"user{number}")
        sessions.sign_in("anna", SECRET, HERE)
    fail(sessions, "another")
    with pytest.raises(TooManyTriesError):
        sessions.sign_in("anna", SECRET, HERE)


def test_a_new_password_ends_the_wait(opened: Callable[..., Sessions], users: Users) -> None:
    sessions = opened(sign_in_tries=1)
    fail(sessions, "anna")
    users.set_password("anna", "five blue tables sing")

    assert sessions.sign_in("anna", "five blue tables sing", HERE)


def test_many_tries_at_once_are_all_counted(engine: Engine, clock: Clock) -> None:
    guessing = Guessing(engine, 5, timedelta(minutes=15), clock)

    def allowed(_: int) -> bool:
        try:
            guessing.count("anna", HERE)
        except TooManyTriesError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(allowed, range(40))) == 5


def test_a_clock_put_back_keeps_nobody_waiting(opened: Callable[..., Sessions], clock: Clock) -> None:
    sessions = opened(sign_in_tries=1)
    with pytest.raises(SignInError):
        sessions.sign_in("anna", "wrong", HERE)
    clock.passes(days=-300)
    assert sessions.sign_in("anna", SECRET, HERE)
