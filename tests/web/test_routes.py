"""The plain routes, asked over HTTP of the served application."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from assistant.papers.picture import MARKER_PEN
from assistant.web.citing import paper_url, picture_url
from assistant.web.pages import parse_boxes
from tests.web.conftest import Site


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def get(url: str) -> Reply:
    try:
        with urllib.request.urlopen(url, timeout=60) as reply:
            return Reply(reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())


def test_health_says_how_many_papers_are_held(site: Site) -> None:
    reply = get(f"{site.url}/health")

    assert reply.status == 200
    assert json.loads(reply.body) == {"status": "ok", "documents": 3}


def test_the_picture_of_a_citation_shows_its_words_marked(site: Site) -> None:
    citation = site.assistant.ask("What was agreed about allotment rents on 9 January 2025?").citations[0]
    reply = get(f"{site.url}/{picture_url(citation)}")

    assert reply.status == 200
    assert reply.headers["content-type"] == "image/png"
    assert reply.headers["cache-control"] == "no-store"
    top, bottom = map(float, reply.headers["x-marked"].split())
    assert 0 < top < bottom < 1
    assert MARKER_PEN in set(Image.open(io.BytesIO(reply.body)).convert("RGB").get_flattened_data())


def test_a_picture_says_what_stands_around_its_page_and_can_be_finer(site: Site) -> None:
    citation = site.assistant.ask("What was agreed about allotment rents on 9 January 2025?").citations[0]
    first, cited = (get(f"{site.url}/page/{citation.paper_id}/{page}.png") for page in (1, citation.page))
    told = [(one.headers.get("x-before"), one.headers.get("x-after"), one.headers["x-pages"]) for one in (first, cited)]
    assert told == [(None, "2", "2"), ("1", None, "2")]
    assert cited.headers["x-whole"] == "yes" and "x-marked" not in cited.headers
    finer = get(f"{site.url}/page/{citation.paper_id}/{citation.page}.png?sharp=true")
    assert Image.open(io.BytesIO(finer.body)).width > 1.5 * Image.open(io.BytesIO(cited.body)).width


def test_the_pdf_of_a_citation_can_be_opened(site: Site) -> None:
    citation = site.assistant.ask("What was agreed about allotment rents on 9 January 2025?").citations[0]
    reply = get(f"{site.url}/{paper_url(citation)}")

    assert reply.status == 200
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-disposition"] == "inline"
    assert reply.body.startswith(b"%PDF")


@pytest.mark.parametrize(
    "path",
    [
        "page/unknown/1.png",
        "page/../1.png",
        "page/%2e%2e%2fstore/1.png",
        "page/..%5c..%5cstore/1.png",
        "paper/unknown.pdf",
        "paper/%2e%2e%2f%2e%2e%2fetc%2fpasswd.pdf",
        "docs",
        "redoc",
        "openapi.json",
    ],
)
def test_what_may_not_be_shown_is_not_found(site: Site, path: str) -> None:
    assert get(f"{site.url}/{path}").status == 404


@pytest.mark.parametrize("page", ["0", "99", "-1"])
def test_a_page_the_paper_does_not_have_is_not_found(site: Site, page: str) -> None:
    citation = site.assistant.ask("What was agreed about allotment rents on 9 January 2025?").citations[0]

    assert get(f"{site.url}/page/{citation.paper_id}/{page}.png").status == 404


def test_every_reply_forbids_other_hosts(site: Site) -> None:
    for path in ("", "health", "config", "page/unknown/1.png"):
        policy = get(f"{site.url}/{path}").headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "http:" not in policy
        assert "https:" not in policy


def test_the_page_names_no_font_or_script_of_another_host(site: Site) -> None:
    page = get(f"{site.url}/").body.decode()
    theme = get(f"{site.url}/theme.css").body.decode()

    assert "googleapis" not in page + theme
    assert "cdn" not in page.lower().replace("cdn_url", "")
    assert "@font-face" not in theme


def test_no_store_path_is_told(site: Site) -> None:
    assert str(site.store) not in get(f"{site.url}/").body.decode()
    assert str(site.store) not in get(f"{site.url}/config").body.decode()


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("", []),
        ("1,2,3,4", [(1, 2, 3, 4)]),
        ("1.5,2,3,4;5,6,7,8", [(1.5, 2, 3, 4), (5, 6, 7, 8)]),
        ("1,2,3;1,2,3,4,5;a,b,c,d;nan,1,2,3;inf,0,0,1;1e9,0,1,1;1,2,3,4", [(1, 2, 3, 4)]),
    ],
)
def test_boxes_that_cannot_be_read_are_left_out(text: str, boxes: list[tuple[float, ...]]) -> None:
    assert parse_boxes(text) == boxes


def test_a_store_path_is_never_part_of_an_address(site: Site, tmp_path: Path) -> None:
    citation = site.assistant.ask("What was agreed about allotment rents on 9 January 2025?").citations[0]

    assert "/" not in picture_url(citation).removeprefix("page/").split("/")[0]
