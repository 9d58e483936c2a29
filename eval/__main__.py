"""``python -m eval``: run the cases, compare two runs, bless a baseline, score old answers anew, check the set."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from assistant import Assistant
from assistant.answering.finishing import EXTRACTIVE
from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings
from eval import bless as blessing
from eval import engines, junit, report
from eval.candidates import drafts
from eval.cases import FOLDER, Case, load_cases
from eval.check import problems
from eval.compare import Comparison, Verdict, Waived, judge, load_floors, refuse_unlike
from eval.compare import compare as compare_runs
from eval.errors import EvalError, RunError
from eval.judge import judged
from eval.pages import Pages
from eval.printing import print_flips, print_run, print_verdict
from eval.run import ask_all, rescored
from eval.runs import BASELINES, RUNS, Run, commit, describe, find, load, new_folder, write
from eval.sets import PAPERS, absent, files_in, files_of, ingested

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
SetOption = Annotated[list[str], typer.Option("--set", help="Set of cases; may be given more than once.")]
StoreOption = Annotated[Path | None, typer.Option(help="Store to ask. [default: one made of the set's papers]")]
AcceptOption = Annotated[
    list[Waived], typer.Option("--accept", help="Compare although the cases, corpus or index differ.")
]
CasesOption = Annotated[Path, typer.Option("--cases", help="Folder of case files; one of your own will do.")]
IntoOption = Annotated[Path, typer.Option("--into", help="Folder that runs are kept in.")]


@app.command()
def run(
    sets: SetOption = ["sample"],  # noqa: B006 - typer's way to give a default
    store: StoreOption = None,
    engine: Annotated[str, typer.Option(help="extractive, or a chat model as ASSISTANT_MODEL takes it.")] = EXTRACTIVE,
    grader: Annotated[
        str | None, typer.Option("--judge", metavar="MODEL", help="Chat model that grades as well; decides nothing.")
    ] = None,
    limit: Annotated[
        float | None, typer.Option(min=0.1, help="Seconds a question may take. [default: 30, and the model's own]")
    ] = None,
    base: Annotated[str | None, typer.Option(help="Run to compare with. [default: the blessed baseline]")] = None,
    accept: AcceptOption = [],  # noqa: B006
    kind: Annotated[str | None, typer.Option(help="Only this kind of question; nothing is gated then.")] = None,
    folder: CasesOption = FOLDER,
    into: IntoOption = RUNS,
) -> None:
    """Ask every case, score the answers, compare with the baseline. Exit 0 pass, 1 regression, 2 usage, 3 incomplete."""
    names = _here(sets)
    if not names:
        return
    settings = engines.settings_for(engine, store)
    writer, grading = engines.made_engine(settings), engines.made_judge(grader, settings)
    cases, old, floors = _chosen(load_cases(names, folder), kind), _base(names, base, kind), load_floors()
    patience = limit or engines.patience(settings)
    with _store_of(names, settings, made=store is None) as held, closing(Assistant.open(held, writer)) as assistant:
        manifest = describe(assistant, names, cases).model_copy(update={"judge": grader})
        if old is not None:  # said before minutes are spent on questions
            refuse_unlike(old.manifest, manifest, accept)
        pages = Pages(files_of(names) or files_in(assistant))
        with _progress("Asking", cases) as done:
            outcomes = ask_all(assistant, cases, pages, limit=patience, done=done)
    if grading is not None:
        with _progress("Judging", cases) as done:
            outcomes = judged(grading, outcomes, limit=settings.model_timeout, done=done)
    made = Run(folder=new_folder(manifest, into), manifest=manifest, outcomes=outcomes)
    comparison = compare_runs(old, made, accept) if old is not None else None
    verdict = judge(made, comparison, floors) if kind is None else None
    _keep(made, pages.files, comparison, verdict)
    _end(comparison, verdict)


@app.command()
def compare(base: str, candidate: str, accept: AcceptOption = []) -> None:  # noqa: B006
    """Compare two runs case by case: folders, names under eval/runs, "latest", or "baseline:SET"."""
    old, new = load(find(base)), load(find(candidate))
    comparison = compare_runs(old, new, accept)
    for name, run in (("base", old), ("candidate", new)):
        typer.echo(f"{name:10} {run.manifest.told}")
    _end(comparison, judge(new, comparison, load_floors()))


@app.command()
def bless(run: str, reason: Annotated[str, typer.Option(help="Why this run is the new baseline.")]) -> None:
    """Make a run the baseline of its set."""
    made = load(find(run))
    folder = blessing.bless(made, reason)
    typer.echo(f"{made.folder.name} is the baseline of {made.manifest.sets[0]} now: {folder}")


@app.command()
def rescore(run: str, into: IntoOption = RUNS) -> None:
    """Score the answers of a run anew with today's scorers, into a run of its own; show which cases that turns."""
    old = load(find(run))
    missing = absent(old.manifest.sets) or [name for name in old.manifest.sets if name not in PAPERS]
    if missing:
        raise RunError(f"The papers of set {missing[0]} are not here, and without them no citation can be checked.")
    if set(old.manifest.sets) - blessing.OWN and old.manifest.reason is not None:
        raise RunError("A baseline on papers that are not ours keeps no answers to score. Name the run it came from.")
    pages = Pages(files_of(old.manifest.sets))
    manifest = old.manifest.model_copy(update={"rescored": commit(), "reason": None})
    new = Run(folder=new_folder(manifest, into), manifest=manifest, outcomes=rescored(old.outcomes, pages))
    comparison = compare_runs(old, new)
    _keep(new, pages.files, comparison)
    _end(comparison, None)


@app.command()
def check(sets: SetOption = ["sample", "real"], folder: CasesOption = FOLDER) -> None:  # noqa: B006
    """Check the cases: gold answers pass their own scorer, quotations stand on their page, nothing stands twice."""
    bad = 0
    for name in dict.fromkeys(sets):
        cases = load_cases([name], folder)
        if name not in PAPERS or absent([name]):
            typer.echo(f"{name}: {len(cases)} cases read; their papers are not here, so pages were not looked at.")
            continue
        found = problems(cases, Pages(files_of([name])))
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
        typer.echo("\n".join(lines) if lines else "No answer was marked in this store yet.", err=not lines)
        return
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    typer.echo(f"{len(lines)} draft cases written to {out}. Finish each by hand: eval/README.md says how.")


def _here(sets: Sequence[str]) -> list[str]:
    missing = absent(sets)
    for name in missing:
        typer.echo(
            f"skipped    set {name}: its papers are not here ({PAPERS[name]}). Set ASSISTANT_REAL_PAPERS to them."
        )
    return [name for name in dict.fromkeys(sets) if name not in missing]


def _chosen(cases: list[Case], kind: str | None) -> list[Case]:
    chosen = [case for case in cases if kind in (None, case.kind)]
    if not chosen:
        raise EvalError(f"No case is of kind {kind!r}. The kinds are: {', '.join(sorted({c.kind for c in cases}))}.")
    return chosen


def _base(names: Sequence[str], base: str | None, kind: str | None) -> Run | None:
    """The run to compare with: the one asked for, else the baseline where a whole set is run that has one."""
    if base is not None:
        return load(find(base))
    if kind is not None or len(names) > 1 or not (BASELINES / names[0]).is_dir():
        return None
    return load(find(f"baseline:{names[0]}"))


@contextmanager
def _store_of(names: Sequence[str], settings: Settings, *, made: bool) -> Iterator[Settings]:
    """The settings with the store they name or, where it is to be ``made``, a passing one of the sets' papers."""
    if not made:
        yield settings
        return
    with tempfile.TemporaryDirectory() as scratch:
        alone = {"database_url": None, "chroma_url": None}  # never into the servers that hold a council's papers
        passing = settings.model_copy(update={"store": Path(scratch) / "store", **alone})
        ingested(names, passing)
        yield passing


@contextmanager
def _progress(what: str, cases: Sequence[Case]) -> Iterator[Callable[[], None]]:
    """A bar on the screen; it is told when one more case is done."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=len(cases))
        yield lambda: progress.advance(task)


def _keep(made: Run, files: dict[str, Path], comparison: Comparison | None, verdict: Verdict | None = None) -> None:
    """Write a run whole and print it; its manifest is written last, so that what is cut off is known for it."""
    made.folder.mkdir(parents=True)
    junit.write(made.folder / "junit.xml", "+".join(made.manifest.sets), made.outcomes)
    report.write(made.folder / "report.html", made, files, comparison, verdict)
    write(made.folder, made.manifest, made.outcomes)
    print_run(made.outcomes, made.manifest.judge)
    typer.echo(f"Written to {made.folder}")


def _end(comparison: Comparison | None, verdict: Verdict | None) -> None:
    """Print the verdict and end with its exit code."""
    if comparison is not None:
        print_flips(comparison)
    elif verdict is not None:
        typer.echo("Compared with no run: judged by must-pass cases and floors alone.")
    print_verdict(comparison, verdict)
    if verdict is not None and verdict.exit_code:
        raise typer.Exit(verdict.exit_code)


def main() -> None:
    """Run the command; what goes wrong is one line and an exit code. 1 is kept for regressions."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        app()
    except (EvalError, AssistantError, OSError) as error:
        typer.echo(f"eval: {error}", err=True)
        sys.exit(error.exit_code if isinstance(error, EvalError) else EvalError.exit_code)


if __name__ == "__main__":
    main()
