"""A run as JUnit XML, which build servers show case by case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from eval.run import Outcome

_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(path: Path, name: str, outcomes: Sequence[Outcome]) -> None:
    """Write ``junit.xml``: a test case for each case, classed by kind; a wrong answer is a failure with what it said."""
    failed = [o for o in outcomes if not o.score.correct]
    broken = [o for o in failed if o.score.failure == "error"]
    suite = ElementTree.Element(
        "testsuite",
        name=name,
        tests=str(len(outcomes)),
        failures=str(len(failed) - len(broken)),
        errors=str(len(broken)),
        time=f"{sum(o.answer.elapsed_ms for o in outcomes) / 1000:.3f}",
    )
    for outcome in outcomes:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            name=outcome.case.id,
            classname=f"{name}.{outcome.case.kind}",
            time=f"{outcome.answer.elapsed_ms / 1000:.3f}",
        )
        if not outcome.score.correct:
            tag = "error" if outcome.score.failure == "error" else "failure"
            shown = outcome.case.kind if outcome.case.holdout else f"{outcome.case.question}\n{outcome.answer.answer}"
            problem = ElementTree.SubElement(case, tag, message=str(outcome.score.failure))
            problem.text = _UNPRINTABLE.sub("", outcome.error or shown)
    ElementTree.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)
