"""Whether an answer bears on what is asked: a sum, a length of time, a company or "those eleven" must stand in the words
quoted, a sum beside something that the question names. Papers that only speak of the matter do not answer it."""

from __future__ import annotations

import re
from calendar import month_name

from assistant.answering.claims import worded_in
from assistant.answering.compose import Draft
from assistant.answering.quoting import sentences
from assistant.answering.unnamed import left_unnamed
from assistant.records.numbers import find_figures
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Searcher
from assistant.retrieval.synonyms import alike
from assistant.retrieval.terms import terms

# Measured on the looked-at sets (785 questions): of 22 that the papers do not answer and were answered from, 8 are declined
# by these rules, and of the right answers none.
_SUM = re.compile(
    r"\b(?:salary|earns?|sold for|for how much)\b|(?<!ly )(?<!low )(?<!-)\bpaid\b(?!-)(?! (?:accommodation|staff|leave|employment|jobs?|posts?)\b)"
    # "nightly paid" and "paid staff" say of what kind
    r"|\bhow much\b.{0,60}\b(?:pay|paid|cost|sold|save|worth)\b|\bwhat will .{3,40} pay\b",
    re.IGNORECASE,
)
_OF_SUMS = frozenset(
    terms("pay paid paying salary earns sold sell cost costs save saved saving worth much")
)  # name nothing
_HOW_LONG = re.compile(r"\bhow long\b(?! ago)", re.IGNORECASE)
_LENGTH = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|a|one|half)[\s-](?:and a half |\w+ )?"
    r"(?:minute|hour|day|week|month|year|page)s?\b|\b(?:until|since|from \d|between)\b",
    re.IGNORECASE,
)
_IN_TIME = re.compile(
    r"\b(?:minutes|min|hours|days|weeks|months|years)\b", re.IGNORECASE
)  # a row's figure is a time by its name
_COMPANY = re.compile(r"\bwhich (?:compan(?:y|ies)|firms?|contractors?|suppliers?|bidders?)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:Ltd|Limited|plc|LLP|Group|Partnership|Trust|CIC|Company|Consultants?|Contractors|Construction|Services|Solutions"
    r"|& Sons)\b|\bawarded to [A-Z]"
)
_OTHER_BODY = re.compile(r"(?:[A-Z][\w'’-]+,? (?:and |& )?){1,7}(?:Committee|Panel|Board|Commission|Forum|Scrutiny)\b")
_DID = re.compile(
    r"\W*(?:had |has |have |was |were |also |then )*(?:agreed|approved|granted|refused|resolved|decided|noted|endorsed|considered"
    r"|recommended|rejected|deferred|received|met|heard|discussed|supported|adopted)\b"
)
_MONTH_OF_YEAR = re.compile(r"\b(?:(?i:month|period) ?|[MP])(1[0-2]|[1-9])\b(?![.,]\d|%)")
_WHAT_PERCENT = re.compile(r"\b(?:what|which)(?:['’]?s| is| was)? (?:the )?(?:percentage|per ?cent|%)", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_THOSE = re.compile(r"\b(?:those|these) (\d{1,4}|[a-z]+(?:-[a-z]+)?)\b", re.IGNORECASE)


def bears_on(inquiry: Inquiry, draft: Draft, searcher: Searcher) -> bool:
    """Whether the words quoted hold the kind of thing that is asked for in so many words."""
    question, quotes = inquiry.question, [citation.quote for citation in draft.citations]
    month = _MONTH_OF_YEAR.search(question)
    if month and not _of_month(int(month[1]), draft, searcher):
        return False
    if _SUM.search(question) and not any(_names(inquiry, told) for told in _sums(draft)):
        return False
    timed = any(map(_LENGTH.search, quotes)) or any(_IN_TIME.search(value.label) for value in draft.values)
    if _HOW_LONG.search(question) and not timed:
        return False
    if _COMPANY.search(question) and not any(map(_NAMED.search, quotes)):
        return False
    if _WHAT_PERCENT.search(question) and not any(map(_PERCENT.search, [*quotes, *draft.worked])):
        return False
    if left_unnamed(question, quotes):
        return False
    those = _THOSE.search(question)
    number = _worth(those[1]) if those else None
    return number is None or any(_counts(number, quote) for quote in quotes)


def tells_of_body(body: frozenset[str], draft: Draft) -> bool:
    """Whether what is quoted tells what a body did of which no minutes are held: "the Planning Committee had granted …" does,
    "to ask the Audit Committee to consider" does not."""
    return any(_did(body, quote) for citation in draft.citations for quote in sentences(citation.quote))


def _did(body: frozenset[str], sentence: str) -> bool:
    match = _OTHER_BODY.search(sentence)
    return match is not None and body <= set(terms(match[0])) and _DID.match(sentence[match.end() :]) is not None


def nearest(inquiry: Inquiry, draft: Draft) -> str:
    """Where the papers come nearest to what is asked, if they speak of it at all."""
    about = next((c for c in draft.citations if _names(inquiry, c.quote)), None)
    return f"The nearest they have is in “{about.title}”, page {about.page} of the file." if about else ""


def _of_month(number: int, draft: Draft, searcher: Searcher) -> bool:
    """Whether an answer is of a month of the financial year, as its papers or the pages it cites name it."""
    pages = {page.text for c in draft.citations if (page := searcher.page(c.paper_id, c.page))}
    named = "\n".join([draft.text, *pages, *(f"{c.title} {c.document}" for c in draft.citations)])
    written = re.search(rf"\b(?:month|period|m|p)[ _-]?0?{number}\b", named, re.IGNORECASE)
    month = month_name[(number + 2) % 12 + 1]  # the first is April
    return written is not None or any(re.search(rf"\b{month}\b", c.quote) for c in draft.citations)


def _sums(draft: Draft) -> list[str]:
    """The quotations that hold a sum, each under what it is said to be of: the report of a matter need not name it again."""
    leads = [next((p for p in draft.paragraphs if f"[{c.marker}]" in p), "") for c in draft.citations]
    places = [lead.partition("“")[0] for lead in leads]
    return [f"{place}\n{c.quote}" for place, c in zip(places, draft.citations, strict=True) if _has_sum(c.quote)]


def _has_sum(quote: str) -> bool:
    return any(figure.unit == "GBP" for figure in find_figures(quote))


def _names(inquiry: Inquiry, quote: str) -> bool:
    """Whether a quotation holds something of what the question is about."""
    held = set(terms(quote))
    own = [term for term, weight in inquiry.subject.items() if weight >= 1 and term not in _OF_SUMS]
    return any(term in held or alike(term) & held for term in own)


def _worth(word: str) -> int | None:
    """What a number in digits or in words is worth; None for another word: "those schools"."""
    if word.isdigit():
        return int(word)
    return next((worth for _, worth in worded_in(word)), None)


def _counts(number: int, quote: str) -> bool:
    """Whether a quotation has a number, in digits or in words."""
    return re.search(rf"\b{number}\b", quote) is not None or any(worth == number for _, worth in worded_in(quote))
