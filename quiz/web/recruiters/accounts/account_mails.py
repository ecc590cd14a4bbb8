"""What the quiz writes to recruiters about their accounts, where it sends mail."""

from __future__ import annotations

from quiz.store import NewMail, Recruiter
from quiz.web.framework.language import N_
from quiz.web.pages.services import public_url_for, services
from quiz.web.wording.localized import LocalizedRules

SETUP = N_(
    "Hello %(name)s,\n\nThe team %(team)s has made an account for you in “%(title)s”. Choose a"
    " password here within 72 hours. The link works once:\n\n%(link)s\n\nYou will sign in with this"
    " e-mail address."
)
JOIN = N_(
    "Hello %(name)s,\n\nThe team %(team)s has invited you to join it in “%(title)s”, with the"
    " account that you have there. The link works once, within 72 hours:\n\n%(link)s\n\nYou can"
    " then switch between your teams. If you do not want to join, you need not do anything."
)
NEW_PASSWORD = N_(
    "Hello %(name)s,\n\nSomebody, probably you, has asked for a new password for your account in"
    " “%(title)s”. Choose it here within two hours. The link works once:\n\n%(link)s\n\nIf it was"
    " not you, you need not do anything. Your password stays as it is."
)


def setup_mail(recruiter: Recruiter, token: str) -> NewMail:
    """Return the mail with the link by which an account is set up."""
    subject = N_("Your account in “%(title)s”")
    return _mail(recruiter, subject, SETUP, "set_up", token)


def join_mail(recruiter: Recruiter, token: str) -> NewMail:
    """Return the mail with the link by which somebody with an account joins another team."""
    return _mail(recruiter, N_("Join the team %(team)s"), JOIN, "join", token)


def new_password_mail(recruiter: Recruiter, token: str) -> NewMail:
    """Return the mail with the link by which a forgotten password is replaced."""
    return _mail(recruiter, N_("Choose a new password"), NEW_PASSWORD, "set_up", token)


def _mail(recruiter: Recruiter, subject: str, text: str, route: str, token: str) -> NewMail:
    """Return a mail in the language of the page, with the link to a route.

    `subject` and `text` are keys of the catalog.
    """
    localized: LocalizedRules = services().localized
    gettext = localized.language.gettext
    values = {
        "name": recruiter.name,
        "team": recruiter.team_name,
        "title": localized.title,
        "link": public_url_for(route, token=token),
    }
    return NewMail(
        recruiter.email, gettext(subject) % values, gettext(text) % values, localized.language.code
    )
