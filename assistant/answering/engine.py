"""The Assistant: a store that is open, and questions asked of it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import StructuredTool

from assistant.answering import replies, standing
from assistant.answering.answer import Answer, Scope, Status
from assistant.answering.compose import Draft, describe
from assistant.answering.finishing import EXTRACTIVE, Finished, phrased, verified
from assistant.answering.foreign import answer_foreign
from assistant.answering.inquiring import Inquirer, Outcome
from assistant.answering.passages import passage_told
from assistant.answering.providers import load_model
from assistant.answering.scopes import Narrowing, narrowing_of, scope_of
from assistant.answering.series import series_told
from assistant.answering.suggesting import next_questions
from assistant.answering.whose import Told, answer_of
from assistant.errors import StoreMissingError
from assistant.retrieval.embed import load_embedder
from assistant.retrieval.evidence import gather
from assistant.retrieval.filters import Filters
from assistant.retrieval.inquiry import understand
from assistant.retrieval.language import is_foreign
from assistant.retrieval.narrowed import narrowed
from assistant.retrieval.rerank import load_reranker
from assistant.retrieval.search import Searcher
from assistant.settings import Clearance, Settings
from assistant.store.audit import model_is_off
from assistant.store.feedback import Verdict, add_feedback
from assistant.store.store import Store
from assistant.tools import registers
from assistant.tools.catalogue import langchain_tools
from assistant.tools.ledger import Ledger
from assistant.tools.names import Finder

if TYPE_CHECKING:
    from assistant.answering.model import Writer


class Assistant:
    """Answers questions about the papers of one store. Safe to use from several threads."""

    def __init__(
        self, settings: Settings, store: Store, searcher: Searcher, model: BaseChatModel | None = None
    ) -> None:
        self.settings = settings
        self._writer = _writer(settings, model, store, searcher)
        self.engine = self._writer.name if self._writer else EXTRACTIVE  # what writes the answers
        self._model = model
        self._store = store
        self._searcher = searcher
        self._opening = threading.Lock()
        self._otherwise: Assistant | None = None
        self.finder = Finder(Ledger(store, searcher.access), searcher.embedder)  # what the look-ups of ``tools`` ask

    @classmethod
    def open(cls, settings: Settings, model: BaseChatModel | None = None, *, empty: bool = False) -> Assistant:
        """Open the store the settings name; ``model`` phrases the answers in place of the chat model they name, ``empty``
        says that papers may come later.

        Raises:
            SettingsError: the chat model they name cannot be set up.
            StoreError: it is missing, holds no paper that may be seen, or was made by another embedder or version.
        """
        where, model = settings.store, model or load_model(settings)
        Store.read(where, None, settings.embedder, settings.servers).close()  # refuse before the embedder is loaded
        embedder = load_embedder(settings)
        store = Store.read(where, embedder, settings.embedder, settings.servers)
        searcher = Searcher(store, embedder, settings.clearance, load_reranker(settings))
        searcher.refresh()
        if not (searcher.papers or empty):
            store.close()
            raise StoreMissingError(
                f"The store at {store.place} holds no papers. Run: assistant ingest PATH{store.database.option}"
            )
        return cls(settings, store, searcher, model)

    def cleared(self, clearance: Clearance) -> Assistant:
        """The same store as another clearance may see it: opened once, and let go of together with this one."""
        if clearance == self.settings.clearance:
            return self
        with self._opening:
            if self._otherwise is None:
                held = self._searcher
                searcher = Searcher(self._store, held.embedder, clearance, held.reranker)
                searcher.refresh()
                settings = self.settings.model_copy(update={"clearance": clearance})
                self._otherwise = Assistant(settings, self._store, searcher, self._model)
                self._otherwise._otherwise = self
            return self._otherwise

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        id: str | None = None,
        filters: Filters | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        """Answer one question; ``history`` holds the earlier questions of the conversation, oldest first.

        ``filters`` narrow what is searched, and the answer states them. ``on_text`` is told, while a chat model writes, the
        part of its answer that is checked already.

        Raises:
            UsageError: no committee or no kind of paper held is called as the filters say.
            StoreError: the store, or a server that holds a part of it, cannot be read.
        """
        started = time.perf_counter()
        reply = self._refusal(replies.asked(question))
        with self._store.told():
            self._searcher.refresh()
            searcher = narrowed(self._searcher, filters)
            narrowed_to = searcher.reach
            status: Status = "refused"
            draft = Draft([reply] if reply is not None else [])
            if reply is None:
                (status, draft), searcher = self._answer(replies.asked(question), history, searcher, filters)
            scope = scope_of(searcher)
            plain = verified(searcher, " ".join([*history, question]), draft)
        if plain is None:
            draft, status = Draft(), "not_found"
            plain = Finished(replies.NOT_FOUND.format(scope=describe(scope)), [], [])
        writer = None if model_is_off(self.settings.store) else self._writer
        told = phrased(writer, searcher, replies.asked(question), history, status, plain, on_text)
        stated = reply is None and (narrowed_to or status == "not_found")
        limits = replies.ONLY.format(only=scope.only) if scope.only and stated else ""
        return Answer(
            id=id,
            question=question,
            answer="\n\n".join(said for said in (draft.opening, told.text, draft.closing, limits) if said),
            status=status,
            citations=told.citations,
            values=told.values,
            checked=told.checked,
            choices=draft.choices,
            engine=told.engine,
            usage=told.usage,
            scope=scope,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def _answer(self, question: str, history: Sequence[str], searcher: Searcher, filters: Filters | None) -> Told:
        if not searcher.papers:
            return Told(Outcome("not_found", Draft([replies.NONE_LEFT])), searcher)
        knows = self._searcher.knows  # a word of any paper is no foreign one
        with self.finder.ledger.steady():
            if is_foreign(question, knows):
                return Told(answer_foreign(question, knows, searcher.calendar, self._inquirer(searcher)), searcher)
            before = [h for h in history if self._refusal(h) is None and not is_foreign(h, knows)]

            def theirs(authority: str) -> Searcher:
                only = (filters or Filters.read()).model_copy(update={"authority": authority})
                return narrowed(self._searcher, only)

            return answer_of(question, before, searcher, theirs, self._inquirer)

    def _inquirer(self, searcher: Searcher) -> Inquirer:
        finder = self.finder.narrowed(searcher.reach)
        return Inquirer(searcher, finder, scope_of(searcher), public=self.settings.clearance == "public")

    def _refusal(self, question: str) -> str | None:
        n, limit = len(question.split()), self.settings.max_question_words
        return replies.refusal(question) if n <= limit else replies.TOO_LONG.format(words=n, limit=limit)

    def scope(self, filters: Filters | None = None) -> Scope:
        """What is held and may be seen at this moment, or what filters leave of it. Raises: as ``ask``."""
        self._look()
        return scope_of(narrowed(self._searcher, filters))

    def narrowing(self) -> Narrowing:
        """What questions can be narrowed to: the committees and kinds of the papers that may be seen, and their days."""
        self._look()
        return narrowing_of(self._searcher)

    def _look(self) -> None:
        """Take note of papers that came or went."""
        with self._store.told():
            self._searcher.refresh()

    def reach(self) -> None:
        """Make sure that the servers that hold the papers answer.

        Raises:
            StoreError: one does not.
        """
        self._store.reach()

    def examples(self, n: int = 4, filters: Filters | None = None) -> list[str]:
        """Questions that the papers at hand answer, or those that filters leave, drawn from what they hold."""
        from assistant.answering.examples import example_questions

        self._look()
        return example_questions(narrowed(self._searcher, filters), n)

    def follow_ups(
        self,
        answer: Answer,
        history: Sequence[str],
        n: int = 3,
        *,
        filters: Filters | None = None,
        seconds: float = 2.5,
    ) -> list[str]:
        """At most ``n`` questions that an answer leads to, each asked already and found to be answered, without a chat model;
        ``history`` is the conversation with the question of this answer. After ``seconds`` no other is tried."""
        with self._store.told():
            self._searcher.refresh()
            searcher = narrowed(self._searcher, filters)

            def ask(asked: str) -> Finished | None:
                (status, draft), used = self._answer(asked, history, searcher, filters)
                return verified(used, " ".join([*history, asked]), draft) if status == "answered" else None

            return next_questions(answer, history, self.finder.narrowed(searcher.reach), ask, n, seconds)

    def with_series(self, answer: Answer, filters: Filters | None = None) -> Answer:
        """An answer with the series of the indicators that it tells of, within what its question was narrowed to."""
        with self._store.told():
            self._searcher.refresh()

            def within(council: str | None) -> Finder:
                only = (filters or Filters.read()).model_copy(update={"authority": council}) if council else filters
                return self.finder.narrowed(narrowed(self._searcher, only).reach)

            with self.finder.ledger.steady():
                found = series_told(answer, narrowed(self._searcher, filters), within)
        return answer.model_copy(update={"series": found})

    def ranked_pages(self, question: str, history: Sequence[str] = (), k: int = 10) -> list[tuple[str, int]]:
        """The (document, page) places that the search puts first for a question, each once, best first."""
        self._searcher.refresh()
        inquiry = understand(replies.asked(question), list(history), self._searcher.calendar)
        places = ((e.hit.paper.document, e.hit.passage.page) for e in gather(inquiry, self._searcher))
        return list(dict.fromkeys(places))[:k]

    def passages(self, about: str, k: int = 10, filters: Filters | None = None) -> list[dict[str, str | int | None]]:
        """The passages that the search puts first, word for word, each with its paper and page. Raises: as ``ask``."""
        self._look()
        searcher = narrowed(self._searcher, filters)
        if not searcher.papers:
            return []
        with self._store.told():
            inquiry = understand(replies.asked(about), [], searcher.calendar)
            return [passage_told(searcher, evidence.hit) for evidence in gather(inquiry, searcher)[:k]]

    def fingerprints(self) -> tuple[str, str]:
        """Short hashes of the papers that are in and of how they were cut and embedded: what answers stand on."""
        return self._store.fingerprints()

    def list_papers(self) -> list[dict[str, str | int | float | None]]:
        """The papers that may be seen, newest meeting first, with what was found out about each.

        "ocr_pages" is how many of its pages are pictures that were recognised, "ocr_confidence" (0 to 100) that of the
        worst of them; both are None where there is none.
        """
        self._look()
        by_ocr = self._searcher.recognised()
        rows = sorted(
            self._searcher.papers.values(),
            key=lambda p: (str(p.meeting_date or ""), p.document),
            reverse=True,
        )
        return [
            {
                "document": row.document,
                "title": row.title,
                "committee": row.committee,
                "date": row.meeting_date.isoformat() if row.meeting_date else None,
                "kind": row.kind,
                "period": row.period,
                "status": row.status,
                "access": row.access,
                "pages": row.n_pages,
                "ocr_pages": by_ocr.get(row.id, (None, None))[0],
                "ocr_confidence": by_ocr.get(row.id, (None, None))[1],
                "version": row.version,
                "id": row.id,
            }
            for row in rows
        ]

    def tools(self) -> list[StructuredTool]:
        """The look-ups over the records as LangChain tools, for an agent of one's own."""
        return langchain_tools(self.finder)

    def register(self, name: str, about: str | None = None) -> list[registers.Flat]:
        """The rows of a register over all papers, or those that hold all the words of ``about``.

        ``name`` is a key of ``registers.COLUMNS``: "decisions", "actions", "indicators", "risks", "budget", "reading".
        """
        return registers.register(self.finder, name, about)

    def pdf_path(self, paper_id: str, page: int | None = None) -> Path | None:
        """The PDF of a paper in force, to hand out whole or (``page``) to draw one page of; None where that may not be.

        A public pack may hold exempt pages: it is not handed out whole then, and those pages are not drawn.
        """
        self._searcher.refresh()
        path = self._store.file(paper_id)
        if paper_id not in self._searcher.papers or not path.is_file():
            return None
        seen = self._searcher.pages_seen(paper_id)
        allowed = page in seen if page is not None else len(seen) == self._searcher.papers[paper_id].n_pages
        return path if allowed else None

    def around(self, paper_id: str, page: int) -> standing.Around | None:
        """What stands around a page of a paper in force; None where it may not be seen."""
        self._searcher.refresh()
        return standing.around(self._searcher, paper_id, page)

    def stands(self, places: Iterable[tuple[str, int]]) -> bool:
        """Whether all of some pages (paper id, number) are of papers in force, and may be seen."""
        self._searcher.refresh()
        return standing.stands(self._searcher, places)

    def papers_mark(self) -> str:
        """A short name for the papers that may be seen at this moment: another as soon as one comes or goes."""
        self._searcher.refresh()
        return standing.papers_mark(self._searcher)

    def keep_mark(self, verdict: Verdict, answer: Answer, history: Sequence[str]) -> None:
        """Keep an answer that its reader marked right or wrong, with the turns before and the settings it came from.

        Raises:
            StoreUnwritableError: the store's folder takes no more.
        """
        asked_under = self.settings.recorded()
        add_feedback(self.settings.store, verdict, json.loads(answer.to_json()), list(history), asked_under)

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()


def _writer(settings: Settings, model: BaseChatModel | None, store: Store, searcher: Searcher) -> Writer | None:
    if model is None:
        return None
    from assistant.answering.model import Writer  # a third of a second that only a chat model is worth

    return Writer(settings, model, store, searcher.embedder)
