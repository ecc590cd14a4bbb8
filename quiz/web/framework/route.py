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
from functools import lru_cache
from urllib.parse import quote, urlencode

from flask import Flask
from flask.typing import ResponseReturnValue

from quiz.web.framework.headers import PRIVATE, Headers
from quiz.web.framework.link_tokens import RowId

CONVERTERS = {"id": RowId}
VALUE = re.compile(r"<(?:\w+:)?(\w+)>")
"""A value in the path of a route, as Werkzeug writes it."""

SAFE_IN_PATH, SAFE_IN_QUERY = "!$&'()*+,/:;=@", "!$'()*,/:;?@"
"""What stays as it is, beside letters and digits (the URL standard, url.spec.whatwg.org)."""

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
    """A page or an action: its address, view, access check, response headers and booth rule."""

    method: str
    path: str
    name: str
    view: View
    access: Access
    headers: Headers = PRIVATE
    in_booth: InBooth = InBooth.NEVER


def anybody(**values: object) -> Arguments:
    """Allow everybody; the view gets the values in the address."""
    return values


def add_routes(app: Flask, routes: Iterable[Route]) -> None:
    """Register the routes of the table with `app`."""
    app.url_map.converters.update(CONVERTERS)
    for route in routes:
        app.add_url_rule(route.path, route.name, guarded(route), methods=[route.method])


def guarded(route: Route) -> View:
    """Return the view of a route, which first runs its access check."""

    def view(**values: object) -> ResponseReturnValue:
        return route.view(**route.access(**values))

    return view


def address_builder(routes: Iterable[Route]) -> Callable[..., str]:
    """Return a function from the name of a route and the values in its address to the address.

    It builds what Flask's `url_for` does, outside of requests too. Each name has one path, so
    nothing has to be looked up or chosen; a result page has up to twelve addresses.
    """
    paths = {
        route.name: (VALUE.sub("{}", route.path), tuple(VALUE.findall(route.path)))
        for route in routes
    }

    def address_of(name: str, **values: object) -> str:
        """Return the path of a route with its query; values of None are left out.

        Raises KeyError for an unknown name, and TypeError where a value is missing.
        """
        path, needed = paths[name]
        if needed:
            try:
                path = path.format(*[_quoted(str(values.pop(value))) for value in needed])
            except KeyError as missing:
                raise TypeError(f"the address of {name} needs {missing}") from None
        if not values:
            return path
        query = {key: value for key, value in values.items() if value is not None}
        return f"{path}?{urlencode(query, doseq=True, safe=SAFE_IN_QUERY)}" if query else path

    return address_of


@lru_cache(maxsize=1024)
def _quoted(value: str) -> str:
    """Return a value as it is written in a path."""
    return quote(value, safe=SAFE_IN_PATH)
