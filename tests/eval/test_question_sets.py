"""The regression set held against the blessed baseline, and what must hold of every answer whatever it is worth."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant import Assistant
from eval.bless import OWN
from eval.cases import load_cases
from eval.check import papers_under, problems
from eval.compare import compare, judge, load_floors
from eval.pages import Pages, bare
from eval.run import Outcome, ask_all
from eval.runs import BASELINES, Run, describe, load
from eval.scoring import score


def run(assistant: Assistant, name: str, papers: Path) -> Run:
    cases = load_cases([name])
    outcomes = ask_all(assistant, cases, Pages(papers_under(papers)), limit=60)
    return Run(folder=Path(name), manifest=describe(assistant, [name], cases), outcomes=outcomes)


@pytest.fixture(scope="module")
def sample_run(sample_assistant: Assistant, sample_papers: Path) -> Run:
    return run(sample_assistant, "sample", sample_papers)


@pytest.fixture(scope="module")
def real_run(real_assistant: Assistant, real_papers: Path) -> Run:
    return run(real_assistant, "real", real_papers)


def check_form(outcomes: list[Outcome]) -> None:
    for case, answer in ((o.case, o.answer) for o in outcomes):
        told = f"{case.id}\n→ {answer.answer}"
        assert answer.answer.strip() and answer.id == case.id
        assert (answer.status in {"answered", "partial"}) == bool(answer.citations), told
        markers = {int(m) for m in re.findall(r"(?<!\\)\[(\d+)\]", answer.answer)}
        assert markers == {c.marker for c in answer.citations}, told
        assert all(c.boxes for c in answer.citations), told


def gate(made: Run, name: str) -> list[str]:
    base = load(BASELINES / name)
    return judge(made, compare(base, made, ["index"]), load_floors()).reasons


def test_the_sample_cases_are_sound(sample_papers: Path) -> None:
    assert problems(load_cases(["sample"]), Pages(papers_under(sample_papers))) == []


def test_the_real_cases_are_sound(real_papers: Path) -> None:
    assert problems(load_cases(["real"]), Pages(papers_under(real_papers))) == []


def test_the_sample_set_passes_the_gate(sample_run: Run) -> None:
    check_form(sample_run.outcomes)
    assert gate(sample_run, "sample") == []


def test_the_real_set_passes_the_gate(real_run: Run) -> None:
    check_form(real_run.outcomes)
    assert gate(real_run, "real") == []


def test_a_search_that_puts_the_right_page_lower_fails_the_gate(sample_run: Run, sample_papers: Path) -> None:
    pages, worse = Pages(papers_under(sample_papers)), []
    for outcome in sample_run.outcomes:
        ranked = [("another.pdf", number) for number in range(1, 5)] + outcome.ranked  # the answers stay as they are
        judged = score(outcome.case, outcome.answer, ranked, pages)
        worse.append(outcome.model_copy(update={"ranked": ranked, "score": judged}))
    reasons = judge(sample_run.model_copy(update={"outcomes": worse}), None, load_floors()).reasons
    assert len(reasons) == 2 and "recall@1" in reasons[0] and "recall@5" in reasons[1]


def test_no_sentence_of_the_real_papers_is_kept(real_papers: Path) -> None:
    files = papers_under(real_papers)
    pages = Pages(files)
    texts = [bare(pages.text(name, n)) for name in files for n in range(1, pages.count(name) + 1)]
    assert "real" not in OWN
    kept = [place.quote for case in load_cases(["real"]) for place in case.evidence if place.quote]
    kept += [c.quote for o in load(BASELINES / "real").outcomes for c in o.answer.citations if c.quote]
    long = [w for case in load_cases(["real"]) for n in case.nuggets for w in n.wordings if len(w.split()) > 12]
    assert kept == []
    assert [w for w in long if any(bare(w) in text for text in texts)] == []
    assert {o.answer.answer for o in load(BASELINES / "real").outcomes} <= {"(not kept)", ""}
