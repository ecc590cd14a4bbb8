"""Takes the quiz in a booth, in a test client."""

from __future__ import annotations

from support.teams import Teams
from support.visitor import Page, Visitor

ANSWERS = {"home": "house", "likes": "melody", "skill": "some"}
START = "/i/LEEDS-7K4Q"


def take(tablet: Visitor, **fields: str) -> Page:
    """Take the whole quiz on the tablet; return the page of the result."""
    page = tablet.send(START, **fields)
    assert page.path == "/quiz/home"
    tablet.answer(**ANSWERS)
    return tablet.finish()


def cookie(tablet: Visitor) -> dict:
    """Return what a browser holds, except the edition of the rules."""
    with tablet.client.session_transaction() as kept:
        return {name: kept[name] for name in kept.keys() - {"_permanent", "rules"}}


def owner_link(teams: Teams, tablet: Visitor) -> str:
    """Return the address in the code on the page of the result."""
    owner_token = cookie(tablet)["taken"][1]
    assert teams.store.links.owned_by(owner_token)
    return f"/own/{owner_token}"
