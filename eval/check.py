"""Is the set itself sound? Every gold answer passes its own scorer, every quotation stands on its page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant import Answer, Scope
from assistant.answering.answer import Citation, Value
from eval.cases import Case
from eval.pages import Pages
from eval.scoring import score


def problems(cases: Sequence[Case], pages: Pages) -> list[str]:
    """What is wrong with the cases, a line each; [] when the set is sound."""
    found: list[str] = []
    for case in cases:
        found += [f"{case.id}: {problem}" for problem in _places(case, pages)]
        if not case.declined:
            marks = score(case, gold_answer(case, pages), [], pages)
            if not marks.correct:
                found.append(f"{case.id}: its own gold answer fails ({marks.failure})")
    return found


def _places(case: Case, pages: Pages) -> list[str]:
    found = []
    for place in case.evidence:
        if place.document not in pages.files:
            found.append(f"no paper named {place.document}")
        elif not 1 <= place.page <= pages.count(place.document):
            found.append(f"{place.document} has no page {place.page}")
        elif place.quote is not None and not pages.holds(place.document, place.page, place.quote):
            found.append(f"not on {place.document} page {place.page}: {place.quote!r}")
    return found


def gold_answer(case: Case, pages: Pages) -> Answer:
    """The answer that says exactly what the case asks for, citing its evidence."""
    words = [nugget.wordings[0] for nugget in case.nuggets]
    words += [f"{_printed(g.value, g.unit)} {g.period or ''}".strip() for g in case.gold]
    cited = [group[0] for group in case.groups]
    citations = [
        Citation(
            marker=n,
            document=place.document,
            title="",
            date=None,
            page=place.page,
            page_label=None,
            quote=place.quote or " ".join(pages.text(place.document, place.page).split()[:8]),
            boxes=[],
            paper_id="",
        )
        for n, place in enumerate(cited, 1)
    ]
    values = [
        Value(label="", value=g.value, unit=g.unit, period=g.period, as_printed=_printed(g.value, g.unit),
              document=cited[0].document, page=cited[0].page)
        for g in case.gold
    ]  # fmt: skip
    return Answer(
        id=case.id,
        question=case.question,
        answer="; ".join(words),
        status="answered",
        citations=citations,
        values=values,
        scope=Scope.model_validate({"documents": len({p.document for p in case.evidence})}),
    )


def _printed(value: float, unit: str | None) -> str:
    number = f"{value:,.10f}".rstrip("0").rstrip(".")
    if unit == "GBP":
        return f"£{number}"
    return f"{number}%" if unit == "%" else f"{number} {unit or ''}".strip()


def papers_under(folder: Path) -> dict[str, Path]:
    """File name -> path of the PDFs under a folder."""
    return {path.name: path for path in sorted(folder.rglob("*.pdf"))}
