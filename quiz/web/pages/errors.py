"""What a visitor sees when something is wrong: the site's own look, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException

from quiz.store import StoreError
from quiz.web.framework.language import N_
from quiz.web.pages.render import render
from quiz.web.pages.services import services


@dataclass(frozen=True, slots=True)
class Trouble:
    """A page for a kind of error; both texts are keys of the catalog."""

    title: str
    cure: str


TROUBLES = {
    400: Trouble(
        N_("This request cannot be read"),
        N_("Go back to the page before and try again. Your answers are kept."),
    ),
    403: Trouble(
        N_("This page is for administrators"),
        N_("Ask an administrator of your team to do this for you."),
    ),
    404: Trouble(
        N_("There is no such page"),
        N_(
            "The address may be mistyped, or the link was closed or has ended. "
            "What you have answered in this browser is kept."
        ),
    ),
    405: Trouble(
        N_("This page cannot be opened like this"),
        N_("Begin at the start page. Your answers are kept."),
    ),
    429: Trouble(
        N_("Too many addresses that lead nowhere"),
        N_("Wait ten minutes, then check the address and try again. Your answers are kept."),
    ),
    413: Trouble(
        N_("That was too much to read"),
        N_("Go back, choose one of the answers on the page and try again. Your answers are kept."),
    ),
    500: Trouble(
        N_("Something went wrong here"),
        N_("It is not your fault. Try again in a moment. Your answers are kept."),
    ),
    503: Trouble(
        N_("This page cannot be shown right now"),
        N_("The place where results are kept does not answer. Try again in a moment."),
    ),
}


def show_errors(app: Flask) -> None:
    """Show every error of `app` in the site's own look."""
    app.register_error_handler(HTTPException, refuse)
    app.register_error_handler(StoreError, unavailable)


def refuse(error: HTTPException) -> HTTPException | tuple[str, int, dict[str, str]]:
    """Answer an error of HTTP; one without a text of its own as the nearest that has one."""
    code = error.code or 500
    if code < 400:
        return error
    allowed = {name: value for name, value in error.get_headers() if name == "Allow"}
    if code == 429:
        allowed["Retry-After"] = "600"
    return (*page(code), allowed)


def unavailable(error: StoreError) -> tuple[str, int, dict[str, str]]:
    """Answer that the database cannot be read."""
    log_store_error(error)
    return (*page(503), {"Retry-After": "10"})


def page(code: int) -> tuple[str, int]:
    """Return the page for a status code."""
    trouble = TROUBLES.get(code) or TROUBLES[500 if code >= 500 else 400]
    localized = services().localized
    gettext = localized.language.gettext
    return render(
        "pages/error.html",
        localized,
        title=gettext(trouble.title),
        cure=gettext(trouble.cure),
        again=code >= 500 and request.method in ("GET", "HEAD"),
    ), code


def log_store_error(error: StoreError) -> None:
    """Tell the log why; visitors are told only what to do."""
    current_app.logger.error("%s", error)
