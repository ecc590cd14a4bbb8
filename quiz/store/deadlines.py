"""Connections to PostgreSQL that give up on a server that does not answer."""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic
from typing import Any, Self, TypeVar

import psycopg
from psycopg.pq.abc import PGconn

from quiz.store.outage import Outage

T = TypeVar("T")

CONNECT_WAIT = 0.8
"""Seconds to wait for a new connection."""

ANSWER_WAIT = 0.8
"""Seconds that all statements on a connection may take together, from its checkout on."""


class Silence(psycopg.OperationalError):
    """The server did not answer in time."""


class DeadlineConnection(psycopg.Connection[Any]):
    """A connection that gives up on a server that does not answer.

    A limit enforced by the server, such as statement_timeout, does not help once the server
    hangs, and TCP detects no fault then either. So the limit is enforced here, where psycopg
    waits for the socket.
    """

    outage: Outage  # of the database; set in a subclass for each

    def __init__(self, pgconn: PGconn) -> None:
        super().__init__(pgconn)
        self.set_deadline(ANSWER_WAIT)

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Generator[Any, Any, Self]:
        """Give up on a server that accepts the connection and says nothing.

        The connect_timeout of libpq cannot be shorter than two seconds.
        """
        seconds = cls.outage.patience(CONNECT_WAIT)
        told = f"the server accepted no connection within {seconds} s"
        try:
            found: Self = yield from _until(
                monotonic() + seconds, super()._connect_gen(conninfo), told
            )
        except Silence:
            cls.outage.begin()
            raise
        cls.outage.end()
        return found

    def set_deadline(self, seconds: float) -> None:
        """Limit all statements from now on to `seconds` together, instead of any limit before."""
        self._seconds = seconds
        self._deadline = monotonic() + seconds

    def wait(self, gen: Generator[Any, Any, T], *arguments: Any, **options: Any) -> T:
        """Wait as psycopg does, until the deadline at most; then close the connection."""
        told = f"the server did not answer within {self._seconds} s"
        try:
            answer: T = super().wait(_until(self._deadline, gen, told), *arguments, **options)
        except Silence:
            self.outage.begin()
            self.close()
            raise
        self.outage.end()
        return answer


def _until(deadline: float, gen: Generator[Any, Any, T], told: str) -> Generator[Any, Any, T]:
    """Pass on what `gen` waits for; psycopg calls ten times a second, ready or not.

    Raises Silence, with the text `told`, at the deadline.
    """
    try:
        awaited = next(gen)
        while True:
            ready = yield awaited
            if not ready and monotonic() >= deadline:
                raise Silence(told)
            awaited = gen.send(ready)
    except StopIteration as done:
        answer: T = done.value
        return answer
