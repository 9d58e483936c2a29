from __future__ import annotations

from reportlab.lib import colors

from assistant.papers.model import Page, Table
from assistant.papers.normalise import contains, locate
from assistant.papers.tables import continued_header, header_rows, labelled_rows

BOLD = ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")
GREY = ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#BFBFBF"))
KPI = [
    ["ID", "Indicator", "Jul-23", "Aug-23", "Target"],
    ["63", "Initial Response Team caseload", "749", "833", "Monitor"],
    ["64", "Children's social work caseload", "732", "735", "700"],
]


def tables(page: Page) -> list[Table]:
    return [block.table for block in page.blocks if block.table]


def texts(table: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in table.grid()]


def test_a_ruled_table_is_read_cell_by_cell_with_fills(read):
    page = read(lambda s: s.lines("Performance").table(KPI, BOLD, GREY)).pages[0]
    (table,) = tables(page)
    assert texts(table) == KPI
    assert page.status == "table"
    assert [cell.fill for cell in table.cells[:6]] == [(191, 191, 191)] * 5 + [None]
    assert table.cells[0].bold and not table.cells[5].bold
    assert "63 Initial Response Team caseload 749 833 Monitor" in page.text.splitlines()


def test_a_row_knows_its_headers_page_and_box_and_stands_on_the_page(read):
    paper = read(lambda s: s.lines("Table 1: Caseloads").table(KPI, BOLD, GREY))
    first, second = labelled_rows(paper.pages)
    assert [(name, cell.text) for name, cell in second.pairs()] == list(zip(KPI[0], KPI[2], strict=True))
    assert (first.page, first.table, first.row, first.caption) == (1, 0, 1, "Table 1: Caseloads")
    assert first.box[1] >= second.box[3] - 1
    assert contains(paper.pages[0].text, first.text)
    (box,) = locate(paper.pages[0].words, first.text)
    assert first.box[0] <= box[0] and box[2] <= first.box[2] and first.box[1] < (box[1] + box[3]) / 2 < first.box[3]


def test_headers_without_bold_or_fill_are_known_by_the_figures_below_or_by_their_words(read):
    plain = [
        ["Milestone", "Owner", "Status", "This period"],
        [
            "Board",
            "Director",
            "G",
            "The new board met twice in the period and agreed its terms of reference.",
        ],
        ["Plan", "Head", "A", "The plan is late because the partners could not agree the measures in it."],
    ]
    page = read(lambda s: s.table(KPI).lines("Text in between.").table(plain)).pages[0]
    assert [header_rows(table) for table in tables(page)] == [1, 1]


def test_a_form_has_no_header(read):
    form = [
        ["(a)", "Subject:", "Annual Business Report"],
        ["(b)", "Ward:", "All"],
        ["(c)", "Decision taken", "Noted"],
    ]
    pairs = [["Lead Member:", "Councillor Madoc"], ["Author:", "Piotr Zielak"], ["Key Decision:", "No"]]
    page = read(lambda s: s.table(form).lines("In between.").table(pairs)).pages[0]
    assert [header_rows(table) for table in tables(page)] == [0, 0]


def test_merged_header_cells_give_their_text_to_each_column_and_a_title_row_is_the_caption(read):
    rows = [
        ["Scorecard for children's services", "", "", ""],
        ["Indicator", "Previous years", "", "Target"],
        ["", "2021/22\nActual", "2022/23\nActual", ""],
        ["Children in care (number)", "498", "509", "Monitor"],
        ["Children in care (rate)", "95.5r", "97.6r", "88.0r"],
    ]
    spans = [
        ("SPAN", (0, 0), (3, 0)),
        ("SPAN", (1, 1), (2, 1)),
        ("SPAN", (0, 1), (0, 2)),
        ("SPAN", (3, 1), (3, 2)),
    ]
    paper = read(lambda s: s.table(rows, *spans, widths=[160, 70, 70, 70]))
    (table,) = tables(paper.pages[0])
    assert header_rows(table) == 3
    spanning = next(cell for cell in table.cells if cell.text == "Previous years")
    assert (spanning.row, spanning.column, spanning.row_span, spanning.column_span) == (1, 1, 1, 2)
    row = labelled_rows(paper.pages)[0]
    assert row.headers == [
        "Indicator",
        "Previous years 2021/22 Actual",
        "Previous years 2022/23 Actual",
        "Target",
    ]
    assert row.caption == "Scorecard for children's services"


def test_a_heading_over_the_middle_of_columns_like_others_is_the_heading_of_them_all(read):
    heads = ["Core", "External", "Total"]
    rows = [
        ["", "", "", "", "CYPE", "", "", "GET", "", ""],
        ["Category", "Core", "TOTAL External", "Total", *heads, *heads],
        ["Base budget", "14.5", "1.0", "15.5", "4.2", "0.5", "4.7", "10.3", "0.5", "10.8"],
        ["Pay", "2.5", "0.1", "2.6", "2.0", "0.1", "2.1", "0.5", "0.0", "0.5"],
    ]
    spans = [("SPAN", (4, 0), (6, 0)), ("SPAN", (7, 0), (9, 0)), ("FONT", (0, 0), (-1, 1), "Helvetica-Bold")]
    row = labelled_rows(read(lambda s: s.table(rows, *spans)).pages)[0]
    assert row.headers[1:7] == [
        "TOTAL Core",
        "TOTAL External",
        "TOTAL Total",
        "CYPE Core",
        "CYPE External",
        "CYPE Total",
    ]


def test_a_benchmark_merged_over_two_rows_reaches_the_second(read):
    rows = [
        ["Indicator", "Q1", "England"],
        ["On a plan (number)", "240", "41.6r"],
        ["On a plan (rate)", "46.0r", ""],
        ["Repeat plans", "23.4%", "23.6%"],
    ]
    paper = read(lambda s: s.table(rows, BOLD, ("SPAN", (2, 1), (2, 2))))
    rate = labelled_rows(paper.pages)[1]
    assert [cell.text for _, cell in rate.pairs()] == ["On a plan (rate)", "46.0r"]
    assert [(name, cell.text) for name, cell in rate.all_pairs()][-1] == ("England", "41.6r")
    assert contains(paper.pages[0].text, rate.text)
    assert len(locate(paper.pages[0].words, "On a plan (rate) 46.0r 41.6r")) == 2, "a run beside the row"


def test_sub_headings_and_merged_or_blank_first_cells_are_the_group_of_their_rows(read):
    rows = [
        ["Service", "Budget", "Forecast"],
        ["Public Health", "", ""],
        ["Advice", "1.0", "1.1"],
        ["Adults", "", ""],
        ["Carers", "2.0", "2.5"],
        ["", "Total", "2.5"],
    ]
    spans = [("SPAN", (0, 1), (2, 1)), ("SPAN", (0, 3), (2, 3))]
    found = labelled_rows(read(lambda s: s.table(rows, BOLD, *spans)).pages)
    assert [(row.group, row.text) for row in found] == [
        ("Public Health", "Advice 1.0 1.1"),
        ("Adults", "Carers 2.0 2.5"),
        ("Adults – Carers", "Total 2.5"),
    ]


def test_a_table_over_two_pages_keeps_its_header_and_links_a_broken_row(read):
    head = ["Ref", "Action", "Lead", "Evidence of progress"]
    widths = [40, 150, 90, 170]
    above = [head, ["3.3", "Hold strategy discussions", "L Fairweather", "Ninety per cent were held in"]]
    below = [
        ["", "", "", "time in the month of May."],
        ["3.4", "Track every plan", "T Renshaw", "Tracker in place."],
    ]
    paper = read(lambda s: s.lines("Plan").table(above, BOLD, widths=widths), lambda s: s.table(below, widths=widths))
    first, second = (tables(page)[0] for page in paper.pages)
    assert continued_header(first, second)
    rows = labelled_rows(paper.pages)
    assert [(row.page, row.continues, row.header_of(row.cells[3])) for row in rows] == [
        (1, False, "Evidence of progress"),
        (2, True, "Evidence of progress"),
        (2, False, "Evidence of progress"),
    ]
    assert rows[1].group == "3.3 Hold strategy discussions L Fairweather"


def test_a_header_repeated_on_the_next_page_is_no_row_and_another_table_is_not_continued(read):
    other = [
        ["Risk", "Owner", "Previous score", "Current score", "Movement"],
        ["Flooding", "G Ibbotson", "12", "9", "-"],
    ]
    widths = [40, 170, 70, 70, 60]
    more = [KPI[0], ["65", "Disability team caseload", "102", "112", "Monitor"]]
    paper = read(
        lambda s: s.table(KPI, BOLD, widths=widths),
        lambda s: s.table(more, BOLD, widths=widths),
        lambda s: s.table(other, BOLD, widths=widths),
    )
    rows = labelled_rows(paper.pages)
    assert [row.cells[0].text for row in rows] == ["63", "64", "65", "Flooding"]
    assert rows[2].headers == KPI[0] and rows[3].headers == other[0]


def test_a_frame_and_a_page_border_are_no_tables(read):
    def draw(s):
        s.canvas.rect(20, 20, 555, 800)
        s.table(
            [["That the Committee note the report and ask for another one in the autumn of the year."]],
            widths=[400],
        )
        s.lines("Text below the frame.")

    page = read(draw).pages[0]
    assert page.status == "text" and not tables(page)
    assert "That the Committee note the report" in page.text


def test_marker_pen_behind_words_is_no_table(read):
    def draw(s):
        for line in range(6):
            x = 72.0
            for word in ["no", "specific", "commercial", "implications", "arise", "from", "this", "report"]:
                width = s.canvas.stringWidth(word, "Helvetica", 11)
                s.canvas.setFillColorRGB(1, 1, 0.4)
                s.canvas.rect(x, 695 - 14 * line, width, 14, stroke=0, fill=1)
                s.canvas.setFillColorRGB(0, 0, 0)
                s.at(x, 700 - 14 * line, word, size=11)
                x += width + 3

    page = read(draw).pages[0]
    assert not tables(page)
    assert page.text.splitlines()[0] == "no specific commercial implications arise from this report"


def test_shaded_rows_of_figures_without_upright_rules_are_a_table(read):
    figures = [("Housing Related Support", "1.5", "1.5", "0.0"), ("Social Support for Carers", "3.0", "2.4",
    "-0.6"),
               ("Carers Total", "4.5", "3.9", "(0.6)")]  # fmt: skip

    def draw(s):
        s.lines("Appendix 1 - Key Service Statement", bold=True)
        s.canvas.setFillGray(0.75)
        s.canvas.rect(72, 690, 450, 34, stroke=0, fill=1)
        s.canvas.setFillGray(0)
        s.at(370, 712, "£m", font="Helvetica-Bold")
        for x, text in ((80, "Service"), (300, "Budget"), (365, "Forecast"), (440, "Variance")):
            s.at(x, 696, text, font="Helvetica-Bold")
        s.at(80, 676, "Adult Social Care", font="Helvetica-Bold")
        for n, row in enumerate(figures):
            if n % 2:
                s.canvas.setFillGray(0.95)
                s.canvas.rect(72, 656 - 16 * n, 450, 14, stroke=0, fill=1)
                s.canvas.setFillGray(0)
            for x, text in zip((80, 310, 380, 450), row, strict=True):
                s.at(x, 660 - 16 * n, text)

    paper = read(draw)
    assert "Housing Related Support 1.5 1.5 0.0" in paper.pages[0].text.splitlines()
    rows = labelled_rows(paper.pages)
    assert [row.text for row in rows] == [" ".join(row) for row in figures]
    assert rows[0].headers == ["Service", "£m Budget", "£m Forecast", "£m Variance"]
    assert {row.group for row in rows} == {"Adult Social Care"}


def test_figures_in_a_sentence_or_without_any_drawing_stay_text(read):
    def draw(s):
        for n in range(4):
            for x, text in ((72, f"Service {n}"), (300, "1.5"), (380, "2.5")):
                s.at(x, 700 - 14 * n, text)

    page = read(draw).pages[0]
    assert not tables(page)
    assert "Service 2 1.5 2.5" in page.text.splitlines()


def test_a_stamp_over_a_table_is_the_page_number_and_no_cell(read):
    def page(n):
        def draw(s):
            s.y = 120
            s.table([["Mayoral power", "x", "X"], ["of veto", "x", ""]], widths=[150, 150, 150])
            s.at(292, 66, f"Page {n}")

        return draw

    paper = read(page(13), page(14))
    assert [p.printed for p in paper.pages] == ["13", "14"]
    assert all("Page" not in cell.text for p in paper.pages for cell in tables(p)[0].cells)


def test_graph_paper_of_two_hundred_columns_is_read_as_text_and_soon(read):
    def draw(s):
        for n in range(201):
            s.canvas.line(20 + 2.7 * n, 100, 20 + 2.7 * n, 700)
        for n in range(151):
            s.canvas.line(20, 100 + 4 * n, 560, 100 + 4 * n)
        s.lines("Attendance by day")

    page = read(
        draw,
    ).pages[0]
    assert page.status == "text" and page.text == "Attendance by day"
