"""Signing in and out over HTTP: the form, the cookie, guessing, and sessions that are over."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant import Assistant
from assistant.access.audit import listed
from assistant.access.database import open_database
from assistant.access.sessions import NOT_RIGHT
from assistant.access.users import Users
from assistant.settings import load_settings
from assistant.web.sign_in import TOO_OLD
from tests.web.conftest import PASSWORD, Site, served
from tests.web.signing import fill_in, signed_in, visiting

SECONDS = 2.0


@pytest.fixture(scope="module")
def hasty(guarded_store: Path) -> Iterator[Site]:
    """The same, where a session lasts two seconds and a name has two tries."""
    settings = load_settings(
        store=guarded_store, sign_in="on", session_hours=SECONDS / 3600, sign_in_tries=2, sign_in_wait_minutes=0.1
    )
    assistant = Assistant.open(settings)
    with served(assistant) as url:
        yield Site(url, assistant, guarded_store)
    assistant.close()


def cookie(reply: httpx.Response, name: str) -> str:
    return next(one for one in reply.headers.get_list("set-cookie") if one.startswith(f"{name}="))


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(guarded: Site) -> None:
    with visiting(guarded.url) as client:
        told = cookie(fill_in(client, "rita"), "assistant_session")
    assert re.fullmatch(r"assistant_session=[\w-]{43}; HttpOnly; SameSite=lax", told)

    with visiting(guarded.url) as client:
        client.headers["X-Forwarded-Proto"] = "https"  # as a proxy on this machine says
        assert "; Secure" in cookie(client.get("sign-in"), "assistant_form")
        mark = client.get("sign-in").text.split('name="mark" value="')[1].split('"')[0]
        client.cookies.set("assistant_form", mark)
        reply = client.post("sign-in", data={"name": "rita", "password": PASSWORD, "mark": mark})
        assert "; Secure" in cookie(reply, "assistant_session")


def test_signing_out_ends_the_session_itself(guarded: Site) -> None:
    with signed_in(guarded.url, "rita") as client:
        token = client.cookies["assistant_session"]
        assert "Signed in as <b>rita</b>" in client.get("papers").text
        out = client.post("sign-out")
        assert out.status_code == 303 and "Max-Age=0" in cookie(out, "assistant_session")
        assert "You have signed out." in client.get(out.headers["location"]).text
    with visiting(guarded.url) as thief:
        thief.cookies.set("assistant_session", token)
        assert thief.get("papers").status_code == 401


def test_signing_in_begins_a_new_session_and_ends_the_one_before(guarded: Site) -> None:
    with signed_in(guarded.url, "rita") as client:
        before = client.cookies["assistant_session"]
        assert client.get("sign-in").status_code == 303, "who is in is not asked again"
        mark = client.cookies["assistant_form"]
        client.post("sign-in", data={"name": "evan", "password": PASSWORD, "mark": mark})
        assert client.cookies["assistant_session"] != before
        assert "Signed in as <b>evan</b>" in client.get("papers").text
        assert client.get("papers", headers={"Cookie": f"assistant_session={before}"}).status_code == 401


@pytest.mark.parametrize(("name", "password"), [("rita", "not the password"), ("nobody", PASSWORD), ("", "")])
def test_what_is_not_right_is_told_alike_and_keeps_the_name(guarded: Site, name: str, password: str) -> None:
    with visiting(guarded.url) as client:
        reply = fill_in(client, name, password)

    assert reply.status_code == 403 and "assistant_session" not in str(reply.headers)
    assert f'role="alert" id="problem"><p>{NOT_RIGHT}' in reply.text
    assert (
        f'name="name" value="{name}"' in reply.text and password not in reply.text.replace('value=""', "")
    ) or not password


def test_a_form_that_was_not_ours_signs_nobody_in(guarded: Site) -> None:
    right = {"name": "rita", "password": PASSWORD}
    with visiting(guarded.url) as client:
        for cookies, form in (
            ({}, right),
            ({}, right | {"mark": ""}),
            ({}, right | {"mark": "made up"}),
            ({"assistant_form": ""}, right | {"mark": ""}),
            ({"assistant_form": "one"}, right | {"mark": "other"}),
        ):
            client.cookies.clear()
            client.cookies.update(cookies)
            reply = client.post("sign-in", data=form)
            assert reply.status_code == 403 and TOO_OLD in reply.text
            assert "assistant_session" not in str(reply.headers)


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"name=" + b"x" * 9000, b"&".join([b"a=1"] * 500), b"mark=%00&name=%00", b'{"name": 1}']
)
def test_whatever_is_sent_is_answered_calmly(guarded: Site, body: bytes) -> None:
    with visiting(guarded.url) as client:
        client.get("sign-in")
        reply = client.post("sign-in", content=body)

    assert reply.status_code == 403 and "Sign in" in reply.text


@pytest.mark.parametrize(
    ("to", "then"),
    [
        ("decisions?about=bees&page=2", "./decisions?about=bees&page=2"),
        ("", "./"),
        ("https://evil.example/", "./"),
        ("//evil.example/", "./"),
        ("/\\evil.example", "./"),
        ("javascript:alert(1)", "./"),
        ("../other", "./"),
        ("papers\r\nSet-Cookie: a=b", "./"),
    ],
)
def test_after_signing_in_one_stays_on_this_site(guarded: Site, to: str, then: str) -> None:
    with visiting(guarded.url) as client:
        reply = fill_in(client, "rita", to=to)

    assert (reply.status_code, reply.headers["location"]) == (303, then)
    assert "a" not in reply.cookies


def test_names_are_shown_as_text(guarded: Site) -> None:
    with visiting(guarded.url) as client:
        reply = fill_in(client, '"><script>alert(1)</script>')

    assert "<script" not in reply.text and "&lt;script&gt;" in reply.text


def test_the_page_runs_nothing_and_is_in_no_frame(guarded: Site) -> None:
    with visiting(guarded.url) as client:
        reply = client.get("sign-in")

    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "script-src" not in policy
    assert reply.headers["cache-control"] == "no-store" and reply.headers["referrer-policy"] == "no-referrer"
    assert "paper" not in re.sub(r"<footer.*</footer>|Committee papers assistant", "", reply.text, flags=re.DOTALL)


def test_who_guesses_has_to_wait_and_is_told_so(hasty: Site, users: Users) -> None:
    users.add("greta", PASSWORD)
    with visiting(hasty.url) as client:
        for _ in range(2):
            assert fill_in(client, "greta", "not the password").status_code == 403
        reply = fill_in(client, "greta")
        assert reply.status_code == 429 and int(reply.headers["retry-after"]) == 60
        assert "There were too many tries. Please wait a minute and try again." in reply.text
        engine = open_database(hasty.store)
        noted = [(one.outcome, one.address) for one in listed(engine, "greta")]
        engine.dispose()
        assert noted == [("made to wait", "127.0.0.1"), *[("refused", "127.0.0.1")] * 2]
        assert fill_in(client, "rita").status_code == 303, "others are let in meanwhile"
    with visiting(hasty.url) as client:
        time.sleep(6.5)
        assert fill_in(client, "greta").status_code == 303


def test_a_session_is_over_after_its_time(hasty: Site) -> None:
    with signed_in(hasty.url, "rita") as client:
        assert client.get("papers").status_code == 200
        time.sleep(SECONDS + 0.2)
        reply = client.get("papers")

    assert reply.status_code == 401 and "Sign in again" in reply.text
