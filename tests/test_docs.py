"""The documents say what the program does: tested against the code."""

from __future__ import annotations

import re
import tomllib

import assistant
from assistant.cli import app
from docs.make_settings import page
from tests.conftest import ROOT


def test_the_settings_page_is_that_of_the_settings() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == page()


def test_every_command_is_in_the_readme_and_every_one_in_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `assistant ([a-z\\|]+)", readme, re.MULTILINE)
    named = {name for cell in table for name in cell.replace("\\", "").split("|") if name}
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert named == commands | {
        group.typer_instance.info.name for group in app.registered_groups if group.typer_instance
    }


def test_the_version_is_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_public_surface_is_small_and_imports() -> None:
    assert assistant.__all__ == sorted(assistant.__all__)
    for name in assistant.__all__:
        assert getattr(assistant, name).__name__ == name


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (run|test|install|bench)\b", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
