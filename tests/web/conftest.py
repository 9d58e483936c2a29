"""A real store of three small papers, the real Assistant over it, the served page, and a real browser.

One of the papers is hostile: its resolution holds HTML, links and an image of another host.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import httpx
import pytest
import uvicorn
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

from tests.conftest import _ingested
from tests.two_committees import write_two

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from assistant import Assistant
    from assistant.access.roles import Role
    from assistant.access.users import Users
    from assistant.settings import Clearance

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

HOSTILE = (
    "RESOLVED that the beekeeping byelaw <img src=x onerror=\"document.title='taken'\"> be adopted, see "
    "[1](javascript:document.title='taken') and ![x](http://evil.example/x.png) <details open>"
    " <summary>more</summary> <script>document.title='taken'</script> at a fee of 17 pounds a hive."
)
CABINET = [
    (
        "31. Allotment rents",
        "Mr Ashdown presented the report on allotment rents and said that costs had risen.",
    ),
    ("", "RESOLVED that the allotment rent be set at 48 pounds a plot from 1 April 2025."),
    (
        "32. Harbour lighting",
        "Mrs Fernleigh reported that eleven lamps on the harbour wall had failed in the storm.",
    ),
    ("", "RESOLVED that the harbour lighting contract be awarded to Calder Electrical Limited."),
]
SCRUTINY = [
    ("8. Library opening hours", "The Committee considered the opening hours of Eastgate library."),
    ("", "RESOLVED that the Cabinet be asked to keep Eastgate library open on Saturdays."),
    ("9. Beekeeping byelaw", "The Committee considered a byelaw on beekeeping."),
    ("", HOSTILE),
]
COUNCIL = [
    ("20. Mayor's announcements", "The Mayor thanked the volunteers of the winter shelter."),
    ("21. Members' allowances", "RESOLVED that the members' allowances scheme be adopted without change."),
]


@dataclass(frozen=True)
class Site:
    """The served page and what stands behind it."""

    url: str
    assistant: Assistant
    store: Path


def _minutes(path: Path, body: str, held: str, items: list[tuple[str, str]]) -> None:
    style = getSampleStyleSheet()
    story = [
        Paragraph("WESTMERE DISTRICT COUNCIL", style["Title"]),
        Paragraph(body.upper(), style["Heading1"]),
        Paragraph(f"MINUTES of a meeting of the {body} held in the Council Chamber on {held}.", style["BodyText"]),
        Paragraph("PRESENT: Mr J Ashdown (Chairman), Mrs P Fernleigh, Mr T Okoro", style["BodyText"]),
        PageBreak(),
    ]
    for heading, text in items:
        if heading:
            story += [Spacer(1, 10), Paragraph(escape(heading), style["Heading3"])]
        story.append(Paragraph(escape(text), style["BodyText"]))
    SimpleDocTemplate(str(path), pagesize=A4, title=f"{body} minutes {held}").build(story)


@pytest.fixture(scope="session")
def westmere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three sets of minutes of a made-up council."""
    folder = tmp_path_factory.mktemp("westmere")
    _minutes(folder / "cabinet-2025-01-09.pdf", "Cabinet", "Thursday, 9 January 2025", CABINET)
    _minutes(folder / "scrutiny-2025-02-04.pdf", "Scrutiny Committee", "Tuesday, 4 February 2025", SCRUTINY)
    _minutes(folder / "council-2025-02-20.pdf", "County Council", "Thursday, 20 February 2025", COUNCIL)
    return folder


@pytest.fixture(scope="session")
def westmere_store(westmere: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those minutes, taken in by the command."""
    from assistant.cli import ingest

    store = tmp_path_factory.mktemp("web") / "store"
    ingest([westmere], store)
    return store


@pytest.fixture(scope="session")
def westmere_assistant(westmere_store: Path) -> Iterator[Assistant]:
    """The Assistant over them."""
    from assistant import Assistant
    from assistant.settings import load_settings

    assistant = Assistant.open(load_settings(store=westmere_store))
    yield assistant
    assistant.close()


@contextmanager
def served(assistant: Assistant) -> Iterator[str]:
    """The page served from a thread on a free port."""
    from assistant.web import create_app

    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(create_app(assistant), log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="module")
def site(westmere_assistant: Assistant, westmere_store: Path) -> Iterator[Site]:
    """The served page over the minutes of Westmere."""
    with served(westmere_assistant) as url:
        yield Site(url, westmere_assistant, westmere_store)


@pytest.fixture(scope="module")
def saltrey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The served page over the minutes of two committees that dealt with the same matters."""
    from assistant import Assistant
    from assistant.settings import load_settings

    folder = tmp_path_factory.mktemp("saltrey")
    store = _ingested(write_two(folder / "papers"), folder / "store")
    assistant = Assistant.open(load_settings(store=store))
    with served(assistant) as url:
        yield Site(url, assistant, store)
    assistant.close()


@pytest.fixture(scope="module")
def sample_site(sample_assistant: Assistant, sample_store: Path) -> Iterator[Site]:
    """The served page over the sample papers."""
    with served(sample_assistant) as url:
        yield Site(url, sample_assistant, sample_store)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium. A module at a time: Playwright keeps an event loop in this thread meanwhile."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"no browser at {CHROMIUM}: apt-get install chromium")
        pytest.skip(f"no browser at {CHROMIUM}: the browser tests are skipped (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture()
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor at a desk."""
    context = browser.new_context(viewport={"width": 1360, "height": 850})
    yield context
    context.close()


@pytest.fixture()
def page(context: BrowserContext, site: Site) -> Page:
    """That visitor's page, opened."""
    from tests.web.driving import opened

    return opened(context, site)


PART_II = "cabinet-part-ii-residential-care-contracts-2025-06-17.pdf"
PASSWORD = "four green chairs dance"
USERS: dict[str, tuple[Role, Clearance]] = {
    "rita": ("reader", "public"),
    "olga": ("officer", "exempt"),
    "evan": ("evaluator", "public"),
    "ada": ("admin", "exempt"),
}


@pytest.fixture(scope="session")
def guarded_store(westmere: Path, sample_papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The minutes of Westmere and an exempt paper, and a user of each role."""
    from assistant.access.database import open_database
    from assistant.access.users import Users
    from assistant.cli import ingest

    store = tmp_path_factory.mktemp("guarded") / "store"
    ingest([westmere, sample_papers / PART_II], store)
    engine = open_database(store)
    for name, (role, clearance) in USERS.items():
        Users(engine).add(name, PASSWORD, role, clearance)
    engine.dispose()
    return store


@pytest.fixture(scope="module")
def guarded(guarded_store: Path) -> Iterator[Site]:
    """That store served to those who sign in."""
    from assistant import Assistant
    from assistant.settings import load_settings

    assistant = Assistant.open(load_settings(store=guarded_store, sign_in="on"))
    with served(assistant) as url:
        yield Site(url, assistant, guarded_store)
    assistant.close()


@pytest.fixture(scope="module")
def users(guarded_store: Path) -> Iterator[Users]:
    """Its users, to be changed."""
    from assistant.access.database import open_database
    from assistant.access.users import Users

    engine = open_database(guarded_store)
    yield Users(engine)
    engine.dispose()


@pytest.fixture
def desk(westmere_store: Path, tmp_path: Path) -> Iterator[Site]:
    """A copy of the minutes of Westmere, served, to be changed."""
    from tests.web.adding import serving

    with serving(westmere_store, tmp_path) as site:
        yield site


@pytest.fixture
def client(desk: Site) -> Iterator[httpx.Client]:
    """A browser at that desk, over HTTP."""
    with httpx.Client(base_url=desk.url, timeout=60) as client:
        yield client
