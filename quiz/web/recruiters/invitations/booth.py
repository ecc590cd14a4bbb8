"""Turning a device into a booth of an invitation, and ending that."""

from __future__ import annotations

from flask import url_for
from werkzeug.wrappers import Response

from quiz.store import Invitation, Recruiter
from quiz.web.applicant.booth import Booth, start_booth
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.accounts.sign_in import SignInForm, try_sign_in
from quiz.web.recruiters.audit_log import record

WRONG_TEAM_CREDENTIALS = N_(
    "This e-mail address and password do not belong to a member of the inviting team."
)


def show(recruiter: Recruiter, invitation: Invitation) -> str:  # noqa: ARG001 - of_team gives both
    """Ask for confirmation to turn this device into a booth."""
    return show_confirmation(_confirmation(invitation))


def begin(recruiter: Recruiter, invitation: Invitation) -> PageOrResponse:
    """Sign the recruiter out of this device and turn it into a booth, once it is confirmed."""

    def act() -> Response:
        booth = Booth(invitation.id, invitation.code, invitation.team, invitation.language)
        response = booth.redirect_to_invitation()
        recruiter_session.end(response)
        start_booth(booth)
        record(recruiter, "booth begun", title=invitation.title)
        record(recruiter, "sign-out")
        return response

    return do_if_confirmed(_confirmation(invitation), act)


def ask_leave(booth: Booth) -> str:  # noqa: ARG001 - the same access as to leave
    """Show the sign-in form, because only recruiters of the booth's team may end it."""
    return _leave_page(SignInForm(services().localized.language))


def leave(booth: Booth) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Sign a recruiter of the team in, which ends the booth."""
    form = SignInForm(services().localized.language)
    if not form.validate():
        return _leave_page(form), form.status
    response = redirect_to("team_invitation", invitation=booth.invitation)
    refused = try_sign_in(form, response, WRONG_TEAM_CREDENTIALS, team=booth.team)
    return (_leave_page(form), *refused) if refused else response


def _leave_page(form: SignInForm) -> str:
    return render("recruiters/invitations/leave_booth.html", services().localized, form=form)


def _confirmation(invitation: Invitation) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Use this device as a booth?"),
        text=gettext(
            "Visitors can then take the quiz here, one after another, for “%(title)s”. You will"
            " be signed out on this device, and it will forget its own answers and results. To "
            "end booth mode, choose “For staff: leave the booth” on the first page, and sign in."
        )
        % {"title": invitation.title},
        button=gettext("Make it a booth"),
        action=url_for("begin_booth", invitation=invitation.id),
        back_label=gettext("Back"),
        back=url_for("team_invitation", invitation=invitation.id),
    )
