"""Clients that send or take slowly cost the others next to nothing."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from support.running_server import GET, LARGEST_BODY, Running, answer, received

from quiz.server import channel
from quiz.server.channel import SOON, TRICKLE_EVERY
from quiz.server.connections import Connections

FEW = 50
"""More than the loop wakes in a second for slow connections, and far fewer than bytes they send."""

CLIENTS, REQUESTS = 4, 200


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """When the loop of each server has waited for something to happen."""
    times: list[float] = []
    wait = Connections.wait

    def wait_and_note(connections: Connections, timeout: float) -> None:
        wait(connections, timeout)
        times.append(time.monotonic())

    monkeypatch.setattr(Connections, "wait", wait_and_note)
    return times


def slow_clients(run: Running, stack: ExitStack) -> list[socket.socket]:
    """Return clients that have sent a part of their requests, and take long for the rest."""
    clients = [stack.enter_context(run.connect()) for _ in range(20)]
    for client in clients:
        client.sendall(GET.removesuffix(b"\r\n") + b"X-Slow: ")
    time.sleep(1.5 * SOON)
    return clients


def test_requests_that_come_byte_by_byte_do_not_wake_the_server_with_each(
    running: Callable[..., Running], woken: list[float]
) -> None:
    run = running()
    with ExitStack() as stack:
        clients = slow_clients(run, stack)
        begun, sent = time.monotonic(), 0
        while time.monotonic() < begun + 1:
            clients[sent % len(clients)].sendall(b"x")
            sent += 1
            time.sleep(0.002)
        assert sent > FEW
        assert sum(begun < each < begun + 1 for each in woken) < FEW
        for client in clients:
            assert answer(client, b"\r\n\r\n").endswith(b"\r\n\r\nhello ")
        for client in clients:  # and the next request is as good as any
            assert answer(client).endswith(b"\r\n\r\nhello ")


def test_requests_that_trickle_for_long_are_read_less_often(
    running: Callable[..., Running], woken: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "LONG", 2 * SOON)
    run = running()
    with ExitStack() as stack:
        clients = slow_clients(run, stack)
        for _ in range(2):  # they are seen to be slow, and then to trickle
            for client in clients:
                client.sendall(b"x")
            time.sleep(SOON)
        begun, lasted = time.monotonic(), TRICKLE_EVERY - 0.5
        while time.monotonic() < begun + lasted:
            for client in clients:
                client.sendall(b"x")
            time.sleep(0.05)
        # As slow ones, they would be read 30 times.
        assert sum(begun < each < begun + lasted for each in woken) < 10
        for client in clients:
            client.sendall(b"\r\n\r\n")
        for client in clients:
            assert answer(client, b"").endswith(b"\r\n\r\nhello ")


def test_a_large_request_that_goes_on_coming_in_does_not_trickle(
    running: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "LONG", SOON)
    head = f"POST / HTTP/1.1\r\nHost: quiz.example\r\nContent-Length: {LARGEST_BODY}\r\n\r\n"
    with running().connect() as client:
        client.sendall(head.encode())
        for _ in range(LARGEST_BODY // 100):
            client.sendall(b"x" * 100)
            time.sleep(SOON / 2)  # so that most of it comes in when it could trickle
        begun = time.monotonic()
        assert received(client).endswith(b"hello " + b"x" * LARGEST_BODY)
        assert time.monotonic() - begun < TRICKLE_EVERY / 2


def test_a_request_beside_slow_ones_does_not_wait_for_them(
    running: Callable[..., Running],
) -> None:
    run = running()
    with run.connect() as slow, run.connect() as quick:
        slow.sendall(GET[:-2])
        time.sleep(1.5 * SOON)
        slow.sendall(b"X-Slow: x")
        begun = time.monotonic()
        for _ in range(100):
            assert answer(quick).endswith(b"\r\n\r\nhello ")
        # A read with the slow ones for each request would take five seconds.
        assert time.monotonic() - begun < 2.5


def test_a_slow_request_is_read_to_its_end(running: Callable[..., Running]) -> None:
    head = f"POST / HTTP/1.1\r\nHost: quiz.example\r\nContent-Length: {LARGEST_BODY}\r\n\r\n"
    sent = head.encode() + b"x" * LARGEST_BODY
    with running().connect() as client:
        for begin in range(0, len(sent), 100):
            client.sendall(sent[begin : begin + 100])
            time.sleep(0.2)
        assert received(client).endswith(b"hello " + b"x" * LARGEST_BODY)


def test_the_loop_does_not_turn_while_threads_answer(
    running: Callable[..., Running], woken: list[float]
) -> None:
    def ask() -> None:
        with run.connect() as client:
            for _ in range(REQUESTS):
                answer(client)

    run = running()
    with ThreadPoolExecutor(CLIENTS) as clients:
        for done in [clients.submit(ask) for _ in range(CLIENTS)]:
            done.result()
    # Twice for each request: it has come in, and the thread is done.
    assert len(woken) <= 3 * CLIENTS * REQUESTS
