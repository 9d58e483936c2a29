"""Cases: what is asked, what a right answer says, and where in the papers it stands.

A case file is JSON Lines. Two forms are read, the full one (``Case``) and a plain one
(``{"id", "question", "history", "must": [[alternatives]], "doc", "pages"}``); a line that is neither is an error with
file and line, never skipped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from eval.errors import CaseError

FOLDER = Path(__file__).parent / "cases"
LONGEST_QUESTION = 4000
"""Characters; a longer turn is no question but a file that slipped in."""


class Gold(BaseModel):
    """A figure that a right answer gives. ``value`` is in full units (pounds, not millions; 53.2 for 53.2 %)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    value: float
    unit: str | None = None
    tolerance: float = Field(0.0, ge=0, description="How far off the value may be, in its own unit.")
    period: str | None = Field(None, description="As the paper prints it; told with the figure by a right answer.")


class Nugget(BaseModel):
    """Something a right answer says, in one of several wordings. A nugget that is only ``okay`` is no must."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    wordings: list[str] = Field(min_length=1)
    vital: bool = True


class Place(BaseModel):
    """Where evidence stands: a page of a file, counted from 1, and words that stand on it.

    Places of one ``group`` stand for each other; a question that needs several papers has a group for each.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    document: str
    page: int = Field(ge=1)
    quote: str | None = None
    group: int = 0


class Case(BaseModel):
    """One case. ``turns`` are the questions of a conversation, the last of which is the one that counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(min_length=1, max_length=80)
    kind: str
    turns: list[Annotated[str, Field(max_length=LONGEST_QUESTION)]] = Field(min_length=1)
    gold: list[Gold] = []
    nuggets: list[Nugget] = []
    must_not: list[str] = []
    evidence: list[Place] = []
    declined: bool = False
    cluster: str = "none"
    must_pass: bool = False
    holdout: bool = False
    source: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Case:
        if not self.turns[-1].strip() and self.kind != "junk":
            raise ValueError("the question is empty")
        if self.declined == bool(self.gold or [n for n in self.nuggets if n.vital]):
            raise ValueError("a case either is declined or has gold figures or vital nuggets")
        if not self.declined and not self.evidence:
            raise ValueError("a case that is to be answered needs evidence")
        return self

    @property
    def question(self) -> str:
        """The turn that is scored."""
        return self.turns[-1]

    @property
    def wanted(self) -> str:
        """What a right answer says and where it stands, for a person to read."""
        if self.declined:
            return "to decline"
        said = [" ".join(str(part) for part in (g.value, g.unit, g.period) if part is not None) for g in self.gold]
        said += [" or ".join(nugget.wordings) for nugget in self.nuggets if nugget.vital]
        places = [" or ".join(f"{p.document} p. {p.page}" for p in group) for group in self.groups]
        return f"{'; '.join(said)} – {'; and '.join(places)}"

    @property
    def groups(self) -> list[list[Place]]:
        """Evidence by group: each group is needed, any place of a group will do."""
        return [[p for p in self.evidence if p.group == g] for g in sorted({p.group for p in self.evidence})]


def load_cases(names: Iterable[str], folder: Path = FOLDER) -> list[Case]:
    """All cases of some sets ("sample", "real", …), development and holdout halves, in file order.

    Raises:
        CaseError: there is no such set, a line is malformed, or an id or a conversation stands twice.
    """
    cases: list[Case] = []
    for name in dict.fromkeys(names):
        all_files = sorted(folder.glob("*.jsonl"))
        files = [file for file in all_files if file.stem == name or file.stem.startswith(f"{name}-")]
        if not files:
            held = ", ".join(sorted({file.stem.split("-")[0] for file in all_files}))
            raise CaseError(f"There is no set {name!r} in {folder}. The sets are: {held}.")
        for file in files:
            cases += read_cases(file)
    _no_doubles(cases)
    return cases


def read_cases(file: Path) -> list[Case]:
    """The cases of one file.

    Raises:
        CaseError: the file cannot be read or a line is no case; names file and line.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{file} could not be read ({error}). Give a UTF-8 file with one case a line.") from None
    return [_case(line, file, n) for n, line in enumerate(lines, 1) if line.strip()]


def _case(line: str, file: Path, number: int) -> Case:
    try:
        entry = json.loads(line)
        return Case.model_validate(_full(entry, holdout="holdout" in file.stem) if "question" in entry else entry)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CaseError(f"{file} line {number}: {where or 'case'}: {first['msg']}. See eval/README.md.") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CaseError(f"{file} line {number} is not a case ({type(error).__name__}). See eval/README.md.") from None


def _full(entry: dict[str, Any], *, holdout: bool) -> dict[str, Any]:
    """A case in the plain form as one in the full form."""
    places = [entry, *entry.get("also", [])]
    evidence = [{"document": p["doc"], "page": n} for p in places if p.get("doc") for n in p["pages"]]
    return {
        "id": entry["id"],
        "kind": entry.get("kind", "single-fact"),
        "turns": [*(entry.get("history") or []), entry["question"]],
        "nuggets": [{"wordings": choices} for choices in entry.get("must", [])],
        "must_not": entry.get("must_not", []),
        "evidence": evidence,
        "declined": entry.get("declined", not entry.get("must")),
        "cluster": entry.get("doc") or "none",
        "must_pass": entry.get("must_pass", False),
        "holdout": entry.get("holdout", holdout),
        "source": entry.get("source", ""),
    }


def _no_doubles(cases: Sequence[Case]) -> None:
    ids: dict[str, str] = {}
    asked: dict[str, str] = {}
    for case in cases:
        if case.id in ids:
            raise CaseError(f"The id {case.id} stands twice. Give each case an id of its own.")
        ids[case.id] = case.id
        said = " | ".join(" ".join(turn.lower().split()) for turn in case.turns)
        if said in asked:
            raise CaseError(f"{case.id} asks what {asked[said]} asks. Change the question or take one of them out.")
        asked[said] = case.id


def digest(cases: Iterable[Case]) -> str:
    """A short hash of what the cases say, whatever their order."""
    lines = sorted(case.model_dump_json() for case in cases)
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()
