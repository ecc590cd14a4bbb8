"""Renders recruiters' pages with their navigation, sign-out button and signed-in recruiter."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from flask import request, url_for

from quiz.core.language.facts import MONTHS_VALID, is_due
from quiz.store import Recruiter, Role
from quiz.web.framework import drafts
from quiz.web.framework.days import time_zone_name, today
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.language import N_, query_without_language
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.wording.localized import LocalizedRules

ALL_ROLES: tuple[Role, ...] = ("reader", "recruiter", "administrator")


class NavigationLink(NamedTuple):
    """A link to a route, shown to some roles; `label` is a gettext key."""

    route: str
    label: str
    roles: tuple[Role, ...] = ALL_ROLES


NAVIGATION = (
    NavigationLink("board", N_("Board")),
    NavigationLink("due", N_("Due")),
    NavigationLink("news", N_("News")),
    NavigationLink("summary", N_("Summary")),
    NavigationLink("team_invitations", N_("Invitations")),
    NavigationLink("shares", N_("Shared links")),
    NavigationLink("audit", N_("Activity log"), ("administrator",)),
    NavigationLink("people", N_("People"), ("administrator",)),
    NavigationLink("operator", N_("Operation"), ("operator",)),
    NavigationLink("operator_audit", N_("Activity log"), ("operator",)),
    NavigationLink("account", N_("Account"), (*ALL_ROLES, "operator")),
)


def page(template: str, recruiter: Recruiter, **values: Any) -> str:
    """Render a page for a signed-in recruiter; `template` is relative to `recruiters/`."""
    return page_of_account(f"recruiters/{template}", recruiter, **values)


def page_of_account(template: str, recruiter: Recruiter, **values: Any) -> str:
    """Render a page for somebody who is signed in, a recruiter or an operator."""
    localized = services().localized
    gettext = localized.language.gettext
    return render(
        template,
        localized,
        query=query_without_language(),
        recruiter=recruiter,
        time_zone=time_zone_name(localized.language),
        old_facts=None if recruiter.is_operator else old_facts(localized, today()),
        navigation=[
            (url_for(link.route), gettext(link.label), request.path == url_for(link.route))
            for link in NAVIGATION
            if recruiter.role in link.roles
        ],
        sign_out=ButtonForm(),
        draft_shown=drafts.is_shown(),
        **values,
    )


def old_facts(localized: LocalizedRules, today: dt.date) -> str | None:
    """Return when the facts were last checked, as a date in words, if that is too long ago."""
    is_old = is_due(localized.checked, MONTHS_VALID, today)
    return localized.language.date(localized.checked) if is_old else None
