"""What the chat shows while a chat model writes: checked sentences only, and the right answer in the end."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest
from langchain_core.messages import BaseMessage

from assistant import Answer, Assistant
from assistant.answering import replies
from assistant.answering.answer import Checked, Scope
from assistant.settings import load_settings
from assistant.testing import FakeChatModel, Reply
from assistant.web.access import Access
from assistant.web.chat import Chat
from assistant.web.narrow import NOTHING
from assistant.web.turns import Conversation, checked_line
from tests.answering.inventing import SOURCE

RENT = "What did Cabinet resolve about allotment rents in January 2025?"


def seen(store: Path, reply: Reply) -> list[str]:
    """Every state of the conversation as the page shows it."""

    def told(messages: list[BaseMessage]) -> Reply:
        key = next(key for key, _, _, text in SOURCE.findall(messages[1].text) if "48 pounds" in text)
        return Reply(reply.text.replace("KEY", key), pause=reply.pause, error=reply.error, dies_after=reply.dies_after)

    async def asked(assistant: Assistant) -> list[str]:
        conversation = Conversation()
        return [conversation.to_html() async for _ in Chat(Access(assistant)).ask(RENT, conversation, None, NOTHING)]

    options = load_settings(store=store, model_tool_calls=0, model_retries=0)
    with closing(Assistant.open(options, FakeChatModel(queue=[told]))) as assistant:
        return asyncio.run(asked(assistant))


WRITTEN = "Cabinet resolved that the allotment rent be set at 48 pounds a plot KEY. It starts from 1 April 2025 KEY."


def test_the_first_sentence_is_there_before_the_last_is_written(westmere_store: Path) -> None:
    shown = seen(westmere_store, Reply(WRITTEN, pause=0.06))
    early = [html for html in shown if 'data-done="false"' in html and "48 pounds a plot" in html]
    assert any("1 April" not in html for html in early)
    assert all("S1x" not in html for html in shown)
    assert "1 April 2025" in shown[-1] and "checked against the pages" in shown[-1]


def test_what_was_shown_goes_when_the_model_dies(westmere_store: Path) -> None:
    shown = seen(westmere_store, Reply(WRITTEN, pause=0.06, error=OSError("reset"), dies_after=14))
    assert any("set at 48 pounds" in html and 'data-done="false"' in html for html in shown)
    assert replies.WITHOUT_MODEL in shown[-1].replace("</span><span>", "")


@pytest.mark.parametrize(
    ("checked", "line"),
    [
        (None, ""),
        (Checked(), ""),
        (Checked(figures=7), "7 figures checked against the pages."),
        (Checked(figures=1, dates=2, quotes=1), "1 figure, 2 dates and 1 quotation checked against the pages."),
    ],
)
def test_what_was_checked_is_one_quiet_line(checked: Checked | None, line: str) -> None:
    scope = Scope.model_validate({"documents": 1})
    assert checked_line(Answer(question="?", answer="!", status="answered", scope=scope, checked=checked)) == line
