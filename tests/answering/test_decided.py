"""What was decided, or not, in the minutes of a made-up council's cabinet, what it is to decide, and who owes what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.answering.telling.motions import _AMENDMENT
from tests.answering.test_telling import told
from tests.conftest import _ingested, _opened
from tests.records.minutes_pdf import Line, pdf
from tests.records.ruled import Ruled, write

MINUTES: list[Line] = [
    "# Osmere Borough Council",
    "# CABINET",
    "MINUTES of the meeting of the Cabinet held on Tuesday, 12 November 2024 at 2.00 pm in the Guildhall.",
    "PRESENT: Councillor Ada Stone (Leader, in the chair), Councillor Tom Reed and Councillor Ruth Lamb",
    "# 31. FUTURE OF ELM ROAD POOL",
    "The Head of Leisure presented the report. Visits had dropped by half since 2018 and the roof needed work costed at"
    " £310,000. The report recommended that the pool close on 31 March 2025. A petition against closure bore 3,204 names.",
    "Councillor Reed said that the swimming club had put in an expression of interest in running the pool.",
    "RESOLVED:",
    "(1) That the recommendation to close Elm Road Pool be not accepted.",
    "(2) That the pool stay open on shorter hours (25 a week) until 30 September 2025.",
    "(3) That the swimming club be given until 1 June 2025 to lodge a business case.",
    "# 32. CAMERAS OUTSIDE SCHOOLS",
    "Objections to a camera in Mill Lane had come mostly from parents who needed to be set down at the school gate.",
    "RESOLVED:",
    "(1) That enforcement begin in Fore Street on 3 March 2025.",
    "(2) That Mill Lane be taken out of the first phase until a permit scheme has been drawn up.",
    "# 33. TREE REPORT",
    "RESOLVED: That the tree report be noted.",
]
PLAN = [
    ["Decision", "Key?", "When", "Open or exempt", "Cabinet member", "Officer"],
    ["Food waste: how to pay", "Yes", "7 January 2025", "Open", "Cllr Ruth Lamb", "Paul Dale"],
    ["Cemetery extension", "Yes", "4 February 2025", "Open", "Cllr Tom Reed", "Sam Ash"],
    ["Draft budget 2025/26", "Yes", "4 February 2025", "Open", "Cllr Ada Stone", "Kit Rowe"],
]
ACTIONS = [
    ["Ref", "Agreed action", "Lead officer", "Due date", "Revised date", "Status"],
    ["1.1", "Clear the backlog of reviews.", "Corin Maddock", "31/12/24", "30/06/25", "Overdue"],
    ["1.2", "Recover unspent balances.", "Corin Maddock", "30/11/24", "31/03/25", "Overdue"],
    ["1.3", "Write a procedure.", "Corin Maddock", "30/09/24", "", "Closed"],
    ["2.1", "Test the alarms.", "Ned Hall", "30/11/24", "28/02/25", "Overdue"],
]
RESERVES = [
    ["Reserve", "1 April 2024 £'000", "Paid in £'000", "Drawn £'000", "31 March 2025 £'000"],
    ["Flood and coastal", "1,260", "-", "(415)", "845"],
    ["Budget risk", "8,450", "-", "(2,341)", "6,109"],
    ["Total", "9,710", "-", "(2,756)", "6,954"],
]
SERVICES = [
    ["Service", "Budget £'000", "Outturn £'000", "Variance £'000"],
    ["Coast, flood and climate", "1,275", "1,169", "(106)"],
    ["Leisure", "2,100", "2,140", "40"],
]


@pytest.fixture(scope="module")
def osmere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The Assistant over these papers."""
    papers = tmp_path_factory.mktemp("decided") / "papers"
    papers.mkdir()
    pdf(papers / "cabinet.pdf", MINUTES)
    write(
        papers / "scrutiny.pdf", "# OSMERE BOROUGH COUNCIL", "# Overview and Scrutiny Committee", "17 December 2024",
        "# Cabinet’s forward plan, 1 January to 31 March 2025", Ruled(PLAN),
    )  # fmt: skip
    write(
        papers / "audit.pdf", "# OSMERE BOROUGH COUNCIL", "# Audit recommendations", "Audit Committee – 22 January 2025",
        "# Tracker of audit actions", Ruled(ACTIONS),
    )  # fmt: skip
    write(
        papers / "outturn.pdf", "# OSMERE BOROUGH COUNCIL", "# Revenue outturn 2024/25", "Cabinet – 10 June 2025",
        "# Table 1: Services", Ruled(SERVICES), "# Table 2: Earmarked reserves", Ruled(RESERVES),
    )  # fmt: skip
    for made in _opened(_ingested(papers, papers.parent / "store")):
        assert isinstance(made, Assistant)
        yield made


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("so what did they actually agree for elm road pool?", ["not accepted", "25 a week", "1 June 2025"]),
        ("what was decided about the camera outside the school in mill lane", ["taken out of the first phase"]),
    ],
)
def test_what_was_agreed_is_told_whole(question: str, said: list[str], osmere: Assistant) -> None:
    answer = osmere.ask(question)
    assert [words for words in said if words not in told(answer)] == [], told(answer)
    assert "31 March 2025" not in told(answer)  # what was recommended is not what was resolved


@pytest.mark.parametrize("asked", ["vote to shut", "close"])
def test_a_recommendation_that_was_turned_down_is_put_right(asked: str, osmere: Assistant) -> None:
    answer = told(osmere.ask(f"why did cabinet {asked} elm road pool"))
    assert answer.startswith("The papers say otherwise: it was decided against") and "not accepted" in answer, answer


def test_what_a_question_has_right_is_not_put_right(osmere: Assistant) -> None:
    assert "otherwise" not in told(osmere.ask("why did cabinet keep elm road pool open"))


@pytest.mark.parametrize(
    "question", ["what is the cabinet meant to be deciding in feb 2025", "what's pencilled in for cabinet on 4 february 2025?"]
)  # fmt: skip
def test_a_forward_plan_says_what_is_to_be_decided(question: str, osmere: Assistant) -> None:
    answer = told(osmere.ask(question))
    assert "Cemetery extension" in answer and "Draft budget" in answer and "Food waste" not in answer, answer


def test_all_that_somebody_has_overdue_is_told_with_its_dates(osmere: Assistant) -> None:
    answer = told(osmere.ask("when are corin maddock's overdue audit actions now due"))
    assert "30/06/25" in answer and "31/03/25" in answer and "28/02/25" not in answer, answer


def test_what_is_left_in_a_reserve_is_read_on_the_day_asked_for(osmere: Assistant) -> None:
    answer = told(osmere.ask("what's left in the pot for flooding and the coast at 31 march 2025"))
    assert "£845k" in answer and "1,169" not in answer, answer


def test_a_reserve_is_no_line_of_another_table(osmere: Assistant) -> None:
    answer = told(osmere.ask("how much is in the leisure reserve at 31 march 2025"))
    assert "2,140" not in answer, answer


@pytest.mark.parametrize(
    "question", ["the count on Reed's change to the bay motion", "changes to the motion on sewage"]
)
def test_a_change_to_a_motion_is_an_amendment(question: str) -> None:
    assert _AMENDMENT.search(question)
    assert not _AMENDMENT.search("what changed in the motion picture house")


def test_a_report_that_was_noted_was_not_agreed(osmere: Assistant) -> None:
    assert "otherwise" not in told(osmere.ask("why did cabinet reject the tree report"))
