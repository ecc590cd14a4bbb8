"""The page on which an administrator finds what the team has of one person."""

from __future__ import annotations

from typing import NamedTuple

from flask import request

from quiz.store import Recruiter, hash_token
from quiz.store.person_data import MOST_FOUND
from quiz.web.framework import invitation_codes
from quiz.web.framework.days import day_of
from quiz.web.framework.link_tokens import find_token
from quiz.web.pages.services import services
from quiz.web.recruiters.page import page
from quiz.web.result.link import LONGEST_NAME

LONGEST = 200


class FoundView(NamedTuple):
    """A result, or somebody invited without one, as the page lists what was found."""

    id: int
    name: str
    about: str


def show(recruiter: Recruiter) -> str:
    """Show the form, and what was found by what it was sent with."""
    language = services().localized.language
    text = request.args.get("text", "").strip()[:LONGEST]
    token = find_token(text)
    found = (
        services().store.person_data.find(
            recruiter.team_id,
            text[:LONGEST_NAME],
            hash_token(token) if token else None,
            invitation_codes.read(text),
        )
        if text
        else []
    )
    return page(
        "data/find.html",
        recruiter,
        text=text,
        found=[
            FoundView(
                each.id,
                each.name or each.email or language.gettext("no name"),
                " · ".join(
                    (
                        *([each.email] if each.email and each.name else []),
                        language.date(day_of(each.created_at)),
                        each.invitation,
                        *([language.gettext("removed from the board")] if each.removed else []),
                    )
                ),
            )
            for each in found
        ],
        invited=_invited(recruiter, text) if text else [],
        more=len(found) == MOST_FOUND,
    )


def _invited(recruiter: Recruiter, text: str) -> list[FoundView]:
    """Return whom the team has invited personally, by links by which no result has come."""
    language = services().localized.language
    return [
        FoundView(
            each.id,
            each.name or each.email,
            " · ".join(
                (
                    *([each.email] if each.name else []),
                    language.gettext("invited personally"),
                    title,
                )
            ),
        )
        for each, title in services().store.person_data.find_invited(recruiter.team_id, text)
    ]
