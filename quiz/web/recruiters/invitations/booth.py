"""Making this device a booth of an invitation, and taking it back."""

from __future__ import annotations

from flask import url_for
from werkzeug.wrappers import Response

from quiz.store import Invitation, Recruiter
from quiz.web.applicant.booth import Booth, start_booth
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.request import current_session
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters import session
from quiz.web.recruiters.accounts.sign_in import SignInForm, refused_sign_in
from quiz.web.recruiters.audit_log import note

NOT_OF_TEAM = N_("These do not belong to somebody of the team of this invitation.")


def show(recruiter: Recruiter, invitation: Invitation) -> str:  # noqa: ARG001 - of_team gives both
    """Ask whether this device is to be a booth, and say what that does."""
    return show_confirmation(_confirmation(invitation))


def begin(recruiter: Recruiter, invitation: Invitation) -> PageOrResponse:
    """Sign the recruiter out of this device, and let it be a booth from now on."""

    def act() -> Response:
        here = Booth(invitation.id, invitation.code, invitation.team, invitation.language)
        done = here.redirect_to_invitation()
        session.end(done)
        start_booth(here)
        note(recruiter, "sign-out")
        return done

    return do_if_confirmed(_confirmation(invitation), act)


def ask_leave(booth: Booth) -> str:  # noqa: ARG001 - the same access as to leave
    """Ask who it is, because only a recruiter of the team may take the device back."""
    return _leave_page(SignInForm(services().localized.language))


def leave(booth: Booth) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Let the device be no booth any more, and sign the recruiter in."""
    form = SignInForm(services().localized.language)
    if not form.validate():
        return _leave_page(form), form.status
    done = redirect_to("team_invitation", invitation=booth.invitation)
    refused = refused_sign_in(form, done, NOT_OF_TEAM, team=booth.team)
    if refused:
        return (_leave_page(form), *refused)
    _close_here()
    return done


def _close_here() -> None:
    """Forget the booth, and all of the person who used it last."""
    kept = current_session()
    token = kept["csrf_token"]
    kept.clear()
    kept["csrf_token"] = token


def _leave_page(form: SignInForm) -> str:
    return render("recruiters/invitations/leave_booth.html", services().localized, form=form)


def _confirmation(invitation: Invitation) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Use this device as a booth?"),
        text=gettext(
            "Visitors then take the quiz here, one after another, for “%(title)s”. You are "
            "signed out on this device, and its own answers and results are forgotten. To "
            "take it back, open %(address)s and sign in."
        )
        % {"title": invitation.title, "address": url_for("leave_booth")},
        button=gettext("Make it a booth"),
        action=url_for("begin_booth", invitation=invitation.id),
        back_label=gettext("Back"),
        back=url_for("team_invitation", invitation=invitation.id),
    )
