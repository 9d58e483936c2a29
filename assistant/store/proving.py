"""Can the vectors be read, and found by their own likeness? Chroma's lists say what it was given, not what its index still
holds; and a damaged index may end the process that reads it, so a process of its own looks.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from assistant.papers.process import surroundings
from assistant.settings import Servers
from assistant.store.chroma import FOLDER, vectors_of
from assistant.store.folder import unwritable

_AT_ONCE = 2000
_LOOKED_FOR = 1000  # vectors of a collection: each search takes about a millisecond
_MISSED = 0.05  # of them: an approximate index misses some at its best
_FAR = 1e-3
_LONGEST = 3600  # seconds: a broken index may lead in circles
_BROKEN = 3

log = logging.getLogger(__name__)


def remake_if_broken(store: Path, servers: Servers) -> bool:
    """Throw the vectors of a store's folder away where they cannot be used; whether that was so. A server keeps its own.

    Raises:
        StoreUnwritableError: the disk has no room to make them anew.
    """
    if servers.chroma is not None or not (store / FOLDER).is_dir():
        return False
    program = "import sys; from assistant.store.proving import serve; serve(sys.argv[1])"
    try:
        done = subprocess.run(
            [sys.executable, "-c", program, str(store)],
            capture_output=True, text=True, errors="replace", env=surroundings(), timeout=_LONGEST, check=False,
        )  # fmt: skip
        broken, said = done.returncode != 0, done.stdout.strip()[-300:] or f"its reader ended with {done.returncode}"
    except subprocess.TimeoutExpired:
        broken, said = True, "it could not be read to its end"
    if broken:
        needed = sum(path.stat().st_size for path in (store / FOLDER).rglob("*") if path.is_file())
        if shutil.disk_usage(store).free < needed:  # a full disk may be all that is wrong with them
            raise unwritable(store, "too little room to make the vectors anew")
        log.warning("the vectors in %s are made anew: %s", store / FOLDER, said)
        shutil.rmtree(store / FOLDER)
    return broken


def serve(store: str) -> None:
    """Look at the vectors of a store's folder and end with 0 when they are sound. Run as a program of its own."""
    try:
        fault = _fault(Path(store))
    except Exception as error:  # noqa: BLE001  # whatever Chroma says: the vectors can be made anew
        fault = f"{type(error).__name__}: {error}"
    if fault:
        sys.stdout.write(fault)
        sys.stdout.flush()
        sys.exit(_BROKEN)


def _fault(store: Path) -> str:
    place = vectors_of(store, Servers())
    client = place.client()
    for collection in client.list_collections():
        keys = collection.get(include=[])["ids"]
        for start in range(0, len(keys), _AT_ONCE):
            if fault := _unread(collection, keys[start : start + _AT_ONCE]):
                return fault
        if fault := _unfound(collection, keys[:: max(1, len(keys) // _LOOKED_FOR)]):
            return fault
    return ""


def _unread(collection: Any, keys: list[str]) -> str:
    vectors = np.asarray(collection.get(ids=keys, include=["embeddings"])["embeddings"])
    if len(vectors) != len(keys):
        return f"{len(keys) - len(vectors)} vectors are listed and not held"
    lengths = np.linalg.norm(vectors, axis=1)
    off = ~(np.abs(lengths - 1.0) <= _FAR) & (
        lengths != 0.0
    )  # no number is not near 1; a text of no words has no length
    return f"{off.sum()} vectors are not of length 1" if off.any() else ""


def _unfound(collection: Any, keys: list[str]) -> str:
    missed = 0
    for start in range(0, len(keys), _AT_ONCE):
        vectors = collection.get(ids=keys[start : start + _AT_ONCE], include=["embeddings"])["embeddings"]
        found = collection.query(query_embeddings=vectors, n_results=1, include=["distances"])["distances"]
        missed += sum(not near or not abs(near[0]) <= _FAR for near in found)
    return f"{missed} of {len(keys)} vectors are not found" if missed > _MISSED * len(keys) else ""
