"""Fixtures for all tests: a clean environment, the real papers where they are, PDFs built on the spot."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from assistant.settings import Servers
from tests import servers as real

ROOT = Path(__file__).resolve().parents[1]
_NUMBERS = count(1)
REAL_PAPERS = Path(os.environ.get("ASSISTANT_REAL_PAPERS", ROOT.parent / "shared" / "papers"))


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> Iterator[None]:
    """Also for what is made once a session: no test may meet the servers that hold a council's papers."""
    with pytest.MonkeyPatch.context() as environment:
        for name in list(os.environ):
            if name.startswith("ASSISTANT_"):
                environment.delenv(name)
        environment.setenv("HF_HUB_OFFLINE", "1")
        yield


@pytest.fixture(scope="session")
def real_papers() -> Path:
    """The folder of real papers; absent outside the workshop, where tests on them are skipped."""
    if not REAL_PAPERS.is_dir():
        pytest.skip(f"no real papers at {REAL_PAPERS}: tests on them are skipped")
    return REAL_PAPERS


@pytest.fixture(scope="session")
def sample_papers() -> Path:
    """The sample corpus."""
    return ROOT / "corpus" / "papers"


@pytest.fixture(scope="session")
def sample_store(sample_papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the whole sample corpus, made once a session."""
    return _ingested(sample_papers, tmp_path_factory.mktemp("sample") / "store")


@pytest.fixture(scope="session")
def real_store(real_papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of all real papers, made once a session."""
    return _ingested(real_papers, tmp_path_factory.mktemp("real") / "store")


@pytest.fixture(scope="session")
def sample_assistant(sample_store: Path) -> Iterator[object]:
    """The Assistant over the sample corpus, with the default clearance."""
    yield from _opened(sample_store)


@pytest.fixture(scope="session")
def real_assistant(real_store: Path) -> Iterator[object]:
    """The Assistant over the real papers."""
    yield from _opened(real_store)


@pytest.fixture(scope="session")
def postgres() -> Iterator[real.Postgres]:
    """A PostgreSQL of the tests' own, one a session."""
    with real.postgres() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def chroma_url() -> Iterator[str]:
    """A Chroma server of the tests' own, one a session."""
    with real.chroma() as url:
        yield url


@pytest.fixture(params=["folder", "postgres", "chroma", "both"])
def servers(request: pytest.FixtureRequest) -> Iterator[Servers]:
    """What a store is kept on, one after the other: its folder alone, each of the servers, both of them."""
    yield from kept_on(request)


def kept_on(request: pytest.FixtureRequest) -> Iterator[Servers]:
    """A place of its own on what the parameter names."""
    cluster = request.getfixturevalue("postgres") if request.param in {"postgres", "both"} else None
    url = request.getfixturevalue("chroma_url") if request.param in {"chroma", "both"} else None
    with real.passing(f"test_{next(_NUMBERS)}", cluster, url) as place:
        yield place


def _opened(store: Path) -> Iterator[object]:
    from assistant import Assistant
    from assistant.settings import load_settings

    assistant = Assistant.open(load_settings(store=store))
    yield assistant
    assistant.close()


def _ingested(papers: Path, folder: Path) -> Path:
    from assistant.retrieval.embed import load_embedder
    from assistant.retrieval.ingest import find_pdfs, ingest
    from assistant.settings import load_settings
    from assistant.store.store import Store

    settings = load_settings(store=folder)
    with Store.write(folder, load_embedder(settings), settings.embedder) as store:
        outcomes = list(ingest(store, settings, find_pdfs([papers])))
    assert [o.note for o in outcomes if o.outcome == "failed"] == []
    return folder
