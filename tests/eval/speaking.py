"""A server that speaks OpenAI's protocol and says what a test tells it to: the wire to a chat model, without a model."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Speaking = Callable[[str, str], str]
"""From the system's words and the user's to the reply."""
TOKENS = {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050}


@contextmanager
def speaking(said: Speaking) -> Iterator[str]:
    """Serve replies on a free port; gives the address for ``ASSISTANT_MODEL_BASE_URL``. An exception is a status of 500."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            by_role = {message["role"]: str(message["content"]) for message in asked["messages"]}
            try:
                reply = said(by_role["system"], by_role["user"])
            except ConnectionError:
                return self.send_error(500)
            if asked.get("stream"):
                counted = asked.get("stream_options", {}).get("include_usage")
                return self._send("text/event-stream", _events(reply, counted=bool(counted)))
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": reply}}
            return self._send("application/json", json.dumps(_body(choices=[choice], usage=TOKENS)))

        def _send(self, kind: str, text: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def _body(**fields: Any) -> dict[str, Any]:
    return {"id": "one", "object": "chat.completion", "created": 0, "model": "spoken", **fields}


def _events(reply: str, *, counted: bool) -> str:
    delta = {"index": 0, "delta": {"role": "assistant", "content": reply}, "finish_reason": None}
    end = {"index": 0, "delta": {}, "finish_reason": "stop"}
    chunks = [_body(choices=[delta]), _body(choices=[end])]
    chunks += [_body(choices=[], usage=TOKENS)] if counted else []
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
