"""What can go wrong in an evaluation, with the exit code each ends in."""

from __future__ import annotations


class EvalError(Exception):
    """Base. The message is one line: what, where, likely cause, remedy."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class CaseError(EvalError):
    """A line of a case file is not a case, an id or a question stands twice, or a gold answer fails its own scorer."""


class RunError(EvalError):
    """A run cannot be read: it is missing, half written or of another set."""

    exit_code = 3


class IncompleteError(EvalError):
    """Fewer cases came out than went in, or two runs cannot be compared."""

    exit_code = 3
