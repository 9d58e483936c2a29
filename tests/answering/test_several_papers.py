"""Questions put to several papers, bodies or times: each is read by itself, and what they come to is worked out."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.retrieval.named_papers import papers_named, without_papers
from assistant.tools.arithmetic import money_difference
from tests.answering.test_telling import told


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Marlpit family hub: opening date in the December highlight report, and in the January one?",
            ["end of March 2025", "end of April 2025"],
        ),
        (
            "Who is the Cabinet Member for Children's Services - the February council minutes name one person and the May action plan another?",
            ["Sandiford", "Ashdown"],
        ),
        (
            "When is the Neglect Strategy due, by the December highlight report and by the May action plan?",
            ["31 March 2025", "July 2025"],
        ),
        (
            "How often are young people in unregistered arrangements visited - risk register vs January highlight report?",
            ["at least weekly", "every month"],
        ),
        (
            "Charge for post-16 transport: what did scrutiny recommend and what did Cabinet settle on?",
            ["£360", "£420"],
        ),
        (
            "How has the cost of Larkrise gone from the approved sum through Feb to the outturn?",
            ["£2.450m", "£2.600m", "£2.680m"],
        ),
        (
            "By how many thousand pounds did the school transport overspend grow between Month 6 and the outturn?",
            ["£962k − £800k = £162k"],
        ),
    ],
)
def test_each_paper_and_body_is_read_by_itself(question: str, said: list[str], sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(question)
    assert [words for words in said if words not in told(answer)] == [], told(answer)
    assert all(len(c.quote) > len("Decision") for c in answer.citations)
    assert len({(c.document, c.page, c.quote) for c in answer.citations}) == len(answer.citations)


def test_a_variance_is_followed_over_two_reports(wetherfold: Assistant) -> None:
    answer = wetherfold.ask(
        "By how much did the Housing overspend grow between Quarter 1 2025/26 and Quarter 2 2025/26?"
    )
    assert "£782k − £564k = £218k" in told(answer), told(answer)


def test_papers_are_named_by_kind_and_time(sample_assistant: Assistant) -> None:
    question = "When is it due, by the December highlight report and by the May action plan?"
    named = papers_named(question, sample_assistant._searcher)
    kinds = [{part.kind for part in paper.parts} for paper in named]
    assert kinds == [{"highlight report"}, {"action plan"}]
    assert without_papers(question, named) == "When is it due"


@pytest.mark.parametrize(
    ("figures", "printed", "working"),
    [
        ((962_000, 800_000), ("962", "800"), "£962k − £800k = £162k (+20.3%)"),
        ((2_592_000, 2_591_000), ("2.592", "£2.591m"), "£2.592m − £2.591m = £0.001m (+0.0%)"),
        ((96_262_000, 96_261_000), ("96.262", "96,261"), "£96,262,000 − £96,261,000 = £1,000 (+0.0%)"),
        ((-177_000, 2_592_000), ("(0.177)", "2.592"), "−£0.177m − £2.592m = −£2.769m"),
    ],
)
def test_sums_of_money_are_worked_out_as_they_are_printed(
    figures: tuple[float, float], printed: tuple[str, str], working: str
) -> None:
    assert money_difference(*figures, *printed) == working
