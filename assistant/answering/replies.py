"""The fixed replies, in one place: shown to users, told to a chat model, and known to the tests."""

from __future__ import annotations

import re
from collections.abc import Sequence

EMPTY = "Please ask a question about the committee papers, for example what was decided on an item at a meeting."
TOO_LONG = "That question is too long to answer well ({words} words; the limit is {limit}). Please ask it more shortly."
OPINION = (
    "I do not give opinions, predictions or advice on how to vote. I can tell you what the papers say: "
    "ask for a decision, a figure, an action or who said what."
)
PERSONAL = (
    "I do not give personal details such as home addresses, telephone numbers or family matters. "
    "I can tell you what the papers record about a person's role at a meeting."
)
INSTRUCTION = "I only answer questions about the committee papers; I cannot follow other instructions. What would you like to know?"
JUNK = "I could not make out a question in that. Please ask about the committee papers in a few words."
NOT_FOUND = "I could not find that in the papers. I searched {scope}."
NONE_LEFT = "No paper that is held fits the filters, so there was nothing to search."
ONLY = "Searched only: {only}."
FOREIGN = (
    "The committee papers are in English, and so is this assistant. Please put your question in English: a few plain words "
    "are enough."
)
IN_ENGLISH = (
    "The papers are in English, and so is this answer; of your question only “{words}” could be looked up. "
    "Please ask in English if you meant something else."
)
PART_NOT_FOUND = "I could not find {part}. I searched {scope}."
CLARIFY = "That could mean {choices}: the papers have something on each. Which do you mean?"
SEVERAL = "That could mean {choices}; this is what the papers have on each."
EXEMPT = (
    "That was taken in private (Part II). The public papers say that there is such an item and nothing of what it holds, "
    "so I cannot answer from them."
)
NO_MINUTES = "They hold no minutes of that committee."
NO_MEETING = "The papers hold no meeting {when}. I searched {scope}."
WITHOUT_MODEL = "This answer was put together without the chat model, which gave none that could be checked."

# What is asked, judged by how people ask it; the papers' own words never come through here.
_OPINION = re.compile(
    r"\b(?:do|don't|would|what do|should) (?:you|i|we) (?:think|believe|reckon|feel|vote|recommend|advise|support)\b"
    r"|\byour (?:opinion|view|advice|thoughts)\b|\bin your (?:opinion|view)\b|\bhow should (?:i|we|councillors?|members) vote\b"
    r"|\bshould (?:i|we|the council|councillors?|members|cabinet)\b.{0,60}\b(?:vote|support|oppose|resign|reject|back)\b"
    r"|\b(?:will|is) .{3,60}\b(?:win|be elected|lose) .{0,30}\belection|\bwho will win\b|\bpredict\b|\bany good (?:as|at)\b"
    r"|\bis .{3,40} (?:a good|a bad|an? (?:in)?competent|corrupt|lying|useless)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:home|private|personal) (?:address|phone|number|email|mobile|life)\b|\bmobile (?:number|phone)\b|\bphone number\b"
    r"|\bwhere does .{3,40} live\b|\bdate of birth\b|\bhow old is\b|\b(?:wife|husband|girlfriend|boyfriend|marital|religion|"
    r"sexuality|medical (?:history|record)|national insurance number)\b"
    r"|(?:\b(?:his|her|their|my|whose)|['’]s?) bank details?\b|\bbank details? (?:of|for)\b"
    r"|\bnames? of (?:the|those|these|any|each|all)\b.{0,30}\b(?:child|children|kids?|young (?:person|people)|famil(?:y|ies)|pupils?|residents?|tenants?|patients?|victims?)\b"
    r"|\b(?:mr|mrs|ms|miss|dr|cllr|councillor)\.? [\w-]+['’]?s['’]? (?:(?:own |eldest |youngest |little )?(?:child|children|kids?|sons?|daughters?|family|parents?"
    r"|mother|father|mum|dad|health|illness|sickness|divorce|marriage|mortgage|debts?))\b"
    r"|\bwhat (?:are|is|were) (?:their|his|her) names?\b|\bwhere (?:do|does|did|are|is) (?:they|he|she) (?:liv\w+|now)\b",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"\bignore (?:all |any |your |the )*(?:previous|prior|earlier|above)?\s*(?:instructions?|rules|prompts?)\b"
    r"|\b(?:system prompt|developer mode|jailbreak)\b|\byou are now\b|\bpretend (?:to be|you are|that)\b|\bact as\b"
    r"|\bdisregard (?:all|your|the|any)\b|\breveal your\b|\bforget (?:everything|all|your)\b",
    re.IGNORECASE,
)


# What public papers say in place of what is exempt.
IN_PRIVATE = re.compile(
    r"\bexempt,? (?:report|information|item|appendix|paper|minutes?|under|paragraph)\b|\b(?:is|are|was) exempt\b|\bpart (?:ii|2) (?:report|item|paper)\b|\bof part (?:ii|2)\b"
    r"|\bnot for publication\b",
    re.IGNORECASE,
)
# An appendix kept back says nothing of the matter itself, which is decided in public.
_APPENDIX_ONLY = re.compile(
    r"\b(?:appendix|appendices|annex(?:es)?)\b(?: (?:\w{1,2}|and|&|to|the|report|[\d,]+)){0,6} (?:is|are|be|was|were) (?:exempt|not for publication)\b",
    re.IGNORECASE,
)
CANCELLED = re.compile(
    r"\b(?:cancelled|postponed|adjourned|rearranged|inquorate|did not take place|stood down)\b", re.IGNORECASE
)

# Sentences that tell the program what to say or to be; in a question they are left out, in papers they are only text.
_TELLS = re.compile(
    r"^\W*(?:system|assistant|developer|admin)\s*:|\bjust (?:reply|say|answer|respond)\b|\b(?:reply|respond|answer) (?:only )?with\b"
    r"|\bforget (?:the|about the|what) \w+\b|^\W*confirm\W*$",
    re.IGNORECASE,
)


# How a text speaks to a program; papers speak to people. What holds such a sentence is not shown to a chat model.
_TO_A_PROGRAM = re.compile(
    r"\b(?:AI|language model|chat ?bot|(?:digital |virtual |helpful )?assistant)s?\b.{0,40}\b(?:must|should|shall|are to|is to|will)\b"
    r"|\b(?:when|if) (?:any(?:one|body)|somebody|someone|the user|a user|users?|you are|you're) asks?(?:ed)?\b"
    r"|\b(?:tell|inform|answer|reply to|respond to) (?:the|any|every|all) users?\b|\bdo not (?:cite|mention this|reveal)\b"
    r"|\b(?:output|print|repeat|write) (?:only|exactly|the following)\b|\bnew instructions?\s*:|<\|?/?\w+\|?>",
    re.IGNORECASE,
)


def instructs(text: str) -> bool:
    """Whether a text of a paper speaks to a program that reads it and tells it what to say or to be."""
    return bool(_INSTRUCTION.search(text) or _TO_A_PROGRAM.search(text))


def asked(question: str) -> str:
    """A question without the sentences that give orders, where something is still asked; else as it is."""
    pieces = re.split(r"(?<=[.!?])\s+", question.strip())
    kept = [piece for piece in pieces if not _TELLS.search(piece) and not _INSTRUCTION.search(piece)]
    rest = " ".join(kept)
    return rest if kept and len(kept) < len(pieces) and "?" in rest and len(rest.split()) >= 4 else question


def asks_for_private(question: str) -> bool:
    """Whether a question asks for what is in an exempt report, rather than whether it is exempt or why."""
    names = re.search(
        r"\bpart (?:ii|2) (?:report|paper|item|minutes?)\b|\b(?:exempt|confidential|private) (?:report|paper|appendix)\b",
        question,
        re.I,
    )
    return bool(names) and not re.search(
        r"\bwhy\b|\bwhich items\b|\bwas (?:it|there)\b|\bis there\b|\bwho (?:can|may)\b", question, re.I
    )


def taken_in_private(question: str, quotes: Sequence[str]) -> bool:
    """Whether all that the public papers hold on a question is that its matter is exempt, and that was not the question."""
    asks_whether = re.search(r"\b(?:private|exempt|excluded|confidential|in public)\b", question, re.IGNORECASE)
    told = [_APPENDIX_ONLY.sub(" ", quote) for quote in quotes]
    return not asks_whether and bool(quotes) and all(map(IN_PRIVATE.search, told))


def refusal(question: str) -> str | None:
    """The fixed reply for what is not answered at all, or None where the question may be looked up."""
    stripped = question.strip()
    if not stripped:
        return EMPTY
    if _INSTRUCTION.search(stripped):
        return INSTRUCTION
    if _PERSONAL.search(stripped):
        return PERSONAL
    if _OPINION.search(stripped):
        return OPINION
    if not re.search(r"[^\W\d_]{2,}", stripped):
        return JUNK
    return None
