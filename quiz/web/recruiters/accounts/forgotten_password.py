"""The page on which recruiters who have forgotten their password ask for a mail with a link.

It says the same whether or not an address has an account.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, request
from werkzeug.wrappers import Response

from quiz.store import QuotaExceeded
from quiz.web.framework.fields import FieldsForm, known_email
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import new_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.rate_limits import (
    PASSWORD_MAILS_FROM_NETWORK,
    PASSWORD_MAILS_OF_ACCOUNT,
    TooMany,
)
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts.account_mails import account_mails
from quiz.web.recruiters.accounts.password_check import group_of


class ForgottenPasswordForm(FieldsForm):
    """The address of an account."""

    email = known_email(N_("E-mail address"))


def where_mail_is_set() -> Arguments:
    """Allow everybody if the quiz sends mail; raises 404 if not."""
    if services().settings.mail is None:
        abort(404)
    return {}


def show() -> str:
    """Show the form, or that a mail may be on its way."""
    return _page(ForgottenPasswordForm(services().localized.language))


def send() -> Response | tuple[str, int]:
    """Queue a mail if there is an account with the address; say the same in any case."""
    form = ForgottenPasswordForm(services().localized.language)
    if not form.validate():
        return _page(form), form.status
    store, now = services().store, datetime.now(UTC)
    quotas = (
        PASSWORD_MAILS_FROM_NETWORK.of_network(),
        PASSWORD_MAILS_OF_ACCOUNT.quota(group_of(form.email.data)),
    )
    try:
        store.limits.use(quotas, now)
    except QuotaExceeded as error:
        raise TooMany(PASSWORD_MAILS_FROM_NETWORK, error.until) from error
    account = store.accounts.find(form.email.data)
    # Whoever signs in with an identity provider gets no password that would work without it.
    if account is None or (account.has_identity and account.password_hash is None):
        store.new_passwords.offer_nobody(now)
    else:
        token, who = new_token(), account.recruiter
        store.new_passwords.offer(who, token, account_mails().new_password(who, token), now)
    return redirect_to("forgotten_password", done="asked")


def _page(form: ForgottenPasswordForm) -> str:
    asked = request.args.get("done") == "asked"
    return render(
        "recruiters/accounts/forgotten_password.html",
        services().localized,
        form=form,
        asked=asked,
    )
