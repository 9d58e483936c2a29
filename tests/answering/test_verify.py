"""Verification: what an answer says is held against the pages it cites, as if somebody else had written it."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant
from assistant.answering.claims import (
    digits_left,
    minutes_in,
    names_in,
    quotations,
    sentences_of,
    worded_in,
)
from assistant.answering.grounds import Grounds
from assistant.answering.verify import Verified, check
from assistant.answering.workings import workings_in

DENTAL = "how many kids had their dental checks up to date in dec 2024"


def test_sentences_put_together_are_the_text_and_quotations_are_never_cut() -> None:
    text = (
        "Cabinet, 17 June 2025, minute 12: **75.1%** [1]. Mr. Smith said “It rose. Then it fell.” in Dec-24 [2].\n\n"
        "- Councillor Ada Penhallow was there. [3] Next\n> (6) RESOLVED that:\n> a) the fee be £420"
    )
    found = sentences_of(text)
    assert "".join(s.text for s in found) == text
    assert [sorted(s.markers) for s in found if s.markers] == [[1], [2], [3]]
    assert any("It rose. Then it fell." in s.text for s in found)


def test_a_row_of_a_table_is_one_sentence() -> None:
    rows = ["| Action | Lead |\n", "|---|---|\n", "| “Open. Then run.” (ref 1.2). Late: yes | Ada Ash [1] |\n"]
    assert [s.text for s in sentences_of("".join(rows))] == rows


def test_a_row_that_does_not_stand_goes_with_all_its_cells(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Which strategic risks are red in the June 2025 register?")
    grounds = Grounds(sample_assistant._searcher, answer.citations, answer.question)
    table = "| Risk | Score | Source |\n| --- | --- | --- |\n"
    true, false = "| “Cyber attack.” It is bad. | 20 | [4] |", "| “Cyber attack.” It is bad. | 87 | [4] |"
    assert check(f"{table}{true}\n{false}\n\nEnd.", answer.citations, [], grounds).text == f"{table}{true}\n\nEnd."
    assert check(f"{table}{false}\n\nEnd.", answer.citations, [], grounds).text == "End."


def test_claims_are_found() -> None:
    said = "Councillor Maureen Penhallow told the Cabinet at 2.30 pm, under minute 28, that eighteen of paragraph 3.4 left."
    assert names_in(said) == ["Maureen Penhallow", "Cabinet"]
    assert minutes_in(said) == ["28"]
    assert worded_in(said) == (("eighteen", 18),)
    assert {"2.30", "28", "3.4"} <= set(digits_left(said))
    assert quotations("It says “the fee” and\n> a) so [2] be it") == ["the fee", "a) so  be it"]
    assert worded_in("two hundred and six, ninety-three thousand") == (
        ("two hundred and six", 206),
        ("ninety-three thousand", 93_000),
    )


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("19.8 − 21.1 = −1.3 percentage points", True),
        ("£1,200 − £1,000 = £200 (+20.0%)", True),
        ("£1,200 − £1,000 = £200 (+21.0%)", False),
        ("5 − (−3) = 8", True),
        ("2.5 + 2.5 + 1 = 7", False),
    ],
)
def test_sums_that_are_shown_are_worked_out_again(shown: str, right: bool) -> None:
    assert [working.right for working in workings_in(f"It fell: {shown}.")] == [right]


@pytest.fixture(scope="module")
def dental(sample_assistant: Assistant) -> Answer:
    answer = sample_assistant.ask(DENTAL)
    assert answer.status == "answered" and "75.1%" in answer.answer, answer.answer
    return answer


def held(assistant: Assistant, answer: Answer, text: str, *, strict: bool) -> Verified:
    grounds = Grounds(assistant._searcher, answer.citations, DENTAL)
    return check(text, answer.citations, answer.values, grounds, strict=strict)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("Dental checks were up to date for 57.1% of cared for children [1].", "figure 57.1%"),
        ("Dental checks were up to date for £75.1m of cared for children [1].", "figure £75.1m"),
        ("Dental checks were up to date for 751 of 1,000 cared for children [1].", "figure 751 of 1,000"),
        ("Dental checks were up to date for 75.1% of children by 14 March 2019 [1].", "14 March 2019"),
        ("The paper says “dental checks have never been so bad” [1].", "quotation"),
        ("Dental checks are led by Barnaby Quillfeather [1].", "name Barnaby Quillfeather"),
        ("Dental checks stand under minute 987 [1].", "minute 987"),
        ("Dental checks: 75.1 − 74.9 = 0.3 percentage points [1].", "figure"),
        ("Dental checks: 75.1 − 11.9 = 63.2 percentage points [1].", "figure"),
    ],
)
def test_what_stands_nowhere_is_taken_out(
    wrong: str, why: str, strict: bool, dental: Answer, sample_assistant: Assistant
) -> None:
    found = held(sample_assistant, dental, wrong, strict=strict)
    assert found.text == ""
    assert [why in removed.reason for removed in found.removed] == [True], found.removed


@pytest.mark.parametrize(
    "right",
    [
        "Dental checks were up to date for 75.1% of cared for children in December 2024 [1].",
        "The percentage of cared for children whose dental checks are up to date was 75.1% [1].",
        "Dental checks of cared for children were up to date for 74.9% in November 2024 and 75.1% in December 2024 [1].",
        "Dental checks up to date rose from 74.9% in November 2024 to 75.1% in December 2024 [1].",
        "The target for dental checks up to date was 85.0%; England stood at 79.0% [1].",
        "Dental checks up to date: 75.1 − 74.9 = 0.2 percentage points [1].",
    ],
)
def test_what_stands_is_kept_also_of_a_model(right: str, dental: Answer, sample_assistant: Assistant) -> None:
    found = held(sample_assistant, dental, right, strict=True)
    assert found.text == right, found.removed
    assert found.checked.figures > 0


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("Dental checks of cared for children were up to date for 74.9% in December 2024 [1].", "another heading"),
        ("Dental checks up to date: 75.1% in November 2024 and 74.9% in December 2024 [1].", "another heading"),
        ("The target for dental checks up to date was 79.0% [1].", "another heading"),
        ("Dental checks up to date fell from 74.9% to 75.1% [1].", "fell"),
        ("Dental checks of cared for children were overdue [1].", "overdu"),
        ("Dental checks of cared for children are not up to date [1].", "denial"),
        ("Dental checks up to date were eighty-five hundred [1].", "number eighty-five hundred"),
        ("Dental checks up to date were 75.1%.", "no source"),
        ("The committee agreed that libraries stay open for 75.1% of residents [1].", "word"),
        ("Roads, bins and parking permits are dearer everywhere by 75.1% [1].", "words"),
    ],
)
def test_a_model_is_held_to_the_passage_it_cites(
    wrong: str, why: str, dental: Answer, sample_assistant: Assistant
) -> None:
    found = held(sample_assistant, dental, wrong, strict=True)
    assert found.text == "", found.text
    assert why in found.removed[0].reason, found.removed


def test_markers_that_point_nowhere_go(dental: Answer, sample_assistant: Assistant) -> None:
    found = held(sample_assistant, dental, "Dental checks up to date were 75.1% in Dec-24 [1][7] [12].", strict=True)
    assert found.text == "Dental checks up to date were 75.1% in Dec-24 [1]."


def test_a_value_that_is_not_on_its_page_is_not_listed(dental: Answer, sample_assistant: Assistant) -> None:
    wrong = dental.values[0].model_copy(update={"as_printed": "57.1%"})
    grounds = Grounds(sample_assistant._searcher, dental.citations, DENTAL)
    assert check(dental.answer, dental.citations, [wrong], grounds).values == []
    assert check(dental.answer, dental.citations, dental.values, grounds).values == dental.values


def test_what_was_checked_is_told_in_the_answer(dental: Answer, sample_assistant: Assistant) -> None:
    assert dental.checked is not None and dental.checked.figures >= 1
    assert '"checked":{"figures":' in dental.to_json()
    assert sample_assistant.ask("").checked is None
