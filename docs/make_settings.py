"""Writes docs/settings.md from the settings themselves, so that the two cannot differ (a test compares them)."""

from __future__ import annotations

from pathlib import Path

from assistant.settings import Settings


def page() -> str:
    """The page as Markdown."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=False)
        shown = "one per core, at most 4" if name == "workers" else f"`{default}`"
        rows.append(f"| `ASSISTANT_{name.upper()}` | {shown} | {field.description} |")
    head = "# Settings\n\nEnvironment variables; a command's option wins over its variable.\n\n"
    return head + "| variable | default | what it is |\n|---|---|---|\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    (Path(__file__).parent / "settings.md").write_text(page(), encoding="utf-8")
