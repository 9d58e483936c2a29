"""Conversations kept: whose they are, how long, and what becomes of what is asked again, stopped or deleted."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assistant.access.conversations import MOST_KEPT, Conversations, Owner
from assistant.access.database import VISITORS, open_database
from assistant.access.tables import Exchange, Talk
from assistant.access.users import Users
from assistant.errors import StoreError, StoreUnwritableError
from tests.access.conftest import SECRET, Clock

HERE = Owner.of_key("a key of one browser")
THERE = Owner.of_key("a key of another browser")


@pytest.fixture()
def conversations(engine: Engine, clock: Clock) -> Conversations:
    return Conversations(engine, 30, clock)


def _asked(conversations: Conversations, owner: Owner, question: str) -> tuple[str, int]:
    talk = conversations.begin(owner, question)
    exchange = conversations.ask(owner, talk, question)
    assert exchange is not None
    return talk, exchange


def _titles(conversations: Conversations, owner: Owner) -> list[str]:
    return [one.title for one in conversations.listed(owner)]


def test_what_was_asked_and_answered_is_there_again_in_order(conversations: Conversations) -> None:
    talk, first = _asked(conversations, HERE, "Rents?")
    conversations.answer(first, '{"a": 1}', "abc")
    second = conversations.ask(HERE, talk, "And in May?", "exempt")
    assert second is not None
    conversations.mark(first, "right")
    kept = conversations.exchanges(HERE, talk)
    assert kept is not None
    told = [(one.question, one.answer, one.clearance, one.papers, one.marked) for one in kept]
    assert told == [
        ("Rents?", '{"a": 1}', "public", "abc", "right"),
        ("And in May?", None, "exempt", "", None),
    ]


def test_the_list_tells_with_which_clearance_it_was_asked(conversations: Conversations) -> None:
    talk, _ = _asked(conversations, HERE, "Rents?")
    assert [one.clearance for one in conversations.listed(HERE)] == ["public"]
    conversations.ask(HERE, talk, "The contract?", "exempt")
    conversations.ask(HERE, talk, "Rents in May?")
    assert [one.clearance for one in conversations.listed(HERE)] == ["exempt"]


def test_nobody_else_reaches_a_conversation(conversations: Conversations, users: Users, engine: Engine) -> None:
    users.add("bert", SECRET)
    with Session(engine) as session:
        assert session.scalar(select(Talk.id)) is None
    anna, bert = Owner(1, None), Owner(2, None)
    talk, _ = _asked(conversations, anna, "Rents?")
    for other in (bert, HERE, Owner(None, None)):
        assert conversations.listed(other) == []
        assert conversations.exchanges(other, talk) is None
        assert conversations.ask(other, talk, "And?") is None
        assert not conversations.rename(other, talk, "Mine")
        assert not conversations.delete(other, talk)
        assert not conversations.bring_back(other, talk)
    assert _titles(conversations, anna) == ["Rents?"]


def test_two_browsers_have_each_their_own_and_no_key_is_kept(conversations: Conversations, engine: Engine) -> None:
    _asked(conversations, HERE, "Rents?")
    _asked(conversations, THERE, "Bees?")
    assert (_titles(conversations, HERE), _titles(conversations, THERE)) == (["Rents?"], ["Bees?"])
    with Session(engine) as session:
        assert not any("a key" in str(talk.browser) for talk in session.scalars(select(Talk)))


def test_the_one_spoken_in_last_comes_first(conversations: Conversations, clock: Clock) -> None:
    old, _ = _asked(conversations, HERE, "Rents?")
    clock.passes(minutes=1)
    _asked(conversations, HERE, "Bees?")
    assert _titles(conversations, HERE) == ["Bees?", "Rents?"]
    clock.passes(minutes=1)
    conversations.ask(HERE, old, "And in May?")
    assert _titles(conversations, HERE) == ["Rents?", "Bees?"]


def test_a_question_asked_anew_takes_the_place_of_the_old_one(conversations: Conversations) -> None:
    talk, first = _asked(conversations, HERE, "Rents?")
    other, untouched = _asked(conversations, HERE, "Bees?")
    again = conversations.ask(HERE, talk, "Rents in May?", instead_of=first)
    conversations.ask(HERE, talk, "And?", instead_of=untouched)
    conversations.answer(first, "{}", "")  # what the old one is answered late
    kept, others = conversations.exchanges(HERE, talk), conversations.exchanges(HERE, other)
    assert kept is not None and others is not None
    assert [(one.question, one.answer) for one in kept] == [("Rents in May?", None), ("And?", None)]
    assert again is not None and again > untouched, "no number is given twice"
    assert [one.question for one in others] == ["Bees?"], "of another conversation nothing is replaced"


def test_what_is_answered_after_a_stop_is_not_kept(conversations: Conversations) -> None:
    talk, exchange = _asked(conversations, HERE, "Rents?")
    conversations.stop(exchange)
    conversations.answer(exchange, "{}", "")
    kept = conversations.exchanges(HERE, talk)
    assert kept is not None and (kept[0].answer, kept[0].stopped) == (None, True)


def test_deleted_is_gone_from_the_list_and_for_an_hour_can_be_brought_back(
    conversations: Conversations, clock: Clock, engine: Engine
) -> None:
    talk, _ = _asked(conversations, HERE, "Rents?")
    assert conversations.delete(HERE, talk)
    assert _titles(conversations, HERE) == [] and conversations.exchanges(HERE, talk) is None
    assert conversations.ask(HERE, talk, "And?") is None
    assert conversations.bring_back(HERE, talk)
    assert _titles(conversations, HERE) == ["Rents?"] and conversations.exchanges(HERE, talk)

    conversations.delete(HERE, talk)
    clock.passes(minutes=61)
    assert not conversations.bring_back(HERE, talk)
    conversations.listed(THERE)
    with Session(engine) as session:
        assert session.scalars(select(Talk)).all() == [] and session.scalars(select(Exchange)).all() == []


def test_an_old_conversation_is_forgotten_with_all_that_was_said(
    conversations: Conversations, clock: Clock, engine: Engine
) -> None:
    old, _ = _asked(conversations, HERE, "Rents?")
    clock.passes(days=29)
    conversations.ask(HERE, old, "And in May?")
    clock.passes(days=29)
    assert _titles(conversations, HERE) == ["Rents?"], "it was spoken in meanwhile"
    clock.passes(days=2)
    assert _titles(conversations, HERE) == []
    with Session(engine) as session:
        assert session.scalars(select(Exchange)).all() == []


def test_of_too_many_the_oldest_goes(conversations: Conversations, clock: Clock) -> None:
    for n in range(MOST_KEPT + 2):
        clock.passes(seconds=1)
        conversations.begin(HERE, f"number {n}")
    _asked(conversations, THERE, "Bees?")
    titles = _titles(conversations, HERE)
    assert (len(titles), titles[0], titles[-1]) == (MOST_KEPT, f"number {MOST_KEPT + 1}", "number 2")


def test_they_go_with_their_user(conversations: Conversations, users: Users, engine: Engine) -> None:
    _asked(conversations, Owner(1, None), "Rents?")
    users.remove("anna")
    with Session(engine) as session:
        assert session.scalars(select(Talk)).all() == [] and session.scalars(select(Exchange)).all() == []


def test_a_database_that_cannot_be_used_is_told_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnwritableError, match="The conversations cannot be kept in"):
        open_database(tmp_path / "file" / "store", name=VISITORS)
    (tmp_path / VISITORS).write_text("no database " * 100)
    with pytest.raises(StoreError, match=r"The conversations in .*conversations\.db cannot be read"):
        open_database(tmp_path, name=VISITORS)
