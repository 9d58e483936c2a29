"""The assistant that councils trust with their committee papers.

The public surface is ``Assistant`` (open a store, ask), ``Answer``, ``Filters`` and ``Settings``; they are imported when first used,
so that ``assistant --help`` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answering.answer import Answer, Citation, Scope, Value
    from assistant.answering.engine import Assistant
    from assistant.retrieval.filters import Filters
    from assistant.settings import Settings

__all__ = ["Answer", "Assistant", "Citation", "Filters", "Scope", "Settings", "Value"]

_HOMES = {
    "Answer": "assistant.answering.answer",
    "Assistant": "assistant.answering.engine",
    "Citation": "assistant.answering.answer",
    "Filters": "assistant.retrieval.filters",
    "Scope": "assistant.answering.answer",
    "Settings": "assistant.settings",
    "Value": "assistant.answering.answer",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
