"""What the tests of adding papers share: a store of one's own that is served, and sending to it over HTTP."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

from assistant import Assistant
from assistant.settings import load_settings
from tests.web.conftest import Site, _minutes, served

JSON = {"Accept": "application/json"}
SECONDS = 60
MUSEUM = "RESOLVED that the museum of clocks be opened on 1 May 2025 at a cost of 93 pounds."
OPENED = "When is the museum of clocks to be opened?"


@contextmanager
def serving(made: Path, folder: Path, **settings: object) -> Iterator[Site]:
    """A copy of a store, served."""
    store = folder / "store"
    shutil.copytree(made, store, dirs_exist_ok=True)
    with closing(Assistant.open(load_settings(store=store, **settings))) as assistant, served(assistant) as url:
        yield Site(url, assistant, store)


def minutes(path: Path, day: str, *said: str) -> Path:
    """Minutes of a made-up committee as PDF, long enough that a few words changed leave them the same paper."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noted = "The Committee noted the report of the officer and thanked the team for its work over the year."
    items = [
        pair
        for n, title in enumerate(("Apologies", "Parks", "Libraries", "Refuse", "Trees", "Paths"), 1)
        for pair in ((f"{n}. {title}", noted), ("", "RESOLVED that the report be noted."))
    ]
    _minutes(path, "Parks Committee", day, items + [("7. Museum of clocks", noted)] + [("", text) for text in said])
    return path


def marked(client: httpx.Client, path: str = "add-papers") -> str:
    """What the form of a page holds to show that it is ours."""
    found = re.search(r'name="mark" value="(\w+)"', client.get(path).text)
    assert found
    return found[1]


def send(client: httpx.Client, *files: Path | tuple[str, bytes], **fields: str) -> httpx.Response:
    """Send files as the page's script does."""
    parts = [("papers", (f.name, f.read_bytes()) if isinstance(f, Path) else f) for f in files]
    return client.post("add-papers", data={"mark": marked(client), **fields}, files=parts, headers=JSON)


def done(client: httpx.Client) -> list[str]:
    """The cards of all that was sent, newest first, once nothing is on its way any more."""
    until = time.monotonic() + SECONDS
    while client.get("add-papers/state").json():
        assert time.monotonic() < until, client.get("add-papers/state").text
        time.sleep(0.1)
    page = client.get("add-papers").text
    return [
        plain(card)
        for card in re.findall(r'<li class="card job".*?(?=<li class="card job"|</ol></section>)', page, re.S)
    ]


def plain(html: str) -> str:
    """HTML as its words."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def left(store: Path) -> list[str]:
    """The files in the inbox of a store."""
    return [path.name for path in (store / ".inbox").rglob("*") if path.is_file() and path.name != ".lock"]


def workers() -> list[int]:
    """The processes that change papers, of this test's own."""
    found = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "assistant.intake.worker"], check=False, capture_output=True, text=True
    )
    return [int(line) for line in found.stdout.split()]
