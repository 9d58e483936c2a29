"""One settings object for the whole program, read from ``ASSISTANT_*`` variables; every field described."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

_SECRET = "may_hold_a_secret"  # kind of error whose value is never repeated
_PLACES = {"store", "database_url", "chroma_url", "namespace", "host", "port"}
_OF_VISITORS = {
    "sign_in",
    "session_hours",
    "session_idle_minutes",
    "sign_in_tries",
    "sign_in_wait_minutes",
    "sign_in_days",
    "conversation_days",
    "max_upload_megabytes",
    "answer_log_days",
    "metrics_port",
    "log_format",
}
DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
Clearance = Literal["public", "exempt"]


class Servers(NamedTuple):
    """The servers that hold parts of a store; what is None lies in the store's folder."""

    database: SecretStr | None = None  # the URL of a PostgreSQL database
    chroma: str | None = None  # the URL of a Chroma server
    namespace: str = "papers"  # tells stores on one server apart


class Settings(BaseSettings):
    """What can be set, with its default. ``Settings()`` reads the environment; ``load_settings`` adds options."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", extra="forbid", frozen=True, protected_namespaces=())

    store: Path = Field(
        Path("store"),
        description="Folder that holds the PDFs, and the database and the vectors where no server does.",
    )
    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL database that takes the place of the SQLite file in the store's folder: "
        "postgresql+psycopg://user:password@host:5432/database; needs the extra `postgres`. The PDFs stay in the folder.",
    )
    chroma_url: str | None = Field(
        None,
        description="Chroma server that takes the place of the vectors' folder: http://host:8000. The PDFs stay in the "
        "store's folder.",
    )
    namespace: str = Field(
        "papers",
        pattern=r"^[a-z][a-z0-9_]{2,39}$",
        description="Name of this store on those servers: the PostgreSQL schema, and what the Chroma collections begin "
        "with. Each store on a server needs one of its own.",
    )
    host: str = Field("127.0.0.1", description="Address the web chat listens on.")
    port: int = Field(7860, ge=0, le=65535, description="Port the web chat listens on; 0 takes a free one.")
    sign_in: Literal["auto", "on", "off"] = Field(
        "auto",
        description="Whether users sign in to the web chat: auto (unless only this machine can reach it), on or off. "
        "Set it on behind a proxy.",
    )
    session_hours: float = Field(12.0, gt=0, description="Hours after which a user has to sign in again.")
    session_idle_minutes: float = Field(
        60.0, gt=0, description="Minutes without a request after which a user has to sign in again."
    )
    sign_in_tries: int = Field(
        5, ge=1, description="Wrong passwords after which a name has to wait; an address has five times as many."
    )
    sign_in_wait_minutes: float = Field(15.0, gt=0, description="Minutes that it has to wait then.")
    sign_in_days: int = Field(365, ge=1, description="Days for which it is kept who signed in, or tried to, and when.")
    conversation_days: int = Field(
        180, ge=1, description="Days after its last question for which a conversation in the web chat is kept."
    )
    answer_log_days: int = Field(
        90,
        ge=0,
        description="Days for which the web chat and /mcp keep what was asked and answered in the store's folder `answers`, "
        "with the number of the user; 0: not at all.",
    )
    metrics_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="Port on which this machine alone gets `/metrics` for Prometheus; unset: none.",
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="What the web chat writes to standard error: text, or a line of JSON a record."
    )
    embedder: str = Field(
        DEFAULT_EMBEDDER,
        description="Embedding model: the bundled all-MiniLM-L6-v2, or any sentence-transformers name or path.",
    )
    embedding_backend: Literal["onnx", "torch"] = Field(
        "onnx",
        description="What runs the bundled embedder: ONNX Runtime (same vectors, faster) or PyTorch. "
        "Any other embedder runs on PyTorch.",
    )
    reranker: str = Field(
        "auto",
        description="Cross-encoder asked in cases of doubt: auto (the bundled one where the extra `rerank` is installed), "
        "none, or any sentence-transformers name or path.",
    )
    clearance: Clearance = Field(
        "public",
        description="What may be shown: public papers only, or exempt (Part II) papers as well. Where users sign in to the "
        "web chat, each one's own clearance decides there.",
    )
    workers: int = Field(
        default_factory=lambda: min(4, os.cpu_count() or 1),
        ge=1,
        description="Processes that read PDFs at the same time.",
    )
    page_time_limit: float = Field(20.0, gt=0, description="Seconds one page may take to read before it is given up.")
    ocr_language: str = Field(
        "eng",
        pattern=r"^[A-Za-z_]+(\+[A-Za-z_]+)*$",
        description="Language of pictures that `ingest --ocr` reads, as tesseract names it; several with +: eng+cym.",
    )
    ocr_min_confidence: float = Field(
        90.0,
        ge=0,
        le=100,
        description="Confidence (0 to 100) below which a figure read by OCR is left out: […] stands there.",
    )
    max_pages: int = Field(5000, ge=1, description="Papers with more pages than this are refused.")
    max_megabytes: int = Field(500, ge=1, description="PDF files larger than this are refused.")
    max_upload_megabytes: int = Field(
        200,
        ge=1,
        description="PDF files larger than this are refused while they are sent to the web chat's Papers page.",
    )
    evaluation_runs: Path | None = Field(
        None,
        description="Folder of evaluation runs (eval/runs) to show to evaluators at /evaluation; unset: no such page.",
    )
    model: str | None = Field(
        None,
        min_length=1,
        description="Chat model that phrases the answers, as LangChain names it: `openai:…`, `ollama:…`, `anthropic:…`; "
        "unset: none. Its key comes from the provider's own variable, such as OPENAI_API_KEY.",
    )
    model_base_url: str | None = Field(
        None,
        description="Address of the chat model's server, such as http://127.0.0.1:8080/v1; without a provider before the "
        "model's name, any server that speaks OpenAI's protocol.",
    )
    model_timeout: float = Field(60.0, gt=0, description="Seconds the chat model has for an answer, look-ups included.")
    model_tool_calls: int = Field(
        6,
        ge=0,
        le=50,
        description="Look-ups the chat model may make for an answer; 0 for a model that cannot call tools.",
    )
    model_retries: int = Field(1, ge=0, le=10, description="How often a chat model that failed is asked once more.")
    model_structured: Literal["auto", "always", "never"] = Field(
        "auto",
        description="Whether the chat model is made to answer in a JSON form: where it is known to be able to, always "
        "(servers such as llama.cpp can, but not together with look-ups), or never.",
    )
    max_question_words: int = Field(400, ge=1, description="Longer questions are refused with a request to shorten.")

    def recorded(self) -> dict[str, Any]:
        """What is kept with evaluation runs and marked answers: all that answers hang on, nothing of where things are and
        how people sign in."""
        return self.model_dump(mode="json", exclude=_PLACES | _OF_VISITORS)

    @property
    def servers(self) -> Servers:
        """The servers that hold parts of the store."""
        return Servers(self.database_url, self.chroma_url, self.namespace)

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, url: SecretStr | None) -> SecretStr | None:
        if url is None:
            return None
        from sqlalchemy import make_url  # a fifth of a second that only this setting is worth
        from sqlalchemy.exc import ArgumentError

        try:
            parts = make_url(url.get_secret_value())
        except (ArgumentError, ValueError):  # what they say may hold the password
            parts = None
        drivers = {"postgresql", "postgresql+psycopg"}
        if parts is None or parts.drivername not in drivers or not parts.database or "@" in (parts.host or ""):
            raise PydanticCustomError(
                _SECRET,
                "it must be the address of a PostgreSQL database: postgresql+psycopg://user:password@host:5432/database, "
                "with @ : / in the password written as %40 %3A %2F",
            )
        return url

    @field_validator("chroma_url")
    @classmethod
    def _bare(cls, url: str | None) -> str | None:
        if urlsplit(url or "").path.strip("/"):
            raise PydanticCustomError(_SECRET, "it must end behind the port: http://host:8000")
        return url.rstrip("/") if url else url

    @field_validator("chroma_url", "model_base_url")
    @classmethod
    def _no_secrets(cls, url: str | None) -> str | None:
        """Settings are kept with runs and marked answers, so an address must not carry a password or a token."""
        parts = urlsplit(url or "http://host")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise PydanticCustomError(_SECRET, "it must be an address that begins with http:// or https://")
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise PydanticCustomError(
                _SECRET, "it must not hold a password or a token; a model's goes into its provider's own variable"
            )
        return url


def _given(value: object, kind: str) -> str:
    return "" if kind == _SECRET else f" (it is {value!r})"


def load_settings(**options: object) -> Settings:
    """Settings from the environment, overridden by the options that are not None.

    Raises:
        SettingsError: a value cannot work; names the variable and what is wrong with it.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "ASSISTANT_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            f"{name}: {first['msg']}{_given(first.get('input'), first['type'])}. Set it right or unset it."
        ) from None
