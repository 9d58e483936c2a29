"""The views over HTTP: what their replies say to browsers and caches, hostile papers, and faults told calmly."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, cast

import pytest

from assistant.errors import StoreError
from assistant.web.views.routes import MAKERS
from assistant.web.wording import VIEW_WENT_WRONG, VIEWS
from tests.web.conftest import Site, served
from tests.web.test_routes import get

if TYPE_CHECKING:
    from assistant import Assistant


def test_every_view_of_the_navigation_is_there() -> None:
    assert list(VIEWS) == ["", *MAKERS]


@pytest.mark.parametrize("name", MAKERS)
def test_a_view_is_not_kept_and_runs_no_script_but_its_own(site: Site, name: str) -> None:
    reply = get(f"{site.url}/{name}")
    policy = reply.headers["content-security-policy"]

    assert reply.status == 200
    assert reply.headers["cache-control"] == "no-store"
    assert "script-src 'self';" in policy and "style-src 'self';" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    page = reply.body.decode()
    assert " style=" not in page and "onclick" not in page.replace("&lt;", "")


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(("ending", "begin"), [("csv", b"\xef\xbb\xbf"), ("docx", b"PK")])
def test_what_a_view_shows_is_a_file_to_save(site: Site, name: str, ending: str, begin: bytes) -> None:
    reply = get(f"{site.url}/{name}.{ending}")

    assert reply.status == 200 and reply.body.startswith(begin)
    assert reply.headers["content-disposition"] == f'attachment; filename="{name}.{ending}"'
    assert reply.headers["cache-control"] == "no-store"


def test_a_file_is_refused_where_a_filter_cannot_be_read(site: Site) -> None:
    reply = get(f"{site.url}/decisions.csv?from=May&about=bees")

    assert reply.status == 400, "or it would hold more than was asked for"
    assert reply.body.decode() == "From: “May” is no date. Write it as 2025-06-17."


def test_a_hostile_resolution_is_text_in_its_view_and_files(site: Site) -> None:
    page = get(f"{site.url}/decisions?about=beekeeping").body.decode()
    rows = list(csv.DictReader(io.StringIO(get(f"{site.url}/decisions.csv?about=beekeeping").body.decode("utf-8-sig"))))

    assert "&lt;img src=x onerror=" in page and "<img src=x" not in page and page.count("<script") == 1
    assert any("<script>document.title=" in row["text"] for row in rows), "a file holds the words as they are"


def test_a_filter_of_any_length_and_kind_is_answered(site: Site) -> None:
    for query in (
        "about=" + "x" * 4000,
        "page=" + "9" * 50,
        "page=%00&about=%00%0d%0a",
        "from=2025-02-30",
        "about=%ff",
    ):
        assert get(f"{site.url}/decisions?{query}").status == 200, query


@pytest.mark.parametrize("name", ["views.css", "chat.js"])
def test_stylesheet_and_script_may_be_kept(site: Site, name: str) -> None:
    reply = get(f"{site.url}/face/{name}")

    assert reply.status == 200 and "immutable" in reply.headers["cache-control"]
    assert get(f"{site.url}/face/..%2fapp.py").status == 404


class Broken:
    """An assistant whose look-ups fail."""

    def __init__(self, assistant: Assistant, fault: Exception) -> None:
        self._assistant, self._fault = assistant, fault

    def __getattr__(self, name: str) -> object:
        if name == "finder":
            raise self._fault
        return getattr(self._assistant, name)


@pytest.mark.parametrize(
    ("fault", "status", "told"),
    [
        (StoreError("The store is being moved."), 503, "The store is being moved."),
        (KeyError("secret"), 500, VIEW_WENT_WRONG),
    ],
)
def test_a_fault_is_told_calmly(site: Site, fault: Exception, status: int, told: str) -> None:
    with served(cast("Assistant", Broken(site.assistant, fault))) as url:
        reply = get(f"{url}/actions")

    assert reply.status == status
    assert (
        told in reply.body.decode() and "secret" not in reply.body.decode() and "Traceback" not in reply.body.decode()
    )
    assert "aria-current=page" in reply.body.decode(), "the way to the other views is still there"
