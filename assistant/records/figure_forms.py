"""How figures are printed: the patterns that the parser of figures is made of."""

from __future__ import annotations

import re
from typing import Literal

Missing = Literal["suppressed", "no target", "not yet known", "not available", "not applicable", "blank"]

WORDS: list[tuple[Missing, str]] = [
    ("blank", r"-*|[.…_]|\.{3,}|\(\s*\)"),
    ("suppressed", r"[xc]|\*{1,3}|\[c\]|suppressed|(?:<|≤|less than|fewer than|under)\s?(?:5|five|10|ten)"),
    ("no target", r"monitor(?:ing)?(?: only)?|no target(?: set| applicable| \(monitor\))?|target not set"),
    ("not yet known", r"tb[acd]|to be (?:confirmed|advised|agreed|determined|decided|set)"),
    ("not yet known", r"(?:data )?not yet (?:known|available|due|published|reported|set)|(?:data )?pending"),
    ("not yet known", r"awaited|awaiting (?:data|figures?|publication|validation)"),
    (
        "not available",
        r"(?:data |figures? )?(?:not available|unavailable)|no data(?: available)?|\[x\]|:|\.\.",
    ),
    (
        "not available",
        r"report development required|not (?:benchmarked|published|collected|recorded|reported)",
    ),
    ("not applicable", r"n\s?[/.\\]?\s?a\.?|not applicable|\[z\]"),
]
SPECIAL = [(kind, re.compile(source, re.IGNORECASE)) for kind, source in WORDS]
ARROWS = r"▲▼◀▶△▽◁▷▴▾◂▸↑↓→←↔↗↘↕⇧⇩⬆⬇⮝⮟●•■◆○◦∙·\ue000-\uf8ff\ufe0f"
HEADS = r"(?:\s(?:of\s)?(?:children|people|population))?"
UNITS: list[tuple[str, str]] = [
    (r"percentage[\s-]points?|p\.p\.|ppts?|pp|%\s?(?:age\s)?(?:points?|pts?)", "percentage points"),
    (r"%|per\s?cent(?:age)?", "%"),
    *((rf"(?:rate\s)?per\s{n.replace(',', ',?')}{HEADS}", f"per {n}") for n in ("100,000", "10,000", "1,000")),
    (r"points?|pts", "points"),
    *((rf"[\s-]?{word}s?", word + "s") for word in ("working day", "calendar day", "day", "week", "month")),
    *((rf"[\s-]?{word}s?", word + "s") for word in ("year", "hour", "mile")),
    (r"fte", "FTE"),
]
UNIT_FORMS = [(re.compile(source, re.IGNORECASE), unit) for source, unit in UNITS]
HEAD_UNITS = [
    ("GBP", "£|gbp"),
    ("percentage points", r"percentage\spoints?|\bpp\b|p\.p\.|%\s?(?:pts?|points?)|\bppts?\b"),
    ("%", r"%|per\s?cent|percentage"),
    *((f"per {n}", rf"per\s{n.replace(',', ',?')}\b(?!,)") for n in ("1,000", "10,000", "100,000")),
    ("points", r"\bpoints?\b"),
]
HEAD_SCALES = [
    (3, r"£\s?'?000|'000|\b000'?s\b|£\s?k\b|thousand"),
    (6, r"£\s?mn?\b|million"),
    (9, r"£\s?bn\b|billion"),
]
SCALES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mil": 6, "mill": 6, "million": 6, "bn": 9, "billion": 9}
MONEY = {"£": "GBP", "gbp": "GBP", "€": "EUR", "$": "USD"}
GAP = r"(?:\s?|[ \t]{0,9}\n\s{0,40})"  # a line may end between a number and "million"
NUM = r"(?>(?:[\dIl]{1,3}(?:,[\dIl]{3})+|[\dIl]+)(?:\.[\dIl]+)?)"
NUMBER = (
    r"(?:(?P<bound><=|>=|[<>≤≥~])\s?)?(?P<open>\()?(?P<sign>(?<![\w%)])[-+])?"
    r"(?:(?P<cur>£|€|\$|GBP)\s?)?(?P<in>\()?(?P<s2>(?<=[£€$(])[-+])?"
    rf"(?<![\w.,/:])(?<![A-Za-z]-)(?P<num>{NUM})(?P<out>(?(in)\)))"
    rf"(?P<scale>{GAP}(?:thousand|million|billion|mill?)\b|(?(cur)\s?)(?:mn|bn|k|m)(?!\w))?"
    rf"(?:(?P<rate>r)(?!\w)|{GAP}(?P<unit>{'|'.join(source for source, _ in UNITS)})(?!\w))?"
    r"(?![\w%£]|[.,]\d|[/:]\d)(?P<close>(?(open)\)?))"
)
CELL = re.compile(r"(?P<about>(?:c\.|circa|approx(?:\.|imately)?|around|about)\s?)?" + NUMBER, re.IGNORECASE)
PROSE = re.compile(NUMBER, re.IGNORECASE)
PAIR = re.compile(
    rf"(?<![\w.,/:£-])(?P<a>{NUM})(?:(?:\sout)?\sof(?:\sthe)?\s|\s(?P<chance>in)\s|\s?(?P<mark>[/:])\s?)"
    rf"(?P<b>{NUM})(?![\w%]|[.,]\d|[/:]\d|\s?[ap]\.?m\b)(?(chance)(?!\s(?:day|week|month|year|hour)))",
    re.IGNORECASE,
)
REST = re.compile(
    r"\s*(?:\((?P<year>(?:19|20)\d\d)\)|\((?P<count>[\d,]+)\)|\((?P<share>\d[\d.]*)\s?%\)|(?P<plus>\+)(?=\s|$)"
    r"|\((?P<part>[\d,]+)(?: out)? of (?P<whole>[\d,]+)\)"
    r"|(?P<mark>[*†‡§#^]+|\(\))|[(\[](?P<status>p|r|e|provisional|revised|estimated?)[)\]]"
    r"|\((?P<inner>[^()]{1,60})\)|\((?P<broken>[^()\d]{0,20})$"
    r"|(?P<label>[A-Za-z][^\d()*,;:]{0,40})|(?P<period>\S{4,12}(?:\s\S{4,8})?)$)"
)
STATUS = {"p": "provisional", "r": "revised", "e": "estimate"}
SO_FAR = re.compile(r"\d{1,2} (?:weeks?|months?|quarters?)(?: only| to date)?", re.IGNORECASE)
"""How much of its year a figure is of, in brackets behind it."""
RUNS_ON = re.compile(
    r"(?:and|or|to|of|by|in|is|was|were|are|have|has|had|from|than|at|with|cr|dr|out|compared|against|[mkx]|bn)\b"
    r"|.*[.?!]\s",
    re.IGNORECASE,
)
BOUND_WORDS = {
    **dict.fromkeys(("over", "above", "more than"), ">"),
    **dict.fromkeys(("under", "below", "less than", "fewer than"), "<"),
    **dict.fromkeys(("at least", "minimum"), "≥"),
    **dict.fromkeys(("at most", "up to", "maximum"), "≤"),
}
NAME = r"[A-Z&][A-Za-z&'/.]*"
LABEL = re.compile(rf"(?P<label>{NAME}(?:\s(?:{NAME}|and|of|than|least|most|to)){{0,3}})(?P<colon>\s?:)?\s")
TELLING = re.compile("%|GBP|per |.*points")  # a unit that shows a measure: "within 14 days" is prose
MOVES = re.compile(r"\b(?:up|down|increas|decreas|reduc|fell|rose|ris|drop|improv)", re.IGNORECASE)
