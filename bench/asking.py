"""One question end to end against sentence-transformers' own encoding of it, warm, in turn in one process."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

from sentence_transformers import SentenceTransformer

from assistant import Assistant
from assistant.retrieval.embed import bundled_model
from assistant.settings import load_settings
from bench.__main__ import median_ms, peak_memory_mb


def main() -> None:
    """Print {"ask_ms", "encode_ms", "memory_mb"} for the store and the questions given."""
    assistant = Assistant.open(load_settings(store=Path(sys.argv[1])))
    questions = json.loads(sys.argv[2])
    for question in questions:
        assistant.ask(question)
    memory = peak_memory_mb()  # before the yardstick's model comes into the same process
    model = SentenceTransformer(str(bundled_model()), device="cpu")
    asked, encoded = [], []
    for number in range(10):
        for question in questions:
            fresh = f"{question} ({number})"  # so that no remembered vector helps
            encoded.append(median_ms(1, lambda q=fresh: model.encode(q)))
            asked.append(median_ms(1, lambda q=fresh: assistant.ask(q)))
    print(
        json.dumps({"ask_ms": statistics.median(asked), "encode_ms": statistics.median(encoded), "memory_mb": memory})
    )


if __name__ == "__main__":
    main()
