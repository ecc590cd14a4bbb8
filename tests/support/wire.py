"""Requests over the network, for visitors who otherwise talk to an application directly."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from typing import Any

from werkzeug.test import Client

HOST = "quiz.example"


class Connection(HTTPConnection):
    """A connection from an address of this machine, which may use TLS for HOST."""

    def __init__(self, port: int, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None):
        super().__init__("127.0.0.1", port, timeout=60)
        self._from, self._tls = address, tls

    def connect(self) -> None:
        """Connect, and agree on encryption."""
        self.sock = socket.create_connection(
            ("127.0.0.1", self.port), self.timeout, source_address=(self._from, 0)
        )
        if self._tls:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=HOST)


class Wire:
    """Sends what is asked of it to a port; it looks like an application to the test client."""

    def __init__(
        self, port: int, *, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None
    ) -> None:
        self._connect = lambda: Connection(port, address, tls)

    def test_client(self) -> Client:
        """Return a client with cookies of its own."""
        return Client(self)

    def get(self, path: str, host: str = HOST, **headers: str) -> tuple[HTTPResponse, bytes]:
        """Return the response to a single request, and its body."""
        with closing(self._connect()) as connection:
            connection.request("GET", path, headers={"Host": host, **headers})
            response = connection.getresponse()
            return response, response.read()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Send a request and return its response, as WSGI has it."""
        headers = {
            name.removeprefix("HTTP_").replace("_", "-").title(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        body = environ["wsgi.input"].read() if environ["REQUEST_METHOD"] == "POST" else None
        if body is not None:
            headers["Content-Type"] = environ.get("CONTENT_TYPE", "")
        address = environ["REQUEST_URI"] or "/"
        with closing(self._connect()) as connection:
            connection.request(environ["REQUEST_METHOD"], address, body=body, headers=headers)
            response = connection.getresponse()
            content = response.read()
        sent = [pair for pair in response.getheaders() if pair[0].lower() != "transfer-encoding"]
        start_response(f"{response.status} {response.reason}", sent)
        return [content]
