"""The log of answers, numbers for Prometheus, log lines as JSON, settings noted, and the switch of the chat model."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from assistant import Assistant
from assistant.errors import UsageError
from assistant.settings import load_settings
from assistant.store.answer_log import AnswerLog
from assistant.store.audit import audit_settings, entries, switch_model
from assistant.testing import FakeChatModel
from assistant.web.access import Access
from assistant.web.chat import Chat
from assistant.web.turns import Conversation
from assistant.web.watching import JsonLines, Watch, told_to_prometheus
from tests.servers import free_port
from tests.web.conftest import Site
from tests.web.signing import signed_in

ANSWER: dict[str, Any] = {
    "question": "Who chaired?", "answer": "Cllr Ash [1]", "status": "answered", "engine": "extractive", "elapsed_ms": 31.5,
    "citations": [{"document": "a.pdf", "page": 2}, {"document": "a.pdf", "page": 2}], "checked": None,
}  # fmt: skip


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in sorted(folder.glob("answers/*")) for line in file.read_text().splitlines()]


def test_the_log_holds_the_question_its_evidence_and_of_the_user_the_number_alone(tmp_path: Path) -> None:
    AnswerLog(tmp_path, 90).add(ANSWER, user=7, clearance="public", face="chat")
    (entry,) = lines(tmp_path)
    assert entry.keys() == {
        "at", "face", "user", "clearance", "question", "status", "engine", "evidence", "checked", "elapsed_ms",
    }  # fmt: skip
    assert (entry["user"], entry["question"], entry["evidence"]) == (7, "Who chaired?", [["a.pdf", 2]])
    (file,) = (tmp_path / "answers").iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_the_log_is_kept_for_so_many_days_or_not_at_all(tmp_path: Path) -> None:
    now = [datetime(2026, 3, 1, 12, tzinfo=UTC)]
    log = AnswerLog(tmp_path, 2, lambda: now[0])
    for _ in range(4):
        log.add(ANSWER, user=None, clearance="public", face="chat")
        now[0] += timedelta(days=1)
    assert sorted(path.name for path in (tmp_path / "answers").iterdir()) == ["2026-03-03.jsonl", "2026-03-04.jsonl"]
    AnswerLog(tmp_path / "off", 0).add(ANSWER, user=None, clearance="public", face="chat")
    assert not (tmp_path / "off").exists()


def test_prometheus_gets_numbers_and_no_words_of_questions(tmp_path: Path) -> None:
    watch, port = Watch(load_settings(store=tmp_path)), free_port()
    watch.answered(ANSWER, user=7, clearance="public", face="chat")
    watch.failed(UsageError("Who chaired?"))
    with told_to_prometheus(watch, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as reply:
            said = reply.read().decode()
        with pytest.raises(UsageError, match="ASSISTANT_METRICS_PORT"), told_to_prometheus(watch, port):
            pass
    assert 'assistant_answers_total{engine="extractive",face="chat",status="answered"} 1.0' in said
    assert 'assistant_failures_total{error="UsageError"} 1.0' in said
    assert "chaired" not in said and "a.pdf" not in said


def test_a_log_that_takes_no_more_stops_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "answers").write_text("in the way")
    Watch(load_settings(store=tmp_path)).answered(ANSWER, user=7, clearance="public", face="chat")
    assert "is not in the log" in caplog.text and "chaired" not in caplog.text


def test_log_records_are_lines_of_json() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    logger = logging.Logger("x")
    logger.addHandler(handler)
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logger.exception("it %s", "failed")
    said = json.loads(out.getvalue())
    assert out.getvalue().count("\n") == 1
    assert (said["level"], said["logger"], said["message"]) == ("error", "x", "it failed")
    assert "two\nlines" in said["exception"]


def test_changed_settings_are_noted_and_no_password_is(tmp_path: Path) -> None:
    url = "postgresql+psycopg://papers:hush@db/council"
    for given in ({}, {}, {"clearance": "exempt", "database_url": url}):
        audit_settings(tmp_path, load_settings(store=tmp_path, **given).model_dump(mode="json"))
    first, second = entries(tmp_path)
    assert first["changed"] == {}
    assert second["changed"].keys() == {"clearance", "database_url"}
    assert second["changed"]["clearance"] == ["public", "exempt"]
    assert "hush" not in (tmp_path / "audit.jsonl").read_text()


@pytest.mark.parametrize("on", [True, False])
def test_without_the_chat_model_all_else_goes_on(sample_store: Path, on: bool) -> None:
    model = FakeChatModel(always="The Committee met.")
    assistant = Assistant.open(load_settings(store=sample_store), model)
    switch_model(sample_store, on=on)
    try:
        answer = assistant.ask("What did Cabinet resolve on post-16 transport in June 2025?")
        assert bool(model.history) is on
        assert answer.status == "answered" and "post-16" in answer.answer
        assert assistant.register("decisions")
    finally:
        switch_model(sample_store, on=True)
        assistant.close()
    assert [entry["now"] for entry in entries(sample_store)][-2:] == ["on" if on else "off", "on"]


def test_an_answer_in_the_chat_is_in_the_log(sample_assistant: Assistant, sample_store: Path) -> None:
    access = Access(sample_assistant)
    question = f"What did Cabinet resolve on post-16 transport in June 2025? {uuid4().hex}"

    async def asked() -> None:
        async for _ in Chat(access).ask(question, Conversation(), None, ([], None, None, [])):
            pass

    asyncio.run(asked())
    (entry,) = [entry for entry in lines(sample_store) if entry["question"] == question]
    assert (entry["face"], entry["status"], entry["user"]) == ("chat", "answered", None) and entry["evidence"]
    assert (
        access.watch.registry.get_sample_value(
            "assistant_answers_total", {"status": "answered", "engine": "extractive", "face": "chat"}
        )
        == 1.0
    )
    assert access.watch.registry.get_sample_value("assistant_questions_under_way") == 0.0
    access.close()


def test_what_programs_ask_is_logged_with_who_asked(guarded: Site) -> None:
    with signed_in(guarded.url, "rita") as rita, signed_in(guarded.url, "olga") as olga:
        for program in (rita, olga):
            assert program.post("api/ask", json={"question": "Who chaired the api meeting?"}).status_code == 200
    noted = [one for one in lines(guarded.store) if one["question"] == "Who chaired the api meeting?"]
    assert [(one["face"], one["clearance"]) for one in noted] == [("api", "public"), ("api", "exempt")]
    assert len({one["user"] for one in noted} - {None}) == 2
