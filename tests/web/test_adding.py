"""Adding papers over HTTP: reports, what is in already, exempt ones, who may, crashes; removing and reading again."""

from __future__ import annotations

import io
import os
import signal
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from assistant import Assistant
from assistant.opening import changing
from assistant.retrieval.ingest import find_pdfs, ingest
from assistant.settings import load_settings
from assistant.store.folder import lock_folder
from tests.servers import Postgres, passing
from tests.web.adding import MUSEUM, OPENED, done, left, marked, minutes, plain, send, serving, workers
from tests.web.conftest import PART_II, Site, served
from tests.web.driving import RENT
from tests.web.signing import asked, signed_in, visiting


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


def test_what_waits_already_is_not_asked_for_twice(desk: Site, client: httpx.Client) -> None:
    with lock_folder(desk.store):
        for _ in range(3):
            client.post("read-again", data={"mark": marked(client)})
        assert len(client.get("add-papers/state").json()) == 3
    assert all("Read again" in card for card in done(client))


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


def test_all_papers_can_go_and_another_come(desk: Site, client: httpx.Client, tmp_path: Path) -> None:
    for paper in desk.assistant.list_papers():
        client.post("remove-paper", data={"mark": marked(client), "paper": str(paper["id"])})
    assert [card.split()[1] for card in done(client)] == ["Removed"] * 3
    for path in ("", "papers", "decisions", "changes", "indicators", "add-papers"):
        page = client.get(path)
        assert page.status_code == 200 and "fault is on our side" not in page.text, path
    assert "No papers are held yet." in client.get("papers").text
    assert client.get("read-again").status_code == 404
    assert client.get("health").status_code == 503
    assert "48 pounds" not in asked(client, RENT)
    send(client, minutes(tmp_path / "parks.pdf", "3 March 2025", MUSEUM))
    assert "parks.pdf Taken in" in done(client)[0]
    assert "1 May 2025" in asked(client, OPENED) and client.get("health").status_code == 200


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


def test_papers_are_added_where_servers_hold_them(
    westmere: Path, postgres: Postgres, chroma_url: str, tmp_path: Path
) -> None:
    """The settings are given to the process that adds them, which finds nothing of them in its environment."""
    with passing("adding", postgres, chroma_url) as servers:
        settings = load_settings(
            store=tmp_path / "s",
            database_url=servers.database,
            chroma_url=servers.chroma,
            namespace=servers.namespace,
        )
        with changing(settings, new=True) as store:
            assert {done.outcome for done in ingest(store, settings, find_pdfs([westmere]))} == {"added"}
        with closing(Assistant.open(settings)) as assistant, served(assistant) as url, visiting(url) as client:
            send(client, minutes(tmp_path / "parks.pdf", "3 March 2025", MUSEUM))
            assert "parks.pdf Taken in Title" in done(client)[0]
            assert "1 May 2025" in asked(client, OPENED)
