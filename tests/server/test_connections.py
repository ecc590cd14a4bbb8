"""The loop of the server asks the connections in which something happened, and no others."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import ExitStack, closing

from quiz.server.connections import Connections


class Dispatcher:
    """Stands for a connection of waitress; does something when there is something to read."""

    accepting = False

    def __init__(self, read: Callable[[], object]) -> None:
        self.handle_read_event = read

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False


def test_a_connection_that_gets_the_number_of_a_closed_one_is_not_read_for_that() -> None:
    connections, read = Connections(), []
    with ExitStack() as stack:
        pairs = [socket.socketpair() for _ in range(2)]
        for each in (*pairs[0], *pairs[1]):
            stack.enter_context(closing(each))
        numbers = [ours.fileno() for ours, _ in pairs]

        def replace_the_other(number: int) -> None:
            [other] = {*numbers} - {number}
            del connections[other]
            connections[other] = Dispatcher(lambda: read.append("new"))
            read.append("first")

        for number in numbers:
            connections[number] = Dispatcher(lambda number=number: replace_the_other(number))  # type: ignore[misc]
        for _, theirs in pairs:
            theirs.send(b"GET")
        connections.wait(1)
    assert read == ["first"]
