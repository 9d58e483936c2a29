"""What the commands print: a line a paper, an answer with its places, a register as text, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from assistant.answering.answer import Answer
    from assistant.retrieval.ingest import Ingested
    from assistant.store.mending import Repair

PAPER_COLUMNS = (
    "document", "title", "committee", "date", "kind", "period", "status", "access", "pages", "ocr_pages",
    "ocr_confidence", "version", "id",
)  # fmt: skip
_FORMULA = re.compile(r"[=+@\t\r-]")
_TABLE = re.compile(r"(?m)^\|.*\|\n\|(?: ?-+ ?\|)+(?:\n\|.*\|)+$")
_CELL = re.compile(r"(?<!\\)\|")
_NARROWEST = 60  # columns under which a table of several fields cannot be read
# A figure with its sign stays a figure: a number, or one whose currency or scale keeps it from being a formula ("-£1.3m").
_HARMLESS = re.compile(r"[+-]?(?:[£€$]?\d[\d,]*(?:\.\d+)?(?:%|k|m|bn|pp)?)?")


def print_ingested(outcome: Ingested) -> None:
    """One line on what became of a file."""
    name, note = outcome.path.name, outcome.note
    if outcome.outcome == "failed":
        typer.echo(f"failed     {name}: {note.removeprefix(f'{name}: ')}")
        return
    paper = outcome.paper
    if paper is None or outcome.outcome == "unchanged":
        typer.echo(f"unchanged  {name}: {note}")
        return
    read = ", ".join(f"{n} {status}" for status, n in sorted(outcome.pages.items()))
    secret = " [exempt]" if paper.access == "exempt" else ""
    more = f"; {note}" if note else ""
    typer.echo(f"{outcome.outcome:<10} {name}: {paper.title}{secret}; {counted(paper.n_pages, 'page')} ({read}){more}")


def print_summary(outcomes: Sequence[Ingested], place: str) -> None:
    """One line on what became of all files."""
    names = ("added", "replaced", "unchanged", "failed")
    counts = {name: sum(o.outcome == name for o in outcomes) for name in names}
    pages = sum(sum(o.pages.values()) for o in outcomes)
    said = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
    unread = sum(o.pages.get(status, 0) for o in outcomes for status in ("picture", "failed"))
    left = f"; {counted(unread, 'page')} could not be read" if unread else ""
    typer.echo(f"{counted(len(outcomes), 'paper')}: {said}; {counted(pages, 'page')} read into {place}{left}.")


def print_repair(repair: Repair, place: str, *, brought_back: int) -> None:
    """Whether a store is whole, or what was put right in it."""
    counts = {"papers read again": brought_back, **{name.replace("_", " "): n for name, n in repair._asdict().items()}}
    said = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
    typer.echo(f"The store at {place} was mended: {said}." if said else f"The store at {place} is whole.")
    if repair.files_missing:
        typer.echo("Ingest the papers whose PDF is missing again to see their pages.")


def print_answer(answer: Answer, as_json: bool) -> None:
    """An answer: as one line of JSON, or its words and under them the places they stand on."""
    if as_json:
        typer.echo(answer.to_json())
        return
    typer.echo(_TABLE.sub(lambda found: laid_out(found.group()), answer.answer))
    for citation in answer.citations:
        printed = f", printed {citation.page_label}" if citation.page_label else ""
        typer.echo(f"\n[{citation.marker}] {citation.title}\n    {citation.document}, page {citation.page}{printed}")


def laid_out(table: str, width: int | None = None) -> str:
    """A Markdown table with its columns in line, long cells wrapped to the width of the terminal."""
    from rich import box  # what lays tables out is only loaded where there is one
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    head, _, *rows = (
        [cell.strip().replace("\\|", "|") for cell in _CELL.split(line)[1:-1]] for line in table.splitlines()
    )
    shown = Table(box=box.MARKDOWN, pad_edge=True)
    for name in head:
        shown.add_column(Text(name), overflow="fold", min_width=min(len(name), 12))
    for row in rows:
        shown.add_row(*map(Text, row))
    console = Console(width=width or max(_NARROWEST, shutil.get_terminal_size((100, 24)).columns), color_system=None)
    with console.capture() as captured:
        console.print(shown)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()).strip("\n")


def print_rows(name: str, rows: Sequence[dict[str, Any]], as_csv: bool, as_json: bool) -> None:
    """The rows of a list: as JSON, as CSV with a header, or one a line with their number at the end."""
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
    elif as_csv:
        out = io.StringIO()
        writer = csv.DictWriter(out, fieldnames=list(columns_of(name)))
        writer.writeheader()
        writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows)
        typer.echo(out.getvalue(), nl=False)
    else:
        for row in rows if name != "reading" else ():
            typer.echo(" | ".join(" ".join(str(value).split()) for value in row.values() if value is not None))
        if name == "reading":
            _print_reading(rows)
        typer.echo(counted(len(rows), "row"))


def _print_reading(rows: Sequence[dict[str, Any]]) -> None:
    """The report of what was read: a heading a paper, under it a line a table, a page or a kind of record."""
    document = None
    for row in rows:
        if row["document"] != document:
            document = row["document"]
            typer.echo(document)
        where = f"page {row['page']}" if row["page"] else "running text"
        counts = [counted(row["rows"], "row")] if row["rows"] else []
        counts += [counted(row["records"], "record")] if row["records"] else []
        counts += [f"{row['left']} left as text"] if row["left"] else []
        said = ", ".join([str(row["read_as"]), *counts]) + (f" ({row['reason']})" if row["reason"] else "")
        typer.echo(f"  {where}: {said}" + (f" – {row['caption']}" if row["caption"] else ""))


def columns_of(name: str) -> tuple[str, ...]:
    """The columns of a list, so that an empty one has its header too."""
    from assistant.tools.registers import COLUMNS

    return PAPER_COLUMNS if name == "papers" else COLUMNS[name]


def harmless(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula: text that begins like one gets an apostrophe before it."""
    if not isinstance(value, str) or not _FORMULA.match(value) or _HARMLESS.fullmatch(value):
        return value
    return f"'{value}"


def counted(n: int, what: str) -> str:
    """A number with its noun: "1 paper", "2 papers"."""
    return f"{n} {what}{'' if n == 1 else 's'}"
