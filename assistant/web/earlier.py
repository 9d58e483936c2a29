"""The list of a visitor's conversations: to go on with one, give it another title, delete it, or bring it back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.access.conversations import LONGEST_TITLE, Listed
from assistant.web.citing import day
from assistant.web.markup import plain

SCRIPT = Path(__file__).with_name("earlier.js")
DELETED = 'Deleted: “{title}”. <button type="button" data-act="undone" data-talk="{talk}">Undo</button>'


class Earlier:
    """The list, closed at first. ``earlier.js`` turns what is pressed in it into events of this component."""

    def __init__(self) -> None:
        self.list = gr.HTML("", elem_id="earlier", apply_default_css=False, js_on_load=SCRIPT.read_text("utf-8"))


def to_html(listed: Sequence[Listed], current: str | None, deleted: tuple[str, str] | None = None) -> str:
    """The list, ``current`` told apart in it; ``deleted`` is the id and title of one that can be brought back."""
    note = DELETED.format(talk=plain(deleted[0]), title=plain(deleted[1])) if deleted else ""
    items = "".join(_item(one, one.id == current) for one in listed)
    told = f'<p class="earlier-note" role="status">{note}</p>' if note else ""
    box = f"<details><summary>Conversations ({len(listed)})</summary><ul>{items}</ul></details>"
    return told + (box if items else "")


def pressed(event: gr.EventData, name: str) -> str:
    """What the script sends with an event, such as the id of a conversation; empty where there is no such thing."""
    data = event._data
    return str(data.get(name) or "")[: 2 * LONGEST_TITLE] if isinstance(data, dict) else ""


def _item(one: Listed, current: bool) -> str:
    title, talk = plain(one.title), plain(one.id)
    here = ' aria-current="true"' if current else ""
    return (
        f'<li><button type="button" class="talk-title" data-act="opened" data-talk="{talk}"{here}>{title}</button>'
        f'<span class="talk-day">{"Open now" if current else day(one.changed_at.date().isoformat())}</span>'
        f'<button type="button" data-act="renaming" data-talk="{talk}" aria-label="Rename: {title}">Rename</button>'
        f'<button type="button" data-act="deleted" data-talk="{talk}" aria-label="Delete: {title}">Delete</button></li>'
    )


def update(change: dict[str, Any], current: str | None) -> Any:
    """What an event changes of the list."""
    if "listed" not in change:
        return gr.skip()
    return to_html(change["listed"], current, change.get("deleted"))
