"""Adding papers in a real browser: how far it is, what is refused, a lost line, the keyboard, no scripts, barriers."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.web.adding import MUSEUM, OPENED, left, minutes, serving
from tests.web.conftest import Site
from tests.web.driving import DONE, PLENTY, ask, watched
from tests.web.test_sign_in_browser import came, elsewhere, serious

SLOW = 400_000  # bytes a second


@pytest.fixture
def desk(westmere_store: Path, tmp_path: Path) -> Iterator[Site]:
    with serving(westmere_store, tmp_path, max_upload_megabytes=3) as site:
        yield site


def padded(path: Path, size: int) -> Path:
    """The PDF with so many bytes behind its end, as some programs leave them."""
    path.write_bytes(path.read_bytes() + b"\n%" + b" " * size + b"\n")
    return path


def slowed(page: Page) -> None:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
    line.send("Network.emulateNetworkConditions", conditions)


def card(page: Page, name: str, state: str) -> Locator:
    return page.locator(f'#jobs .job[data-state="{state}"]', has=page.get_by_role("heading", name=name, exact=True))


def test_papers_are_sent_with_a_bar_and_reported_without_a_reload(
    context: BrowserContext, desk: Site, tmp_path: Path
) -> None:
    seen = watched(context)
    page = came(context, desk, "papers")
    page.get_by_role("link", name="Add papers").click()
    slowed(page)
    big = padded(minutes(tmp_path / "parks.pdf", "3 March 2025", MUSEUM), 1_500_000)
    page.get_by_label("PDF files").set_input_files([big, minutes(tmp_path / "april.pdf", "7 April 2025")])
    page.get_by_role("button", name="Send", exact=True).click()

    bar = page.get_by_role("progressbar", name="How much of parks.pdf is sent")
    page.wait_for_function(
        "() => { const bar = document.querySelector('#sending progress'); return bar && bar.value > 0 && bar.value < bar.max; }"
    )
    expect(page.locator("#sending .said").first).to_contain_text("of 1.5 MB.")
    expect(page.locator("#sending .said").nth(1)).to_have_text("Waiting to be sent.")
    expect(bar).to_have_count(0, timeout=PLENTY)
    expect(page.get_by_role("progressbar", name="How far parks.pdf is")).to_be_visible()
    expect(card(page, "parks.pdf", "added")).to_contain_text("Parks Committee, 3 March 2025", timeout=PLENTY)
    expect(card(page, "april.pdf", "added")).to_contain_text("7 decisions", timeout=PLENTY)
    expect(page.locator("#told")).to_have_text("april.pdf: Taken in.", timeout=PLENTY)
    page.get_by_role("link", name=re.compile("See it among the papers.*3 March 2025")).click()
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("link", name="Ask", exact=True).click()
    ask(page, OPENED)
    expect(page.locator(DONE)).to_contain_text("1 May 2025")
    assert seen.hosts() == {"127.0.0.1"} and seen.problems == []


def test_reading_shows_its_pages_as_they_are_read(context: BrowserContext, desk: Site, sample_papers: Path) -> None:
    page = came(context, desk, "add-papers")
    page.evaluate(
        """() => { window.said = new Set(); new MutationObserver(() => document.querySelectorAll('#jobs .said').forEach(
            (one) => window.said.add(one.textContent))).observe(document.body, {childList: true, subtree: true, characterData: true}); }"""
    )
    page.get_by_label("PDF files").set_input_files(sample_papers / "scrutiny-agenda-pack-2025-06-11.pdf")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator('#jobs .job[data-state="added"]')).to_be_visible(timeout=PLENTY)
    said = " ".join(page.evaluate("[...window.said]"))
    assert "of 19 pages." in said or "passages." in said, said


def test_what_is_refused_is_told_beside_its_name(context: BrowserContext, desk: Site, tmp_path: Path) -> None:
    page = came(context, desk, "add-papers")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    trick = tmp_path / "<img src=x onerror=document.title='taken'>.pdf"
    trick.write_bytes(b"MZ" + bytes(3000))
    page.get_by_label("PDF files").set_input_files(
        [padded(minutes(tmp_path / "big.pdf", "3 March 2025"), 3_100_000), trick]
    )
    page.get_by_role("button", name="Send", exact=True).click()

    too_big = page.locator("#sending .job").filter(has_text="big.pdf")
    expect(too_big).to_contain_text("more than the 3 MB that may be sent. Split it")
    expect(page.locator('#jobs .job[data-state="failed"]')).to_contain_text("This is not a PDF")
    expect(page.locator('#jobs .job[data-state="failed"] h3')).to_have_text(trick.name)
    assert len(sent) == 1, "what is too big is not even sent"
    assert page.title() == "Add papers – Committee papers assistant"
    page.get_by_role("button", name="Take off the list: big.pdf").click()
    expect(page.locator("#sending")).to_be_hidden()
    expect(page.get_by_label("PDF files")).to_be_focused()


class Line:
    """A slow line to a server that can be cut in the middle of what goes over it."""

    def __init__(self, url: str) -> None:
        self._to = ("127.0.0.1", int(url.rsplit(":", 1)[1]))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.down = False
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                if self.down:  # a browser tries once more by itself
                    here.close()
                    continue
                there = socket.create_connection(self._to)
                self._open += [here, there]
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
                time.sleep(len(data) / SLOW)
            other.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        """Break off all that goes over it, and let nothing pass."""
        self.down = True
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def close(self) -> None:
        """End it."""
        self._listener.close()
        self.cut()


def test_a_line_that_is_lost_is_told_and_the_file_is_sent_again(
    context: BrowserContext, desk: Site, tmp_path: Path
) -> None:
    with closing(Line(desk.url)) as line:
        page = came(context, Site(line.url, desk.assistant, desk.store), "add-papers")
        page.get_by_label("PDF files").set_input_files(padded(minutes(tmp_path / "a.pdf", "3 March 2025"), 2_500_000))
        page.get_by_role("button", name="Send", exact=True).click()
        page.wait_for_function("() => document.querySelector('#sending progress').value > 0")
        while left(desk.store) != ["a.pdf"]:
            page.wait_for_timeout(20)
        line.cut()
        lost = "The connection was lost, and nothing of it was kept."
        expect(page.locator("#sending .said")).to_have_text(lost, timeout=PLENTY)
        page.wait_for_timeout(300)
        assert left(desk.store) == []
        line.down = False
        page.get_by_role("button", name="Send again: a.pdf").click()
        expect(card(page, "a.pdf", "added")).to_be_visible(timeout=PLENTY)
        expect(page.locator("#jobs .job")).to_have_count(1)
        assert left(desk.store) == []


def test_sending_can_be_stopped(context: BrowserContext, desk: Site, tmp_path: Path) -> None:
    page = came(context, desk, "add-papers")
    slowed(page)
    page.get_by_label("PDF files").set_input_files(padded(minutes(tmp_path / "a.pdf", "3 March 2025"), 2_900_000))
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("button", name="Do not send a.pdf").click()
    expect(page.locator("#told")).to_have_text("a.pdf was not sent.")
    expect(page.locator("#sending")).to_be_hidden()
    page.reload()
    expect(page.locator("#jobs .job")).to_have_count(0, timeout=PLENTY)


def test_adding_and_removing_by_keyboard_alone(context: BrowserContext, desk: Site, tmp_path: Path) -> None:
    page = came(context, desk, "papers")

    def to(name: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if name in (page.evaluate("document.activeElement.textContent || document.activeElement.id") or ""):
                return
        raise AssertionError(f"{name} is not reached")

    to("Add papers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/add-papers")
    to("f-papers")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(minutes(tmp_path / "a.pdf", "3 March 2025"))
    to("f-exempt")
    to("Send")
    page.keyboard.press("Enter")
    expect(card(page, "a.pdf", "added")).to_be_visible(timeout=PLENTY)
    to("See it among the papers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers?file=a.pdf")
    to("Remove Parks Committee")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove a paper")
    to("Remove it")
    page.keyboard.press("Enter")
    expect(card(page, "a.pdf", "removed")).to_contain_text("It answers no more", timeout=PLENTY)


def test_it_works_without_scripts(browser: Browser, desk: Site, tmp_path: Path) -> None:
    with elsewhere(browser, java_script_enabled=False) as context:
        page = came(context, desk, "add-papers")
        page.get_by_role("button", name="Send", exact=True).click()
        page.get_by_label("PDF files").set_input_files(
            [minutes(tmp_path / "a.pdf", "3 March 2025"), minutes(tmp_path / "b.pdf", "7 April 2025")]
        )
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("#jobs .job")).to_have_count(2)
        for _ in range(60):
            if not page.get_by_role("link", name="Show how far they are now").count():
                break
            page.get_by_role("link", name="Show how far they are now").click()
            page.wait_for_timeout(300)
        expect(page.locator('#jobs .job[data-state="added"]')).to_have_count(2)


@pytest.fixture(scope="module")
def worked(westmere_store: Path, sample_papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A desk where papers were taken in, refused and are waiting behind another program."""
    from tests.web.adding import done, send
    from tests.web.signing import visiting

    folder = tmp_path_factory.mktemp("worked")
    with serving(westmere_store, folder) as site, visiting(site.url) as client:
        send(client, sample_papers / "scrutiny-agenda-pack-2025-06-11.pdf", ("notes.pdf", b"notes"))
        done(client)
        yield site


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 360])
def test_there_are_no_barriers(browser: Browser, worked: Site, tmp_path: Path, scheme: str, width: int) -> None:
    from assistant.store.folder import lock_folder

    (paper, *_) = worked.assistant.list_papers()
    with elsewhere(browser, viewport={"width": width, "height": 740}, color_scheme=scheme) as context:
        for path in (
            "papers",
            f"remove-paper?paper={paper['id']}",
            "read-again",
            "remove-paper?paper=none",
            "add-papers",
        ):
            page = came(context, worked, path)
            assert serious(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        with lock_folder(worked.store):
            name = tmp_path / f"{'very-long-name-' * 7}{scheme}{width}.pdf"
            page.get_by_label("PDF files").set_input_files(minutes(name, "3 March 2025", f"RESOLVED {scheme} {width}."))
            page.get_by_role("button", name="Send", exact=True).click()
            expect(page.locator('#jobs .job[data-state="working"]')).to_contain_text(
                "Another program is changing", timeout=PLENTY
            )
            assert serious(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        expect(page.locator('#jobs .job[data-state="working"]')).to_have_count(0, timeout=PLENTY)
