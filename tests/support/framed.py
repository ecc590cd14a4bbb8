"""Takes the quiz in a frame of another site, in a test client: the sitting of LEEDS-7K4Q."""

from __future__ import annotations

from support.invitations import INVITED_ANSWERS
from support.visitor import Page, Visitor

FRAME = "/embed/LEEDS-7K4Q"
SITES = ("https://office.example", "https://www.office.example:8443")


def ancestors(page: Page) -> str:
    """Return who may frame a page, as its header says."""
    return page.headers["Content-Security-Policy"].partition("frame-ancestors ")[2]


def begin(visitor: Visitor, **fields: str) -> Page:
    """Begin the sitting; `fields` are what its form asks."""
    return visitor.send(FRAME, visitor.open(FRAME), **fields)


def take(visitor: Visitor, **fields: str) -> Page:
    """Take the whole quiz; return the page of the result."""
    page = begin(visitor, **fields)
    for question, answer in INVITED_ANSWERS.items():
        page = visitor.send(f"{FRAME}/quiz/{question}", page, answer=answer)
    return page if page.path.endswith("/result") else visitor.send(f"{FRAME}/check-answers", page)
