"""A server of ours that runs in a thread of the test, and what its clients do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Any

from quiz.server.server import Server

GET = b"GET / HTTP/1.1\r\nHost: quiz.example\r\n\r\n"
LARGEST_BODY = 1000


def hello(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    body = b"hello " + environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def error_page(code: int, language: str, path: str) -> tuple[str, list[tuple[str, str]], bytes]:
    return f"{code} Refused", [("X-Language", language), ("X-Path", path)], b"what to do"


class Running:
    """A server that runs in a thread."""

    def __init__(self, server: Server, port: int) -> None:
        self.server, self.port = server, port
        self.thread = threading.Thread(target=server.run)
        self.thread.start()

    def connect(self, address: str = "127.0.0.1") -> socket.socket:
        """Return a connection that comes from an address of this machine."""
        return socket.create_connection(
            ("127.0.0.1", self.port), timeout=10, source_address=(address, 0)
        )


def answer(connection: socket.socket, request: bytes = GET) -> bytes:
    """Send a request and return what comes back until its body has arrived."""
    connection.sendall(request)
    return received(connection)


def received(connection: socket.socket) -> bytes:
    found = b""
    while b"\r\n\r\n" not in found or not found.partition(b"\r\n\r\n")[2]:
        part = connection.recv(65536)
        if not part:
            break
        found += part
    return found
