"""What may be sent and is refused while papers are added: no PDFs, huge ones, tricks, lost lines, full disks, forgeries."""

from __future__ import annotations

import io
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
from tests.web.adding import JSON, done, left, marked, minutes, send, serving, workers
from tests.web.conftest import Site
from tests.web.driving import RENT
from tests.web.signing import asked, visiting


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
    assert all(
        path.parent.name in {"files", "cards"} or path.name.startswith("papers.db") for path in outside() - before
    )


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


def test_a_disk_that_fills_while_it_is_taken_in_is_told(
    desk: Site, client: httpx.Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with lock_folder(desk.store):
        send(client, minutes(tmp_path / "a.pdf", "3 March 2025"))
        until = time.monotonic() + 30
        while "Another program" not in client.get("add-papers").text and time.monotonic() < until:
            time.sleep(0.1)
        (pid,) = workers()
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    (card,) = done(client)
    assert "a.pdf Not taken in The papers cannot be changed at the moment" in card and str(tmp_path) not in card
    assert "assistant.intake" in caplog.text and "a.pdf: The" in caplog.text and str(desk.store) in caplog.text
    assert left(desk.store) == [] and asked(client, RENT)
    send(client, minutes(tmp_path / "a.pdf", "3 March 2025"))
    assert "a.pdf Taken in" in done(client)[0]


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
