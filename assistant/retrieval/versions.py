"""Which file is which paper: moved files, changed files, corrected versions under a new name, older versions met again.

Two papers are never taken for one on their name or title alone: the texts must be alike as well and name the same
dates, since every meeting has an Agenda.pdf and every month a report of the same title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import select

from assistant.papers.model import Paper
from assistant.papers.read import file_hash
from assistant.records.identify import PaperFacts
from assistant.retrieval.sources import Source, is_gone, place_of, readable
from assistant.retrieval.times import page_times
from assistant.store.store import Store
from assistant.store.tables import PageRow, PaperRow

_ALIKE = 90  # per cent of characters: corrected minutes keep 97 and more, reports of two months less than 80
_COMPARED = 40_000  # characters from the start; more does not change what is found and takes seconds
_REVISED = re.compile(r"(?<![a-z])(?:corrected|revised|amended|updated|re-?issued|republished|final)(?![a-z])", re.I)
_DRAFT = re.compile(r"(?<![a-z])draft(?![a-z])", re.I)
_NUMBERED = re.compile(r"(?<![a-z])v(?:ersion)?[ ._-]?(\d{1,2})(?!\d)", re.I)


class Older(NamedTuple):
    """The paper in force that is another version of the one at hand, and which of the two is the newer."""

    paper: PaperRow
    stays: bool  # the paper in force is the newer: the one at hand is not to be taken in
    alike: bool  # their texts are alike, or the same; else only the file is


def identity_of(facts: PaperFacts, name: str) -> str:
    """What stays the same from version to version: body, meeting, kind and title, or the file name where unknown."""
    if facts.committee and facts.meeting_date:
        return f"{facts.committee}|{facts.meeting_date}|{facts.kind}|{facts.title}".casefold()
    return f"{re.sub(r'[^a-z0-9]+', '-', Path(name).stem.casefold())}|{facts.title}".casefold()


def follow_files(store: Store, paths: Iterable[Path]) -> dict[str, str]:
    """Bring the store up to what the files are now, before they are read; place -> the name of a paper taken out.

    A paper whose file was renamed keeps its place under the new name; one whose file now holds another paper that is in
    already goes out; and a file that was changed back to an older version is to be read again.
    """
    with store.session() as session:
        rows = list(session.scalars(select(PaperRow).order_by(PaperRow.added_at)))
    if not rows:
        return {}
    digests = {place_of(path): (path, digest) for path in paths if (digest := _digest(path))}
    found = {digest: path for path, digest in reversed(digests.values())}
    known = {row.sha256 for row in rows}
    gone: dict[str, str] = {}
    for row in rows:
        _, now = digests.get(row.path, (None, None))
        if now == row.sha256 or (now is None and not is_gone(store, row)):
            continue
        if row.sha256 in found:
            path = found[row.sha256]
            store.alter(row.id, document=readable(path.name), path=place_of(path))
        elif now in known:
            store.remove(row.id)
            gone[row.path] = row.document
    in_force = {row.id: row for row in rows}
    for digest, by in store.superseded().items():
        newer = in_force.get(by)
        if newer is None or digests.get(newer.path, (None, None))[1] == digest or is_gone(store, newer):
            store.set_superseded(digest, None)
    return gone


def other_version(store: Store, source: Source, paper: Paper, facts: PaperFacts) -> Older | None:
    """The paper in force that this one is another version of: the same file changed, or the same paper sent again."""
    with store.session() as session:
        same_file = session.scalars(select(PaperRow).where(PaperRow.path == source.place)).first()
        if same_file is not None:
            return Older(same_file, stays=False, alike=False)
        same_name = (
            select(PaperRow).where(PaperRow.identity == identity_of(facts, source.name)).order_by(PaperRow.added_at)
        )
        alike = session.scalars(same_name).all()
        for candidate in alike:
            held = session.scalars(
                select(PageRow.text).where(PageRow.paper_id == candidate.id).order_by(PageRow.number)
            ).all()
            if _same(held, [page.text for page in paper.pages]):
                stays = _standing(candidate.document, held) > _standing(source.name, [p.text for p in paper.pages])
                return Older(candidate, stays, alike=True)
    return None


def _same(held: Iterable[str], new: Iterable[str]) -> bool:
    old_pages, new_pages = list(held), list(new)
    old_times, new_times = set(page_times(old_pages[0])), set(page_times(new_pages[0]))
    if not (old_times <= new_times or new_times <= old_times):
        return False  # another month's report on the same form
    return fuzz.ratio("\n".join(old_pages)[:_COMPARED], "\n".join(new_pages)[:_COMPARED]) >= _ALIKE


def _standing(name: str, pages: Iterable[str]) -> tuple[int, int]:
    """How late a version says it is: by its number, by "corrected" or "draft" in its name or at its head."""
    stem = name.rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
    head = "\n".join(next(iter(pages), "").splitlines()[:8])
    number = _NUMBERED.search(stem)
    said = f"{stem}\n{head}"
    return bool(_REVISED.search(said)) - bool(_DRAFT.search(said)), int(number.group(1)) if number else 0


def _digest(path: Path) -> str | None:
    try:
        return file_hash(path)
    except OSError:
        return None  # reading it will say why
