"""Minutes as records: numbers in the styles of several councils, verbatim text over pages, lettered points, drafts."""

from __future__ import annotations

import itertools
from pathlib import Path

from assistant.papers.normalise import contains
from assistant.papers.read import read_paper
from assistant.records.identify import identify
from assistant.records.model import Minute
from assistant.records.prose import follows, join_lines, marker_of, sentences
from assistant.records.read import read_records
from tests.records.minutes_pdf import Line, of_paper, only, records

LONG = "A member asked how the sum had been reached and was told that it rested on three quotations. " * 4


def minutes(path: Path, lines: list[Line]) -> list[Minute]:
    head: list[Line] = [
        "# Testshire Council",
        "# Audit Committee",
        "Minutes of a meeting of the Audit Committee held at the Guildhall, Teston on Monday, 3 March 2025",
        "Present: Councillors A. Beck (Chair) and C. Dunn",
    ]
    return only(Minute, records(path, [*head, *lines]))


def test_numbers_with_letters_and_years(tmp_path: Path) -> None:
    found = minutes(
        tmp_path / "a.pdf", ["# AUD.9 Apologies", "None.", "# AUD.10 Accounts", "The accounts were discussed."]
    )
    assert [(m.number, m.title) for m in found] == [("AUD.9", "Apologies"), ("AUD.10", "Accounts")]
    found = minutes(
        tmp_path / "b.pdf", ["# 31/24 Apologies", "None.", "# 32/24 Accounts", "The accounts were discussed."]
    )
    assert [m.number for m in found] == ["31/24", "32/24"]
    assert {m.municipal_year for m in found} == {"2024/25"}


def test_minutes_without_numbers_are_known_by_their_headings(tmp_path: Path) -> None:
    found = minutes(
        tmp_path / "a.pdf", ["# Apologies for Absence", "There were none.", "# Statement of Accounts", LONG]
    )
    assert [(m.number, m.title) for m in found] == [(None, "Apologies for Absence"), (None, "Statement of Accounts")]
    assert found[1].text == LONG.strip()


def test_a_point_that_runs_over_the_page_is_whole(tmp_path: Path) -> None:
    found = minutes(
        tmp_path / "a.pdf",
        [
            "# 31. Internal Audit",
            "The following points were made:",
            "> a) the plan was on time;",
            "> b) a review of the contracts that had been let since the summer would",
            None,
            "> report in June, and not in April as planned;",
            "> c) two posts were vacant.",
            "# 32. Any Other Business",
            "There was none.",
            "# PART II – EXEMPT ITEMS",
            "# 33. Exclusion of the Public",
            "There was none.",
        ],
    )
    assert [m.number for m in found] == ["31", "32", "33"]
    assert found[0].points == [
        "a) the plan was on time;",
        "b) a review of the contracts that had been let since the summer would report in June, and not in April as planned;",
        "c) two posts were vacant.",
    ]
    assert [piece.page for piece in found[0].pieces] == [1, 2]
    assert found[1].text == "There was none."  # the banner of the next group is no part of it


def test_every_minute_of_the_sample_is_found(sample_papers: Path) -> None:
    expected = {
        "scrutiny-agenda-pack-2024-11-20.pdf": range(9, 21),
        "scrutiny-agenda-pack-2025-02-12.pdf": range(21, 33),
        "scrutiny-agenda-pack-2025-06-11.pdf": range(33, 45),
        "scrutiny-agenda-pack-2025-07-09.pdf": range(1, 14),
        "cabinet-agenda-2025-06-17.pdf": range(1, 8),
        "cabinet-agenda-2025-07-15.pdf": range(8, 18),
        "council-minutes-2025-02-26.pdf": range(61, 69),
    }
    for name, numbers in expected.items():
        found = only(Minute, of_paper(sample_papers / name))
        assert [m.number for m in found] == [str(n) for n in numbers], name
        assert {m.status for m in found} == ({None} if name.startswith("council") else {"draft"}), name


def test_real_minutes_end_where_the_next_paper_begins_and_stand_on_their_pages(real_papers: Path) -> None:
    paper = read_paper(real_papers / "ecsc-scrutiny-2023-07-18.pdf")
    facts = identify(paper, "ecsc-scrutiny-2023-07-18.pdf")
    found = only(Minute, read_records(paper, facts, []))
    assert [m.number for m in found] == [str(n) for n in range(125, 140)]
    assert found[-1].pieces[-1].page == 13  # the terms of reference behind it are not minuted
    for minute in found:
        text = "\n".join(paper.pages[piece.page - 1].text for piece in minute.pieces)
        lines = [line for line in minute.text.splitlines() if len(minute.pieces) == 1]
        assert all(contains(text, line) for line in lines), minute.number
    assert [len(m.points) for m in found[4:7]] == [3, 16, 9]


def test_marks_and_sentences() -> None:
    marks = [marker_of(t) for t in ("a) x", "(b) x", "3. x", "iv) x", "- c) x", "• x", "2.1 x", "Mr x", "12 June")]
    assert [m and (m.style, m.value) for m in marks] == [
        ("opena", 1), ("para", 2), ("dot1", 3), ("openi", 4), ("opena", 3), ("•", 0), ("1.1", 1), None, None,
    ]  # fmt: skip
    letters = [marker_of(f"({c}) x") for c in "hijkl"]
    assert all(follows(b, a) for a, b in itertools.pairwise(letters) if a and b)
    romans = [marker_of(f"({c}) x") for c in ("i", "ii", "iii", "iv", "v", "vi")]
    assert all(follows(b, a) for a, b in itertools.pairwise(romans) if a and b)
    text = "Mr. J. Smith spoke. The sum was £1.2m. It was agreed."
    assert [text[a:b] for a, b in sentences(text)] == ["Mr. J. Smith spoke.", "The sum was £1.2m.", "It was agreed."]
    assert join_lines(["Mr Barrington-", "King and sub-", "committees in 2026-", "27"]) == (
        "Mr Barrington-King and sub-committees in 2026-27"
    )
