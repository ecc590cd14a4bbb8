"""The client's address is the one that the trusted proxies report, however they write it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, request
from werkzeug.test import EnvironBuilder, run_wsgi_app

from quiz.web.framework.proxies import bare_address
from quiz.web.pages.rate_limits import client_network

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:50001", "203.0.113.9"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ('"[2001:db8::1]:443"', "2001:db8::1"),
        (" 203.0.113.9 ", "203.0.113.9"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_the_port_is_not_part_of_an_address(written: str, address: str) -> None:
    assert bare_address(written) == address


def network(app: Flask, forwarded: str | None, address: str = PROXY) -> str:
    """Return the network for which a request is counted."""
    app.add_url_rule("/where", "healthz_where", lambda: f"{client_network()} {request.scheme}")
    headers = {"Host": "quiz.example", "X-Forwarded-Proto": "https"}
    if forwarded is not None:
        headers["X-Forwarded-For"] = forwarded
    builder = EnvironBuilder(path="/where", headers=headers, environ_base={"REMOTE_ADDR": address})
    body, status, _ = run_wsgi_app(app.wsgi_app, builder.get_environ())
    assert status == "200 OK"
    return b"".join(body).decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", f"{PROXY} http"),
        (1, "203.0.113.9", "203.0.113.9 https"),
        (1, "198.51.100.66, 203.0.113.9:50001", "203.0.113.9 https"),
        (1, "198.51.100.66, [2001:db8:1:2:3::1]:443", "2001:db8:1:2::/64 https"),
        (1, "::ffff:203.0.113.9", "203.0.113.9 https"),
        (2, "198.51.100.66, 203.0.113.9:7, 10.0.0.2:80", "203.0.113.9 https"),
        (2, "203.0.113.9", f"{PROXY} https"),
        (1, None, f"{PROXY} https"),
        (1, "198.51.100.66, unknown", "unknown https"),
    ],
)
def test_a_request_is_counted_for_the_client_of_the_outermost_trusted_proxy(
    start_app: Callable[..., Flask], proxies: int, forwarded: str | None, expected: str
) -> None:
    assert network(start_app(trusted_proxies=proxies), forwarded) == expected
