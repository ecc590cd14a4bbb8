"""The pages on which recruiters switch between their teams, and leave one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import (
    Confirmation,
    PageOrResponse,
    button_confirmation,
    do_if_confirmed,
    show_confirmation,
)
from quiz.web.pages.services import services
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.access import signed_in_to_switch
from quiz.web.recruiters.accounts.people import ROLES
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page

MESSAGES = {
    "joined": N_("Done: you have joined the team %(team)s."),
    "left": N_("Done: you have left the team."),
    "last": N_(
        "You cannot leave this team: you are its only administrator, and the team needs one."
    ),
}


class TeamView(NamedTuple):
    """A team of a recruiter; `role` is in the language of the page."""

    id: int
    name: str
    role: str
    here: bool


def of_member(team: int) -> Arguments:
    """Allow recruiters for teams that they can work in; raises 404 for others."""
    recruiter = signed_in_to_switch()
    found = [each for each in services().store.memberships.of(recruiter.id) if each.team_id == team]
    return {"member": found[0] if found else abort(404)}


def show(recruiter: Recruiter) -> str:
    """Show the teams of a recruiter, each with a button to switch to it."""
    gettext = services().localized.language.gettext
    message = MESSAGES.get(request.args.get("done", ""))
    return page(
        "accounts/teams.html",
        recruiter,
        teams=[
            TeamView(
                each.team_id,
                each.team_name,
                gettext(ROLES[each.role]),
                each.team_id == recruiter.team_id,
            )
            for each in services().store.memberships.of(recruiter.id)
        ],
        message=gettext(message) % {"team": recruiter.team_name} if message else None,
    )


def switch(member: Recruiter) -> PageOrResponse:
    """Let this browser's session go on in another team of the recruiter."""

    def act() -> Response:
        if recruiter_session.switch(member.team_id):
            record(member, "switched to the team")
        return redirect_to("board")

    action = url_for("switch_team", team=member.team_id)
    title = N_("Switch to the other team")
    return do_if_confirmed(button_confirmation(title, action, url_for("teams")), act)


def ask_leave(recruiter: Recruiter) -> str:
    """Ask for confirmation to leave the team."""
    return show_confirmation(_confirmation(recruiter))


def leave(recruiter: Recruiter) -> PageOrResponse:
    """Leave the team, and go on in another one, or sign out where there is none."""

    def act() -> Response:
        memberships, left = services().store.memberships, recruiter.team_id
        others = [each for each in memberships.of(recruiter.id) if each.team_id != left]
        if others:  # first, because the sessions in the team end
            recruiter_session.switch(others[0].team_id)
        if not memberships.leave(left, recruiter.id, datetime.now(UTC)):
            recruiter_session.switch(left)
            return redirect_to("teams", done="last")
        record(recruiter, "left the team")
        if others:
            return redirect_to("teams", done="left")
        response = redirect_to("sign_in")
        recruiter_session.end(response)
        return response

    return do_if_confirmed(_confirmation(recruiter), act)


def _confirmation(recruiter: Recruiter) -> Confirmation:
    gettext = services().localized.language.gettext
    if recruiter.has_other_teams:
        text = gettext(
            "You cannot open its pages any more, and need a new link from one of its "
            "administrators to come back. Tokens for programs that you made for it stop working."
        )
    else:
        text = gettext(
            "It is your only team: you cannot sign in any more until an administrator of a team "
            "adds you. Tokens for programs that you made for it stop working."
        )
    return Confirmation(
        title=gettext("Leave the team %(team)s?") % {"team": recruiter.team_name},
        text=text,
        button=gettext("Leave the team"),
        action=url_for("leave_team"),
        back_label=gettext("Back"),
        back=url_for("teams"),
        danger=True,
    )
