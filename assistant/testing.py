"""What tests of this program and of programs built on it may use: an embedder that needs no model."""

from __future__ import annotations

import hashlib
import math

from langchain_core.embeddings import Embeddings


class TinyEmbedder(Embeddings):
    """Hashes words into 64 dimensions: the same text gives the same unit vector, shared words bring texts nearer."""

    identity = "tiny"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector of 64 floats a text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        vector = [0.0] * 64
        for word in text.lower().split():
            vector[hashlib.blake2b(word.encode(), digest_size=2).digest()[0] % 64] += 1.0
        length = math.sqrt(sum(x * x for x in vector)) or 1.0
        return [x / length for x in vector]
