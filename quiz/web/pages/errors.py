"""Error pages: what went wrong and what to do, in the site's own design."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    NotFound,
    ServiceUnavailable,
    default_exceptions,
)

from quiz.store import StoreError
from quiz.web.framework import frame, sitting
from quiz.web.framework.language import N_, Language
from quiz.web.framework.programs import is_for_programs
from quiz.web.framework.turns import RETRY_BUSY, Busy
from quiz.web.pages import problem_details
from quiz.web.pages.rate_limits import TooMany, retry_after, try_again_in
from quiz.web.pages.render import render
from quiz.web.pages.services import services

KEPT_HEADERS = ("Allow", "WWW-Authenticate")
RETRY_AFTER = "10"
"""Seconds until a program may ask again for what the database did not give."""


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """The texts of the page for one status code; both are keys of the catalog."""

    title: str
    cure: str


ERROR_PAGES = {
    400: ErrorPage(
        N_("This request cannot be read"),
        N_("Go back to the previous page and try again."),
    ),
    403: ErrorPage(
        N_("This page is for administrators"),
        N_("Ask an administrator of your team to do this for you."),
    ),
    404: ErrorPage(
        N_("Page not found"),
        N_("The address may be mistyped, or the link may be closed or expired."),
    ),
    405: ErrorPage(
        N_("This page cannot be opened like this"),
        N_("Begin at the start page."),
    ),
    413: ErrorPage(
        N_("Too much was sent"),
        N_("Go back, choose one of the answers on the page and try again."),
    ),
    500: ErrorPage(
        N_("Something went wrong on our side"),
        N_("It is not your fault. Try again in a moment."),
    ),
    503: ErrorPage(
        N_("This page cannot be shown right now"),
        N_("The place where results are stored is not responding. Try again in a moment."),
    ),
}


class NotFoundError(NotFound):
    """Raised with the texts of a page that says more than “Page not found”, and where to go.

    `route` is the name of the page to go to, `way` the key of what its link says.
    """

    def __init__(self, texts: ErrorPage, route: str, way: str) -> None:
        super().__init__()
        self.texts, self.route, self.way = texts, route, way


OwnPage = Callable[[int, ErrorPage], str | None]
"""Returns the page of an error for some visitors, and None for the others."""

BUSY = ErrorPage(
    N_("This site is very busy right now"),
    N_("Go back and try again in a few seconds."),
)


def use_error_pages(app: Flask, own_page: OwnPage) -> None:
    """Answer every HTTP error and every StoreError of `app` with an error page.

    Visitors for whom `own_page` returns a page get that.
    """
    app.extensions["own_error_page"] = own_page
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(StoreError, show_store_error)


def show_http_error(
    error: HTTPException,
) -> HTTPException | Response | tuple[str, int, dict[str, str]]:
    """Return the error page for an HTTP error; a redirect that was raised passes unchanged.

    A program gets problem details.
    """
    code = error.code or 500
    if code < 400:
        return error
    g.request_too_large = code == 413
    headers = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
    if isinstance(error, TooMany):
        headers |= retry_after(error.wait)
    if isinstance(error, Busy):
        headers["Retry-After"] = str(RETRY_BUSY)
    if is_for_programs(request.path):
        return problem_details.response_for_error(error, headers)
    if isinstance(error, TooMany):
        return (*_too_many_page(error), headers)
    if isinstance(error, Busy):
        return (*_page(code, BUSY), headers)
    if isinstance(error, NotFoundError):
        return (*_page(code, error.texts, error.route, error.way), headers)
    return (*_page(code), headers)


def show_store_error(error: StoreError) -> Response | tuple[str, int, dict[str, str]]:
    """Log that the database cannot be used, and return the error page for it."""
    log_store_error(error)
    headers = {"Retry-After": RETRY_AFTER}
    if is_for_programs(request.path):
        return problem_details.response_for_error(ServiceUnavailable(), headers)
    return (*_page(503), headers)


def response_for(
    app: Flask, code: int, language: str, path: str
) -> tuple[str, list[tuple[str, str]], bytes]:
    """Return status, headers and body of the error page for a request that never reached `app`.

    A server sends it for what it refuses itself, such as a request that is no valid HTTP.
    `language` is the `Accept-Language` header of that request.
    """
    with app.test_request_context(headers={"Accept-Language": language}):
        if is_for_programs(path):
            error = default_exceptions.get(code, BadRequest)()
            response = app.finalize_request(problem_details.response_for_error(error, {}))
        else:
            response = app.finalize_request(_page(code))
        return response.status, list(response.headers), response.get_data()


def path_of(route: str) -> str:
    """Return the path of a route, also where `url_for` has none: for a host that is none."""
    return current_app.url_map.bind("").build(route)


def _page(
    code: int,
    texts: ErrorPage | None = None,
    route: str = "start",
    way: str = N_("Go to the start page"),
) -> tuple[str, int]:
    """Return the page for a status code; a code without texts gets those of 400 or 500."""
    texts = texts or ERROR_PAGES.get(code) or ERROR_PAGES[500 if code >= 500 else 400]
    own = current_app.extensions["own_error_page"](code, texts) if route == "start" else None
    if own is not None:
        return own, code
    localized = services().localized
    language = localized.language
    gettext = language.gettext
    return render(
        "pages/error.html",
        localized,
        title=gettext(texts.title),
        cure=_with_answers_kept(gettext(texts.cure), language),
        can_retry=code >= 500 and request.method in ("GET", "HEAD"),
        way=gettext(way),
        goes_to=frame.beginning() if frame.current() else path_of(route),
    ), code


def _too_many_page(error: TooMany) -> tuple[str, int]:
    """Return the page for a refused request, which says when to try again."""
    localized = services().localized
    language = localized.language
    return render(
        "pages/error.html",
        localized,
        title=language.gettext(error.limit.title),
        cure=_with_answers_kept(try_again_in(error.wait, language), language),
        can_retry=False,
        way=language.gettext("Go to the start page"),
        goes_to=frame.beginning(),
    ), 429


def _with_answers_kept(cure: str, language: Language) -> str:
    """Return what to do, and where somebody has given answers, that those are kept."""
    if not sitting.has_answers():
        return cure
    kept = language.gettext("Your answers in this browser are kept.")
    return language.sentence_space.join((cure, kept))


def log_store_error(error: StoreError) -> None:
    """Log the cause of a store error; visitors are only told what to do."""
    current_app.logger.error("%s", error)
