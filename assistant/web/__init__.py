"""The web face: a chat in the browser, with each cited page shown beside the answer."""

from __future__ import annotations

import os

# Before Gradio is imported, which reads them then: the page and the server call no other host.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

from assistant.web.app import create_app
from assistant.web.server import serve

__all__ = ["create_app", "serve"]
