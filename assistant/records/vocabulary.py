"""Words that committee papers share across councils: kinds of paper, bodies, verbs of decision, marks of secrecy."""

from __future__ import annotations

import re

# Kind -> what its title or its own headings say. Order matters: the first that matches a title wins.
KINDS: list[tuple[str, re.Pattern[str]]] = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in [
        (
            "decision notice",
            r"decision (?:recording form|notice|record|sheet|details)\b|record of (?:executive )?decision|notice of (?:(?:executive|officer|delegated) )?decision\b"
            r"|(?:list|schedule|summary|notice|record) of (?:\w+ ){0,2}decisions\b|(?:list|schedule) of (?:\w+ ){0,2}applications (?:determined|decided)\b|decisions? (?:list|summary)\b|\bdecisions (?:taken|made) (?:by|at|on)\b"
            r"|\b(?:cabinet|executive|committee|board|panel) decided (?:on|at)\b",
        ),
        (
            "tracking log",
            r"tracking (?:of )?decisions|(?:decisions?|actions?|recommendations?) (?:tracker|log)|tracking log|matters arising",
        ),
        ("work programme", r"(?:forward |annual )?work (?:programme|plan)\b|forward plan"),
        ("terms of reference", r"terms of reference"),
        ("equality assessment", r"equalit(?:y|ies) (?:and \w+ )?(?:impact|analysis)|\bEI?A\b form"),
        ("risk register", r"risk (?:register|monitoring|management)|(?:strategic|corporate) risks?\b"),
        ("highlight report", r"highlight report"),
        ("scorecard", r"scorecard|performance (?:report|dashboard|monitoring|indicators)|key performance"),
        (
            "finance report",
            r"financ\w* (?:monitoring|outturn|report|update)|(?:revenue|capital|budget) (?:monitoring|outturn)"
            r"|budget by |medium term financial|investment fund|revenue budget|outturn",
        ),
        ("action plan", r"(?:improvement|action|delivery) plan"),
        ("policy brief", r"policy (?:brief|update)|briefing"),
        ("minutes", r"^(?:draft |confirmed )?minutes\b"),
        ("supplement", r"supplement(?:ary)?\b|late (?:paper|report|item)|to follow"),
        ("agenda", r"\bagenda\b"),
        ("finance report", r"\bfinanc(?:e|es|ial)\b|\bbudgets?\b|service statement|capital programme"),
    ]
]

# Parts that record what a meeting did, as against reports that ask it to do something.
MEETING_KINDS = {"minutes", "decision notice"}

# Parts that repeat from pack to pack and seldom answer a question that does not ask for them by name.
BOILERPLATE = {"agenda", "terms of reference", "equality assessment"}

BODY = re.compile(
    r"\b(?:(?:sub-?)?committee|cabinet|executive(?= (?:board|committee|meeting)\b)|panel|board|full council|county council"
    r"|city council|borough council|district council|commission|forum)\b",
    re.IGNORECASE,
)
LESSER_BODY = re.compile(
    r"\b(?:full council|county council|city council|borough council|district council)\b", re.IGNORECASE
)

# How minutes record a decision. A sentence that begins so, or has it as its main verb with the body as subject.
DECISION = re.compile(
    r"^\W*(?:\(?[\da-z]{1,3}[).:]\s*)?(?:it was )?(?:unanimously )?(?:resolved|agreed|recommended|decision taken|decision)\b(?! by\b)"
    r"|^\W*(?:\(?[\da-z]{1,3}[).:]\s*)?(?:that )?the (?:\S+ ){0,6}?(?:committee|cabinet|panel|board|council|forum|commission|members)\s+"
    r"(?:(?:unanimously|also|then|therefore|formally|further|subsequently) )*"
    r"(?:agreed|resolved|recommended|noted|endorsed|approved|deferred|referred|adopted|confirmed|rejected|requested)\b"
    r"|\bit was (?:\w+ )?(?:resolved|agreed|recommended)\b"
    r"|^\W*(?:amendment|motion)(?: as amended)?(?: was)? (?:lost|carried|agreed)|^\W*agreed unanimously"
    r"|^\W*(?:minutes of .{0,60}? )?(?:were|was) (?:agreed|confirmed|approved) as a (?:true|correct)",
    re.IGNORECASE,
)

CONFIRMS = re.compile(
    r"minutes (?:of|from|for)\b[^.]{0,160}?\b(?:agreed|confirmed|approved|correct record|accurate record|signed)",
    re.IGNORECASE,
)
DRAFT = re.compile(
    r"\bdraft minutes\b|\bdraft\b\W{1,4}(?:and )?(?:subject to|awaiting|until|pending|to be|for) (?:confirm|approv|agree)|these (?:draft )?minutes (?:are|may be) (?:draft|subject to)|minutes \(draft\)",
    re.IGNORECASE,
)

# A mark of secrecy stands alone in a line; the agenda's standing text about excluding the public does not count.
EXEMPT_MARK = re.compile(
    r"^(?!.*\b(?:none|no|nil|not applicable|n/?a)\W*$)"  # "Exempt information: None"
    r"\W*(?:not for publication\b.*"
    r"|(?:strictly )?(?:private (?:and|&) )?confidential\W*|restricted\W*"
    r"|(?:exempt|confidential) (?:report|appendix|annex|information|minutes?|paper)(?: [a-z0-9]{1,3})?\W*(?:[-–—:].*)?"
    r"|exempt\W*(?:[-–—:].*)?|confidential report of\b.*"
    r"|(?:report )?exempt by virtue of paragraph.*"
    r"|by virtue of (?:paragraph|regulation|section|schedule).*\bnot for publication\b.*"
    r"|(?:this |the )?(?:report|appendix|paper|item|page|document) is (?:exempt\b|confidential\b|not for publication\b).*"
    r"|(?:confidentiality|classification|status)\W*(?:part (?:ii|2|two)\b.*|exempt\b.*|confidential\b.*)"
    r"|(?:this )?(?:report|appendix|paper|item|page)? ?contains exempt information\b.*"
    r"|part (?:ii|2|two)\W+(?:exempt|confidential|private|not for publication)\b.*)$",
    re.IGNORECASE,
)


def kind_of(title: str) -> str | None:
    """The kind of paper a title tells of, or None."""
    return next((kind for kind, pattern in KINDS if pattern.search(title)), None)
