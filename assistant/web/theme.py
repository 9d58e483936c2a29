"""How the page looks: the colours, once for light and once for dark, and the Gradio theme made of them.

``style.css`` uses only the names given here. Text on its ground is WCAG AA (4.5:1); a test measures it.
"""

from __future__ import annotations

from pathlib import Path

import gradio as gr

LIGHT = {
    "ground": "#f6f4ef",
    "sheet": "#ffffff",
    "sheet-soft": "#f1eee6",
    "ink": "#1e2329",
    "ink-soft": "#545b63",
    "rule": "#d9d4c7",
    "edge": "#8b8676",
    "accent": "#175c54",
    "accent-strong": "#0f463f",
    "accent-soft": "#e0eeea",
    "on-accent": "#ffffff",
    "pen": "#ffe85c",
    "note": "#fbf1d3",
    "note-ink": "#5f4300",
    "focus": "#2a5ca8",
    "red": "#c62828",
    "amber": "#e09600",
    "green": "#2e7d32",
}
DARK = {
    "ground": "#14181b",
    "sheet": "#1c2226",
    "sheet-soft": "#242b30",
    "ink": "#ebe8e1",
    "ink-soft": "#b0b5b7",
    "rule": "#363f45",
    "edge": "#7d878d",
    "accent": "#8fd0c3",
    "accent-strong": "#b4e3da",
    "accent-soft": "#203a37",
    "on-accent": "#0d2622",
    "pen": "#ffe85c",
    "note": "#3a3118",
    "note-ink": "#f5dd9b",
    "focus": "#9cc2ff",
    "red": "#f0736b",
    "amber": "#f5b942",
    "green": "#6fbf73",
}
SANS = [
    "system-ui",
    "Segoe UI",
    "Roboto",
    "Helvetica Neue",
    "Noto Sans",
    "Liberation Sans",
    "Arial",
    "sans-serif",
]
MONO = ["ui-monospace", "Consolas", "Liberation Mono", "monospace"]

# Gradio's name -> ours. Gradio wants the light and the dark value of each.
_GRADIO_NAMES = {
    "body_background_fill": "ground",
    "body_text_color": "ink",
    "body_text_color_subdued": "ink-soft",
    "background_fill_primary": "sheet",
    "background_fill_secondary": "sheet-soft",
    "block_background_fill": "ground",
    "block_label_text_color": "ink-soft",
    "block_title_text_color": "ink",
    "border_color_primary": "rule",
    "border_color_accent": "accent",
    "color_accent_soft": "accent-soft",
    "input_background_fill": "sheet",
    "input_border_color": "edge",
    "input_border_color_focus": "accent",
    "input_placeholder_color": "ink-soft",
    "link_text_color": "accent",
    "button_primary_background_fill": "accent",
    "button_primary_background_fill_hover": "accent-strong",
    "button_primary_text_color": "on-accent",
    "button_primary_border_color": "accent",
    "button_secondary_background_fill": "sheet",
    "button_secondary_background_fill_hover": "accent-soft",
    "button_secondary_text_color": "accent",
    "button_secondary_border_color": "edge",
}


def council_theme() -> gr.themes.Base:
    """The theme: system fonts only, so that nothing is fetched from another host."""
    theme = gr.themes.Base(font=SANS, font_mono=MONO, text_size="lg", radius_size="md")
    values = {name: LIGHT[ours] for name, ours in _GRADIO_NAMES.items()}
    values |= {f"{name}_dark": DARK[ours] for name, ours in _GRADIO_NAMES.items()}
    theme.set(**values, block_border_width="0px", block_shadow="none", input_shadow="none")
    return theme


def stylesheet() -> str:
    """The page's CSS: the colours as variables, then ``style.css`` and ``figures.css``."""
    folder = Path(__file__).parent
    rules = "\n".join(folder.joinpath(name).read_text("utf-8") for name in ("style.css", "figures.css"))
    return f":root {{ {_variables(LIGHT)} }}\n:root.dark, :root .dark {{ {_variables(DARK)} }}\n{rules}"


def views_stylesheet() -> str:
    """The CSS of the views: as the chat's, with dark colours where the system asks for them, and ``views.css``."""
    rules = Path(__file__).with_name("views.css").read_text("utf-8")
    fonts = ", ".join(f'"{name}"' if " " in name else name for name in SANS)
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {_variables(DARK)} color-scheme: dark; }} }}"
    return f"{stylesheet()}\n{dark}\n.views body {{ font-family: {fonts}; }}\n{rules}"


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())
