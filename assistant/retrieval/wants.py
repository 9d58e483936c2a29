"""What kind of answer a question wants, by the words it asks with."""

from __future__ import annotations

import re
from typing import Literal

Want = Literal[
    "figure", "target", "benchmark", "person", "owner", "chair", "attendance", "apologies", "mover", "vote", "decision",
    "date", "place", "reason", "action", "comparison", "open",
]  # fmt: skip

# What words of a question say about the kind of answer wanted. The first match decides; "open" when none does.
_WANTS: list[tuple[Want, str]] = [
    ("date", r"(?:^|[,?.;:–-]\s*|\b(?:and|by|since|until|so|but) )when\b(?![^?]{8,}\b(?:how (?:many|much|quick\w*|soon|long|often|far|old|big|high)|what|who|which|why)\b)|\b(?:what|which) (?:year|month)\b|\bwhat (?:date|time|day)\b|\bdeadline\b|\bcut.?off\b|\bby what date\b"),
    ("figure", r"\bhow (?:many|much)\b|\bpercentage\b|\bper ?cent\b|\bpct\b|\b(?:what|which)(?:'s| is| was)? (?:the )?%|\bfigures?\b|\bwhat (?:share|proportion|rate|number)\b|\bhow (?:quick(?:ly)?|soon|fast)\b"),
    ("vote", r"\bvot(?:e|es|ed|ing)\b|\babst(?:ain|ention)|\bfor and against\b|\bmajority\b|\bwho (?:else )?(?:was|were|is|went|spoke) (?:for|against|in favour)\b|\bs(?:at|it|itting) on the fence\b"
             r"|\bdid (?:it|that|this|(?:the|that) (?:motion|amendment)) (?:pass|fail|win|lose|go through|get (?:through|passed|carried))\b"),
    ("mover", r"\b(?:moved|seconded|mover|seconder|proposer)\b|\bproposed\b(?= (?:by|and|the|that|it|an?|this)\b|\W*$)|\bwho proposed\b"),
    ("apologies", r"\bapolog|\babsent\b|\bsent .{0,12}regrets|\b(?:who|which (?:\w+ ){0,2}(?:cllrs?|councillors?|members?))\b.{0,20}\b(?:could(?:n['’]?t| not) (?:make|attend|come|be (?:there|at))"
                  r"|did(?:n['’]?t| not) (?:make it|turn up|attend|come)|missing from|missed|unable to attend|not (?:there|at))\b"),
    ("chair", r"\bchair(?:ed|s|ing|man|woman|person)?\b|\bin the chair\b|\bpresided\b"),
    ("attendance", r"\b(?:attend(?:ed|ance|ing|ees)?|present at|was .{3,40} present|substitut\w+|turned up|stood in|sat in|sit(?:ting)? in for|filled in|stepped in|stand(?:ing)? in for|in what capacity"
                   r"|in place of|who was (?:there|at))\b"),
    ("decision", r"\b(?:decid\w+\b(?! (?:with)?in (?:an?|one|two|three|\d+) (?:\w+ )?(?:hour|day|week|month)s?\b)|(?:what|which|the|any|final) (?:was the |were the )?decisions?(?! (?:rate|made|within))|resolv\w+|resolution|agree[ds]?\b|approv\w+|outcome|recommend\w*|endors\w+|reject\w+"
                 r"|refus\w+|defer\w*|what happened (?:with|to|about))"
                 r"|\bdid (?:the )?(?:\w+ ){0,3}(?:cabinet|council|committee|board|panel|members|scrutiny|councillors)\b"
                 r"(?! (?:ever |actually |finally |also |all )?(?:get|receive|see|hear|find out|have|know)\b)"),
    ("owner", r"\b(?:whose|who(?:'s| is| was)?) .{0,40}\b(?:owner|owns?|responsible|lead(?:s|ing)?|risk|job|carries|down)\b"
              r"|\bwho (?:owns|leads|carries|is)\b|\b(?:owner|lead officer|responsible)\b"),
    ("reason", r"^\s*(?:so |and |but )*why\b|\breasons?\b|\bhow come\b|\bwhat (?:caused|explains|was behind)\b|\bwhy (?:did|was|is|were|didn)|\bhold(?:ing|s)? (?:\w+ )?up\b|\bheld up\b|\bwhat went wrong\b|\bwhat\'?s (?:gone wrong|behind)\b"),
    ("target", r"\btargets?\b|\bmeant to be (?:hitting|at)|\baiming (?:for|at)\b"),
    ("benchmark", r"\bengland|national(?:ly)? average|statistical neighbours?|benchmark|comparator|\bmedian\b|\bquartile\b|\b(?:peer|club|group|family|sector|regional|county|district) (?:group )?average\b"),
    ("figure", r"\bhow (?:many|much|far|big|high|large|long|often|happy|unhappy|satisfied|pleased|punctual|reliable|busy|full)\b|\b(?:rate|percentage|per ?cent|proportion|number|total|figure|score|value"
               r"|budget|forecast|variance|overspend|underspend|cost|spend|amount|level|share|count)\b|%|£"),
    ("date", r"\bdue\b"),
    ("person", r"\bwho\b|\bwhich (?:councillor|officer|member|director)\b|\bwhose\b"),
    ("place", r"\bwhere\b"),
    ("comparison", r"\bcompar|\bversus\b|\bvs?\b|\bup or down\b|\b(?:better|worse|higher|lower|bigger|smaller|more|less|fewer) (?:or|than)\b|\b(?:more|fewer|less) .{3,60} than\b"
                   r"|\bimprov(?:e[ds]?|ing)\b|\bimprovement in\b|\babove\b|\bbelow\b|\bgap\b|\bdiffer\w*|\bchang\w+|\btrend\b|\b(?:month|quarter|year) by\b|\bgoing (?:up|down)\b"
                   r"|\bthe same\b|\bhow far\b|\bon target\b|\bon track\b|\bacross the (?:periods|year)\b|\bover time\b|\bmoved?\b|\bhow has\b"),
    ("action", r"\b(?:actions?|follow.?up|done about|progress|milestone)\b|\b(?:is|was|been|it) (?:it )?(?:done|completed?|finished|closed|sorted)\b|\b(?:got|get|gotten) (?:to|on)\b|\bhow far along\b"),
]  # fmt: skip
_COMPILED = [(want, re.compile(pattern, re.IGNORECASE)) for want, pattern in _WANTS]


_OVER_MEETINGS = re.compile(
    r"\b(?:percentage|proportion|share|per ?cent|number|%) of (?:[\w'’]+ ){0,3}meetings\b|\bhow many (?:of )?(?:[\w'’-]+ ){0,3}meetings\b|\bhow often\b"
    r"|\battendance (?:record|rate|figures?|percentage|statistics)\b|\b(?:perfect|full|best|worst|poorest|lowest|highest|100 ?%) (?:meeting )?attend\w*",
    re.IGNORECASE,
)
OF_PUPILS = re.compile(
    r"\b(?:school|pupils?|students?|secondary|primary|nursery|class|library|museum|leisure|audience|clinic)['’]?s? (?:school )?attendance\b"
    r"|\battendance (?:targets?|of (?:pupils|students|children)|(?:in|at) (?:the )?(?:\w+ )?schools?)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"^\W*(?:and |so |ok )?who(?:se|'s|’s|s)?\b", re.IGNORECASE)
_OF_PEOPLE = frozenset(("person", "owner", "chair", "attendance", "apologies", "mover", "vote"))


def over_meetings(question: str) -> bool:
    """Whether a question asks how often somebody came, which a table of attendance tells and the roll of one meeting does not."""
    return _OVER_MEETINGS.search(question) is not None


def wants_of(question: str) -> tuple[Want, ...]:
    """The kinds of answer wanted, most telling first; "open" alone where no word says."""
    measured = OF_PUPILS.sub("figure", question)  # how many pupils come to school is no roll of a meeting
    found = list(dict.fromkeys(want for want, pattern in _COMPILED if pattern.search(measured)))
    if over_meetings(question) or "target" in found:
        found = [want for want in found if want not in {"attendance", "apologies"}]
    if _WHO.match(question):  # "Who is to send the note about the costs?" asks for no cost
        found.sort(key=lambda want: want not in _OF_PEOPLE)
    return tuple(found) or ("open",)
