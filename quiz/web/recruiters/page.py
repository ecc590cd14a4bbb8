"""What surrounds a recruiter's page: the ways to the other ones, for those who may go there."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import request

from quiz.store import Recruiter, Role
from quiz.web.framework.forms import PressForm
from quiz.web.framework.language import N_, asked_besides
from quiz.web.pages.render import render
from quiz.web.pages.services import services

BOTH: tuple[Role, ...] = ("recruiter", "administrator")


class Way(NamedTuple):
    """A link to a page, for some roles; `says` is a key of the catalog."""

    address: str
    says: str
    roles: tuple[Role, ...] = BOTH


WAYS = (
    Way("/recruiter", N_("Board")),
    Way("/recruiter/summary", N_("Summary")),
    Way("/recruiter/invitations", N_("Invitations")),
    Way("/recruiter/shares", N_("Shared links")),
    Way("/recruiter/audit", N_("What was done"), ("administrator",)),
    Way("/recruiter/people", N_("People"), ("administrator",)),
    Way("/recruiter/account", N_("Account")),
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
            (way.address, gettext(way.says), request.path == way.address)
            for way in WAYS
            if recruiter.role in way.roles
        ],
        sign_out=PressForm(),
        **values,
    )
