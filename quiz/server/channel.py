"""One connection: its requests, and the page for a request that the server itself refuses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

Headers = list[tuple[str, str]]
ErrorPage = Callable[[int, str, str], tuple[str, Headers, bytes]]
"""Returns status, headers and body for a status code, an `Accept-Language` header and a path."""

SOON = 0.1
"""Seconds within which a request usually comes in whole; one that takes longer is slow."""

SLOW_EVERY = 0.05
"""Seconds between two reads of a slow request."""

LONG, FEW_BYTES = 10.0, 64
"""A request that has come in for so many seconds, and of which a read finds so little, trickles."""

TRICKLE_EVERY = 2.0
"""Seconds between two reads of a request that trickles."""


class ErrorPageTask(ErrorTask):
    """Answers a request that is no valid HTTP, or too large, with a page of the application."""

    channel: Any  # the type hints of waitress know neither of them as they are
    request: Any

    def execute(self) -> None:
        """Send the page and close the connection."""
        error_page: ErrorPage = self.channel.server.error_page
        language = self.request.headers.get("ACCEPT_LANGUAGE", "")
        path = getattr(self.request, "path", "")  # none where the first line cannot be read
        code = self.request.error.code
        self.status, self.response_headers, body = error_page(code, language, path)
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):
    """A connection, which is counted for its address while it is open."""

    server: Any  # a Listener
    error_task_class = ErrorPageTask

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._begun = 0.0  # when the request began to come in, by time.monotonic()
        self._found = 0  # bytes by the last read
        self.server.opened(self)

    def received(self, data: bytes) -> bool:
        """Take in what the client has sent, and note when a request begins."""
        self._found = len(data)
        if self.request is None:
            self._begun = time.monotonic()
        return bool(super().received(data))

    def writable(self) -> bool:
        """Return whether the loop has something to send.

        It has not while a thread sends its response itself: the loop would be woken at once, find
        the output locked, and keep the interpreter from that thread. The thread wakes the loop
        where something is left.
        """
        if not super().writable() or not self.outbuf_lock.acquire(blocking=False):
            return False
        self.outbuf_lock.release()
        return True

    @property
    def peer(self) -> str:
        """The network address of the client."""
        return str(self.addr[0])

    @property
    def at_rest(self) -> bool:
        """Whether nothing can happen here until the client sends something."""
        waits_to_continue = self.request is not None and self.request.expect_continue
        return self.idle and not self.will_close and not waits_to_continue

    @property
    def read_every(self) -> float:
        """Seconds between two reads; 0 where it is read as soon as something has come in."""
        waited = 0.0 if self.request is None else time.monotonic() - self._begun
        if waited <= SOON:
            return 0
        return TRICKLE_EVERY if waited > LONG and self._found <= FEW_BYTES else SLOW_EVERY

    @property
    def idle(self) -> bool:
        """Whether no complete request is under way, and no response is being sent."""
        return not (self.requests or self.total_outbufs_len or self.close_when_flushed)

    def del_channel(self, map: Any = None) -> None:  # noqa: A002 - waitress names it so
        """Forget the connection, which is being closed."""
        super().del_channel(map)
        self.server.closed(self)
