"""The entries of the route table, and their registration with Flask.

The table itself is quiz/web/routes.py. Access is checked here, before a view runs: the
route's `access` function raises, or returns the arguments for the view. So no view can be
reached without its check, and none has to repeat it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from urllib.parse import quote, urlencode

from flask import Flask, g, request, url_for
from flask.typing import ResponseReturnValue

from quiz.web.framework import refused_forms
from quiz.web.framework.headers import PRIVATE, Headers
from quiz.web.framework.link_tokens import RowId

CONVERTERS = {"id": RowId}
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")

Arguments = Mapping[str, object]
View = Callable[..., ResponseReturnValue]
Access = Callable[..., Arguments]
"""Takes the values in the address and returns the arguments of the view.

Raises an HTTPException for visitors without access: 404, 403, or a redirect to the sign-in
page.
"""


class InBooth(Enum):
    """When a device in booth mode may open a page; from all other pages it is redirected."""

    NEVER = auto()
    ALWAYS = auto()
    SITTING = auto()
    """While somebody takes the quiz."""
    INVITATION = auto()
    """Only the page of the booth's own invitation."""


@dataclass(frozen=True, slots=True)
class Route:
    """A page or an action: its address, view, access check, response headers and booth rule.

    `page` is the name of the route whose page shows the form of a POST again that was refused;
    where it is None, the page with the same address does, if there is one.
    """

    method: str
    path: str
    name: str
    view: View
    access: Access
    headers: Headers = PRIVATE
    in_booth: InBooth = InBooth.NEVER
    changes: bool | None = None
    """Whether it changes, or serves only to change, what a team shares; None: a POST does.

    The access functions of recruiters read it from `g.changes`.
    """
    any_host: bool = False
    """Whether it may be asked for by any host name, as probes do."""
    page: str | None = None
    largest: int | None = None
    """Bytes of a request that it takes, where that is more than others take."""


def anybody(**values: object) -> Arguments:
    """Allow everybody; the view gets the values in the address."""
    return values


def add_routes(app: Flask, routes: Iterable[Route]) -> None:
    """Register the routes of the table with `app`."""
    app.url_map.converters.update(CONVERTERS)
    table = tuple(routes)
    pages = {route.path: route.name for route in table if route.method == "GET"}
    for route in table:
        page = route.page or pages.get(route.path)
        view = guarded(route, page if route.method == "POST" else None)
        app.add_url_rule(route.path, route.name, view, methods=[route.method])


def guarded(route: Route, page: str | None) -> View:
    """Return the view of a route, which first runs its access check.

    `page` is the name of the page to which the view of a POST redirects if the form is refused.
    """
    is_post = route.method == "POST"
    changes = is_post if route.changes is None else route.changes

    def view(**values: object) -> ResponseReturnValue:
        g.changes = changes
        return refused_forms.with_status(route.view(**route.access(**values)))

    def view_of_post(**values: object) -> ResponseReturnValue:
        g.changes = changes
        g.page_of_form = partial(url_for, page, **values) if page else None  # type: ignore[arg-type]
        if route.largest is not None:
            # Of a file, Werkzeug has in memory what may be a boundary, beside what it reads next.
            request.max_content_length = request.max_form_memory_size = route.largest
        answer = route.view(**route.access(**values))
        return refused_forms.redirected(answer, page, values) if page else answer

    return view_of_post if is_post else view


def address_builder(routes: Iterable[Route]) -> Callable[..., str]:
    """Return a function from the name of a route and the values in its address to the address.

    It builds what Flask's own `url_for` does, in a tenth of the time and outside of requests
    too. Each name has one route, so there is no rule to choose, and a token needs no quoting. A
    result page has up to twelve addresses, which were a tenth of its time.
    """
    paths = {
        route.name: (PLACEHOLDER.sub("%s", route.path), PLACEHOLDER.findall(route.path))
        for route in routes
    }

    def address_of(name: str, /, *, _anchor: str | None = None, **values: object) -> str:
        """Return the path of a route with its query and anchor; values of None are left out.

        Raises KeyError for an unknown name or a missing value.
        """
        path, keys = paths[name]
        if keys:
            path %= tuple([_quoted(values.pop(key)) for key in keys])
        query = [(key, value) for key, value in values.items() if value is not None]
        if query:
            path = f"{path}?{urlencode(query, doseq=True)}"
        return path if _anchor is None else f"{path}#{_anchor}"

    return address_of


def _quoted(value: object) -> str:
    """Return a value as part of a path, quoted as Werkzeug's converters quote it."""
    text = str(value)
    return text if text.isalnum() and text.isascii() else quote(text, safe="!$&'()*+,/:;=@")
