"""Booth mode: people take the quiz one after another on one device, by one invitation.

Nothing of one person is left for the next. The device owns no result; each person takes
theirs over on their own phone. The device shows only the quiz until a recruiter signs in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flask import Flask, request, session, url_for
from werkzeug.wrappers import Response

from quiz.web.applicant import taken
from quiz.web.framework import csrf, qr
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.redirect import RedirectError, redirect_to
from quiz.web.framework.route import Arguments, InBooth
from quiz.web.pages.render import render
from quiz.web.pages.services import public_url_for, services


class Booth(NamedTuple):
    """The invitation of a booth, and the language in which each person begins.

    It is kept in the session.
    """

    invitation: int
    code: str
    team: int
    language: str

    def redirect_to_invitation(self) -> Response:
        """Return a redirect to the invitation, where each person begins."""
        return redirect_to("invitation", code=self.code)


def current_booth() -> Booth | None:
    """Return the booth that this browser is; None for a browser not in booth mode."""
    kept = session.get("booth")
    return Booth(*kept) if kept else None


def start_booth(booth: Booth) -> None:
    """Put this browser into booth mode, with a new session that holds nothing else."""
    session.clear()
    csrf.renew()
    session["booth"] = booth
    session["language"] = booth.language
    session.permanent = True


def booth_only() -> Arguments:
    """Allow browsers in booth mode; redirect all others to the start page."""
    booth = current_booth()
    if booth is None:
        raise RedirectError(url_for("start"))
    return {"booth": booth}


def use_booths(app: Flask, rules: Mapping[str, InBooth]) -> None:
    """Redirect a booth from every page that it may not open; `rules` are by route name."""

    @app.before_request
    def redirect_booth() -> Response | None:
        if "booth" not in session:
            return None
        booth = current_booth()
        rule = rules.get(request.endpoint or "", InBooth.NEVER)
        if booth is None or rule is InBooth.ALWAYS or _allowed(booth, rule):
            return None
        if rule is InBooth.SITTING and taken.is_kept():
            return redirect_to("booth_result")
        return booth.redirect_to_invitation()


def show_result(booth: Booth) -> str | Response:
    """Show the result in short, with a QR code of its owner's link."""
    found = taken.in_short()
    if found is None:
        return booth.redirect_to_invitation()
    link = public_url_for("owner_link", owner_token=found.owner_token)
    return render(
        "applicant/booth_result.html", found.localized, found=found, code=qr.element(link)
    )


def next_person(booth: Booth) -> Response | tuple[str, int]:
    """Forget everything about this person and go back to the invitation."""
    form = ButtonForm()
    if not form.validate():
        problem = form.problem(services().localized.language)
        return render(
            "applicant/booth_next.html", services().localized, form=form, problem=problem
        ), 400
    start_booth(booth)
    return booth.redirect_to_invitation()


def _allowed(booth: Booth, rule: InBooth) -> bool:
    """Return whether a booth may open the page now: its invitation, or during a sitting."""
    if rule is InBooth.INVITATION:
        return (request.view_args or {}).get("code") == booth.code
    return rule is InBooth.SITTING and "invited" in session
