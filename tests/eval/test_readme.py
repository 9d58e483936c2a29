"""What eval/README.md tells a person who has never seen the project: its commands are there, its example is a sound case."""

from __future__ import annotations

import json
import re
from pathlib import Path

import eval
from eval.__main__ import app
from eval.cases import Case, Gold, Nugget, Place, load_cases
from eval.check import papers_under, problems
from eval.pages import Pages

README = (Path(eval.__file__).parent / "README.md").read_text("utf-8")


def test_the_case_of_the_readme_is_one_line_and_sound(sample_papers: Path) -> None:
    (line,) = re.findall(r"```json\n(.*?)\n```", README, re.DOTALL)
    assert "\n" not in line
    case = Case.model_validate(json.loads(line))
    assert problems([case], Pages(papers_under(sample_papers))) == []
    held = load_cases(["sample"])
    assert case.id not in {c.id for c in held} and case.kind in {c.kind for c in held}


def test_every_field_and_every_command_is_told() -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    assert told == set(Case.model_fields)
    for name in {*Gold.model_fields, *Nugget.model_fields, *Place.model_fields}:
        assert f"`{name}`" in README or f'"{name}"' in README
    names = {str(command.name or command.callback.__name__) for command in app.registered_commands if command.callback}
    assert set(re.findall(r"^\$ python -m eval (\w+)", README, re.MULTILINE)) == names
