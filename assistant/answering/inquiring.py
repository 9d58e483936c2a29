"""From a question understood to a draft: the answer from records where they hold it, else from the passages found; a question
that asks for several things part by part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.answering import replies
from assistant.answering.answer import Choice, Scope, Status
from assistant.answering.bearing import bears_on, nearest, tells_of_body
from assistant.answering.beside import add_beside
from assistant.answering.best_passage import add_best_passage
from assistant.answering.compose import Draft, compose, describe, spoken
from assistant.answering.doubtful import answered_in_other_words
from assistant.answering.focus import Focus, focus, meeting_parts
from assistant.answering.in_papers import told_in_papers
from assistant.answering.parting import parts_of
from assistant.answering.partly import lacking, not_found, same_question, stands_alone
from assistant.answering.readings import Reading, equally_likely, readings
from assistant.answering.suffice import suffices
from assistant.answering.telling.ask import Ask
from assistant.answering.telling.choose import of_what_is_asked, tell, tell_by_name, tell_named
from assistant.answering.telling.corrected import add_correction
from assistant.answering.telling.decisions import tell_decision
from assistant.answering.telling.differing import add_difference
from assistant.answering.telling.later_word import add_later_word
from assistant.answering.telling.meant import of_another
from assistant.answering.telling.points import tell_points
from assistant.answering.telling.weighing import share_held
from assistant.records.dates import find_dates
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.bodies import body_unheld
from assistant.retrieval.evidence import gather
from assistant.retrieval.followups import may_stand_alone
from assistant.retrieval.inquiry import Inquiry, understand
from assistant.retrieval.search import Searcher
from assistant.retrieval.terms import terms
from assistant.tools.names import Finder

MOST_TOLD = 3  # readings of a question that are told side by side …
FAR_MORE = 0.3  # of the telling words of a part, by which the answer to the whole question must be ahead of its own
SHORT = 700  # … where their answers have no more characters than this in all; else it is asked which is meant

_UNTIL = re.compile(
    r"\b(?:adjourned|deferred|postponed|put (?:off|back)|moved|held over|re-?arranged)\b[^.]{0,40}?\b(?:to|until|till)\s+(?:the meeting (?:on|of) )?(?:\w+day,? )?$",
    re.IGNORECASE,
)
_OF_BODIES = ("decision", "vote", "mover", "chair", "attendance", "apologies")


class Outcome(NamedTuple):
    """What came of a question: its status and the draft that says so."""

    status: Status
    draft: Draft


class Inquirer:
    """Answers questions that are understood, from one store and with one clearance."""

    def __init__(self, searcher: Searcher, finder: Finder, scope: Scope, *, public: bool) -> None:
        self._searcher = searcher
        self._finder = finder
        self._scope = scope
        self._public = public

    def answer(self, inquiry: Inquiry, history: Sequence[str]) -> Outcome:
        """The answer to a question; where it may mean several things alike, all their answers or which is meant."""
        meant = readings(inquiry, history, self._searcher, self._finder)
        told = (self._several(inquiry, meant) if meant else None) or self._answer(inquiry, history)
        if told.status == "not_found" and inquiry.whole != inquiry.question and may_stand_alone(inquiry.question):
            alone = self._answer(understand(inquiry.question, (), self._searcher.calendar), ())
            return alone if alone.status == "answered" else told
        return told

    def _several(self, inquiry: Inquiry, meant: Sequence[Reading]) -> Outcome | None:
        """The answers of readings that are equally likely where they are short, else the choice; None where one leads."""
        asked = [(one, self._answer(understand(one.question, (), self._searcher.calendar), ())) for one in meant]
        alike = equally_likely(inquiry, [(one, told.draft) for one, told in asked if told.status == "answered"])
        if not alike:
            return None
        names = " or ".join(one.label for one, _ in alike)
        if len(alike) <= MOST_TOLD and sum(len(draft.text) for _, draft in alike) <= SHORT:
            joined = replace(alike[0][1], opening=replies.SEVERAL.format(choices=names))
            for _, draft in alike[1:]:
                joined.append(draft)
            return Outcome("answered", joined)
        choices = [Choice(label=one.label, question=one.question) for one, _ in alike]
        return Outcome("clarify", Draft([replies.CLARIFY.format(choices=names)], choices=choices))

    def _answer(self, inquiry: Inquiry, history: Sequence[str]) -> Outcome:
        """The answer to a question, from its parts where it has several that are answered apart."""
        by_paper = _joined(inquiry, told_in_papers(inquiry, history, self._searcher, self._finder))
        if by_paper is not None:
            return Outcome("answered", by_paper)
        whole, ask = self._one(inquiry)
        if whole.draft.whole or whole.status == "refused":
            return self._with_best(whole, ask)
        parts = parts_of(inquiry, history, self._searcher.calendar)
        if not parts or _tells_all(whole, parts):
            return self._completed(whole, ask)
        told = [self._better(part, self._one(part)[0], whole) for part in parts]
        joined = _joined(inquiry, [one.draft for one in told if one.status == "answered"])
        if joined is not None:
            return self._without(self._with_best(Outcome("answered", joined), ask), parts, told)
        if whole.status == "answered":
            of_whole = self._without(self._completed(whole, ask), parts, told, of_whole=True)
            return (self._half(parts, told) if of_whole.status == "partial" else None) or of_whole
        return self._half(parts, told) or whole

    def _better(self, part: Inquiry, told: Outcome, whole: Outcome) -> Outcome:
        """What answers a part that leans on the one before it: what the whole question found, where that holds far more of the
        part's own words than what was found for it with those it takes over."""
        if whole.status != "answered" or stands_alone(part):
            return told
        own = telling_terms(understand(part.question), self._searcher)
        before = share_held(own, _quoted(told.draft)) if told.status == "answered" else 0.0
        return whole if share_held(own, _quoted(whole.draft)) - before >= FAR_MORE else told

    def _half(self, parts: Sequence[Inquiry], told: Sequence[Outcome]) -> Outcome | None:
        """The one part that was found, where it is a question of its own; of one asked for several times, a figure."""
        found = [(part, one) for part, one in zip(parts, told, strict=True) if one.status == "answered"]
        if len(found) != 1 or not stands_alone(found[0][0]):
            return None
        if same_question(parts) and not found[0][1].draft.values:
            return None
        return self._without(found[0][1], parts, told)

    def _without(
        self, outcome: Outcome, parts: Sequence[Inquiry], told: Sequence[Outcome], *, of_whole: bool = False
    ) -> Outcome:
        """An answer with what is said of the parts of the question that it does not hold."""
        lost = lacking(parts, [one.status != "not_found" for one in told], outcome.draft, of_whole=of_whole)
        if not lost:
            return outcome
        outcome.draft.closing = not_found(lost, describe(self._scope), timed=same_question(parts))
        return Outcome("partial", outcome.draft)

    def _completed(self, outcome: Outcome, ask: Ask | None) -> Outcome:
        if outcome.status == "answered" and ask is not None:
            add_beside(ask, outcome.draft)
        return self._with_best(outcome, ask)

    def _with_best(self, outcome: Outcome, ask: Ask | None) -> Outcome:
        if outcome.status == "answered" and ask is not None:
            add_best_passage(ask, outcome.draft)
        return outcome

    def _one(self, inquiry: Inquiry) -> tuple[Outcome, Ask | None]:
        if meeting_parts(inquiry, self._searcher) == [] and inquiry.days:
            return self._no_meeting(inquiry), None
        ask = Ask(inquiry, gather(inquiry, self._searcher), self._searcher, self._finder)
        ask.evidence = of_what_is_asked(ask)
        ask.evidence = [evidence for evidence in ask.evidence if not of_another(ask, evidence)]
        told = self._told(ask)
        if told.status == "answered" and not told.draft.whole and not bears_on(inquiry, told.draft, self._searcher):
            return self._not_found(nearest(inquiry, told.draft)), None
        body = body_unheld(inquiry.question, self._searcher.committees) if ask.wants(*_OF_BODIES) else None
        if told.status == "answered" and body and not tells_of_body(body, told.draft):
            return self._not_found(replies.NO_MINUTES), None
        if told.status == "answered":
            add_correction(ask, told.draft)
            add_later_word(ask, told.draft)
        return told, ask

    def _told(self, ask: Ask) -> Outcome:
        inquiry = ask.inquiry
        if tell_named(ask):
            return Outcome("answered", ask.draft)
        found = focus(inquiry, list(ask.evidence), self._searcher)
        if not found.together and tell(ask):
            return Outcome("answered", ask.draft)
        if ask.nearest:
            return self._not_found(ask.nearest)
        if not found.together and tell_points(ask):
            return Outcome("answered", ask.draft)
        chosen = suffices(inquiry, found, self._searcher)
        if not chosen and found.together and "reason" in inquiry.wants:
            # The comment on the row is of another time; a text may give the reason, a row of figures does not.
            found = Focus([e for e in ask.evidence if e.hit.passage.cells is None])
            chosen = suffices(inquiry, found, self._searcher)
        draft = compose(inquiry, chosen, self._searcher)
        draft.sought = found.together
        if not draft.citations and (tell_by_name(ask) or ("decision" in inquiry.wants and tell_decision(ask))):
            return Outcome("answered", ask.draft)
        if not draft.citations:
            doubtful = answered_in_other_words(inquiry, ask.evidence, self._searcher)
            draft = compose(inquiry, doubtful, self._searcher)
        if not draft.citations:
            return self._not_found()
        seen = [c.quote for c in draft.citations]
        if self._public and (replies.taken_in_private(inquiry.question, seen) or self._of_the_private_part(ask)):
            return Outcome("refused", Draft([replies.EXEMPT]))
        return Outcome("answered", draft)

    def _of_the_private_part(self, ask: Ask) -> bool:
        """Whether a question asks what a report holds that the public papers say is exempt."""
        near = (evidence.hit.passage.text for evidence in ask.evidence[:10])
        return replies.asks_for_private(ask.inquiry.question) and any(replies.IN_PRIVATE.search(text) for text in near)

    def _no_meeting(self, inquiry: Inquiry) -> Outcome:
        """The papers hold no minutes of the day asked about; where they say that it did not take place, that is told."""
        when = " or ".join(spoken(day) for day in inquiry.days)
        said = f"The papers hold no minutes of {when}."
        found = [e for e in gather(inquiry, self._searcher) if replies.CANCELLED.search(e.hit.passage.text)]
        cancelled = [e for e in found if not _put_off_to(inquiry, e.hit.passage.text)]
        named = [e for e in cancelled if e.when is not None and e.when >= 0.9]
        if not named:
            return Outcome(
                "not_found", Draft([replies.NO_MEETING.format(when=f"of {when}", scope=describe(self._scope))])
            )
        draft = compose(inquiry, named[:1], self._searcher)
        draft.paragraphs.insert(0, said)
        return Outcome("answered", draft) if draft.citations else Outcome("not_found", Draft([said]))

    def _not_found(self, nearest: str = "") -> Outcome:
        said = f"{replies.NOT_FOUND.format(scope=describe(self._scope))} {nearest}".strip()
        return Outcome("not_found", Draft([said]))


def _put_off_to(inquiry: Inquiry, text: str) -> bool:
    """Whether something was put off to the very day asked about: that its meeting did not take place is not said."""
    return any(
        mention.date in inquiry.days and _UNTIL.search(text[: mention.span[0]])
        for mention in find_dates(text)
        if mention.date is not None
    )


def _tells_all(whole: Outcome, parts: Sequence[Inquiry]) -> bool:
    """Whether an answer to the whole question has a figure for each of the times that its parts ask for."""
    periods = {value.period for value in whole.draft.values}
    times = {(part.days, part.periods) for part in parts}
    return whole.status == "answered" and len(times) > 1 and len(periods) >= len(times)


def _quoted(draft: Draft) -> frozenset[str]:
    return frozenset(terms(" ".join(citation.quote for citation in draft.citations)))


def _joined(inquiry: Inquiry, answered: Sequence[Draft]) -> Draft | None:
    """The drafts of parts one below the other, none that says again what one before it says, with the difference of their
    figures where that is asked; None for fewer than two."""
    kept: list[Draft] = []
    for draft in answered:
        places = {(c.paper_id, c.page, c.quote) for c in draft.citations}
        if not any(places <= {(c.paper_id, c.page, c.quote) for c in held.citations} for held in kept):
            kept.append(draft)
    if len(kept) < 2:
        return None
    joined = Draft()
    for draft in kept:
        joined.append(draft)
    add_difference(inquiry, joined, kept)
    return joined
