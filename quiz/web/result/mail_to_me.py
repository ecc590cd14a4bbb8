"""The page on which the owner of a result has its link mailed, where the quiz sends mail."""

from __future__ import annotations

import datetime as dt
from typing import cast

from flask import abort, request
from werkzeug.wrappers import Response

from quiz.store import NewMail, QuotaExceeded
from quiz.web.framework.days import last_day
from quiz.web.framework.fields import FieldsForm, email
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.rate_limits import MAILS_FROM_NETWORK, MAILS_OF_RESULT, TooMany
from quiz.web.pages.render import render
from quiz.web.pages.services import public_url_for, services
from quiz.web.result import access
from quiz.web.result.access import OpenedResult

TEXT = N_(
    "Here is the link to your result in “%(title)s”:\n\n%(link)s\n\nIt works until %(date)s, unless"
    " you close the link or delete the result before then in the browser in which you made it.\n\n"
    "This address was used for this e-mail only and is not kept. If you did not ask for it,"
    " somebody has mistyped their address, and you need not do anything."
)


class MailToMeForm(FieldsForm):
    """The address of the owner."""

    email = email(N_("Your e-mail address"))


def owner_where_mail_is_set(token: str) -> Arguments:
    """Allow the owner of a result whose link is open, if the quiz sends mail."""
    arguments = access.owner(token)
    result = cast("OpenedResult", arguments["result"])
    if services().settings.mail is None or not result.open:
        abort(404)
    return arguments


def show(result: OpenedResult) -> str:
    """Show the form, or that the mail is on its way."""
    return _page(result, MailToMeForm(services().localized.language))


def send(result: OpenedResult) -> Response | tuple[str, int]:
    """Queue the mail; the address is nowhere else, and is deleted once it is sent."""
    form = MailToMeForm(services().localized.language)
    if not form.validate():
        return _page(result, form), form.status
    store, now = services().store, dt.datetime.now(dt.UTC)
    quotas = (MAILS_FROM_NETWORK.of_network(), MAILS_OF_RESULT.quota(str(result.stored.id)))
    try:
        store.limits.use(quotas, now)
    except QuotaExceeded as error:
        raise TooMany(MAILS_OF_RESULT, error.until) from error
    store.outbox.add([_mail(result, form.email.data)], now)
    return redirect_to("mail_to_me", token=result.token, done="queued")


def _mail(result: OpenedResult, recipient: str) -> NewMail:
    localized, stored = services().localized, result.stored
    deleted_at = stored.deleted_at(services().settings.retention)
    day = last_day(min(deleted_at, stored.closes_at or deleted_at))
    gettext = localized.language.gettext
    values = {
        "title": localized.title,
        "link": public_url_for("result", token=result.token),
        "date": localized.language.date(day) if day else None,
    }
    subject = gettext("Your result in “%(title)s”") % values
    text = gettext(TEXT) % values
    return NewMail(recipient, subject, text, localized.language.code, result=stored.id)


def _page(result: OpenedResult, form: MailToMeForm) -> str:
    return render(
        "result/mail_to_me.html",
        services().localized,
        token=result.token,
        form=form,
        queued=request.args.get("done") == "queued",
    )
