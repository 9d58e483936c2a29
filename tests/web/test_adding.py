"""Adding papers over HTTP: reports, what is in already, exempt ones, and all that is refused."""

from __future__ import annotations

import io
import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pypdf import PdfReader, PdfWriter

from assistant.store.folder import lock_folder
from tests.web.adding import JSON, done, left, marked, minutes, plain, send, serving
from tests.web.conftest import PART_II, Site
from tests.web.driving import RENT
from tests.web.signing import asked, signed_in, visiting

MUSEUM = "RESOLVED that the museum of clocks be opened on 1 May 2025 at a cost of 93 pounds."
OPENED = "When is the museum of clocks to be opened?"


@pytest.fixture
def desk(westmere_store: Path, tmp_path: Path) -> Iterator[Site]:
    with serving(westmere_store, tmp_path) as site:
        yield site


@pytest.fixture
def client(desk: Site) -> Iterator[httpx.Client]:
    with visiting(desk.url) as client:
        yield client


def test_a_paper_is_taken_in_reported_and_answers_at_once(desk: Site, client: httpx.Client, tmp_path: Path) -> None:
    assert "93 pounds" not in asked(client, OPENED)
    reply = send(client, minutes(tmp_path / "parks.pdf", "3 March 2025", MUSEUM))
    assert (reply.status_code, len(reply.json()["jobs"])) == (200, 1)
    (card,) = done(client)

    assert "parks.pdf Taken in" in card
    assert "Kind Minutes Committee Parks Committee Date 3 March 2025 Version 1" in card
    assert "Minutes in it Parks Committee, 3 March 2025" in card
    assert "Pages 2 of text Found in it 7 decisions" in card
    assert "1 May 2025" in asked(client, OPENED), "the chat knows it without being started anew"
    assert "parks.pdf" in client.get("papers?file=parks.pdf").text
    (paper,) = [p for p in desk.assistant.list_papers() if p["document"] == "parks.pdf"]
    assert client.get(f"paper/{paper['id']}.pdf").content == (tmp_path / "parks.pdf").read_bytes()
    assert left(desk.store) == []


def test_the_same_again_and_a_new_version_are_said_to_be_so(client: httpx.Client, tmp_path: Path) -> None:
    first = minutes(tmp_path / "parks.pdf", "3 March 2025", MUSEUM)
    send(client, first)
    send(client, ("parks (1).pdf", first.read_bytes()))
    send(client, minutes(tmp_path / "b" / "parks.pdf", "3 March 2025", MUSEUM.replace("93", "94")))
    send(client, first)
    oldest = list(reversed(done(client)))

    for card, began in zip(
        oldest,
        (
            "parks.pdf Taken in It is in. What it holds is not shown here",  # it was replaced since
            "parks (1).pdf Nothing to do It is in. What it holds is not shown here",
            "parks.pdf Taken in Replaces version 1. Title",
            "parks.pdf Nothing to do An older version of parks.pdf, which is in. Title",
        ),
        strict=True,
    ):
        assert card.startswith(began)
    assert "Version 2" in oldest[2]
    assert "94 pounds" in asked(client, OPENED) and "93 pounds" not in asked(client, OPENED)


def test_a_second_file_that_is_the_same_is_named_after_the_first(client: httpx.Client, tmp_path: Path) -> None:
    first = minutes(tmp_path / "parks.pdf", "3 March 2025")
    send(client, first, ("other.pdf", first.read_bytes()))
    assert "other.pdf Nothing to do Already in (the same file as parks.pdf)." in done(client)[0]
    assert "parks.pdf" in client.get("papers").text and "other.pdf" not in client.get("papers").text


def scanned() -> bytes:
    """A paper of a page of text and one that is only a picture."""
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(picture).text((30, 30), "A scanned letter", fill="black")
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, "Report to the Parks Committee, 3 March 2025: the letter is attached.")
    canvas.showPage()
    canvas.drawImage(ImageReader(picture), 50, 300, 400, 300)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_pages_that_could_not_be_read_are_named_with_the_reason(client: httpx.Client) -> None:
    send(client, ("letter.pdf", scanned()))
    (card,) = done(client)
    assert "1 page not read" in card and "1 of text, 1 only a picture" in card
    assert "Page 2. Only a picture, such as a scan: there is no text in it to read." in card


def encrypted(path: Path) -> bytes:
    writer = PdfWriter(PdfReader(path))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_is_no_paper_is_refused_calmly_and_the_others_go_in(
    desk: Site, client: httpx.Client, westmere: Path, tmp_path: Path
) -> None:
    good = minutes(tmp_path / "parks.pdf", "3 March 2025")
    reply = send(
        client,
        ("notes.pdf", b"not a PDF at all"),
        ("empty.pdf", b""),
        ("setup.pdf", b"MZ\x90\x00" + bytes(5000) + b"%PDF-1.7"),
        ("tool.pdf", Path("/bin/ls").read_bytes()),
        ("locked.pdf", encrypted(westmere / "cabinet-2025-01-09.pdf")),
        ("cut.pdf", (westmere / "cabinet-2025-01-09.pdf").read_bytes()[:700]),
        good,
    )
    assert reply.status_code == 200
    cards = done(client)
    told = {card.split()[0]: card for card in cards}
    for name in ("notes.pdf", "setup.pdf", "tool.pdf"):
        assert (
            f"{name} Not taken in This is not a PDF (it does not begin with %PDF-). Save the document as PDF"
            in told[name]
        )
    assert "The file is empty (0 bytes)" in told["empty.pdf"]
    assert "Not taken in a password is needed to open it." in told["locked.pdf"]
    assert "Not taken in" in told["cut.pdf"] and "cut short or damaged" in told["cut.pdf"]
    assert "parks.pdf Taken in" in told["parks.pdf"]
    assert all("Traceback" not in card and "/tmp" not in card and ".inbox" not in card for card in cards)
    assert left(desk.store) == []


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\Users\\clerk\\Agenda.PDF": "Agenda.pdf",
    "/etc/cron.d/x": "x.pdf",
    "<img src=x onerror=alert(1)>.pdf": "<img src=x onerror=alert(1)>.pdf",
    "a\u202efdp.exe": "afdp.exe.pdf",
    "...pdf": "paper.pdf",
    '"; rm -rf x\r\nX: y': '"; rm -rf xX: y.pdf',
    "é" * 400 + ".pdf": "é" * 60 + ".pdf",
}


def test_no_name_leads_anywhere_or_becomes_markup(desk: Site, client: httpx.Client, tmp_path: Path) -> None:
    days = [f"{n} March 2025" for n in range(3, 3 + len(NAMES))]
    files = [
        (given, minutes(tmp_path / f"{n}.pdf", day).read_bytes())
        for n, (given, day) in enumerate(zip(NAMES, days, strict=True))
    ]

    def outside() -> set[Path]:
        return {path for path in tmp_path.rglob("*") if not {"chroma", ".inbox"} & {*path.parts}}

    before = outside()
    send(client, *files)
    done(client)
    page = client.get("add-papers").text
    assert "<img" not in page and "\u202e" not in page
    assert set(NAMES.values()) <= {paper["document"] for paper in desk.assistant.list_papers()}
    assert all(path.parent.name == "files" or path.name.startswith("papers.db") for path in outside() - before)


def test_what_is_marked_as_exempt_shows_to_the_cleared_only(guarded_store: Path, tmp_path: Path) -> None:
    from assistant.access.database import open_database
    from assistant.access.users import Users
    from tests.web.conftest import PASSWORD

    with serving(guarded_store, tmp_path, sign_in="on") as site:
        engine = open_database(site.store)
        Users(engine).add("oscar", PASSWORD, "officer", "public")
        engine.dispose()
        with signed_in(site.url, "olga") as olga, signed_in(site.url, "oscar") as oscar:
            send(olga, minutes(tmp_path / "sale.pdf", "3 March 2025", MUSEUM), exempt="1")
            (card,) = done(olga)
            assert "Taken in Marked as exempt" in card and "Parks Committee" in card
            assert done(oscar) == [], "what others sent is theirs"
            assert "sale.pdf" in olga.get("papers").text and "sale.pdf" not in oscar.get("papers").text
            assert "93 pounds" in asked(olga, OPENED) or "1 May 2025" in asked(olga, OPENED)
            assert "1 May 2025" not in asked(oscar, OPENED)
            send(oscar, ("copy.pdf", (tmp_path / "sale.pdf").read_bytes()))
            (card,) = done(oscar)
            assert "Nothing to do It is in. What it holds is not shown here" in card
            assert "sale.pdf" not in card and "Parks" not in card
            secret = next(p["id"] for p in site.assistant.cleared("exempt").list_papers() if p["document"] == PART_II)
            for page in ("remove-paper", "read-again"):
                reply = oscar.get(f"{page}?paper={secret}")
                assert reply.status_code == 404 and "esidential" not in reply.text
                posted = oscar.post(page, data={"mark": marked(oscar), "paper": str(secret)})
                assert posted.status_code == 404
            assert PART_II in olga.get("papers").text


def test_a_file_that_is_too_big_is_refused_while_it_comes(westmere_store: Path, tmp_path: Path) -> None:
    """It never ends: whoever waits for its end never answers."""
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield f'--b\r\nContent-Disposition: form-data; name="mark"\r\n\r\n{mark}\r\n'.encode()
        yield b'--b\r\nContent-Disposition: form-data; name="papers"; filename="big.pdf"\r\n\r\n%PDF-1.7\n'
        while True:
            sent += 1_000_000
            yield bytes(1_000_000)

    with serving(westmere_store, tmp_path, max_upload_megabytes=2) as site, visiting(site.url) as client:
        mark = marked(client)
        headers = JSON | {"Content-Type": "multipart/form-data; boundary=b"}
        try:
            reply = client.post("add-papers", content=endless(), headers=headers)
            assert reply.status_code in {200, 413}
        except httpx.TransportError:  # the server has hung up on what goes on for ever
            assert sent
        assert sent < 60_000_000
        (card,) = done(client)
        assert "big.pdf Not taken in It has more than the 2 MB that may be sent." in card
        assert left(site.store) == [] and client.get("papers").status_code == 200


def test_a_file_a_little_too_big_is_refused_with_the_others_let_in(westmere_store: Path, tmp_path: Path) -> None:
    with serving(westmere_store, tmp_path, max_upload_megabytes=1) as site, visiting(site.url) as client:
        reply = send(client, ("big.pdf", b"%PDF-1.7" + bytes(1_100_000)), minutes(tmp_path / "a.pdf", "3 March 2025"))
        assert len(reply.json()["jobs"]) == 2
        newest, oldest = done(client)
        assert "a.pdf Taken in" in newest and "more than the 1 MB" in oldest


def test_a_connection_that_is_lost_leaves_nothing(
    desk: Site, client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    mark = marked(client)
    head = (
        f'--b\r\nContent-Disposition: form-data; name="mark"\r\n\r\n{mark}\r\n'
        '--b\r\nContent-Disposition: form-data; name="papers"; filename="whole.pdf"\r\n\r\n%PDF-1.7\r\n'
        '--b\r\nContent-Disposition: form-data; name="papers"; filename="half.pdf"\r\n\r\n%PDF-1.7\n'
    ).encode()
    address = desk.url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1]))) as line:
        line.sendall(
            b"POST /add-papers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\n"
            b"Content-Length: 9000000\r\n\r\n" + head + bytes(500_000)
        )
        until = time.monotonic() + 20
        while "half.pdf" not in left(desk.store) and time.monotonic() < until:
            time.sleep(0.02)
        assert "half.pdf" in left(desk.store)
    while left(desk.store) and time.monotonic() < until:
        time.sleep(0.02)
    assert left(desk.store) == []
    assert done(client) == [] and "Traceback" not in caplog.text and "Exception" not in caplog.text


def test_a_full_disk_is_told_and_leaves_nothing(desk: Site, client: httpx.Client, tmp_path: Path) -> None:
    big = b"%PDF-1.7" + bytes(400_000)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    mark = marked(client)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))
        reply = client.post("add-papers", data={"mark": mark}, files=[("papers", ("big.pdf", big))], headers=JSON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)
    assert reply.status_code == 200
    (card,) = done(client)
    assert "big.pdf Not taken in There is no room for it where the papers are kept." in card
    assert left(desk.store) == []
    send(client, minutes(tmp_path / "a.pdf", "3 March 2025"))
    assert "a.pdf Taken in" in done(client)[0]


def test_a_real_disk_that_is_full_is_told(desk: Site, client: httpx.Client) -> None:
    inbox = desk.store / ".inbox"
    inbox.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", inbox], check=False, capture_output=True
    ).returncode:
        pytest.skip("a small disk cannot be mounted here (needs root)")
    try:
        send(client, ("big.pdf", b"%PDF-1.7" + bytes(400_000)))
        (card,) = done(client)
        assert "big.pdf Not taken in There is no room for it where the papers are kept." in card
        assert left(desk.store) == []
    finally:
        subprocess.run(["umount", "-l", inbox], check=True)


def test_two_who_send_at_once_are_both_served(desk: Site, tmp_path: Path) -> None:
    with visiting(desk.url) as one, visiting(desk.url) as other:
        send(one, minutes(tmp_path / "a.pdf", "3 March 2025"))
        send(other, minutes(tmp_path / "b.pdf", "7 April 2025"))
        said = [job["said"] for job in one.get("add-papers/state").json()]
        assert any(said == "Waiting: 1 paper before it." for said in said), said
        assert asked(one, RENT), "it is answered meanwhile"
        assert [card.split(" Title ")[0] for card in done(one)] == ["b.pdf Taken in", "a.pdf Taken in"]


def test_while_another_program_writes_it_waits_and_says_so(desk: Site, client: httpx.Client, tmp_path: Path) -> None:
    with lock_folder(desk.store):
        send(client, minutes(tmp_path / "a.pdf", "3 March 2025"))
        until = time.monotonic() + 30
        while (
            "Another program is changing the papers" not in client.get("add-papers").text and time.monotonic() < until
        ):
            time.sleep(0.1)
        assert "Another program is changing the papers at the moment. This waits" in client.get("add-papers").text
    assert "a.pdf Taken in" in done(client)[0]


def workers() -> list[int]:
    """The processes that change papers, of this test's own."""
    found = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "assistant.intake.worker"], check=False, capture_output=True, text=True
    )
    return [int(line) for line in found.stdout.split()]


@pytest.mark.parametrize("times", [1, 2])
def test_a_worker_that_is_killed_loses_nothing(desk: Site, client: httpx.Client, tmp_path: Path, times: int) -> None:
    send(client, minutes(tmp_path / "a.pdf", "3 March 2025"), minutes(tmp_path / "b.pdf", "7 April 2025"))
    killed: list[int] = []
    until = time.monotonic() + 60
    while len(killed) < times and time.monotonic() < until:
        for pid in set(workers()) - set(killed):
            time.sleep(0.5)
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
        time.sleep(0.02)
    newest, oldest = done(client)
    assert "b.pdf Taken in" in newest
    assert ("a.pdf Taken in" in oldest) is (times == 1)
    assert ("a.pdf Not taken in The program that takes papers in broke off on it, twice." in oldest) is (times == 2)
    assert asked(client, RENT) and left(desk.store) == []


def test_what_was_sent_before_a_crash_is_taken_in_at_the_next_start(westmere_store: Path, tmp_path: Path) -> None:
    from assistant.intake.inbox import Inbox
    from assistant.intake.orders import Order

    store = tmp_path / "store"
    inbox = Inbox(store)
    place = inbox.place()
    minutes(place / "a.pdf", "3 March 2025")
    inbox.keep(Order(action="take in", name="a.pdf", path=str(place / "a.pdf"), key="1"), None)
    (inbox.place() / "half.pdf").write_bytes(b"%PDF-1.7 half")
    inbox.close()  # as the system does for a process that is killed: its lock is gone
    with serving(westmere_store, tmp_path) as site, visiting(site.url) as client:
        assert "a.pdf Taken in" in done(client)[0]
        assert left(store) == []


def test_papers_are_removed_after_a_question(desk: Site, client: httpx.Client) -> None:
    assert "48 pounds" in asked(client, RENT)
    (paper,) = [p for p in desk.assistant.list_papers() if p["document"] == "cabinet-2025-01-09.pdf"]
    assert f"./remove-paper?paper={paper['id']}" in client.get("papers").text
    page = plain(client.get(f"remove-paper?paper={paper['id']}").text)
    assert "What goes: 2 pages and the PDF kept here; 2 decisions" in page
    assert "It was taken in from a folder. If its file stays there, it comes back" in page
    assert len(desk.assistant.list_papers()) == 3, "nothing is done by asking"

    reply = client.post(
        "remove-paper", data={"mark": marked(client, f"remove-paper?paper={paper['id']}"), "paper": str(paper["id"])}
    )
    assert reply.status_code == 303 and reply.headers["location"] == "./add-papers"
    assert "cabinet-2025-01-09.pdf Removed It answers no more" in done(client)[0]
    assert "48 pounds" not in asked(client, RENT)
    assert client.get(f"paper/{paper['id']}.pdf").status_code == 404
    assert not (desk.store / "files" / f"{paper['id']}.pdf").exists()
    assert "cabinet-2025" not in client.get("papers").text


def test_one_paper_or_all_are_read_again(desk: Site, client: httpx.Client) -> None:
    before = {p["document"]: p["id"] for p in desk.assistant.list_papers()}
    one = before["cabinet-2025-01-09.pdf"]
    assert "It is read anew from the PDF kept here (2 pages)" in client.get(f"read-again?paper={one}").text
    client.post("read-again", data={"mark": marked(client), "paper": str(one)})
    assert "cabinet-2025-01-09.pdf Read again Title" in done(client)[0]
    assert "All 3 papers are read anew" in client.get("read-again").text
    client.post("read-again", data={"mark": marked(client)})
    assert ["Read again" in card for card in done(client)[:3]] == [True] * 3
    assert "48 pounds" in asked(client, RENT)
    assert {p["document"]: p["version"] for p in desk.assistant.list_papers()} == dict.fromkeys(before, 1)


def test_only_those_who_may_change_papers_reach_it(guarded: Site) -> None:
    paths = ("add-papers", "add-papers/state", "add-papers/job/x", "remove-paper?paper=x", "read-again")
    for name in ("rita", "evan"):
        with signed_in(guarded.url, name) as client:
            assert {client.get(path).status_code for path in paths} == {403}
            assert {client.post(path).status_code for path in ("add-papers", "remove-paper", "read-again")} == {403}
            page = client.get("papers").text
            assert "add-papers" not in page and "remove-paper" not in page and "read-again" not in page
    for name in ("olga", "ada"):
        with signed_in(guarded.url, name) as client:
            assert client.get("add-papers").status_code == 200
            assert "./remove-paper?paper=" in client.get("papers").text


def test_a_right_that_is_taken_away_ends_at_once(guarded_store: Path, tmp_path: Path) -> None:
    from assistant.access.database import open_database
    from assistant.access.users import Users

    with serving(guarded_store, tmp_path, sign_in="on") as site, signed_in(site.url, "olga") as client:
        engine = open_database(site.store)
        mark = marked(client)
        Users(engine).change("olga", role="reader")
        engine.dispose()
        reply = client.post("add-papers", data={"mark": mark}, files=[("papers", ("a.pdf", b"%PDF-1.7"))])
        assert reply.status_code == 403 and left(site.store) == []


def test_nothing_is_done_for_another_site(desk: Site, client: httpx.Client, tmp_path: Path) -> None:
    """Neither by a form that is not ours, nor by a browser that says where it comes from, nor under another name."""
    content = minutes(tmp_path / "a.pdf", "3 March 2025").read_bytes()
    files = [("papers", ("a.pdf", content))]
    mark = marked(client)
    for data, headers in (({}, {}), ({"mark": "x" * 64}, {}), ({"mark": "é"}, {}), ({"mark": mark}, {"Sec-Fetch-Site": "cross-site"}),
                          ({"mark": mark}, {"Sec-Fetch-Site": "same-site"}), ({"mark": mark}, {"Host": "rebound.example"})):  # fmt: skip
        assert client.post("add-papers", data=data, files=files, headers=headers).status_code == 403
    for page in ("remove-paper", "read-again"):
        paper = str(desk.assistant.list_papers()[0]["id"])
        assert client.post(page, data={"paper": paper}).status_code == 403
        assert (
            client.post(page, data={"paper": paper, "mark": mark}, headers={"Host": "rebound.example"}).status_code
            == 403
        )
    with visiting(desk.url) as other:
        rebound = other.get("papers", headers={"Host": "rebound.example"})
        assert rebound.status_code == 200 and "add-papers" not in rebound.text
    assert done(client) == [] and len(desk.assistant.list_papers()) == 3 and left(desk.store) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b""),
        ("multipart/form-data; boundary=b", b"--c\r\n\r\n"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="mark"\r\n\r\nx'),
        ("multipart/form-data; boundary=b", b"--b\r\n" + b"X: y\r\n" * 50 + b"\r\n--b--\r\n"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="mark"\r\n\r\n' + b"x" * 5000 + b"\r\n--b--",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_calmly(desk: Site, client: httpx.Client, kind: str, body: bytes) -> None:
    reply = client.post("add-papers", content=body, headers={"Content-Type": kind})
    assert reply.status_code in {400, 403}
    assert "could not be read" in reply.text or "Choose a PDF" in reply.text
    assert "Add papers" in reply.text and left(desk.store) == []


def test_sending_nothing_is_told(client: httpx.Client) -> None:
    reply = client.post("add-papers", data={"mark": marked(client)}, files=[("papers", ("", b""))])
    assert reply.status_code == 400 and "Choose a PDF file to send." in reply.text
