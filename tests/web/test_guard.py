"""The guard before every route: without a session each says no, with one only what role and clearance allow."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, Mount

from assistant import Assistant
from assistant.access.users import Users
from assistant.settings import Clearance, load_settings
from assistant.web import create_app
from assistant.web.access import COOKIE, Access
from assistant.web.chat import Chat
from assistant.web.guard import FORGED, NOT_YOUR_PAGE, NOT_YOURS, OPEN
from assistant.web.narrow import NOTHING
from assistant.web.turns import Conversation
from assistant.web.views.routes import FORMATS, MAKERS
from eval.cases import Case
from eval.check import papers_under
from eval.pages import Pages
from eval.run import ask_all
from eval.runs import describe, write
from tests.web.conftest import PART_II, PASSWORD, Site, served
from tests.web.driving import RENT
from tests.web.signing import PAGE, asked, event, signed_in, visiting

SECRETS = ("Brightwater", PART_II, "esidential care")
CONTRACT = "Which provider was awarded the residential care contract?"


def routes_of(routes: list[BaseRoute], under: str = "") -> Iterator[tuple[str, str]]:
    """(method, path) of every route, those of mounted applications too, with something in place of each parameter."""
    for route in routes:
        path = under + re.sub(r"\{[^}]*\}", "1", getattr(route, "path", ""))
        if isinstance(route, Mount):
            yield "GET", f"{path}/"
            yield from routes_of(route.routes, path)
        elif router := getattr(route, "original_router", None):  # as FastAPI keeps one that was included
            yield from routes_of(router.routes, path)
        else:
            yield from ((method, path) for method in getattr(route, "methods", None) or ("GET",))


@pytest.fixture(scope="module")
def evaluated(guarded_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same with the evaluators' page, and what the guard stands before."""
    runs = tmp_path_factory.mktemp("runs")
    assistant = Assistant.open(load_settings(store=guarded_store, sign_in="on", evaluation_runs=runs))
    with served(assistant) as url:
        yield Site(url, assistant, guarded_store)
    assistant.close()


@pytest.fixture(scope="module")
def application(evaluated: Site) -> FastAPI:
    return create_app(evaluated.assistant)


def test_every_route_says_no_without_a_session(evaluated: Site, application: FastAPI) -> None:
    every = sorted(set(routes_of(application.routes)))
    assert {("POST", "/gradio_api/queue/join"), ("GET", "/gradio_api/queue/data"), ("GET", "/evaluation/config")} <= {
        *every
    }
    assert len(every) > 100
    let_in = []
    with visiting(evaluated.url) as client:
        for method, path in every:
            reply = client.request(method, path)
            if reply.status_code != 401:
                let_in.append((method, path, reply.status_code))
            else:
                assert reply.headers["cache-control"] == "no-store" and "frame-ancestors" in str(reply.headers)

    assert {path for _, path, _ in let_in} == {"/sign-in", "/health"}
    with visiting(evaluated.url) as client:
        assert client.get("/face/views.css").status_code == 200
        assert client.get("/face/chat.js").status_code == 401
    assert set(OPEN) == {"/sign-in", "/health", "/face/views.css"}


@pytest.mark.parametrize(
    "path", ["//", "/./decisions", "/decisions/", "/DECISIONS", "/health/", "/health/../decisions", "/sign-in/../config",
             "/face/views.css/../chat.js", "/face/views.css%2f..%2fchat.js", "/%2e/config", "/health%00", "/x"],
)  # fmt: skip
def test_no_way_of_writing_a_path_gets_around_it(evaluated: Site, path: str) -> None:
    with httpx.Client() as client:
        request = client.build_request("GET", evaluated.url)
        request.url = request.url.copy_with(raw_path=path.encode())
        assert client.send(request).status_code in {400, 401}


def test_a_made_up_session_is_none(guarded: Site) -> None:
    for cookie in ("x", "", "a" * 4000, "../..", "%00"):
        with visiting(guarded.url) as client:
            assert client.get("/decisions", headers={"Cookie": f"assistant_session={cookie}"}).status_code == 401


def test_a_page_leads_to_signing_in_and_back(guarded: Site) -> None:
    with visiting(guarded.url) as client:
        for path, way in (
            ("/decisions?about=bees&page=2", "sign-in?to=decisions%3Fabout%3Dbees%26page%3D2"),
            ("/", "sign-in"),
            ("/page/x/1.png", "../../sign-in?to=page%2Fx%2F1.png"),
        ):
            reply = client.get(path, headers=PAGE)
            assert (reply.status_code, reply.headers["location"]) == (303, way)
        assert client.get("/gradio_api/info", headers={"Accept": "*/*"}).status_code == 401


def test_health_tells_of_public_papers_only(guarded: Site) -> None:
    with visiting(guarded.url) as client:
        assert client.get("/health").json() == {"status": "ok", "documents": 3}


@pytest.mark.parametrize(("name", "status"), [("rita", 403), ("olga", 403), ("evan", 200), ("ada", 200)])
def test_evaluation_is_for_evaluators(evaluated: Site, name: str, status: int) -> None:
    with signed_in(evaluated.url, name) as client:
        for path in ("/evaluation/", "/evaluation/config", "/evaluation/gradio_api/info"):
            reply = client.get(path)
            assert reply.status_code == status
            assert (NOT_YOURS in reply.text) is (status == 403)
        assert client.get("/evaluation").status_code in {403, 404}


def everything(client: httpx.Client, paper_id: object) -> dict[str, str]:
    """All that the routes show of the papers to somebody, by what they were asked for."""
    names = [*MAKERS, *(f"{name}.{ending}" for name in MAKERS for ending in FORMATS)]
    names += [f"page/{paper_id}/1.png", f"paper/{paper_id}.pdf", f"changes?since={PART_II}"]
    shown = {name: client.get(name) for name in names}
    return {
        **{name: f"{reply.status_code} {reply.text}" for name, reply in shown.items()},
        "chat": asked(client, CONTRACT),
        "examples": opened(client),
        "papers by name": asked(client, f"What does {PART_II} say?"),
    }


def opened(client: httpx.Client) -> str:
    """What the chat shows when it is opened: what is held, and questions to begin with."""
    events = client.get("config").json()["dependencies"]
    number = next(one["id"] for one in events if any(target[1] == "load" for target in one["targets"]))
    shown = str(event(client, "", number, []))
    assert "Questions to begin with" in client.get("config").text and "committee papers held here" in shown
    return shown


def secret_id(site: Site) -> object:
    cleared = site.assistant.cleared("exempt")
    return next(paper["id"] for paper in cleared.list_papers() if paper["document"] == PART_II)


def test_exempt_papers_show_to_the_cleared_only(guarded: Site) -> None:
    with signed_in(guarded.url, "rita") as client:
        public = everything(client, secret_id(guarded))
    with signed_in(guarded.url, "olga") as client:
        cleared = everything(client, secret_id(guarded))

    for name, told in public.items():
        unasked = told.replace(CONTRACT, "").replace(PART_II, "") if name in {"chat", "papers by name"} else told
        assert name.startswith("changes?") or not any(secret in unasked for secret in SECRETS), name
    assert [public[name][:3] for name in public if name.startswith(("page/", "paper/"))] == ["404", "404"]
    assert "3 committee papers" in public["examples"] and "4 committee papers" in cleared["examples"]
    assert "3 papers" in public["papers"] and "4 papers" in cleared["papers"]
    assert "Brightwater" in cleared["chat"] and "Exempt" in cleared["papers"]
    assert [cleared[name][:3] for name in cleared if name.startswith(("page/", "paper/"))] == ["200", "200"]


def test_a_withdrawn_clearance_works_at_once_also_on_what_was_answered(guarded: Site, users: Users) -> None:
    users.add("wilma", PASSWORD, "officer", "exempt")
    page = uuid.uuid4().hex
    with signed_in(guarded.url, "wilma") as client:
        assert "Brightwater" in asked(client, CONTRACT, page)
        users.change("wilma", clearance="public")
        after = asked(client, RENT, page)
        assert "48 pounds" in after and "no longer shown" in after
        assert "Brightwater" not in after
        assert client.get(f"paper/{secret_id(guarded)}.pdf").status_code == 404
        assert PART_II not in client.get("papers").text
        users.change("wilma", clearance="exempt")
        assert PART_II in client.get("papers").text


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [("clearance", "no longer shown"), ("removal", "You are signed out"), ("nothing", "Brightwater")],
)
def test_what_changes_while_an_answer_is_sought_counts(guarded: Site, users: Users, meanwhile: str, told: str) -> None:
    name = f"vera.{meanwhile}"
    users.add(name, PASSWORD, "officer", "exempt")
    access = Access(guarded.assistant)
    assert access.sessions is not None
    token = access.sessions.sign_in(name, PASSWORD, "203.0.113.9")
    visitor = HTTPConnection({"type": "http", "headers": [(b"cookie", f"{COOKIE}={token}".encode())]})

    async def shown() -> list[str]:
        conversation, states = Conversation(), []
        async for _ in Chat(access).ask(CONTRACT, conversation, visitor, NOTHING):
            if not states and meanwhile == "clearance":  # it is known what may be seen, and not yet asked
                users.change(name, clearance="public")
            if not states and meanwhile == "removal":
                users.remove(name)
            states.append(conversation.to_html())
        return states

    states = asyncio.run(shown())
    access.close()
    assert told in states[-1].replace("</span><span>", "")
    assert any("Brightwater" in state for state in states) is (meanwhile == "nothing")


def test_a_removed_user_and_a_new_password_end_the_session(guarded: Site, users: Users) -> None:
    users.add("xena", PASSWORD)
    with signed_in(guarded.url, "xena") as client:
        assert client.get("decisions").status_code == 200
        users.set_password("xena", "five blue tables sing")
        assert client.get("decisions").status_code == 401
    with signed_in(guarded.url, "xena", "five blue tables sing") as client:
        users.remove("xena")
        assert client.get("decisions").status_code == 401
        assert asked(client, RENT).startswith("401")


def test_what_another_site_sends_does_nothing(guarded: Site) -> None:
    with signed_in(guarded.url, "rita") as client:
        for site in ("cross-site", "same-site"):
            for path in ("sign-out", "sign-in", "gradio_api/queue/join"):
                reply = client.post(path, headers={"Sec-Fetch-Site": site})
                assert reply.status_code == 403 and FORGED in reply.text
        assert client.get("decisions", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200, (
            "a link is followed"
        )


def test_a_conversation_is_reached_by_nobody_else(guarded: Site) -> None:
    page = uuid.uuid4().hex
    with signed_in(guarded.url, "rita") as rita, signed_in(guarded.url, "evan") as evan:
        assert "48 pounds" in asked(rita, RENT, page)
        refused = f'403 {{"error":"{NOT_YOUR_PAGE}"}}'
        assert asked(evan, "And from which date?", page) == refused
        for reply in (
            evan.get("gradio_api/queue/data", params={"session_hash": page}),
            evan.get(f"gradio_api/heartbeat/{page}"),
            evan.post("gradio_api/cancel", json={"session_hash": page, "fn_index": 0, "event_id": "1"}),
            evan.post("gradio_api/component_server", files={"session_hash": (None, page)}),
            evan.post("gradio_api/run/predict", content=f'{{"data": [], "session_hash": "{page}"}}'),
        ):
            assert f"{reply.status_code} {reply.text}" == refused
        assert evan.post("gradio_api/queue/join", content=b"x" * 1_100_000).status_code == 413
        assert "1 April" in asked(rita, "And from which date?", page)


def test_it_works_where_a_proxy_serves_it_under_a_path(guarded: Site) -> None:
    """Such a proxy takes its path off: what we send must then lead back to that path, and the cookie not beyond it."""
    with visiting(guarded.url) as client:
        reply = client.get("/decisions", headers=PAGE)
        base = httpx.URL("https://council.example/papers/decisions")
        assert str(base.join(reply.headers["location"])).startswith("https://council.example/papers/sign-in?")
    with signed_in(guarded.url, "rita") as client:
        page = client.get("/decisions").text
        assert 'action="./sign-out"' in page
        out = client.post("/sign-out")
        assert str(base.join(out.headers["location"])) == "https://council.example/papers/sign-in?out=1"
        assert "path" not in out.headers["set-cookie"].lower()


def test_without_sign_in_there_is_none(site: Site) -> None:
    with visiting(site.url) as client:
        assert client.get("decisions").status_code == 200
        assert "Sign out" not in client.get("decisions").text
        assert client.post("sign-out").status_code in {404, 405}
        assert "password" not in client.get("sign-in").text
        assert not (site.store / "users.db").exists()


def test_where_the_users_cannot_be_read_nobody_is_let_in(guarded_store: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(guarded_store, store)
    with (
        closing(Assistant.open(load_settings(store=store, sign_in="on"))) as assistant,
        served(assistant) as url,
        signed_in(url, "rita") as client,
    ):
        with closing(sqlite3.connect(store / "users.db")) as connection:
            connection.execute("DROP TABLE signed_in")
        reply = client.get("papers")
        assert (reply.status_code, reply.text) == (503, "Nobody can be let in at the moment. Please try again later.")
        mark = client.cookies["assistant_form"]
        assert client.get("sign-in").status_code == 503
        again = client.post("sign-in", data={"name": "rita", "password": PASSWORD, "mark": mark})
        assert again.status_code == 503 and "Nobody can be let in" in again.text
        assert client.get("health").status_code == 200


def test_runs_that_saw_exempt_papers_show_to_cleared_evaluators_only(
    evaluated: Site, westmere: Path, guarded_store: Path
) -> None:
    runs = evaluated.assistant.settings.evaluation_runs
    assert runs is not None
    fields = {"id": "w-1", "kind": "award", "turns": [CONTRACT], "nuggets": [{"wordings": ["Brightwater"]}]}
    case = Case.model_validate({**fields, "evidence": [{"document": PART_II, "page": 1}], "cluster": "cabinet"})
    for clearance in get_args(Clearance):
        asking = evaluated.assistant.cleared(clearance)
        outcomes = ask_all(asking, [case], Pages(papers_under(westmere)), limit=30)
        write(runs / f"20260101T000000Z-{clearance}", describe(asking, ["westmere"], [case]), outcomes)

    shown = {}
    for name, other in (("evan", "(none)"), ("ada", "20260101T000000Z-exempt")):
        page = uuid.uuid4().hex
        with signed_in(evaluated.url, name) as client:
            shown[name] = str(event(client, "evaluation/", 0, [], page))
            shown[name] += str(event(client, "evaluation/", 1, ["20260101T000000Z-public", other, True], page))
    assert "Z-public" in shown["evan"] and "Z-exempt" not in shown["evan"] and CONTRACT not in shown["evan"]
    assert "Z-exempt" in shown["ada"] and CONTRACT in shown["ada"]
