"""What tests of this program and of programs built on it may use: an embedder that needs no model, a chat model that says
what it is told to say."""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import Field


class TinyEmbedder(Embeddings):
    """Hashes words into 64 dimensions: the same text gives the same unit vector, shared words bring texts nearer."""

    identity = "tiny"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector of 64 floats a text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        vector = [0.0] * 64
        for word in text.lower().split():
            vector[hashlib.blake2b(word.encode(), digest_size=2).digest()[0] % 64] += 1.0
        length = math.sqrt(sum(x * x for x in vector)) or 1.0
        return [x / length for x in vector]


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of the fake chat model.

    ``text`` comes in pieces of ``piece`` characters when it is streamed; ``calls`` are tool calls, (name, arguments);
    ``delay`` is waited before the first piece and ``pause`` before every other, both in seconds; ``error`` is raised in
    place of the reply or, with ``dies_after``, after so many pieces; ``tokens`` are reported as used, (input, output).
    """

    text: str = ""
    calls: Sequence[tuple[str, Mapping[str, Any]]] = ()
    piece: int = 7
    delay: float = 0.0
    pause: float = 0.0
    error: Exception | None = None
    dies_after: int | None = None
    tokens: tuple[int, int] | None = None


Answering = Reply | str | Exception | Callable[[list[BaseMessage]], "Reply | str"]


class FakeChatModel(BaseChatModel):
    """A chat model that says what a test tells it to, for ``Assistant.open(settings, model=FakeChatModel(...))``.

    It takes the replies of ``queue`` one by one, then ``always`` if that is given, else it fails. A reply is a text, a
    ``Reply`` (tool calls, delays, failures), an exception to be raised, or a function of the messages it was sent, which
    returns a text or a ``Reply``: so a test can answer with the very keys that it was handed out. ``history`` holds the
    messages of every call, ``options`` what was bound to it (``tools``, ``response_format``). It streams in pieces, so
    that half a marker or half a word is really seen half.

    >>> from langchain_core.messages import HumanMessage
    >>> model = FakeChatModel(queue=["Good morning", Reply(calls=[("find_risks", {"topic": "cyber"})])])
    >>> model.invoke([HumanMessage("Hello?")]).text
    'Good morning'
    >>> model.invoke("And the risk?").tool_calls[0]["name"]
    'find_risks'
    >>> [len(messages) for messages in model.history]
    [1, 1]
    """

    queue: list[Any] = Field(default_factory=list)
    always: Any = None
    history: list[list[BaseMessage]] = Field(default_factory=list)
    options: list[dict[str, Any]] = Field(default_factory=list)
    model_name: str = "fake"

    @property
    def _llm_type(self) -> str:
        return "fake-chat-model"

    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The model with tools, as every LangChain chat model takes them."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _next(self, messages: list[BaseMessage], options: dict[str, Any]) -> Reply:
        self.history.append(list(messages))
        self.options.append(options)
        told = self.queue.pop(0) if self.queue else self.always
        if told is None:
            raise LookupError("The fake chat model has no reply left: give it one more in `queue`, or `always`.")
        if callable(told) and not isinstance(told, (Reply, Exception)):
            told = told(messages)
        if isinstance(told, Exception):
            return Reply(error=told)
        return told if isinstance(told, Reply) else Reply(str(told))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        whole: AIMessageChunk | None = None
        for chunk in self._pieces(messages, kwargs):
            whole = chunk if whole is None else whole + chunk
        calls = whole.tool_calls if whole else []
        usage = whole.usage_metadata if whole else None
        message = AIMessage(content=whole.content if whole else "", tool_calls=calls, usage_metadata=usage)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for message in self._pieces(messages, kwargs):
            chunk = ChatGenerationChunk(message=message)
            if run_manager:
                run_manager.on_llm_new_token(str(message.content), chunk=chunk)
            yield chunk

    def _pieces(self, messages: list[BaseMessage], options: dict[str, Any]) -> Iterator[AIMessageChunk]:
        reply = self._next(messages, options)
        time.sleep(reply.delay)
        if reply.error is not None and reply.dies_after is None:
            raise reply.error
        for number, start in enumerate(range(0, len(reply.text), reply.piece)):
            if reply.error is not None and number == reply.dies_after:
                raise reply.error
            time.sleep(reply.pause if number else 0)
            yield AIMessageChunk(content=reply.text[start : start + reply.piece])
        for number, (name, arguments) in enumerate(reply.calls):
            call = tool_call_chunk(name=name, args=json.dumps(dict(arguments)), id=f"call{number}", index=number)
            yield AIMessageChunk(content="", tool_call_chunks=[call])
        yield AIMessageChunk(content="", chunk_position="last", usage_metadata=_usage(reply.tokens))


def _usage(tokens: tuple[int, int] | None) -> UsageMetadata | None:
    if tokens is None:
        return None
    return UsageMetadata(input_tokens=tokens[0], output_tokens=tokens[1], total_tokens=sum(tokens))
