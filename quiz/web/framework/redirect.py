"""Redirects to pages of this quiz, by the name of their route."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response


def redirect_to(name: str, /, **values: Any) -> Response:
    """Return a redirect (303) to a route; `values` fill in its address."""
    return redirect(url_for(name, **values), 303)


def redirect_with_query(address: str) -> Response:
    """Return a redirect (302) to what was meant, with the query of the address that was asked."""
    query = request.query_string.decode("latin-1")
    return redirect(f"{address}?{query}" if query else address)


class RedirectError(HTTPException):
    """Raised by an access check to redirect the visitor instead of running the view."""

    code = 303

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def get_response(self, *_args: Any, **_options: Any) -> Response:
        """Return the redirect."""
        return redirect(self._address, 303)
