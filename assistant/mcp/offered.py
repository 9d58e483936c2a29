"""The tools that are offered: questions, passages, the papers held, and every look-up over the records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, Field

from assistant import Assistant
from assistant.retrieval.filters import Filters
from assistant.tools.arguments import Arguments
from assistant.tools.catalogue import LOOK_UPS, LookUp

_Names = Annotated[list[str], Field(max_length=50)]
_Day = Annotated[str | None, Field(max_length=20)]


class _Narrowed(Arguments):
    """What both searches are narrowed with."""

    committees: _Names = Field([], description="Search only papers of these bodies, by name or words of it.")
    since: _Day = Field(None, description="Search only papers of this day and later, as YYYY-MM-DD.")
    until: _Day = Field(None, description="Search only papers of this day and earlier, as YYYY-MM-DD.")
    kinds: _Names = Field([], description="Search only these kinds of paper, or of part of a pack: 'minutes'.")

    def filters(self) -> Filters:
        """As the search takes them. Raises: UsageError: a day cannot be read."""
        return Filters.read(self.committees, self.since, self.until, self.kinds)


class Ask(_Narrowed):
    """What ask is asked with."""

    question: str = Field(min_length=1, max_length=20_000, description="The question, in plain words.")
    history: list[str] = Field([], max_length=50, description="Earlier questions of the conversation, oldest first.")


class SearchPassages(_Narrowed):
    """What search_passages is asked with."""

    query: str = Field(min_length=1, max_length=20_000, description="What the passages are to be about.")
    limit: int = Field(8, ge=1, le=30, description="At most so many passages.")


class ListPapers(Arguments):
    """What list_papers is asked with: nothing."""


class Offered(NamedTuple):
    """A tool: what it does, its arguments, and what comes back for them as JSON."""

    about: str
    arguments: type[BaseModel]
    called: Callable[[Assistant, Any], str]


def _ask(assistant: Assistant, given: Ask) -> str:
    return assistant.ask(given.question, given.history, filters=given.filters()).to_json()


def _search(assistant: Assistant, given: SearchPassages) -> str:
    found = assistant.passages(given.query, given.limit, given.filters())
    return json.dumps({"passages": found}, ensure_ascii=False)


def _papers(assistant: Assistant, _: ListPapers) -> str:
    return json.dumps({"papers": assistant.list_papers()}, ensure_ascii=False)


def _look_up(look_up: LookUp) -> Offered:
    def called(assistant: Assistant, given: BaseModel) -> str:
        # By name and not dumped: an argument may be a model of its own.
        return look_up.function(
            assistant.finder, **{name: getattr(given, name) for name in given.model_fields_set}
        ).to_json()

    return Offered(look_up.about, look_up.arguments, called)


OFFERED: Mapping[str, Offered] = {
    "ask": Offered(
        "Answers a question from the committee papers, in their own words, with the page of each statement; says so when "
        "the papers do not hold the answer. The markers [1] in the answer are those of the citations.",
        Ask,
        _ask,
    ),
    "search_passages": Offered(
        "Passages of the committee papers on a matter, best first, word for word, each with its paper and page. For answers "
        "to questions ask is surer: it checks what it says.",
        SearchPassages,
        _search,
    ),
    "list_papers": Offered(
        "The committee papers that are held, newest first, with kind, committee, date and pages.", ListPapers, _papers
    ),
    **{name: _look_up(look_up) for name, look_up in LOOK_UPS.items()},
}
