from __future__ import annotations

import re
from pathlib import Path

import pytest

import assistant.web
from assistant.web.theme import DARK, LIGHT, council_theme, stylesheet, views_stylesheet

HERE = Path(assistant.web.__file__).parent
TEXT_ON_GROUND = [
    ("ink", "ground"),
    ("ink", "sheet"),
    ("ink", "accent-soft"),
    ("ink-soft", "ground"),
    ("ink-soft", "sheet"),
    ("ink-soft", "sheet-soft"),
    ("accent", "ground"),
    ("accent", "sheet"),
    ("accent", "accent-soft"),
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("note-ink", "note"),
]
EDGE_ON_GROUND = [
    ("edge", "ground"),
    ("edge", "sheet"),
    ("focus", "ground"),
    ("focus", "sheet"),
    ("accent", "sheet"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read(colours: dict[str, str], text: str, ground: str) -> None:
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_ON_GROUND)
def test_edges_and_focus_can_be_seen(colours: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(colours[edge], colours[ground]) >= 3


def test_light_and_dark_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("name", ["style.css", "figures.css", "views.css"])
def test_the_stylesheets_use_only_named_colours(name: str) -> None:
    rules = (HERE / name).read_text("utf-8")

    assert set(re.findall(r"var\(--([a-z-]+)\)", rules)) <= LIGHT.keys()
    assert not re.search(r":[^;{]*#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", rules)
    assert "url(" not in rules
    assert "@import" not in rules


def test_the_theme_fetches_no_fonts() -> None:
    css = council_theme()._get_theme_css() + stylesheet() + views_stylesheet()

    assert "@font-face" not in css
    assert "http" not in css.replace("xmlns='http://www.w3.org/2000/svg'", "")
