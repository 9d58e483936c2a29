"""A view as a page: the frame around it, and the templates, which take all text as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assistant.printing import counted
from assistant.tools.sifting import told_day
from assistant.web import wording
from assistant.web.markup import readable
from assistant.web.views import series
from assistant.web.views.asked import Asked
from assistant.web.views.sources import Sources

R = TypeVar("R")
ROWS_A_PAGE = 50


class View(NamedTuple):
    """What a view shows: its address, its filters, its places, and what its own template needs."""

    name: str
    asked: Asked
    sources: Sources
    content: Mapping[str, Any]


class Pages(NamedTuple):
    """A long list cut into pages: the rows of this one, its number, how many there are, and the rows in all."""

    rows: Sequence[Any]
    number: int
    of: int
    total: int
    first: int


def cut(rows: Sequence[R], number: int) -> Pages:
    """The rows of one page; past the end, those of the last."""
    of = max(1, -(-len(rows) // ROWS_A_PAGE))
    number = min(number, of)
    first = (number - 1) * ROWS_A_PAGE
    return Pages(rows[first : first + ROWS_A_PAGE], number, of, len(rows), first + 1)


def render(view: View, header: str, version: str, *, may_change: bool = False) -> str:
    """The whole page under its head. ``version`` changes with the stylesheet and script, so that none is kept too long;
    ``may_change``: whether whoever reads it may change the papers."""
    return _TEMPLATES.get_template(f"{view.name}.html").render(
        view.content,
        address=view.name,
        title=wording.VIEWS[view.name],
        site=wording.TITLE,
        header=Markup(header),
        footer=Markup(wording.FOOTER),
        source_panel=Markup(wording.SOURCE_PANEL),
        asked=view.asked,
        sources=view.sources,
        version=version,
        may_change=may_change,
    )


def render_plain(template: str, title: str, header: str, version: str, **content: Any) -> str:
    """A page without filters and sources, and a piece of one: what its own template needs is ``content``."""
    return _TEMPLATES.get_template(template).render(
        content,
        title=title,
        site=wording.TITLE,
        header=Markup(header),
        footer=Markup(wording.FOOTER),
        version=version,
    )


def render_piece(template: str, **content: Any) -> str:
    """A piece of a page: what its own template needs is ``content``."""
    return _TEMPLATES.get_template(template).render(content)


def render_fault(name: str, told: str, header: str, version: str) -> str:
    """The page when a view cannot be shown."""
    return render_plain("fault.html", wording.VIEWS[name], header, version, told=told)


def render_sign_in(name: str, to: str, mark: str, problem: str, note: str, version: str) -> str:
    """The page to sign in. ``to`` is where to go then, ``mark`` shows that the form came from here."""
    return _TEMPLATES.get_template("sign_in.html").render(
        site=wording.TITLE,
        icon=f"data:image/svg+xml,{quote(wording.ICON)}",
        footer=Markup(wording.FOOTER),
        name=name,
        to=to,
        mark=mark,
        problem=problem,
        note=note,
        version=version,
    )


def _day(day: date | None) -> str:
    return told_day(day) if day else ""


def _shown(value: Any) -> Any:
    """Every value on its way into a template: nothing for None, and no controls that a page cannot show."""
    if value is None:
        return ""
    return value if isinstance(value, Markup) or not isinstance(value, str) else readable(value)


def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("assistant.web.views", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters |= {"day": _day, "sentence": lambda text: text[:1].upper() + text[1:]}
    made.globals |= {
        "counted": counted, "states": series.STATES, "against": series.against, "rating_of": series.rating_of,
        "colour_of": series.colour_of, "moved": series.moved,
    }  # fmt: skip
    return made


_TEMPLATES = _templates()
