"""A booth: one shared device on which people take the quiz by one invitation, one after another.

Nothing of one person is left for the next. The device owns no result; people take theirs
home on their own phone. It leads nowhere but through the quiz until a recruiter comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flask import Flask, url_for
from werkzeug.wrappers import Response

from quiz.web.framework import csrf, qr, sitting
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.link_tokens import owner_token
from quiz.web.framework.redirect import RedirectError, redirect_to
from quiz.web.framework.request import current_request, current_session
from quiz.web.framework.route import Arguments, InBooth
from quiz.web.pages.render import render
from quiz.web.pages.services import public_url_for, services
from quiz.web.wording.localized import PositionText, percent
from quiz.web.wording.outcome import PositionView, result_view
from quiz.web.wording.standings import Chip


class Booth(NamedTuple):
    """The invitation of a booth, and the language in which each person begins."""

    invitation: int
    code: str
    team: int
    language: str

    def begin(self) -> Response:
        """Redirect to the invitation, where each person begins."""
        return redirect_to("invitation", code=self.code)


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
    chips: tuple[Chip, ...]


def present() -> Booth | None:
    """Return the booth that this browser is; None where it is none."""
    kept = current_session().get("booth")
    return Booth(*kept) if kept else None


def open_here(booth: Booth) -> None:
    """Make this browser a booth that knows nothing of anybody."""
    session = current_session()
    session.clear()
    csrf.renew()
    session["booth"] = booth
    session["language"] = booth.language
    session.permanent = True


def only_here() -> Arguments:
    """Let in a browser that is a booth; redirect every other one to the start page."""
    booth = present()
    if booth is None:
        raise RedirectError(url_for("start"))
    return {"booth": booth}


def use_booths(app: Flask, rules: Mapping[str, InBooth]) -> None:
    """Redirect a booth from every page that it may not open; `rules` are by the route's name."""

    @app.before_request
    def stay() -> Response | None:
        if "booth" not in current_session():
            return None
        booth = present()
        request = current_request()
        rule = rules.get(request.endpoint or "", InBooth.NEVER)
        if booth is None or rule is InBooth.ALWAYS or _belongs(booth, rule):
            return None
        if rule is InBooth.SITTING and "taken" in current_session():
            return redirect_to("booth_result")
        return booth.begin()


def keep_result(submission: str, token: str, result: int, *, complete: bool) -> str:
    """Keep what the page of the result needs, forget the person, and return its address.

    The owner's link follows from the submission, so that one sent twice has one link.
    """
    owner = owner_token(services().settings.secret_key, submission)
    services().store.links.make_owner_link(result, owner)
    sitting.start_again()
    current_session()["taken"] = Taken(token, owner, complete)
    return url_for("booth_result")


def forget_result() -> None:
    """Show the result that was shown no more."""
    current_session().pop("taken", None)


def show_result(booth: Booth) -> str | Response:
    """Show the result in short, with a code that opens it on a phone, which then owns it."""
    taken = _taken()
    stored = services().store.results.find(taken.token) if taken else None
    if taken is None or stored is None:
        return booth.begin()
    edition = services().editions.find(stored.digest)
    localized = edition.localized(stored.language)
    result = result_view(stored.outcome, localized, edition.least_fit, reasons=True)
    link = public_url_for("owner_link", owner_token=taken.owner_token)
    return render(
        "applicant/booth_result.html",
        localized,
        best=result.best,
        fits=[_fit(position) for position in result.positions],
        complete=taken.complete,
        code=qr.element(link),
    )


def next_person(booth: Booth) -> Response | tuple[str, int]:
    """Forget everything of the person before, and lead to the beginning."""
    form = ButtonForm()
    if not form.validate():
        problem = form.problem(services().localized.language)
        return render(
            "applicant/booth_next.html", services().localized, form=form, problem=problem
        ), 400
    open_here(booth)
    return booth.begin()


def _fit(view: PositionView) -> Fit:
    return Fit(view.text, view.fit, percent(view.fit), view.chips)


def _taken() -> Taken | None:
    kept = current_session().get("taken")
    return Taken(*kept) if kept else None


def _belongs(booth: Booth, rule: InBooth) -> bool:
    """Return whether a page is of the sitting that has begun here, or where it begins."""
    if rule is InBooth.INVITATION:
        return (current_request().view_args or {}).get("code") == booth.code
    return rule is InBooth.SITTING and "invited" in current_session()
