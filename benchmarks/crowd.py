"""Measures how idle and slow connections slow down the submissions of others.

The server is that of `quiz serve`, in a process of its own. 1,900 connections send nothing and
500 send a request byte by byte, from many addresses; meanwhile a few visitors submit answers.
Beside it run another one without the crowd, and one for a bare Flask application that returns
"hello". They take turns of a second, because a machine may be half as fast a minute later. All
are started anew several times, and by turns the first or the second has the crowd: of two
processes that do the same, one was 2 % faster for as long as both ran.

A crowd comes from other machines, so what it costs to send must not count: while it is not its
turn, it sends as much to a socket that nobody reads. The rate of one turn differs from that of
the next by a tenth and more with the same code, so the ratio has an interval, and a goal that
lies within it may be missed by chance. The deployment of deploy/ (nginx with TLS, gunicorn) is
asked for pages beside the same crowd.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import socket
import ssl
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import (
    AbstractContextManager,
    ExitStack,
    closing,
    contextmanager,
    nullcontext,
    suppress,
)
from itertools import cycle, islice
from math import sqrt
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median
from threading import Thread

from benchmarks.pages import Environ, Visitors, hello_app, quiz_app
from benchmarks.served import serving

IDLE, SLOW = 1900, 500
PARTS = 20  # of the slow connections, which take turns
VISITORS = 4
SECONDS = 1.0
STARTS, ROUNDS = 8, 8
WARM_UP = 4  # rounds; after ten seconds, the slow connections are known to be slow
MOST_SENT = {"hello": 10_000, "alone": 1_200, "crowd": 1_200}  # in one turn
ASKED = 40  # pages that are asked for, one after the other, beside the crowd
GOAL_RATIO = 400 / 2700
GOAL_KEPT = 1.0
GOAL_SECONDS = 1.0


def main() -> None:
    """Measure and print."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard), hard))
    rates: dict[str, list[float]] = {"hello": [], "alone": [], "crowd": []}
    slowest: list[float] = []
    for number in range(STARTS):
        _take_turns(("hello", "alone", "crowd")[:: 1 if number % 2 else -1], rates, slowest)
    _show(rates, max(slowest))
    deployed = slowest_page_deployed()
    print(f"slowest of {ASKED} pages, nginx and gunicorn{deployed:>12.2f} s{_goal(deployed)}")


def _take_turns(order: Sequence[str], rates: dict[str, list[float]], slowest: list[float]) -> None:
    """Start the servers in an order, let them take turns, and add what was measured."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        app = quiz_app(Path(folder))
        stack.enter_context(closing(app.extensions["quiz"].store))
        made = {"hello": hello_app, "alone": lambda: app, "crowd": lambda: app}
        ports = {name: stack.enter_context(serving(made[name])) for name in order}
        elsewhere = stack.enter_context(crowd(ports["crowd"]))
        submissions = map(raw, Visitors(app).submissions())
        hello = cycle([b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"])
        for number in range(WARM_UP + ROUNDS):
            # By turns, each comes right after hello: what was written last slows down who follows.
            first, second = ("alone", "crowd") if number % 2 else ("crowd", "alone")
            for name in ("hello", first, second):
                requests = list(islice(hello if name == "hello" else submissions, MOST_SENT[name]))
                with nullcontext() if name == "crowd" else elsewhere():
                    found = rate(ports[name], requests)
                if number >= WARM_UP:
                    rates[name].append(found)
            slowest.append(slowest_page(ports["crowd"]))


def _show(rates: dict[str, list[float]], slowest: float) -> None:
    alone, beside = (median(rates[name]) for name in ("alone", "crowd"))
    ratio = median(a / b for a, b in zip(rates["alone"], rates["hello"], strict=True))
    kept = [a / b for a, b in zip(rates["crowd"], rates["alone"], strict=True)]
    least, most = interval_of_median(kept)
    missed = "" if ratio >= GOAL_RATIO else "  missed"
    print(
        f"{IDLE:,} idle and {SLOW} slow connections, {VISITORS} visitors, "
        f"{STARTS * ROUNDS} turns of {SECONDS:.0f} s each\n"
    )
    print(f"{'hello, a second':<44}{median(rates['hello']):>12,.0f}")
    print(f"{'submissions, a second':<44}{alone:>12,.0f}")
    print(f"{'  to hello':<44}{ratio:>12.3f}  (goal: {GOAL_RATIO:.3f}){missed}")
    print(f"{'submissions beside the crowd, a second':<44}{beside:>12,.0f}")
    missed = "" if median(kept) >= GOAL_KEPT else "  missed"
    if missed and most >= GOAL_KEPT:
        missed += ", within what chance does"
    print(f"{'  to those without it':<44}{median(kept):>12.3f}  (goal: {GOAL_KEPT:.2f}){missed}")
    print(f"{'  with 95 % certainty between':<44}{least:>12.3f}  and {most:.3f}")
    print(f"slowest of {ASKED} pages beside the crowd{slowest:>15.2f} s{_goal(slowest)}")


def _goal(seconds: float) -> str:
    return f"  (goal: {GOAL_SECONDS:.0f})" + ("" if seconds <= GOAL_SECONDS else "  missed")


def interval_of_median(values: Sequence[float]) -> tuple[float, float]:
    """Return the two of the values between which the true median lies with 95 % certainty.

    They follow from their ranks alone: how many of the values lie below the true median is as
    random as heads among as many tosses of a coin (here by the normal approximation).
    """
    ordered = sorted(values)
    rank = int((len(ordered) - 1.96 * sqrt(len(ordered))) / 2)
    return ordered[max(0, rank - 1)], ordered[min(len(ordered) - 1, len(ordered) - rank)]


def raw(environ: Environ) -> bytes:
    """Return a request as it is sent."""
    body = environ["wsgi.input"].read()
    headers = {
        "Host": "127.0.0.1",
        "Cookie": environ.get("HTTP_COOKIE", ""),
        "Content-Type": environ.get("CONTENT_TYPE", ""),
        "Content-Length": str(len(body)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    first = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} HTTP/1.1\r\n"
    return f"{first}{head}\r\n".encode() + body


def rate(port: int, requests: Sequence[bytes]) -> float:
    """Return how many of the requests were answered a second, each sent once."""
    done, until = [0] * VISITORS, time.monotonic() + SECONDS

    def send(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            for request in requests[number::VISITORS]:
                if time.monotonic() > until:
                    return
                status = answer(connection, request)
                assert status in (b"200", b"303"), status
                done[number] += 1
        raise AssertionError("there were too few requests")

    begun = time.monotonic()
    threads = [Thread(target=send, args=(number,)) for number in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - begun)


def answer(connection: socket.socket, request: bytes) -> bytes:
    """Send a request, read the whole response and return its status."""
    connection.sendall(request)
    found = b""
    while b"\r\n\r\n" not in found:
        found += _some(connection)
    head, _, body = found.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += _some(connection)
    return head[9:12]


def _some(connection: socket.socket) -> bytes:
    part = connection.recv(65536)
    assert part, "the server has closed the connection"
    return part


def slowest_page(port: int, tls: ssl.SSLContext | None = None) -> float:
    """Return the longest that a new connection and one page on it took, in seconds."""
    host = "quiz.example" if tls else "127.0.0.1"
    taken = []
    for path in islice(cycle(("/healthz", "/readyz", "/robots.txt", "/")), ASKED):
        begun = time.monotonic()
        with ExitStack() as stack:
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            if tls:
                connection = stack.enter_context(tls.wrap_socket(connection, server_hostname=host))
            request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
            assert answer(connection, request) == b"200", path
        taken.append(time.monotonic() - begun)
    return max(taken)


def slowest_page_deployed() -> float:
    """Return the same for the deployment of deploy/, with the crowd before nginx."""
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    from support import deployment

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(deployment.quiz_server("gunicorn", folder))
        nginx = stack.enter_context(deployment.nginx(folder, server.port))
        stack.enter_context(crowd(nginx.https))
        return slowest_page(nginx.https, nginx.tls)


@contextmanager
def crowd(port: int) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Hold the idle and the slow connections from a process of their own.

    The value returns a context within which that process sends to a socket that nobody reads.
    """
    ctx = multiprocessing.get_context("fork")
    here, there = ctx.Pipe()
    away = ctx.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=SLOW) as unread:
        unread_port = unread.getsockname()[1]
        process = ctx.Process(target=_hold, args=(port, unread_port, away, there))
        process.start()
        assert here.recv() == IDLE + SLOW

        @contextmanager
        def elsewhere() -> Iterator[None]:
            away.set()
            try:
                yield
            finally:
                away.clear()

        try:
            yield elsewhere
        finally:
            process.kill()
            process.join()


def _hold(port: int, unread_port: int, away: Event, told: Connection) -> None:
    os.nice(10)
    unread = [_connect(unread_port, n) for n in range(SLOW)]
    slow = [_connect(port, n) for n in range(SLOW)]
    idle = [_connect(port, n) for n in range(SLOW, SLOW + IDLE)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    told.send(len(slow) + len(idle))
    # Each sends a byte a second. A few at a time, so that this process takes little of the machine.
    for part in cycle(range(PARTS)):
        for connection in (unread if away.is_set() else slow)[part::PARTS]:
            with suppress(OSError):  # the server has closed it
                connection.send(b"x")
        time.sleep(1 / PARTS)


def _connect(port: int, number: int) -> socket.socket:
    source = (f"127.0.0.{number % 60 + 2}", 0)
    return socket.create_connection(("127.0.0.1", port), source_address=source)
