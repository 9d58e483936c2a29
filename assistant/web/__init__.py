"""The web face: a chat in the browser, with each cited page shown beside the answer."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.web.app import create_app
    from assistant.web.server import serve

__all__ = ["create_app", "serve"]

# Set before Gradio is imported, which reads them then. The page and the server call no other host.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
# After each event Gradio would sum up all events since the start in pandas, for a page switched off here.
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"

_HOMES = {"create_app": "assistant.web.app", "serve": "assistant.web.server"}


def __getattr__(name: str) -> Any:
    # Gradio takes seconds to load: a wrong setting or a missing store is told before that.
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant.web' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
