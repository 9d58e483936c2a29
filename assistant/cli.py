"""The command line. Imports happen inside the commands, so that ``assistant --help`` answers at once."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import AssistantError, UsageError

if TYPE_CHECKING:
    from assistant.answering.answer import Answer
    from assistant.retrieval.ingest import Ingested
    from assistant.settings import Settings

app = typer.Typer(
    name="assistant",
    help="Answers questions about council committee papers, citing the page. Works offline, without a chat model.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
StoreOption = Annotated[Path | None, typer.Option("--store", help="Folder of the store. [default: store]")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print CSV.")]


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="PDF files, or folders that hold PDF files.")],
    store: StoreOption = None,
    sync: Annotated[bool, typer.Option(help="Also remove papers whose files are gone from the folders named.")] = False,
) -> None:
    """Take papers in: a line a paper and a summary; a paper that fails is named and the others still go in."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from assistant.retrieval.embed import load_embedder
    from assistant.retrieval.ingest import find_pdfs, remove_missing
    from assistant.retrieval.ingest import ingest as take_in
    from assistant.settings import load_settings
    from assistant.store.store import Store

    settings = load_settings(store=store)
    files = find_pdfs(paths)
    with Store.write(settings.store, load_embedder(settings), settings.embedder) as opened:
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("papers"),
            TextColumn("{task.fields[pages]} pages, {task.fields[rate]:.0f} pages/s"), TimeElapsedColumn(),
        )  # fmt: skip
        outcomes: list[Ingested] = []
        console = Console(stderr=True)
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Reading", total=len(files), pages=0, rate=0.0)

            def note(pages: int) -> None:
                done = progress.tasks[0].fields["pages"] + pages
                progress.update(task, pages=done, rate=done / max(progress.tasks[0].elapsed or 0.0, 0.001))

            for outcome in take_in(opened, settings, files, note):
                outcomes.append(outcome)
                progress.advance(task)
                typer.echo(_line(outcome))
        gone = remove_missing(opened, paths) if sync else []
        for name in gone:
            typer.echo(f"removed    {name}: its file is gone")
    _summary(outcomes, settings)
    if any(outcome.outcome == "failed" for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in plain words.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    batch: Annotated[
        Path | None,
        typer.Option(help='Questions from a file, one JSON object a line: {"id", "question", "history"}.'),
    ] = None,
) -> None:
    """Ask a question of the papers; the answer cites the pages it stands on."""
    from assistant.settings import load_settings

    if (question is None) == (batch is None):
        raise UsageError("Give either a question or --batch FILE.jsonl.")
    lines = list(_batch(batch)) if batch else []
    if question is not None and not question.strip():
        raise UsageError('The question is empty. Ask for example: assistant ask "What was agreed about …?"')
    with _opened(load_settings(store=store)) as assistant:
        if question is not None:
            limit = assistant.settings.max_question_words
            if len(question.split()) > limit:
                raise UsageError(
                    f"The question has {len(question.split())} words, the limit is {limit}. Ask it more shortly, or raise "
                    "ASSISTANT_MAX_QUESTION_WORDS."
                )
            _show(assistant.ask(question), as_json)
        for line in lines:
            answer = assistant.ask(line["question"], line.get("history") or (), id=line.get("id"))
            _show(answer, as_json)


@app.command()
def papers(store: StoreOption = None, as_csv: CsvOption = False, as_json: JsonOption = False) -> None:
    """List the papers that are in."""
    from assistant.settings import load_settings

    with _opened(load_settings(store=store)) as assistant:
        _table(assistant.list_papers(), as_csv, as_json)


@app.command()
def remove(
    documents: Annotated[
        list[str], typer.Argument(help="File names or ids of papers, as `assistant papers` lists them.")
    ],
    store: StoreOption = None,
) -> None:
    """Remove papers: from then on they answer no more."""
    from assistant.retrieval.embed import load_embedder
    from assistant.retrieval.ingest import remove_papers
    from assistant.settings import load_settings
    from assistant.store.store import Store

    settings = load_settings(store=store)
    Store.read(settings.store, None, settings.embedder).close()
    with Store.write(settings.store, load_embedder(settings), settings.embedder) as opened:
        for name in remove_papers(opened, documents):
            typer.echo(f"removed    {name}")


def _register(name: str, about: str | None, store: Path | None, as_csv: bool, as_json: bool) -> None:
    from assistant.settings import load_settings

    with _opened(load_settings(store=store)) as assistant:
        _table(assistant.register(name, about), as_csv, as_json)


AboutArgument = Annotated[str | None, typer.Argument(help="Only rows that hold these words.")]


@app.command()
def decisions(
    about: AboutArgument = None,
    store: StoreOption = None,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the decisions recorded in the minutes, word for word."""
    _register("decisions", about, store, as_csv, as_json)


@app.command()
def actions(
    about: AboutArgument = None,
    store: StoreOption = None,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the rows of action plans, milestones and tracking logs."""
    _register("actions", about, store, as_csv, as_json)


@app.command()
def indicators(
    about: AboutArgument = None,
    store: StoreOption = None,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the figures of the tables whose columns are periods."""
    _register("indicators", about, store, as_csv, as_json)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one. [default: 7860]")] = None,
    store: StoreOption = None,
) -> None:
    """Serve the web chat."""
    from assistant.settings import load_settings
    from assistant.web.server import serve as run

    run(load_settings(store=store, host=host, port=port))


@app.command()
def check(store: StoreOption = None) -> None:
    """Look whether the store is whole, and mend what can be mended."""
    from assistant.retrieval.embed import load_embedder
    from assistant.settings import load_settings
    from assistant.store.store import Store

    settings = load_settings(store=store)
    Store.read(settings.store, None, settings.embedder).close()
    with Store.write(settings.store, load_embedder(settings), settings.embedder) as opened:
        repair = opened.check()
    if repair.clean:
        typer.echo(f"The store at {settings.store} is whole.")
        return
    counts = ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in repair._asdict().items() if value)
    typer.echo(f"The store at {settings.store} was mended: {counts}.")
    if repair.files_missing:
        typer.echo("Ingest the papers whose PDF is missing again to see their pages.")
        raise typer.Exit(1)


def _opened(settings: Settings) -> Any:
    from contextlib import closing

    from assistant.answering.engine import Assistant

    return closing(Assistant.open(settings))


def _batch(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} could not be read ({error}). Give a UTF-8 file with one JSON object a line."
        ) from None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            history = entry.get("history") or []
            good = (
                isinstance(entry["question"], str)
                and isinstance(history, list)
                and all(isinstance(h, str) for h in history)
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            good = False
        if not good:
            raise UsageError(
                f'{path} line {number} is not a question. Each line is one JSON object {{"id", "question", "history": [texts]}}.'
            )
        if entry.get("id") is not None:
            entry["id"] = str(entry["id"])
        yield entry


def _line(outcome: Ingested) -> str:
    if outcome.outcome == "failed":
        return f"failed     {outcome.path.name}: {outcome.note}"
    paper = outcome.paper
    if paper is None or outcome.outcome == "unchanged":
        return f"unchanged  {outcome.path.name}: {outcome.note}"
    pages = ", ".join(f"{n} {status}" for status, n in sorted(outcome.pages.items()))
    note = f"; {outcome.note}" if outcome.note else ""
    secret = " [exempt]" if paper.access == "exempt" else ""
    return f"{outcome.outcome:<10} {outcome.path.name}: {paper.title}{secret}; {paper.n_pages} pages ({pages}){note}"


def _summary(outcomes: list[Ingested], settings: Settings) -> None:
    counts = {name: sum(o.outcome == name for o in outcomes) for name in ("added", "replaced", "unchanged", "failed")}
    pages = sum(sum(o.pages.values()) for o in outcomes)
    said = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
    typer.echo(f"{len(outcomes)} papers: {said}; {pages} pages read into {settings.store}.")


def _show(answer: Answer, as_json: bool) -> None:
    if as_json:
        typer.echo(answer.to_json())
        return
    typer.echo(answer.answer)
    for citation in answer.citations:
        printed = f", printed {citation.page_label}" if citation.page_label else ""
        typer.echo(f"\n[{citation.marker}] {citation.title}\n    {citation.document}, page {citation.page}{printed}")


def _table(rows: list[dict[str, Any]], as_csv: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    if as_csv:
        out = io.StringIO()
        writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)
        typer.echo(out.getvalue(), nl=False)
        return
    for row in rows:
        typer.echo(" | ".join(str(value) for value in row.values() if value is not None))
    typer.echo(f"{len(rows)} rows")


def main() -> None:
    """Run the command line; a failure is one line on standard error and an exit code, never a traceback."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        app()
    except AssistantError as error:
        typer.echo(f"assistant: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("assistant: stopped; what was finished is kept.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of our output went away
        sys.exit(0)


if __name__ == "__main__":
    main()
