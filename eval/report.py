"""A run as one HTML file that needs nothing else: tables that sort and filter, each case with its pages as pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.papers.picture import page_picture
from eval.compare import Comparison, Verdict
from eval.run import Outcome
from eval.runs import Run
from eval.tables import count, notes, tabulate

_WIDTH = 560  # pixels of a page picture: words can be read, and a hundred pages are a few megabytes
_QUALITY = 45


def write(
    path: Path, run: Run, files: dict[str, Path], comparison: Comparison | None = None, verdict: Verdict | None = None
) -> None:
    """Write the report. Questions of the holdout half are counted and not shown."""
    manifest, outcomes = run.manifest, run.outcomes
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    shown = [o for o in outcomes if not o.case.holdout]
    html = environment.get_template("report.html").render(
        manifest=manifest,
        table=tabulate(outcomes),
        notes=notes(outcomes, manifest.judge),
        outcomes=shown,
        hidden=len(outcomes) - len(shown),
        pictures=_pictures(shown, files),
        comparison=comparison,
        verdict=verdict,
        count=count,
    )
    path.write_text(html, encoding="utf-8")


def _pictures(outcomes: Sequence[Outcome], files: dict[str, Path]) -> dict[str, str]:
    """ "document#page" -> a data address of the page's picture, for every page cited or wanted."""
    places = {(c.document, c.page) for o in outcomes for c in o.answer.citations}
    places |= {(p.document, p.page) for o in outcomes if not o.score.correct for p in o.case.evidence[:1]}
    return {
        f"{document}#{page}": picture(files[document], page) for document, page in sorted(places) if document in files
    }


def picture(file: Path, page: int) -> str:
    """A page as a small WebP picture in a data address."""
    from PIL import Image

    image = Image.open(io.BytesIO(page_picture(file, page, [], scale=1.0)))
    image.thumbnail((_WIDTH, _WIDTH * 2))
    out = io.BytesIO()
    image.convert("RGB").save(out, "WEBP", quality=_QUALITY)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode()
