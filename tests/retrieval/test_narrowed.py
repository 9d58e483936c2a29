"""Search within what filters leave: the ways to it find the same, and all keep to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import UsageError
from assistant.records.model import Observation, Resolution
from assistant.retrieval import narrowed as module
from assistant.retrieval.evidence import gather
from assistant.retrieval.filters import Filters, reach_of
from assistant.retrieval.ingest import find_pdfs, ingest, remove_papers
from assistant.retrieval.inquiry import understand
from assistant.retrieval.narrowed import Narrowed, narrowed
from assistant.retrieval.retriever import PassageRetriever
from assistant.retrieval.search import Hit, Searcher
from assistant.settings import Servers, Settings
from assistant.store.store import Store
from assistant.testing import TinyEmbedder
from assistant.tools.ledger import Ledger
from tests.cli.conftest import write_pdf
from tests.conftest import kept_on

QUESTIONS = [
    "contribution for post-16 transport", "who chaired the meeting", "dental checks of cared for children",
    "risk of cyber attack", "budget outturn overspend", "Larkrise children's home", "zebra crossing",
]  # fmt: skip
SCRUTINY = Filters(committees=("scrutiny",), until=date(2025, 6, 30))
MINUTES = Filters(kinds=("minutes",))


def found(searcher: Searcher, question: str) -> dict[str, tuple[float, float]]:
    hits: list[Hit] = [evidence.hit for evidence in gather(understand(question, (), searcher.calendar), searcher)]
    return {hit.passage.key: (round(hit.cosine, 4), round(hit.bm25, 4)) for hit in hits}


@pytest.fixture
def searcher(sample_assistant: Assistant) -> Iterator[Searcher]:
    whole: Searcher = sample_assistant._searcher
    whole.refresh()
    whole.views.clear()
    yield whole
    whole.views.clear()


@pytest.mark.parametrize("filters", [SCRUTINY, MINUTES], ids=["papers", "parts"])
def test_each_way_finds_the_same(searcher: Searcher, filters: Filters, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = {}
    for way, wide_from, read_all in (("every", 10**9, 10**9), ("wide", 1, 10**9), ("graph", 10**9, 0)):
        monkeypatch.setattr(module, "WIDE_PAGES", wide_from)
        monkeypatch.setattr(module, "READ_ALL", read_all)
        searcher.views.clear()
        view = narrowed(searcher, filters)
        assert isinstance(view, Narrowed) and view._wide == (way == "wide")
        ways[way] = [found(view, question) for question in QUESTIONS]
    for way in ("wide", "graph"):
        for wanted, others in zip(ways["every"], ways[way], strict=True):
            both = wanted.keys() & others.keys()
            # The graph of vectors is drawn by chance when papers are taken in: of the farthest of 80 it misses some.
            assert min(len(both) / len(wanted), len(both) / len(others)) >= 0.9 and len(wanted) > 50
            nearest = sorted(wanted, key=lambda key: -wanted[key][0])[:10]
            assert len(both & set(nearest)) >= 9
            assert [others[key] for key in both] == [pytest.approx(wanted[key], abs=2e-4) for key in both]


@pytest.mark.parametrize("filters", [SCRUTINY, MINUTES], ids=["papers", "parts"])
def test_nothing_of_it_leads_outside(searcher: Searcher, filters: Filters) -> None:
    view = narrowed(searcher, filters)
    reach = reach_of(filters, searcher.held)
    outside = [part for part in searcher.parts() if part.id not in reach.parts]
    assert outside and {part.id for part in view.parts()} == reach.parts
    assert view.within([part.id for part in searcher.parts()], "transport")
    assert all(h.part.id in reach.parts for h in view.within([part.id for part in searcher.parts()], "transport"))
    for part in outside:
        assert view.in_part(part.id) == []
        for number in range(part.first_page, part.last_page + 1):
            assert all(hit.part.id in reach.parts for hit in view.on_page(part.paper_id, number))
            if (part.paper_id, number) not in reach.pages:
                assert view.page(part.paper_id, number) is None
                assert number not in view.pages_seen(part.paper_id)
    assert view.naming(["cabinet"]).keys() <= view.papers.keys() == reach.papers
    assert view.unreadable() <= searcher.unreadable()


def test_a_word_is_known_only_where_it_stands(searcher: Searcher) -> None:
    cabinet = narrowed(searcher, Filters(committees=("Cabinet",)))
    here = {
        term
        for hit in cabinet.within(cabinet.reach.parts if cabinet.reach else (), "x")
        for term in hit.passage.terms.split()
    }
    for term in ("zebra", "transport", "dental", "larkris", "marlpit", "committe", "2024/25", "unheard"):
        assert cabinet.knows(term) == (term in here), term
    assert cabinet.rarity("zebra") != searcher.rarity("zebra")


def test_the_records_left_are_those_of_the_parts_left(searcher: Searcher) -> None:
    ledger = Ledger(searcher.store, searcher.access)
    reach = reach_of(MINUTES, searcher.held)
    left = ledger.narrowed(reach)
    decided = left.entries(Resolution)
    assert decided and left.entries(Observation) == []
    assert len(decided) < len(ledger.entries(Resolution))  # decision notices are no minutes
    assert all((entry.paper.id, entry.record.page) in reach.pages for entry in decided)
    assert left.entries(Resolution) is decided and left.papers() is left.papers()
    assert {paper.id for paper in left.papers()} == reach.papers == left.pages().keys()
    assert {(paper, page.number) for paper, pages in left.pages().items() for page in pages} == reach.pages


def test_the_retriever_takes_filters(searcher: Searcher) -> None:
    retriever = PassageRetriever(searcher=searcher, k=20, filters=SCRUTINY)
    documents = {one.metadata["document"] for one in retriever.invoke("contribution for post-16 transport")}
    assert documents and not [name for name in documents if "cabinet" in name or "council-minutes" in name]
    with pytest.raises(UsageError, match="No committee held here is called “Planning”"):
        PassageRetriever(searcher=searcher, filters=Filters(committees=("Planning",))).invoke("transport")


@pytest.fixture(params=["folder", "both"])
def servers(request: pytest.FixtureRequest) -> Iterator[Servers]:
    yield from kept_on(request)


def _paper(folder: Path, name: str, body: str, day: str, *said: str) -> None:
    lines = [f"Minutes of the meeting of the {body} held on {day}", "Present: Councillor Ash (Chair)", *said]
    write_pdf(folder / f"{name}.pdf", [lines])


def test_on_each_kind_of_server_and_after_papers_came_and_went(
    tmp_path: Path, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "READ_ALL", 0)
    _paper(tmp_path / "in", "parks", "Parks Committee", "4 March 2025", "1. The otter house be painted green.")
    _paper(tmp_path / "in", "roads", "Roads Committee", "5 March 2025", "1. The otter crossing be painted white.")
    settings = Settings(store=tmp_path / "store", workers=1)

    def taken_in(*gone: str) -> None:
        with Store.write(settings.store, TinyEmbedder(), "tiny", servers) as store:
            remove_papers(store, gone)
            assert all(done.outcome != "failed" for done in ingest(store, settings, find_pdfs([tmp_path / "in"])))

    taken_in()
    with closing(Store.read(settings.store, TinyEmbedder(), "tiny", servers)) as store:
        searcher = Searcher(store, TinyEmbedder(), "public")
        parks = Filters(committees=("Parks Committee",))

        def papers(filters: Filters) -> set[str]:
            searcher.refresh()
            view = narrowed(searcher, filters)
            hits = gather(understand("the otter painted", (), view.calendar), view)
            assert all(hit.hit.cosine > 0 and hit.hit.bm25 > 0 for hit in hits if "otter" in hit.hit.passage.text)
            assert view.knows("otter") == any("otter" in hit.hit.passage.text for hit in hits)
            return {hit.hit.paper.document for hit in hits}

        assert papers(parks) == {"parks.pdf"}
        assert papers(Filters(since=date(2025, 3, 5))) == {"roads.pdf"}
        _paper(tmp_path / "in", "ponds", "Parks Committee", "6 April 2025", "1. The otter pond be painted blue.")
        taken_in()
        assert papers(parks) == {"parks.pdf", "ponds.pdf"}
        (tmp_path / "in" / "parks.pdf").unlink()
        taken_in("parks.pdf")
        assert papers(parks) == {"ponds.pdf"}
