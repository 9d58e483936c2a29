"""kill -9 in the middle of a real ``assistant ingest``: whole papers only, and running it again completes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, Ran, write_pdf

PAPERS, PAGES = 8, 3


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    for n in range(PAPERS):
        lines = [f"Report {n}, paragraph {m}: the Committee noted what was said of parking." for m in range(4)]
        write_pdf(folder / f"report-{n:02}.pdf", [[f"Page {p} of report {n}", *lines[p:]] for p in range(PAGES)])
    return folder


@pytest.mark.parametrize("moment", ["first file", "first vectors", "first paper", "third paper", "sixth paper"])
def test_whole_papers_only(papers: Path, tmp_path: Path, moment: str, call: Callable[..., Ran]) -> None:
    store = tmp_path / "s"
    process = subprocess.Popen([COMMAND, "ingest", papers, "--store", store], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    if moment.endswith("paper"):
        for _ in range({"first paper": 1, "third paper": 3, "sixth paper": 6}[moment]):
            process.stdout.readline()
    else:
        wanted = "files/*.p*" if moment == "first file" else "chroma/chroma.sqlite3"
        deadline = time.monotonic() + 60
        while not list(store.glob(wanted)) and time.monotonic() < deadline:
            time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()

    assert call("check", "--store", store).code == 0
    with sqlite3.connect(store / "papers.db") as connection:
        held = connection.execute(
            "SELECT n_pages, (SELECT count(*) FROM page WHERE paper_id = paper.id), "
            "(SELECT count(*) FROM passage WHERE paper_id = paper.id) FROM paper"
        ).fetchall()
        journal = connection.execute("SELECT count(*) FROM journal").fetchone()
    connection.close()
    assert all((n_pages, pages) == (PAGES, PAGES) and passages > 0 for n_pages, pages, passages in held)
    assert len(held) < PAPERS and journal == (0,)
    assert len(list((store / "files").glob("*"))) == len(held)
    again = call("ingest", papers, "--store", store)
    assert again.code == 0
    already = f"{PAPERS - len(held)} added" + (f", {len(held)} unchanged" if held else "")
    assert again.lines[-1].startswith(f"{PAPERS} papers: {already}; ")
    assert call("check", "--store", store).out.endswith("is whole.\n")
