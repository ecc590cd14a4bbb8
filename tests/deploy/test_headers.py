"""Every page has full marks by the rules of the public HTTP observatory, as it comes over the wire.

The rules are those of MDN's HTTP Observatory, as they were published in November 2026: what it
takes points for is refused here, and what it gives points for is required.
"""

from __future__ import annotations

import re
from http.client import HTTPMessage
from pathlib import Path

import pytest
from support.deployment import Nginx, QuizServer, quiz_server
from support.wire import Wire

pytestmark = pytest.mark.thorough

PAGES = ("/", "/rules", "/privacy", "/mine", "/i/NONE-2345", "/r/aaaaaaaaaaaaaaaaaaaaaaaaaa")
PAGES += ("/nowhere", "/healthz", "/readyz", "/robots.txt", "/recruiter/sign-in", "/recruiter")
PAGES += ("/quiz/japanese_level", "/check-answers", "/static/style.css", "/start-again")

HALF_A_YEAR = 15_768_000  # seconds


REQUIRED = {
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"no-referrer", "same-origin", "strict-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin", "same-site"},
}
"""Headers, and the values of which one is required."""

CLOSED = {"default-src": {"'none'"}, "base-uri": {"'none'"}, "frame-ancestors": {"'none'"}}
UNSAFE = {"'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:", "*"}


def faults(headers: HTTPMessage, *, https: bool) -> list[str]:
    """Return what the observatory would take points for."""
    found = _faults_of_policy(headers.get("Content-Security-Policy", ""))
    found += [name for name, values in REQUIRED.items() if headers.get(name) not in values]
    for cookie in headers.get_all("Set-Cookie", []):
        attributes = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
        needed = {"httponly", "samesite"} | ({"secure"} if https else set())
        if not needed <= attributes or https != cookie.startswith("__Host-"):
            found.append(f"cookie {cookie.partition('=')[0]}")
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    if https and not (age and int(age[1]) >= HALF_A_YEAR):
        found.append("Strict-Transport-Security")
    if "Access-Control-Allow-Origin" in headers:
        found.append("cross-origin sharing")
    names = [name.lower() for name in headers if name.lower() != "set-cookie"]
    return found + [f"{name} twice" for name in set(names) if names.count(name) > 1]


def _faults_of_policy(header: str) -> list[str]:
    parts = (part.split() for part in header.split(";") if part.strip())
    policy = {name: set(sources) for name, *sources in parts}
    found = [name for name, sources in CLOSED.items() if policy.get(name) != sources]
    for directive in ("script-src", "style-src", "object-src"):
        sources = policy.get(directive, policy.get("default-src", {"*"}))
        found += [f"{directive} {unsafe}" for unsafe in sources & UNSAFE]
    if not policy.get("form-action", {"*"}) <= {"'self'", "'none'"}:
        found.append("form-action")
    return found


def test_a_page_without_such_headers_would_be_noticed() -> None:
    assert len(faults(HTTPMessage(), https=True)) > 8


def test_every_page_has_full_marks_on_the_server_and_behind_nginx(
    quiz: QuizServer, nginx: Nginx
) -> None:
    for wire in (Wire(quiz.port), nginx.wire()):
        seen = set()
        for page in PAGES:
            response, _ = wire.get(page)
            seen.add(response.status)
            assert faults(response.headers, https=True) == [], page
        assert {200, 302, 303, 404, 405} & seen >= {200, 404, 405}
    response, _ = nginx.wire().get("/", **{"X-Long": "x" * 40_000})
    assert response.status == 400
    assert faults(response.headers, https=True) == []
    quiz.stop()
    response, _ = nginx.wire().get("/")
    assert response.status == 503
    assert faults(response.headers, https=True) == []


def test_every_page_has_full_marks_without_tls_too(tmp_path: Path) -> None:
    settings = {"QUIZ_PUBLIC_URL": "http://quiz.example", "QUIZ_TRUSTED_PROXIES": "0"}
    with quiz_server("waitress", tmp_path, settings) as server:
        for page in PAGES:
            response, _ = Wire(server.port).get(page)
            assert faults(response.headers, https=False) == [], page
