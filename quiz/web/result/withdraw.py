"""Withdrawing a result from the team that invited the applicant, who keeps the result."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from quiz.web.framework import sitting
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.office import office_name
from quiz.web.pages.services import services
from quiz.web.result.access import OpenedResult


def show(result: OpenedResult) -> str | Response:
    """Ask for confirmation to withdraw a result; redirects if it belongs to no team."""
    if result.stored.invitation is None:
        return redirect(url_for("result", token=result.token))
    return show_confirmation(_confirmation(result.token, result.stored.invitation))


def withdraw(result: OpenedResult) -> PageOrResponse:
    """Withdraw a result from its team, and delete the team's notes and shares of it."""
    stored = result.stored
    if stored.invitation is None:
        return redirect_to("result", token=result.token)

    def act() -> Response:
        services().store.results.withdraw(stored.id)
        if sitting.made(stored.id, stored.submission):
            sitting.leave_invitation()
        return redirect_to("result", token=result.token, team="withdrawn")

    return do_if_confirmed(_confirmation(result.token, stored.invitation), act)


def _confirmation(token: str, invitation: int) -> Confirmation:
    language = services().localized.language
    gettext = language.gettext
    team = {"team": office_name(invitation, language)}
    return Confirmation(
        title=gettext("Withdraw this result from %(team)s?") % team,
        text=gettext(
            "%(team)s will no longer see your result, your answers or your e-mail address. Its "
            "notes about you are deleted, and the links that it shared no longer show your "
            "result. You keep the result and its link. This cannot be undone."
        )
        % team,
        button=gettext("Withdraw it"),
        action=url_for("withdraw", token=token),
        back_label=gettext("Back to the result"),
        back=url_for("result", token=token),
        danger=True,
    )
