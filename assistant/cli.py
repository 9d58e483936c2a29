"""The command line. Imports happen inside the commands, so that ``assistant --help`` answers at once."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.backup_cli import backup, restore
from assistant.errors import AssistantError, UsageError
from assistant.model_cli import model
from assistant.opening import changing, opened
from assistant.registers_cli import COMMANDS, JsonOption, StoreOption
from assistant.users_cli import users

if TYPE_CHECKING:
    from assistant.retrieval.ingest import Ingested

app = typer.Typer(
    name="assistant",
    help="Answers questions about council committee papers, citing the page. Works offline, without a chat model.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="PDF files, or folders that hold PDF files.")],
    store: StoreOption = None,
    ocr: Annotated[
        bool, typer.Option("--ocr", help="Read pages that are only a picture by text recognition (needs tesseract).")
    ] = False,
    sync: Annotated[bool, typer.Option(help="Also remove papers whose files are gone from the folders named.")] = False,
    exempt: Annotated[
        bool, typer.Option("--exempt", help="Take these papers in as exempt (Part II), whatever their pages say.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Read papers again that are in already.")] = False,
) -> None:
    """Take papers in: a line a paper and a summary; a paper that fails is named and the others still go in."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from assistant.papers.ocr import ready
    from assistant.printing import print_ingested, print_summary
    from assistant.retrieval.ingest import Handling, Progress, find_pdfs, remove_missing
    from assistant.retrieval.ingest import ingest as take_in
    from assistant.settings import load_settings

    settings = load_settings(store=store)
    recogniser = ready(settings.ocr_language, settings.ocr_min_confidence) if ocr else None
    files = find_pdfs(paths)
    with changing(settings, new=True) as held:
        for name in remove_missing(held, paths) if sync else []:
            typer.echo(f"removed    {name}: its file is gone")
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("papers"),
            TextColumn("{task.fields[pages]} pages, {task.fields[rate]:.0f} pages/s"), TimeElapsedColumn(),
        )  # fmt: skip
        outcomes: list[Ingested] = []
        console = Console(stderr=True)
        with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Reading", total=len(files), pages=0, rate=0.0)

            def note(pages: int) -> None:
                done = progress.tasks[0].fields["pages"] + pages
                progress.update(task, pages=done, rate=done / max(progress.tasks[0].elapsed or 0.0, 0.001))

            handling = Handling(exempt, again, recogniser)
            for outcome in take_in(held, settings, files, Progress(note), handling):
                outcomes.append(outcome)
                progress.advance(task)
                print_ingested(outcome)
    print_summary(outcomes, held.place)
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
    committee: Annotated[
        list[str] | None,
        typer.Option(help="Search only papers of this body, by its name or words of it; may be given again."),
    ] = None,
    since: Annotated[str | None, typer.Option(help="Search only papers of this day and later: 2025-05-01.")] = None,
    until: Annotated[str | None, typer.Option(help="Search only papers of this day and earlier: 2025-06-30.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help='Search only this kind of paper, or of part of a pack: "minutes"; may be given again.'),
    ] = None,
) -> None:
    """Ask a question of the papers; the answer cites the pages it stands on, and says what it was narrowed to."""
    from assistant.printing import print_answer
    from assistant.retrieval.filters import Filters
    from assistant.settings import load_settings

    if (question is None) == (batch is None):
        raise UsageError("Give either a question or --batch FILE.jsonl.")
    lines = list(_batch(batch)) if batch else []
    if question is not None and not question.strip():
        raise UsageError('The question is empty. Ask for example: assistant ask "What was agreed about …?"')
    filters = Filters.read(committee or (), since, until, kind or ())
    with opened(load_settings(store=store)) as assistant:
        if question is not None:
            limit = assistant.settings.max_question_words
            if len(question.split()) > limit:
                raise UsageError(
                    f"The question has {len(question.split())} words, the limit is {limit}. Ask it more shortly, or raise "
                    "ASSISTANT_MAX_QUESTION_WORDS."
                )
            print_answer(assistant.ask(_printable(question), filters=filters), as_json)
        for line in lines:
            answer = assistant.ask(line["question"], line["history"], id=line.get("id"), filters=filters)
            print_answer(answer, as_json)


@app.command()
def remove(
    documents: Annotated[
        list[str], typer.Argument(help="File names or ids of papers, as `assistant papers` lists them.")
    ],
    store: StoreOption = None,
) -> None:
    """Remove papers: from then on they answer no more."""
    from assistant.retrieval.ingest import remove_papers
    from assistant.settings import load_settings

    with changing(load_settings(store=store)) as held:
        for name in remove_papers(held, documents):
            typer.echo(f"removed    {name}")


for _command in COMMANDS:
    app.command()(_command)
app.command()(backup)
app.command()(restore)
app.command()(model)
app.add_typer(users)


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
def mcp(store: StoreOption = None) -> None:
    """Serve a program that speaks the Model Context Protocol, over standard input and output."""
    from assistant.mcp.server import serve as run
    from assistant.settings import load_settings

    with opened(load_settings(store=store)) as assistant:
        run(assistant)


@app.command()
def check(store: StoreOption = None) -> None:
    """Look whether the store is whole, and mend what can be mended."""
    from assistant.printing import print_ingested, print_repair
    from assistant.retrieval.bringing_back import bring_back
    from assistant.settings import load_settings
    from assistant.store.salvage import set_aside_if_unusable

    settings = load_settings(store=store)
    unusable = set_aside_if_unusable(settings.store, settings.servers)
    if unusable:
        typer.echo(
            f"The database {unusable}; it is set aside, and the papers are read again from the store's own copies."
        )
    with changing(settings, new=bool(unusable), proving=True) as held:
        again = []
        for outcome in bring_back(held, settings):
            again.append(outcome)
            print_ingested(outcome)
        repair = held.check()
    print_repair(repair, held.place, brought_back=len(again))
    if repair.files_missing or any(outcome.outcome == "failed" for outcome in again):
        raise typer.Exit(1)


def _batch(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} could not be read ({error}). Give a UTF-8 file with one JSON object a line."
        ) from None
    for number, line in enumerate(text.split("\n"), 1):  # not splitlines: a JSON text may hold U+2028
        if not line.strip():
            continue
        try:
            entry = dict(json.loads(line))
            entry["question"] = _printable(entry["question"])
            entry["history"] = [_printable(earlier) for earlier in _texts(entry.get("history"))]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise UsageError(
                f"{path} line {number} is not a question. Each line is one JSON object "
                '{"id", "question", "history": [texts]}.'
            ) from None
        if entry.get("id") is not None:
            entry["id"] = _printable(str(entry["id"]))
        yield entry


def _texts(history: object) -> list[object]:
    if history is None:
        return []
    if not isinstance(history, list):
        raise TypeError
    return history


def _printable(text: object) -> str:
    """A text without the halves of characters that broken input leaves, which nothing can store or print."""
    if not isinstance(text, str):
        raise TypeError
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def main() -> None:
    """Run the command line; a failure is one line on standard error and an exit code, never a traceback."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a file name, or a screen, that cannot do a character
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
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"assistant: {where}{error.strerror}. Check the path, its permissions and the disk space.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
