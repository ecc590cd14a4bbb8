"""What belongs to the request that is being answered.

Flask's own names for it are proxies, which look it up again at every use. Whoever needs
it more than once takes it from here, once.
"""

from __future__ import annotations

from flask import Request, request, session
from flask.sessions import SessionMixin


def current_request() -> Request:
    """Return the request itself."""
    found: Request = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - public, says Werkzeug
    return found


def current_session() -> SessionMixin:
    """Return what the visitor's cookie holds."""
    found: SessionMixin = session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - public, says Werkzeug
    return found


LARGEST_BODY = 64 * 1024


class SmallRequest(Request):
    """A request that brings no more than a form.

    Flask's own looks each limit up in the configuration, several times for each form.
    """

    max_content_length = LARGEST_BODY
    max_form_memory_size = LARGEST_BODY
    max_form_parts = 1000
