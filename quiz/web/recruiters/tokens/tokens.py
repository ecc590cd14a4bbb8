"""The page on which administrators make and revoke the tokens of their team's programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple, get_args

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import ApiAccess, ApiToken, Recruiter
from quiz.web.framework.days import date_and_time, day_of
from quiz.web.framework.fields import FieldsForm, line, selection
from quiz.web.framework.language import N_, Language
from quiz.web.framework.link_tokens import new_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in_administrator
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page

PREFIX = "quiz_"
"""Begins every token, so that programs which look for secrets in texts can recognize one."""

LONGEST_NAME = 60
ACCESS: dict[ApiAccess, str] = {"read": N_("Read"), "write": N_("Read and write")}
HINTS: dict[ApiAccess, str] = {
    "read": N_("see results, their status and invitations"),
    "write": N_("also change the status of results, and make and close invitations"),
}


class TokenForm(FieldsForm):
    """A token to make."""

    name = line(N_("What is it for?"), longest=LONGEST_NAME, required=True)
    access = selection(N_("What may it do?"), get_args(ApiAccess))


class TokenView(NamedTuple):
    """A token as the page shows it; the texts are in the language of the page."""

    id: int
    name: str
    access: str
    made: str
    used: str
    works: bool


def of_team(api_token: int) -> Arguments:
    """Allow administrators, for tokens of their own team; raises 404 for others."""
    recruiter = signed_in_administrator()
    found = services().store.api_tokens.of_team(recruiter.team_id)
    token = next((each for each in found if each.id == api_token), None)
    return {"recruiter": recruiter, "api_token": token or abort(404)}


def show(recruiter: Recruiter) -> str:
    """List the tokens of the team, with a form to make one."""
    return _page(recruiter, TokenForm(services().localized.language, access="read"))


def make(recruiter: Recruiter) -> str | tuple[str, int]:
    """Make a token and show it, which no page can do again; or show the form with its errors."""
    form = TokenForm(services().localized.language)
    if not form.validate():
        return _page(recruiter, form), form.status
    token = PREFIX + new_token()
    tokens, now = services().store.api_tokens, datetime.now(UTC)
    if not tokens.add(recruiter, form.name.data, form.access.data, token, now):
        form.name.errors.append(
            form.language.gettext("The team has too many tokens. Revoke one first.")
        )
        return _page(recruiter, form), 422
    record(recruiter, "token made", token=form.name.data)
    return page("tokens/token.html", recruiter, name=form.name.data, token=token)


def ask_revoke(recruiter: Recruiter, api_token: ApiToken) -> str:  # noqa: ARG001 - of_team gives both
    """Ask for confirmation to revoke a token."""
    return show_confirmation(_confirmation(api_token))


def revoke(recruiter: Recruiter, api_token: ApiToken) -> PageOrResponse:
    """Revoke a token with immediate effect, once it is confirmed."""

    def act() -> Response:
        now = datetime.now(UTC)
        if services().store.api_tokens.revoke(recruiter.team_id, api_token.id, now):
            record(recruiter, "token revoked", token=api_token.name)
        return redirect_to("api_tokens", revoked=1)

    return do_if_confirmed(_confirmation(api_token), act)


def _confirmation(token: ApiToken) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Revoke this token?"),
        text=gettext("Programs that use “%(name)s” no longer have access. This cannot be undone.")
        % {"name": token.name},
        button=gettext("Revoke"),
        action=url_for("revoke_api_token", api_token=token.id),
        back_label=gettext("Back"),
        back=url_for("api_tokens"),
        danger=True,
    )


def _page(recruiter: Recruiter, form: TokenForm) -> str:
    gettext = form.language.gettext
    found = services().store.api_tokens.of_team(recruiter.team_id)
    return page(
        "tokens/tokens.html",
        recruiter,
        form=form,
        choices=[(value, gettext(words), gettext(HINTS[value])) for value, words in ACCESS.items()],
        tokens=[_view(each, form.language) for each in found],
        revoked="revoked" in request.args,
    )


def _view(token: ApiToken, language: Language) -> TokenView:
    gettext = language.gettext
    used = token.used_at
    return TokenView(
        id=token.id,
        name=token.name,
        access=gettext(ACCESS[token.access]),
        made=gettext("Made by %(name)s on %(date)s")
        % {"name": token.recruiter.name, "date": language.date(day_of(token.created_at))},
        used=gettext("Last used on %(moment)s") % {"moment": date_and_time(used, language)}
        if used
        else gettext("Never used"),
        works=token.works,
    )
