"""What is kept of signing in: who, when, from where and what came of it; never a password, nor what may be one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.access.audit import Noted, listed
from assistant.access.sessions import Sessions
from assistant.access.users import Users
from assistant.errors import SignInError, TooManyTriesError
from tests.access.conftest import HERE, SECRET, Clock

WRONG = "my dog is called Rex"


def test_every_way_in_and_out_is_noted_the_newest_first(sessions: Sessions, engine: Engine, clock: Clock) -> None:
    with pytest.raises(SignInError):
        sessions.sign_in("anna", WRONG, HERE)
    clock.passes(minutes=1)
    token = sessions.sign_in(" Anna", SECRET, HERE)
    clock.passes(minutes=30)
    sessions.sign_out(token, HERE)
    sessions.sign_out(token, HERE)
    sessions.sign_out("made up", HERE)

    assert listed(engine) == [
        Noted(datetime(2026, 3, 2, 9, 31), "signed out", "anna", HERE),
        Noted(datetime(2026, 3, 2, 9, 1), "signed in", "anna", HERE),
        Noted(datetime(2026, 3, 2, 9, 0), "refused", "anna", HERE),
    ]


def test_neither_a_password_nor_a_name_that_nobody_has_is_kept(
    sessions: Sessions, engine: Engine, users: Users, tmp_path: Path
) -> None:
    for name, password in (("anna", WRONG), (WRONG, "x"), ("anna", SECRET)):
        with suppress(SignInError):
            sessions.sign_in(name, password, HERE)
    assert [(one.outcome, one.name) for one in listed(engine)] == [
        ("signed in", "anna"), ("refused", None), ("refused", "anna"),
    ]  # fmt: skip
    kept = b"".join(file.read_bytes() for file in (tmp_path / "store").iterdir())
    assert HERE.encode() in kept
    for secret in (WRONG, SECRET):
        assert secret.encode() not in kept


def test_who_guesses_does_not_fill_the_disk(opened: Callable[..., Sessions], engine: Engine, clock: Clock) -> None:
    sessions = opened(sign_in_tries=3, sign_in_wait_minutes=15)
    for _ in range(40):
        with pytest.raises((SignInError, TooManyTriesError)):
            sessions.sign_in("anna", WRONG, HERE)
    told = [one.outcome for one in listed(engine)]
    assert told == ["made to wait", "refused", "refused", "refused"]
    clock.passes(minutes=2)
    with pytest.raises(TooManyTriesError):
        sessions.sign_in("anna", SECRET, HERE)
    assert [one.outcome for one in listed(engine)][:2] == ["made to wait", "made to wait"]


def test_notes_are_forgotten_after_their_days_and_outlive_their_user(
    opened: Callable[..., Sessions], engine: Engine, users: Users, clock: Clock
) -> None:
    sessions = opened(sign_in_days=30)
    sessions.sign_in("anna", SECRET, HERE)
    users.add("bert", SECRET)
    users.remove("anna")
    clock.passes(days=29)
    sessions.sign_in("bert", SECRET, HERE)
    assert [one.name for one in listed(engine)] == ["bert", "anna"]
    assert [one.name for one in listed(engine, " Anna ")] == ["anna"]
    clock.passes(days=2)
    sessions.sign_in("bert", SECRET, HERE)
    assert [one.name for one in listed(engine)] == ["bert", "bert"]
