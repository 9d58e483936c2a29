"""Page recall of four searches over the papers of one set: the quickstart's, BM25, both fused, and ours.

All four are asked the answerable cases and held against the same evidence by ``eval.scoring.page_recall``. The first three
search the quickstart's chunks; a page counts once, at the rank of its first chunk. They know no conversation, so a
follow-up is put to them with the questions before it, joined. BM25 has what its package offers (lower case, stop words)
and a stemmer; the fusion is LangChain's, of equal weights.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import fmean

import bm25s
import snowballstemmer
from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from assistant import Assistant
from assistant.settings import load_settings
from bench.measuring import answerable
from bench.quickstart import chunks_of, embeddings
from eval.cases import Case, read_cases
from eval.runs import ROOT
from eval.scoring import CUTS, page_recall
from eval.sets import PAPERS

PLAIN_WORDS = ROOT / "tests" / "retrieval" / "plain_words.jsonl"
"""Questions in residents' own words, on the sample papers. No kind of case in ``eval/cases`` marks these."""
DEPTH = 100  # chunks of each search that are fused and turned into pages: far more than the ten pages looked at
_NUMBER = "chunk"

Places = list[tuple[str, int]]
Search = Callable[[Case], Places]


def main() -> None:
    """Print {half: {"cases": n, search: {"1": share, "5": share}}} for the set given, ours asked in the store given."""
    name, store = sys.argv[1], Path(sys.argv[2])
    groups = _grouped(name)
    with tempfile.TemporaryDirectory() as folder:
        searches = baselines(PAPERS[name], folder)
        assistant = Assistant.open(load_settings(store=store))
        searches["ours"] = lambda case: assistant.ranked_pages(case.question, case.turns[:-1], max(CUTS))
        print(json.dumps({half: _shares(cases, searches) for half, cases in groups.items()}))
        assistant.close()


def _grouped(name: str) -> dict[str, list[Case]]:
    cases = answerable(name)
    groups = {
        "holdout": [case for case in cases if case.holdout],
        "development": [case for case in cases if not case.holdout],
    }
    if name == "sample":
        groups["plain words"] = [case for case in read_cases(PLAIN_WORDS) if not case.declined]
    return groups


def _shares(cases: Sequence[Case], searches: dict[str, Search]) -> dict[str, object]:
    found = {name: [page_recall(case, search(case)) for case in cases] for name, search in searches.items()}
    return {
        "cases": len(cases),
        **{n: {k: fmean(r[k] for r in recalls) for k in (1, 5)} for n, recalls in found.items()},
    }


def baselines(papers: Path, folder: str) -> dict[str, Search]:
    """The quickstart's search, BM25 and the fusion of both over the PDFs under a folder, indexed into another."""
    chunks = chunks_of(papers)
    for number, chunk in enumerate(chunks):
        chunk.metadata[_NUMBER] = number
    dense, words = _dense(chunks, folder), _by_word(chunks)
    both = [RunnableLambda(dense), RunnableLambda(words)]
    fused = EnsembleRetriever(retrievers=both, weights=[0.5, 0.5], id_key=_NUMBER).invoke
    rankings = {"quickstart": dense, "BM25": words, "both fused": fused}
    return {name: _paged(ranking) for name, ranking in rankings.items()}


def _dense(chunks: list[Document], folder: str) -> Callable[[str], list[Document]]:
    index = Chroma.from_documents(chunks, embeddings(), persist_directory=folder)
    return lambda question: index.similarity_search(question, k=min(DEPTH, len(chunks)))


def _by_word(chunks: list[Document]) -> Callable[[str], list[Document]]:
    stemmer = snowballstemmer.stemmer("english")

    def tokens(texts: list[str]) -> list[list[str]]:
        return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False)

    index = bm25s.BM25()
    index.index(tokens([chunk.page_content for chunk in chunks]), show_progress=False)

    def search(question: str) -> list[Document]:
        found, scores = index.retrieve(tokens([question]), k=min(DEPTH, len(chunks)), show_progress=False)
        return [chunks[n] for n, score in zip(found[0], scores[0], strict=True) if score > 0]

    return search


def _paged(ranking: Callable[[str], Iterable[Document]]) -> Search:
    def search(case: Case) -> Places:
        found = ((Path(d.metadata["source"]).name, d.metadata["page"] + 1) for d in ranking(" ".join(case.turns)))
        return list(dict.fromkeys(found))[: max(CUTS)]

    return search


if __name__ == "__main__":
    main()
