"""The limits of a request."""

from __future__ import annotations

from flask import Request

LARGEST_BODY = 64 * 1024


class SmallRequest(Request):
    """A request that brings no more than a form.

    Flask's own looks each limit up in the configuration, several times for each form.
    """

    max_content_length = LARGEST_BODY
    max_form_memory_size = LARGEST_BODY
    max_form_parts = 1000
