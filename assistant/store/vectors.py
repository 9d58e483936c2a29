"""The vectors: one Chroma collection an access class, addressed by passage key, reached through LangChain."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from chromadb.errors import InternalError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from assistant.store.chroma import VectorPlace
from assistant.store.gate import Gate
from assistant.store.keywords import ACCESS_CLASSES

_AT_ONCE = 2000  # vectors added or removed: below Chroma's own bound on one call
_REMEMBERED = 20_000  # vectors of the texts last embedded: 30 MB at 384 dimensions


class EmbedsOnce(Embeddings):
    """An embedder that embeds equal texts once: packs repeat whole reports, and long papers the same page over and over."""

    def __init__(self, embedder: Embeddings) -> None:
        self._embedder = embedder
        self._vectors: OrderedDict[bytes, array[float]] = OrderedDict()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, in the same order; only texts not met lately reach the embedder."""
        keys = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts]
        due = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        made = self._embedder.embed_documents(list(due.values())) if due else []
        self._vectors.update((key, array("f", vector)) for key, vector in zip(due, made, strict=True))
        vectors = [self._vectors[key].tolist() for key in keys]
        for key in keys:
            self._vectors.move_to_end(key)
        while len(self._vectors) > _REMEMBERED:
            self._vectors.popitem(last=False)
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""
        return self._embedder.embed_query(text)


class Vectors:
    """The two collections of a store; the embedder given makes the vectors of what is added. Thread-safe.

    They bear the store's id, so that those of another store are never searched, or mended away.
    """

    def __init__(self, place: VectorPlace, store_id: str | None, embedder: Embeddings) -> None:
        self._place, self._store_id = place, store_id
        self._embedder = EmbedsOnce(embedder)
        self._gate = Gate()
        self._open()

    def _open(self) -> None:
        self._client = self._place.client()
        names = {access: f"{self._place.collections}-{access}" for access in ACCESS_CLASSES}
        self._collections = {
            access: Chroma(
                name,
                self._embedder,
                client=self._client,
                collection_metadata={"store": self._store_id} if self._store_id else None,
                collection_configuration={"hnsw": {"space": "cosine"}},
            )
            for access, name in names.items()
        }
        self._indexes = {access: self._client.get_collection(name) for access, name in names.items()}
        if any((index.metadata or {}).get("store") != self._store_id for index in self._indexes.values()):
            self._place.close(self._client)
            raise self._place.foreign()

    def reopen(self) -> None:
        """Read the index from disk again. Chroma loads it once: of what another process has written it knows only that
        it is there, and then fails to find it. A server knows all that was written."""
        if self._place.read_once:
            with self._gate.alone():
                self._place.close(self._client)
                self._open()

    def add(self, access: str, paper_id: str, keys: Sequence[str], texts: Sequence[str]) -> None:
        """Embed and add the passages of one paper."""
        for start in range(0, len(keys), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            batch = list(keys[part])
            with self._gate.shared():
                self._collections[access].add_texts(
                    list(texts[part]), metadatas=[{"paper": paper_id}] * len(batch), ids=batch
                )

    def remove(self, paper_id: str) -> None:
        """Remove all vectors of one paper, sought among all that are held."""
        with self._gate.shared():
            for collection in self._collections.values():
                collection.delete(where={"paper": paper_id})

    def remove_keys(self, access: str, keys: Sequence[str]) -> None:
        """Remove vectors by key; keys that no vector has are passed over."""
        for start in range(0, len(keys), _AT_ONCE):
            with self._gate.shared():
                self._collections[access].delete(ids=list(keys[start : start + _AT_ONCE]))

    def keys(self, access: str) -> set[str]:
        """The keys of all vectors held."""
        with self._gate.shared():
            return set(self._collections[access].get(include=[])["ids"])

    def search(
        self, access: str, vector: Sequence[float], limit: int, within: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """(passage key, cosine) of the nearest vectors, nearest first; ``within``: only of these keys."""
        if within is not None and not within:
            return []
        keys = list(within) if within is not None else None
        with self._gate.shared():
            found = self._indexes[access].query(
                query_embeddings=[vector], n_results=limit, ids=keys, include=["distances"]
            )
        return [(key, 1.0 - d) for key, d in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)]

    def held(self, access: str, keys: Sequence[str]) -> dict[str, np.ndarray]:
        """Passage key -> its vector, for those of the keys that are held."""
        if not keys:
            return {}
        try:
            found = self._vectors_of(access, keys)
        except InternalError:  # written by another process after the index was read
            self.reopen()
            found = self._vectors_of(access, keys)
        return {str(key): np.asarray(vector) for key, vector in zip(found["ids"], found["embeddings"], strict=True)}

    def _vectors_of(self, access: str, keys: Sequence[str]) -> dict[str, Any]:
        with self._gate.shared():
            return self._collections[access].get(ids=list(keys), include=["embeddings"])

    def reach(self) -> None:
        """Make sure that Chroma answers; raises what its client does where it does not."""
        with self._gate.shared():
            self._client.heartbeat()

    def close(self) -> None:
        """Let go of the files, or of the connections."""
        with self._gate.alone():
            self._place.close(self._client)
