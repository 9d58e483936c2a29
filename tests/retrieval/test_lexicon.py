"""The words of the papers: which of a question's are looked up in a big store, and what slips of the pen are mended to."""

from __future__ import annotations

from pathlib import Path

import pytest
from rapidfuzz import fuzz

from assistant.retrieval import lexicon
from assistant.retrieval.lexicon import MOST_POSTINGS, Lexicon, Sought
from assistant.retrieval.spelling import Speller
from assistant.retrieval.terms import stem
from assistant.settings import Servers
from assistant.store import keywords
from assistant.store.database import database_of

COMMON = MOST_POSTINGS // 2
HELD = {
    "children": COMMON,
    "budget": COMMON,
    "councillor": 2 * COMMON + 1,
    "committe": 9 * COMMON,
    "marlpit": 3,
    "zebra": 1,
}


@pytest.mark.parametrize(
    ("asked", "looked_up"),
    [
        ("children budget", Sought(["children", "budget"])),
        ("children marlpit zebra", Sought(["children", "marlpit", "zebra"])),
        ("councillor children marlpit budget", Sought(["children", "marlpit"])),  # the rarest, in the order asked
        ("councillor committe", Sought(["councillor", "committe"], together=True)),
        ("committe councillor committe", Sought(["councillor", "committe"], together=True)),
        ("committe", Sought(["committe"], together=True)),
        ("unheard marlpit", Sought(["unheard", "marlpit"])),
        ("marlpit marlpit", Sought(["marlpit", "marlpit"])),
        ("", Sought([])),
    ],
)
def test_the_rarest_terms_are_looked_up_as_far_as_not_too_many_passages_hold_them(
    asked: str, looked_up: Sought
) -> None:
    assert Lexicon(HELD, 9 * COMMON, ()).sought(asked.split()) == looked_up


def test_a_search_by_word_reads_no_more_than_its_share(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = database_of(sample_store, Servers()).engine
    with engine.connect() as connection:
        vocabulary = keywords.vocabulary(connection, "public")
        monkeypatch.setattr(lexicon, "MOST_POSTINGS", vocabulary["transport"] - 1)
        terms, together = Lexicon(vocabulary, sum(vocabulary.values()), ()).sought(["council", "transport"])
        found = dict(keywords.search(connection, "public", terms, 5000, together=together))
        either = [dict(keywords.search(connection, "public", [term], 5000)) for term in terms]
    engine.dispose()
    assert found.keys() == either[0].keys() & either[1].keys()
    assert 0 < len(found) < vocabulary["transport"]


def test_a_slip_is_mended_to_the_same_word_as_by_reading_the_whole_vocabulary(sample_store: Path) -> None:
    engine = database_of(sample_store, Servers()).engine
    with engine.connect() as connection:
        vocabulary = keywords.vocabulary(connection, "public")
    engine.dispose()
    speller, mended = Speller(vocabulary), 0
    for term in sorted(term for term in vocabulary if term.isalpha() and len(term) > 5)[::7]:
        for slip in (term[:3] + term[4:], term[:2] + term[3] + term[2] + term[4:], term[:4] + "x" + term[4:]):
            most = max(1, len(slip) // 4)
            likely = [t for t in vocabulary if t[:1] == slip[:1] and abs(len(t) - len(stem(slip))) <= most]
            scored = {t: fuzz.ratio(stem(slip), t) for t in likely}
            best = max(scored, key=lambda t: scored[t])
            assert speller._alike(slip) == (best if scored[best] >= 80 else None), slip
            mended += speller._alike(slip) == term
    assert mended > 200  # of 300
