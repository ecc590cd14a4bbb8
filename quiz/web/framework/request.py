"""The size of requests: they bring a form and no more."""

from __future__ import annotations

from flask import Request

LARGEST_BODY = 64 * 1024


class SmallRequest(Request):
    """A request whose body is a form of at most 64 KiB; a larger one raises 413.

    The limits are attributes here and not in the configuration, because Flask applies that
    for each form several times, and Werkzeug bounds urlencoded bodies by `max_content_length`
    alone.
    """

    max_content_length = LARGEST_BODY
    max_form_memory_size = LARGEST_BODY
    max_form_parts = 1000
