"""What is asked of a meeting: which motion of it is meant and how it fared, what is put right, when and where, interests."""

from __future__ import annotations

import re

import pytest

from assistant import Answer, Assistant
from assistant.answering.telling.ask import Ask
from assistant.answering.telling.motions import ordinal_part
from assistant.answering.telling.premises import corrected
from assistant.answering.telling.proceedings import tell_proceedings
from assistant.retrieval.inquiry import understand
from tests.answering.reading import table_rows


def said(assistant: Assistant, question: str) -> str:
    """What the record of the proceedings says to a question, before any passage is looked at; "" for nothing."""
    searcher = assistant._searcher
    ask = Ask(understand(question, (), searcher.calendar), (), searcher, assistant.finder)
    return ask.draft.text.replace("**", "") if tell_proceedings(ask) else ""


def told(answer: Answer) -> str:
    return answer.answer.replace("**", "")


BUDGET = "carried: For 31, Against 18, Abstentions 4; moved by Councillor Martin Eccleshall"
CUT = "the amendment was lost: For 3, Against 6, Abstentions 1; moved by Councillor Whitlock"
WHOLE = (
    "the motion was carried: For 7, Against 2, Abstentions 1; moved by Councillor Okonjo, seconded by Councillor Blythe"
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What were the numbers when the budget motion (as amended) went to the vote at Council in Feb 2025?", BUDGET),
        ("Numbers for and against when the final budget was voted on in February?", BUDGET),
        ("who moved the budget at full council", BUDGET),
        ("Vote on the amendment to cut the psychologist money to £250k - result?", CUT),
        ("how did the vote go on Cllr Whitlocks amendment at scrutiny in nov 24 to halve the ed psych money", CUT),
        ("Who proposed £450k for ed psychs at scrutiny and who backed them?", WHOLE),
        (
            "second amendment to the budget - what happened to it?",
            "accepted without a vote; moved by Councillor Eleri Madoc",
        ),
        (
            "What was the outcome of the motion about NHS dentists?",
            "carried unanimously; moved by Councillor Samira Haddad",
        ),
    ],
)
def test_the_motion_that_is_meant(question: str, expected: str, sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(question)
    assert answer.status == "answered" and expected in told(answer), told(answer)


def test_amendments_that_fit_alike_are_told_in_order(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("What amendments were moved to the budget at Council in February 2025?")
    rows = [row for row in table_rows(answer.answer) if row["Motion"].startswith("the amendment")]
    assert [re.findall(r"Councillor (\w+ \w+), seconded", row["Moved by"]) for row in rows] == [
        ["Donald Whitlock"],
        ["Eleri Madoc"],
    ]


def test_names_stand_in_the_answer_only_where_they_are_asked(sample_assistant: Assistant) -> None:
    assert "Vasant" not in told(sample_assistant.ask("What was the vote on the £450k at scrutiny?")).split("\n")[0]
    against = told(sample_assistant.ask("Who voted against the £450k at scrutiny?"))
    assert "Against: Councillor Tolliver, Councillor Whitlock" in against and "Abstentions:" not in against
    assert "Councillor Vasant abstained" in told(sample_assistant.ask("How did Cllr Vasant vote on the ed psychs?"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why did council vote against the budget in Feb 2025?", "The papers say otherwise: it was carried."),
        ("Why did the council back the 3.99% council tax amendment?", "The papers say otherwise: it was lost."),
        (
            "why did full council go for the smaller 3.99% council tax rise in february",
            "The papers say otherwise: it was lost.",
        ),
        ("How many votes was Cllr Okonjo's sixth form motion beaten by?", "The papers say otherwise: it was withdrawn"),
        ("Was the budget carried unanimously at council in Feb 2025?", "It was not unanimous."),
        (
            "Why did cabinet throw out buying homes for families in temporary accommodation?",
            "The papers say otherwise: it was agreed.",
        ),
    ],
)
def test_a_false_premise_is_put_right_first(question: str, expected: str, sample_assistant: Assistant) -> None:
    assert said(sample_assistant, question).startswith(expected)


@pytest.mark.parametrize(
    "question",
    [
        "Who voted against the £450k at scrutiny?",  # those who did, of a motion that was carried
        "Why was the 3.99% amendment lost?",
        "Why did council approve the budget in Feb 2025?",
    ],
)
def test_a_true_premise_is_not_put_right(question: str, sample_assistant: Assistant) -> None:
    assert "otherwise" not in said(sample_assistant, question)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What time did the Feb council meeting finish?", "ended at 9.48 pm"),
        ("when did cabinet on 17 June 2025 start", "started at 4.00 pm"),
        ("How long did scrutiny last on 11 June 2025?", "started at 10.00 am; ended at 12.50 pm"),
        ("where was the full council budget meeting held?", "the Guildhall, Guildhall Square, Merrowby"),
        ("how many members were present at scrutiny in February 2025", "11 members are named as present"),
        ("how many councillors were at full council on 26 Feb 2025", "2 members are named as present, and 51 other councillors"),
        ("who sent apologies and who stood in for them at june 2025 scrutiny", "Vasant (Councillor Hassan Dervish substituting); substitutes: Councillor Hassan Dervish"),
        ("was cllr tolliver at the November 2024 scrutiny meeting", "yes: Councillor Graham Tolliver was present"),
        ("was Cllr Dervish at council in February?", "no: Councillor Hassan Dervish sent apologies"),
        ("was helen stavely present at june cabinet, and as what?", "yes: Helen Stavely (Director of Children's Services) was in attendance"),
        ("the meeting on 20 Nov 2024 - who came?", "present: Councillor Maureen Ashdown (in the Chair)"),
        ("who from the officers was at cabinet on 17 June 2025?", "also in attendance: Dr Anneliese Marwood (Chief Executive)"),
        ("why was Cllr Vasant absent from June scrutiny", ": Councillor Priti Vasant (Councillor Hassan Dervish substituting) sent apologies"),
        ("wot time did cabinet finish on 17 june 2025", "ended at 5.42 pm"),
        ("Was Mr Bloggs at the June scrutiny meeting?", "Mr Bloggs is not among those whom the minutes list"),
    ],
)  # fmt: skip
def test_a_meeting_is_told_from_its_record(question: str, expected: str, sample_assistant: Assistant) -> None:
    assert expected in said(sample_assistant, question)


@pytest.mark.parametrize(
    "question",
    [
        "When did the consultation on the Neglect Strategy end?",
        "Where is the Larkrise home?",
        "When will the next council meeting be held?",
        "When does the council's contract for residential care start?",
        "Was Cllr Whitlock's amendment discussed at scrutiny in June 2025?",
    ],
)
def test_what_is_not_asked_of_a_meeting_is_left_to_others(question: str, sample_assistant: Assistant) -> None:
    assert said(sample_assistant, question) == ""


def test_interests_are_told_with_the_item_they_are_in(sample_assistant: Assistant) -> None:
    table = said(sample_assistant, "Who declared an interest at scrutiny in September 2024 and in what?")
    assert table.count("\n- ") == 4 and "minute 14: Elective Home Education" in table
    of_item = said(
        sample_assistant,
        "Did any cabinet member declare an interest in the item on buying homes for homeless families?",
    )
    assert "Pryce" in of_item and "Rounce" not in of_item
    of_one = said(sample_assistant, "what interest did Cllr Rounce declare")
    assert "post-16 transport" in of_one and "Pryce" not in of_one
    none = said(sample_assistant, "Were any interests declared at scrutiny in February 2025?")
    assert "No interests were declared." in none


@pytest.mark.parametrize(
    ("question", "part"),
    [("what fifth point was added", 5), ("point 3 of the motion", 3), ("the first item", 1), ("five people", None)],
)
def test_which_point_of_a_motion_is_asked(question: str, part: int | None) -> None:
    assert ordinal_part(question) == part


def test_real_motions(real_assistant: Assistant) -> None:
    final = told(
        real_assistant.ask(
            "What was the final vote on the substantive devolution motion at Kent full council, 9 January 2025?"
        )
    )
    assert "For 39, Against 19, Abstentions 1" in final
    added = told(
        real_assistant.ask(
            "Full council devolution debate 9 Jan 2025 in Kent - what fifth point was added by amendment?"
        )
    )
    assert "carried; moved by Mr Streatfeild" in added and "as much transparency as possible" in added
    wrong = said(
        real_assistant,
        "Why did Kent County Council vote against joining the Devolution Priority Programme in January 2025?",
    )
    assert wrong.startswith("The papers say otherwise: it was carried.")


def test_corrections_know_a_decision_that_says_no(sample_assistant: Assistant) -> None:
    from datetime import date

    from assistant.answering.telling.motions import Put
    from assistant.records.model import Resolution
    from assistant.tools.ledger import Entry

    refused = Resolution(
        page=1, as_printed="", committee="Planning Committee", meeting_date=date(2025, 1, 1), verb="resolved", outcome="carried",
        text="RESOLVED that permission be REFUSED because of the parking.",
    )  # fmt: skip
    paper = next(iter(sample_assistant._searcher.papers.values()))
    put = Put(Entry(refused, paper), None, False)

    def of(question: str) -> str:
        searcher = sample_assistant._searcher
        return corrected(Ask(understand(question, (), searcher.calendar), (), searcher, sample_assistant.finder), put)

    assert of("Why did planning refuse the bingo hall?") == ""
    assert of("Was the bingo hall application approved?").startswith("The papers say otherwise")
    assert of("Why did planning approve the bingo hall?").startswith("The papers say otherwise")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "What did scrutiny agree on home education in September 2024?",
            ["reasons given by parents", "a third officer be appointed", "To note the report"],
        ),
        (
            "what happened to the school transport item at the November 2024 scrutiny",
            ["agreed to defer the item to", "12 February 2025"],
        ),
    ],
)
def test_a_decision_goes_on_where_its_page_ends(question: str, words: list[str], sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(question)
    assert [w for w in words if w not in told(answer)] == [], told(answer)


def test_who_sat_a_vote_out_is_named(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant.ask("names of who voted for, against or sat out on the £450k at scrutiny"))
    assert "Abstentions: Councillor Vasant" in answer and "Against: Councillor Tolliver" in answer


@pytest.mark.parametrize(
    ("question", "n", "rows"),
    [
        (
            "who is in the cabinet?",
            8,
            [("Councillor Rosalind Thackeray", "present"), ("Councillor Heather Lindqvist", "apologies")],
        ),
        ("Who was in the Cabinet after the May 2025 reshuffle?", 8, [("Councillor Heather Lindqvist", "present")]),
        ("who sits on the childrens scrutiny committee", 12, [("Mr Paul Trevanion", "present")]),
        ("who are the members of the scrutiny committee?", 12, [("Councillor Idris Penhallow", "present")]),
    ],
)
def test_who_sits_on_a_body_is_its_newest_roll(
    question: str, n: int, rows: list[tuple[str, str]], sample_assistant: Assistant
) -> None:
    answer = sample_assistant.ask(question)
    listed = [(row["Member"], row["There"]) for row in table_rows(answer.answer)]
    assert len(listed) == n and set(rows) <= set(listed), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "who is in charge of the cabinet office?",
        "which members of scrutiny voted against the £450k?",
        "who is on duty?",
    ],
)
def test_other_questions_of_members_list_no_roll(question: str, sample_assistant: Assistant) -> None:
    assert "members by the roll of" not in sample_assistant.ask(question).answer


def test_whether_members_ever_got_something_is_told_by_the_log(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("did scrutiny ever get the briefing note on why parents home educate?")
    assert "Briefing note circulated on 9 January 2025" in answer.answer
    assert "decision" in understand("did scrutiny back the plan?").wants


def test_a_change_to_a_motion_is_an_amendment(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant.ask("what was the count on Whitlock's change to the budget motion in Feb 2025?"))
    assert "the amendment was lost: For 18, Against 31, Abstentions 4" in answer, answer


@pytest.mark.parametrize(
    "question",
    [
        "what's pencilled in for scrutiny in September 2025?",
        "what is scrutiny meant to be looking at in September 2025?",
    ],
)
def test_what_is_to_come_is_asked_for_in_many_words(question: str, sample_assistant: Assistant) -> None:
    assert "Elective home education" in sample_assistant.ask(question).answer
