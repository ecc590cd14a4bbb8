"""Checks the security headers that every response has."""

from __future__ import annotations

from werkzeug.test import TestResponse

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SHOWN_BY_OTHER_SITES = "card.png"  # a link's picture, which a chat or a mail shows beside it


def look_at_headers(answer: TestResponse) -> None:
    """Fail if a response of a quiz without HTTPS lacks such a header or repeats a header."""
    address, headers = answer.request.path, answer.headers
    assert ALWAYS.items() <= dict(headers).items(), address
    shown_by = "cross-origin" if address.endswith(SHOWN_BY_OTHER_SITES) else "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == shown_by, address
    assert len(headers) == len(dict(headers)), f"{address} sends a header twice"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';"), address
    assert "unsafe-" not in policy, address
    assert "clipboard-write=(self)" in headers["Permissions-Policy"], address
    assert "Strict-Transport-Security" not in headers, address
