"""Driving the page: what the browser tests share."""

from __future__ import annotations

import io
from typing import NamedTuple
from urllib.parse import urlparse

from PIL import Image
from playwright.sync_api import BrowserContext, Page, Request, expect

from assistant.papers.picture import MARKER_PEN
from tests.web.conftest import Site

RENT = "What was agreed about allotment rents on 9 January 2025?"
LIGHTING = "Who was awarded the harbour lighting contract?"
BEES = "What was agreed about the beekeeping byelaw?"
DONE = '#log .answer[data-done="true"]'
PLENTY = 30_000  # milliseconds; the embedder is loaded by the first question


def opened(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.set_default_timeout(PLENTY)
    page.goto(site.url)
    expect(page.get_by_label("Your question")).to_be_visible()
    return page


class Watched(NamedTuple):
    """All that a browser asked for, and the errors that it told of, a broken policy among them."""

    requests: list[Request]
    problems: list[str]

    def hosts(self) -> set[str | None]:
        return {urlparse(request.url).hostname for request in self.requests if request.url.startswith("http")}


def watched(context: BrowserContext) -> Watched:
    seen = Watched([], [])
    context.on("request", lambda request: seen.requests.append(request))
    context.on("console", lambda message: seen.problems.append(message.text) if message.type == "error" else None)
    return seen


def ask(page: Page, question: str) -> None:
    before = page.locator(DONE).count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(DONE)).to_have_count(before + 1, timeout=PLENTY)


def shown_picture(page: Page) -> Image.Image:
    expect(page.locator("#source-picture")).to_be_visible(timeout=PLENTY)
    page.wait_for_function("document.querySelector('#source-picture').naturalWidth > 0")
    data = page.evaluate(
        """async () => {
            const reply = await fetch(document.querySelector('#source-picture').src);
            return [...new Uint8Array(await reply.arrayBuffer())];
        }"""
    )
    return Image.open(io.BytesIO(bytes(data))).convert("RGB")


def count_marked(image: Image.Image) -> int:
    return sum(pixel == MARKER_PEN for pixel in image.get_flattened_data())
