"""Names: the one that leads by the margin, or a choice; everyday words, abbreviations and slips."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.retrieval.embed import load_embedder
from assistant.settings import load_settings
from assistant.tools.ledger import Ledger
from assistant.tools.names import Finder

NAMES = [
    ["Percentage of referrals that are re-referrals (rolling year)", "Children re-referred within a year of an earlier referral"],
    ["Percentage of strategy discussions held in one working day of the referral"],
    ["Percentage of single assessments finished in 45 working days (in month)"],
    ["Percentage of single assessments finished in 45 working days (year to date)"],
    ["Number of children with a Child Protection Plan"],
    ["Rate of children with a Child Protection Plan per 10,000 children"],
    ["CIN and CIC children without an allocated worker"],
    ["Repeat offending by young people"],
]  # fmt: skip


@pytest.fixture(scope="module")
def finder_parts() -> object:
    return load_embedder(load_settings())


@pytest.fixture
def finder(finders: Callable[..., tuple[Finder, Finder]], finder_parts: object) -> Finder:
    short = {"CP": "Child Protection", "CIN": "Child in Need", "CIC": "Children in Care"}
    public, _ = finders(("one", date(2024, 3, 4), []), abbreviations=short)
    return Finder(public.ledger, finder_parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "one"),
    [
        ("re-referrals", 0),
        ("rereferrals", 0),
        ("re referrals", 0),
        ("children re-referred", 0),
        ("strategy discussions", 1),
        ("single assessments in month", 2),
        ("single asessments, year to date", 3),
        (NAMES[2][0].upper(), 2),
        ("number of children on a CP plan", 4),
        ("children in need without an allocated worker", 6),
    ],
)
def test_a_name_that_leads_is_found(finder: Finder, asked: str, one: int) -> None:
    assert finder.meant(asked, NAMES) == (one, [])


@pytest.mark.parametrize(
    ("asked", "twins"),
    [("single assessments in 45 days", {2, 3}), ("children with a child protection plan", {4, 5})],
)
def test_near_twins_are_a_choice_and_never_a_guess(finder: Finder, asked: str, twins: set[int]) -> None:
    one, choices = finder.meant(asked, NAMES)
    assert one is None and set(choices) == twins


@pytest.mark.parametrize(
    ("asked", "first"),
    [("kids coming back to us within a year", 0), ("adult re-referrals", 0), ("single assessments in 60 days", 2)],
)
def test_a_name_that_lacks_a_word_asked_is_offered_and_not_taken(finder: Finder, asked: str, first: int) -> None:
    one, choices = finder.meant(asked, NAMES)
    assert one is None and first in choices


def test_another_qualifier_is_never_taken_for_the_one_asked(finder: Finder) -> None:
    twin = [["Percentage of children offered a dental check"]]
    assert finder.meant("dental checks up to date", twin).one is None
    assert finder.meant("re-referrals", [["Strategy discussions held on the day of the referral"]]) == (None, [])


@pytest.mark.parametrize("asked", ["potholes mended", "submarines", "", "zzzz", "%", "42"])
def test_what_is_not_held_is_neither_found_nor_offered(finder: Finder, asked: str) -> None:
    assert finder.meant(asked, NAMES) == (None, [])


def test_a_topic_keeps_the_texts_with_all_its_words_or_tells_that_they_are_only_near(finder: Finder) -> None:
    texts = ["Oak benches are placed along the river.", "The oak was felled.", "Ponds are dug at the river."]
    assert finder.about("oak river", texts) == ([0], True)
    assert finder.about("oaks", texts) == ([0, 1], True)
    near, whole = finder.about("oak benches beside the water", texts)
    assert (near[:1], whole) == ([0], False)
    assert finder.about("submarines", texts) == ([], False)


def test_an_exempt_paper_lends_no_abbreviation(finders: Callable[..., tuple[Finder, Finder]]) -> None:
    public, cleared = finders(("secret", date(2024, 3, 4), [], "exempt"), abbreviations={"ZF": "Zebrafish Farm"})
    assert (public.abbreviations(), cleared.abbreviations()) == ({}, {"ZF": "Zebrafish Farm"})
    assert isinstance(public.ledger, Ledger)
