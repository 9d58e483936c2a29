"""The places a view cites: a button for each, and the list behind them that ``chat.js`` shows pages from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from markupsafe import Markup

from assistant.answering.answer import Citation
from assistant.tools.registers import Flat
from assistant.tools.result import Place, Row
from assistant.web.citing import EXEMPT, source_data
from assistant.web.markup import plain


class Sources:
    """Places in the order in which they stand on the page. ``exempt`` are the (paper id, page) that are not public;
    ``prefix`` begins the id of each."""

    def __init__(self, exempt: Collection[tuple[str, int]] = frozenset(), prefix: str = "") -> None:
        self._exempt = exempt
        self._prefix = prefix
        self._held: dict[tuple[object, ...], Citation] = {}

    def name(self, place: Place) -> str:
        """The id under which a place is shown; it is listed from then on."""
        # With its boxes: the figures of one row are printed alike, and each is marked in its own cell.
        key = (place.paper_id, place.page, place.quote, tuple(place.boxes))
        citation = self._held.get(key)
        if citation is None:
            fields = place.model_dump(exclude={"pages"})
            citation = self._held[key] = Citation(marker=len(self._held) + 1, exempt=self.is_exempt(place), **fields)
        return self._id(citation)

    def _id(self, citation: Citation) -> str:
        return f"{self._prefix}source-{citation.marker}"

    def button(self, place: Place, about: str = "") -> Markup:
        """The page as a button that shows it with the words marked; ``about`` says of what, to those who hear it."""
        unseen = f" of {place.document}" + (f", {about}" if about else "")
        secret = ' <span class="tag exempt">Exempt</span>' if self.is_exempt(place) else ""
        return Markup(
            f'<button type="button" class="page-button" data-shows="{self.name(place)}">{plain(page_of(place))}'
            f'<span class="unseen">{plain(unseen)}</span></button>{secret}'
        )

    def is_exempt(self, place: Place) -> bool:
        """Whether a place may be shown only with clearance."""
        return (place.paper_id, place.page) in self._exempt

    def reference(self, place: Place) -> str:
        """Where a row stands, for paper: title, file, page, and whether it is exempt."""
        page = page_of(place)
        secret = f" – {EXEMPT}" if self.is_exempt(place) else ""
        return f"{place.title} ({place.document}), {page[0].lower()}{page[1:]}{secret}"

    def marked(self, flat: Sequence[Flat], rows: Sequence[Row]) -> list[Flat]:
        """Rows of a register with a column that says whether each is public or exempt."""
        access = ("exempt" if self.is_exempt(row.citation) else "public" for row in rows)
        return [one | {"access": said} for one, said in zip(flat, access, strict=True)]

    def items(self) -> Markup:
        """The list itself. It is hidden: each place is named where its button stands."""
        items = "".join(f"<li {source_data(self._id(c), c)}></li>" for c in self._held.values())
        return Markup(f'<ol id="{self._prefix}sources" hidden>{items}</ol>')


def page_of(place: Place) -> str:
    """The page, or the pages it runs over, and the number printed on it: "Page 3, printed 2"."""
    pages = f"Pages {place.pages[0]}–{place.pages[-1]}" if place.pages else f"Page {place.page}"
    return f"{pages}, printed {place.page_label}" if place.page_label else pages
