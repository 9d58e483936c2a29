"""How indicators' names are cut to the stems they are compared by."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest

from assistant.records.likeness import words_of

COUNTED = (
    "assessments referrals placements allegations complaints admissions suspensions apprenticeships reviews visits"
)
HOW = "completed repeated authorised substantiated managed offered delayed registered notified confirmed"
NAMES = [f"{what} {how} timely" for what, how in product(COUNTED.split(), HOW.split())]


@pytest.fixture
def turns_often() -> Iterator[None]:
    """Threads take turns every microsecond: what they must not share shows at once."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("turns_often")
def test_names_are_cut_alike_by_several_threads_at_once() -> None:
    alone = [words_of.__wrapped__(name) for name in NAMES]
    with ThreadPoolExecutor(8) as threads:
        at_once = list(threads.map(words_of.__wrapped__, NAMES * 5))
    assert at_once == alone * 5
    assert alone[0] == {"assess", "complet", "time"}
