"""A receiver of webhooks over https, which notes what it gets and behaves as it is told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from support.mail_server import certificate

Behaviour = Callable[[ssl.SSLSocket, threading.Event], None]
"""Answers a request that was read; the event is set at the end of the test."""


class Received(NamedTuple):
    """A request: its first line, its headers in small letters, and its body."""

    line: str
    headers: dict[str, str]
    body: bytes


def status(number: int, *lines: str) -> Behaviour:
    """Answer with a status and further header lines."""
    return sending("\r\n".join([f"HTTP/1.1 {number} Told", *lines, "Content-Length: 0", "", ""]))


def sending(text: str) -> Behaviour:
    """Answer with a text."""

    def answer(connection: ssl.SSLSocket, _ended: threading.Event) -> None:
        connection.sendall(text.encode())

    return answer


def stalling(_connection: ssl.SSLSocket, ended: threading.Event) -> None:
    """Answer nothing."""
    ended.wait()


def closing(_connection: ssl.SSLSocket, _ended: threading.Event) -> None:
    """Close the connection without an answer."""


def dripping(connection: ssl.SSLSocket, ended: threading.Event) -> None:
    """Answer byte by byte, without an end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while not ended.wait(0.05):
        connection.sendall(b"x")


def continuing(connection: ssl.SSLSocket, ended: threading.Event) -> None:
    """Say again and again that the answer will come."""
    while not ended.wait(0.01):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def huge(connection: ssl.SSLSocket, ended: threading.Event) -> None:
    """Answer with a body that does not end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n")
    while not ended.is_set():
        connection.sendall(bytes(65536))


class Receiver:
    """Answers at `address` by `behaviour`; `received` has what came."""

    def __init__(self, port: int, pem: Path) -> None:
        self.place = f"localhost:{port}"
        self.address = f"https://{self.place}/hook?a=b"
        self.context = ssl.create_default_context(cafile=pem)
        self.behaviour: Behaviour = status(204)
        self.received: list[Received] = []


@contextmanager
def receiver(folder: Path) -> Iterator[Receiver]:
    """Run a receiver until the end of the block."""
    tls, ended = certificate(folder), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = Receiver(listening.getsockname()[1], folder / "localhost.pem")

        def serve(accepted: socket.socket) -> None:
            with suppress(OSError), tls.wrap_socket(accepted, server_side=True) as connection:
                request = _read(connection)
                running.received.append(request)
                running.behaviour(connection, ended)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    accepted, _ = listening.accept()
                    threading.Thread(target=serve, args=[accepted], daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield running
        finally:
            ended.set()
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)


def _read(connection: ssl.SSLSocket) -> Received:
    with connection.makefile("rb") as file:
        line = file.readline().decode().strip()
        headers = {}
        while text := file.readline().decode().strip():
            name, _, value = text.partition(": ")
            headers[name.lower()] = value
        return Received(line, headers, file.read(int(headers.get("content-length", 0))))
