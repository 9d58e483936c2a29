"""Bad input: one line that names the file and the remedy, the right exit code, and nothing lost."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from tests.cli.conftest import COMMAND, Ran, run, write_pdf

GOOD = [
    "Minutes of the Parks Committee held on 4 March 2024",
    "Present: Councillor Ash (Chair)",
    "1. Apologies",
    "None.",
]


def one_line(ran: Ran, code: int, *said: str) -> None:
    """The command refused with this exit code and a single line that says these things."""
    assert ran.code == code, ran
    lines = ran.err.splitlines()
    assert len(lines) == 1 and lines[0].startswith("assistant: "), ran.err
    for words in said:
        assert words in lines[0]


@pytest.fixture(scope="module")
def bad_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    whole = write_pdf(folder / "good.pdf", [GOOD])
    data = whole.read_bytes()
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "cut.pdf").write_bytes(data[: len(data) // 3])
    (folder / "word.pdf").write_bytes(b"PK\x03\x04 this is a Word document under another name" * 40)
    (folder / "noise.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    writer = PdfWriter(clone_from=PdfReader(whole))
    writer.encrypt(user_password="secret", algorithm="AES-256")
    writer.write(folder / "locked.pdf")
    write_pdf(folder / "long.pdf", [[f"Page {n}"] for n in range(12)])
    (folder / os.fsdecode(b"caf\xe9.pdf")).write_bytes(b"")
    return folder


def test_bad_papers_are_named_with_the_reason_and_the_good_one_is_in(bad_folder: Path, tmp_path: Path) -> None:
    ran = run("ingest", bad_folder, "--store", tmp_path / "s", env={"ASSISTANT_MAX_PAGES": "10"})
    assert (ran.code, ran.err) == (1, "")
    said = {line.split(":")[0]: line for line in ran.lines}
    for name, reason, remedy in (
        ("empty.pdf", "empty (0 bytes)", "Fetch it again"),
        ("cut.pdf", "cut short or damaged", "Fetch it again"),
        ("word.pdf", "not a PDF", "Save the document as PDF"),
        ("noise.pdf", "damaged", "Fetch it again"),
        ("locked.pdf", "password", "without a password"),
        ("long.pdf", "12 pages are more than the 10 allowed", "ASSISTANT_MAX_PAGES"),
        ("caf?.pdf", "empty (0 bytes)", "Fetch it again"),
    ):
        line = said[f"failed     {name}"]
        assert reason in line and remedy in line
        assert line.count(name.replace("?", "�")) <= 1  # not "cut.pdf: cut.pdf: …"
    assert said["added      good.pdf"].endswith("1 page (1 text)")
    assert ran.lines[-1].startswith("8 papers: 1 added, 7 failed; 1 page read into")
    assert run("papers", "--store", tmp_path / "s").lines[-1] == "1 row"


def test_what_cannot_begin_says_why_in_one_line(
    bad_folder: Path, tmp_path: Path, call: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "file").write_text("")
    good = bad_folder / "good.pdf"
    one_line(call("ingest", tmp_path / "none"), 2, "No PDF files in", "Name a folder")
    one_line(call("ingest", good, tmp_path / "missing.pdf"), 2, "missing.pdf does not exist", "Name a PDF file")
    unwritable = tmp_path / "file" / "store"
    one_line(call("ingest", good, "--store", unwritable), 1, str(unwritable), "cannot be written to", "--store")
    for command in (["papers"], ["ask", "Who?"], ["check"], ["remove", "x.pdf"], ["decisions"]):
        one_line(call(*command, "--store", tmp_path / "none"), 1, "No store at", "assistant ingest")
    monkeypatch.setenv("ASSISTANT_PORT", "abc")
    one_line(call("ingest", good), 2, "ASSISTANT_PORT", "'abc'", "unset it")


def test_a_store_of_something_else_is_refused_and_left_as_it_was(
    bad_folder: Path, tmp_path: Path, call: Callable[..., Ran]
) -> None:
    noise, other, empty = tmp_path / "noise", tmp_path / "other", tmp_path / "empty"
    for folder in (noise, other, empty):
        folder.mkdir()
    (noise / "papers.db").write_bytes(b"no database at all" * 400)
    (empty / "papers.db").write_bytes(b"")  # a writer killed at its first step leaves this
    with sqlite3.connect(other / "papers.db") as connection:
        connection.execute("CREATE TABLE books (title TEXT)")
    connection.close()
    for folder in (noise, other):
        before = (folder / "papers.db").read_bytes()
        for command in (["ingest", bad_folder / "good.pdf"], ["papers"], ["check"]):
            one_line(call(*command, "--store", folder), 1, "papers.db is not a store of this program", "--store")
        assert (folder / "papers.db").read_bytes() == before
    one_line(call("papers", "--store", empty), 1, "No store at")
    assert call("ingest", bad_folder / "good.pdf", "--store", empty).code == 0


def test_a_store_of_another_embedder_or_version_is_refused_before_a_model_is_loaded(
    bad_folder: Path, tmp_path: Path, call: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, good = tmp_path / "s", bad_folder / "good.pdf"
    assert call("ingest", good, "--store", store).code == 0
    monkeypatch.setenv("ASSISTANT_EMBEDDER", str(tmp_path / "my-model"))
    one_line(
        call("ingest", good, "--store", store), 1, "made with the embedder all-MiniLM-L6-v2", "my-model is set",
        "Set ASSISTANT_EMBEDDER=all-MiniLM-L6-v2",
    )  # fmt: skip
    one_line(call("ask", "Who?", "--json", "--store", store), 1, "made with the embedder all-MiniLM-L6-v2")
    monkeypatch.delenv("ASSISTANT_EMBEDDER")
    with sqlite3.connect(store / "papers.db") as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    connection.close()
    one_line(call("ingest", good, "--store", store), 1, "has format 0", "Ingest the papers again")


def test_damage_to_the_store_is_told_with_the_way_out(
    bad_folder: Path, tmp_path: Path, call: Callable[..., Ran]
) -> None:
    store = tmp_path / "s"
    call("ingest", bad_folder / "good.pdf", "--store", store)
    vectors = store / "chroma" / "chroma.sqlite3"
    vectors.write_bytes(b"\x07" * 20_000)
    one_line(call("ask", "Who chaired?", "--store", store), 1, "vectors in", f"assistant check --store {store}")
    mended = run("check", "--store", store)
    assert mended.code == 0 and "vectors added" in mended.out
    assert run("check", "--store", store).out.endswith("is whole.\n")
    data = bytearray((store / "papers.db").read_bytes())
    data[8192:-8192] = bytes(len(data) - 16384)
    (store / "papers.db").write_bytes(data)
    one_line(run("ask", "Who chaired?", "--store", store), 1, "papers.db is damaged", "new folder")


def test_a_full_disk_is_told_and_what_was_finished_is_kept(sample_papers: Path, tmp_path: Path) -> None:
    papers = [write_pdf(tmp_path / "small.pdf", [GOOD]), sample_papers / "scrutiny-agenda-pack-2025-06-11.pdf"]
    store = tmp_path / "s"
    (store / "files").mkdir(parents=True)
    size = papers[1].stat().st_size // 2 // 512  # its copy does not fit; the small one's does
    limited = f"ulimit -f {max(size, 500)}; exec {COMMAND} ingest {papers[0]} {papers[1]} --store {store}"
    done = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr and done.returncode in (0, 1)
    assert run("check", "--store", store).code == 0
    assert "small.pdf" in run("papers", "--store", store).out


def test_questions_that_cannot_be_asked(sample_store: Path, tmp_path: Path, call: Callable[..., Ran]) -> None:
    for extra in ([], ["--json"]):
        one_line(call("ask", "  ", *extra, "--store", sample_store), 2, "question is empty")
        long = call("ask", "word " * 10_000, *extra, "--store", sample_store)
        one_line(long, 2, "10000 words", "limit is 400", "ASSISTANT_MAX_QUESTION_WORDS")
        assert long.out == ""
    one_line(call("ask", "--store", sample_store), 2, "--batch")
    batch = tmp_path / "batch.jsonl"
    one_line(call("ask", "--batch", batch, "--store", sample_store), 2, "batch.jsonl", "could not be read")
    for bad in (
        "{", "[1]", '"text"', "{}", '{"question": 3}', '{"question": "x", "history": "y"}', '{"question": "x", "history": [1]}',
        "[" * 100_000,
    ):  # fmt: skip
        batch.write_text('{"question": "Who chaired?"}\n\n' + bad + "\n")
        refused = call("ask", "--batch", batch, "--json", "--store", sample_store)
        one_line(refused, 2, "batch.jsonl line 3 is not a question")
        assert refused.out == ""  # refused before anything is answered


def test_a_port_in_use_is_one_line(sample_store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        one_line(run("serve", "--port", port, "--store", sample_store), 2, f"Port {port}", "in use", "--port")


def test_a_paper_that_breaks_while_taken_apart_keeps_no_other_out(
    tmp_path: Path, call: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.papers.model import Paper
    from assistant.papers.tables import LabelledRow
    from assistant.records.identify import PaperFacts
    from assistant.records.parts import Part
    from assistant.retrieval import paper_rows
    from assistant.retrieval.passages import Passage, cut

    def breaks(paper: Paper, facts: PaperFacts, rows: list[LabelledRow]) -> list[tuple[Part, list[Passage]]]:
        if "odd" in paper.pages[0].text:
            raise IndexError("list index out of range")
        return cut(paper, facts, rows)

    monkeypatch.setattr(paper_rows, "cut", breaks)
    write_pdf(tmp_path / "p" / "a.pdf", [["an odd paper of words"]])
    write_pdf(tmp_path / "p" / "b.pdf", [GOOD])
    ran = call("ingest", tmp_path / "p", "--store", tmp_path / "s")
    assert ran.code == 1
    assert ran.lines[0].startswith("failed     a.pdf: it could not be taken apart (IndexError")
    assert ran.lines[1].startswith("added      b.pdf")
    assert call("check", "--store", tmp_path / "s").code == 0


def test_three_thousand_pages_go_in_within_reason(tmp_path: Path) -> None:
    said = "The Committee noted the report on parking in the market square, which was well received by all."
    pages = [[""] * (n % 40) + [said] for n in range(3000)]  # never twice at one height: no running header
    write_pdf(tmp_path / "long.pdf", pages)
    started = time.monotonic()
    ran = run("ingest", tmp_path / "long.pdf", "--store", tmp_path / "s")
    assert ran.code == 0 and "3000 pages (3000 text)" in ran.out
    assert time.monotonic() - started < 100
    assert run("check", "--store", tmp_path / "s").out.endswith("is whole.\n")
