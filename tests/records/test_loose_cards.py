"""Cards of indicators that are drawn without a table, as annual reports and dashboards set them."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.records.model import Observation
from tests.records.minutes_pdf import of_paper, only

CARDS = [
    (
        "Books lent",
        "LB1",
        "9,310 ↓",
        "BEHIND",
        "Target 9,500",
        "2021/22: 9,402  2020/21: 7,118",
        "The van was off the road.",
    ),
    (
        "Readers who came back",
        "LB2",
        "71.5%",
        "ON TRACK",
        "Target 70.0%",
        "2021/22: 68.0%  2020/21: 64.2%",
        "Best yet.",
    ),
]


def drawn(path: Path, title: str, cards: list[tuple[str, ...]]) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(60, 780, title)
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(60, 740, "Libraries")
    for number, (name, code, value, state, target, earlier, remark) in enumerate(cards):
        x, y = 60 + 250 * number, 700
        canvas.rect(x - 6, y - 130, 230, 150)
        for size, font, lines in ((11, "Helvetica-Bold", [(0, name), (150, code)]), (10, "Helvetica", [])):
            canvas.setFont(font, size)
            for step, text in lines:
                canvas.drawString(x + step, y, text)
        canvas.setFont("Helvetica-Bold", 19)
        canvas.drawString(x, y - 34, value.replace(" ↓", ""))
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(x, y - 56, state)
        canvas.setFont("Helvetica", 10)
        for line, text in enumerate((target, earlier, remark)):
            canvas.drawString(x, y - 80 - 13 * line, text)
    canvas.save()
    return path


def test_cards_are_read_with_target_state_remark_and_the_years_before(tmp_path: Path) -> None:
    found = only(Observation, of_paper(drawn(tmp_path / "report.pdf", "How we did: performance report 2022/23", CARDS)))
    told = {(o.indicator_id, o.period): o for o in found}
    assert len(told) == len(found) == 6
    first = told["LB1", "2022/23"]
    assert (first.name, first.value, first.target, first.rating) == ("Books lent", 9310, 9500, "behind")
    assert (first.commentary, first.certainty) == ("The van was off the road.", "likely")
    assert (told["LB2", "2022/23"].value, told["LB2", "2022/23"].rating) == (71.5, "on track")
    before = told["LB1", "2021/22"]
    assert (before.value, before.target, before.rating, before.commentary) == (9402, None, None, None)


def test_cards_of_a_year_that_nobody_names_stay_text(tmp_path: Path) -> None:
    assert not only(Observation, of_paper(drawn(tmp_path / "report.pdf", "How we did: performance report", CARDS)))
    assert not only(Observation, of_paper(drawn(tmp_path / "other.pdf", "Performance report 2019/20", CARDS)))


def test_one_card_alone_is_none(tmp_path: Path) -> None:
    assert not only(Observation, of_paper(drawn(tmp_path / "report.pdf", "Performance report 2022/23", CARDS[:1])))
