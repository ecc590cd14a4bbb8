"""Requests to the provider, which end after a bounded time and are read up to a bounded length."""

from __future__ import annotations

import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

SECONDS = 5
"""How long one request to the provider may take, from its start to the end of the answer."""

MOST_BYTES = 1_000_000


class BoundedAdapter(HTTPAdapter):
    """Reads an answer at once, and gives up where it comes too slowly or is too long.

    The timeout of requests is between two bytes: a provider could keep a thread for ever.
    """

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Any:
        """Send a request and return the whole answer; redirects are not followed by the caller."""
        ends = time.monotonic() + SECONDS
        options |= {"stream": True, "timeout": SECONDS}
        response = super().send(request, *args, **options)
        parts, length = [], 0
        while part := _next_part(response):
            length += len(part)
            parts.append(part)
            if time.monotonic() > ends or length > MOST_BYTES:
                response.close()
                raise requests.Timeout("the answer is too slow or too long")
        response._content = b"".join(parts)  # noqa: SLF001 - as requests itself reads it
        return response


def bound(session: requests.Session) -> None:
    """Let a session send through bounded adapters only."""
    session.mount("https://", BoundedAdapter())
    session.mount("http://", BoundedAdapter())


def _next_part(response: requests.Response) -> bytes:
    """Return what has come of an answer, as soon as anything has; empty at its end."""
    try:
        return bytes(response.raw.read1(16_384, decode_content=True))
    except HTTPError as error:
        raise requests.ConnectionError(str(error)) from error
