"""What a question says: its times as people name them, what a follow-up takes over, what only asks, slips of the pen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from assistant import Assistant
from assistant.answering.parting import parts_of
from assistant.retrieval.asked_times import Calendar, times_asked
from assistant.retrieval.followups import put_in_place
from assistant.retrieval.inquiry import understand
from assistant.retrieval.terms import stem

CALENDAR = Calendar(date(2025, 7, 15), frozenset({date(2025, 2, 13), date(2024, 6, 12), date(2025, 6, 11)}))


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("In the Nov 24 monitoring, what is forecast this year?", date(2024, 11, 1), date(2024, 11, 30)),
        ("how many between July and Sept?", date(2024, 7, 1), date(2024, 9, 30)),
        ("what was agreed in February?", date(2025, 2, 1), date(2025, 2, 28)),
        ("what did it overspend in 23-24?", date(2023, 4, 1), date(2024, 3, 31)),
    ],
)
def test_times_are_read_as_people_name_them(question: str, first: date, last: date) -> None:
    periods = times_asked(question, CALENDAR).periods
    assert [(p.start, p.end) for p in periods] == [(first, last)]


@pytest.mark.parametrize(
    "said", ["16-17 year olds", "in 24-25 weeks", "up by 14-15%", "aged 18-19", "from 23-27", "at 10-11.30"]
)
def test_two_numbers_are_no_year(said: str) -> None:
    assert times_asked(f"how many are {said}", CALENDAR).periods == ()


@pytest.mark.parametrize(
    ("question", "mover"),
    [
        ("what is the net figure in the proposed budget?", False),
        ("what is the proposed charge?", False),
        ("who proposed it?", True),
        ("was it proposed by Mr Hook?", True),
        ("who moved and seconded the motion?", True),
    ],
)
def test_what_is_proposed_has_a_mover_only_where_one_is_asked_for(question: str, mover: bool) -> None:
    assert ("mover" in understand(question).wants) is mover


@pytest.mark.parametrize(
    ("question", "references"),
    [
        ("Who leads action 4.1?", (("action", "4.1"),)),
        ("what does the improvement plan say about 4.1", (("ref", "4.1"),)),
        ("did the plan cost 4.1 million?", ()),
        ("what was 4.1 about?", ()),
    ],
)
def test_a_bare_number_is_a_reference_where_a_plan_is_spoken_of(
    question: str, references: tuple[tuple[str, str], ...]
) -> None:
    assert understand(question).references == references


def test_more_than_before_is_a_comparison() -> None:
    assert "comparison" in understand("Were more children going missing in June than in April?").wants


def test_quarters_are_those_of_the_year_named_beside_them() -> None:
    periods = times_asked("the numbers at the end of Q2 Q3 and Q4 last year (24/25)", CALENDAR).periods
    assert [p.start for p in periods] == [date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1)]


def test_the_day_one_asks_on_is_no_time_of_the_papers() -> None:
    assert times_asked("a resident told me this week that bins were missed", CALENDAR).periods == ()


@pytest.mark.parametrize(
    ("phrase", "earlier", "whole"),
    [
        ("and phase two?", "What does phase 1 of the scheme cost?", "What does phase two of the scheme cost?"),
        ("and Marlpit?", "How many places short is Kiln Lane?", "How many places short is Marlpit?"),
        ("who owns it?", "What is the score of the cyber risk?", None),
        ("and the residents parking item?", "What did Bristol's committee decide about buses?", None),
    ],
)
def test_a_bare_follow_up_is_put_in_the_place_of_what_it_is_like(phrase: str, earlier: str, whole: str | None) -> None:
    assert put_in_place(phrase, earlier) == whole


def test_a_month_of_a_follow_up_is_the_one_next_to_what_was_spoken_of() -> None:
    found = understand("and back in July?", ["What share was decided in a day in September 2023?"], CALENDAR)
    assert [(p.start, p.end) for p in found.periods] == [(date(2023, 7, 1), date(2023, 7, 31))]


def test_talk_around_a_question_counts_for_little() -> None:
    subject = understand("I was told the trust reckons it will rather cover the bus fares?", (), CALENDAR).subject
    assert max(subject["told"], subject["reckon"], subject["rather"]) < 0.3 < subject["fare"]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who is to send the note about costs, and has it been done?", 2),
        ("What would a zebra crossing cost compared with a signal crossing?", 2),
        ("By how much did the overspend grow between Month 6 and the outturn?", 2),
        ("What share was decided in one day in October 2024 and in December 2024?", 2),
        ("What is the target for dental checks?", 0),
    ],
)
def test_a_question_is_cut_into_what_it_asks(question: str, parts: int) -> None:
    assert len(parts_of(understand(question, (), CALENDAR), (), CALENDAR)) == parts


def test_a_word_of_english_is_never_taken_for_another(sample_assistant: Assistant) -> None:
    searcher = sample_assistant._searcher
    searcher.refresh()
    assert [searcher.mend(word) for word in ("brand", "banked", "lenders")] == [None, None, None]
    assert [searcher.mend(word) for word in ("savngs", "persistant")] == ["save", "persist"]


def test_a_passage_is_as_near_in_meaning_however_it_was_found(sample_assistant: Assistant) -> None:
    sample_assistant._searcher.refresh()
    hits = sample_assistant._searcher.search("What is the quorum of the committee?", ["quorum"])
    assert all(hit.cosine != 0.0 for hit in hits)


def test_a_passage_matches_as_well_by_word_however_it_was_found(sample_assistant: Assistant) -> None:
    """Common words are in more passages than are looked at by word; one found by meaning holds them all the same."""
    sample_assistant._searcher.refresh()
    hits = sample_assistant._searcher.search("children in care", [stem("children"), stem("care")])
    holding = [hit for hit in hits if stem("care") in hit.passage.terms.split()]
    assert holding and all(hit.bm25 > 0 for hit in holding)


@pytest.mark.parametrize(
    ("question", "document", "page"),
    [
        ("What did scrutiny agree about Larkrise in February?", "scrutiny-agenda-pack-2025-06-11.pdf", 4),
        ("What happened to last year's underspend - what did Cabinet agree?", "cabinet-agenda-2025-07-15.pdf", 3),
        (
            "January 2025 highlight report - when does the Larkrise registered manager start?",
            "improvement-plan-highlight-report-january-2025.pdf",
            6,
        ),
    ],
)
def test_what_headings_say_and_words_that_follow_one_another_bring_a_page_first(
    question: str, document: str, page: int, sample_assistant: Assistant
) -> None:
    assert sample_assistant.ranked_pages(question)[0] == (document, page)


def test_stems_are_those_of_one_thread_however_many_ask() -> None:
    plain = [
        f"{stem}{ending}"
        for stem in ("relat", "nation", "general", "communic")
        for ending in ("ional", "ization", "ing", "ed")
    ]
    asked = [f"{word}{n}x" if n % 7 else word for n in range(400) for word in plain]
    expected = {word: stem.__wrapped__(word) for word in dict.fromkeys(asked)}

    def wrong(part: int) -> list[str]:
        return [word for word in asked[part:] + asked[:part] if stem.__wrapped__(word) != expected[word]]

    with ThreadPoolExecutor(8) as pool:
        assert [words for words in pool.map(wrong, range(0, 4000, 500)) if words] == []


@pytest.mark.parametrize(
    ("question", "decision"),
    [
        ("planning applications decided within 8 weeks in March 2025?", False),
        ("contacts decided in a working day?", False),
        ("what was decided in May?", True),
        ("what did they decide in the end?", True),
    ],
)
def test_what_is_decided_within_a_time_is_no_decision_of_a_meeting(question: str, decision: bool) -> None:
    assert ("decision" in understand(question).wants) is decision


@pytest.mark.parametrize(
    ("follow_up", "first"),
    [
        ("how many have we since hired?", None),
        ("what is it now?", None),
        ("what is it a year on?", date(2025, 3, 1)),
        ("and how many for the year so far?", date(2024, 3, 1)),
        ("how long had she been there, since when?", date(2024, 3, 1)),
    ],
)
def test_what_is_of_later_takes_over_no_time(follow_up: str, first: date | None) -> None:
    found = understand(follow_up, ["how many psychologists were in post in March 2024?"], CALENDAR)
    assert [p.start for p in found.periods] == ([first] if first else [])


def test_this_time_last_year_moves_the_time_named_beside_it() -> None:
    found = times_asked("are we recycling more than this time last year? Q1 figures", CALENDAR).periods
    assert [p.start for p in found] == [date(2025, 4, 1), date(2024, 4, 1)]
