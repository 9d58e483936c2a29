"""The tables of the store, as SQLAlchemy models. They are the truth; Chroma and the keyword index follow them."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import blake2b

from sqlalchemy import JSON, Connection, Date, DateTime, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Put in order sign by sign by both databases; PostgreSQL would go by the rules of a language otherwise.
Name = String().with_variant(String(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """The base of all tables."""


class Meta(Base):
    """Facts about the store itself: its format, the embedder that made its vectors, the id that its vectors bear."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(Name, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Journal(Base):
    """Work begun on a paper and not yet finished, so that a process killed in the middle is cleaned up after."""

    __tablename__ = "journal"
    paper_id: Mapped[str] = mapped_column(Name, primary_key=True)
    operation: Mapped[str] = mapped_column(String)  # "add" or "drop"


class Superseded(Base):
    """A file whose content a newer version of the paper replaced, so that it is not taken for a new one when met again."""

    __tablename__ = "superseded"
    sha256: Mapped[str] = mapped_column(Name, primary_key=True)
    by: Mapped[str] = mapped_column(Name, index=True)  # the id of the paper in force


class PaperRow(Base):
    """One paper in force. ``id`` comes from its content; ``identity`` is what stays when a corrected version comes."""

    __tablename__ = "paper"
    id: Mapped[str] = mapped_column(Name, primary_key=True)
    sha256: Mapped[str] = mapped_column(Name, unique=True)
    identity: Mapped[str] = mapped_column(String, index=True)
    version: Mapped[int]
    document: Mapped[str] = mapped_column(String)
    path: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    committee: Mapped[str | None] = mapped_column(String)
    authority: Mapped[str | None] = mapped_column(String)  # the council whose paper it is, as its front names it
    meeting_date: Mapped[date | None] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String)
    period: Mapped[str | None] = mapped_column(String)
    status: Mapped[str | None] = mapped_column(String)  # draft, confirmed or None: not minutes
    access: Mapped[str] = mapped_column(String)  # public or exempt
    n_pages: Mapped[int]
    abbreviations: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # as its public pages define them
    added_at: Mapped[datetime] = mapped_column(DateTime)


class PartRow(Base):
    """A run of pages of a paper that belongs together: the agenda, the minutes of the last meeting, one report."""

    __tablename__ = "part"
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[str] = mapped_column(Name, ForeignKey("paper.id", ondelete="CASCADE"), index=True)
    first_page: Mapped[int]
    last_page: Mapped[int]
    kind: Mapped[str] = mapped_column(String)
    title: Mapped[str | None] = mapped_column(Text)
    committee: Mapped[str | None] = mapped_column(String)
    meeting_date: Mapped[date | None] = mapped_column(Date, index=True)
    status: Mapped[str | None] = mapped_column(String)
    access: Mapped[str] = mapped_column(String)
    confirms: Mapped[list[str]] = mapped_column(JSON)  # ISO dates of the meetings whose minutes it confirms


class PageRow(Base):
    """One page: its three numbers, its status, its text as printed and its words with their places (packed)."""

    __tablename__ = "page"
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[str] = mapped_column(Name, ForeignKey("paper.id", ondelete="CASCADE"))
    number: Mapped[int]
    label: Mapped[str | None] = mapped_column(String)
    printed: Mapped[str | None] = mapped_column(String)
    status: Mapped[str] = mapped_column(String)
    reason: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[float | None]  # of a page read by OCR, 0 to 100 on the mean
    access: Mapped[str] = mapped_column(String)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[bytes] = mapped_column(LargeBinary)
    times: Mapped[list[str]] = mapped_column(JSON, default=list)  # the days and periods it names, "start/end"
    __table_args__ = (Index("page_place", "paper_id", "number", unique=True),)


class PassageRow(Base):
    """One passage: a paragraph, a lettered point, a decision or a table row, inside one page, with its context."""

    __tablename__ = "passage"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Name, unique=True)  # the id of its vector in Chroma
    paper_id: Mapped[str] = mapped_column(Name, ForeignKey("paper.id", ondelete="CASCADE"), index=True)
    # Without its index both databases would look through all passages for each part that goes.
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"), index=True)
    page: Mapped[int]
    kind: Mapped[str] = mapped_column(String)
    text: Mapped[str] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text)
    minute: Mapped[str | None] = mapped_column(String)
    minute_title: Mapped[str | None] = mapped_column(Text)
    caption: Mapped[str | None] = mapped_column(Text)
    cells: Mapped[list[list[str]] | None] = mapped_column(JSON)  # table rows: [[column header, cell as printed], …]
    times: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)  # see retrieval.times
    access: Mapped[str] = mapped_column(String)
    embedded: Mapped[str] = mapped_column(Text, deferred=True)  # the text its vector stands for, to make it anew
    terms: Mapped[str] = mapped_column(Text)  # the words the keyword index holds for it


def fingerprint() -> str:
    """A short name for these very tables and columns: a store with others is refused, not read wrongly."""
    columns = sorted(str(column) for table in Base.metadata.tables.values() for column in table.columns)
    return blake2b(" ".join(columns).encode(), digest_size=4).hexdigest()


def create_tables(connection: Connection) -> None:
    """Make the tables that are not there yet, and the indexes that a store made by an earlier version lacks."""
    Base.metadata.create_all(connection)
    for table in Base.metadata.sorted_tables:
        for index in table.indexes:
            index.create(connection, checkfirst=True)
