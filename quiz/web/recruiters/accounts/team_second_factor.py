"""Administrators require a second factor from everybody in the team, or make it optional."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.confirm import (
    Confirmation,
    PageOrResponse,
    do_if_confirmed,
    show_confirmation,
)
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record

REQUIRE = (
    N_("Require a second factor from everybody in the team?"),
    N_(
        "Anyone without one is asked to set it up on the next page they open, and can do nothing "
        "else until then. Set up so far: %(number)s of %(people)s people."
    ),
    N_("Require a second factor"),
)
LEAVE = (
    N_("Make the second factor optional?"),
    N_("Second factors that are set up stay on, and each person can turn theirs off."),
    N_("Make it optional"),
)


def ask(recruiter: Recruiter) -> str:
    """Ask for confirmation to change what is required."""
    return show_confirmation(_confirmation(recruiter, required=not recruiter.needs_second_factor))


def change(recruiter: Recruiter) -> PageOrResponse:
    """Require a second factor or not, as the confirmed page said."""
    required = request.form.get("required", "yes") == "yes"

    def act() -> Response:
        services().store.accounts.require_second_factor(recruiter.team_id, required=required)
        record(recruiter, "second factor required" if required else "second factor not required")
        return redirect_to("people", saved=1)

    return do_if_confirmed(_confirmation(recruiter, required=required), act)


def _confirmation(recruiter: Recruiter, *, required: bool) -> Confirmation:
    gettext = services().localized.language.gettext
    title, text, button = map(gettext, REQUIRE if required else LEAVE)
    people = [
        each
        for each in services().store.accounts.people(recruiter.team_id)
        if each.state == "in use"
    ]
    number = sum(each.has_second_factor for each in people)
    return Confirmation(
        title=title,
        text=text % {"people": len(people), "number": number},
        button=button,
        action=url_for("change_team_second_factor"),
        back_label=gettext("Back"),
        back=url_for("people"),
        danger=required,
        sends={"required": "yes" if required else "no"},
    )
