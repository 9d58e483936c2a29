"""The commands that keep the users of the web chat: ``assistant users add|list|change|passwd|remove|sign-ins``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from assistant.errors import UsageError
from assistant.registers_cli import JsonOption, StoreOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from assistant.access.roles import Role
    from assistant.access.users import Users
    from assistant.settings import Clearance

users = typer.Typer(
    name="users", help="The users of the web chat: who may sign in, and what they may see.", no_args_is_help=True
)

NameArgument = Annotated[str, typer.Argument(help="The name to sign in with.", show_default=False)]
RoleOption = Annotated[
    str | None,
    typer.Option(
        metavar="ROLE",
        help="reader: asks and reads; officer: also takes papers in and out; evaluator: also sees evaluation runs; "
        "admin: everything. New users are readers.",
    ),
]
ClearanceOption = Annotated[
    str | None,
    typer.Option(
        metavar="CLEARANCE",
        help="public: public papers only, as new users; exempt: exempt (Part II) papers as well.",
    ),
]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input instead of asking twice.")
]


@users.command()
def add(
    name: NameArgument,
    role: RoleOption = None,
    clearance: ClearanceOption = None,
    password_stdin: StdinOption = False,
    store: StoreOption = None,
) -> None:
    """Add a user; the password is asked for twice."""
    from assistant.access.users import spelt

    spelt(name)  # refused, as a wrong role is, before a password is asked for
    given_role, given_clearance = _role(role) or "reader", _clearance(clearance) or "public"
    with _opened(store, new=True) as held:
        user = held.add(name, _password(password_stdin), given_role, given_clearance)
    typer.echo(f"added      {_told(user.name, user.role, user.clearance)}")


@users.command("list")
def list_users(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List the users with their role and clearance."""
    with _opened(store) as held:
        found = held.listed()
    if as_json:
        typer.echo(json.dumps([{**user._asdict(), "added_at": user.added_at.isoformat()} for user in found]))
        return
    for user in found:
        typer.echo(f"{_told(user.name, user.role, user.clearance)}; added on {user.added_at:%Y-%m-%d}")
    if not found:
        typer.echo("There is no user yet. To add one: assistant users add NAME")


@users.command("sign-ins")
def sign_ins(
    name: Annotated[str | None, typer.Argument(help="Only those of this user.", show_default=False)] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who signed in or out, or was not let in, when (UTC) and from where, the newest first; passwords are never kept."""
    from assistant.access.audit import listed

    with _database(store) as engine:
        found = listed(engine, name)
    if as_json:
        typer.echo(json.dumps([{**one._asdict(), "at": one.at.isoformat(timespec="seconds") + "Z"} for one in found]))
        return
    for one in found:
        who = one.name or "a name that no user has"
        typer.echo(f"{one.at:%Y-%m-%d %H:%M:%S}  {one.outcome:<12}  {who}, from {one.address or 'an unknown address'}")
    if not found:
        typer.echo(f"Nobody called {name} has signed in." if name else "Nobody has signed in yet.")


@users.command()
def change(
    name: NameArgument, role: RoleOption = None, clearance: ClearanceOption = None, store: StoreOption = None
) -> None:
    """Give a user another role or clearance; it holds at once, also for who is signed in."""
    if role is None and clearance is None:
        raise UsageError("Nothing to change: give --role, --clearance or both.")
    with _opened(store) as held:
        user = held.change(name, _role(role), _clearance(clearance))
    typer.echo(f"changed    {_told(user.name, user.role, user.clearance)}")


@users.command()
def passwd(name: NameArgument, password_stdin: StdinOption = False, store: StoreOption = None) -> None:
    """Give a user another password, asked for twice; it ends their sessions and any wait after wrong ones."""
    with _opened(store) as held:
        held.find(name)  # refused before a password is asked for
        user = held.set_password(name, _password(password_stdin))
    typer.echo(f"changed    {user.name}: has another password; whoever was signed in as {user.name} is signed out")


@users.command()
def remove(name: NameArgument, store: StoreOption = None) -> None:
    """Remove a user; it signs them out."""
    with _opened(store) as held:
        user = held.remove(name)
    typer.echo(f"removed    {user.name}")


@contextmanager
def _opened(store: Path | None, *, new: bool = False) -> Iterator[Users]:
    from assistant.access.users import Users

    with _database(store, new=new) as engine:
        yield Users(engine)


@contextmanager
def _database(store: Path | None, *, new: bool = False) -> Iterator[Engine]:
    from assistant.access.database import open_database
    from assistant.settings import load_settings

    engine = open_database(load_settings(store=store).store, new=new)
    try:
        yield engine
    finally:
        engine.dispose()


def _role(given: str | None) -> Role | None:
    from assistant.access.roles import ROLES

    return cast("Role | None", _one_of("role", given, ROLES))


def _clearance(given: str | None) -> Clearance | None:
    from assistant.access.roles import CLEARANCES

    return cast("Clearance | None", _one_of("clearance", given, CLEARANCES))


def _one_of(option: str, given: str | None, among: Sequence[str]) -> str | None:
    if given is not None and given not in among:
        raise UsageError(f"--{option} is one of {', '.join(among)}, not “{given}”.")
    return given


def _told(name: str, role: str, clearance: str) -> str:
    return f"{name}: {role}, {'public papers only' if clearance == 'public' else 'cleared for exempt papers'}"


def _password(from_stdin: bool) -> str:
    """A new password: never from the command line, where everybody on this machine could read it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError(
            "There is no terminal to ask for the password. Give it on standard input with --password-stdin."
        )
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt="The same again"))
