"""``python -m eval`` as it is typed: what it writes, and one clear line with the right exit code for what cannot be done."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from assistant.store.store import Store
from assistant.testing import TinyEmbedder
from eval.__main__ import main
from eval.compare import load_floors
from eval.errors import EvalError, RunError
from eval.runs import Run, load, write
from eval.sets import PAPERS
from tests.answering.inventing import SOURCE
from tests.eval.speaking import speaking

QUICK = ["--kind", "injection-paper"]  # two cases of the sample set
DENTAL = [{"document": "improvement-plan-highlight-report-december-2024.pdf", "page": 5, "quote": "75.1%"}]
CHARGE = [
    {"document": "cabinet-decision-notice-2025-06-17.pdf", "page": 1, "quote": "£420"},
    {"document": "cabinet-agenda-2025-07-15.pdf", "page": 3, "quote": "£420"},
]
OWN = [
    {
        "id": "own-1", "kind": "table-cell", "turns": ["how many kids had their dental checks up to date in dec 2024"],
        "gold": [{"value": 75.1, "unit": "%"}], "evidence": DENTAL, "cluster": "dental",
    },
    {
        "id": "own-2", "kind": "decision", "turns": ["What did Cabinet resolve about post-16 transport on 17 June 2025?"],
        "nuggets": [{"wordings": ["£420"]}], "evidence": CHARGE, "cluster": "charge", "holdout": True,
    },
]  # fmt: skip


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*words: object) -> Ended:
        monkeypatch.setattr("sys.argv", ["eval", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Ended(int(ended.value.code or 0), told.out, told.err)

    return run


@pytest.fixture
def made(command: Command, sample_store: Path, tmp_path: Path) -> Callable[..., tuple[Ended, Run]]:
    """Runs the command over the sample store; gives how it ended and the run it wrote."""

    def run(*words: object) -> tuple[Ended, Run]:
        into = tmp_path / "runs"
        before = set(into.glob("*"))
        ended = command("run", "--store", sample_store, "--into", into, *words)
        (folder,) = set(into.glob("*")) - before
        return ended, load(folder)

    return run


@pytest.fixture
def own(tmp_path: Path) -> list[str]:
    """The options for a set of one's own, kept elsewhere, of which only the store has the papers."""
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "own.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in OWN))
    return ["--set", "own", "--cases", str(folder)]


def quoting(_system: str, asked: str) -> str:
    key, _, _, text = SOURCE.findall(asked)[0]
    return f"“{' '.join(text.split()[:8])}” {key}."


def test_a_run_writes_all_its_files_and_says_where(made: Callable[..., tuple[Ended, Run]], own: list[str]) -> None:
    ended, run = made(*own)
    assert ended.code == 0 and f"Written to {run.folder}" in ended.out and "\nPASS\n" in ended.out
    assert {p.name for p in run.folder.iterdir()} == {
        "manifest.json", "cases.jsonl", "summary.json", "junit.xml", "report.html",
    }  # fmt: skip
    assert ElementTree.parse(run.folder / "junit.xml").getroot().get("tests") == "2"
    summary = json.loads((run.folder / "summary.json").read_text())
    assert summary["all"]["coverage"] == 1 and summary["all"]["input_tokens"] is None and summary["judge"] is None
    assert "places" in ended.out and "tokens" not in ended.out


def test_the_verdict_and_the_exit_code_are_one_and_the_flips_are_shown(
    made: Callable[..., tuple[Ended, Run]], own: list[str], command: Command
) -> None:
    _, run = made(*own)
    lost = [o.model_copy(update={"score": o.score.model_copy(update={"correct": False})}) for o in run.outcomes]
    write(run.folder.parent / "worse", run.manifest, lost)
    ended = command("compare", run.folder, run.folder.parent / "worse")
    assert ended.code == 1 and "REGRESSION: " in ended.out and "2 lost, 0 won" in ended.out
    assert "right answers fell by 100.0%" in ended.out and ended.out.count("engine extractive") == 2
    shown = next(o.case for o in run.outcomes if not o.case.holdout)
    assert shown.id in ended.out and "(holdout)" in ended.out
    place = f"{shown.evidence[0].document} p. {shown.evidence[0].page}"
    assert shown.question in ended.out and re.search(rf"wanted .*{re.escape(place)}", ended.out)
    same = command("compare", run.folder, run.folder)
    assert same.code == 0 and "0 lost, 0 won" in same.out and same.out.endswith("PASS\n")


def test_an_engine_is_asked_and_what_it_spends_is_summed(
    made: Callable[..., tuple[Ended, Run]], own: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with speaking(quoting) as address:
        monkeypatch.setenv("ASSISTANT_MODEL_BASE_URL", address)
        ended, run = made("--engine", "openai:spoken", *own)
    assert run.manifest.engine == "openai:spoken" and run.manifest.settings["model_base_url"] == address
    assert [o.answer.engine for o in run.outcomes] == ["openai:spoken"] * 2, run.outcomes[0].answer.answer
    summary = json.loads((run.folder / "summary.json").read_text())["all"]
    assert [summary[name] for name in ("asked_model", "by_model", "input_tokens", "output_tokens", "tool_calls")] == [
        2, 2, 2000, 100, 0,
    ]  # fmt: skip
    assert "wrote 2 of the 2 answers it was asked for: 2,000 tokens in, 100 out, 0 tool calls" in ended.out
    report = (run.folder / "report.html").read_text("utf-8")
    assert "1,000 tokens in, 50 out, 0 tool calls" in report and ">tokens in</button>" in report


def test_without_an_engine_named_no_model_is_asked_whatever_is_set(
    made: Callable[..., tuple[Ended, Run]], own: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL", "openai:gpt-4.1")
    ended, run = made(*own)
    assert ended.code == 0 and run.manifest.engine == "extractive" and run.manifest.settings["model"] is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--engine", "no such thing"], "--engine: the chat model 'no such thing' cannot be set up"),
        (["--engine", "openai:gpt-4.1"], "OPENAI_API_KEY"),
        (["--engine", "anthropic:claude"], "pip install langchain-anthropic"),
        (["--judge", "no such thing"], "--judge: the chat model 'no such thing' cannot be set up"),
        (["--kind", "nonsense"], "No case is of kind 'nonsense'. The kinds are: action, arithmetic,"),
        (["--set", "s"], "There is no set 's'"),
        (["--accept", "everything"], "--accept"),
        (["--limit", "0"], "--limit"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_is_asked(
    words: list[str], says: str, command: Command, sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    ended = command("run", "--store", sample_store, "--into", tmp_path / "runs", *words)
    assert ended.code == 2 and says in ended.err and not (tmp_path / "runs").exists()
    assert "Traceback" not in ended.err and "ASSISTANT_MODEL:" not in ended.err


def test_a_base_that_will_not_do_is_refused_before_anything_is_asked(
    command: Command, sample_store: Path, tmp_path: Path
) -> None:
    asked = ["run", "--store", sample_store, "--into", tmp_path / "runs"]
    missing = command(*asked, "--base", "nothing")
    assert (missing.code, missing.err) == (3, "eval: There is no run nothing. List them with: ls eval/runs\n")
    other = command(*asked, "--base", "baseline:real")
    assert other.code == 3 and "of the set real, the other of sample" in other.err
    part = command(*asked, "--base", "baseline:sample", *QUICK)
    assert part.code == 3 and "--accept cases" in part.err
    assert not (tmp_path / "runs").exists()


def test_a_store_that_is_missing_or_holds_no_paper_is_wrong_use(command: Command, tmp_path: Path) -> None:
    missing = command("run", "--store", tmp_path / "none")
    assert missing.code == 2 and missing.err.startswith("eval: No store at ")
    with Store.write(tmp_path / "empty", TinyEmbedder(), "all-MiniLM-L6-v2"):
        pass
    empty = command("run", "--store", tmp_path / "empty")
    assert empty.code == 2 and "holds no papers" in empty.err and empty.err.count("\n") == 1


def test_a_model_that_answers_nothing_is_no_pass(
    made: Callable[..., tuple[Ended, Run]], own: list[str], command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_system: str, _asked: str) -> str:
        raise ConnectionError

    with speaking(down) as address:
        monkeypatch.setenv("ASSISTANT_MODEL_BASE_URL", address)
        ended, run = made("--engine", "openai:spoken", *own)
    assert ended.code == 3 and "wrote 0 of the 2 answers" in ended.out and "INCOMPLETE: " in ended.out
    compared = command("compare", run.folder, run.folder)
    assert compared.code == 3 and "INCOMPLETE: openai:spoken wrote none of its 2 answers" in compared.out


def test_a_judge_is_heard_beside_the_scores_and_decides_nothing(
    made: Callable[..., tuple[Ended, Run]], own: list[str], command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = ["It says something else.\nGRADE: WRONG", "Right or wrong, who can tell?"]
    with speaking(lambda _system, _asked: replies.pop(0)) as address:
        monkeypatch.setenv("ASSISTANT_MODEL_BASE_URL", address)
        ended, run = made("--judge", "openai:strict", *own)
    assert [o.grade for o in run.outcomes] == ["wrong", "unscored"] and run.manifest.judge == "openai:strict"
    assert all(o.score.correct for o in run.outcomes) and run.manifest.engine == "extractive"
    assert "openai:strict as judge, which decides nothing: 0 right, 1 wrong, 1 unscored" in ended.out
    summary = json.loads((run.folder / "summary.json").read_text())
    assert (
        summary["judge"] == {"right": 0, "wrong": 1, "unscored": 1, "agreement": 0.0} and summary["all"]["correct"] == 1
    )
    assert "graded wrong by openai:strict" in (run.folder / "report.html").read_text("utf-8")


def test_answers_are_scored_anew_into_a_whole_run(made: Callable[..., tuple[Ended, Run]], command: Command) -> None:
    _, run = made(*QUICK)
    ended = command("rescore", run.folder, "--into", run.folder.parent)
    (anew,) = [load(p) for p in run.folder.parent.iterdir() if p != run.folder]
    assert ended.code == 0 and "0 lost, 0 won" in ended.out and "--" not in anew.manifest.told
    assert anew.manifest.rescored and anew.outcomes == run.outcomes and (anew.folder / "report.html").is_file()


def test_what_keeps_no_answers_or_has_no_papers_is_not_scored_anew(
    command: Command, made: Callable[..., tuple[Ended, Run]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _, run = made(*QUICK)
    monkeypatch.setitem(PAPERS, "real", tmp_path)
    slim = command("rescore", "baseline:real", "--into", tmp_path / "anew")
    assert slim.code == 3 and "keeps no answers" in slim.err
    monkeypatch.setitem(PAPERS, "sample", tmp_path / "gone")
    absent = command("rescore", run.folder, "--into", tmp_path / "anew")
    assert absent.code == 3 and "papers of set sample are not here" in absent.err
    assert not (tmp_path / "anew").exists()


def test_a_set_without_its_papers_is_skipped_with_a_line(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(PAPERS, "real", tmp_path / "gone")
    ended = command("run", "--set", "real")
    assert ended.code == 0 and ended.out.startswith("skipped    set real: its papers are not here")


def test_drafts_that_cannot_be_written_are_one_line(command: Command, tmp_path: Path) -> None:
    ended = command("candidates", "--store", tmp_path, "--out", tmp_path / "none" / "drafts.jsonl")
    assert ended.code == 2 and ended.err.count("\n") == 1 and "drafts.jsonl" in ended.err
    assert "No answer was marked" in command("candidates", "--store", tmp_path).err


@pytest.mark.parametrize("measure", ["correctness", "recall", "recall@2", "p95@1", "judge"])
def test_a_floor_on_what_is_not_measured_is_told(measure: str, tmp_path: Path) -> None:
    (tmp_path / "floors.json").write_text(json.dumps({"sample": {measure: 0.5}}))
    with pytest.raises(EvalError, match=f"no measure '{measure}'"):
        load_floors(tmp_path / "floors.json")
    (tmp_path / "floors.json").write_text('{"sample": {"correct": "much"}}')
    with pytest.raises(RunError, match="cannot be read"):
        load_floors(tmp_path / "floors.json")
