"""The part of the chat that narrows questions to committees, days and kinds of paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant.answering.scopes import Narrowing
from assistant.retrieval.filters import Filters
from assistant.tools.sifting import told_day

CLOSED = "Search only some of the papers"
Given = tuple[Sequence[str] | None, str | None, str | None, Sequence[str] | None]
"""What stands in the fields: committees, first day, last day, kinds of paper."""
NOTHING: Given = (None, None, None, None)


class Narrow:
    """The fields. Closed at first: most questions need none of them, and an answer says when they were used."""

    def __init__(self) -> None:
        with gr.Accordion(CLOSED, open=False, elem_id="narrow") as self.box:
            self.committees = gr.Dropdown([], multiselect=True, label="Committees", elem_id="narrow-committees")
            with gr.Row():
                self.since = gr.Textbox(label="From the day (2025-06-17)", max_length=20, elem_id="narrow-since")
                self.until = gr.Textbox(label="To the day (2025-06-17)", max_length=20, elem_id="narrow-until")
            self.kinds = gr.Dropdown([], multiselect=True, label="Kinds of paper", elem_id="narrow-kinds")
            self.held = gr.Markdown("", elem_id="narrow-held")

    @property
    def fields(self) -> list[Any]:
        """The components whose values are ``Given``, in that order."""
        return [self.committees, self.since, self.until, self.kinds]

    @property
    def outputs(self) -> list[Any]:
        """The components that ``offered`` fills."""
        return [self.committees, self.kinds, self.held]


def offered(narrowing: Narrowing | None) -> list[Any]:
    """What there is to choose from, in the order of ``Narrow.outputs``."""
    if narrowing is None:
        return [gr.skip()] * 3
    days = [told_day(day) for day in (narrowing.first, narrowing.last) if day]
    held = f"The papers held are of {' to '.join(dict.fromkeys(days))}." if days else ""
    return [gr.update(choices=narrowing.committees), gr.update(choices=narrowing.kinds), held]


def read(given: Given) -> Filters:
    """The filters that stand in the fields.

    Raises:
        UsageError: a day cannot be read, or the days are in the wrong order.
    """
    committees, since, until, kinds = given
    return Filters.read(committees or (), since, until, kinds or ())


def closed(given: Given) -> Any:
    """The fields put away while a question is answered, so that the answer has the room; whether any is filled is told."""
    filled = sum(map(bool, given))
    told = f"{CLOSED} ({filled} of {len(given)} fields filled)" if filled else CLOSED
    return gr.update(open=False, label=told)
