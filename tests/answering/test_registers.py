"""Registers of a made-up harbour board: a row named by its reference, what is asked of it, and lists of rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.answering.telling.quoted import _runs
from assistant.settings import load_settings
from tests.conftest import _ingested
from tests.records.ruled import Ruled, write
from tests.records.test_risks import LOOSE, write_lines

SHADE = "#DDE6EE"


def card(number: str, title: str, said: str, control: str, scores: tuple[str, str, str, str], owner: str) -> Ruled:
    return Ruled(
        [
            [f"<b>{number} – {title}</b>", "", "", ""],
            ["<b>Risk</b>", said, "", ""],
            ["<b>Controls</b>", control, "", ""],
            ["<b>Inherent (L x I)</b>", "<b>Residual (L x I)</b>", "<b>Target score</b>", "<b>Direction</b>"],
            [*scores],
            ["<b>Risk owner</b>", owner, "", ""],
        ],
        bold=(),
        spans=[(0, 0, 0, 3), (1, 1, 1, 3), (2, 1, 2, 3), (5, 1, 5, 3)],
        fills={(3, column): SHADE for column in range(4)},
    )


CARDS = [
    ("HR01", "Pier closure", "The pier shuts for a season.", "Divers look at the piles each spring.",
     ("4 x 4 = 16", "3 x 4 = 12", "8", "Increasing"), "Head of Piers (Nell Ashby)"),
    ("HR02", "Dune loss", "Storms take the dunes at Saltry.", "Fencing and marram planting.",
     ("5 x 4 = 20", "5 x 3 = 15", "10", "Reducing"), "Head of Coast (Ivo Marsh)"),
    ("HR03", "Pilot shortage", "Too few pilots hold the licence.", "Two trainees a year.",
     ("4 x 5 = 20", "4 x 5 = 20", "12", "Increasing"), "Head of Piers (Nell Ashby)"),
]  # fmt: skip
HEADS = ["Ref", "Recommendation", "Priority", "Owner", "Original date", "Revised date", "Status", "Progress"]
TRACKED = [
    ["HB24-01.1", "Dredging: weigh each load at the quay.", "High", "Harbour Master (Petra Quill)", "31/03/2025",
     "30/06/2025", "Overdue", "The weighbridge is on order."],
    ["HB24-01.2", "Dredging: publish the tonnage each month.", "Low", "Harbour Master (Petra Quill)", "31/05/2025", "",
     "Implemented", "First figures came out in May."],
    ["HB24-02.1", "Moorings: bill the winter berths in advance.", "High", "Finance Lead (Odo Finch)", "30/04/2025", "",
     "Implemented", "Bills went out on 2 April."],
    ["HB24-02.2", "Moorings: check the chains of the outer row.", "Medium", "Head of Piers (Nell Ashby)", "30/06/2025",
     "30/09/2025", "In progress", "Half the row is done."],
]  # fmt: skip


def written(folder: Path) -> Path:
    folder.mkdir()
    register = ["# Strategic Risk Register", "Harbour Board – position at 30 June 2025"]
    pieces: list[str | Ruled] = []
    for one in CARDS:
        pieces += [card(*one), "Looked at by the board."]
    write(folder / "Risk_Register_June_2025.pdf", *register, *pieces)
    tracker = Ruled([HEADS, *TRACKED], widths=[70, 170, 60, 120, 75, 75, 80, 110])
    head = ["# Audit Committee", "16 July 2025", "# Follow-up of internal audit recommendations"]
    write(folder / "Audit follow-up July 2025.pdf", *head, "Position at 30 June 2025.", tracker)
    return folder


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("harbour")
    assistant = Assistant.open(load_settings(store=_ingested(written(folder / "papers"), folder / "store")))
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def loose(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("loose")
    (folder / "papers").mkdir()
    write_lines(folder / "papers" / "risks.pdf", LOOSE)
    assistant = Assistant.open(load_settings(store=_ingested(folder / "papers", folder / "store")))
    yield assistant
    assistant.close()


def told(answer: Answer) -> str:
    return answer.answer.replace("**", "")


@pytest.mark.parametrize(
    ("turns", "said", "not_said"),
    [
        (["what's the residual score for HR02?"], ["risk HR02, “Dune loss”", "score: 5 x 3 = 15"], ["Pier closure"]),
        (["what's the residual score for HR02?", "who owns it?"], ["owner: Head of Coast (Ivo Marsh)"], ["Nell Ashby"]),
        (["residual score for hr 2?", "and what controls are in place?"], ["Fencing and marram planting."], ["Divers"]),
        (["residual score for HR02?", "and who owns the pilot shortage one?"], ["Nell Ashby"], ["Ivo Marsh"]),
        (["What score are we aiming for on HR01?"], ["target score: 8"], []),
        (["Has HR03 got worse?"], ["direction: Increasing", "4 x 5 = 20"], ["trainees"]),
        (["compare HR01 and HR03"], ["risk HR01", "risk HR03"], ["HR02"]),
        (["HB24-01.1 - what's the new deadline?"], ["due: 30/06/2025 (originally 31/03/2025)"], ["HB24-01.2"]),
        (["what priority is HB24-02.2 and who has it"], ["priority: Medium", "Nell Ashby"], ["Odo Finch"]),
    ],
)
def test_a_row_named_by_its_reference(
    turns: list[str], said: list[str], not_said: list[str], harbour: Assistant
) -> None:
    answer = harbour.ask(turns[-1], turns[:-1])
    text = told(answer)
    assert answer.status == "answered" and all(s in text for s in said) and not any(s in text for s in not_said), text


def test_the_score_asked_for_comes_first_among_the_values(harbour: Assistant) -> None:
    values = harbour.ask("inherent score of HR01?").values
    assert (values[0].as_printed, values[0].value) == ("4 x 4 = 16", 16)


def test_a_reference_that_no_paper_has_is_said_to_be_none(harbour: Assistant) -> None:
    answer = harbour.ask("who owns HR09?")
    assert answer.status == "not_found" and "No row held has the reference HR09" in answer.answer


@pytest.mark.parametrize(
    ("turns", "head", "rows", "others"),
    [
        (["which risks does the Head of Piers own?"], "Two risks owned by Head of Piers", ["HR01", "HR03"], ["HR02"]),
        (["which risks have got worse?"], "Two risks that went up", ["HR01", "HR03"], ["HR02"]),
        (["Which risks have come down?"], "One risk that came down", ["HR02"], ["HR01", "HR03"]),
        (["which risks score 15 or more"], "Two risks that score at least 15", ["HR02", "HR03"], ["HR01"]),
        (["what are the overdue high priority recommendations?"], "One high-priority overdue recommendation",
         ["HB24-01.1"], ["HB24-01.2", "HB24-02.1", "HB24-02.2"]),
        (["which recommendations have been implemented"], "Two completed recommendations", ["HB24-01.2", "HB24-02.1"],
         ["HB24-01.1", "HB24-02.2"]),
        (["Which recommendations is Petra Quill the lead for?"], "Two recommendations led by Petra Quill",
         ["HB24-01.1", "HB24-01.2"], ["HB24-02"]),
        (["Which recommendations is Petra Quill the lead for?", "and which of those are overdue?"],
         "One overdue recommendation led by Petra Quill", ["HB24-01.1"], ["HB24-01.2", "HB24-02"]),
        (["which recommendations are due in September 2025"], "One recommendation due in September 2025", ["HB24-02.2"],
         ["HB24-01", "HB24-02.1"]),
    ],
)  # fmt: skip
def test_a_list_keeps_by_all_that_is_asked_and_says_how_many_of_which_paper(
    turns: list[str], head: str, rows: list[str], others: list[str], harbour: Assistant
) -> None:
    answer = harbour.ask(turns[-1], turns[:-1])
    text = told(answer)
    first = text.splitlines()[0]
    assert first.startswith(f"{head} – ") and first.endswith("2025:"), text
    assert all(row in text for row in rows) and not any(row in text for row in others), text


def test_everything_that_somebody_answers_for_is_told_kind_by_kind(harbour: Assistant) -> None:
    text = told(harbour.ask("what is Nell Ashby responsible for?"))
    assert "Two risks owned by Nell Ashby" in text and "One action led by Nell Ashby" in text and "HR02" not in text


def test_rows_of_nobody_are_not_the_rows_of_everybody(harbour: Assistant) -> None:
    answer = harbour.ask("Which recommendations is Gus Holloway the lead for?")
    assert answer.status == "not_found" and "names Gus Holloway as its lead" in answer.answer
    none = harbour.ask("which risks are purple or blue?")
    assert none.citations == []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("ferry stopping on the risk register, whose risk is that?", "risk 6, “The ferry stops” – owner: Ann Barley"),
        ("how bad is the risk of having to close the bridge?", "risk 3, “The bridge must close” – current score: 15"),
    ],
)
def test_a_risk_in_loose_lines_is_told_whole(question: str, said: str, loose: Assistant) -> None:
    assert said in told(loose.ask(question)), told(loose.ask(question))


def test_words_of_cells_whose_lines_are_printed_in_turn_are_quoted_run_by_run() -> None:
    page = "To bring figures on the moorings to the\nDate: 16 June\nboard and on the berths at the old quay.\nDone."
    text = "To bring figures on the moorings to the board and on the berths at the old quay."
    assert list(_runs(text, [page])) == [
        "To bring figures on the moorings to the",
        "board and on the berths at the old quay.",
    ]
    assert list(_runs("Pier closure – The pier shuts", ["Pier closure Risk The pier shuts"])) == [
        "Pier closure",
        "The pier shuts",
    ]
