"""What a chat model may call: the look-ups of ``tools`` and a search of passages, whose results come under keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import Field, ValidationError
from pydantic.v1 import ValidationError as OlderValidationError

from assistant.answering.sources import Sources
from assistant.retrieval.evidence import gather
from assistant.retrieval.inquiry import understand
from assistant.retrieval.search import Searcher
from assistant.tools.arguments import Arguments
from assistant.tools.catalogue import LOOK_UPS, LookUp
from assistant.tools.names import Finder

MOST_PASSAGES = 5


class SearchPassages(Arguments):
    """What search_passages is asked with."""

    query: Annotated[str, Field(min_length=2, max_length=300, description="What to look for, in a few plain words.")]


def model_tools(finder: Finder, searcher: Searcher, sources: Sources) -> list[BaseTool]:
    """The tools for one answer. Each result's rows are added to the sources, and shown with their keys only."""
    found: list[BaseTool] = [_passages(searcher, sources)]
    return found + [_look_up(finder, sources, name, look_up) for name, look_up in LOOK_UPS.items()]


def _passages(searcher: Searcher, sources: Sources) -> BaseTool:
    def called(query: str) -> str:
        ranked = gather(understand(query, [], searcher.calendar), searcher)
        blocks = [block for e in ranked[: 2 * MOST_PASSAGES] if (block := sources.add_hit(e.hit))]
        return "\n\n".join(blocks[:MOST_PASSAGES]) or "Nothing found."

    about = (
        "Passages of the papers that bear on some words: what was said, reasons, comments, anything not in a register."
    )
    return _tool(called, "search_passages", about, SearchPassages)


def _look_up(finder: Finder, sources: Sources, name: str, look_up: LookUp) -> BaseTool:
    def called(**given: Any) -> str:
        return sources.add_result(look_up.function(finder, **given))

    return _tool(called, name, look_up.about, look_up.arguments)


def _tool(function: Callable[..., str], name: str, about: str, arguments: type[Arguments]) -> BaseTool:
    def refused(error: ValidationError | OlderValidationError) -> str:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'arguments'}: {e['msg']}" for e in error.errors())
        return f"{name} was not called: {told}. Its arguments are: {', '.join(arguments.model_fields)}."

    return StructuredTool.from_function(
        func=function, name=name, description=about, args_schema=arguments, handle_validation_error=refused
    )
