"""Users: what may be a name and a password, roles and what they allow, and a database that cannot be used."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import get_args

import pytest

from assistant.access.database import FILE, open_database
from assistant.access.roles import ALLOWED, ROLES, Action, Visitor, is_loopback, may, sign_in_needed, unknown_visitor
from assistant.access.sessions import Sessions
from assistant.access.users import Users
from assistant.errors import StoreError, UsageError
from assistant.settings import load_settings
from tests.access.conftest import HERE, SECRET


@pytest.mark.parametrize(
    "name", ["", "  ", "-anna", "anna smith", "änna", "anna\n", "a" * 65, "<b>", "anna;", "../anna"]
)
def test_what_cannot_be_a_name_is_refused(users: Users, name: str) -> None:
    if name == "anna\n":  # white space around a name is none of it
        with pytest.raises(UsageError, match="already"):
            users.add(name, SECRET)
        return
    with pytest.raises(UsageError, match="cannot be the name"):
        users.add(name, SECRET)


@pytest.mark.parametrize("password", ["", "short", "x" * 257, "aaaaaaaaaaaaaaaa", "anna.blackwood"])
def test_a_password_that_will_not_do_is_refused_and_not_repeated(users: Users, password: str) -> None:
    with pytest.raises(UsageError) as refused:
        users.add("anna.blackwood", password)

    assert not password or password not in str(refused.value)


def test_a_password_is_the_same_from_every_keyboard(users: Users, sessions: Sessions) -> None:
    users.add("zoe", "cafe\u0301 au lait chaud")

    assert sessions.sign_in("zoe", "caf\u00e9 au lait chaud", HERE)


def test_a_name_is_taken_once_in_whatever_case(users: Users) -> None:
    with pytest.raises(UsageError, match="There is a user anna already"):
        users.add("Anna", SECRET)
    assert [user.name for user in users.listed()] == ["anna"]


def test_what_is_done_to_nobody_is_told(users: Users) -> None:
    for act in (users.remove, users.find, users.change, lambda name: users.set_password(name, SECRET)):
        with pytest.raises(UsageError, match="There is no user bob"):
            act("bob")


def test_the_roles_allow_what_is_said() -> None:
    allowed = {
        role: {action for action in get_args(Action) if may(Visitor(ALLOWED[role], "public"), action)} for role in ROLES
    }

    assert allowed == {
        "reader": {"ask"},
        "officer": {"ask", "change papers"},
        "evaluator": {"ask", "see evaluation"},
        "admin": {"ask", "change papers", "see evaluation", "manage users"},
    }


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False), ("::", False), ("", False), ("10.0.0.5", False), ("papers.example", False),
    ],
)  # fmt: skip
def test_sign_in_is_needed_where_others_can_reach_the_chat(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
    assert sign_in_needed(load_settings(host=host)) is not loopback
    assert sign_in_needed(load_settings(host=host, sign_in="on"))
    assert not sign_in_needed(load_settings(host=host, sign_in="off"))


def test_without_sign_in_only_this_machine_may_change_papers() -> None:
    here, open_to_all = load_settings(clearance="exempt"), load_settings(host="0.0.0.0", sign_in="off")

    for name in ("127.0.0.1", "localhost", "::1"):
        assert may(unknown_visitor(here, "127.0.0.1", name), "change papers")
    assert unknown_visitor(here, "127.0.0.1", "localhost").clearance == "exempt"
    for settings, address, name in (
        (here, "203.0.113.4", "localhost"),
        (here, None, "localhost"),
        (open_to_all, "127.0.0.1", "localhost"),
        (open_to_all, HERE, "localhost"),
        (here, "127.0.0.1", "rebound.example"),
        (here, "127.0.0.1", None),
    ):
        assert may(unknown_visitor(settings, address, name), "ask")
        assert not may(unknown_visitor(settings, address, name), "change papers")


def test_the_database_is_its_owners_alone_and_another_programs_is_refused(users: Users, tmp_path: Path) -> None:
    file = tmp_path / "store" / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    other = tmp_path / "other"
    other.mkdir()
    (other / FILE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match=r"users\.db cannot be read or changed"):
        open_database(other)
