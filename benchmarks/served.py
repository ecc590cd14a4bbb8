"""Compares how many result pages and how many constant pages of the same size a server sends.

Both applications run on the server of `quiz serve`, each in a process of its own, and take
turns. A few connections stay open and send one request after another. The rate is that of
complete responses a second, measured by the client.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

from flask import Flask

from benchmarks.pages import Headers, Visitors, caller, quiz_app
from quiz.program import OBJECTS_BEFORE_A_COLLECTION
from quiz.server.server import Server
from quiz.web.app import LARGEST_BODY

RESULTS = 200
CONNECTIONS = 4
SECONDS = 2.0
ROUNDS = 5
GOAL = 1 / 3


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        addresses, page = make_results(Path(folder))
        apps: dict[str, tuple[Callable[[], Any], list[str]]] = {
            "constant": (lambda: constant_app(page), ["/"]),
            "result page": (lambda: quiz_app(Path(folder)), addresses),
        }
        rates: dict[str, list[float]] = {name: [] for name in apps}
        for _ in range(ROUNDS):
            for name, (make, paths) in apps.items():
                with serving(make) as port:
                    rate(port, paths, seconds=0.5)  # warms up
                    rates[name].append(rate(port, paths, SECONDS))
    ratios = [a / b for a, b in zip(rates["result page"], rates["constant"], strict=True)]
    met = "" if median(ratios) >= GOAL else "  missed"
    print(f"{len(page):,} bytes a page, {RESULTS} results in turn, {CONNECTIONS} connections\n")
    print(f"{'':<14}{'pages a second':>16}{'ratio':>8}{'least':>8}{'most':>8}{'goal':>8}")
    print(f"{'constant':<14}{median(rates['constant']):>16,.0f}{1:>8.2f}")
    print(
        f"{'result page':<14}{median(rates['result page']):>16,.0f}{median(ratios):>8.2f}"
        f"{min(ratios):>8.2f}{max(ratios):>8.2f}{GOAL:>8.2f}{met}"
    )


def make_results(folder: Path) -> tuple[list[str], bytes]:
    """Store results; return their addresses, and one result page as others see it."""
    app = quiz_app(folder)
    with closing(app.extensions["quiz"].store):
        answered: list[Headers] = []
        submit = caller(app, "303", answered.append)
        for environ in islice(Visitors(app).submissions(), RESULTS):
            submit(environ)
        addresses = [dict(headers)["Location"] for headers in answered]
        return addresses, app.test_client().get(addresses[0]).data


def constant_app(page: bytes) -> Flask:
    """Return a Flask application whose one page is always the same."""
    app = Flask("constant")
    app.add_url_rule("/", "constant", lambda: page)
    return app


@contextmanager
def serving(make: Callable[[], Any]) -> Iterator[int]:
    """Serve an application in a process of its own; the value is its port."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(make, there))
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _serve(make: Callable[[], Any], told: Connection) -> None:
    gc.set_threshold(OBJECTS_BEFORE_A_COLLECTION)  # as `quiz serve` does
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(
            make(),
            error_page=lambda code, _language, _path: (str(code), [], b""),
            largest_body=LARGEST_BODY,
            connections=4000,
            connections_of_one_address=None,
            sockets=[listening],
        )
        server.stop_at(signal.SIGTERM)
        told.send(listening.getsockname()[1])
        server.run()


def rate(port: int, paths: list[str], seconds: float) -> float:
    """Return the pages received a second, with one request at a time on each connection."""
    done = [0] * CONNECTIONS
    until = time.monotonic() + seconds

    def ask(number: int) -> None:
        with closing(HTTPConnection("127.0.0.1", port)) as connection:
            for path in islice(cycle(paths), number * len(paths) // CONNECTIONS, None):
                if time.monotonic() > until:
                    return
                connection.request("GET", path)
                answer = connection.getresponse()
                assert answer.status == 200, path
                answer.read()
                done[number] += 1

    threads = [Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds
