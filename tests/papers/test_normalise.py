from __future__ import annotations

import pytest

from assistant.papers.model import Word
from assistant.papers.normalise import contains, locate, normalise


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("QI 2022/23", "q1 2022/23"),
        ("Q I 2022/23", "q1 2022/23"),
        ("Q 3 2024/25", "q3 2024/25"),
        ("l 5 June", "15 june"),
        ("2I June 2022", "21 june 2022"),
        ("I. Apologies", "1. apologies"),
        ("PLI 3BJ", "pli 3bj"),
        ("Part I and I may say", "part i and i may say"),
        ("father-\ninclusive", "father-inclusive"),
        ("the\u00a0“ТВС”  – it’s", 'the "tbc" - it\'s'),
        ("\uf0b7 item\u200b one\x00", "item one"),
        ("Анна Ω μg", "анна ω μg"),
        ("ﬁnal £1.318m ½", "final £1.318m 1⁄2"),
    ],
)
def test_normal_forms(text, normal):
    assert normalise(text) == normal


def test_normalising_twice_changes_nothing():
    for text in ("Q I 2022/23 – l 5 June", "I. Apologies\nfather-\ninclusive “x”"):
        assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("page", "quote", "there"),
    [
        ("a father-\ninclusive guide", "father-inclusive guide", True),
        ("a father-\ninclusive guide", "father- inclusive guide", True),
        ("the commit-\ntee", "the committee", True),
        ("Target TВC", "target TBC", True),
        ("QI 2022/23", "Q1 2022/23", True),
        ("Total 13.5%", "3.5%", False),
        ("Total 13.5%", "13.5", False),
        ("Total -3.2", "3.2", False),
        ("Total (3.2)", "(3.2)", True),
        ("Total 1,234", "234", False),
        ("in 2021/22.", "2021", False),
        ("counted since March 2023.\n3. Tracker", "counted since March 2023", True),
        ("spent £1.318m", "spent £1", False),
        ("was agreed.", "was agreed", True),
        ("disagreed", "agreed", False),
        ("anything", "", False),
        ("anything", " \n ", False),
    ],
)
def test_a_quotation_stands_in_whole_words_and_numbers(page, quote, there):
    assert contains(page, quote) is there


def words(*lines: str) -> list[Word]:
    found = []
    for n, line in enumerate(lines):
        x = 0.0
        for text in line.split():
            found.append(Word(text, (x, 100.0 - 12 * n, x + 6 * len(text), 110.0 - 12 * n)))
            x += 6 * len(text) + 3
    return found


def test_boxes_are_those_of_the_quoted_words_one_for_each_line():
    page = words("The Committee agreed that", "the Chair would write", "to the Trust.")
    assert locate(page, "agreed that the Chair") == [(78.0, 100.0, 141.0, 110.0), (0.0, 88.0, 51.0, 98.0)]


def test_no_boxes_for_what_is_not_a_run_of_words():
    page = words("The Committee agreed that", "the Chair would write")
    assert locate(page, "The Committee would write") == []
    assert locate(page, "The Committee that") == [], "a word left out"
    assert locate(page, "") == []
    assert locate([], "agreed") == []


def test_cells_of_a_row_are_found_beside_one_another_but_not_rows_apart():
    page = [
        Word("Bristol", (0.0, 88.0, 42.0, 98.0)),
        Word("79%", (60.0, 88.0, 80.0, 98.0)),
        Word("1,804", (200.0, 85.0, 230.0, 95.0)),  # merged over several rows, so not on the very line
        Word("9%", (60.0, 16.0, 72.0, 26.0)),
    ]
    assert len(locate(page, "Bristol 1,804")) == 2
    assert locate(page, "Bristol 9%") == []
