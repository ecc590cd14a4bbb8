"""Sending a template to the selected people of the board: a preview first, then the mails."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from flask import abort, request
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import HiddenField

from quiz.store import MailTemplate, NewMail, Recruiter, Which, hash_token
from quiz.text import folded_email
from quiz.web.framework.forms import PostedForm
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board.filter_form import BoardFilterForm, valid_filter_form
from quiz.web.recruiters.board.mail import which_of
from quiz.web.recruiters.mails import mail_templates
from quiz.web.recruiters.mails.fields import written_mail
from quiz.web.recruiters.page import page

MOST_MAILS = 500
"""How many mails are sent at once: a mail server takes no more from one sender in a while."""


class SendForm(PostedForm):
    """The button that sends; `sending` tells a second press of it from a second mail."""

    sending = HiddenField()


class Preview(NamedTuple):
    """How a mail reads in one language, to the first person who gets it so."""

    recipient: str
    subject: str
    text: str
    language: str


def of_team(template: int) -> Arguments:
    """Allow recruiters, for templates of their own team, if the quiz sends mail; raises 404."""
    arguments = mail_templates.of_team(template)
    if services().settings.mail is None:
        abort(404)
    return arguments


def show(recruiter: Recruiter, template: MailTemplate) -> str:
    """Show how a template reads, and to how many of the people in the address it goes."""
    return _page(recruiter, template, valid_filter_form(recruiter), SendForm())


def send(recruiter: Recruiter, template: MailTemplate) -> Response | tuple[str, int]:
    """Queue a mail to each person, once; it is noted in the history of their result."""
    form, sent = valid_filter_form(recruiter), SendForm()
    if not sent.validate():
        return _page(recruiter, template, form, sent), sent.status
    mails = [
        replace(mail, token=hash_token(f"{recruiter.id} {sent.sending.data} {mail.result}")[:32])
        for mail in islice(_mails(recruiter, template, which_of(form)), MOST_MAILS)
    ]
    number = services().store.outbox.add(mails, dt.datetime.now(dt.UTC))
    if number:
        record(recruiter, "mails sent", results=number, name=template.name)
    return redirect_to("board", **{**form.view, "done": f"mailed-{len(mails)}"})


def _mails(recruiter: Recruiter, template: MailTemplate, which: Which) -> Iterator[NewMail]:
    """Yield a mail to each address, however it is written: about the first of its results."""
    seen: set[str] = set()
    for row in services().store.board.every(recruiter.team_id, which):
        if row.email and folded_email(row.email) not in seen:
            seen.add(folded_email(row.email))
            yield written_mail(template, row, row.email, recruiter)


def _page(
    recruiter: Recruiter,
    template: MailTemplate,
    form: BoardFilterForm,
    sent: SendForm,
) -> str:
    mails = list(islice(_mails(recruiter, template, which_of(form)), MOST_MAILS + 1))
    language = form.language
    number = min(len(mails), MOST_MAILS)
    words = language.ngettext(
        "This e-mail goes to one person.", "This e-mail goes to %(number)s people.", number
    )
    return page(
        "mails/sending.html",
        recruiter,
        name=template.name,
        view=form.query,
        send_form=sent,
        sending=secrets.token_hex(16),
        problem=sent.problem(language),
        goes_to=words % {"number": number},
        number=number,
        most=MOST_MAILS if len(mails) > MOST_MAILS else None,
        previews=_previews(mails),
        action=Markup("?") + request.query_string.decode("ascii", "replace"),
    )


def _previews(mails: Sequence[NewMail]) -> list[Preview]:
    first: dict[str, NewMail] = {}
    for mail in mails:
        first.setdefault(mail.language, mail)
    return [
        Preview(mail.recipient, mail.subject, mail.text, mail.language) for mail in first.values()
    ]
