"""What a run is held to: time, whole counts, evidence in several places, and who may become a baseline."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Scope
from assistant.answering.answer import Usage
from eval.bless import bless
from eval.cases import Case, load_cases
from eval.check import gold_answer, papers_under
from eval.compare import compare, judge
from eval.errors import CaseError, EvalError, IncompleteError, RunError
from eval.pages import Pages
from eval.run import Outcome, ask_all
from eval.runs import Manifest, Run, describe, load, write
from eval.scoring import score
from eval.summary import summarise
from eval.tables import notes, tabulate
from eval.worker import OutOfTime, Worker

DECEMBER = {"document": "improvement-plan-highlight-report-december-2024.pdf", "page": 5}
JANUARY = {"document": "improvement-plan-highlight-report-january-2025.pdf", "page": 5}


@pytest.fixture(scope="module")
def pages(sample_papers: Path) -> Pages:
    return Pages(papers_under(sample_papers))


@pytest.fixture(scope="module")
def whole(sample_assistant: Assistant) -> Run:
    """A run of the whole sample set, clean, whose answers are all the same refusal."""
    cases = load_cases(["sample"])
    manifest = describe(sample_assistant, ["sample"], cases).model_copy(update={"dirty": False})
    refused = Answer(question="q", answer="No.", status="refused", scope=Scope.model_validate({"documents": 1}))
    outcomes = [Outcome(case=c, answer=refused, score=score(c, refused, [], Pages({}))) for c in cases]
    return Run(folder=Path("whole"), manifest=manifest, outcomes=outcomes)


def changed(run: Run, **fields: object) -> Run:
    return run.model_copy(update={"manifest": run.manifest.model_copy(update=fields)})


def test_a_question_without_an_end_does_not_keep_the_command_from_ending() -> None:
    script = (
        "import time; from eval.worker import *\n"
        "with Worker() as worker:\n"
        "    try: worker.call(lambda: time.sleep(600), 0.2)\n"
        "    except OutOfTime as late: print(late)\n"
        "    print(worker.call(lambda: 'goes on', 5))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "no answer within 0.2 s\ngoes on\n"


def test_a_time_out_of_the_answer_itself_is_told_as_what_it_is() -> None:
    def late() -> None:
        raise TimeoutError("the disk is slow")

    with Worker() as worker:
        with pytest.raises(TimeoutError, match="the disk is slow"):
            worker.call(late, 5)
        with pytest.raises(OutOfTime):
            worker.call(partial(time.sleep, 1), 0.1)


def two_papers(**fields: object) -> Case:
    places = [{**DECEMBER, "group": 1}, {**JANUARY, "group": 2}, {**JANUARY, "page": 4, "group": 2}]
    nuggets = [{"wordings": ["94.1%"]}, {"wordings": ["95.0%"]}]
    given = {"id": "sample-x", "kind": "multi-paper", "turns": ["q"], "nuggets": nuggets, "evidence": places}
    return Case.model_validate({**given, **fields})


def test_a_case_of_several_papers_is_right_when_each_is_cited(pages: Pages) -> None:
    case = two_papers()
    both = gold_answer(case, pages)
    ranked = [(DECEMBER["document"], 5), ("other.pdf", 1), (JANUARY["document"], 4)]
    found = score(case, both, ranked, pages)  # type: ignore[arg-type]
    assert found.correct and found.coverage == 1
    assert found.recall == {1: 0.5, 3: 1.0, 5: 1.0, 10: 1.0}
    one = both.model_copy(update={"citations": both.citations[:1]})
    missing = score(case, one, [], pages)
    assert (missing.failure, missing.coverage, missing.right_page) == ("incomplete", 0.5, True)
    either = two_papers(evidence=[{**DECEMBER}, {**JANUARY}])
    assert score(either, one, [], pages).correct and score(either, one, [], pages).coverage == 1


def test_how_many_of_the_places_needed_are_cited_is_reported(pages: Pages) -> None:
    case = two_papers()
    one = gold_answer(case, pages)
    one = one.model_copy(update={"citations": one.citations[:1]})
    outcomes = [Outcome(case=case, answer=one, score=score(case, one, [], pages))]
    made = tabulate(outcomes)
    assert summarise(outcomes).coverage == 0.5
    assert made.totals[-1][made.heads.index("places cited")] == "50.0 %"


def test_cases_that_need_several_places_say_which(pages: Pages) -> None:
    grouped = [case for case in load_cases(["sample"]) if len(case.groups) > 1]
    assert len({case.kind for case in grouped} & {"conflict", "multi-page", "multi-paper"}) == 3
    assert all(case.wanted.count("; and ") == len(case.groups) - 1 for case in grouped)


def test_what_models_spent_is_summed_as_far_as_it_was_told() -> None:
    case, scope = two_papers(), Scope.model_validate({"documents": 1})
    usages = [None, Usage(tool_calls=2), Usage(input_tokens=1500, output_tokens=20, tool_calls=1)]
    engines = ["extractive", "extractive", "openai:x"]
    outcomes = [
        Outcome(
            case=case,
            answer=Answer(question="q", answer="x", status="answered", scope=scope, engine=engine, usage=usage),
            score=score(case, gold_answer(case, Pages({})), [], Pages({})),
        )
        for engine, usage in zip(engines, usages, strict=True)
    ]
    found = summarise(outcomes)
    assert (found.asked_model, found.by_model) == (2, 1)
    assert (found.input_tokens, found.output_tokens, found.tool_calls) == (1500, 20, 3)
    assert tabulate(outcomes).heads[-3:] == ["tokens in", "tokens out", "tool calls"]
    assert "wrote 1 of the 2 answers" in notes(outcomes, None)[1]
    assert summarise(outcomes[:1]).tool_calls is None and len(notes(outcomes[:1], None)) == 1


def test_a_run_that_holds_a_case_twice_is_refused(whole: Run, tmp_path: Path) -> None:
    write(tmp_path / "twice", whole.manifest, [*whole.outcomes[1:], whole.outcomes[1]])
    with pytest.raises(RunError, match="a case twice"):
        load(tmp_path / "twice")


def test_answers_with_rare_line_ends_are_read_back(whole: Run, tmp_path: Path) -> None:
    odd = whole.outcomes[0].answer.model_copy(update={"answer": "one\u2028two\x85three\x0cfour"})
    write(tmp_path / "odd", whole.manifest, [whole.outcomes[0].model_copy(update={"answer": odd}), *whole.outcomes[1:]])
    assert load(tmp_path / "odd").outcomes[0].answer == odd


def test_runs_of_different_sets_are_not_compared(whole: Run) -> None:
    with pytest.raises(IncompleteError, match="of the set sample, the other of real"):
        compare(whole, changed(whole, sets=["real"]), ["cases", "corpus", "index"])


def test_all_that_two_runs_do_not_share_is_told_at_once(whole: Run) -> None:
    other = changed(whole, case_hash="other", index_hash="other")
    with pytest.raises(IncompleteError, match=r"the same cases and index.*say --accept cases --accept index"):
        compare(whole, other)
    with pytest.raises(IncompleteError, match=r"the same index\. Run both on the same, or say --accept index"):
        compare(whole, other, ["cases"])


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"sets": ["sample", "real"]}, "of one set"),
        ({"engine": "openai:x"}, "without a chat model"),
        ({"dirty": True}, "no commit holds"),
        ({"case_hash": "other"}, "other cases than the set sample has now"),
    ],
)
def test_what_others_could_not_be_held_to_is_no_baseline(
    fields: dict[str, object], says: str, whole: Run, tmp_path: Path
) -> None:
    with pytest.raises(EvalError, match=says):
        bless(changed(whole, **fields), "because", tmp_path)
    with pytest.raises(EvalError, match="Say why"):
        bless(whole, "  ", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_blessed_run_is_read_back_with_its_reason_and_without_words_of_others(whole: Run, tmp_path: Path) -> None:
    kept: Manifest = load(bless(whole, " because ", tmp_path)).manifest
    assert kept.reason == "because" and kept.case_hash == whole.manifest.case_hash
    assert judge(load(tmp_path / "sample"), compare(whole, load(tmp_path / "sample")), {}).reasons == [
        f"must-pass case {o.case.id} failed ({o.score.failure})"
        for o in whole.outcomes
        if o.case.must_pass and not o.score.correct
    ]


def test_a_set_is_its_whole_name(tmp_path: Path) -> None:
    line = '{{"id": "{}", "kind": "k", "turns": ["{}"], "declined": true}}\n'
    (tmp_path / "sample.jsonl").write_text(line.format("a", "one"))
    (tmp_path / "sample-dev.jsonl").write_text(line.format("b", "two"))
    (tmp_path / "samples.jsonl").write_text(line.format("c", "three"))
    assert [c.id for c in load_cases(["sample", "sample"], tmp_path)] == ["b", "a"]
    assert [c.id for c in load_cases(["sample-dev"], tmp_path)] == ["b"]
    for name in ("s", "*", ""):
        with pytest.raises(CaseError, match="no set"):
            load_cases([name], tmp_path)


def test_what_has_no_answer_stays_in_the_count_of_every_share(pages: Pages) -> None:
    case = two_papers()
    right = gold_answer(case, pages)
    ranked = [(DECEMBER["document"], 5), (JANUARY["document"], 5)]
    broken = Answer(question="q", answer="", status="error", scope=right.scope)
    outcomes = [
        Outcome(case=case, answer=right, score=score(case, right, ranked, pages)),  # type: ignore[arg-type]
        Outcome(case=case, answer=broken, score=score(case, broken, [], pages)),
    ]
    found = summarise(outcomes)
    assert (found.errors, found.correct, found.coverage, found.recall[10], found.mrr) == (1, 0.5, 0.5, 0.5, 0.5)


def test_a_question_that_breaks_is_a_failure_that_says_how(sample_assistant: Assistant, pages: Pages) -> None:
    class Broken:
        """An assistant whose answers break in a way of their own."""

        def ask(self, question: str, history: list[str], *, id: str) -> Answer:
            raise TimeoutError("database is locked")

        ranked_pages = ask

    outcomes = ask_all(Broken(), [two_papers()], pages, limit=5)  # type: ignore[arg-type]
    assert [(o.score.failure, o.error) for o in outcomes] == [("error", "TimeoutError: database is locked")]
