"""What whoever runs the service can watch: a log of answers, numbers for Prometheus, log lines as JSON."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from assistant.errors import AssistantError, UsageError
from assistant.settings import Settings
from assistant.store.answer_log import AnswerLog

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

log = logging.getLogger(__name__)


class Watch:
    """Counts and logs answers. The numbers tell nothing of questions, papers or users."""

    def __init__(self, settings: Settings) -> None:
        self.registry = CollectorRegistry()
        self._log = AnswerLog(settings.store, settings.answer_log_days)
        self._answers = Counter(
            "assistant_answers", "Questions answered, by how.", ("status", "engine", "face"), registry=self.registry
        )
        self._seconds = Histogram(
            "assistant_answer_seconds", "Seconds an answer took.", buckets=_SECONDS, registry=self.registry
        )
        self._failures = Counter(
            "assistant_failures", "Questions that failed, by error.", ("error",), registry=self.registry
        )
        self.under_way = Gauge("assistant_questions_under_way", "Questions being answered.", registry=self.registry)

    def answered(self, answer: Mapping[str, Any], *, user: int | None, clearance: str, face: str) -> None:
        """Note an answer, as ``Answer.to_json`` gives it. A log that takes no more stops no answer."""
        self._answers.labels(answer["status"], answer["engine"], face).inc()
        self._seconds.observe(answer["elapsed_ms"] / 1000)
        try:
            self._log.add(answer, user=user, clearance=clearance, face=face)
        except AssistantError as error:
            log.warning("an answer is not in the log: %s", error)

    def failed(self, error: BaseException) -> None:
        """Note a question that failed."""
        self._failures.labels(type(error).__name__).inc()


@contextmanager
def told_to_prometheus(watch: Watch, port: int | None) -> Iterator[None]:
    """Answer ``/metrics`` on a port of its own, from this machine only.

    Raises:
        UsageError: the port is in use.
    """
    if port is None:
        yield
        return
    try:
        server, thread = start_http_server(port, "127.0.0.1", watch.registry)
    except OSError as error:
        raise UsageError(
            f"Port {port} cannot be taken for /metrics ({error.strerror}). Set ASSISTANT_METRICS_PORT."
        ) from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class JsonLines(logging.Formatter):
    """A log record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def log_as_json() -> None:
    """From now on every log record of this process, those of libraries too, is a line of JSON on standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
