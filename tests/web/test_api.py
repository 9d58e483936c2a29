"""Questions and look-ups over plain HTTP: described by what checks them, asked with the clearance of whoever asks."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from assistant import Answer
from assistant.mcp.offered import OFFERED
from tests.web.conftest import Site
from tests.web.driving import RENT
from tests.web.signing import signed_in, visiting
from tests.web.test_guard import CONTRACT

LEAST: dict[str, dict[str, Any]] = {  # what each call must at least be given
    "ask": {"question": RENT},
    "search_passages": {"query": "allotments"},
    "get_indicator": {"name": "rents"},
    "compare_indicator": {"name": "rents"},
    "track_action": {"action": "rents"},
    "latest_position": {"topic": "rents"},
    "changes_between": {"older": "cabinet-2025-01-09.pdf", "newer": "council-2025-02-20.pdf"},
}


def described(site: Site) -> dict[str, Any]:
    reply = httpx.get(f"{site.url}/api/openapi.json")
    assert reply.status_code == 200
    found: dict[str, Any] = reply.json()
    return found


def call(site: Site, name: str, given: Any) -> httpx.Response:
    return httpx.post(f"{site.url}/api/{name}", json=given, timeout=60)


def test_the_description_holds_every_call_and_the_whole_answer(site: Site) -> None:
    openapi = described(site)
    assert set(openapi["paths"]) == {f"/{name}" for name in OFFERED}
    schemas = openapi["components"]["schemas"]
    assert set(schemas["Answer"]["properties"]) == set(Answer.model_json_schema()["properties"])
    assert openapi["servers"] == [{"url": "./"}], "it stands beside its description, also behind a proxy"
    for path, methods in openapi["paths"].items():
        body = methods["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert all(one.get("description") for one in schemas[body].get("properties", {}).values()), path
        assert "422" not in methods["post"]["responses"]


@pytest.mark.parametrize("name", OFFERED)
def test_every_call_answers_as_it_is_described(site: Site, name: str) -> None:
    schema = OFFERED[name].arguments.model_json_schema()
    reply = call(site, name, LEAST.get(name, {}))
    assert set(schema.get("required", [])) <= set(LEAST.get(name, {}))
    assert reply.status_code == 200, reply.text
    assert reply.headers["cache-control"] == "no-store"
    assert reply.json()


def test_a_question_is_answered_as_in_the_chat(site: Site) -> None:
    answer = Answer.model_validate(call(site, "ask", {"question": RENT, "series": True}).json())
    expected = site.assistant.ask(RENT)
    assert (answer.answer, answer.citations) == (expected.answer, expected.citations)
    narrowed = call(site, "ask", {"question": RENT, "since": "2025-02-01"}).json()
    assert narrowed["scope"]["documents"] == 2 and "48 pounds" not in narrowed["answer"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "question: Field required"),
        ({"question": "x", "questions": "y"}, "questions: Extra inputs are not permitted"),
        ({"question": "x", "since": "soon"}, "“soon” is no date. Write it as 2025-06-17."),
        ({"question": "x", "committees": ["Walrus Board"]}, "No committee held here is called “Walrus Board”"),
        ([], "Input should be a valid dictionary"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(site: Site, given: Any, told: str) -> None:
    reply = call(site, "ask", given)
    assert reply.status_code == 400
    assert told in reply.json()["error"] and "\n" not in reply.json()["error"]


def test_what_is_no_json_or_too_long_is_refused(site: Site) -> None:
    headers = {"Content-Type": "application/json"}
    assert httpx.post(f"{site.url}/api/ask", content=b"{", headers=headers).status_code == 400
    assert call(site, "ask", {"question": "x" * 1_100_000}).status_code == 413
    assert call(site, "walrus", {}).status_code == 404


def test_a_program_sees_what_its_user_may_see(guarded: Site) -> None:
    question = {"question": CONTRACT}
    with visiting(guarded.url) as nobody:
        for path in ("api/ask", "api/openapi.json", "api"):
            reply = nobody.post(path, json=question) if path == "api/ask" else nobody.get(path)
            assert reply.status_code == 401
        assert nobody.post("api/ask", json=question).json() == {"error": "You are signed out. Sign in again to go on."}
    with signed_in(guarded.url, "rita") as rita, signed_in(guarded.url, "olga") as olga:
        assert "Brightwater" not in rita.post("api/ask", json=question).text
        assert "Brightwater" in olga.post("api/ask", json=question).text
        forged = {"sec-fetch-site": "cross-site"}
        assert olga.post("api/ask", json=question, headers=forged).status_code == 403


def test_the_page_about_it_names_every_call_and_every_field_of_the_answer(site: Site) -> None:
    page = httpx.get(f"{site.url}/api").text
    told = re.findall(r"<summary><code>/api/(\w+)</code>", page)
    assert told == list(OFFERED)
    for field in Answer.model_fields:
        assert f"<code>{field}</code>" in page
