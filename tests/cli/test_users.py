"""``assistant users``: passwords asked for twice without being shown, or from standard input; bad input in one line."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import time
from pathlib import Path

import pytest

from assistant.access.database import open_database
from assistant.access.sessions import Sessions
from assistant.errors import SignInError
from assistant.settings import load_settings
from tests.cli.conftest import COMMAND, Ran, run
from tests.cli.test_bad_input import one_line

SECRET = "four green chairs dance"


def users(*arguments: object, store: Path, password: str | None = None) -> Ran:
    done = subprocess.run(
        [COMMAND, "users", *map(str, arguments), "--store", str(store)],
        input=password, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return Ran(done.returncode, done.stdout, done.stderr)


def typed(*arguments: object, store: Path, answers: list[str]) -> tuple[int, str]:
    """The command at a terminal where these lines are typed: its exit code and all that the screen showed."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(COMMAND, [str(COMMAND), "users", *map(str, arguments), "--store", str(store)])
    shown = b""
    try:
        for answer in answers:
            asked = shown.count(b": ")
            while shown.count(b": ") == asked:
                shown += os.read(terminal, 1000)
            time.sleep(0.2)  # the terminal stops showing what is typed after the question is there
            os.write(terminal, f"{answer}\n".encode())
        while chunk := os.read(terminal, 1000):
            shown += chunk
    except OSError:  # the command has ended
        pass
    finally:
        os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


def test_users_are_added_listed_changed_and_removed(tmp_path: Path) -> None:
    store = tmp_path / "s"
    added = users("add", "Anna", "--role", "officer", "--password-stdin", store=store, password=f"{SECRET}\n")
    assert (added.code, added.out) == (0, "added      anna: officer, public papers only\n")
    users("add", "ben", "--clearance", "exempt", "--password-stdin", store=store, password=SECRET)

    assert [line.split(";")[0] for line in users("list", store=store).lines] == [
        "anna: officer, public papers only",
        "ben: reader, cleared for exempt papers",
    ]
    changed = users("change", "anna", "--clearance", "exempt", store=store)
    assert changed.out == "changed    anna: officer, cleared for exempt papers\n"
    assert users("passwd", "anna", "--password-stdin", store=store, password="five blue tables sing").code == 0
    assert users("remove", "BEN", store=store).out == "removed    ben\n"
    listed = json.loads(users("list", "--json", store=store).out)
    assert [(user["name"], user["role"], user["clearance"]) for user in listed] == [("anna", "officer", "exempt")]
    assert SECRET not in users("list", "--json", store=store).out


def test_the_password_is_asked_for_twice_and_never_shown(tmp_path: Path) -> None:
    code, shown = typed("add", "anna", store=tmp_path / "s", answers=[SECRET, SECRET])

    assert code == 0 and "added      anna" in shown
    assert SECRET not in shown


def test_two_passwords_that_differ_are_asked_for_again(tmp_path: Path) -> None:
    code, shown = typed("add", "anna", store=tmp_path / "s", answers=[SECRET, "another", SECRET, SECRET])

    assert code == 0 and "do not match" in shown
    assert SECRET not in shown


def test_who_signed_in_is_listed_with_the_day_and_the_address(tmp_path: Path) -> None:
    store = tmp_path / "s"
    users("add", "anna", "--password-stdin", store=store, password=SECRET)
    assert users("sign-ins", store=store).out == "Nobody has signed in yet.\n"
    engine = open_database(store)
    sessions = Sessions(engine, load_settings(store=store))
    sessions.sign_in("anna", SECRET, "192.0.2.7")
    with pytest.raises(SignInError):
        sessions.sign_in("nobody", SECRET, "192.0.2.8")
    engine.dispose()

    refused, signed_in = users("sign-ins", store=store).out.splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  signed in     anna, from 192.0.2.7", signed_in)
    assert refused.endswith("refused       a name that no user has, from 192.0.2.8")
    (told,) = json.loads(users("sign-ins", "anna", "--json", store=store).out)
    assert told["outcome"] == "signed in" and told["at"].endswith("Z")
    assert "ben" in users("sign-ins", "ben", store=store).out


def test_bad_input_is_one_line(tmp_path: Path) -> None:
    store = tmp_path / "s"
    one_line(users("list", store=store), 1, "There is no user", "assistant users add")
    assert not store.exists(), "nothing is made by asking"
    users("add", "anna", "--password-stdin", store=store, password=SECRET)

    one_line(users("add", "anna", "--password-stdin", store=store, password=SECRET), 2, "a user anna already")
    one_line(users("add", "an na", "--password-stdin", store=store, password=SECRET), 2, "cannot be the name")
    one_line(users("add", "ben", store=store, password=SECRET), 2, "no terminal", "--password-stdin")
    one_line(users("add", "ben", "--password-stdin", store=store, password="short"), 2, "5 characters")
    one_line(users("add", "ben", "--password-stdin", store=store, password=""), 2, "0 characters")
    one_line(users("add", "ben", "--role", "king", store=store), 2, "--role", "reader, officer, evaluator, admin")
    one_line(users("change", "anna", "--clearance", "secret", store=store), 2, "--clearance", "public, exempt")
    one_line(users("change", "anna", store=store), 2, "--role", "--clearance")
    for act in ("remove", "passwd", "change"):
        more = ["--role", "admin"] if act == "change" else []
        one_line(users(act, "ben", *more, store=store), 2, "There is no user ben")
    (store / "users.db").write_bytes(b"something else" * 500)
    one_line(users("list", store=store), 1, "users.db", "cannot be read")


def test_no_option_takes_a_password() -> None:
    for act in ("add", "passwd"):
        said = run("users", act, "--help").out
        assert "--password " not in said and "--password-stdin" in said
