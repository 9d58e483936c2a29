"""What the chat's page is made of, and how an event's result becomes updates of it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.answering.answer import Answer
from assistant.web import narrow, wording
from assistant.web.turns import Conversation

N_EXAMPLES = 4
MOST_CHOICES = 4
LONGEST_QUESTION = 8000  # characters; the engine's own limit in words is far lower and explains itself


class Page:
    """The components, and the translation of an event's result into updates of them."""

    def __init__(self) -> None:
        self.header = gr.HTML(wording.header(None), elem_id="header", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                self.log = gr.HTML(Conversation().to_html(), elem_id="log-holder", apply_default_css=False)
                with gr.Column(elem_id="examples", visible=False) as self.examples:
                    gr.HTML("<h2>Questions to begin with</h2>", apply_default_css=False)
                    self.example_buttons = [
                        gr.Button("", visible=False, elem_classes="example") for _ in range(N_EXAMPLES)
                    ]
                with gr.Column(elem_id="choices", visible=False) as self.choices:
                    gr.HTML("<h2>Which do you mean?</h2>", apply_default_css=False)
                    self.choice_buttons = [
                        gr.Button("", visible=False, elem_classes="example") for _ in range(MOST_CHOICES)
                    ]
                with gr.Column(elem_id="composer"):
                    self.question = gr.Textbox(
                        label="Your question",
                        placeholder=wording.PLACEHOLDER,
                        lines=1,
                        max_lines=6,
                        max_length=LONGEST_QUESTION,
                        autofocus=True,
                        elem_id="question",
                    )
                    self.narrow = narrow.Narrow()
                    with gr.Row(elem_id="actions"):
                        self.ask = gr.Button("Ask", variant="primary", elem_id="ask")
                        self.stop = gr.Button("Stop", visible=False, elem_id="stop")
                        self.right = gr.Button("That was right", visible=False, elem_id="right", size="sm")
                        self.wrong = gr.Button("That was wrong", visible=False, elem_id="wrong", size="sm")
                        self.clear = gr.Button("New conversation", elem_id="clear")
            gr.HTML(wording.SOURCE_PANEL, elem_id="source-holder", apply_default_css=False)
        gr.HTML(wording.FOOTER, elem_id="footer", apply_default_css=False)
        self.conversation = gr.State(Conversation())
        self.outputs = [
            self.conversation, self.log, self.question, self.ask, self.stop, self.right, self.wrong, self.narrow.box, self.examples,
            self.choices, *self.choice_buttons
        ]  # fmt: skip

    def updates(self, change: dict[str, Any]) -> list[Any]:
        """What to show after an event, in the order of ``outputs``."""
        conversation: Conversation = change["conversation"]
        busy: bool = change["busy"]
        last = conversation.turns[-1] if conversation.turns else None
        markable = not busy and last is not None and last.answer is not None and last.done and last.marked is None
        return [
            conversation,
            conversation.to_html(),
            change.get("question", gr.skip()),
            gr.update(visible=not busy),
            gr.update(visible=busy),
            gr.update(visible=markable),
            gr.update(visible=markable),
            change.get("narrow", gr.skip()),
            gr.update(visible=not conversation.turns),
            *_choices(None if busy or last is None or last.stopped else last.answer),
        ]


def _choices(answer: Answer | None) -> list[Any]:
    """The block of buttons for what a question may mean, and the buttons: each asks the question it shows."""
    asked = [choice.question for choice in answer.choices][:MOST_CHOICES] if answer else []
    hidden = [gr.update(visible=False)] * (MOST_CHOICES - len(asked))
    return [gr.update(visible=bool(asked)), *(gr.update(value=one, visible=True) for one in asked), *hidden]
