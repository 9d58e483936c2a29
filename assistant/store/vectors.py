"""The vectors: one Chroma collection an access class, addressed by passage key, reached through LangChain."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import chromadb
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from assistant.store.keywords import ACCESS_CLASSES

_ADD_AT_ONCE = 2000  # below Chroma's own bound on one call


class Vectors:
    """The two collections of a store; the embedder given makes the vectors of what is added."""

    def __init__(self, folder: Path, embedder: Embeddings) -> None:
        self._client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        self._collections = {
            access: Chroma(
                f"passages-{access}",
                embedder,
                client=self._client,
                collection_configuration={"hnsw": {"space": "cosine"}},
            )
            for access in ACCESS_CLASSES
        }

    def add(self, access: str, paper_id: str, keys: Sequence[str], texts: Sequence[str]) -> None:
        """Embed and add the passages of one paper."""
        for start in range(0, len(keys), _ADD_AT_ONCE):
            part = slice(start, start + _ADD_AT_ONCE)
            batch = list(keys[part])
            self._collections[access].add_texts(
                list(texts[part]), metadatas=[{"paper": paper_id}] * len(batch), ids=batch
            )

    def remove(self, paper_id: str) -> None:
        """Remove all vectors of one paper."""
        for collection in self._collections.values():
            collection.delete(where={"paper": paper_id})

    def remove_keys(self, access: str, keys: Sequence[str]) -> None:
        """Remove vectors by key."""
        if keys:
            self._collections[access].delete(ids=list(keys))

    def keys(self, access: str) -> set[str]:
        """The keys of all vectors held."""
        return set(self._collections[access].get(include=[])["ids"])

    def search(self, access: str, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """(passage key, cosine) of the nearest vectors, nearest first."""
        found = self._collections[access].similarity_search_by_vector_with_relevance_scores(list(vector), k=limit)
        return [(str(document.id), 1.0 - distance) for document, distance in found]

    def close(self) -> None:
        """Let go of the files."""
        close = getattr(self._client, "close", None)  # on the client itself, not on the interface it is typed as
        if close is not None:
            close()
