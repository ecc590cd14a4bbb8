"""A server that is started for a test, and stopped at its end."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from support.running_server import LARGEST_BODY, Running, error_page, hello

from quiz.server.server import Server


@pytest.fixture
def running() -> Iterator[Callable[..., Running]]:
    """Start servers, which are stopped at the end."""
    with ExitStack() as stack:

        def start(app: Any = hello, all_: int = 4000, of_one_address: int | None = None) -> Running:
            listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            server = Server(
                app,
                error_page=error_page,
                largest_body=LARGEST_BODY,
                connections=all_,
                connections_of_one_address=of_one_address,
                sockets=[listening],
            )
            run = Running(server, listening.getsockname()[1])

            def stop() -> None:
                if run.thread.is_alive():
                    server.stop()
                run.thread.join(30)

            stack.callback(stop)
            return run

        yield start
