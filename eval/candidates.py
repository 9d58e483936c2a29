"""From the chat to the set: answers that users marked become draft cases, which a person finishes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.store.feedback import read_feedback


def drafts(store: Path) -> list[str]:
    """Draft cases, a JSON line each, one for every marked answer of a store, newest last.

    A draft of an answer marked right says what was cited; one marked wrong leaves the gold for a person to fill in: the
    answer that was given is kept beside it, and must be deleted with ``"draft"`` before the line is a case. Answers given
    under clearance for exempt papers make no cases.
    """
    open_to_all = [mark for mark in read_feedback(store) if mark["settings"].get("clearance") == "public"]
    return [json.dumps(_draft(mark, n), ensure_ascii=False) for n, mark in enumerate(open_to_all, 1)]


def _draft(mark: dict[str, Any], number: int) -> dict[str, Any]:
    answer = mark["answer"]
    right = mark["verdict"] == "right"
    places = [{"document": c["document"], "page": c["page"], "quote": c["quote"]} for c in answer["citations"]]
    return {
        "draft": {
            "verdict": mark["verdict"],
            "answer": answer["answer"],
            "settings": mark["settings"],
            "at": mark["at"],
        },
        "id": f"chat-{number:04d}",
        "kind": "single-fact",
        "turns": [*mark["history"], answer["question"]],
        "gold": [{"value": v["value"], "unit": v["unit"]} for v in answer["values"] if v["value"] is not None]
        if right
        else [],
        "nuggets": [],
        "evidence": places if right else [],
        "declined": right and answer["status"] in {"not_found", "refused", "clarify"},
        "cluster": places[0]["document"] if places else "none",
        "source": "chat",
    }
