"""The evaluators' page of the web chat: pick a run and see its table; pick two and see what was lost and won."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from eval.compare import Waived, compare, judge, load_floors
from eval.errors import EvalError
from eval.runs import BASELINES, Run, is_public, load
from eval.tables import notes, tabulate

NONE = "(none)"
TITLE = "Evaluation runs"
_STYLE = Path(__file__).with_name("view.css")
_FLIP = ("", "case", "question", "before", "now", "wanted")


def build_view(runs: Path, sees_exempt: Callable[[gr.Request], bool] = lambda _: True) -> gr.Blocks:
    """The page over a folder of runs, as Gradio Blocks; without ``sees_exempt``, those of public papers only."""
    blocks: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False) as blocks:
        gr.HTML(
            f"<style>{_STYLE.read_text('utf-8')}</style>"
            f"<h1>{TITLE}</h1><p>Runs of <code>python -m eval run</code>, newest first.</p>"
        )
        with gr.Row():
            run = gr.Dropdown([], label="Run", elem_id="run")
            base = gr.Dropdown([], label="Compare with", elem_id="base")
            unlike = gr.Checkbox(label="although their cases, papers or index differ", elem_id="unlike")
        verdict = gr.HTML(elem_id="comparison")
        table = gr.HTML(elem_id="run-table")

        def opened(request: gr.Request) -> list[object]:
            seen = held(runs, sees_exempt(request))
            first = next(iter(seen), None)
            return [
                gr.update(choices=list(seen), value=first),
                gr.update(choices=[NONE, *seen], value=NONE),
                shown(seen, first),
                "",
            ]

        def picked(name: str | None, other: str | None, although: bool, request: gr.Request) -> list[str]:
            seen = held(runs, sees_exempt(request))
            return [shown(seen, name), compared(seen, other, name, list(Waived) if although else [])]

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(opened, None, [run, base, table, verdict], **quiet)
        gr.on([run.input, base.input, unlike.input], picked, [run, base, unlike], [table, verdict], **quiet)
    return blocks


def held(runs: Path, exempt: bool = True) -> dict[str, Path]:
    """Name -> folder of the runs and baselines there are, newest run first, baselines last; ``exempt``: with those that
    saw exempt papers."""
    made = sorted((p for p in runs.glob("*") if (p / "manifest.json").is_file()), reverse=True)
    blessed = sorted(p for p in BASELINES.glob("*") if (p / "manifest.json").is_file())
    named = {p.name: p for p in made} | {f"baseline:{p.name}": p for p in blessed}
    return {name: folder for name, folder in named.items() if exempt or is_public(folder)}


def shown(runs: Mapping[str, Path], name: str | None) -> str:
    """A run's table by kind of question as HTML, or one line that says why there is none."""
    try:
        run = _load(runs, name)
    except EvalError as error:
        return f"<p>{escape(str(error))}</p>"
    if run is None:
        return "<p>There is no run yet. Make one with: python -m eval run</p>"
    made = tabulate(run.outcomes)
    said = [run.manifest.told, *notes(run.outcomes, run.manifest.judge)]
    table = _table("runs figures", made.heads, [*made.kinds, *made.totals], totals=len(made.totals))
    return "".join(f"<p>{escape(line)}</p>" for line in said) + table


def compared(runs: Mapping[str, Path], base: str | None, candidate: str | None, waived: Sequence[str] = ()) -> str:
    """Two runs compared as HTML: verdict, interval and flips; "" where none is picked to compare with."""
    if base in (None, NONE):
        return ""
    try:
        old, new = _load(runs, base), _load(runs, candidate)
        if old is None or new is None:
            return ""
        found = compare(old, new, waived)
        verdict = judge(new, found, load_floors())
    except EvalError as error:
        return f"<p>{escape(str(error))}</p>"
    mark = "bad" if verdict.exit_code else "good"
    said = f'<p class="verdict {mark}">{escape(str(verdict))}</p><p>{escape(str(found.difference))}</p>'
    return said + (_table("runs", _FLIP, [flip.told for flip in found.flips]) if found.flips else "")


def _load(runs: Mapping[str, Path], name: str | None) -> Run | None:
    folder = runs.get(name or "")
    return load(folder) if folder is not None else None


def _table(name: str, head: Sequence[str], rows: Sequence[Sequence[str]], totals: int = 0) -> str:
    """A table as HTML, the last ``totals`` of its rows marked as such."""
    top = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    marked = [*[""] * (len(rows) - totals), *[' class="total"'] * totals]
    cells = ["".join(f"<td>{escape(text)}</td>" for text in row) for row in rows]
    body = "".join(f"<tr{mark}>{row}</tr>" for mark, row in zip(marked, cells, strict=True))
    return f'<div class="wide"><table class="{name}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
