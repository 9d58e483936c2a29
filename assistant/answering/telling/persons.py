"""Whose rows a question asks for: a person or post that it names, held against those that rows name as lead or owner."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.answering.telling.ask import Ask
from assistant.papers.normalise import normalise
from assistant.retrieval.synonyms import ordinary
from assistant.retrieval.terms import stem

LEADS = (
    r"\blead(?:s|ing)?\b|\bled\b|\bowns?\b|\bowned\b|\bowner\b|\bresponsib\w+|\baccountable\b|\bin charge\b|\bassigned\b|\bdown (?:to|for)\b"
    r"|\bbelong\w*|\bhas (?:got )?to\b|\bhave to\b|\bcarr(?:y|ies)\b|\bname\b|\b\w+['’]s? (?:\w+ ){0,3}(?:actions|risks|tasks|measures|milestones)\b"
)
_PARTS = re.compile(r"[()/;,\n]| [–—-] |\band\b|&")
_WHOLE_PARTS = re.compile(r"[()/;,\n]| [–—-] ")
_POST = re.compile(
    r"\b(?:head|director|officer|manager|chief|chair|leader|adviser|lead|nurse|service|hos|member|team|group|board|executive|vacant|tbc|all)\b",
    re.IGNORECASE,
)
_SURNAME = 4  # letters from which one name alone is told from a word
_POST_WORDS = 3  # words of a post that may stand for all of it: "director of place"
_NAMED = re.compile(
    r"(?:\b(?:is|are|was|does|do|did|has|by|for|to|of|with)|['’]s)\s+(?:(?:cllr|councillor|mr|mrs|ms|miss|dr)\.?\s+)?"
    r"((?:[A-Z][\w'’-]+\s+){1,2}[A-Z][\w'’-]+)\b"
)


def named_in(ask: Ask, leads: Iterable[str | None]) -> dict[str, str]:
    """Of the leads or owners that rows print, those that the question names -> the name or post it names them by."""
    question = _words(ask.inquiry.question)
    found = _longest(question, leads)
    if not found and ask.inquiry.whole != ask.inquiry.question:
        found = _longest(_words(ask.inquiry.whole), leads)
    return found


def stranger(ask: Ask, leads: Iterable[str | None]) -> str | None:
    """A person whose rows a question asks for and whom no row names."""
    if not ask.says(LEADS):
        return None
    held = normalise(" ".join(lead for lead in leads if lead))
    papers = normalise(" ".join(f"{p.title} {p.committee or ''}" for p in ask.searcher.papers.values()))
    for name in _NAMED.findall(ask.inquiry.question):
        words = normalise(name).split()
        titled = normalise(name) in papers or _POST.search(name)
        if not titled and not any(re.search(rf"\b{re.escape(word)}\b", held) for word in words):
            return " ".join(name.split())
    return None


def _longest(question: tuple[str, ...], leads: Iterable[str | None]) -> dict[str, str]:
    scored = {lead: best for lead in set(leads) if lead and (best := _named_by(question, lead)) is not None}
    most = max((length for length, _ in scored.values()), default=0)
    return {lead: name for lead, (length, name) in scored.items() if length == most}


@lru_cache(maxsize=4096)
def _named_by(question: tuple[str, ...], lead: str) -> tuple[int, str] | None:
    """(words in common, the part of a lead that a question names); a post may be named by its first three words."""
    found: list[tuple[int, str]] = []
    parts = dict.fromkeys(p.strip() for way in (_WHOLE_PARTS, _PARTS) for p in way.split(lead))
    for part in parts:
        words = _words(part)
        if len(words) >= 2 and _stands(question, words):
            found.append((len(words), part))
        elif _POST.search(part) and len(words) > _POST_WORDS:
            lengths = [n for n in range(_POST_WORDS, len(words)) if _stands(question, words[:n])]
            found += [(n, part) for n in lengths[-1:] if words[n - 1] not in {"of", "for", "and", "the"}]
        elif not _POST.search(part) and 2 <= len(words) <= 3 and _is_surname(words[-1]) and words[-1] in question:
            found.append((1, part))
    return max(found, key=lambda pair: pair[0], default=None)


def _is_surname(word: str) -> bool:
    return len(word) >= _SURNAME and not ordinary(stem(word))


def _stands(question: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(question[i : i + len(words)] == words for i in range(len(question) - len(words) + 1))


def _words(text: str) -> tuple[str, ...]:
    plain = re.sub(r"['’]s?\b", "", normalise(text))
    return tuple(re.findall(r"[\w]+", plain))
