"""A booth: one shared device on which people take the quiz by one invitation, one after another.

Nothing of one person is left for the next. The device owns no result; people take theirs
home on their own phone. It leads nowhere but through the quiz until a recruiter comes.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, request, session
from markupsafe import Markup
from werkzeug.wrappers import Response

from quiz.core.decide.report import from_stored
from quiz.web.framework import csrf, qr, sitting
from quiz.web.framework.forms import PressForm
from quiz.web.framework.link_tokens import owner_token
from quiz.web.framework.redirect import SeeOther
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.wording.localized import PositionText, percent
from quiz.web.wording.outcome import PositionView, result_view

RESULT = "/booth/result"
ANYWAY = {
    "booth_result",
    "booth_next",
    "leave_booth",
    "send_leave_booth",
    "rules",
    "privacy",
    "static",
    "healthz",
    "readyz",
    "robots",
}
IN_SITTING = {"question", "answer", "check_answers", "finish"}
OF_INVITATION = {"invited", "begin_invited"}


class Booth(NamedTuple):
    """The invitation of a booth, and the language in which each person begins."""

    invitation: int
    code: str
    team: int
    language: str

    @property
    def start(self) -> str:
        """The address at which each person begins."""
        return f"/i/{self.code}"


class Taken(NamedTuple):
    """The result that is shown in a booth: the tokens of its link and of its owner's link."""

    token: str
    owner_token: str
    complete: bool


class Fit(NamedTuple):
    """A position in short: how well it fits, in percent and in words, and where it stands."""

    text: PositionText
    fit: int
    percent: str
    chips: Markup


def present() -> Booth | None:
    """Return the booth that this browser is; None where it is none."""
    kept = session.get("booth")
    return Booth(*kept) if kept else None


def open_here(booth: Booth) -> None:
    """Make this browser a booth that knows nothing of anybody."""
    session.clear()
    csrf.renew()
    session["booth"] = booth
    session["language"] = booth.language
    session.permanent = True


def use_booths(app: Flask) -> None:
    """Keep whoever uses a booth within its quiz."""

    @app.before_request
    def stay() -> Response | None:
        if "booth" not in session:
            return None
        booth = present()
        if booth is None or request.endpoint in ANYWAY or _belongs(booth):
            return None
        result = request.endpoint in IN_SITTING and "taken" in session
        return SeeOther(RESULT if result else booth.start)


def keep_result(submission: str, token: str, result: int, *, complete: bool) -> str:
    """Keep what the page of the result needs, forget the person, and return its address.

    The owner's link follows from the submission, so that one sent twice has one link.
    """
    owner = owner_token(services().settings.secret_key, submission)
    services().store.links.make_owner_link(result, owner)
    sitting.start_again()
    session["taken"] = Taken(token, owner, complete)
    return RESULT


def forget_result() -> None:
    """Show the result that was shown no more."""
    session.pop("taken", None)


def show_result() -> str | Response:
    """Show the result in short, with a code that opens it on a phone, which then owns it."""
    booth, taken = present(), _taken()
    stored = services().store.find_result(taken.token) if taken else None
    if booth is None or taken is None or stored is None:
        return SeeOther(booth.start if booth else "/")
    edition = services().editions.find(stored.digest)
    localized = edition.localized(stored.language)
    result = result_view(from_stored(stored.outcome), localized, edition.least_fit, reasons=True)
    link = f"{services().settings.public_url}/own/{taken.owner_token}"
    return render(
        "applicant/booth_result.html",
        localized,
        best=result.best,
        fits=[_fit(position) for position in result.positions],
        complete=taken.complete,
        code=qr.element(link),
    )


def next_person() -> Response | tuple[str, int]:
    """Forget everything of the person before, and lead to the beginning."""
    booth = present()
    if booth is None:
        return SeeOther("/")
    form = PressForm()
    if not form.validate():
        problem = form.problem(services().localized.language)
        return render(
            "applicant/booth_next.html", services().localized, form=form, problem=problem
        ), 400
    open_here(booth)
    return SeeOther(booth.start)


def _fit(view: PositionView) -> Fit:
    return Fit(view.text, view.fit, percent(view.fit), view.chips)


def _taken() -> Taken | None:
    kept = session.get("taken")
    return Taken(*kept) if kept else None


def _belongs(booth: Booth) -> bool:
    """Return whether a page is of the sitting that has begun here, or where it begins."""
    if request.endpoint in OF_INVITATION:
        return (request.view_args or {}).get("code") == booth.code
    return request.endpoint in IN_SITTING and "invited" in session
