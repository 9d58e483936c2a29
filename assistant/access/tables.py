"""The tables of users and of their conversations, as SQLAlchemy models. They stand apart from those of papers, so that either
may be made anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class AccessBase(DeclarativeBase):
    """The base of these tables."""


class Account(AccessBase):
    """A user. All times are UTC."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)  # lower case
    role: Mapped[str] = mapped_column(String(16))
    clearance: Mapped[str] = mapped_column(String(16))  # public or exempt
    password: Mapped[str] = mapped_column(String(256))  # argon2id, with its salt and costs
    added_at: Mapped[datetime] = mapped_column(DateTime)
    # The number of a user who was removed is never given again: what is still open in a browser is known by it.
    __table_args__ = ({"sqlite_autoincrement": True},)


class SignedIn(AccessBase):
    """A session. The token itself is only in the browser: whoever reads this table cannot pass for anybody."""

    __tablename__ = "signed_in"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)  # sha256 of the token
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    begun_at: Mapped[datetime] = mapped_column(DateTime)
    seen_at: Mapped[datetime] = mapped_column(DateTime)


class Tries(AccessBase):
    """How often a name, or an address, was tried in vain. The key is a digest: people type passwords for names."""

    __tablename__ = "tries"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(DateTime, index=True)


class SignInNote(AccessBase):
    """That somebody signed in or out, or was not let in. A name that no user has is left out: people type passwords for names."""

    __tablename__ = "sign_in_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime, index=True)
    outcome: Mapped[str] = mapped_column(String(16))
    name: Mapped[str | None] = mapped_column(String(64))  # as it was then: a user may be removed later
    address: Mapped[str] = mapped_column(String(64))


class Talk(AccessBase):
    """A conversation in the web chat, of a user or, where nobody signs in, of a browser."""

    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # random, so that it tells nothing of others
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    browser: Mapped[str | None] = mapped_column(String(64), index=True)  # sha256 of the key that the browser keeps
    title: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime)  # set for as long as it can be brought back


class Exchange(AccessBase):
    """A question of a conversation and what was answered. ``answer`` is JSON that nothing here looks into."""

    __tablename__ = "exchange"
    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    clearance: Mapped[str] = mapped_column(String(16))  # what the question could be answered from
    papers: Mapped[str] = mapped_column(String(64))  # a short name for the papers that could be seen then
    stopped: Mapped[bool]
    marked: Mapped[str | None] = mapped_column(String(16))  # right or wrong, by its reader
    # One that was asked again is gone; what is still being answered in its place must not take its number.
    __table_args__ = ({"sqlite_autoincrement": True},)
