"""Questions that anybody asks of a committee's papers and that name no row: all that was decided, how things stand, what
changed, what a word means."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant
from tests.answering.reading import table_rows


def told(assistant: Assistant, question: str) -> Answer:
    answer = assistant.ask(question)
    assert answer.status == "answered", answer.answer
    assert answer.citations
    return answer


@pytest.mark.parametrize(
    "question",
    ["What did Cabinet decide on 17 June 2025?", "list the decisions cabinet took in june 2025"],
)
def test_all_that_a_meeting_decided(sample_assistant: Assistant, question: str) -> None:
    answer = told(sample_assistant, question)
    assert "seven decisions" in answer.answer
    assert "the contribution for post-16 transport be £420 a year" in answer.answer
    assert "minute 13" in answer.answer
    assert "an amendment to the recommendation" not in answer.answer  # what came of it is in the resolution
    assert {c.document for c in answer.citations} == {"cabinet-agenda-2025-07-15.pdf"}


def test_the_last_meeting_of_a_body(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "what was agreed at the last scrutiny meeting?")
    assert answer.answer.startswith(
        "Children, Young People and Learning Scrutiny Committee, 11 June 2025, draft minutes"
    )


def test_a_subject_is_not_answered_with_everything(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "What did Cabinet decide about school transport on 17 June 2025?")
    assert "minute 12" in answer.answer
    assert "minute 13" not in answer.answer


@pytest.mark.parametrize(
    ("question", "short", "long"),
    [
        ("what is MASH?", "MASH", "Multi-Agency Safeguarding Hub"),
        ("what does SEND stand for", "SEND", "special educational needs and disabilities"),
        ("what's an ASYE?", "ASYE", "Assessed and Supported Year in Employment"),
    ],
)
def test_an_abbreviation_is_spelt_out(sample_assistant: Assistant, question: str, short: str, long: str) -> None:
    answer = told(sample_assistant, question)
    assert f"{short} stands for **{long}**" in answer.answer
    assert f"{long} ({short})" in answer.citations[0].quote


def test_what_a_colour_means_by_each_papers_key(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "what does red mean")
    assert "20 or more" in answer.answer
    assert "missed by more than 10% of the target" in answer.answer


def test_how_things_stand_on_a_subject(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "how are we doing on EHCPs")
    assert "**57.4%**" in answer.answer
    assert "target 60.0%" in answer.answer
    assert "before that, Q3 2024/25: 52.7%" in answer.answer


def test_targets_on_a_subject_with_their_verdicts(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "are we hitting our targets for children in care")
    targets = {row["Target"] for row in table_rows(answer.answer)}
    assert any(target.startswith("11.0%: met") for target in targets)
    assert any(target.startswith("85.0%: missed") for target in targets)


def test_what_changed_in_a_register(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "What changed in the risk register since November?")
    assert "Homelessness" in answer.answer
    changed = {row["What"]: row for row in table_rows(answer.answer)}
    up = next(row for name, row in changed.items() if "Homelessness" in name)
    assert (up["Change"], up["Before"], up["Now"]) == ("score up", "20", "25")
    assert "Relocation of the waste depot is delayed.” | gone" in answer.answer
    assert {c.document for c in answer.citations} == {
        "strategic-risk-register-june-2025.pdf",
        "scrutiny-agenda-pack-2024-11-20.pdf",
    }


def test_a_change_of_definition_is_no_change_of_the_figure(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "What changed in the scorecard since november?")
    assert "“Repeat Child Protection Plans” | new figure, counted another way: the two do not compare" in answer.answer
    assert "MASH decisions within 24 hours” | new figure | Q2 2024/25: 61.7% | Q4 2024/25: 81.6% |" in answer.answer


def test_a_share_is_no_answer_to_how_many(real_assistant: Assistant) -> None:
    answer = real_assistant.ask(
        "and how many on a child protection plan?",
        ["how many children in need did plymouth have at the end of march 2023?"],
    )
    assert "43.7r" not in answer.answer
    assert "10.7%" not in answer.answer


def test_what_a_text_says_comes_before_a_line_that_shares_fewer_words(real_assistant: Assistant) -> None:
    answer = told(
        real_assistant, "how much money got moved across to finish off the king street / old city works in bristol"
    )
    assert "£882k" in answer.answer.split("\n")[0]


def test_a_number_in_words_is_a_figure(real_assistant: Assistant) -> None:
    assert (
        "two million miles"
        in told(real_assistant, "how many miles had that car clocking gang knocked off the odometers").answer
    )
    lasted = real_assistant.ask("how long did the car clocking gang get in prison")
    assert lasted.status == "not_found"  # the papers tell of the gang, not of that


def test_a_month_that_the_body_did_not_meet_in_is_of_something_else(real_assistant: Assistant) -> None:
    answer = told(real_assistant, "did kents cabinet go for putting off the may 25 elections in the end?")
    assert "postponing" in answer.answer


def test_a_heading_with_its_number_is_not_quoted_alone(real_assistant: Assistant) -> None:
    answer = told(real_assistant, "when's the full business case for baths fashion museum due at committee")
    assert "Fashion Museum Bath 15.”" not in answer.answer


def test_a_decision_over_two_pages_is_cited_line_by_line(real_assistant: Assistant) -> None:
    answer = told(real_assistant, "what was decided at the county council meeting in february 2025")
    assert "three decisions" in answer.answer
    assert answer.answer.count("\n- minute ") == 3
    assert "The 10-year Capital programme and investment proposals of £1,419m" in answer.answer


@pytest.mark.parametrize(
    ("question", "first", "before"),
    [
        ("who is the leader of the council", "**Councillor Rosalind Thackeray** – Leader", None),
        ("who is the director of children's services", "**Helen Stavely** – Director of Children's Services", None),
        (
            "who's the cabinet member for children's services",
            "**Councillor Maureen Ashdown**",
            "Before: **Councillor Oliver Sandiford**",
        ),
    ],
)
def test_who_holds_an_office_by_the_newest_roll(
    sample_assistant: Assistant, question: str, first: str, before: str | None
) -> None:
    answer = told(sample_assistant, question)
    assert answer.answer.startswith(first)
    assert (before in answer.answer) if before else ("Before:" not in answer.answer)


def test_a_meeting_is_summed_up_by_what_it_decided(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "summarise the last cabinet meeting")
    assert answer.answer.startswith("Cabinet, 17 June 2025, draft minutes – seven decisions")


def test_what_was_decided_in_private_is_not_listed_with_the_rest(sample_assistant: Assistant) -> None:
    assert sample_assistant.ask("what was decided in part II of the june cabinet").status == "refused"
    assert "seven decisions" not in sample_assistant.ask("What did Cabinet decide in private on 17 June 2025?").answer


@pytest.mark.parametrize("question", ["how good is our home to school transport service", "what is early help"])
def test_a_line_of_the_budget_is_no_answer_where_no_money_is_asked_for(
    sample_assistant: Assistant, question: str
) -> None:
    answer = sample_assistant.ask(question)
    assert "Budget:" not in answer.answer
    assert "Variance:" not in answer.answer


def test_a_follow_up_about_one_subject_is_not_answered_with_everything(sample_assistant: Assistant) -> None:
    before = "What did Cabinet decide on 17 June 2025?"
    answer = sample_assistant.ask("what did the committee agree about the risk register", [before])
    assert "seven decisions" not in answer.answer
    assert (
        "seven decisions"
        not in sample_assistant.ask("what did scrutiny agree about the risk register in June 2025").answer
    )


def test_everyday_words_of_a_follow_up_are_its_own(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(
        "how many of them were mums and dads?", ["How many people answered the school transport consultation?"]
    )
    assert answer.status == "answered" and "903 from parents and carers" in answer.answer


def test_money_is_no_word_that_a_paper_must_write(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "harbour view boiler - did they get the money in the end?")
    assert "£186,000 be released from the contingency" in answer.answer


def test_an_indicator_is_not_named_by_the_least_word_of_a_question(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("How many councillors have to be in the room for childrens scrutiny to go ahead?")
    assert answer.values == []


def test_why_a_figure_was_revised(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "Why was December's re-referral number changed afterwards?")
    assert "recorded twice" in answer.answer


def test_what_became_of_an_action_is_not_another_one(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant, "Larkrise was meant to open in june. when is it now?")
    assert "To arrange a visit by members" not in answer.answer


def test_what_two_bodies_decided_is_quoted_line_by_line_over_the_end_of_a_page(sample_assistant: Assistant) -> None:
    answer = told(
        sample_assistant, "What did scrutiny recommend on educational psychologists and what did full council agree?"
    )
    assert "c) £450k be provided for six additional educational psychologists;" in answer.answer
