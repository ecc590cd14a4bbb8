"""What the quiz writes to people about their accounts, where it sends mail.

Commands write these mails too, without a request.
"""

from __future__ import annotations

from collections.abc import Callable

from quiz.store import NewMail, Recruiter
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import public_url_for, services

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
OF_OPERATOR = N_(
    "Hello %(name)s,\n\nAn account was made for you, with which you look after “%(title)s”. Choose"
    " a password here within 72 hours. The link works once:\n\n%(link)s\n\nYou will sign in with"
    " this e-mail address."
)
RESET = N_(
    "Hello %(name)s,\n\nThe password of your account in “%(title)s” was removed, so that you can"
    " choose a new one. Do it here within 72 hours. The link works once:\n\n%(link)s\n\nYou sign"
    " in with this e-mail address, as before."
)
NEW_PASSWORD = N_(
    "Hello %(name)s,\n\nSomebody, probably you, has asked for a new password for your account in"
    " “%(title)s”. Choose it here within two hours. The link works once:\n\n%(link)s\n\nIf it was"
    " not you, you need not do anything. Your password stays as it is."
)


class AccountMails:
    """Writes mails in one language; `url_for` returns the URL of a route with a token."""

    def __init__(self, language: Language, title: str, url_for: Callable[..., str]) -> None:
        self._language = language
        self._title = title
        self._url_for = url_for

    def setup(self, recruiter: Recruiter, token: str) -> NewMail:
        """Return the mail with the link by which an account is set up."""
        text = OF_OPERATOR if recruiter.is_operator else SETUP
        return self._mail(recruiter, N_("Your account in “%(title)s”"), text, "set_up", token)

    def join(self, recruiter: Recruiter, token: str) -> NewMail:
        """Return the mail with the link by which somebody with an account joins another team."""
        return self._mail(recruiter, N_("Join the team %(team)s"), JOIN, "join", token)

    def reset(self, recruiter: Recruiter, token: str) -> NewMail:
        """Return the mail with the link by which an account that was reset is set up anew."""
        return self._mail(recruiter, N_("Choose a new password"), RESET, "set_up", token)

    def new_password(self, recruiter: Recruiter, token: str) -> NewMail:
        """Return the mail with the link by which a forgotten password is replaced."""
        return self._mail(recruiter, N_("Choose a new password"), NEW_PASSWORD, "set_up", token)

    def _mail(
        self, recruiter: Recruiter, subject: str, text: str, route: str, token: str
    ) -> NewMail:
        """Return a mail with the link to a route; `subject` and `text` are keys of the catalog."""
        gettext = self._language.gettext
        values = {
            "name": recruiter.name,
            "team": recruiter.team_name,
            "title": self._title,
            "link": self._url_for(route, token=token),
        }
        words = (gettext(subject) % values, gettext(text) % values)
        return NewMail(recruiter.email, *words, self._language.code)


def account_mails() -> AccountMails:
    """Return what writes mails in the language of the page."""
    localized = services().localized
    return AccountMails(localized.language, localized.title, public_url_for)
