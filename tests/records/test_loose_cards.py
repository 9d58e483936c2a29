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


LISTED = [
    ("Trees planted", "418", "Target 400", "On target", ["Apr–Sep 2023 377", "Apr–Sep 2024 418", "Wales n/a"], "A wet spring."),
    ("Ponds dug", "64%", "No target", "For information", ["Apr–Sep 2023 61%", "Apr–Sep 2024 64%", "Full year 2023/24 70%"], "By hand."),
]  # fmt: skip


def test_a_list_that_ends_with_the_large_figure_tells_of_which_time_it_is(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "report.pdf"), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(60, 780, "How did we do?")
    for number, (name, value, target, state, history, remark) in enumerate(LISTED):
        y = 720 - 250 * number
        for font, size, gap, text in (
            ("Helvetica-Bold", 13, 34, name), ("Helvetica", 22, 34, value), ("Helvetica", 9, 24, target),
            ("Helvetica-Bold", 9, 24, state), *(("Helvetica", 9, 11, line) for line in history),
        ):  # fmt: skip
            canvas.setFont(font, size)
            canvas.drawString(60, y, text)
            y -= gap
        canvas.drawString(60, y - 14, remark)
    canvas.save()
    found = {(o.name, o.period): o for o in only(Observation, of_paper(tmp_path / "report.pdf"))}
    assert len(found) == 5
    now, before = found["Trees planted", "Apr–Sep 2024"], found["Trees planted", "Apr–Sep 2023"]
    assert (now.value, now.target, now.rating, now.commentary) == (418, 400, "on target", "A wet spring.")
    assert (before.value, before.target, before.rating) == (377, None, None)
    assert "Apr–Sep 2023 377" in before.as_printed
    assert (found["Ponds dug", "Apr–Sep 2024"].target, found["Ponds dug", "Full year 2023/24"].value) == (None, 70)
