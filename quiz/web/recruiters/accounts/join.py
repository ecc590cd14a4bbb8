"""The page behind a link by which somebody who has an account joins another team."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import url_for
from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import TOKEN
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.errors import ErrorPage, NotFoundError
from quiz.web.pages.services import services
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.access import signed_in_to_set_up
from quiz.web.recruiters.accounts.people import ROLES
from quiz.web.recruiters.audit_log import record
from quiz.web.result.access import count_unknown_link

LINK_IS_OVER = ErrorPage(
    N_("This link does not work"),
    N_(
        "A link to join a team works once, within 72 hours, for the person it was made for. If"
        " that is you, sign in with the e-mail address that you were invited with, or ask for a"
        " new link."
    ),
)


def link_holder(token: str) -> Arguments:
    """Allow the signed-in owner of a link to join; raises 404 for others."""
    recruiter = signed_in_to_set_up()
    invited = None
    if TOKEN.fullmatch(token):
        invited = services().store.memberships.to_join(token, datetime.now(UTC))
    if invited is None or invited.id != recruiter.id:
        count_unknown_link()
        raise _over()
    return {"token": token, "invited": invited}


def _over() -> NotFoundError:
    return NotFoundError(LINK_IS_OVER, "board", N_("Go to the board"))


def ask(token: str, invited: Recruiter) -> str:
    """Say what joining means, and ask for it."""
    return show_confirmation(_confirmation(token, invited))


def join(token: str, invited: Recruiter) -> PageOrResponse:
    """Join the team, and go on in it; raises 404 if the link was used in the meantime."""

    def act() -> Response:
        memberships = services().store.memberships
        if not memberships.join(token, invited.id, datetime.now(UTC)):
            raise _over()
        record(invited, "joined the team")
        recruiter_session.switch(invited.team_id)
        return redirect_to("teams", done="joined")

    return do_if_confirmed(_confirmation(token, invited), act)


def _confirmation(token: str, invited: Recruiter) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Join the team %(team)s?") % {"team": invited.team_name},
        text=gettext(
            "Your role there: %(role)s. The team sees your name and e-mail address, and whether"
            " you have a second factor. The administrators of your teams see that you belong to"
            " another team as well, but not to which."
        )
        % {"role": gettext(ROLES[invited.role])},
        button=gettext("Join the team"),
        action=url_for("send_join", token=token),
        back_label=gettext("Do not join"),
        back=url_for("board"),
    )
