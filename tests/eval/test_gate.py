"""The regression set judges fairly: a seeded fault fails the gate, the same run shows no flip, order changes nothing."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.answering.answer import Scope
from eval.cases import Case, load_cases, read_cases
from eval.check import gold_answer, papers_under
from eval.compare import compare, judge
from eval.errors import CaseError, IncompleteError, RunError
from eval.pages import Pages
from eval.run import Outcome, ask_all
from eval.runs import Manifest, Run, describe, load, new_folder, write
from eval.scoring import _worked_out, score
from eval.statistics import compare_pairs


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case for case in load_cases(["sample"]) if not case.holdout][:40]


@pytest.fixture(scope="module")
def pages(sample_papers: Path) -> Pages:
    return Pages(papers_under(sample_papers))


@pytest.fixture(scope="module")
def made(sample_assistant: Assistant, cases: list[Case], pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Run:
    outcomes = ask_all(sample_assistant, cases, pages, limit=30)
    folder = tmp_path_factory.mktemp("runs") / "one"
    write(folder, describe(sample_assistant, ["sample"], cases), outcomes)
    return load(folder)


def with_outcomes(run: Run, outcomes: list[Outcome]) -> Run:
    return run.model_copy(update={"outcomes": outcomes})


def broken(outcome: Outcome, pages: Pages) -> Outcome:
    """The same case with every figure of its answer raised by one, as a fault in reading would."""
    text = "".join(str((int(c) + 1) % 10) if c.isdigit() else c for c in outcome.answer.answer)
    answer = outcome.answer.model_copy(update={"answer": text.replace("Penhallow", "Nobody")})
    return outcome.model_copy(update={"answer": answer, "score": score(outcome.case, answer, outcome.ranked, pages)})


def test_a_run_against_itself_shows_no_flip_whatever_the_order(made: Run) -> None:
    shuffled = random.Random(7).sample(made.outcomes, len(made.outcomes))
    found = compare(made, with_outcomes(made, shuffled))
    assert (found.flips, found.difference.mean, found.difference.p) == ([], 0.0, 1.0)
    assert judge(made, found, {}).exit_code == 0
    assert compare(with_outcomes(made, shuffled), made) == found


def test_a_seeded_regression_fails_the_gate(made: Run, pages: Pages) -> None:
    worse = with_outcomes(made, [broken(o, pages) for o in made.outcomes])
    found = compare(made, worse)
    assert found.difference.lost > 5 and found.difference.high < 0
    verdict = judge(worse, found, {})
    assert verdict.exit_code == 1 and str(verdict).startswith("REGRESSION")
    assert compare(worse, made).difference.won == found.difference.lost
    assert judge(made, compare(worse, made), {}).exit_code == 0


def test_each_of_the_three_gates_can_fail_alone(made: Run, pages: Pages) -> None:
    right = next(o for o in made.outcomes if o.score.correct)
    wrong = next(b for o in made.outcomes if not (b := broken(o, pages)).score.correct)
    must = wrong.model_copy(update={"case": wrong.case.model_copy(update={"must_pass": True})})
    assert judge(with_outcomes(made, [must]), None, {}).reasons == [
        f"must-pass case {must.case.id} failed ({must.score.failure})"
    ]
    assert judge(with_outcomes(made, [right]), None, {"sample": {"correct": 0.5}}).exit_code == 0
    assert judge(with_outcomes(made, [wrong]), None, {"sample": {"correct": 0.5}}).exit_code == 1
    assert judge(with_outcomes(made, [wrong]), None, {"sample": {"p95_max": 0.0}}).exit_code == 1


def test_runs_of_other_cases_papers_or_indexes_do_not_compare_unless_told(made: Run) -> None:
    for name, field in {"cases": "case_hash", "corpus": "corpus_hash", "index": "index_hash"}.items():
        other = made.model_copy(update={"manifest": made.manifest.model_copy(update={field: "other"})})
        with pytest.raises(IncompleteError, match=f"--accept {name}"):
            compare(made, other)
        assert compare(made, other, [name]).flips == []
    with pytest.raises(IncompleteError, match="39 of 40"):
        compare(made, with_outcomes(made, made.outcomes[1:]))


def test_errors_and_time_outs_stay_in_the_count(cases: list[Case], pages: Pages, sample_assistant: Assistant) -> None:
    class Slow:
        """An assistant that breaks on its first question and never ends the second."""

        n = 0

        def ask(self, question: str, history: list[str], *, id: str) -> Answer:
            self.n += 1
            if self.n == 1:
                raise ValueError("broken")
            if self.n == 2:
                import time

                time.sleep(2)
            return sample_assistant.ask(question, history, id=id)

        def ranked_pages(self, question: str, history: list[str], k: int) -> list[tuple[str, int]]:
            return []

    outcomes = ask_all(Slow(), cases[:4], pages, limit=0.5)  # type: ignore[arg-type]
    assert [o.case.id for o in outcomes] == [c.id for c in cases[:4]]
    assert [o.score.failure for o in outcomes[:2]] == ["error", "error"]
    assert outcomes[0].error == "ValueError: broken" and "no answer within 0.5 s" in (outcomes[1].error or "")
    assert all(o.score.failure != "error" for o in outcomes[2:])


def test_a_run_that_was_cut_off_or_damaged_is_refused(made: Run, tmp_path: Path) -> None:
    write(tmp_path / "a", made.manifest, made.outcomes)
    (tmp_path / "a" / "manifest.json").unlink()
    with pytest.raises(RunError, match="cut off"):
        load(tmp_path / "a")
    write(tmp_path / "b", made.manifest, made.outcomes[1:])
    with pytest.raises(RunError, match="39 of 40"):
        load(tmp_path / "b")
    write(tmp_path / "c", made.manifest, made.outcomes)
    (tmp_path / "c" / "cases.jsonl").write_text('{"case": 1}\n')
    with pytest.raises(RunError, match="cannot be read"):
        load(tmp_path / "c")
    assert new_folder(made.manifest, tmp_path).name == f"{made.manifest.started}-{made.manifest.commit}"


def test_every_gold_answer_passes_and_a_wrong_one_does_not(cases: list[Case], pages: Pages) -> None:
    for case in (c for c in cases if not c.declined):
        gold = gold_answer(case, pages)
        assert score(case, gold, [], pages).correct, case.id
        elsewhere = [c.model_copy(update={"page": 99}) for c in gold.citations]
        assert score(case, gold.model_copy(update={"citations": elsewhere}), [], pages).failure == "wrong page"
        declined = gold.model_copy(update={"status": "not_found", "citations": [], "answer": "Not in the papers."})
        assert score(case, declined, [], pages).failure == "declined, should answer"


def case(**fields: object) -> Case:
    return Case.model_validate(
        {"id": "x", "kind": "table-cell", "turns": ["q"], "evidence": [{"document": "d", "page": 1}], **fields}
    )


def answer(text: str) -> Answer:
    return Answer(question="q", answer=text, status="answered", scope=Scope.model_validate({"documents": 1}))


@pytest.mark.parametrize(
    ("gold", "text", "share"),
    [
        ({"value": 1318000, "unit": "GBP"}, "an overspend of £1.318m", 1),
        ({"value": 1318000, "unit": "GBP"}, "an overspend of £1.318k", 0),
        ({"value": -842000, "unit": "GBP"}, "an overspend of £842,000", 0),
        ({"value": 53.2, "unit": "%"}, "it was 53.2% (165)", 1),
        ({"value": 53.2, "unit": "%"}, "it was 53.25%", 0),
        ({"value": 53.2, "unit": "%", "tolerance": 0.05}, "it was 53.25%", 1),
        ({"value": 53.2, "unit": "%", "period": "Dec-24"}, "Dec-24: 53.2%", 1),
        ({"value": 53.2, "unit": "%", "period": "Dec-24"}, "Nov-24: 53.2%", 0),
        ({"value": 12, "unit": None}, "there were 12 of them", 1),
        ({"value": 12, "unit": None}, "there were 112 of them", 0),
    ],
)
def test_a_figure_counts_with_value_unit_scale_sign_and_period(
    gold: dict[str, object], text: str, share: float, pages: Pages
) -> None:
    assert score(case(gold=[gold]), answer(text), [], pages).figures == share


def test_wordings_count_as_whole_words(pages: Pages) -> None:
    wanted = case(nuggets=[{"wordings": ["75.1%", "three quarters"]}, {"wordings": ["late"], "vital": False}])
    assert score(wanted, answer("It was **75.1%** [1]."), [], pages).vital == 1
    assert score(wanted, answer("It was 175.1%"), [], pages).vital == 0
    found = score(wanted, answer("about three quarters; it was late"), [], pages)
    assert (found.vital, found.okay) == (1, 1)


def test_a_figure_on_no_cited_page_is_told(made: Run, pages: Pages) -> None:
    outcome = next(o for o in made.outcomes if o.score.correct and o.answer.citations)
    invented = outcome.answer.model_copy(update={"answer": outcome.answer.answer + " That is 987,654 more."})
    assert outcome.score.unsupported == []
    assert score(outcome.case, invented, [], pages).unsupported == ["987,654"]
    forged = [c.model_copy(update={"quote": "words that stand nowhere"}) for c in outcome.answer.citations]
    assert score(outcome.case, outcome.answer.model_copy(update={"citations": forged}), [], pages).invalid


def test_a_share_that_comes_out_right_and_the_rows_of_a_table_are_no_stray_figures(pages: Pages) -> None:
    assert _worked_out("That is £1.110m ÷ £6.430m = 17.3%.", {"1.110", "6.430"}) == {"17.3"}
    assert _worked_out("That is £1.110m ÷ £6.430m = 18.3%.", {"1.110", "6.430"}) == set()
    assert _worked_out("That is £1.110m ÷ £6.430m = 17.3%.", {"1.110"}) == set()
    table = "2 changes:\n\n| What | Source |\n| --- | --- |\n| a | [1] |\n| b | [2] |"
    asked = case(nuggets=[{"wordings": ["a"]}])
    assert score(asked, answer(table), [], pages).unsupported == []
    assert score(asked, answer(table.replace("2 changes", "3 changes")), [], pages).unsupported == ["3"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2 is not a case"),
        ("[]", "line 2: case: Input should be a valid dictionary"),
        ('{"id": "a", "kind": "k", "turns": ["q"], "declined": true, "colour": 1}', "line 2: colour"),
        ('{"id": "a", "kind": "k", "turns": ["q"], "nuggets": [{"wordings": ["x"]}]}', "needs evidence"),
        ('{"id": "a", "kind": "k", "turns": []}', "line 2: turns"),
        (json.dumps({"id": "a", "kind": "k", "turns": ["q" * 10_000_000], "declined": True}), "line 2: turns.0"),
        ('{"id": "a", "question": "q", "history": [], "must": [["x"]], "doc": "d"}', "line 2 is not a case"),
    ],
)
def test_a_malformed_case_is_told_with_file_and_line(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"id": "ok", "kind": "k", "turns": ["q"], "declined": true}\n' + line + "\n")
    with pytest.raises(CaseError) as told:
        read_cases(file)
    assert str(file) in str(told.value) and said in str(told.value) and len(str(told.value)) < 400


def test_ids_and_questions_that_stand_twice_are_refused(tmp_path: Path) -> None:
    line = '{{"id": "{}", "kind": "k", "turns": ["{}"], "declined": true}}\n'
    (tmp_path / "a.jsonl").write_text(line.format("x", "one") + line.format("x", "two"))
    with pytest.raises(CaseError, match="id x stands twice"):
        load_cases(["a"], tmp_path)
    (tmp_path / "a.jsonl").write_text(line.format("x", "one") + line.format("y", " ONE "))
    with pytest.raises(CaseError, match="y asks what x asks"):
        load_cases(["a"], tmp_path)
    with pytest.raises(CaseError, match="no set 'none'"):
        load_cases(["none"], tmp_path)


def test_papers_that_rise_and_fall_together_widen_the_interval() -> None:
    base, worse = [True] * 40, [False] * 8 + [True] * 32
    apart = compare_pairs(base, worse, [str(i) for i in range(40)])
    together = compare_pairs(base, worse, ["a"] * 8 + ["b"] * 16 + ["c"] * 16)
    assert apart.mean == together.mean == -0.2 and apart.high < 0
    assert together.high - together.low > apart.high - apart.low
    assert apart.p == pytest.approx(2 * 0.5**8)
    assert compare_pairs(base, base, ["a"] * 40).detectable == pytest.approx(0.07, abs=0.001)


def test_a_manifest_says_what_the_run_stands_on(made: Run) -> None:
    manifest: Manifest = made.manifest
    assert manifest.cases == 40 and manifest.engine == "extractive" and manifest.versions["chromadb"]
    assert "store" not in manifest.settings and len(manifest.corpus_hash) == len(manifest.index_hash) == 16
