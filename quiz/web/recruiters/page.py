"""What surrounds a recruiter's page: the ways to the other ones, for those who may go there."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import request, url_for

from quiz.store import Recruiter, Role
from quiz.web.framework.forms import PressForm
from quiz.web.framework.language import N_, asked_besides
from quiz.web.pages.render import render
from quiz.web.pages.services import services

BOTH: tuple[Role, ...] = ("recruiter", "administrator")


class Way(NamedTuple):
    """A link to a route, for some roles; `says` is a key of the catalog."""

    route: str
    says: str
    roles: tuple[Role, ...] = BOTH


WAYS = (
    Way("board", N_("Board")),
    Way("summary", N_("Summary")),
    Way("team_invitations", N_("Invitations")),
    Way("shares", N_("Shared links")),
    Way("audit", N_("What was done"), ("administrator",)),
    Way("people", N_("People"), ("administrator",)),
    Way("account", N_("Account")),
)


def page(template: str, recruiter: Recruiter, **values: Any) -> str:
    """Return a page for somebody who is signed in; `template` is named within `recruiters/`."""
    localized = services().localized
    gettext = localized.language.gettext
    return render(
        f"recruiters/{template}",
        localized,
        query=asked_besides(),
        recruiter=recruiter,
        ways=[
            (url_for(way.route), gettext(way.says), request.path == url_for(way.route))
            for way in WAYS
            if recruiter.role in way.roles
        ],
        sign_out=PressForm(),
        **values,
    )
