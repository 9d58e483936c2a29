"""What each kind of record says to a question, on the sample corpus: figures over papers, actions, risks, money, votes,
attendance, lists."""

from __future__ import annotations

import re

import pytest

from assistant import Answer, Assistant
from assistant.answering.answer import Citation
from assistant.answering.replies import taken_in_private
from assistant.retrieval.inquiry import Calendar, understand
from tests.answering.reading import table_rows


def places(answer: Answer) -> set[tuple[str, int]]:
    return {(c.document, c.page) for c in answer.citations}


def told(answer: Answer) -> str:
    return answer.answer.replace("**", "")


def test_a_restated_figure_is_told_with_both_values_and_both_papers(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("What percentage of referrals were re-referrals in December 2024?")
    assert "23.1%" in told(answer) and "22.1%" in told(answer) and "Papers differ" in told(answer)
    assert len({c.document for c in answer.citations}) > 1
    assert {v.as_printed for v in answer.values} == {"23.1%*", "22.1%"}


def test_a_period_that_no_paper_gives_is_not_filled_from_another(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("What was the number of children held by the Initial Assessment Team in March 2023?")
    assert answer.status == "not_found" and answer.citations == [] and answer.values == []


def test_a_trend_gives_each_period_and_a_sum_that_is_right(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("How did the re-referral percentage change between October and November 2024?")
    working = re.search(r"([\d.]+) − ([\d.]+) = (−?[\d.]+) percentage points", told(answer))
    assert working, told(answer)
    later, earlier, change = (float(x.replace("−", "-")) for x in working.groups())
    assert later - earlier == pytest.approx(change)
    assert {later, earlier} == {v.value for v in answer.values}


def test_a_target_is_held_against_the_figure_by_the_papers_key(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Were agency social workers on target in December 2024?")
    assert "20.9%" in told(answer) and "target 12.0%: missed" in told(answer) and "red" in told(answer)


def test_the_history_of_an_action_is_told_paper_by_paper(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("How many times has the date of the Neglect Strategy slipped?")
    assert "moved twice" in told(answer)
    assert all(day in told(answer) for day in ("31 December 2024", "31 March 2025", "31 July 2025"))
    assert len({c.document for c in answer.citations}) >= 3


def test_the_history_of_an_action_stops_at_the_paper_asked_for(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("How far had the date of the Neglect Strategy slipped in the February 2025 log?")
    assert "had moved once, from 31 December 2024 to 31 March 2025" in told(answer) and "July" not in told(answer)


def test_a_person_asked_for_filters_the_list(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(
        "Which actions in the May 2025 improvement action plan is Ruth Abernethy the lead for?"
    )
    rows = table_rows(answer.answer)
    assert told(answer).startswith("Five actions led by Ruth Abernethy – Children's Improvement Plan, 31 May 2025:")
    assert len(rows) == 5 and all(row["Lead"] == "Ruth Abernethy" for row in rows)


def test_a_section_of_one_plan_is_not_that_of_another(sample_assistant: Assistant) -> None:
    text = told(sample_assistant.ask("what actions are there under priority 2 of the children's improvement plan?"))
    assert "“Priority 2 – Early Help and Front Door”" in text and "Belonging in a local school" not in text


@pytest.mark.parametrize(
    ("question", "head", "said"),
    [
        ("which risks were closed by June 2025?", "One risk that the latest register no longer has", "waste depot"),
        ("which risks dropped between November 2024 and June 2025?", "Six risks that came down", "| 20 | 25 |"),
        ("Which actions were complete in the February 2025 tracking log?", "Four completed actions", "(minute 28)"),
        ("which targets are we missing on dental checks?", "One measure that miss", "dental checks are up to date"),
        ("which workstreams were red in the June 2024 highlight report?", "Six workstreams rated red", "front door"),
    ],
)
def test_lists_of_a_time_or_a_subject(question: str, head: str, said: str, sample_assistant: Assistant) -> None:
    text = told(sample_assistant.ask(question))
    assert text.startswith(head) and said in text, text


def test_since_a_month_does_not_ask_for_that_months_register(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Has the risk about a cyber attack gone up since November?")
    assert "11 June 2025" in told(answer) and "previous score: 20" in told(answer)


def test_what_the_paper_itself_says_of_the_rows_listed_stands_below(sample_assistant: Assistant) -> None:
    text = told(sample_assistant.ask("Which strategic risks are red in the June 2025 register?"))
    assert (
        text.startswith("Four risks rated red – Strategic Risk Register")
        and "The paper itself says: “Four have" in text
    )


def test_where_an_action_stands_now_is_its_newest_position(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Where have we got to with the Neglect Strategy?")
    assert ("scrutiny-agenda-pack-2025-07-09.pdf", 6) in places(answer)
    assert "consultation until 18 July" in told(answer)


def test_an_action_that_vanished_is_said_to_have(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Who is the lead for circulating the map of providers?")
    assert "No later paper has it, though it was not said to be closed" in told(answer)


def test_a_risk_is_found_by_its_number_in_the_latest_register(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Who owns risk 11?")
    assert "Helen Stavely" in told(answer)
    earlier = sample_assistant.ask("Who owned risk 13 in November 2024?")
    assert "waste depot" in told(earlier) and "transport" not in told(earlier)


def test_a_budget_line_says_over_or_under_only_as_its_figures_show(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Where did Place and Environment end up against budget in 2024/25?")
    assert "an underspend" in told(answer) and any("1.241" in v.as_printed for v in answer.values)
    over = sample_assistant.ask("What was the variance of Children's Services at outturn 2024/25?")
    assert "an overspend" in told(over)


def test_a_vote_is_told_with_counts_and_who_moved_it(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Who moved the 3.99% council tax amendment and what was the vote?")
    assert "Whitlock" in told(answer) and "For 18, Against 31, Abstentions 4" in told(answer) and "lost" in told(answer)
    assert places(answer) == {("council-minutes-2025-02-26.pdf", 2)}


def test_what_a_question_takes_for_granted_is_put_right_first(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Why was the motion about NHS dentists defeated?")
    assert told(answer).startswith("The papers say otherwise: it was carried.")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who stood in for Councillor Kinnaird in November 2024?", "Pettifer"),
        ("In what capacity was Cllr Penhallow at the June cabinet?", "Chair"),
        ("Who sent apologies to scrutiny in February 2025?", "Whitlock"),
        ("Who chaired scrutiny on 11 June 2025?", "Penhallow"),
    ],
)
def test_who_was_at_a_meeting_and_as_what(question: str, said: str, sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(question)
    assert answer.status == "answered" and said in told(answer), told(answer)


def test_lists_hold_all_rows_that_meet_the_condition_and_no_other(sample_assistant: Assistant) -> None:
    red = sample_assistant.ask("Which actions in the Children's Improvement Plan are red?")
    assert [row["Rated"] for row in table_rows(red.answer)] == ["red"] * 3 and "amber" not in told(red)
    high = sample_assistant.ask("Which risks score over 16?")
    scores = [int(row["Score"]) for row in table_rows(high.answer)]
    assert scores and min(scores) > 16
    missed = sample_assistant.ask("Which indicators miss their target?")
    assert "Agency social workers" in told(missed) and "Monitor" not in told(missed)


def test_agendas_and_work_programmes_are_listed(sample_assistant: Assistant) -> None:
    agenda = sample_assistant.ask("What is on the agenda of the Cabinet of 17 June 2025?")
    assert "Home to School Transport Policy" in told(agenda) and "(in private)" in told(agenda)
    coming = sample_assistant.ask("What is down for the scrutiny meeting in September 2025?")
    assert "Neglect Strategy" in told(coming) and ("scrutiny-agenda-pack-2025-07-09.pdf", 13) in places(coming)


def test_what_is_exempt_is_said_to_be_and_no_more(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Which companies won the residential care contracts for children in June?")
    assert answer.status == "refused" and "taken in private" in answer.answer and answer.citations == []
    assert not taken_in_private("Was the award taken in private?", ["the exempt report"])
    assert not taken_in_private("Who won?", [])


def test_periods_of_one_year_are_read_together() -> None:
    asked = understand("CP rate over Q2, Q3 and Q4 2024/25?", (), Calendar())
    assert sorted(str(p.start) for p in asked.periods) == ["2024-07-01", "2024-10-01", "2025-01-01"]
    earlier = understand("Q3 2024/25 compared with a year earlier?", (), Calendar())
    assert sorted(str(p.start) for p in earlier.periods) == ["2023-10-01", "2024-10-01"]


def test_every_figure_and_quotation_of_these_answers_was_checked(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("What percentage of referrals were re-referrals in December 2024?")
    assert answer.checked is not None and answer.checked.figures >= 2
    assert all(isinstance(c, Citation) and c.boxes for c in answer.citations)
