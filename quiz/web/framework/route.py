"""What the route table says of each page, and how Flask is told.

The table itself is quiz/web/routes.py. Access is decided here, before a view runs: the
route's `who` lets the visitor in or raises, and what it has looked up is what the view is
called with. So a view cannot be reached by another way and has nothing to check again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.routing import Map, MapAdapter, Rule

from quiz.web.framework.headers import PRIVATE, Headers
from quiz.web.framework.link_tokens import RowId

CONVERTERS = {"id": RowId}

Arguments = Mapping[str, object]
View = Callable[..., ResponseReturnValue]
Who = Callable[..., Arguments]
"""Takes the values in the address and returns the arguments of the view.

Raises an HTTPException (404, 403, or a redirect to where one signs in) for everybody else.
"""


class InBooth(Enum):
    """Whether a shared device in booth mode may open a page; elsewhere it is redirected."""

    NEVER = auto()
    ALWAYS = auto()
    SITTING = auto()
    """While somebody takes the quiz."""
    INVITATION = auto()
    """The booth's own invitation only."""


@dataclass(frozen=True, slots=True)
class Route:
    """A page or an action: its address, its view, who may open it and how it is sent."""

    method: str
    path: str
    name: str
    view: View
    who: Who
    headers: Headers = PRIVATE
    in_booth: InBooth = InBooth.NEVER


def anybody(**values: object) -> Arguments:
    """Let everybody in; the view takes the values in the address."""
    return values


def add_routes(app: Flask, routes: Iterable[Route]) -> None:
    """Let `app` answer the addresses of the table."""
    app.url_map.converters.update(CONVERTERS)
    for route in routes:
        app.add_url_rule(route.path, route.name, guarded(route), methods=[route.method])


def guarded(route: Route) -> View:
    """Return the view of a route behind its access check."""

    def view(**values: object) -> ResponseReturnValue:
        return route.view(**route.who(**values))

    return view


def addresses(routes: Iterable[Route]) -> MapAdapter:
    """Return what builds the address of a route by its name, outside of requests too."""
    rules = [Rule(each.path, endpoint=each.name, methods=[each.method]) for each in routes]
    return Map(rules, converters=CONVERTERS).bind("")
