"""Waits for many connections at once, at a cost that does not grow with those that are idle.

The loop of waitress asks every connection before each wait what it waits for. With 1,900 idle
ones that takes longer than the requests of all others, and with its default, select(), the
process ends at the 1,024th. Here only the connections in which something happened are asked.

A client that sends its request byte by byte would wake the loop with each byte, and take the
interpreter from a thread that answers somebody else. Such connections are read a few times a
second, all at once, and less often where it goes on for long.
"""

from __future__ import annotations

import math
import selectors
import time
from collections.abc import Iterator
from typing import Any

from waitress import wasyncore

from quiz.server.channel import SLOW_EVERY, TRICKLE_EVERY


class _Paced:
    """Connections that are all read together, every so many seconds."""

    def __init__(self, every: float) -> None:
        self.selector = selectors.DefaultSelector()
        self._every = every
        self._due = 0.0  # by time.monotonic()

    def pause(self) -> float:
        """Return in how many seconds they are read; infinitely many where there are none."""
        return max(self._due - time.monotonic(), 0) if self.selector.get_map() else math.inf

    def ready(self) -> list[tuple[selectors.SelectorKey, int]]:
        """Return those in which something has come in, if they are to be read now."""
        if self.pause():
            return []
        self._due = time.monotonic() + self._every
        return self.selector.select(0)


class Connections(dict[int, Any]):
    """The connections of a server by file descriptor, and what they wait for.

    A value is a dispatcher of waitress: a listening socket, a connection or the trigger that
    wakes the loop. Only the thread that runs the loop may call the methods.
    """

    def __init__(self) -> None:
        super().__init__()
        self._selector = selectors.DefaultSelector()
        self._paced = {every: _Paced(every) for every in (SLOW_EVERY, TRICKLE_EVERY)}
        self._awake: set[int] = set()  # those to ask before the next wait

    def __setitem__(self, descriptor: int, dispatcher: Any) -> None:
        super().__setitem__(descriptor, dispatcher)
        self._awake.add(descriptor)

    def __delitem__(self, descriptor: int) -> None:
        super().__delitem__(descriptor)
        self._awake.discard(descriptor)
        for selector in self._selectors():
            self._wait_for(descriptor, selector, 0)

    def wait(self, timeout: float) -> None:
        """Wait up to `timeout` seconds for something to happen, and handle it."""
        for descriptor in tuple(self._awake):
            self._ask(descriptor)
        happened = [(key.fd, self[key.fd], events) for key, events in self._select(timeout)]
        for descriptor, dispatcher, events in happened:
            handlers = (
                (selectors.EVENT_READ, wasyncore.read),
                (selectors.EVENT_WRITE, wasyncore.write),
            )
            for event, handle in handlers:
                # Else it was closed meanwhile, and another one may have its number.
                if events & event and self.get(descriptor) is dispatcher:
                    self._awake.add(descriptor)
                    handle(self[descriptor])

    def close(self) -> None:
        """Close all connections at once."""
        wasyncore.close_all(self)
        for selector in self._selectors():
            selector.close()

    def _selectors(self) -> Iterator[selectors.BaseSelector]:
        yield self._selector
        for paced in self._paced.values():
            yield paced.selector

    def _select(self, timeout: float) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what has happened, after a wait of `timeout` seconds at most."""
        pause = min(paced.pause() for paced in self._paced.values())
        happened = self._selector.select(min(timeout, pause))
        for paced in self._paced.values():
            happened += paced.ready()
        return happened

    def _ask(self, descriptor: int) -> None:
        """Ask a connection what it waits for, and whether it has to be asked again."""
        dispatcher = self[descriptor]
        events = selectors.EVENT_READ if dispatcher.readable() else 0
        if dispatcher.writable() and not dispatcher.accepting:
            events |= selectors.EVENT_WRITE
        every = getattr(dispatcher, "read_every", 0) if events == selectors.EVENT_READ else 0
        for its, paced in self._paced.items():
            self._wait_for(descriptor, paced.selector, events if its == every else 0)
        self._wait_for(descriptor, self._selector, 0 if every else events)
        if events == selectors.EVENT_READ and getattr(dispatcher, "at_rest", False):
            self._awake.discard(descriptor)

    @staticmethod
    def _wait_for(descriptor: int, selector: selectors.BaseSelector, events: int) -> None:
        """Let a selector wait for these events of a connection; 0 for none."""
        registered = selector.get_map().get(descriptor)
        if registered is None:
            if events:
                selector.register(descriptor, events)
        elif not events:
            selector.unregister(descriptor)
        elif registered.events != events:
            selector.modify(descriptor, events)
