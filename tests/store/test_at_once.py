"""A store that several threads ask at once, the first questions after it was opened."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from assistant.settings import Servers
from assistant.store.store import Store
from assistant.testing import TinyEmbedder
from tests.store.test_store import new_paper

THREADS = 8


def test_the_first_questions_may_come_together(tmp_path: Path, servers: Servers) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "a", "bins are emptied on Fridays"))
    store = Store.read(tmp_path / "s", TinyEmbedder(), "tiny", servers)
    start = Barrier(THREADS)

    def ask(_: int) -> list[str]:
        start.wait()
        return [key for key, _ in store.vectors.search("public", TinyEmbedder().embed_query("bins"), 1)]

    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(ask, range(THREADS)))
    store.close()
    assert found == [["a-0"]] * THREADS
