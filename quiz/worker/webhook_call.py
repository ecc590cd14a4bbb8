"""One call of a webhook: to an address on the internet that was checked, and never for long.

The name is looked up once, every address of it has to be public, and the connection is made to
just that address, so that no second answer of the name server leads elsewhere. The certificate is
checked against the name. Nothing is followed, and of the answer only the status is read.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from quiz.worker.public_address import is_public

LONGEST = 15.0
"""Seconds that a call may take altogether, also where the answer comes byte by byte."""

PORT = 443


@dataclass(frozen=True, slots=True)
class Answer:
    """The status that a webhook answered with, None if it did not; and why it counts as failed.

    The reason is empty where it does not.
    """

    status: int | None
    reason: str = ""


LATE = Answer(None, "it did not answer in time")


class CannotBeCalledError(Exception):
    """Raised with the reason why an address must not, or cannot, be called."""


class WebhookCall:
    """Calls webhooks; `local` is a host and port that need not be public, for development."""

    def __init__(
        self,
        local: str = "",
        *,
        longest: float = LONGEST,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._local = local
        self._longest = longest
        self._context = context

    def _tls(self) -> ssl.SSLContext:
        """Read the certificates at the first call: most servers make none, and it takes time."""
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a body and return the answer; raises nothing."""
        ends_at = time.monotonic() + self._longest
        if not url.startswith("https://"):
            return Answer(None, "the address does not begin with https://")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or PORT
            sock = self._connected(host, port, ends_at)
        except (CannotBeCalledError, OSError, ValueError) as error:
            return Answer(None, _reason(error))
        path = parts.path or "/"
        if parts.query:
            path += f"?{parts.query}"
        name = host if port == PORT else f"{host}:{port}"
        return self._exchange(sock, host, path, body, {"Host": name, **headers}, ends_at)

    def _exchange(
        self,
        sock: socket.socket,
        host: str,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
        ends_at: float,
    ) -> Answer:
        timer = threading.Timer(max(0.0, ends_at - time.monotonic()), _break_off, [sock])
        timer.daemon = True
        timer.start()
        try:
            with self._tls().wrap_socket(
                sock, server_hostname=host, do_handshake_on_connect=False
            ) as secured:
                timer.args = [secured]  # what is wrapped is not open any more
                secured.do_handshake()
                connection = http.client.HTTPConnection(host)
                connection.sock = secured
                connection.request("POST", path, body, dict(headers))
                status = connection.getresponse().status
                connection.close()
                answer = Answer(status, _failure(status))
        except (OSError, http.client.HTTPException, ValueError) as error:
            answer = Answer(None, _reason(error))
        finally:
            timer.cancel()
            sock.close()
        # What was broken off may look like an answer whose header has ended.
        return LATE if time.monotonic() >= ends_at else answer

    def _connected(self, host: str, port: int, ends_at: float) -> socket.socket:
        """Return a connection to an address of the host. Raises CannotBeCalledError, OSError."""
        local = f"{host}:{port}" == self._local
        if not local and port != PORT:
            raise CannotBeCalledError(f"port {port} is not allowed, only {PORT}")
        addresses = _look_up(host, port, ends_at)
        if not local and not all(map(is_public, addresses)):
            raise CannotBeCalledError("the host is not on the internet")
        failed: OSError | None = None
        for address in addresses:
            left = ends_at - time.monotonic()
            if left <= 0:
                break
            try:
                sock = socket.create_connection((address, port), timeout=left)
            except OSError as error:
                failed = error
                continue
            return sock
        raise failed or TimeoutError(LATE.reason)


def _look_up(host: str, port: int, ends_at: float) -> Sequence[str]:
    """Return the addresses of a host; a name server that does not answer is not waited for."""
    found: list[str] = []
    errors: list[OSError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            errors.append(error if isinstance(error, OSError) else OSError(str(error)))
        else:
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    thread = threading.Thread(target=ask, name="look up a webhook", daemon=True)
    thread.start()
    thread.join(max(0.0, ends_at - time.monotonic()))
    if errors or not found:
        raise CannotBeCalledError("the host has no address")
    return found


def _break_off(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _failure(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"status {status}: redirects are not followed"
    return f"status {status}"


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return LATE.reason
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    text = " ".join(str(error).split())
    return (text or type(error).__name__)[:300]
