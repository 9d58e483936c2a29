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
from bench.measuring import QUESTIONS, peak_memory_mb, timed_ms


def main() -> None:
    """Print {"ask_ms", "encode_ms", "memory_mb"} for the store given."""
    assistant = Assistant.open(load_settings(store=Path(sys.argv[1])))
    for question in QUESTIONS:
        assistant.ask(question)
    memory = peak_memory_mb()  # before the yardstick's model comes into the same process
    model = SentenceTransformer(str(bundled_model()), device="cpu")
    asked, encoded = [], []
    for number in range(10):
        for question in QUESTIONS:
            fresh = f"{question} ({number})"  # so that no remembered vector helps
            encoded.append(timed_ms(lambda q=fresh: model.encode(q)))
            asked.append(timed_ms(lambda q=fresh: assistant.ask(q)))
    print(
        json.dumps({"ask_ms": statistics.median(asked), "encode_ms": statistics.median(encoded), "memory_mb": memory})
    )


if __name__ == "__main__":
    main()
