"""The page of one's sessions: in which browsers an account is signed in, and how to end that."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from flask import request
from werkzeug.wrappers import Response
from wtforms import HiddenField

from quiz.store import OpenSession, Recruiter
from quiz.web.framework.days import date_and_time
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.accounts.present_password import PresentPasswordForm, refusal
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page

OTHERS = "others"
"""What stands for all other sessions in the place of the key of one."""

MESSAGES = {
    "one": N_("Done: that browser is signed out."),
    OTHERS: N_("Done: all other browsers are signed out."),
}


class EndForm(PresentPasswordForm):
    """The password, to end a session, or all others."""

    session = HiddenField()


class SessionView(NamedTuple):
    """A session as the page shows it; times are in words."""

    key: str
    browser: str
    started: str
    seen: str
    here: bool


def show(recruiter: Recruiter) -> str:
    """Show the sessions of a recruiter."""
    gettext = services().localized.language.gettext
    message = MESSAGES.get(request.args.get("done", ""))
    return page(
        "accounts/sessions.html",
        recruiter,
        sessions=_sessions(recruiter),
        message=gettext(message) if message else None,
    )


def ask_end(recruiter: Recruiter) -> str | Response:
    """Ask for the password before a session ends."""
    return _end_page(recruiter, EndForm(session=request.args.get("session", "")))


def end(recruiter: Recruiter) -> str | Response | tuple[str | Response, int, dict[str, str]]:
    """End a session of the recruiter, or all but this one."""
    form = EndForm()
    form.page_query = {"session": form.session.data or ""}
    refused = refusal(recruiter, form)
    if refused:
        return _end_page(recruiter, form), *refused
    sessions = services().store.sessions
    if form.session.data == OTHERS:
        sessions.end_others(recruiter.id, recruiter_session.key())
        record(recruiter, "other sessions ended")
        return redirect_to("sessions", done=OTHERS)
    sessions.end_one(recruiter.id, form.session.data or "")
    record(recruiter, "session ended")
    return redirect_to("sessions", done="one")


def _sessions(recruiter: Recruiter) -> list[SessionView]:
    found = services().store.sessions.of(recruiter.id, datetime.now(UTC))
    return [_view(each) for each in found]


def _view(session: OpenSession) -> SessionView:
    language = services().localized.language
    return SessionView(
        session.key,
        _browser(session),
        date_and_time(session.started_at, language),
        date_and_time(session.seen_at, language),
        session.key == recruiter_session.key(),
    )


def _browser(session: OpenSession) -> str:
    gettext = services().localized.language.gettext
    browser, _, system = (session.browser or "").partition("|")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("A browser")


def _end_page(recruiter: Recruiter, form: EndForm) -> str | Response:
    found = [each for each in _sessions(recruiter) if not each.here]
    wanted = form.session.data
    ending = found if wanted == OTHERS else [each for each in found if each.key == wanted]
    if not ending and not form.stale:
        return redirect_to("sessions")
    return page("accounts/end_session.html", recruiter, form=form, ending=ending)
