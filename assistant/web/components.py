"""What the chat's page is made of, and how an event's result becomes updates of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import gradio as gr

from assistant.answering.answer import Answer
from assistant.web import earlier, narrow, wording
from assistant.web.turns import Conversation

N_EXAMPLES = 4
MOST_CHOICES = 4
MOST_FOLLOW_UPS = 3
LONGEST_QUESTION = 8000  # characters; the engine's own limit in words is far lower and explains itself
ASKING = "Your question"
CHANGING = "Your question, to be changed: the new answer takes the place of the last"


class Questions:
    """A heading and buttons below it, each of which asks the question it shows; hidden where there is none."""

    def __init__(self, heading: str, name: str, most: int) -> None:
        with gr.Column(elem_id=name, elem_classes="questions", visible=False) as self.box:
            gr.HTML(f"<h2>{heading}</h2>", apply_default_css=False)
            self.buttons = [gr.Button("", visible=False, elem_classes="example") for _ in range(most)]

    @property
    def outputs(self) -> list[Any]:
        """The components that ``offered`` fills."""
        return [self.box, *self.buttons]

    def offered(self, questions: Sequence[str]) -> list[Any]:
        """These questions, in the order of ``outputs``."""
        shown = questions[: len(self.buttons)]
        hidden = [gr.update(visible=False)] * (len(self.buttons) - len(shown))
        return [gr.update(visible=bool(shown)), *(gr.update(value=one, visible=True) for one in shown), *hidden]


class Page:
    """The components, and the translation of an event's result into updates of them."""

    def __init__(self) -> None:
        self.header = gr.HTML(wording.header(None), elem_id="header", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                self.earlier = earlier.Earlier()
                self.log = gr.HTML(Conversation().to_html(), elem_id="log-holder", apply_default_css=False)
                with gr.Row(elem_id="about-last", visible=False) as self.about_last:
                    self.again = gr.Button("Ask again", elem_id="again", size="sm")
                    self.change = gr.Button("Change the question", elem_id="change", size="sm")
                    self.right = gr.Button("That was right", visible=False, elem_id="right", size="sm")
                    self.wrong = gr.Button("That was wrong", visible=False, elem_id="wrong", size="sm")
                self.follow_ups = Questions("You could also ask", "follow-ups", MOST_FOLLOW_UPS)
                self.examples = Questions("Questions to begin with", "examples", N_EXAMPLES)
                self.choices = Questions("Which do you mean?", "choices", MOST_CHOICES)
                self._composer()
            gr.HTML(wording.SOURCE_PANEL, elem_id="source-holder", apply_default_css=False)
        gr.HTML(wording.FOOTER, elem_id="footer", apply_default_css=False)
        self.conversation = gr.State(Conversation())
        self.here = gr.Textbox(visible=False)  # the conversation that this window had when it was last open
        self.outputs = [
            self.conversation, self.log, self.question, self.ask, self.stop, self.leave, self.about_last, self.right, self.wrong,
            self.narrow.box, self.examples.box, self.earlier.list, *self.choices.outputs,
            *self.follow_ups.outputs
        ]  # fmt: skip

    def _composer(self) -> None:
        with gr.Column(elem_id="composer"):
            self.question = gr.Textbox(
                label=ASKING,
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
                self.leave = gr.Button("Leave it as it was", visible=False, elem_id="leave")
                self.clear = gr.Button("New conversation", elem_id="clear")

    def updates(self, change: dict[str, Any]) -> list[Any]:
        """What to show after an event, in the order of ``outputs``; an empty change changes nothing."""
        if not change:
            return [gr.skip()] * len(self.outputs)
        conversation: Conversation = change["conversation"]
        busy: bool = change["busy"]
        last = conversation.last
        markable = not busy and last is not None and last.answer is not None and last.done and last.marked is None
        idle = not busy and not conversation.editing
        next_ones = last.follow_ups if last is not None and idle else []
        return [
            conversation,
            conversation.to_html(),
            self._question(change, conversation),
            gr.update(visible=not busy),
            gr.update(visible=busy),
            gr.update(visible=conversation.editing and not busy),
            gr.update(visible=idle and last is not None and not last.hidden),
            gr.update(visible=markable),
            gr.update(visible=markable),
            change.get("narrow", gr.skip()),
            gr.update(visible=not conversation.turns),
            earlier.update(change, conversation.id),
            *self.choices.offered(_choices(None if not idle or last is None or last.stopped else last.answer)),
            *self.follow_ups.offered(next_ones),
        ]

    async def told(self, changes: AsyncIterator[dict[str, Any]]) -> AsyncIterator[list[Any]]:
        """The updates of one event, each without what the one before said already: Gradio builds a component anew for
        every update of it, and there are twenty."""
        said: list[Any] = []
        async for change in changes:
            updates = self.updates(change)
            if not change or not said:
                yield updates
            else:
                yield [gr.skip() if new == old else new for new, old in zip(updates, said, strict=True)]
            said = updates if change else said

    def list_only(self, change: dict[str, Any]) -> list[Any]:
        """The list of conversations, for a page that has none open."""
        return [earlier.update(change, None) if one is self.earlier.list else gr.skip() for one in self.outputs]

    def _question(self, change: dict[str, Any], conversation: Conversation) -> Any:
        if "question" not in change:
            return gr.skip()
        return gr.update(value=change["question"], label=CHANGING if conversation.editing else ASKING)


def _choices(answer: Answer | None) -> list[str]:
    """What a question may mean, each as a question in full."""
    return [choice.question for choice in answer.choices] if answer else []
