"""``python app.py``: the chat in the browser, with the settings from the environment."""

from __future__ import annotations

import sys

import typer

from assistant.errors import AssistantError
from assistant.settings import load_settings


def main() -> int:
    """Serves until interrupted; an error is one line, and its exit code is returned."""
    from assistant.web import serve

    try:
        serve(load_settings())
    except AssistantError as error:
        typer.echo(f"Error: {error}", err=True)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
