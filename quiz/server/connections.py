"""Waits for many connections at once, at a cost that does not grow with those that are idle.

The loop of waitress asks every connection before each wait what it waits for. With 1,900 idle
ones that takes longer than the requests of all others, and with its default, select(), the
process ends at the 1,024th. Here only the connections in which something happened are asked.
"""

from __future__ import annotations

import selectors
from typing import Any

from waitress import wasyncore


class Connections(dict[int, Any]):
    """The connections of a server by file descriptor, and what they wait for.

    A value is a dispatcher of waitress: a listening socket, a connection or the trigger that
    wakes the loop. Only the thread that runs the loop may call the methods.
    """

    def __init__(self) -> None:
        super().__init__()
        self._selector = selectors.DefaultSelector()
        self._awake: set[int] = set()  # those to ask before the next wait

    def __setitem__(self, descriptor: int, dispatcher: Any) -> None:
        super().__setitem__(descriptor, dispatcher)
        self._awake.add(descriptor)

    def __delitem__(self, descriptor: int) -> None:
        super().__delitem__(descriptor)
        self._awake.discard(descriptor)
        if descriptor in self._selector.get_map():
            self._selector.unregister(descriptor)

    def wait(self, timeout: float) -> None:
        """Wait up to `timeout` seconds for something to happen, and handle it."""
        for descriptor in tuple(self._awake):
            self._ask(descriptor)
        for key, events in self._selector.select(timeout):
            handlers = (
                (selectors.EVENT_READ, wasyncore.read),
                (selectors.EVENT_WRITE, wasyncore.write),
            )
            for event, handle in handlers:
                if events & event and key.fd in self:  # else it was closed meanwhile
                    self._awake.add(key.fd)
                    handle(self[key.fd])

    def close(self) -> None:
        """Close all connections at once."""
        wasyncore.close_all(self)
        self._selector.close()

    def _ask(self, descriptor: int) -> None:
        """Ask a connection what it waits for, and whether it has to be asked again."""
        dispatcher = self[descriptor]
        events = selectors.EVENT_READ if dispatcher.readable() else 0
        if dispatcher.writable() and not dispatcher.accepting:
            events |= selectors.EVENT_WRITE
        registered = self._selector.get_map().get(descriptor)
        if registered is None:
            if events:
                self._selector.register(descriptor, events)
        elif not events:
            self._selector.unregister(descriptor)
        elif registered.events != events:
            self._selector.modify(descriptor, events)
        if events == selectors.EVENT_READ and getattr(dispatcher, "at_rest", False):
            self._awake.discard(descriptor)
