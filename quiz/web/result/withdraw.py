"""Withdrawing a result from the team that invited: it stays the applicant's own."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response

from quiz.web.framework import sitting
from quiz.web.pages.confirm import Asked, Pressed, ask, when_confirmed
from quiz.web.pages.services import services
from quiz.web.result.access import own_result


def show(token: str) -> str | Response:
    """Ask whether a result is to be withdrawn, and say what goes."""
    stored = own_result(token)
    if stored.invitation is None:
        return redirect(f"/r/{token}")
    return ask(_asked(token, stored.invitation))


def withdraw(token: str) -> Pressed:
    """Take a result from its team, with the team's notes and what it shared of it."""
    stored = own_result(token)
    if stored.invitation is None:
        return redirect(f"/r/{token}", 303)

    def act() -> Response:
        services().store.results.withdraw(stored.id)
        sitting.leave_invitation()
        return redirect(f"/r/{token}?team=withdrawn", 303)

    return when_confirmed(_asked(token, stored.invitation), act)


def _asked(token: str, invitation: int) -> Asked:
    gettext = services().localized.language.gettext
    team = {"team": services().store.invitations.team_of(invitation)}
    return Asked(
        title=gettext("Withdraw this result from %(team)s?") % team,
        says=gettext(
            "%(team)s then no longer sees your result, your answers or your e-mail address. "
            "Its notes about you are deleted, and no link that it shared shows your result any "
            "more. You keep the result and its link. This cannot be undone."
        )
        % team,
        button=gettext("Withdraw it"),
        action=f"/r/{token}/withdraw",
        stay=gettext("Back to the result"),
        back=f"/r/{token}",
        danger=True,
    )
