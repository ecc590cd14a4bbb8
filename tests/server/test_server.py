"""The server holds its limits, refuses what is no request, and ends without losing any."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from typing import Any

import pytest
from support.running_server import GET, Running, answer, hello, received
from waitress.trigger import trigger

from quiz.server.server import TICK

AFTER_AN_ANSWER = 0.05
"""Seconds in which a thread that has sent an answer notes that its connection is idle."""


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has closed a connection; waits for that for a second."""
    connection.settimeout(1)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def test_a_connection_is_used_for_many_requests(running: Callable[..., Running]) -> None:
    with running().connect() as connection:
        for _ in range(3):
            assert answer(connection).endswith(b"\r\n\r\nhello ")


def test_an_address_at_its_limit_loses_the_connection_that_was_idle_for_longest(
    running: Callable[..., Running],
) -> None:
    run = running(of_one_address=3)
    with ExitStack() as stack:
        first, second, third = (stack.enter_context(run.connect()) for _ in range(3))
        neighbour = stack.enter_context(run.connect("127.0.0.2"))
        for each in (neighbour, second, third, first):
            assert b"200 OK" in answer(each)
            time.sleep(AFTER_AN_ANSWER)
        newest = stack.enter_context(run.connect())
        assert b"200 OK" in answer(newest)
        assert is_closed(second)
        for each in (first, third, neighbour, newest):
            assert b"200 OK" in answer(each)


def test_at_the_limit_of_all_the_connection_that_was_idle_for_longest_makes_room(
    running: Callable[..., Running],
) -> None:
    run = running(all_=3)
    with ExitStack() as stack:
        held = [stack.enter_context(run.connect(f"127.0.0.{n}")) for n in (2, 3, 4)]
        for each in held:
            assert b"200 OK" in answer(each)
            time.sleep(AFTER_AN_ANSWER)
        newest = stack.enter_context(run.connect())
        assert b"200 OK" in answer(newest)
        assert [is_closed(each) for each in held] == [True, False, False]


def test_a_request_under_way_is_never_closed_to_make_room(
    running: Callable[..., Running],
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(environ: Any, start_response: Any) -> list[bytes]:
        begun.set()
        go_on.wait(10)
        return hello(environ, start_response)

    run = running(slow, of_one_address=1)
    with run.connect() as busy, run.connect("127.0.0.2"):
        busy.sendall(GET)
        assert begun.wait(10)
        with run.connect() as one_too_many:
            assert is_closed(one_too_many)
        go_on.set()
        assert received(busy).endswith(b"hello ")


REFUSED = {
    "no header": (b"GET / HTTP/1.1\r\nnonsense\r\n\r\n", b"400 Refused"),
    "no request": (b"\x16\x03\x01\x02\r\n\r\n", b"400 Refused"),
    "a length that is none": (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"400 Refused"),
    "a long header": (b"GET / HTTP/1.1\r\nX: " + b"x" * 40_000, b"431 Refused"),
    "another encoding": (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", b"501 Refused"),
    "a large body, of which nothing was sent": (
        b"POST / HTTP/1.1\r\nContent-Length: 200000000\r\n\r\n",
        b"413 Refused",
    ),
    "a body one byte too large": (
        b"POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n",
        b"413 Refused",
    ),
    "a large body in chunks": (
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"64\r\n%b\r\n" % (b"x" * 100) * 20,
        b"413 Refused",
    ),
}


@pytest.mark.parametrize(("request_", "status"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_request_is_answered_with_a_page_of_the_application(
    running: Callable[..., Running], request_: bytes, status: bytes
) -> None:
    with running().connect() as connection:
        found = answer(connection, request_)
        assert found.startswith((b"HTTP/1.1 " + status, b"HTTP/1.0 " + status))
        assert found.endswith(b"\r\n\r\nwhat to do")
        assert is_closed(connection)


def test_the_page_gets_the_language_and_the_path(running: Callable[..., Running]) -> None:
    request = b"POST /a?b HTTP/1.1\r\nAccept-Language: ja\r\nContent-Length: 9999\r\n\r\n"
    with running().connect() as connection:
        assert b"\r\nX-Language: ja\r\nX-Path: /a\r\n" in answer(connection, request)


def test_a_body_up_to_the_limit_is_read(running: Callable[..., Running]) -> None:
    with running().connect() as connection:
        head = b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n"
        assert answer(connection, head + b"x" * 1000).endswith(b"hello " + b"x" * 1000)


@contextmanager
def stopping_in_a_request(running: Callable[..., Running]) -> Iterator[tuple[Running, Any]]:
    """Stop a server while it works on a request, and let it go on at the end."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(environ: Any, start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            begun.set()
            go_on.wait(20)
        return hello(environ, start_response)

    run = running(slow)
    with run.connect() as busy:
        busy.sendall(GET.replace(b"/ ", b"/slow ", 1))
        assert begun.wait(10)
        yield run, busy
        go_on.set()
        assert received(busy).endswith(b"hello ")
        run.thread.join(10)
        assert not run.thread.is_alive()


def test_a_request_under_way_is_finished_when_the_server_stops(
    running: Callable[..., Running],
) -> None:
    with stopping_in_a_request(running) as (run, busy):
        run.server.stop()
        busy.settimeout(0.3)
        with pytest.raises(TimeoutError):
            busy.recv(1)
        busy.settimeout(10)
        with pytest.raises(ConnectionRefusedError):
            run.connect()


def test_a_request_that_was_sent_in_part_is_finished_too(running: Callable[..., Running]) -> None:
    with (
        stopping_in_a_request(running) as (run, _),
        run.connect() as partial,
        run.connect() as other,
    ):
        partial.sendall(GET[:20])
        assert b"200 OK" in answer(other)  # what was sent before is read by now
        run.server.stop()
        assert is_closed(other)
        assert b"200 OK" in answer(partial, GET[20:])


def test_requests_that_wait_to_be_accepted_are_answered_when_the_server_stops(
    running: Callable[..., Running],
) -> None:
    with stopping_in_a_request(running) as (run, _), ExitStack() as stack:
        waiting = [stack.enter_context(run.connect()) for _ in range(50)]
        for each in waiting:
            each.sendall(GET)
        run.server.stop()
        for each in waiting:
            assert received(each).endswith(b"hello ")


def test_an_idle_connection_does_not_delay_the_end(running: Callable[..., Running]) -> None:
    run = running()
    with run.connect() as idle:
        assert b"200 OK" in answer(idle)
        run.server.stop()
        run.thread.join(1)
        assert not run.thread.is_alive()
        assert is_closed(idle)


def test_a_client_that_never_sends_its_request_does_not_delay_the_end_for_long(
    running: Callable[..., Running],
) -> None:
    run = running()
    with run.connect() as slow:
        slow.sendall(GET[:10])
        run.server.stop()
        run.thread.join(10)
        assert not run.thread.is_alive()


def test_an_application_that_fails_is_answered_with_a_page(
    running: Callable[..., Running],
) -> None:
    def faulty(_environ: Any, _start_response: Any) -> list[bytes]:
        raise LookupError

    connection = HTTPConnection("127.0.0.1", running(faulty).port, timeout=10)
    connection.request("GET", "/")
    assert connection.getresponse().status == 500
    connection.close()


def test_a_server_that_ends_waits_for_the_thread_that_stops_it(
    running: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = running()
    wake = trigger.pull_trigger

    def wake_late(pipe: trigger) -> None:
        run.thread.join(TICK + 0.5)  # the loop notices by itself that it is to stop
        wake(pipe)

    monkeypatch.setattr(trigger, "pull_trigger", wake_late)
    run.server.stop()  # OSError where the pipe is closed already
    run.thread.join(10)
    assert not run.thread.is_alive()
