from __future__ import annotations

from pypdf import PdfWriter

from assistant.papers.model import Block, Page, Paper
from assistant.papers.read import read_paper


def kinds(page: Page) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in page.blocks]


def headings(paper: Paper) -> list[tuple[int, str]]:
    return [(b.level or 0, b.text) for page in paper.pages for b in page.blocks if b.kind == "heading"]


def paragraphs(page: Page) -> list[Block]:
    return [block for block in page.blocks if block.kind == "paragraph"]


def test_text_is_one_line_for_each_printed_line_and_the_words_are_its_words(read):
    page = read(lambda s: s.lines("The Committee noted the report", "and asked for a further one.")).pages[0]
    assert page.text == "The Committee noted the report\nand asked for a further one."
    assert [word.text for word in page.words] == page.text.split()
    assert page.status == "text"
    x0, y0, x1, y1 = page.words[0].box
    assert 71 < x0 < 73 and x0 < x1 < 100 and y0 < 770 < y1  # "The" at (72, 770)


def test_a_hyphen_at_a_line_end_stays_and_parts_the_lines(read):
    page = read(lambda s: s.lines("a practice guide on father-", "inclusive work with families")).pages[0]
    assert page.text == "a practice guide on father-\ninclusive work with families"
    assert "father-" in [word.text for word in page.words]


def test_control_characters_are_not_printed(read):
    page = read(lambda s: s.lines("Target TB\x00C and\x07 more")).pages[0]
    assert "\x00" not in page.text and "\x07" not in page.text
    assert page.text.startswith("Target TB")


def test_figures_on_one_line_stay_one_line_left_to_right(read):
    def draw(s):
        s.lines("Appendix")
        for x, text in ((72, "Housing Related Support"), (300, "1.5"), (360, "1.5"), (420, "0.0")):
            s.at(x, 600, text)

    assert "Housing Related Support 1.5 1.5 0.0" in read(draw).pages[0].text.splitlines()


def test_a_number_drawn_first_but_printed_at_the_foot_is_read_last(read):
    def draw(s):
        s.at(300, 30, "OFFICIAL")
        s.lines("First line of the page", "second line of the page")

    assert read(draw).pages[0].text.splitlines()[-1] == "OFFICIAL"


def test_two_columns_are_read_one_after_the_other(read):
    def draw(s):
        for x, words in ((72, "left"), (320, "right")):
            for n in range(4):
                s.at(x, 700 - 14 * n, f"{words} column line {n}")

    lines = read(draw).pages[0].text.splitlines()
    assert lines == [f"{side} column line {n}" for side in ("left", "right") for n in range(4)]


def test_a_page_turned_on_its_side_is_read_upright_and_keeps_its_own_coordinates(build, tmp_path):
    def draw(s):
        s.canvas.saveState()
        s.canvas.translate(100, 100)
        s.canvas.rotate(90)  # written so that it stands upright when the page is turned
        s.at(0, 0, "Turned heading of the page", size=12)
        s.at(0, -14, "and a line below it", size=12)
        s.canvas.restoreState()

    writer = PdfWriter(clone_from=str(build(draw)))
    writer.pages[0].rotate(90)
    writer.write(tmp_path / "turned.pdf")
    page = read_paper(tmp_path / "turned.pdf").pages[0]
    assert page.text == "Turned heading of the page\nand a line below it"
    assert page.width > page.height
    first, below = page.words[0].box, page.words[5].box
    assert first[3] - first[1] > first[2] - first[0], "user space: the words run up the sheet"
    assert below[0] > first[0]


def test_paragraphs_points_and_headings_are_parted(read):
    def draw(s):
        s.lines("Scrutiny Committee", size=18, bold=True)
        s.lines("12. Education Policy Brief", bold=True)
        s.lines(
            "The Policy Adviser presented the brief to the Committee and answered questions",
            "from members on it.",
        )
        s.lines("It was reported that:", after=0)
        s.lines("a) the first matter had been dealt with and that the", "second would follow;", after=0)
        s.lines("(b) nothing else was left;", after=0)
        s.lines("(1) numbered point.", after=0)
        s.lines("\u2022 bulleted point.")
        s.lines("RESOLVED that the report be noted.")

    paper = read(draw)
    assert headings(paper) == [(1, "Scrutiny Committee"), (3, "12. Education Policy Brief")]
    assert [b.text for b in paragraphs(paper.pages[0])] == [
        "The Policy Adviser presented the brief to the Committee and answered questions\nfrom members on it.",
        "It was reported that:",
        "a) the first matter had been dealt with and that the\nsecond would follow;",
        "(b) nothing else was left;",
        "(1) numbered point.",
        "\u2022 bulleted point.",
        "RESOLVED that the report be noted.",
    ]


def test_headings_are_found_where_all_text_is_set_alike_and_without_gaps(read):
    def draw(s):
        s.lines(
            "PRESENT:",
            "Councillor Ashdown, in the Chair, and Councillors Blythe, Haddad, Kinnaird, Madoc and",
            "Okonjo.",
            "125. Declarations of Interest",
            "There were no declarations of interest.",
            "126. To note the appointments of the Chair and Vice-Chair for",
            "the Municipal Year 2023 - 2024",
            "The Committee noted the appointments that the Council had made at its annual meeting, as",
            "1.3 percentage points were gained (Pages 1 -",
            "4) in the year.",
        )

    paper = read(draw)
    assert [text for _, text in headings(paper)] == [
        "PRESENT:",
        "125. Declarations of Interest",
        "126. To note the appointments of the Chair and Vice-Chair for\nthe Municipal Year 2023 - 2024",
    ]
    assert paragraphs(paper.pages[0])[-1].text.endswith("4) in the year."), "no point within it"


def test_a_marking_a_date_and_a_postcode_are_no_headings(read):
    def draw(s):
        for text in ("OFFICIAL", "14 September 2022", "PLI 3BJ", "This page is intentionally left blank"):
            s.lines(text)
        s.lines("The Committee will consider the report that was sent to it with the agenda for the meeting.")

    assert headings(read(draw)) == []


def test_an_agenda_list_is_no_row_of_headings(read):
    def draw(s):
        s.lines("Agenda", size=18)
        for number, name in enumerate(("Apologies", "Minutes", "Scorecard", "Work Programme"), 1):
            s.lines(f"{number}. {name}")
        s.lines("The meeting will be filmed and may be watched on the website of the Council for a year.")

    assert ("paragraph", "2. Minutes") in kinds(read(draw).pages[0])


def test_running_heads_and_feet_are_told_from_the_text(read):
    def page(n):
        def draw(s):
            s.at(72, HEAD, "Merrowby City Council OFFICIAL")
            s.lines(f"Body of page {n} that differs from the others: {'abc' * n}.")
            s.at(250, 30, f"Page {n + 40} of 72")

        return draw

    paper = read(*(page(n) for n in range(1, 5)))
    for n, read_page in enumerate(paper.pages, 1):
        assert [kind for kind, _ in kinds(read_page)] == ["header", "paragraph", "footer"]
        assert read_page.printed == str(n + 40)
        assert read_page.text.startswith("Merrowby City Council OFFICIAL\n"), "kept in the text"


def test_the_head_of_a_section_is_its_heading_where_it_first_stands(read):
    def page(head, n):
        return lambda s: s.at(72, HEAD, head).lines(f"Body {'x' * n}, which goes on for a while.", f"and {'on' * n}")

    heads = ["Action plan for the services"] * 3 + ["Risk register of the Council"] * 3 + ["Other matters"]
    paper = read(*(page(head, n) for n, head in enumerate(heads, 1)))
    running = [page.blocks[0].kind == "header" for page in paper.pages]
    assert running == [False, True, True, False, True, True, False]


def test_a_rating_letter_at_the_foot_of_the_page_is_no_footer(read):
    paper = read(*(lambda s, n=n: s.lines(f"Evidence of progress {'y' * n}").at(500, 40, "E") for n in range(5)))
    assert all("footer" not in dict(kinds(page)) for page in paper.pages)


HEAD = 805
