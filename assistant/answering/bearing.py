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
from assistant.records.periods import Period
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.asking import asking_weight
from assistant.retrieval.holdings import paper_day
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
_PRICE = re.compile(
    r"\b(?:asking|sale|selling|purchase|guide) price\b|\bhow much .{0,40}\b(?:sold|on sale|for sale)\b", re.IGNORECASE
)
_OF_A_SALE = re.compile(
    r"\bprice[ds]?\b|\bs(?:ale|old|ell\w*)\b|\bpurchas\w+|\bb(?:ought|uy\w*|id)\b|\boffer\w*|\bvalu\w+|\breceipts?\b",
    re.I,
)
_THINKS = re.compile(
    r"\b(?:what|how) (?:did|do|does) .{3,60}\b(?:think|make|feel)\b(?: (?:of|about)\b)?", re.IGNORECASE
)
_THOUGHT = re.compile(
    r"\b(?:said|thought|felt|considered|consider(?:s|ed)?|view\w*|opinion|impress\w*|comment\w*|suggest\w*|hope[ds]?|welcom\w*|critici\w*"
    r"|concern\w*|worr\w+|question\w*|quer\w+|prais\w+|support\w*|oppos\w*|object\w*|doubt\w*|disappoint\w*|pleased|happy|unhappy|satisf\w+|express\w*|rais(?:ed|es)"
    r"|argu\w+|believ\w+|prefer\w*|like[ds]?|respon\w+|repl(?:y|ied|ies)|recogni\w+|acknowledg\w+|stress\w*|emphasi\w+|highlight\w*|agree[ds]?|recommend\w*)\b",
    re.IGNORECASE,
)
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
_VOTERS = re.compile(
    r"\b(?:who|which (?:\w+ ){0,3}(?:councillors?|cllrs?|members?|ones?)|name(?:s of)? (?:the )?(?:\w+ ){0,3}(?:councillors?|cllrs?|members?))\b"
    r"(?: (?!wanted|asked|wished)[\w'’]+){0,5} (?:voted|voting|abstained|opposed)\b",
    re.IGNORECASE,
)
_NAMED_VOTES = re.compile(
    r"\b(?i:for|against|favou?r|abstain\w*|abstentions?)\b[^.\n]{0,24}?[:(–-]\s*(?:\(?\d+\)?\W*)?(?:the )?"
    r"(?:Councillors?|Cllrs?|Mr|Mrs|Ms|[A-Z][\w'’-]+,|[A-Z]\.? ?[A-Z][a-z])"
    r"|\b(?:For|Against|Abstentions): [A-Z][\w'’-]+ [A-Z][\w'’-]+"
    r"|\b(?i:for|against|abstained|abstentions?)\W{0,3}\d+\)?\W{0,3}[A-Z][\w'’-]+ [A-Z][\w'’-]+(?:,|\n|$| and\b)"
    r"|(?:Councillors?|Cllrs?|Mr|Mrs|Ms) [^.\n]{3,200}?\b(?:voted|abstained|voting|vote (?:against|for)|wished (?:it|his|her|their))\b"
)
_WHICH_MEMBER = re.compile(r"\bwhich (?:\w+ ){0,2}(?:councillor|cllr|member)s?\b", re.IGNORECASE)
_MEMBER = re.compile(r"\b(?:Councillors?|Cllrs?|Mr|Mrs|Ms|Miss|Dr|Alderman|Alderwoman|Baroness|Lord)\.? [A-Z]")
_REPLY = re.compile(r"\bwhat did\b.{3,80}\b(?:say in (?:reply|response|answer)|reply|respond|answer)\b", re.IGNORECASE)
_REPLIED = re.compile(
    r"\b(?:replied|respond(?:ed|s)|answered|said|says|stated|confirmed|explained|advised|wrote|told|in (?:reply|response|answer)|(?:reply|response|answer) (?:was|is|that|came|received))\b",
    re.IGNORECASE,
)
"""What was replied; that a reply is awaited, or to be reported, is none."""
_IN_THE_END = re.compile(
    r"\bactual(?:ly)? (?:[\w'’]+ ){0,3}?(?:end|finish|close|outturn|turn out|come in)\b|\bfinal outturn\b|\bfinal (?:figure|position|overspend|underspend)\b|\bended (?:up )?(?:the year|20\d\d)\b",
    re.IGNORECASE,
)
_THOSE = re.compile(r"\b(?:those|these) (\d{1,4}|[a-z]+(?:-[a-z]+)?)\b", re.IGNORECASE)


def bears_on(inquiry: Inquiry, draft: Draft, searcher: Searcher) -> bool:
    """Whether the words quoted hold the kind of thing that is asked for in so many words."""
    question, quotes = inquiry.question, [citation.quote for citation in draft.citations]
    month = _MONTH_OF_YEAR.search(question)
    if month and not _of_month(int(month[1]), draft, searcher):
        return False
    if _SUM.search(question) and not any(_names(inquiry, told) for told in _sums(draft)):
        return False
    if _PRICE.search(question) and not any(map(_prices, quotes)):
        return False
    if _THINKS.search(question) and not any(map(_THOUGHT.search, quotes)):
        return False
    timed = any(map(_LENGTH.search, quotes)) or any(_IN_TIME.search(value.label) for value in draft.values)
    if _HOW_LONG.search(question) and not timed:
        return False
    if _COMPANY.search(question) and not any(map(_NAMED.search, quotes)):
        return False
    if _REPLY.search(question) and not any(map(_REPLIED.search, quotes)):
        return False
    shares = any(value.unit == "%" for value in draft.values)
    if _WHAT_PERCENT.search(question) and not shares and not any(map(_PERCENT.search, [*quotes, *draft.worked])):
        return False
    if left_unnamed(question, quotes) or _left_unsaid(inquiry, draft, searcher):
        return False
    those = _THOSE.search(question)
    number = _worth(those[1]) if those else None
    return number is None or any(_counts(number, quote) for quote in quotes)


def _left_unsaid(inquiry: Inquiry, draft: Draft, searcher: Searcher) -> bool:
    """Whether an answer lacks who voted how, which member it was, how a year ended that is not over, or what was decided on."""
    question, told = inquiry.question, "\n".join([draft.text, *(citation.quote for citation in draft.citations)])
    if _VOTERS.search(question) and not _NAMED_VOTES.search(told):
        return True
    of_people = {"attendance", "apologies", "chair"} & set(inquiry.wants)  # names alone answer that
    if _WHICH_MEMBER.search(question) and not of_people and not _MEMBER.search(told):
        return True
    if _IN_THE_END.search(question) and any(_still_to_end(period, draft, searcher) for period in inquiry.periods):
        return True
    return inquiry.wants[0] == "decision" and _of_another_matter(inquiry, draft, searcher)


def _still_to_end(period: Period, draft: Draft, searcher: Searcher) -> bool:
    """Whether all papers cited are from before a year was over: they forecast how it ends."""
    if period.kind not in {"financial year", "year", "municipal year"}:
        return False
    days = [paper_day(searcher.papers[c.paper_id]) for c in draft.citations if c.paper_id in searcher.papers]
    return bool(days) and all(day is not None and day < period.end for day in days)


def _of_another_matter(inquiry: Inquiry, draft: Draft, searcher: Searcher) -> bool:
    """Whether a decision, and the pages it stands on, hold nothing that a question names besides the body: "what did the crematorium committee decide about
    pets?" is not answered by what it decided on fees."""
    bodies = {term for body in searcher.committees for term in terms(body)}
    named = [t for t in telling_terms(inquiry, searcher) if asking_weight(t.stem) >= 1 and t.stem not in bodies]
    held = frozenset(terms("\n".join([draft.text, *_pages(draft, searcher)])))
    return bool(named) and not any(t.stands_in(held) for t in named)


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
    named = "\n".join([draft.text, *_pages(draft, searcher), *(f"{c.title} {c.document}" for c in draft.citations)])
    written = re.search(rf"\b(?:month|period|m|p)[ _-]?0?{number}\b", named, re.IGNORECASE)
    month = month_name[(number + 2) % 12 + 1]  # the first is April
    return written is not None or any(re.search(rf"\b{month}\b", c.quote) for c in draft.citations)


def _pages(draft: Draft, searcher: Searcher) -> list[str]:
    places = dict.fromkeys((c.paper_id, c.page) for c in draft.citations)
    return [page.text for place in places if (page := searcher.page(*place))]


def _sums(draft: Draft) -> list[str]:
    """The quotations that hold a sum, each under what it is said to be of: the report of a matter need not name it again."""
    leads = [next((p for p in draft.paragraphs if f"[{c.marker}]" in p), "") for c in draft.citations]
    places = [lead.partition("“")[0] for lead in leads]
    return [f"{place}\n{c.quote}" for place, c in zip(places, draft.citations, strict=True) if _has_sum(c.quote)]


def _has_sum(quote: str) -> bool:
    return any(figure.unit == "GBP" for figure in find_figures(quote))


def _prices(quote: str) -> bool:
    """Whether a sentence of a quotation has a sum with a word of selling, buying or worth."""
    return any(_has_sum(said) and _OF_A_SALE.search(said) for said in sentences(quote))


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
