"""The sign-in page, with an e-mail address and a password."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from quiz.store import Account
from quiz.web.framework import csrf, drafts
from quiz.web.framework.fields import FieldsForm, known_email, password_field
from quiz.web.framework.forms import for_another_language
from quiz.web.framework.language import N_
from quiz.web.pages.rate_limits import retry_after
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.accounts.onward import next_url, onward_query, with_query
from quiz.web.recruiters.accounts.passkey_form import PasskeyForm
from quiz.web.recruiters.accounts.password_check import authenticate, try_again_later
from quiz.web.recruiters.accounts.signing_in import after_password, in_team

WRONG_CREDENTIALS = N_("The e-mail address or the password is wrong.")
NOT_YET = N_("You are not signed in yet. Sign in first, then continue here.")

PASSKEY = "sign-in"
"""The purpose of the challenges of this page."""


class SignInForm(FieldsForm):
    """The credentials of a recruiter."""

    email = known_email(N_("E-mail address"))
    password = password_field(N_("Password"))
    draft = HiddenField()


def show() -> str | Response:
    """Show the form; redirects recruiters who are signed in already."""
    if recruiter_session.current_recruiter():
        return redirect(next_url(), 303)
    return _page(SignInForm(services().localized.language))


def sign_in() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Sign a recruiter in and redirect, or show the form again with what is wrong."""
    form = SignInForm(services().localized.language)
    if "elsewhere" in request.args and (draft := drafts.read(form.draft.data)):
        return _go_on(form, draft)
    if for_another_language() and form.csrf_token.validate(form):
        return _page(form), 200
    if not form.validate():
        return _page(form), form.status
    response = redirect(next_url(drafts.read(form.draft.data)), 303)
    refused = try_sign_in(form, response, WRONG_CREDENTIALS)
    return (_page(form), *refused) if refused else response


def _go_on(form: SignInForm, draft: drafts.Draft) -> Response | tuple[str, int]:
    """Go on with a draft after signing in with the provider, which was done in another tab.

    The provider brings nothing back, and a draft is too long for a cookie. Signing in has made
    the token of this form invalid.
    """
    if csrf.accept_own_origin() and recruiter_session.keep_draft(draft):
        return redirect(next_url(draft), 303)
    form.form_errors.append(form.language.gettext(NOT_YET))
    return _page(form), 422


def ask_again(draft: drafts.Draft) -> tuple[str, int]:
    """Return the sign-in page for somebody whose session has ended, with what was typed."""
    form = SignInForm(services().localized.language)
    form.email.data, form.draft.data = None, draft.as_text()
    return _page(form), 403


def try_sign_in(
    form: SignInForm, response: Response, wrong: str, *, team: int | None = None
) -> tuple[int, dict[str, str]] | None:
    """Sign a recruiter in, or let `response` lead to the second step, where the account has one.

    With a `team`, only recruiters of that team can sign in. Returns None on success, else the
    status and headers for showing the form again. An error is added to the form then: `wrong`,
    a gettext key, or the message to try again later.
    """
    attempt = authenticate(form.email.data, form.password.data)
    if attempt.wait is not None:
        form.form_errors.append(try_again_later(attempt.wait, form.language))
        return 429, retry_after(attempt.wait)
    account, password_hash = attempt.account, attempt.password_hash
    entered = account and in_team(account, team)
    if (
        entered
        and password_hash
        and after_password(entered, password_hash, response, form.draft.data or None)
    ):
        return None
    _record_failure(account)
    form.form_errors.append(form.language.gettext(wrong))
    return 422, {}


def passkey_page(failed: PasskeyForm) -> str:
    """Return the page after a passkey that did not work."""
    return _page(SignInForm(failed.language), failed)


def _page(form: SignInForm, failed: PasskeyForm | None = None) -> str:
    passkey, query = failed or PasskeyForm(PASSKEY), onward_query()
    form.form_errors.extend(passkey.problems)
    passkey.draft.data = form.draft.data
    action = with_query(url_for("send_sign_in"), query)
    provider = services().settings.provider
    return render(
        "recruiters/accounts/sign_in.html",
        services().localized,
        query=query,
        # A draft is on this page alone, and a link to another language would lose it.
        form_here=action if form.draft.data else None,
        elsewhere=url_for("send_sign_in", elsewhere="yes"),
        form=form,
        ended=recruiter_session.has_ended(),
        sends_mail=services().settings.mail is not None,
        action=action,
        passkey=passkey,
        options=passkey.options(),
        passkey_action=with_query(url_for("sign_in_with_passkey"), query),
        provider=provider.names[form.language.code] if provider else None,
        provider_address=with_query(url_for("provider_sign_in"), query),
    )


def _record_failure(account: Account | None) -> None:
    """Record a failed sign-in; the e-mail address is kept only if it belongs to an account."""
    audit, now = services().store.audit, datetime.now(UTC)
    if account is None:
        audit.add(None, None, "failed sign-in", {}, now)
        return
    who = account.recruiter
    audit.add_of_account(who.id, None, "failed sign-in", {"account": who.email}, now)
