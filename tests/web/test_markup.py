from __future__ import annotations

import itertools
import re

import pytest

from assistant.web.markup import MOST_STEPS, MarkerLink, plain, reveal_steps, to_html

MARKERS = {
    1: MarkerLink(shows="turn-1-source-1", label="Source 1"),
    2: MarkerLink(shows="turn-1-source-2", label="Source 2"),
}


def tags(html: str) -> set[str]:
    return set(re.findall(r"<(/?[a-z0-9]+)", html)) - {"p", "/p", "span", "/span"}


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<details><summary>x</summary></details>",
        "[see](javascript:alert(1))",
        "![x](http://evil.example/x.png)",
        "<http://evil.example>",
        "http://evil.example/",
        '[ref]: http://evil.example "x"',
        "# A heading",
        "A heading\n=========",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```\ncode\n```",
        "    indented",
        "`code`",
        "<!-- comment -->",
        "&lt;b&gt;",
        "_low_ and *star* and __lower__",
    ],
)
def test_what_a_paper_says_is_shown_as_the_characters_it_is(hostile: str) -> None:
    html = to_html(hostile, MARKERS)

    assert tags(html) == set()
    shown = re.sub(r"<[^>]*>", "", html)
    for word in hostile.split():
        assert plain(word) in shown


def test_a_marker_of_a_source_is_a_button_and_any_other_number_is_text() -> None:
    html = to_html("Agreed [1]. Not that [7].", MARKERS)

    assert html.count("<button") == 1
    assert 'data-shows="turn-1-source-1"' in html
    assert "[7]" in html


def test_an_escaped_number_from_a_paper_is_no_marker() -> None:
    assert "<button" not in to_html(r"The note says “see \[1] below”.", MARKERS)


def test_a_marker_followed_by_brackets_makes_no_link() -> None:
    html = to_html("[1](javascript:alert(1))", MARKERS)

    assert "<a" not in html
    assert "(javascript:alert(1))" in html


def test_lists_quotations_and_bold_are_shown() -> None:
    html = to_html("**Agreed**:\n\n- one [1]\n- two\n\n1. first\n\n> quoted", MARKERS)

    assert {"strong", "ul", "ol", "li", "blockquote", "button"} <= tags(html)


LIST = "| Action | Lead | Source |\n| --- | --- | --- |\n| “Open it. Then \\| run it.” | **Ada** | [1] |\n| x | – | [1] [2] |"


def test_a_list_of_records_is_a_table_with_its_sources() -> None:
    html = to_html(f"Two actions:\n\n{LIST}", MARKERS)

    assert html.count("<tr>") == 3 and html.count('<th scope="col">') == 3 and html.count("<button") == 3
    assert 'tabindex="0"' in html  # wider than a phone it is scrolled, by the keyboard too
    assert "<span> Then | run it.”</span>" in html


@pytest.mark.parametrize("end", [r"\[1]", "[7]", "1", "[1] and more"])
def test_a_table_with_a_row_without_a_source_is_shown_as_characters(end: str) -> None:
    assert "<table" not in to_html(f"{LIST}\n| from a paper | Bo | {end} |", MARKERS)


def test_a_table_grows_by_whole_rows() -> None:
    steps = reveal_steps(f"Two actions. They are:\n\n{LIST}\n\nThat is all. Of them.")

    grown = [step for step in steps if "|" in step]
    assert len(grown) > 2
    assert all("</tr>\n</tbody>" in to_html(step, MARKERS) for step in grown), grown


def test_the_points_of_a_resolution_stand_on_lines_of_their_own() -> None:
    html = to_html("> RESOLVED that\n> a) the budget be\n> approved;\n> (ii) the tax be set.", MARKERS)

    assert html.count("<br>") == 2
    assert "<span>a) the budget be</span>\n<span>approved;</span><br>" in html


def test_a_list_keeps_the_number_it_begins_with() -> None:
    assert '<ol start="42">' in to_html("42. The minutes were confirmed.", MARKERS)


def test_direction_controls_are_dropped() -> None:
    assert plain("£\u202e21\u202c") == "£21"
    assert "\u202e" not in to_html("£\u202e21", MARKERS)


def test_attributes_cannot_be_left() -> None:
    assert '"' not in plain('" onmouseover="alert(1)')
    assert "'" not in plain("' onmouseover='alert(1)")


def test_an_answer_grows_by_sentences_and_ends_whole() -> None:
    text = "It was agreed [1] [2]. The vote was **12 to 3. Nobody** abstained [2].\n\n1. First. Then\n2. second"
    steps = reveal_steps(text)

    assert steps[-1] == text
    assert steps[0] == "It was agreed [1] [2]."
    for shorter, longer in itertools.pairwise(steps):
        assert longer.startswith(shorter)
        assert shorter.count("[") == shorter.count("]")
        assert shorter.count("**") % 2 == 0
        assert not re.search(r"\n\d+\.$", shorter)


def test_a_long_answer_is_shown_in_few_steps() -> None:
    assert len(reveal_steps("One sentence. " * 400)) <= MOST_STEPS + 1


def test_an_empty_answer_is_one_step() -> None:
    assert reveal_steps("") == [""]
