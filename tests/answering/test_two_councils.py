"""A store with the papers of two councils: a question about one is answered from its papers, and from no other's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.papers.read import read_paper
from assistant.records.authorities import authority_of
from assistant.retrieval.authorities import Authority, authority_named
from assistant.retrieval.filters import Filters
from assistant.tools.figures import indicators
from tests.answering.test_telling import told
from tests.conftest import _ingested, _opened
from tests.records.ruled import Ruled, write

SPEAKS = "The report gives the position at the end of the quarter and what the services say of it. " * 3
HEADS = ["Ref", "Measure", "Q1 2025/26", "Q2 2025/26", "Target"]
PELL, RUSK = Authority(frozenset({"pellworth"}), ("Pellworth Borough Council",)), Authority(
    frozenset({"rusk", "vale"}), ("Rusk Vale District Council",)
)  # fmt: skip


def _paper(path: Path, council: str, *rows: list[str], title: str = "Performance report, Quarter 2 2025/26") -> Path:
    return write(path, f"# {council}", f"# {title}", SPEAKS, Ruled([HEADS, *rows]))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("councils")
    _paper(folder / "a.pdf", "Pellworth Borough Council",
           ["P1", "Council tax collected", "27.9%", "55.2%", "56.0%"], ["P2", "Missed bins per 100,000", "61", "48", "50"],
           ["P3", "Rough sleepers counted in Rusk Vale, our neighbour", "9", "7", "5"])  # fmt: skip
    _paper(folder / "b.pdf", "Rusk Vale District Council",
           ["R1", "Council tax collected", "30.1%", "58.8%", "58.0%"], ["R2", "Fly-tips cleared in time", "91%", "94%", "95%"])  # fmt: skip
    _paper(folder / "undated.pdf", "Leisure trust", ["L1", "Visits to the lido", "4,100", "9,800", "9,000"])
    yield from _opened(_ingested(folder, folder / "store"))


@pytest.mark.parametrize(
    ("question", "history", "said", "unsaid"),
    [
        ("How much council tax had Pellworth collected by Q2?", [], "55.2%", "58.8%"),
        ("what was rusk vale's council tax collection in Q2 2025/26?", [], "58.8%", "55.2%"),
        ("And in Rusk Vale?", ["How much council tax had Pellworth collected by Q2 2025/26?"], "58.8%", "55.2%"),
        ("and the quarter before?", ["How much council tax had Rusk Vale collected in Q2 2025/26?"], "30.1%", "27.9%"),
        ("How many rough sleepers were there in Rusk Vale in Q2 2025/26?", [], "7", "zzz"),
        ("How many visits to the lido were there in Q2 2025/26?", [], "9,800", "zzz"),
    ],
)
def test_a_question_about_a_council_is_answered_from_its_papers(
    question: str, history: list[str], said: str, unsaid: str, both: Assistant
) -> None:
    answer = both.ask(question, history)
    assert answer.status == "answered" and f"**{said}**" in answer.answer and unsaid not in answer.answer, told(answer)


@pytest.mark.parametrize(
    "question", ["How many bins were missed in Rusk Vale in Q2?", "Pellworth: fly-tips cleared in time in Q2?"]
)
def test_what_only_another_council_reports_is_not_found(question: str, both: Assistant) -> None:
    answer = both.ask(question)
    assert answer.status == "not_found" and not answer.citations, told(answer)
    council = "Rusk Vale District Council" if "Rusk" in question else "Pellworth Borough Council"
    assert f"Searched only: papers of {council}." in answer.answer and answer.scope.documents == 2


def test_a_filter_by_council_is_stated(both: Assistant) -> None:
    answer = both.ask("What was council tax collection in Q2 2025/26?", filters=Filters.read(authority="Pellworth"))
    assert "55.2%" in answer.answer and answer.answer.endswith("Searched only: papers of Pellworth Borough Council.")


def test_a_measure_that_two_councils_have_is_told_of_each_where_none_is_named(both: Assistant) -> None:
    answer = both.ask("What was council tax collection in Q2 2025/26?")
    first, second = answer.answer.split("\n\n")
    assert first.startswith("Pellworth Borough Council: ") and "**55.2%** [1]" in first
    assert second.startswith("Rusk Vale District Council: ") and "**58.8%** [2]" in second
    assert "Restated" not in answer.answer and "difference" not in answer.answer
    assert [c.document for c in answer.citations] == ["a.pdf", "b.pdf"]
    assert [series.indicator for series in both.with_series(answer).series] == [
        "Council tax collected", "Council tax collected",
    ]  # fmt: skip


def test_what_two_councils_print_of_one_name_is_not_one_indicator(both: Assistant) -> None:
    held = {one.title: one for one in indicators(both.finder)}
    for council, printed in (("Pellworth Borough Council", "55.2%"), ("Rusk Vale District Council", "58.8%")):
        points = [point for _, point in held[f"Council tax collected ({council})"].points]
        assert points[-1].latest.value_as_printed == printed
        assert {point.state for point in points} == {"single"}
    assert "Visits to the lido" in held


def test_figures_of_two_councils_are_never_one_series(both: Assistant) -> None:
    for council, printed in (("Pellworth", ["27.9%", "55.2%"]), ("Rusk Vale", ["30.1%", "58.8%"])):
        answer = both.ask(f"How much council tax had {council} collected by Q2 2025/26?")
        (series,) = both.with_series(answer).series
        assert [row.value_as_printed for row in series.rows] == printed
    (lido,) = both.with_series(both.ask("How many visits to the lido were there in Q2 2025/26?")).series
    assert {row.citation.document for row in lido.rows} == {"undated.pdf"}, "nobody's papers are put beside it"


@pytest.mark.parametrize(
    ("question", "place", "rest"),
    [
        ("What is Pellworth's recycling rate?", PELL, "What is recycling rate?"),
        ("how many homes in rusk vale district council", RUSK, "how many homes"),
        ("What is down for Pellworth scrutiny in May?", PELL, "What is down for scrutiny in May?"),
        ("How many calls to Pellworth's line were answered?", PELL, "How many calls to line were answered?"),
        ("Who chairs Pellworth Planning Committee?", PELL, "Who chairs Planning Committee?"),
        ("What did Pellworth Leisure Centre take?", PELL, "What did Pellworth Leisure Centre take?"),
        ("How do Pellworth and Rusk Vale compare?", None, ""),
        ("How many homes are there in Valeside?", None, ""),
    ],
)  # fmt: skip
def test_the_council_named_is_told_from_the_rest_of_the_question(
    question: str, place: Authority | None, rest: str
) -> None:
    named = authority_named(question, [PELL, RUSK])
    assert (named.authority, named.rest) == (place, rest) if named else place is None


@pytest.mark.parametrize(
    ("front", "council"),
    [
        ("# Hexcombe Metropolitan Borough Council", "Hexcombe Metropolitan Borough Council"),
        ("# London Borough of Fenwick Hill", "London Borough of Fenwick Hill"),
        ("# The Vale of Ordle Council", "Vale of Ordle Council"),
        ("# Constitution of Marrow City Council", "Marrow City Council"),
        ("# Wexcombe & Orde Fire and Rescue Authority", "Wexcombe & Orde Fire and Rescue Authority"),
        ("# Full Council – 3 May 2025", None),
        ("# Report to Cabinet Place Council tax", None),
    ],
)
def test_whose_paper_it_is_stands_on_its_front(front: str, council: str | None, tmp_path: Path) -> None:
    path = write(tmp_path / "front.pdf", front, "# Annual report", SPEAKS, "Medway Council is a neighbour. " * 9)
    assert authority_of(read_paper(path)) == council
