"""The Answer: what every face shows and what ``assistant ask --json`` prints. A fixed contract, extended never broken."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.tools.indicators import StandingRow

Status = Literal["answered", "partial", "not_found", "clarify", "refused", "error"]


class Citation(BaseModel):
    """One place the answer stands on. ``quote`` stands on that page; ``boxes`` are PDF points, origin bottom left."""

    model_config = ConfigDict(extra="forbid")

    marker: int = Field(ge=1)
    document: str
    title: str
    date: str | None
    page: int = Field(ge=1, description="Position in the file, from 1.")
    page_label: str | None = Field(description="As printed on the page.")
    quote: str
    boxes: list[tuple[float, float, float, float]]
    paper_id: str = Field(description="Identity of the version of the paper that was read.")
    ocr: bool = Field(default=False, description="Whether the page is a picture whose words were recognised (OCR).")
    exempt: bool = Field(default=False, description="Whether the page is exempt: not for publication.")


class Value(BaseModel):
    """One figure of the answer, as printed and as a number, with where it stands."""

    model_config = ConfigDict(extra="forbid")

    label: str
    value: float | None
    unit: str | None
    period: str | None
    as_printed: str
    document: str
    page: int = Field(ge=1)


class IndicatorSeries(BaseModel):
    """An indicator that an answer tells a figure of, over all papers that were searched.

    ``rows`` are its periods, oldest first; a period that papers print several figures for has a row for each, the newest
    paper's first. Each row was found on its page. ``note`` says what to know before figures are compared, ``exempt`` which of
    the pages (paper id, number) are not for publication.
    """

    model_config = ConfigDict(extra="forbid")

    indicator: str
    note: str | None
    rows: list[StandingRow]
    exempt: list[tuple[str, int]] = []


class Scope(BaseModel):
    """What was searched: how many papers, over which dates, and how many of their pages could not be read.

    ``only`` says what the question was narrowed to, in words; None where all papers that may be seen were searched.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    documents: int
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    unreadable_pages: int = 0
    only: str | None = None


class Checked(BaseModel):
    """How many things an answer says were looked up on the pages it cites, and stand there."""

    model_config = ConfigDict(extra="forbid")

    figures: int = 0
    dates: int = 0
    names: int = 0
    quotes: int = 0


class Choice(BaseModel):
    """One thing that a question may mean (status "clarify"), and the question that asks for it in full."""

    model_config = ConfigDict(extra="forbid")

    label: str
    question: str


class Usage(BaseModel):
    """What a chat model was put to for an answer, whether or not its words were used.

    Tokens are None where the model's server tells none.
    """

    model_config = ConfigDict(extra="forbid")

    input_tokens: int | None = None
    output_tokens: int | None = None
    tool_calls: int = 0


class Answer(BaseModel):
    """The answer to one question: Markdown with markers ``[1] [2]`` inside its sentences, and what they point to."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = Field(default=None, description="The id that the question was asked with.")
    question: str = Field(description="The question, as it was asked.")
    answer: str = Field(description="Markdown; a marker such as [1] is that of a citation.")
    status: Status = Field(description="Whether the papers answer: wholly, in part, not, or only once more is said.")
    citations: list[Citation] = Field(default=[], description="The places that the markers point to.")
    values: list[Value] = Field(default=[], description="The figures that the answer states.")
    scope: Scope = Field(description="What was searched.")
    engine: str = Field(default="extractive", description='What wrote it: "extractive", or the name of a chat model.')
    elapsed_ms: float = Field(default=0.0, description="How long it took.")
    checked: Checked | None = Field(
        default=None, description="What was checked against the pages; None where nothing is cited."
    )
    choices: list[Choice] = Field(
        default=[], description='What the question may mean, each to be asked in its place; only with status "clarify".'
    )
    series: list[IndicatorSeries] = Field(
        default=[], description="The indicators told, period by period; only where that was asked for."
    )
    usage: Usage | None = Field(default=None, description="What a chat model spent; None where none was asked.")

    def to_json(self) -> str:
        """The Answer as one line of JSON, keys as in the contract."""
        return self.model_dump_json(by_alias=True)
