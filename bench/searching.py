"""Search alone – understanding, embedding, both searches, ranking – against sentence-transformers' own encoding of a question.

Every question of a set is asked once, in turn with its encoding, warm, in one process; none comes twice, so that no remembered
vector helps.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sentence_transformers import SentenceTransformer

from assistant import Assistant
from assistant.retrieval.embed import bundled_model
from assistant.settings import load_settings
from bench.measuring import QUESTIONS, percentile, timed_ms
from eval.cases import load_cases


def main() -> None:
    """Print {"questions", "search_p50", "search_p95", "encode_p50", "encode_p95"}, in ms, for the set and the store given."""
    cases = load_cases([sys.argv[1]])
    assistant = Assistant.open(load_settings(store=Path(sys.argv[2])))
    model = SentenceTransformer(str(bundled_model()), device="cpu")
    for question in QUESTIONS:
        model.encode(question)
        assistant.ranked_pages(question)
    searched, encoded = [], []
    for case in cases:
        encoded.append(timed_ms(lambda case=case: model.encode(case.question)))
        searched.append(timed_ms(lambda case=case: assistant.ranked_pages(case.question, case.turns[:-1])))
    assistant.close()
    times = {"search": searched, "encode": encoded}
    shares = {f"{name}_p{share}": percentile(taken, share) for name, taken in times.items() for share in (50, 95)}
    print(json.dumps({"questions": len(cases), **shares}))


if __name__ == "__main__":
    main()
