"""What is exempt shows nowhere without the clearance, and with it everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.settings import load_settings
from tests.cli.conftest import Ran, write_pdf

PAPER = "cabinet-part-ii-residential-care-contracts-2025-06-17.pdf"
SECRETS = ("Brightwater", PAPER)
ASKED = [
    "Which provider was awarded the residential care contract?",
    "What did Brightwater Homes Ltd bid?",
    "What was the tender price for residential care for children?",
    "List the scores of the tenders for residential care.",
    f"What does {PAPER} say?",
]


def everything(call: Callable[..., Ran], store: Path) -> str:
    """All that the commands say of the papers."""
    names = ("papers", "decisions", "actions", "indicators", "risks", "budget", "papers --report")
    return "\n".join(call(*name.split(), "--json", "--store", store).out for name in names)


def test_without_clearance_nothing_of_it_shows(sample_store: Path, tmp_path: Path, call: Callable[..., Ran]) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text("".join(json.dumps({"question": question}) + "\n" for question in ASKED))
    answers = [json.loads(line) for line in call("ask", "--batch", batch, "--json", "--store", sample_store).lines]
    for answer in answers:
        told = json.dumps({**answer, "question": ""})
        question = str(answer["question"])
        assert all(secret not in told for secret in SECRETS if secret not in question)
        assert PAPER not in [place["document"] for place in answer["citations"] + answer["values"]]
        assert answer["scope"]["documents"] == 17
    listed = everything(call, sample_store)
    assert all(secret not in listed for secret in SECRETS)


def test_with_clearance_it_shows(sample_store: Path, call: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    public = Assistant.open(load_settings(store=sample_store))
    shown = public.scope().documents
    examples = " ".join(public.examples(50))
    assert all(secret not in examples for secret in SECRETS)
    monkeypatch.setenv("ASSISTANT_CLEARANCE", "exempt")
    cleared = Assistant.open(load_settings(store=sample_store))
    try:
        assert cleared.scope().documents == shown + 1 == 18
        (secret,) = [row for row in cleared.list_papers() if row["access"] == "exempt"]
        assert secret["document"] == PAPER
        assert cleared.pdf_path(str(secret["id"])) is not None
        assert public.pdf_path(str(secret["id"])) is None
    finally:
        cleared.close()
        public.close()
    assert PAPER in everything(call, sample_store)
    answer = json.loads(call("ask", ASKED[1], "--json", "--store", sample_store).out)
    assert PAPER in [citation["document"] for citation in answer["citations"]]


def test_exempt_pages_of_a_public_pack_are_neither_drawn_nor_handed_out(
    tmp_path: Path, call: Callable[..., Ran]
) -> None:
    front = [
        "Cabinet",
        "Tuesday 4 March 2025",
        "AGENDA",
        "1. Apologies",
        "2. Minutes (Pages 1 - 2)",
        "3. Depot (Pages 3 - 4)",
    ]
    report = [
        "Report to: Cabinet",
        "Date of meeting: 4 March 2025",
        "Title of report: Library hours",
        "The hours stay.",
    ]
    secret = [
        "NOT FOR PUBLICATION",
        "Subject: Sale of the depot",
        "From: Head of Property",
        "To: Cabinet, 4 March 2025",
        "The best offer for the depot is £2.75m from Zebrafish Holdings.",
    ]
    write_pdf(tmp_path / "in" / "pack.pdf", [front, report, secret])
    assert call("ingest", tmp_path / "in", "--store", tmp_path / "s").code == 0
    with closing(Assistant.open(load_settings(store=tmp_path / "s"))) as public:
        (paper,) = [str(row["id"]) for row in public.list_papers()]
        assert [public.pdf_path(paper, page) is not None for page in (1, 2, 3)] == [True, True, False]
        assert public.pdf_path(paper) is None
        last = public.around(paper, 2)
        assert last is not None and (last.before, last.after, last.whole) == (1, None, False)
        assert public.around(paper, 3) is None and public.around("unknown", 1) is None
        assert "Zebrafish" not in public.ask("What is the best offer for the depot?").to_json()
    with closing(Assistant.open(load_settings(store=tmp_path / "s", clearance="exempt"))) as cleared:
        assert cleared.pdf_path(paper) is not None and cleared.pdf_path(paper, 3) is not None
        told = cleared.around(paper, 2)
        assert told is not None and (told.before, told.after, told.pages, told.whole) == (1, 3, 3, True)
        assert "£2.75m" in cleared.ask("What is the best offer for the depot?").answer
