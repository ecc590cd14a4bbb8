"""Invites people personally by the pages of the team that has the invitation 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import EmailMessage

from support.mails import plain
from support.teams import Teams
from support.visitor import Page, Visitor

LIST = "Aiko <aiko@home.example>\nben@home.example, no@home.example"
"""Two people who can be reached, and one whose address the mail server refuses."""

INVITATION = "/recruiter/invitations/1"
RECIPIENTS = f"{INVITATION}/recipients"
REVIEW = f"{RECIPIENTS}/review"


def enter(visitor: Visitor, addresses: str) -> Page:
    """Enter a list of addresses; return the page that follows."""
    return visitor.send(f"{RECIPIENTS}/new", addresses=addresses)


def invite(visitor: Visitor, addresses: str, **fields: object) -> Page:
    """Enter a list and press the button that sends; return the page that follows."""
    page = enter(visitor, addresses)
    [sent] = {a["value"] for a in page.all("input") if a.get("name") == "list"}
    return visitor.send(REVIEW, page, list=sent, **{"template": "", **fields})


def links(mail: EmailMessage) -> list[str]:
    """Return the paths of the links in a mail: the person's own, and that to opt out."""
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", plain(mail))


def recipients(teams: Teams) -> Mapping[str, str]:
    """Return the state of each recipient, by address."""
    return {each.email: each.state for each in teams.store.recipients.every(1)}
