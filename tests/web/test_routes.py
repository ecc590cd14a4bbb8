"""Response headers, page sizes, hosts and health checks; for access see test_access.py."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, request, url_for
from support.headers import look_at_headers
from support.visitor import Visitor

from quiz.web.routes import ROUTES

BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def settled(visitor: Visitor) -> Visitor:
    """A visitor who has answered every question."""
    visitor.answer(home="house", likes="melody", skill="some")
    return visitor


def test_the_application_answers_exactly_the_routes_of_the_table(app: Flask) -> None:
    answered = {
        (method, rule.rule, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert answered == {(route.method, route.path, route.name) for route in ROUTES}


def test_views_make_addresses_as_templates_do(app: Flask) -> None:
    with app.test_request_context(base_url="http://elsewhere.example/below/"):
        assert url_for("invitation", code="x y", team=None, q="a&b") == "/i/x%20y?q=a%26b"
        assert url_for("news", _anchor="notes") == "/recruiter/news#notes"
        with pytest.raises(ValueError, match="public_url_for"):
            url_for("start", _external=True)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/quiz/none",
        "/r/x",
        "/own/x",
        "/s/x",
        "/i/x",
        "/static/x",
        "/recruiter/people/0",
    ],
)
def test_error_responses_have_the_headers_too(visitor: Visitor, method: str, address: str) -> None:
    answer = visitor.ask(address, method=method)
    assert answer.status_code in (303, 404, 405)
    look_at_headers(answer)


@pytest.mark.parametrize("address", ["/quiz/home", "/check-answers", "RESULT", "/nowhere"])
def test_personal_pages_are_neither_cached_nor_indexed(settled: Visitor, address: str) -> None:
    address = settled.finish().path if address == "RESULT" else address
    headers = settled.ask(address).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Vary"] == "Cookie, Accept-Language, Accept-Encoding"


def test_a_file_is_cached_forever_only_under_the_hash_of_its_content(visitor: Visitor) -> None:
    page = visitor.open("/")
    style, *_ = [a["href"] for a in page.all("link") if a["rel"] == "stylesheet"]
    kept = "public, max-age=31536000, immutable"
    assert visitor.ask(style).headers["Cache-Control"] == kept
    assert visitor.ask(style[:-1] + "x").headers["Cache-Control"] == "no-cache"
    assert visitor.ask("/static/style.css").headers["Cache-Control"] == "no-cache"
    assert visitor.ask("/static/none.css").headers["Cache-Control"] == "no-cache"


def test_every_page_with_its_files_is_below_30_kb_over_the_wire(settled: Visitor) -> None:
    result = settled.finish().path
    own = [result + further for further in ("", "/link", "/code", "/delete", "/again", "/try")]
    for address in ("/", "/quiz/likes", "/check-answers", *own, "/mine", "/privacy", "/nowhere"):
        page = settled.open(address)
        files = [a["href"] for a in page.all("link")]
        files += [a["src"] for tag in ("script", "img") for a in page.all(tag)]
        sent = [settled.ask(each, headers=BROWSER).data for each in (address, *files)]
        weight = sum(map(len, sent))
        assert weight < 30_000, address


def test_over_https_the_cookie_is_bound_to_the_host_and_the_connection(
    start_app: Callable[..., Flask],
) -> None:
    app = start_app(public_url="https://quiz.example")
    response = Visitor(app, base_url="https://quiz.example").ask("/quiz/home")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-quiz=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_on_one_machine_the_cookie_works_without_https(visitor: Visitor) -> None:
    cookie = visitor.ask("/quiz/home").headers["Set-Cookie"]
    assert cookie.startswith("quiz=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


@pytest.mark.parametrize("hosts", [(), ("quiz.example", "localhost")])
def test_a_forged_host_appears_nowhere(
    start_app: Callable[..., Flask], hosts: tuple[str, ...]
) -> None:
    app = start_app(hosts=hosts)
    visitor = Visitor(app, base_url="http://localhost")
    visitor.answer(home="house", likes="melody", skill="some")
    token = visitor.open("/check-answers").token
    result = visitor.finish().path
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for method, address in (
        ("GET", "/"),
        ("GET", "/quiz/home"),
        ("GET", result),
        ("POST", "/check-answers"),
        ("GET", "/nowhere"),
    ):
        response = visitor.ask(address, method=method, headers=forged, data={"csrf_token": token})
        assert (response.status_code == 400) is bool(hosts)
        assert "evil" not in response.text
        assert "evil" not in str(response.headers)


def test_the_headers_of_a_trusted_proxy_are_used(start_app: Callable[..., Flask]) -> None:
    headers = {"X-Forwarded-For": "1.2.3.4, 5.6.7.8", "X-Forwarded-Proto": "https"}
    for proxies, expected in ((0, "127.0.0.1 http"), (1, "5.6.7.8 https")):
        app = start_app(trusted_proxies=proxies)
        app.add_url_rule("/me", "me", lambda: f"{request.remote_addr} {request.scheme}")
        assert app.test_client().get("/me", headers=headers).text == expected


def test_the_process_is_alive_without_its_database(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "quiz.db").unlink()
    response = Visitor(app).ask("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_the_quiz_is_ready_when_it_can_read_its_database(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    digest = app.extensions["quiz"].engine.digest
    response = Visitor(app).ask("/readyz")
    assert response.status_code == 200
    assert response.json == {"status": "ready", "database": "ready", "digest": digest}
    (tmp_path / "quiz.db").unlink()
    with caplog.at_level(logging.ERROR):
        response = Visitor(app).ask("/readyz")
    assert response.status_code == 503
    assert response.json == {"status": "not ready", "database": "unavailable", "digest": digest}
    assert str(tmp_path) in caplog.text
    assert str(tmp_path) not in response.text


def test_crawlers_are_kept_out_of_questions_but_may_read_noindex_on_results(
    visitor: Visitor,
) -> None:
    response = visitor.ask("/robots.txt")
    assert response.mimetype == "text/plain"
    assert "Disallow: /quiz/" in response.text
    assert "/r/" not in response.text
