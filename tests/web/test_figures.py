"""The figures of an answer in the chat: value, target, rating in a word, direction, drawing, table and files."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pypdf
import pytest
from docx import Document

from assistant import Answer, Assistant
from assistant.answering.answer import IndicatorSeries, Value
from assistant.web.figures import as_held, figures_sheet, series_shown
from assistant.web.pdf_file import to_pdf
from assistant.web.saving import to_markdown
from assistant.web.turns import MOST_DRAWN, Conversation, Turn
from assistant.web.views.export import to_csv
from assistant.web.word_file import to_word
from tests.answering.test_series import DENTAL, RESTATED, with_series
from tests.web.test_turns import HOSTILE

TODAY = date(2025, 7, 20)


@pytest.fixture(scope="module")
def dental(sample_assistant: Assistant) -> Answer:
    return with_series(sample_assistant, DENTAL)


@pytest.fixture(scope="module")
def restated(sample_assistant: Assistant) -> Answer:
    return with_series(sample_assistant, RESTATED)


def words(html: str) -> str:
    return " ".join(re.sub(r"<(?:style|title|desc).*?</(?:style|title|desc)>|<[^>]+>", " ", html).split())


def test_value_target_rating_and_direction_are_told_in_words(dental: Answer) -> None:
    told = words(series_shown(1, dental, "name").html)
    assert "Value, Dec-24 75.1% Page 5" in told and "Target 85.0%" in told
    assert "Rating Amber" in told and "Misses its target" in told
    assert "▲ Higher than 74.9% in Nov-24: better" in told
    assert "Page 5, printed 5 of improvement-plan-highlight-report-december-2024.pdf, Dec-24" in told, (
        "as the answer cites"
    )


def test_every_point_leads_to_its_page_and_every_page_is_listed(dental: Answer) -> None:
    html = series_shown(3, dental, "name").html
    marks = re.findall(r'<a class="mark dot" href="#([\w-]+)" data-shows="([\w-]+)"', html)
    assert len(marks) == len(dental.series[0].rows)
    for anchor, shows in marks:
        assert html.count(f'id="{anchor}"') == 1 and html.count(f'id="{shows}"') == 1
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) and all(one.startswith("turn-3-series-1-") for one in ids)
    last = re.search(rf'<li id="{marks[-1][1]}"[^>]*data-paper="([^"]+)"', html)
    assert last and last[1].endswith(f"#page={dental.series[0].rows[-1].citation.page}")


def test_a_figure_shown_with_its_series_is_not_listed_once_more(dental: Answer) -> None:
    def page_of(answer: Answer) -> str:
        return Conversation([Turn("?", answer, answer.answer, done=True, kept="name")]).to_html()

    assert series_shown(1, dental, None).left == []
    assert "Figures, as printed" not in page_of(dental)
    assert "Figures, as printed" in page_of(dental.model_copy(update={"series": []}))
    more = Value(label="Hedgehogs", value=7, unit=None, period=None, as_printed="7", document="a.pdf", page=1)
    assert series_shown(1, dental.model_copy(update={"values": [*dental.values, more]}), None).left == [more]


def test_figures_that_papers_give_otherwise_are_marked_and_said(restated: Answer) -> None:
    html = series_shown(1, restated, None).html
    assert "Papers print different figures for Dec-24; all are shown." in words(html)
    assert 'class="mark diamond"' in html and "Another figure published for the same period" in html
    drawn = re.findall(r"<title>([^<]+)</title>", html)
    assert "Dec-24: 22.1%" in drawn and "Dec-24: 23.1%*" in drawn
    assert not any(period.startswith("Q4 2024/25") for period in drawn), "a quarter does not compare with a month"
    assert "Q4 2024/25" in words(html), "in the table it stands"


def test_one_period_alone_is_told_but_not_drawn(dental: Answer) -> None:
    (series,) = dental.series
    december = [row for row in series.rows if row.period == "Dec-24"]
    alone = dental.model_copy(update={"series": [series.model_copy(update={"rows": december})]})
    html = series_shown(1, alone, None).html
    assert "75.1%" in html and "<svg" not in html and "<table" not in html


def test_tricks_in_the_names_of_papers_stay_text(dental: Answer) -> None:
    (series,) = dental.series
    changes = {"period": HOSTILE, "value_as_printed": HOSTILE, "name": HOSTILE, "rating": HOSTILE, "note": HOSTILE}
    rows = [row.model_copy(update=changes) for row in series.rows]
    values = [dental.values[0].model_copy(update={"label": HOSTILE, "as_printed": HOSTILE, "period": HOSTILE})]
    tricky = IndicatorSeries(indicator=HOSTILE, note=HOSTILE, rows=rows)
    shown = dental.model_copy(update={"values": values, "series": [tricky]})
    html = series_shown(1, shown, '"><b>').html
    assert "&lt;img src=x" in html, "it is shown as the characters it is"
    assert "<img" not in html and "<b>" not in html
    printed = pypdf.PdfReader(io.BytesIO(to_pdf(shown, TODAY))).pages[0].extract_text()
    assert "<img" in printed


def test_a_series_is_shown_only_while_every_paper_behind_it_is_held(
    sample_assistant: Assistant, dental: Answer
) -> None:
    assert as_held(dental, sample_assistant) == dental
    (series,) = dental.series
    gone = series.rows[0].citation.model_copy(update={"paper_id": "removed"})
    rows = [series.rows[0].model_copy(update={"citation": gone}), *series.rows[1:]]
    changed = dental.model_copy(update={"series": [series.model_copy(update={"rows": rows})]})
    assert as_held(changed, sample_assistant).series == []


def test_the_figures_are_saved_as_csv(restated: Answer) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(figures_sheet(restated)).decode("utf-8-sig"))))
    december = [row for row in rows if row["period"] == "Dec-24"]
    assert [(row["value"], row["number"], row["state"]) for row in december] == [
        ("23.1%*", "23.1", "restated"), ("22.1%", "22.1", "restated"),
    ]  # fmt: skip
    assert all(row["document"].endswith(".pdf") and int(row["page"]) for row in rows)
    assert rows[0]["also_in"], "other papers print the same"


def test_an_answer_below_many_drawings_is_not_sent_sentence_by_sentence(dental: Answer) -> None:
    earlier = [Turn("?", dental, dental.answer, done=True) for _ in range(MOST_DRAWN + 1)]
    assert Conversation([*earlier, Turn("next?")]).is_heavy()
    assert not Conversation([*earlier[1:], Turn("next?")]).is_heavy()
    plain = [Turn("?", dental.model_copy(update={"series": []}), "", done=True) for _ in range(50)]
    assert not Conversation([*plain, Turn("next?")]).is_heavy()


def test_exempt_figures_are_marked_as_such(dental: Answer) -> None:
    (series,) = dental.series
    place = series.rows[0].citation
    secret = dental.model_copy(
        update={"series": [series.model_copy(update={"exempt": [(place.paper_id, place.page)]})]}
    )
    assert series.exempt == [] and "Exempt" not in words(series_shown(1, dental, None).html)
    assert "Exempt" in words(series_shown(1, secret, None).html)
    access = [row["access"] for row in figures_sheet(secret).rows]
    assert access[0] == "exempt" and access[-1] == "public"


def test_a_file_holds_the_answer_its_figures_and_its_sources(restated: Answer) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(to_pdf(restated, TODAY)))
    printed = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    word = Document(io.BytesIO(to_word(restated, TODAY)))
    cells = [cell.text for row in word.tables[0].rows for cell in row.cells]
    markdown = to_markdown(restated, TODAY).decode()
    assert pdf.metadata is not None and pdf.metadata.title == restated.question
    for file in (printed, markdown):
        assert restated.question in file and "This is not the formal record." in file and "Sources" in file
    for value in ("23.1%*", "22.1%", "Q4 2024/25"):
        assert value in printed and value in cells and value in markdown
    assert "Misses its target" in printed and "page 9, printed 67" in printed
    for cited in restated.citations:
        assert f"[{cited.marker}] {cited.title}" in printed


def test_a_long_answer_with_long_rows_runs_over_pages_of_a_pdf(sample_assistant: Assistant) -> None:
    overdue = sample_assistant.ask("Which actions are overdue?")
    table = "\n".join(
        [
            "| Action | Source |",
            "| --- | --- |",
            *[f"| {'unbrokenword' * 40} {n} {'ŵ č ▲ ﷽ ' * 400} | [1] |" for n in range(4)],
        ]
    )
    pdf = pypdf.PdfReader(io.BytesIO(to_pdf(overdue.model_copy(update={"answer": table}), TODAY)))
    assert len(pdf.pages) > 2
    assert all("/Annots" not in page for page in pdf.pages), "nothing in it is a link"
