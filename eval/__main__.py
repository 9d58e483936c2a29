"""``python -m eval``: run the cases, compare two runs, bless a baseline, score old answers anew, check the set."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from assistant import Assistant
from assistant.errors import AssistantError
from assistant.settings import load_settings
from eval import bless as blessing
from eval import junit, report
from eval.candidates import drafts
from eval.cases import Case, load_cases
from eval.check import papers_under, problems
from eval.compare import Comparison, Verdict, judge, load_floors
from eval.compare import compare as compare_runs
from eval.errors import EvalError, RunError
from eval.pages import Pages
from eval.run import Outcome, ask_all, rescored
from eval.runs import BASELINES, ROOT, Run, describe, find, load, new_folder, write
from eval.summary import Summary, by_kind, summarise

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
screen = Console(width=None if sys.stdout.isatty() else 132)
PAPERS = {
    "sample": ROOT / "corpus" / "papers",
    "real": Path(os.environ.get("ASSISTANT_REAL_PAPERS", ROOT.parent / "shared" / "papers")),
}
SetOption = Annotated[list[str], typer.Option("--set", help="Set of cases; may be given more than once.")]
StoreOption = Annotated[Path | None, typer.Option(help="Store to ask. [default: one made of the set's papers]")]
AcceptOption = Annotated[
    list[str], typer.Option("--accept", help="Compare although the cases, corpus or index differ.")
]


@app.command()
def run(
    sets: SetOption = ["sample"],  # noqa: B006 - typer's way to give a default
    store: StoreOption = None,
    limit: Annotated[float, typer.Option(min=0.1, help="Seconds one question may take.")] = 30.0,
    base: Annotated[str | None, typer.Option(help="Run to compare with. [default: the blessed baseline]")] = None,
    accept: AcceptOption = [],  # noqa: B006
    kind: Annotated[str | None, typer.Option(help="Only this kind of question.")] = None,
) -> None:
    """Ask every case, score the answers, compare with the baseline. Exit 0 pass, 1 regression, 2 usage, 3 incomplete."""
    folders = {name: PAPERS[name] for name in sets if name in PAPERS}
    absent = [name for name, folder in folders.items() if not folder.is_dir()]
    for name in absent:
        typer.echo(
            f"skipped    set {name}: its papers are not here ({folders[name]}). Set ASSISTANT_REAL_PAPERS to them."
        )
    names = [name for name in sets if name not in absent]
    if not names:
        return
    cases = [case for case in load_cases(names) if kind in (None, case.kind)]
    files = {doc: path for name in names if name in PAPERS for doc, path in papers_under(PAPERS[name]).items()}
    with tempfile.TemporaryDirectory() as scratch:
        where = store or _ingested([PAPERS[n] for n in names if n in PAPERS], Path(scratch) / "store")
        with closing(Assistant.open(load_settings(store=where))) as assistant:
            manifest = describe(assistant, names, cases)
            with Progress(console=Console(stderr=True), transient=True) as progress:
                asking = progress.add_task("Asking", total=len(cases))
                outcomes = ask_all(assistant, cases, Pages(files), limit=limit, done=lambda: progress.advance(asking))
    folder = new_folder(manifest)
    write(folder, manifest, outcomes)
    made = load(folder)
    comparison = _against_baseline(made, base, accept) if kind is None else None
    junit.write(folder / "junit.xml", "+".join(names), outcomes)
    report.write(folder / "report.html", manifest, outcomes, files, comparison)
    _print_summary(outcomes)
    _end(made, comparison, gate=kind is None)
    typer.echo(f"Written to {folder}")


@app.command()
def compare(base: str, candidate: str, accept: AcceptOption = []) -> None:  # noqa: B006
    """Compare two runs case by case: folders, names under eval/runs, "latest", or "baseline:SET"."""
    old, new = load(find(base)), load(find(candidate))
    comparison = compare_runs(old, new, accept)
    _print_flips(comparison)
    _end(new, comparison, gate=True)


@app.command()
def bless(run: str, reason: Annotated[str, typer.Option(help="Why this run is the new baseline.")]) -> None:
    """Make a run the baseline of its set."""
    made = load(find(run))
    blessing.bless(made, reason)
    typer.echo(
        f"{made.folder.name} is the baseline of {made.manifest.sets[0]} now: {BASELINES / made.manifest.sets[0]}"
    )


@app.command()
def rescore(run: str) -> None:
    """Score the answers of a run anew with today's scorers, into a run of its own."""
    made = load(find(run))
    files = {
        doc: path for name in made.manifest.sets if name in PAPERS for doc, path in papers_under(PAPERS[name]).items()
    }
    outcomes = rescored(made.outcomes, Pages(files))
    folder = new_folder(made.manifest)
    write(folder, made.manifest, outcomes)
    _print_summary(outcomes)
    typer.echo(f"Written to {folder}")


@app.command()
def check(sets: SetOption = ["sample", "real"]) -> None:  # noqa: B006
    """Check the cases: gold answers pass their own scorer, quotations stand on their page, nothing stands twice."""
    bad = 0
    for name in sets:
        folder = PAPERS.get(name)
        cases = load_cases([name])
        if folder is None or not folder.is_dir():
            typer.echo(f"{name}: {len(cases)} cases read; their papers are not here, so pages were not looked at.")
            continue
        found = problems(cases, Pages(papers_under(folder)))
        for line in found:
            typer.echo(line)
        bad += len(found)
        typer.echo(
            f"{name}: {len(cases)} cases, {sum(c.holdout for c in cases)} of them holdout, {len(found)} problems."
        )
    if bad:
        raise typer.Exit(1)


@app.command()
def candidates(
    store: Annotated[Path | None, typer.Option(help="Store whose users' marks are read. [default: store]")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write. [default: the screen]")] = None,
) -> None:
    """Turn answers that users marked right or wrong into draft cases for a person to finish."""
    lines = drafts(load_settings(store=store).store)
    if out is None:
        typer.echo("\n".join(lines))
        return
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    typer.echo(f"{len(lines)} draft cases written to {out}. Finish each by hand: eval/README.md says how.")


def _against_baseline(made: Run, base: str | None, accept: list[str]) -> Comparison | None:
    name = base or f"baseline:{made.manifest.sets[0]}"
    if base is None and (len(made.manifest.sets) > 1 or not (BASELINES / made.manifest.sets[0]).is_dir()):
        return None
    return compare_runs(load(find(name)), made, accept)


def _ingested(papers: list[Path], folder: Path) -> Path:
    from assistant.retrieval.embed import load_embedder
    from assistant.retrieval.ingest import find_pdfs, ingest
    from assistant.store.store import Store

    settings = load_settings(store=folder)
    with Store.write(folder, load_embedder(settings), settings.embedder) as store:
        failed = [o.note for o in ingest(store, settings, find_pdfs(papers)) if o.outcome == "failed"]
    if failed:
        raise RunError(f"{len(failed)} papers could not be taken in: {'; '.join(failed)}")
    return folder


def _print_summary(outcomes: list[Outcome]) -> None:
    table = Table(
        "",
        "cases",
        "right",
        "declined wrongly",
        "declined rightly",
        "wrong figure",
        "page right",
        "recall@1",
        "recall@5",
    )
    for column in table.columns[1:]:
        column.justify = "right"
    halves = {
        "development": [o for o in outcomes if not o.case.holdout],
        "holdout": [o for o in outcomes if o.case.holdout],
    }
    for kind, summary in by_kind(outcomes).items():
        table.add_row(kind, *_cells(summary))
    table.add_section()
    for name, half in halves.items():
        if half:
            table.add_row(name, *_cells(summarise(half)))
    whole = summarise(outcomes)
    table.add_row("all", *_cells(whole))
    screen.print(table)
    screen.print(
        f"errors {whole.errors}, invalid citations {whole.invalid_citations}, figures without support "
        f"{whole.unsupported_figures}, p50 {whole.p50:.0f} ms, p95 {whole.p95:.0f} ms"
    )


def _cells(s: Summary) -> list[str]:
    shares = (s.correct, s.declined_wrongly, s.declined_rightly, s.wrong_figure, s.right_page, s.recall[1], s.recall[5])
    return [str(s.cases), *("–" if x is None else f"{100 * x:.1f} %" for x in shares)]


def _print_flips(comparison: Comparison) -> None:
    table = Table("", "case", "question", "before", "now", "wanted")
    for flip in comparison.flips:
        case: Case = flip.candidate.case
        wanted = "; ".join(f"{p.document} p. {p.page}" for p in case.evidence[:2])
        shown = (
            ["(holdout)"] * 3
            if case.holdout
            else [case.question, flip.base.answer.answer, flip.candidate.answer.answer]
        )
        table.add_row("lost" if flip.lost else "won", case.id, *(text[:160] for text in shown), wanted)
    screen.print(table)


def _end(made: Run, comparison: Comparison | None, *, gate: bool) -> None:
    if comparison is not None:
        d = comparison.difference
        screen.print(
            f"Right answers {100 * d.mean:+.1f} points (95 % interval {100 * d.low:+.1f} to {100 * d.high:+.1f}), {d.lost} lost, "
            f"{d.won} won, McNemar p {d.p:.3f}; drops under {100 * d.detectable:.1f} points may go unseen."
        )
    if gate:
        verdict: Verdict = judge(made, comparison, load_floors())
        screen.print(str(verdict))
        if verdict.exit_code:
            raise typer.Exit(verdict.exit_code)


def main() -> None:
    """Run the command; what goes wrong is one line and an exit code."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        app()
    except (EvalError, AssistantError) as error:
        typer.echo(f"eval: {error}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
