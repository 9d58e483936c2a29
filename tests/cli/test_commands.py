"""Commands: what they print, in which form, with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.printing import columns_of, harmless
from tests.cli.conftest import COMMAND, Ran, run, write_pdf

MARCH = [
    "Minutes of the meeting of the Parks Committee held on 4 March 2024",
    "Present: Councillor Ash (Chair)",
    "1. Benches",
    "RESOLVED: That granite benches be placed along the aardvark walk.",
]
ANSWER_KEYS = ["id", "question", "answer", "status", "citations", "values", "scope", "engine", "elapsed_ms"]
CITATION_KEYS = ["marker", "document", "title", "date", "page", "page_label", "quote", "boxes"]
VALUE_KEYS = ["label", "value", "unit", "period", "as_printed", "document", "page"]


def in_order(keys: list[str], wanted: list[str]) -> bool:
    """Whether the keys wanted are all there, in their order, whatever was added."""
    return [key for key in keys if key in wanted] == wanted


def test_ingest_again_change_remove_and_sync(tmp_path: Path, call: Callable[..., Ran]) -> None:
    folder, store = tmp_path / "p", tmp_path / "s"
    path = write_pdf(folder / "parks.pdf", [MARCH])
    write_pdf(
        folder / "x" / "Agenda.pdf", [["Agenda of the Parks Committee of 4 March 2024", "1. Apologies (Pages 1 - 2)"]]
    )
    write_pdf(folder / "y" / "Agenda.pdf", [["Trees are planted in the autumn of each year along the main road."]])
    first = call("ingest", folder, "--store", store)
    assert (first.code, first.err) == (0, "")
    assert first.lines[0] == "added      parks.pdf: Parks Committee – minutes, 4 March 2024; 1 page (1 text)"
    assert first.lines[-1] == f"3 papers: 3 added; 3 pages read into {store}."
    again = call("ingest", folder, "--store", store)
    assert (again.code, again.lines[0]) == (0, "unchanged  parks.pdf: already in")
    assert again.lines[-1] == f"3 papers: 3 unchanged; 0 pages read into {store}."

    asked = "What was decided about benches on the aardvark walk?"
    assert "granite" in json.loads(call("ask", asked, "--json", "--store", store).out)["answer"]
    write_pdf(path, [[*MARCH[:3], "RESOLVED: That oak benches be placed along the river."]])
    assert call("ingest", path, "--store", store).lines[0].startswith("replaced   parks.pdf: ")
    after = call("ask", asked, "--json", "--store", store).out
    assert "granite" not in after
    assert (
        "oak" in json.loads(call("ask", "What was resolved about benches?", "--json", "--store", store).out)["answer"]
    )

    unknown = call("remove", "nothing.pdf", "--store", store)
    assert (unknown.code, unknown.err) == (
        2,
        "assistant: No paper is named nothing.pdf. List them with: assistant papers\n",
    )
    many = call("remove", "parks.pdf", "Agenda.pdf", "--store", store)
    assert many.code == 2 and "2 papers are named Agenda.pdf; give the id instead: " in many.err
    one = many.err.rsplit(", ", 1)[1].strip()
    assert call("remove", one, "--store", store).out == "removed    Agenda.pdf\n"
    path.unlink()
    synced = call("ingest", "--sync", folder, "--store", store)
    assert synced.lines[0] == "removed    parks.pdf: its file is gone"
    assert synced.code == 0
    held = [row["document"] for row in json.loads(call("papers", "--json", "--store", store).out)]
    assert held == ["Agenda.pdf", "Agenda.pdf"]  # the one removed by name came back with its file
    assert call("check", "--store", store).lines == [f"The store at {store} is whole."]


REGISTERS = ["papers", "decisions", "actions", "indicators", "risks", "budget"]


@pytest.mark.parametrize("name", [*REGISTERS, "papers --report"])
def test_lists_are_valid_csv_and_json_also_when_empty(sample_store: Path, call: Callable[..., Ran], name: str) -> None:
    columns = columns_of("reading" if "--report" in name else name)
    rows = json.loads(call(*name.split(), "--json", "--store", sample_store).out)
    assert rows and all(tuple(row) == columns for row in rows)
    read = list(csv.DictReader(io.StringIO(call(*name.split(), "--csv", "--store", sample_store).out, newline="")))
    assert read == [{k: "" if v is None else str(harmless(v)) for k, v in row.items()} for row in rows]
    plain = call(*name.split(), "--store", sample_store)
    assert plain.lines[-1] == f"{len(rows)} rows" and plain.code == 0
    if not name.startswith("papers"):
        nothing = ["zzzz", "--store", sample_store]
        assert json.loads(call(name, "--json", *nothing).out) == []
        assert call(name, "--csv", *nothing).out.splitlines() == [",".join(columns)]
        assert call(name, *nothing).lines == ["0 rows"]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+44 20", "'+44 20"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("-0.842", "-0.842"),
        ("+1,604.5%", "+1,604.5%"),
        ("-£1.318m", "-£1.318m"),
        ("+£450k", "+£450k"),
        ("-3.5pp", "-3.5pp"),
        ("-1m+A1", "'-1m+A1"),
        ("-£1,000*2", "'-£1,000*2"),
        ("+1m(2)", "'+1m(2)"),
        ("-", "-"),
        ("a = b", "a = b"),
        (-3.5, -3.5),
        (None, None),
    ],
)
def test_nothing_becomes_a_formula_in_a_spreadsheet(value: object, printed: object) -> None:
    assert harmless(value) == printed


def test_an_answer_as_json_is_the_contract(sample_store: Path, call: Callable[..., Ran]) -> None:
    figure = call(
        "ask", "What percentage of referrals were re-referrals in December 2024?", "--json", "--store", sample_store
    )
    unknown = call("ask", "What did the Committee decide about the space programme?", "--json", "--store", sample_store)
    assert len(figure.lines) == len(unknown.lines) == 1
    answers = [json.loads(ran.out) for ran in (figure, unknown)]
    for answer in answers:
        assert in_order(list(answer), ANSWER_KEYS)
        assert answer["status"] in {"answered", "partial", "not_found", "clarify", "refused", "error"}
        assert list(answer["scope"])[:4] == ["documents", "from", "to", "unreadable_pages"]
        assert answer["id"] is None
    cited = [citation for answer in answers for citation in answer["citations"]]
    assert cited and all(in_order(list(citation), CITATION_KEYS) for citation in cited)
    valued = [value for answer in answers for value in answer["values"]]
    assert valued and all(in_order(list(value), VALUE_KEYS) for value in valued)


def test_a_batch_keeps_order_ids_and_history(sample_store: Path, tmp_path: Path, call: Callable[..., Ran]) -> None:
    batch = tmp_path / "batch.jsonl"
    entries: list[dict[str, object]] = [
        {"id": "b", "question": "Who chaired the Cabinet meeting of 17 June 2025?"},
        {
            "id": 7,
            "question": "and who was absent?",
            "history": ["Who chaired the Cabinet meeting of 17 June 2025?"],
        },
        {"question": "Broken \ud83d half of a character, and a line\u2028separator?", "history": None},
        {"id": "empty", "question": ""},
        {"id": "b", "question": "word " * 10_000},
    ]
    lines = [json.dumps(entry) for entry in entries]
    lines[2] = lines[2].replace("\\u2028", "\u2028")  # JSON allows it as it is
    batch.write_text("\ufeff" + "\n\n  \n".join(lines) + "\r\n", encoding="utf-8")
    ran = call("ask", "--batch", batch, "--json", "--store", sample_store)
    assert (ran.code, ran.err) == (0, "")
    answers = [json.loads(line) for line in ran.out.split("\n")[:-1]]
    assert [answer["id"] for answer in answers] == ["b", "7", None, "empty", "b"]
    assert [answer["question"] for answer in answers[:2]] == [entry["question"] for entry in entries[:2]]
    assert "17 June 2025" in answers[1]["answer"]  # the meeting asked about before
    assert [answer["status"] for answer in answers[3:]] == ["refused", "refused"]


def test_help_answers_without_loading_what_it_does_not_need() -> None:
    seen = "import sys; from assistant.cli import app; print(sorted(m for m in sys.modules if m.count('.') == 0))"
    loaded = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout
    for heavy in ("torch", "chromadb", "gradio", "langchain_core", "sqlalchemy", "onnxruntime", "numpy", "pydantic"):
        assert f"'{heavy}'" not in loaded
    pid = os.posix_spawn(
        COMMAND, [COMMAND, "--help"], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, used = os.wait4(pid, 0)
    assert status == 0
    assert used.ru_utime + used.ru_stime < 1.0  # 0.3 s on an idle machine; a busy one counts more
    told = run("--help").out
    for command in ("ingest", "ask", "remove", *REGISTERS, "serve", "check"):
        assert command in told


def test_a_reader_that_goes_away_is_no_failure(sample_store: Path) -> None:
    piped = f"{COMMAND} indicators --store {sample_store} | head -n 1"
    done = subprocess.run(["bash", "-c", piped], capture_output=True, text=True, check=False)
    assert done.stderr == "" and len(done.stdout.splitlines()) == 1
