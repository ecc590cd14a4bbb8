"""The server: accepts connections up to its limits, and ends when it is told to."""

from __future__ import annotations

import logging
import signal
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from quiz.server.channel import Channel, ErrorPage
from quiz.server.connections import Connections

THREADS = 8

TICK = 1.0
"""Seconds between two looks for connections without traffic."""

REQUEST_PATIENCE = 20.0
"""Seconds that requests under way get to finish once the server is told to stop."""

PARTIAL_PATIENCE = 2.0
"""Seconds that a client gets to send the rest of a request by then."""


class Limits:
    """The open connections of all listening sockets, with a limit for all and for one address.

    Where a limit is reached, the connection that was idle for longest is closed: of that
    address, or of all. An idle connection that is closed costs its browser nothing; it opens
    another. `for_address` None means no limit, for a server whose visitors all come by a proxy.
    """

    def __init__(self, for_all: int, for_address: int | None) -> None:
        self._for_all = for_all
        self._for_address = for_address
        self._open: dict[Channel, None] = {}
        self._by_address: defaultdict[str, dict[Channel, None]] = defaultdict(dict)

    def add(self, channel: Channel) -> None:
        """Take note of a connection."""
        self._open[channel] = None
        self._by_address[channel.peer][channel] = None

    def discard(self, channel: Channel) -> None:
        """Forget a connection."""
        self._open.pop(channel, None)
        of_address = self._by_address[channel.peer]
        of_address.pop(channel, None)
        if not of_address:
            del self._by_address[channel.peer]

    def make_room(self, newest: Channel) -> None:
        """Close a connection where the newest is one too many."""
        of_address = self._by_address.get(newest.peer, {})
        if self._for_address is not None and len(of_address) > self._for_address:
            self._close_one(of_address, newest)
        elif len(self._open) > self._for_all:
            self._close_one(self._open, newest)

    @staticmethod
    def _close_one(channels: Iterable[Channel], newest: Channel) -> None:
        idle = (channel for channel in channels if channel.idle and channel is not newest)
        min(idle, key=lambda channel: channel.last_activity, default=newest).handle_close()

    def __iter__(self) -> Iterator[Channel]:
        return iter(tuple(self._open))

    def __len__(self) -> int:
        return len(self._open)


class Listener(TcpWSGIServer):
    """A listening socket."""

    channel_class = Channel

    def __init__(self, limits: Limits, error_page: ErrorPage, *args: Any, **options: Any) -> None:
        self.limits = limits
        self.error_page = error_page
        self._accepted: list[Channel] = []
        super().__init__(*args, **options)

    def opened(self, channel: Channel) -> None:
        """Take note of a new connection."""
        self._accepted.append(channel)
        self.limits.add(channel)

    def closed(self, channel: Channel) -> None:
        """Forget a connection."""
        self.limits.discard(channel)

    def handle_accept(self) -> None:
        """Accept a connection, and close one where that is one too many."""
        self.accept_one()

    def accept_one(self) -> bool:
        """Accept a connection that waits; return whether there was one."""
        self._accepted.clear()
        super().handle_accept()
        for channel in self._accepted:
            self.limits.make_room(channel)
        return bool(self._accepted)

    def accept_all(self) -> None:
        """Accept all connections that wait."""
        while self.accept_one():
            pass

    def maintenance(self, now: float) -> None:
        """Close connections that had no traffic for a while."""
        cutoff = now - self.adj.channel_timeout
        for channel in self.limits:
            if not channel.requests and channel.last_activity < cutoff:
                channel.handle_close()


class Server:
    """Serves an application; `sockets` are listening already, else `host` and `port` are used.

    Raises OSError where it cannot listen, and ValueError for a host without an address.
    """

    def __init__(  # noqa: PLR0913 - what can be set
        self,
        application: Any,
        *,
        error_page: ErrorPage,
        largest_body: int,
        connections: int,
        connections_of_one_address: int | None,
        host: str = "127.0.0.1",
        port: int = 0,
        sockets: Iterable[socket.socket] = (),
    ) -> None:
        self._connections = Connections()
        self._limits = Limits(connections, connections_of_one_address)
        self._dispatcher = ThreadedTaskDispatcher()
        self._stopping = False
        self._woken = threading.Event()  # the loop has been woken to stop
        # waitress warns of each request that waits for a thread.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        given = list(sockets)
        where = {"sockets": given} if given else {"host": host, "port": port}
        settings = Adjustments(
            **where,
            ident=None,
            backlog=1024,
            # `Limits` makes room before this one is reached, at which waitress accepts no more.
            connection_limit=connections + 100,
            channel_timeout=30,
            cleanup_interval=1,
            recv_bytes=64 * 1024,  # slow connections are read at most twenty times a second
            max_request_header_size=32 * 1024,
            max_request_body_size=largest_body + 1,  # what is larger gets 413 at its header
            # The application itself knows how many proxies to trust, and reads these headers.
            clear_untrusted_proxy_headers=False,
        )
        listening: Iterable[tuple[Any, socket.socket | None]] = (
            [((each.family, each.type, each.proto, each.getsockname()), each) for each in given]
            if given
            else [(each, None) for each in settings.listen]
        )
        self._listeners = [
            Listener(
                self._limits,
                error_page,
                application,
                self._connections,
                True,  # noqa: FBT003 - _start, which accepts at once
                each,
                dispatcher=self._dispatcher,
                adj=settings,
                sockinfo=info,
                bind_socket=each is None,
            )
            for info, each in listening
        ]
        self._dispatcher.set_thread_count(THREADS)

    def stop(self, *_signal: object) -> None:
        """Finish what is under way and return from run(); called by any thread or signal."""
        if self._stopping:
            raise SystemExit(1)  # the second signal does not wait
        self._stopping = True
        self._listeners[0].pull_trigger()
        self._woken.set()

    def stop_at(self, *signals: signal.Signals) -> None:
        """Let these signals stop the server."""
        for each in signals:
            signal.signal(each, self.stop)

    def run(self) -> None:
        """Serve until stop() is called and the requests under way are answered."""
        while not self._stopping:
            self._connections.wait(TICK)
        self._finish()
        self._dispatcher.shutdown()
        # Another thread may still be about to wake the loop, through a pipe that is closed here.
        self._woken.wait()
        self._connections.close()

    def _finish(self) -> None:
        """Answer what has been sent by now, accept nothing more, and close what is idle."""
        for listener in self._listeners:
            listener.accept_all()  # the system would reset those that are left
            wasyncore.dispatcher.close(listener)
        self._connections.wait(0)  # reads what has arrived
        begun = time.monotonic()
        while (waited := time.monotonic() - begun) < REQUEST_PATIENCE:
            for channel in self._limits:
                if channel.idle and (channel.request is None or waited >= PARTIAL_PATIENCE):
                    channel.handle_close()
            if not self._limits:
                return
            self._connections.wait(0.05)
