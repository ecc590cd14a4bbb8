"""What is written to the recipients of a personal invitation: the invitation, and one reminder."""

from __future__ import annotations

from typing import NamedTuple

from quiz.store import Invitation, MailTemplate, NewMail, Recipient, Recruiter
from quiz.text import folded_email
from quiz.web.framework.days import last_day
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import recipient_token, stop_token
from quiz.web.pages.office import office_name
from quiz.web.pages.services import public_url_for, services
from quiz.web.recruiters.mails.fields import FIELD

NAME = "name"
"""The one field of a template that an invitation can fill in."""

SUBJECT = N_("%(team)s invites you: %(title)s")
TEXT = N_(
    "%(hello)s\n\n%(team)s invites you to “%(quiz)s”. You answer a few questions about yourself and"
    " see which position suits you, and why."
)
REMINDER_SUBJECT = N_("Reminder: %(title)s")
REMINDER = N_(
    "%(hello)s\n\n%(team)s has invited you to “%(quiz)s”, and there is no result of yours yet. This"
    " is the only reminder."
)
HELLO, HELLO_NAME = N_("Hello,"), N_("Hello %(name)s,")
LINK = N_(
    "This link is for you alone:\n\n%(link)s\n\n%(team)s sees which result is yours, by this e-mail"
    " address."
)
UNTIL = N_("The link can be used until %(date)s.")
STOP = N_("If you want no more invitations from this quiz, say so here:\n\n%(stop)s")


class Letter(NamedTuple):
    """A mail to one recipient, with the links in it."""

    subject: str
    text: str
    link: str
    stop: str
    language: str


def can_be_used(template: MailTemplate) -> bool:
    """Return whether an invitation can fill in a template: there is no result to speak of yet."""
    texts = (*template.subjects.values(), *template.texts.values())
    return all(name == NAME for text in texts for name in FIELD.findall(text))


class Letters:
    """Writes to many people about one invitation, in its language.

    A template stands in the place of the usual words before the link.
    """

    def __init__(self, invitation: Invitation, template: MailTemplate | None = None) -> None:
        today = services().editions.today
        localized = today.localizations.get(invitation.language) or services().localized
        self._language = localized.language
        day = last_day(invitation.closes_at)
        self._values = {
            "team": office_name(invitation.id, self._language),
            "quiz": localized.title,
            "title": invitation.title,
            "date": self._language.date(day) if day else None,
        }
        known = template is not None and self._language.code in template.texts
        self._template = template if known else None

    def write(self, name: str | None, link: str, stop: str, *, reminds: bool = False) -> Letter:
        """Return what is written to somebody: the invitation, or the usual reminder."""
        gettext, code = self._language.gettext, self._language.code
        hello = gettext(HELLO_NAME) % {"name": name} if name else gettext(HELLO)
        values = {**self._values, "hello": hello, "link": link, "stop": stop}
        subject = gettext(REMINDER_SUBJECT if reminds else SUBJECT) % values
        words = gettext(REMINDER if reminds else TEXT) % values
        if self._template and not reminds:

            def filled(text: str) -> str:
                return FIELD.sub(lambda _: name or gettext("applicant"), text)

            subject = " ".join(filled(self._template.subjects[code]).split())
            words = filled(self._template.texts[code])
        until = [gettext(UNTIL) % values] if values["date"] else []
        parts = [words.rstrip(), gettext(LINK) % values, *until, gettext(STOP) % values]
        return Letter(subject, "\n\n".join(parts), link, stop, code)

    def write_to(self, recipient: Recipient, *, reminds: bool) -> Letter:
        """Return what is written to somebody who is on the list."""
        link, stop = links_of(recipient.seed, recipient.email)
        return self.write(recipient.name, link, stop, reminds=reminds)


def stop_token_of(email: str) -> str:
    """Return the token of the page on which an address opts out."""
    return stop_token(services().settings.secret_key, folded_email(email))


def links_of(seed: str, email: str) -> tuple[str, str]:
    """Return the URL of somebody's personal link, and of the page to opt out."""
    token = recipient_token(services().settings.secret_key, seed)
    link = public_url_for("personal_invitation", token=token)
    return link, public_url_for("opt_out", token=stop_token_of(email))


def as_mail(written: Letter, email: str, recruiter: Recruiter) -> NewMail:
    """Return the mail of a letter, which comes in the name of the recruiter's team."""
    return NewMail(
        email,
        written.subject,
        written.text,
        written.language,
        recruiter=recruiter.id,
        unsubscribe=written.stop,
    )
