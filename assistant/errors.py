"""The error tree: every failure a user can meet, one line each, with what to do about it.

AssistantError                 anything this program says no to; the faces print it as one line
├── UsageError                 the request cannot be read (empty question, bad option, bad batch line)
├── SettingsError              a setting has a value that cannot work
├── SignInError                nobody is signed in, or the name and password are not right
│   └── TooManyTriesError      guessed too often: the name or the address has to wait
├── PaperError                 one PDF cannot be taken in; the others still are
│   ├── NotAPdfError           empty file, or not a PDF at all
│   ├── DamagedPaperError      a PDF that is cut short or broken beyond reading
│   ├── EncryptedPaperError    a password is needed to open it
│   └── OversizedPaperError    more pages or bytes than the settings allow
├── BackupError                a backup cannot be written, or is not whole
└── StoreError                 the store cannot be used
    ├── StoreMissingError      no store there yet
    ├── StoreUnwritableError   the folder or the server does not let this program write
    ├── StoreUnreachableError  a server that holds a part of it cannot be reached, or does not let this program in
    ├── StoreBusyError         another process is writing to it
    ├── StoreFormatError       written by another version of this program
    └── EmbedderMismatchError  made with another embedder than the one set
"""

from __future__ import annotations


class AssistantError(Exception):
    """Anything this program says no to. ``str(error)`` is one line: what, where, likely cause, remedy."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class UsageError(AssistantError):
    """Raised when a request cannot be read: an empty question, an unknown option, a malformed batch line."""

    exit_code = 2


class SettingsError(AssistantError):
    """Raised when a setting has a value that cannot work."""

    exit_code = 2


class SignInError(AssistantError):
    """Raised when somebody who has to sign in has not, or gave a name and password that are not right."""


class TooManyTriesError(SignInError):
    """Raised when a name, or an address, was tried in vain too often. ``minutes`` is how long it has to wait."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(
            f"There were too many tries. Please wait {wait} and try again. Whoever runs this service can set a new "
            "password meanwhile."
        )


class PaperError(AssistantError):
    """Raised when one PDF cannot be taken in. The other papers of the same run are not touched by it."""


class NotAPdfError(PaperError):
    """Raised for an empty file or one that is not a PDF."""


class DamagedPaperError(PaperError):
    """Raised for a PDF that is cut short or broken beyond reading."""


class EncryptedPaperError(PaperError):
    """Raised for a PDF that needs a password to be opened."""


class OversizedPaperError(PaperError):
    """Raised for a PDF with more pages or bytes than the settings allow."""


class BackupError(AssistantError):
    """Raised when a backup cannot be written, or when one that is to be restored is not whole."""


class StoreError(AssistantError):
    """Raised when the store cannot be used."""


class StoreMissingError(StoreError):
    """Raised when a question is asked of a store that does not exist or holds no paper."""


class StoreUnwritableError(StoreError):
    """Raised when the store's folder cannot be created or written to, or a server does not let this program write."""


class StoreUnreachableError(StoreError):
    """Raised when a server that holds a part of the store cannot be reached, or does not let this program in."""


class StoreBusyError(StoreError):
    """Raised when another process is writing to the store."""


class StoreFormatError(StoreError):
    """Raised when the store was written by another version of this program."""


class EmbedderMismatchError(StoreError):
    """Raised when the store was made with another embedder than the one now set."""
