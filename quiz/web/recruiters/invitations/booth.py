"""Making this device a booth of an invitation, and taking it back."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect
from flask import session as visitor_session
from werkzeug.wrappers import Response

from quiz.web.applicant import booth
from quiz.web.pages.confirm import Asked, Pressed, ask, when_confirmed
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters import session
from quiz.web.recruiters.accounts.password_check import come_back, proved, retry_after, waiting
from quiz.web.recruiters.accounts.sign_in import SignInForm, note_failure
from quiz.web.recruiters.audit_log import note
from quiz.web.recruiters.invitations.invitation import own


def show(invitation: int) -> str:
    """Ask whether this device is to be a booth, and say what that does."""
    _, found = own(invitation)
    return ask(_asked(found.id, found.title))


def begin(invitation: int) -> Pressed:
    """Sign the recruiter out of this device, and let it be a booth from now on."""
    recruiter, found = own(invitation)

    def act() -> Response:
        here = booth.Booth(found.id, found.code, found.team, found.language)
        done = redirect(here.start, 303)
        session.end(done)
        booth.open_here(here)
        note(recruiter, "sign-out")
        return done

    return when_confirmed(_asked(found.id, found.title), act)


def ask_leave() -> str | Response:
    """Ask who it is, because only a recruiter of the team may take the device back."""
    if booth.present() is None:
        return redirect("/", 303)
    return _leave_page(SignInForm(services().localized.language))


def leave() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Let the device be no booth any more, and sign the recruiter in."""
    here = booth.present()
    if here is None:
        return redirect("/", 303)
    form = SignInForm(services().localized.language)
    if not form.validate():
        return _leave_page(form), form.status
    wait = waiting(form.email.data, datetime.now(UTC))
    if wait is not None:
        form.form_errors.append(come_back(wait, form.language))
        return _leave_page(form), 429, retry_after(wait)
    account = services().store.accounts.find(form.email.data)
    password_hash = proved(account, form.password.data)
    done = redirect(f"/recruiter/invitations/{here.invitation}", 303)
    if (
        account
        and password_hash
        and account.recruiter.team_id == here.team
        and session.begin(account.recruiter.id, password_hash, done)
    ):
        _close_here()
        note(account.recruiter, "sign-in")
        return done
    note_failure(account)
    form.form_errors.append(
        form.language.gettext("These do not belong to somebody of the team of this invitation.")
    )
    return _leave_page(form), 422


def _close_here() -> None:
    """Forget the booth, and all of the person who used it last."""
    token = visitor_session["csrf_token"]
    visitor_session.clear()
    visitor_session["csrf_token"] = token


def _leave_page(form: SignInForm) -> str:
    return render("recruiters/invitations/leave_booth.html", services().localized, form=form)


def _asked(invitation: int, title: str) -> Asked:
    gettext = services().localized.language.gettext
    return Asked(
        title=gettext("Use this device as a booth?"),
        says=gettext(
            "Visitors then take the quiz here, one after another, for “%(title)s”. You are "
            "signed out on this device, and its own answers and results are forgotten. To "
            "take it back, open /booth/leave and sign in."
        )
        % {"title": title},
        button=gettext("Make it a booth"),
        action=f"/recruiter/invitations/{invitation}/booth",
        stay=gettext("Back"),
        back=f"/recruiter/invitations/{invitation}",
    )
