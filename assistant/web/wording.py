"""The page's fixed words and the fixed pieces of HTML around the conversation."""

from __future__ import annotations

from assistant.answering.answer import Scope
from assistant.web.citing import day
from assistant.web.markup import plain

TITLE = "Committee papers assistant"
VIEWS = {
    "": "Ask",
    "decisions": "Decisions",
    "actions": "Actions",
    "indicators": "Indicators",
    "papers": "Papers",
    "changes": "What changed",
}
"""The views of the face: address, relative so that it works behind a proxy, and name."""
PLACEHOLDER = "A decision, a figure, an action…"
WENT_WRONG = "The fault is on our side. Please try again, or ask it another way."
CANNOT_ANSWER = (
    "What holds the papers does not answer. Please try again in a while; if it stays, tell whoever runs this service."
)
VIEW_WENT_WRONG = "The fault is on our side. Please try again; if it stays, tell whoever runs this service."

# A page with a line marked in yellow.
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="6" fill="#175c54"/>
<rect x="8" y="5" width="16" height="22" rx="1.5" fill="#fff"/>
<rect x="10" y="13" width="12" height="5" fill="#ffe85c"/>
<path d="M11 9.5h10M11 15.5h10M11 21.5h7" stroke="#1e2329" stroke-width="1.6"/></svg>"""

FOOTER = """<footer class="about" role="contentinfo">
<p><strong>What this is.</strong> It answers only from the committee papers it holds, and shows the page each
answer stands on. Always check the cited page before you rely on it.</p>
<p><strong>What it is not.</strong> It is not the council’s formal record and gives no advice. Draft minutes
may change until they are confirmed. If it finds nothing, papers it does not hold may still say something.</p>
</footer>"""

# Filled in by chat.js when a source is opened; text only, so nothing of a paper is ever parsed as HTML here.
SOURCE_PANEL = """
<section id="source-panel" role="region" aria-labelledby="source-title" tabindex="-1" hidden>
<div class="source-bar"><span id="source-count" role="status"></span>
<button type="button" id="source-previous" aria-label="Previous source">‹ Previous</button>
<button type="button" id="source-next" aria-label="Next source">Next ›</button>
<button type="button" id="source-close" aria-label="Close, and back to where you were">Close</button></div>
<h2 id="source-title"></h2><p id="source-place"></p>
<p id="source-secret" hidden><span class="tag exempt"></span></p><blockquote id="source-quote"></blockquote>
<p id="source-note" role="status"></p>
<div class="source-bar page-bar" role="group" aria-label="The page shown">
<button type="button" id="page-previous" aria-label="Previous page">‹</button>
<button type="button" id="page-next" aria-label="Next page">›</button><span id="page-told" role="status"></span>
<button type="button" id="page-cited" hidden>Cited page</button><span class="zoom">
<button type="button" id="zoom-out" aria-label="Zoom out">−</button><span id="zoom-told" role="status">100 %</span>
<button type="button" id="zoom-in" aria-label="Zoom in">+</button></span></div>
<div id="source-frame" tabindex="0" role="group" aria-label="Picture of the page" aria-describedby="source-keys">
<img id="source-picture" alt="" draggable="false" hidden></div>
<p id="source-keys" class="unseen">Left and right turn the pages, plus and minus zoom.</p>
<p class="source-links"><a id="source-paper" target="_blank" rel="noopener">Open the PDF at this page</a>
<a id="source-download">Download the PDF</a></p></section>"""


def header(scope: Scope | None, current: str = "", user: str | None = None) -> str:
    """The head of a page: the name, how much is held, and the way to the views; ``current`` is the address of this one.

    The name is the heading of the chat; a view has its own. ``user`` is who signed in, None where nobody does.
    """
    level = "p" if current else "h1"
    told = plain(held(scope)) if scope else ""
    return (
        f'<header class="masthead" role="banner">{_user(user)}<{level} class="name">{TITLE}</{level}>'
        f'<p class="held">{told}</p>{_views(current)}</header>'
    )


def _user(name: str | None) -> str:
    if name is None:
        return ""
    return (
        f'<form class="user" method="post" action="./sign-out"><span>Signed in as <b>{plain(name)}</b></span> '
        '<button type="submit">Sign out</button></form>'
    )


def _views(current: str) -> str:
    links = "".join(
        f'<li><a href="./{address}"{" aria-current=page" if address == current else ""}>{name}</a></li>'
        for address, name in VIEWS.items()
    )
    return f'<nav class="views-nav" aria-label="Views"><ul>{links}</ul></nav>'


def held(scope: Scope) -> str:
    """What is held, as a sentence under the name of the page."""
    if not scope.documents:
        return "No papers are held yet."
    papers = "the 1 committee paper" if scope.documents == 1 else f"the {scope.documents:,} committee papers"
    if not (scope.from_ and scope.to):
        return f"Ask about {papers} held here."
    first, last = day(scope.from_.isoformat()), day(scope.to.isoformat())
    return f"Ask about {papers} held here, {first} to {last}."
