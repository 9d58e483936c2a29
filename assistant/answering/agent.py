"""The agent: a chat model with look-ups, asked within a time, a budget of look-ups and a length."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ToolCallLimitMiddleware, ToolErrorMiddleware
from langchain.agents.structured_output import ProviderStrategy
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, HumanMessage, ToolMessage
from langchain_core.tools import BaseTool
from langgraph.errors import GraphRecursionError
from langsmith.run_helpers import tracing_context

from assistant.answering.answer import Usage
from assistant.answering.prompt import SYSTEM, Statements

LONGEST_ANSWER = 8000  # characters after which a model is held to ramble

Failure = Literal["slow", "failed", "rambled"]


class ModelFailed(Exception):
    """Raised when a chat model gave no whole answer. ``str`` names the kind of failure and nothing the server said."""

    def __init__(self, kind: Failure, cause: Exception | None = None) -> None:
        status = getattr(cause, "status_code", None)
        told = f" ({type(cause).__name__}{f', status {status}' if isinstance(status, int) else ''})" if cause else ""
        super().__init__(f"{kind}{told}")
        self.kind = kind
        self.no_tools = isinstance(cause, NotImplementedError) or status in {400, 404, 405, 415, 422, 501}
        self.may_be_tools = self.no_tools or status == 500


class Limits(NamedTuple):
    """What one answer may take: until when (``time.monotonic``), and how many look-ups."""

    deadline: float
    tool_calls: int


class Meter:
    """Counts what a model spends on one answer, over all the times it is asked for it."""

    def __init__(self) -> None:
        self._tokens: tuple[int, int] | None = None
        self._tool_calls = 0

    def count(self, message: Any, node: str | None) -> None:
        """Count one message, or piece of one, that the agent's ``node`` gave."""
        if isinstance(message, ToolMessage):
            self._tool_calls += node == "tools"  # what was asked for beyond the budget comes from another node
        elif isinstance(message, AIMessageChunk) and (told := message.usage_metadata):
            given, made = self._tokens or (0, 0)
            self._tokens = given + told["input_tokens"], made + told["output_tokens"]

    def read(self) -> Usage:
        """What was counted so far."""
        given, made = self._tokens or (None, None)
        return Usage(input_tokens=given, output_tokens=made, tool_calls=self._tool_calls)


def ask_agent(
    model: BaseChatModel,
    tools: Sequence[BaseTool],
    request: str,
    limits: Limits,
    *,
    structured: bool,
    meter: Meter | None = None,
) -> Iterator[str]:
    """The words of the model's answer so far, again and again as more of them come in; the last is the whole.

    ``meter`` counts what they take.

    Raises:
        ModelFailed: it took too long, broke off, or did not come to an end.
    """
    agent = build_agent(model, tools, limits.tool_calls, structured=structured)
    said: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    left = threading.Event()  # set when nobody waits any more
    steps = 4 * (limits.tool_calls + 2)
    listening = (agent, request, steps, said, left, meter or Meter())
    threading.Thread(target=_listen, args=listening, daemon=True).start()
    try:
        yield from _within(said, limits.deadline)
    finally:
        left.set()


def build_agent(model: BaseChatModel, tools: Sequence[BaseTool], tool_calls: int, *, structured: bool) -> Any:
    """The agent as LangChain builds it. What a look-up fails with is told to the model by its kind only."""
    middleware: list[AgentMiddleware[Any, Any]] = []
    if tools:
        middleware = [ToolCallLimitMiddleware(run_limit=tool_calls), ToolErrorMiddleware(_look_up_failed)]
    form = ProviderStrategy(Statements) if structured else None
    return create_agent(model, list(tools), system_prompt=SYSTEM, middleware=middleware, response_format=form)


def _look_up_failed(error: Exception, _request: Any) -> str:
    return f"The look-up failed ({type(error).__name__}). Answer from the sources you have."


def _listen(
    agent: Any,
    request: str,
    steps: int,
    said: queue.SimpleQueue[str | Exception | None],
    left: threading.Event,
    meter: Meter,
) -> None:
    """Runs in a thread of its own, so that a server that hangs keeps nobody waiting."""
    try:
        with tracing_context(enabled=False):  # papers and questions go to the model and nowhere else
            _hear(agent, request, steps, said, left, meter)
        said.put(None)
    except Exception as error:  # noqa: BLE001 - whatever a provider's package raises is a failure of the model
        said.put(error)


def _hear(
    agent: Any,
    request: str,
    steps: int,
    said: queue.SimpleQueue[str | Exception | None],
    left: threading.Event,
    meter: Meter,
) -> None:
    message, text = None, ""
    asked = {"messages": [HumanMessage(request)]}
    for chunk, about in agent.stream(asked, {"recursion_limit": steps}, stream_mode="messages"):
        if left.is_set():
            return
        meter.count(chunk, about.get("langgraph_node"))
        if not isinstance(chunk, AIMessageChunk) or about.get("langgraph_node") != "model":
            continue
        if chunk.id != message:
            message, text = chunk.id, ""  # what was said before a look-up is no part of the answer
        text += str(chunk.text)
        said.put(text)


def _within(said: queue.SimpleQueue[str | Exception | None], deadline: float) -> Iterator[str]:
    while True:
        try:
            told = said.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise ModelFailed("slow") from None
        if isinstance(told, GraphRecursionError):
            raise ModelFailed("rambled", told) from None
        if isinstance(told, Exception):
            raise ModelFailed("failed", told) from None
        if told is None:
            return
        if len(told) > LONGEST_ANSWER:
            raise ModelFailed("rambled")
        yield told
