"""One process answers while another takes papers in: what the second wrote is found by the first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from assistant.retrieval.search import Searcher
from assistant.settings import Servers
from assistant.store.store import Store
from assistant.testing import TinyEmbedder
from tests.conftest import ROOT
from tests.servers import environment
from tests.store.test_store import new_paper

# More passages than Chroma keeps in its log: from then on they stand only in its index, which a process reads once.
MANY = 2500
WRITER = f"""
import sys
from pathlib import Path
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.testing import TinyEmbedder
from tests.store.test_store import new_paper
folder = Path(sys.argv[1])
with Store.write(folder / "s", TinyEmbedder(), "tiny", Settings().servers) as store:
    store.add(new_paper(folder, "long", "\\n".join(f"parking bay{{n}}" for n in range({MANY}))))
"""


def write_elsewhere(folder: Path, servers: Servers) -> None:
    named = {**os.environ, **environment(servers), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", WRITER, str(folder)], check=True, env=named)


def test_what_another_process_takes_in_is_found_at_once(tmp_path: Path, servers: Servers) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "one", "library"))
    reader = Store.read(tmp_path / "s", TinyEmbedder(), "tiny", servers)
    searcher = Searcher(reader, TinyEmbedder(), "public")
    searcher.refresh()
    assert {hit.paper.id for hit in searcher.search("library", ["library"])} == {"one"}
    write_elsewhere(tmp_path, servers)
    searcher.refresh()
    hits = searcher.search(f"parking bay{MANY - 1}", [f"bay{MANY - 1}"])
    best = next(hit for hit in hits if hit.passage.text == f"parking bay{MANY - 1}")
    assert best.cosine > 0.9 and best.bm25 > 0
    reader.close()


def test_what_another_process_writes_in_the_middle_of_a_question_fails_nothing(
    tmp_path: Path, servers: Servers
) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "one", "library"))
    reader = Store.read(tmp_path / "s", TinyEmbedder(), "tiny", servers)
    reader.vectors.search("public", TinyEmbedder().embed_query("library"), 5)
    write_elsewhere(tmp_path, servers)
    assert set(reader.vectors.held("public", [f"long-{MANY - 1}", "one-0"])) == {f"long-{MANY - 1}", "one-0"}
    reader.close()


def test_a_paper_that_comes_while_a_question_is_answered_waits_for_the_next_one(
    tmp_path: Path, servers: Servers
) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "one", "library"))
    reader = Store.read(tmp_path / "s", TinyEmbedder(), "tiny", servers)
    searcher = Searcher(reader, TinyEmbedder(), "public")
    searcher.refresh()
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "two", "library"))
    assert {hit.paper.id for hit in searcher.search("library", ["library"])} == {"one"}
    searcher.refresh()
    assert {hit.paper.id for hit in searcher.search("library", ["library"])} == {"one", "two"}
    reader.close()
