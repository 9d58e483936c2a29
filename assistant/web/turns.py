"""The conversation of one visitor, and each turn of it as HTML: question, answer, figures, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from assistant.answering.answer import Answer, Citation, Scope, Status, Value
from assistant.answering.finishing import EXTRACTIVE
from assistant.settings import Clearance
from assistant.store.feedback import Verdict
from assistant.web.citing import EXEMPT, day, name_of, place, source_data
from assistant.web.figures import series_shown
from assistant.web.markup import MarkerLink, marker_button, plain, to_html

STATUS_WORDS: dict[Status, str] = {
    "answered": "",
    "partial": "Answered in part",
    "not_found": "Not found in the papers",
    "clarify": "Please say a little more",
    "refused": "Not something I can answer",
    "error": "Something went wrong",
}
STANDINGS = {"draft": "Draft minutes", "confirmed": "Confirmed", "unsaid": "Not said"}
MARKED: dict[Verdict, str] = {
    "right": "You marked this answer as right. It is kept for those who check the answers.",
    "wrong": "You marked this answer as wrong. It is kept for those who check the answers. Thank you.",
}
MOST_DRAWN = 4  # series of earlier answers up to which the next answer is shown sentence by sentence
NEGATIVE: frozenset[Status] = frozenset({"partial", "not_found", "refused"})
WITHHELD = "This answer is no longer shown, because you may no longer see all that it drew on. Please ask again."
HIDDEN = "A question from when you could see more"  # it may name what it was about
GONE = (
    "This answer is no longer shown: a paper that it stood on has been removed, replaced or closed since. Please ask again, "
    "and it is answered from the papers held now."
)
OUTDATED = "The papers held have changed since this was asked, and may say more or less now. Please ask again."
UNANSWERED = "This question was not answered. Please ask again."


@dataclass
class Turn:
    """One question, with its answer when there is one; ``shown`` is what of it is on the page so far."""

    question: str
    answer: Answer | None = None
    shown: str = ""
    done: bool = False
    failure: str | None = None
    stopped: bool = False
    marked: Verdict | None = None
    clearance: Clearance = "public"  # what the question could be answered from
    kept: str | None = None  # the name by which the answer can be saved
    withheld: str | None = None  # why an answer that was given is not shown
    hidden: bool = False  # whether the question is not shown either
    papers: str = ""  # a short name for the papers that could be seen when it was answered
    number: int | None = None  # under which the conversations that are kept hold it
    follow_ups: list[str] = field(default_factory=list)  # questions to ask next, each of which is answered

    def withhold(self, why: str) -> None:
        """Take what was answered off the page, and say why."""
        self.answer, self.shown, self.withheld, self.done, self.follow_ups = None, "", why, True, []


@dataclass
class Conversation:
    """What one visitor asked, as their page shows it. ``id`` is that under which it is kept, None for what is not."""

    turns: list[Turn] = field(default_factory=list)
    id: str | None = None
    editing: bool = False  # whether the next question is to take the place of the last
    anew: bool = (
        False  # whether it was put on the page empty, and is none that was lost when the server was started anew
    )
    away: bool = False  # whether the page has another by now, so that what is still being answered is not shown
    reopened: bool = False  # whether it was brought back as a whole, which nobody wants read out

    def questions(self) -> list[str]:
        """The questions so far, oldest first."""
        return [turn.question for turn in self.turns]

    @property
    def last(self) -> Turn | None:
        """The last question, with what came of it."""
        return self.turns[-1] if self.turns else None

    def is_heavy(self) -> bool:
        """Whether sending it once for each sentence of an answer would be too much: a drawn series takes some 30 kB."""
        drawn = sum(len(turn.answer.series) for turn in self.turns[:-1] if turn.answer is not None)
        return drawn > MOST_DRAWN

    def withhold(self, clearance: Clearance) -> None:
        """Take off the page what was asked by, and answered to, somebody who might see more than this clearance."""
        for turn in self.turns:
            if clearance == "public" and turn.clearance == "exempt":
                turn.withhold(WITHHELD)
                turn.hidden = True

    def to_html(self) -> str:
        """The whole conversation, safe to put on the page."""
        body = "".join(_turn(number, turn) for number, turn in enumerate(self.turns, start=1))
        return (
            f'<div id="log" role="log" aria-label="Conversation" aria-live="{"off" if self.reopened else "polite"}" '
            f'aria-relevant="additions" data-conversation="{self.id or ""}">{body}</div>'
        )


def held(scope: Scope) -> str:
    """How many papers, of which dates, and how many of their pages could not be read."""
    papers = "1 paper" if scope.documents == 1 else f"{scope.documents:,} papers"
    dates = ""
    if scope.from_ and scope.to:
        first, last = day(scope.from_.isoformat()), day(scope.to.isoformat())
        dates = f" of {first}" if first == last else f" from {first} to {last}"
    unread = ""
    if scope.unreadable_pages:
        unread = f"; {scope.unreadable_pages:,} page{'s' if scope.unreadable_pages > 1 else ''} could not be read"
    return f"{papers}{dates}{unread}"


def scope_line(answer: Answer) -> str:
    """What a negative answer was looked for in, as a sentence; empty where the answer says so itself."""
    if answer.status not in NEGATIVE or "I searched " in answer.answer:
        return ""
    said = "I answer from" if answer.status == "refused" else "I searched"
    return f"{said} {held(answer.scope)}."


def checked_line(answer: Answer) -> str:
    """What of an answer was checked against its pages, as a sentence; empty where nothing was."""
    counts = dict(answer.checked or ())
    names = {"figures": "figure", "dates": "date", "names": "name", "quotes": "quotation"}
    told = [f"{counts[k]} {noun}{'s' if counts[k] > 1 else ''}" for k, noun in names.items() if counts.get(k)]
    if not told:
        return ""
    listed = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    return f"{listed} checked against the pages."


def engine_line(answer: Answer) -> str:
    """What wrote an answer, as a sentence; empty where nothing of the papers is told."""
    if not answer.citations:
        return ""
    if answer.engine == EXTRACTIVE:
        return "Put together from the papers’ own words, without a chat model."
    return f"Phrased by the chat model {answer.engine}."


def _turn(number: int, turn: Turn) -> str:
    return (
        f'<article class="turn" id="turn-{number}" aria-labelledby="turn-{number}-question">'
        f'<h2 class="question" id="turn-{number}-question"><span class="unseen">You asked: </span>'
        f"{HIDDEN if turn.hidden else plain(turn.question)}</h2>"
        f'<div class="answer" data-done="{str(turn.done).lower()}">{_answer(number, turn)}</div></article>'
    )


def _answer(number: int, turn: Turn) -> str:
    if turn.failure is not None:
        return f"{_status_word('error')}<p>{plain(turn.failure)}</p>"
    if turn.withheld is not None:
        return f'<p class="withheld">{plain(turn.withheld)}</p>'
    stopped = '<p class="stopped">Stopped. Ask again for the whole answer.</p>' if turn.stopped else ""
    if turn.answer is None and turn.shown:
        return f'<div class="said">{to_html(turn.shown, {})}</div>{stopped}'
    if turn.answer is None:
        return stopped or '<p class="waiting">Looking in the papers…</p>'
    answer = turn.answer
    markers = {
        citation.marker: MarkerLink(shows=_source_id(number, citation), label=_label(citation))
        for citation in answer.citations
    }
    said = f'{_status_word(answer.status)}<div class="said">{to_html(turn.shown, markers)}</div>'
    if not turn.done:
        return said + stopped
    lines = (scope_line(answer), " ".join(filter(None, (checked_line(answer), engine_line(answer)))))
    foot = "".join(f'<p class="scope">{plain(line)}</p>' for line in lines if line)
    if turn.kept and answer.citations:
        foot += _saving(turn.kept)
    if turn.marked:
        foot += f'<p class="marked" role="status">{MARKED[turn.marked]}</p>'
    shown = series_shown(number, answer, turn.kept)
    figures = _values(number, answer, shown.left) + shown.html
    return said + figures + _sources(number, answer.citations) + foot


def _saving(kept: str) -> str:
    address = f"answer/{quote(kept, safe='')}"
    return (
        '<p class="saving">Take this answer with you: '
        f'<button type="button" class="copy" data-copy="{address}.md">Copy with sources</button> '
        f'<a href="{address}.docx" download>Word</a> <a href="{address}.pdf" download>PDF</a> '
        f'<a href="{address}.md" download>Markdown</a>'
        '<span class="copied" role="status"></span></p>'
    )


def _status_word(status: Status) -> str:
    word = STATUS_WORDS[status]
    return f'<p class="status status-{status}">{word}</p>' if word else ""


def _source_id(number: int, citation: Citation) -> str:
    return f"turn-{number}-source-{citation.marker}"


def _label(citation: Citation) -> str:
    secret = f", {EXEMPT}" if citation.exempt else ""
    return f"Source {citation.marker}: {name_of(citation)}, {place(citation)}{secret}"


def _values(number: int, answer: Answer, values: Sequence[Value]) -> str:
    if not values:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{plain(value.label)}</th><td class="figure">{plain(value.as_printed)}</td>'
        f"<td>{plain(value.period or '–')}</td><td>{_where(number, answer, value)}</td></tr>"
        for value in values
    )
    return (
        '<div class="values" role="group" aria-label="Figures, as printed" tabindex="0"><table>'
        '<caption>Figures, as printed</caption><thead><tr><th scope="col">What</th>'
        '<th scope="col">Value</th><th scope="col">Period</th>'
        f'<th scope="col">Where</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _where(number: int, answer: Answer, value: Value) -> str:
    for citation in answer.citations:
        if (citation.document, citation.page) == (value.document, value.page):
            link = MarkerLink(shows=_source_id(number, citation), label=_label(citation))
            return f"page {value.page} {marker_button(citation.marker, link)}"
    return f"{plain(value.document)}, page {value.page}"


def _sources(number: int, citations: Sequence[Citation]) -> str:
    if not citations:
        return ""
    heading = f"turn-{number}-sources"
    items = "".join(_source(number, citation) for citation in citations)
    # Not announced with the answer: the quotations would be read out before the reader asked for them.
    return (
        f'<section class="sources" aria-labelledby="{heading}" aria-live="off">'
        f'<h3 id="{heading}">Sources</h3>'
        f'<ol class="source-list" data-turn="{number}">{items}</ol></section>'
    )


def _source(number: int, citation: Citation) -> str:
    name = _source_id(number, citation)
    secret = f'<p class="source-secret"><span class="tag exempt">{EXEMPT}</span></p>' if citation.exempt else ""
    return (
        f'<li class="source" {source_data(name, citation)}>'
        f'<button type="button" class="source-button" data-shows="{name}">'
        f'<span class="source-number">{citation.marker}</span>'
        f'<span><span class="source-title">{plain(name_of(citation))}</span> '
        f'<span class="source-place">{plain(place(citation))}</span></span></button>{secret}'
        f'<p class="source-quote">“{plain(citation.quote)}”</p>'
        f'<p class="source-file">{plain(citation.document)}</p></li>'
    )
