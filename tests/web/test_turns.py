from __future__ import annotations

import datetime

import pytest

from assistant.answering.answer import Answer, Citation, Scope, Status, Value
from assistant.web.citing import day, picture_url, place
from assistant.web.turns import STATUS_WORDS, Conversation, Turn, scope_line

SCOPE = Scope(documents=14, from_=datetime.date(2024, 5, 7), to=datetime.date(2025, 7, 1), unreadable_pages=2)
HOSTILE = "\"><img src=x onerror=alert(1)><b>it's"


def citation(**changes: object) -> Citation:
    fields: dict[str, object] = {
        "marker": 1,
        "document": "pack.pdf",
        "title": "Cabinet",
        "date": "2025-01-09",
        "page": 93,
        "page_label": "66",
        "quote": "That it be agreed.",
        "boxes": [(1, 2, 3, 4)],
        "paper_id": "abc",
    }
    return Citation.model_validate(fields | changes)


def answer(**changes: object) -> Answer:
    fields: dict[str, object] = {
        "question": "What?",
        "answer": "Agreed [1].",
        "status": "answered",
        "scope": SCOPE,
    }
    return Answer.model_validate(fields | changes)


def page_of(shown: Answer) -> str:
    return Conversation([Turn("What?", shown, shown=shown.answer, done=True)]).to_html()


def test_a_place_has_both_page_numbers() -> None:
    assert place(citation()) == "9 January 2025, page 93 of the file, printed page 66"
    assert place(citation(title="Cabinet, 9 January 2025")) == "page 93 of the file, printed page 66"
    assert place(citation(page_label=None, date=None)) == "page 93 of the file"


@pytest.mark.parametrize(("iso", "spoken"), [("2024-03-05", "5 March 2024"), ("2024", "2024"), ("", ""), (None, "")])
def test_dates_are_spoken_as_in_britain(iso: str | None, spoken: str) -> None:
    assert day(iso) == spoken


@pytest.mark.parametrize(
    ("status", "text", "line"),
    [
        ("answered", "Yes.", ""),
        ("clarify", "Which?", ""),
        (
            "not_found",
            "Nothing.",
            "I searched 14 papers from 7 May 2024 to 1 July 2025; 2 pages could not be read.",
        ),
        ("not_found", "Nothing. I searched 14 papers.", ""),
        (
            "refused",
            "No opinions.",
            "I answer from 14 papers from 7 May 2024 to 1 July 2025; 2 pages could not be read.",
        ),
    ],
)
def test_a_negative_answer_says_what_was_searched_once(status: Status, text: str, line: str) -> None:
    assert scope_line(answer(status=status, answer=text)) == line


@pytest.mark.parametrize("status", [status for status in STATUS_WORDS if STATUS_WORDS[status]])
def test_every_status_but_answered_has_a_visible_word(status: Status) -> None:
    assert f">{STATUS_WORDS[status]}</p>" in page_of(answer(status=status))


def test_text_of_papers_and_questions_cannot_leave_its_place() -> None:
    hostile = answer(
        answer=f"{HOSTILE} [1]",
        citations=[
            citation(
                title=HOSTILE,
                document=HOSTILE,
                quote=HOSTILE,
                date=HOSTILE,
                page_label=HOSTILE,
                paper_id=HOSTILE,
            )
        ],
        values=[
            Value(
                label=HOSTILE,
                value=None,
                unit=HOSTILE,
                period=HOSTILE,
                as_printed=HOSTILE,
                document=HOSTILE,
                page=1,
            )
        ],
    )
    html = Conversation(
        [Turn(HOSTILE, hostile, shown=hostile.answer, done=True), Turn(HOSTILE, failure=HOSTILE, done=True)]
    )

    assert "<img" not in html.to_html()
    assert "<b>" not in html.to_html()
    assert 'onerror=alert(1)"' not in html.to_html()


def test_a_figure_points_to_the_source_on_its_page() -> None:
    figure = {"label": "Rent", "value": 48.0, "unit": "£", "period": None, "as_printed": "£48"}
    cited = page_of(answer(citations=[citation()], values=[Value(**figure, document="pack.pdf", page=93)]))
    uncited = page_of(answer(citations=[citation()], values=[Value(**figure, document="other.pdf", page=2)]))

    assert (
        cited.split("<tbody>")[1].count('data-shows="turn-1-source-1"') == 2
    )  # in the table, and in the list below it
    assert "other.pdf, page 2" in uncited


def test_sources_wait_for_the_whole_answer() -> None:
    shown = Conversation([Turn("What?", answer(citations=[citation()]), shown="Agreed [1].")]).to_html()

    assert 'class="marker"' in shown
    assert "Sources" not in shown


def test_a_stopped_turn_says_so() -> None:
    assert "Stopped" in Conversation([Turn("What?", stopped=True)]).to_html()


def test_an_id_with_odd_characters_stays_one_part_of_the_address() -> None:
    assert picture_url(citation(paper_id="a/../b?c")).startswith("page/a%2F..%2Fb%3Fc/93.png?boxes=")


def test_what_is_exempt_is_marked_at_its_source_and_in_the_panel() -> None:
    secret = page_of(answer(citations=[citation(exempt=True)]))
    assert "EXEMPT, not for publication" in secret and " data-exempt>" in secret
    open_to_all = page_of(answer(citations=[citation()]))
    assert "EXEMPT" not in open_to_all and "data-exempt" not in open_to_all


def test_what_wrote_an_answer_is_said() -> None:
    own = page_of(answer(citations=[citation()]))
    assert "Put together from the papers’ own words, without a chat model." in own
    phrased = page_of(answer(citations=[citation()], engine="qwen2.5:7b<b>"))
    assert "Phrased by the chat model qwen2.5:7b&lt;b&gt;." in phrased
    assert "chat model" not in page_of(answer(status="not_found", answer="I could not find that."))
