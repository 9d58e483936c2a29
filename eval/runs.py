"""Run folders: what was asked of what by which code, with every answer; written whole, read with a clear refusal.

``eval/runs/<utc>-<commit>/`` holds manifest.json, cases.jsonl, summary.json, junit.xml and report.html. The manifest is
written last: a folder without one is a run that was cut off.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant import Assistant
from eval.cases import Case, digest
from eval.errors import RunError
from eval.run import Outcome, as_lines, clock
from eval.statistics import SEED
from eval.summary import by_kind, graded, summarise

ROOT = Path(__file__).resolve().parents[1]
RUNS = Path(__file__).parent / "runs"
BASELINES = Path(__file__).parent / "baselines"
_CODE = ("assistant", "eval/*.py", "corpus")  # what a run stands on beside its cases, which ``case_hash`` holds
_PACKAGES = ("langchain", "langchain-chroma", "chromadb", "sentence-transformers", "onnxruntime", "pypdfium2", "pypdf")


class Manifest(BaseModel):
    """What a run stands on. Two runs compare only when cases, corpus and index are the same, or when that is waived."""

    sets: list[str]
    started: str
    commit: str
    dirty: bool
    engine: str
    cases: int
    case_hash: str
    corpus_hash: str
    index_hash: str
    settings: dict[str, Any]
    versions: dict[str, str]
    seed: int = SEED
    judge: str | None = None  # the model that graded the answers beside the scores
    rescored: str | None = None  # the commit whose scorers went over the answers later
    reason: str | None = None  # why it was blessed

    @property
    def told(self) -> str:
        """What the run was of, in a line."""
        told = f"{'+'.join(self.sets)} · {self.started} · commit {self.commit}{' with changes' if self.dirty else ''}"
        told += f" · engine {self.engine}"
        return told + (f" · scored by commit {self.rescored}" if self.rescored else "")


class Run(BaseModel):
    """A run as read back."""

    folder: Path
    manifest: Manifest
    outcomes: list[Outcome]


def describe(assistant: Assistant, sets: Sequence[str], cases: Sequence[Case]) -> Manifest:
    """The manifest of a run that is about to start."""
    corpus, index = assistant.fingerprints()
    return Manifest(
        sets=list(sets),
        started=clock(),
        commit=commit(),
        dirty=bool(_git("status", "--porcelain", "--", *_CODE)),
        engine=assistant.engine,
        cases=len(cases),
        case_hash=digest(cases),
        corpus_hash=corpus,
        index_hash=index,
        settings=assistant.settings.recorded(),
        versions={name: version(name) for name in _PACKAGES},
    )


def commit() -> str:
    """The commit at hand; "unknown" outside a checkout."""
    return _git("rev-parse", "--short=10", "HEAD") or "unknown"


def write(folder: Path, manifest: Manifest, outcomes: Sequence[Outcome]) -> None:
    """Write a run's figures, the manifest last; its reports are written before by ``eval.report`` and ``eval.junit``."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(line, ensure_ascii=False) for line in as_lines(outcomes)]
    (folder / "cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    summary = {
        "all": summarise(outcomes).model_dump(),
        "holdout": summarise([o for o in outcomes if o.case.holdout]).model_dump(),
        "development": summarise([o for o in outcomes if not o.case.holdout]).model_dump(),
        "kinds": {kind: s.model_dump() for kind, s in by_kind(outcomes).items()},
        "judge": graded(outcomes).model_dump() if manifest.judge else None,
    }
    (folder / "summary.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")


def new_folder(manifest: Manifest, base: Path = RUNS) -> Path:
    """Where a run is kept: by time and commit, never over another one."""
    name = f"{manifest.started}-{manifest.commit}"
    folder, n = base / name, 2
    while folder.exists():
        folder, n = base / f"{name}-{n}", n + 1
    return folder


def find(name: str) -> Path:
    """The folder of a run: a path, a name under ``eval/runs``, "latest", or "baseline:SET".

    Raises:
        RunError: there is no such run.
    """
    if name == "latest":
        held = sorted(p for p in RUNS.glob("*") if (p / "manifest.json").is_file())
        if not held:
            raise RunError("There is no run yet. Make one with: python -m eval run")
        return held[-1]
    if name.startswith("baseline:"):
        folder = BASELINES / name.removeprefix("baseline:")
    else:
        folder = next((p for p in (Path(name), RUNS / name) if p.is_dir()), Path(name))
    if not folder.is_dir():
        raise RunError(f"There is no run {name}. List them with: ls eval/runs")
    return folder


def load(folder: Path) -> Run:
    """Read a run back.

    Raises:
        RunError: it was cut off, is damaged, or its count of cases is not that of its manifest.
    """
    try:
        manifest = Manifest.model_validate_json((folder / "manifest.json").read_text(encoding="utf-8"))
        lines = (folder / "cases.jsonl").read_text(encoding="utf-8").split("\n")
        outcomes = [Outcome.model_validate_json(line) for line in lines if line]
    except FileNotFoundError as error:
        name = Path(str(error.filename)).name
        raise RunError(f"The run {folder} has no {name}: it was cut off. Run it again.") from None
    except (ValidationError, UnicodeDecodeError, ValueError) as error:
        raise RunError(f"The run {folder} cannot be read ({type(error).__name__}). Run it again.") from None
    if len(outcomes) != manifest.cases:
        raise RunError(f"The run {folder} holds {len(outcomes)} of {manifest.cases} cases. Run it again.")
    if len({o.case.id for o in outcomes}) != len(outcomes):
        raise RunError(f"The run {folder} holds a case twice. Run it again.")
    return Run(folder=folder, manifest=manifest, outcomes=outcomes)


def is_public(folder: Path) -> bool:
    """Whether a run saw public papers only; one whose manifest cannot be read may have seen others."""
    try:
        manifest = Manifest.model_validate_json((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return manifest.settings.get("clearance") == "public"


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
