"""The search as a LangChain retriever, usable alone in any chain."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.retrieval.evidence import gather
from assistant.retrieval.filters import Filters
from assistant.retrieval.inquiry import understand
from assistant.retrieval.narrowed import narrowed
from assistant.retrieval.search import Searcher


class PassageRetriever(BaseRetriever):
    """Passages for a question, best first, as Documents whose metadata name paper, page, part and minute.

    ``filters`` narrow what is searched; a name in them that no paper has is refused with a UsageError when it is asked.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = 5
    filters: Filters | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        self.searcher.refresh()
        searcher = narrowed(self.searcher, self.filters)
        found = gather(understand(query, (), searcher.calendar), searcher)[: self.k]
        return [
            Document(
                page_content=e.hit.passage.text,
                id=e.hit.passage.key,
                metadata={
                    "document": e.hit.paper.document,
                    "title": e.hit.paper.title,
                    "page": e.hit.passage.page,
                    "kind": e.hit.passage.kind,
                    "minute": e.hit.passage.minute,
                    "heading": e.hit.passage.heading,
                    "score": e.score,
                },
            )
            for e in found
        ]
