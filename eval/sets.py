"""Where the papers of each set are, and a store made of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant import Assistant
from assistant.settings import Settings
from eval.check import papers_under
from eval.errors import EvalError, RunError
from eval.runs import ROOT

PAPERS = {
    "sample": ROOT / "corpus" / "papers",
    "real": Path(os.environ.get("ASSISTANT_REAL_PAPERS", ROOT.parent / "shared" / "papers")),
}


def absent(names: Iterable[str]) -> list[str]:
    """The sets whose papers ought to be here and are not."""
    return [name for name in names if name in PAPERS and not PAPERS[name].is_dir()]


def files_of(names: Iterable[str]) -> dict[str, Path]:
    """File name -> path of the papers of some sets."""
    return {doc: path for name in names if name in PAPERS for doc, path in papers_under(PAPERS[name]).items()}


def files_in(assistant: Assistant) -> dict[str, Path]:
    """File name -> path of the papers a store holds: for sets of one's own, whose papers are nowhere else known."""
    held = {str(row["document"]): assistant.pdf_path(str(row["id"])) for row in assistant.list_papers()}
    return {document: path for document, path in held.items() if path is not None}


def ingested(names: Sequence[str], settings: Settings) -> None:
    """Take the papers of some sets into the store the settings name.

    Raises:
        EvalError: nothing is known of a set's papers.
        RunError: a paper could not be taken in.
    """
    from assistant.retrieval.embed import load_embedder
    from assistant.retrieval.ingest import find_pdfs, ingest
    from assistant.store.store import Store

    unknown = [name for name in names if name not in PAPERS]
    if unknown:
        raise EvalError(f"Where the papers of set {unknown[0]} are is not known. Name a store of them: --store DIR")
    with Store.write(settings.store, load_embedder(settings), settings.embedder, settings.servers) as store:
        outcomes = ingest(store, settings, find_pdfs([PAPERS[name] for name in names]))
        failed = [outcome.note for outcome in outcomes if outcome.outcome == "failed"]
    if failed:
        raise RunError(f"{len(failed)} papers could not be taken in: {'; '.join(failed)}")
