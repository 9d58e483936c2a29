"""A chat model that phrases what the papers say. What it writes is shown only as far as it stands on the cited pages.

It is asked only where the evidence suffices, with that evidence put before the question; it may look further with the
same look-ups. When it is down, slow, rambles, or writes what does not stand, the answer without it is given.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool

from assistant.answering.agent import Limits, Meter, ModelFailed, ask_agent
from assistant.answering.answer import Checked, Citation, Value
from assistant.answering.claims import MARKER, sentences_of
from assistant.answering.grounds import Grounds
from assistant.answering.lookups import model_tools
from assistant.answering.prompt import request
from assistant.answering.sources import Sources
from assistant.answering.streaming import renumbered, whole_statements, with_markers
from assistant.answering.verify import Verified, check
from assistant.retrieval.embed import Embedder
from assistant.retrieval.evidence import gather
from assistant.retrieval.inquiry import understand
from assistant.retrieval.search import Searcher
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.tools.ledger import Ledger
from assistant.tools.names import Finder

MOST_PASSAGES = 6  # passages shown beside those that the answer without a model cites
PUBLIC = ("public",)

log = logging.getLogger(__name__)


class Written(NamedTuple):
    """What a model wrote, as far as it stands: the text with its markers, and what they point to."""

    text: str
    citations: list[Citation]
    values: list[Value]
    checked: Checked


class Writer:
    """Writes answers with a chat model. Safe to use from several threads."""

    def __init__(self, settings: Settings, model: BaseChatModel, store: Store, embedder: Embedder) -> None:
        self.name = settings.model or getattr(model, "model_name", None) or type(model).__name__
        self._settings = settings
        self._model = model
        self._finder = Finder(Ledger(store, PUBLIC), embedder)
        self._tools_work = settings.model_tool_calls > 0
        profile = model.profile or {}
        known = settings.model_structured == "auto" and bool(profile.get("structured_output"))
        self._structured = known or settings.model_structured == "always"

    def write(
        self,
        searcher: Searcher,
        question: str,
        history: Sequence[str],
        citations: Sequence[Citation],
        values: Sequence[Value],
        on_text: Callable[[str], None] | None = None,
        meter: Meter | None = None,
    ) -> Written | None:
        """The model's answer to a question that the papers answer, or None where it gave none that stands.

        ``searcher`` finds what it may be shown; ``citations`` and ``values`` are those of the answer without it;
        ``on_text`` is told the part of the answer so far that stands, whole sentences with whole markers; ``meter`` counts
        what all of it takes.
        """
        deadline = time.monotonic() + self._settings.model_timeout
        with_tools = self._tools_work
        for attempt in range(self._settings.model_retries + 2):
            page = _Page(searcher, question, values, meter)
            finder = self._finder.narrowed(searcher.reach)
            tools = model_tools(finder, searcher, page.sources) if with_tools else []
            try:
                return self._once(page, tools, question, history, citations, deadline, on_text)
            except ModelFailed as failure:
                log.warning("The chat model gave no answer: %s", failure)
                if failure.kind != "failed" or time.monotonic() >= deadline:
                    return None
                if with_tools and failure.may_be_tools:  # many small models and servers cannot call tools
                    with_tools = False
                    self._tools_work = not failure.no_tools
                elif attempt >= self._settings.model_retries:
                    return None
        return None

    def _once(
        self,
        page: _Page,
        tools: Sequence[BaseTool],
        question: str,
        history: Sequence[str],
        citations: Sequence[Citation],
        deadline: float,
        on_text: Callable[[str], None] | None,
    ) -> Written | None:
        blocks = _evidence(page.searcher, page.sources, question, history, citations)
        if not blocks:
            return None
        limits = Limits(deadline, self._settings.model_tool_calls)
        asked = request(question, history, blocks)
        text, shown = "", 0
        for text in ask_agent(self._model, tools, asked, limits, structured=self._structured, meter=page.meter):
            so_far = whole_statements(text, final=False, structured=self._structured)
            if on_text is not None and len(so_far) != shown:
                shown = len(so_far)
                if standing := page.verified(so_far).text:
                    on_text(standing)
        return page.answer(whole_statements(text, final=True, structured=self._structured))


def _evidence(
    searcher: Searcher, sources: Sources, question: str, history: Sequence[str], citations: Sequence[Citation]
) -> list[str]:
    """What is put before the question: what the answer without a model cites, then what else was found."""
    blocks = [sources.add_citation(citation) for citation in citations]
    inquiry = understand(question, list(history), searcher.calendar)
    blocks += [sources.add_hit(evidence.hit) for evidence in gather(inquiry, searcher)[:MOST_PASSAGES]]
    return list(dict.fromkeys(block for block in blocks if block))


class _Page:
    """One answer in the making: its sources, and how much of what the model says stands on them."""

    def __init__(self, searcher: Searcher, question: str, values: Sequence[Value], meter: Meter | None) -> None:
        self.sources = Sources(searcher)
        self.meter = meter
        self.searcher = searcher
        self._question = question
        self._values = values

    def verified(self, said: str) -> Written:
        """The part of what the model said that stands."""
        return self._checked(said)[0]

    def answer(self, said: str) -> Written | None:
        """The answer; None where what is left of it does not answer: nothing cited, or too much of it did not stand."""
        written, verified = self._checked(said)
        wrong = [removed for removed in verified.removed if removed.claims]
        left = [sentence for sentence in sentences_of(written.text) if not sentence.empty]
        for removed in verified.removed:
            log.info("Removed from the chat model's answer: %s", removed.reason.split(" ")[0])
        if not written.citations or len(wrong) >= len(left) or self._starts_wrong(said, verified):
            log.warning("The chat model's answer was not used: %d of its sentences did not stand.", len(wrong))
            return None
        return written

    def _starts_wrong(self, said: str, verified: Verified) -> bool:
        """Whether the sentence that should answer was removed."""
        marked, _ = with_markers(said, self.sources.__contains__)
        first = next((s.text.strip() for s in sentences_of(marked) if not s.empty), "")
        return any(removed.claims and removed.text == first for removed in verified.removed)

    def _checked(self, said: str) -> tuple[Written, Verified]:
        marked, keys = with_markers(said, self.sources.__contains__)
        cited: list[Citation] = []
        for marker, key in enumerate(keys, 1):
            around = " ".join(s.text for s in sentences_of(marked) if marker in s.markers)
            citation = self.sources.cite(key, MARKER.sub("", around), marker)
            cited += [citation] if citation else []
        rows = {c.marker: self.sources[keys[c.marker - 1]].rows for c in cited}
        grounds = Grounds(self.searcher, cited, self._question, rows)
        verified = check(marked, cited, self._values, grounds, strict=True)
        order = list(dict.fromkeys(int(number) for number in MARKER.findall(verified.text)))
        by_marker = {c.marker: c for c in cited}
        citations = [by_marker[old].model_copy(update={"marker": new}) for new, old in enumerate(order, 1)]
        values = [value for value in verified.values if value.as_printed in verified.text]
        text = renumbered(verified.text, order)
        return Written(text, citations, values, verified.checked), verified
