"""The web face: a chat in the browser, with each cited page shown beside the answer."""

from __future__ import annotations

import os

# Before Gradio is imported, which reads them then: the page and the server call no other host.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
# After every event Gradio sums up all events since the start in a pandas table, for a page that is switched off here.
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"

from assistant.web.app import create_app
from assistant.web.server import serve

__all__ = ["create_app", "serve"]
