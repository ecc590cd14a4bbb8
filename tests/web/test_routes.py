"""Every route: who may open it, what headers it sends, and how much it weighs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, request
from pages import Visitor

from quiz.web.headers import BY_ROUTE

ANYBODY = "anybody"
WITH_ANSWERS = "whoever has answers; others are led to the first question"
WITH_LINK = "whoever has the link, while it is open; its owner always"
WITH_ANSWERS_SHOWN = "the owner, and whoever has the link where it shows the answers"
OWNER = "the owner of the result"
WITH_OWNER_LINK = "whoever has the owner's link"
SIGNED_IN = "whoever is signed in; others are led to where they can"
THEIR_TEAM = "whoever is signed in, and of the team that invited; to others it does not exist"
WITH_SHARE = "whoever has the link, until it is revoked or has ended"
ADMINISTRATOR = "administrators of a team"
WITH_CODE = "whoever has the code of an invitation"
IN_TEAM = "whoever is signed in, for what belongs to their team"
IN_BOOTH = "whoever uses a device that is a booth; others are led to the start page"
WITH_SET_UP = "whoever has a set-up link that works"

ROUTES = {
    ("GET", "/"): ANYBODY,
    ("POST", "/start-again"): WITH_ANSWERS,
    ("GET", "/quiz/<question>"): ANYBODY,
    ("POST", "/quiz/<question>"): ANYBODY,
    ("GET", "/check-answers"): WITH_ANSWERS,
    ("POST", "/check-answers"): WITH_ANSWERS,
    ("GET", "/r/<token>"): WITH_LINK,
    ("GET", "/r/<token>/code"): WITH_LINK,
    ("GET", "/r/<token>/code.svg"): WITH_LINK,
    ("GET", "/r/<token>/card.png"): WITH_LINK,
    ("GET", "/r/<token>/result.json"): WITH_LINK,
    ("POST", "/r/<token>/opened"): WITH_LINK,
    ("GET", "/r/<token>/withdraw"): OWNER,
    ("POST", "/r/<token>/withdraw"): OWNER,
    ("GET", "/i/<code>"): WITH_CODE,
    ("POST", "/i/<code>"): WITH_CODE,
    ("GET", "/booth/result"): IN_BOOTH,
    ("POST", "/booth/next"): IN_BOOTH,
    ("GET", "/booth/leave"): IN_BOOTH,
    ("POST", "/booth/leave"): IN_BOOTH,
    ("GET", "/r/<token>/again"): WITH_ANSWERS_SHOWN,
    ("POST", "/r/<token>/again"): WITH_ANSWERS_SHOWN,
    ("GET", "/r/<token>/link"): OWNER,
    ("POST", "/r/<token>/link"): OWNER,
    ("POST", "/r/<token>/close"): OWNER,
    ("POST", "/r/<token>/move"): OWNER,
    ("POST", "/r/<token>/owner-link"): OWNER,
    ("GET", "/r/<token>/delete"): OWNER,
    ("POST", "/r/<token>/delete"): OWNER,
    ("GET", "/s/<token>"): WITH_SHARE,
    ("POST", "/s/<token>/opened"): WITH_SHARE,
    ("GET", "/own/<owner_token>"): WITH_OWNER_LINK,
    ("POST", "/own/<owner_token>"): WITH_OWNER_LINK,
    ("GET", "/mine"): ANYBODY,
    ("GET", "/privacy"): ANYBODY,
    ("GET", "/rules"): ANYBODY,
    ("GET", "/recruiter"): SIGNED_IN,
    ("GET", "/recruiter/summary"): SIGNED_IN,
    ("GET", "/recruiter/results/<id:result>"): THEIR_TEAM,
    ("POST", "/recruiter/results/<id:result>/status"): THEIR_TEAM,
    ("POST", "/recruiter/results/<id:result>/notes"): THEIR_TEAM,
    ("GET", "/recruiter/sign-in"): ANYBODY,
    ("POST", "/recruiter/sign-in"): ANYBODY,
    ("POST", "/recruiter/sign-out"): SIGNED_IN,
    ("GET", "/recruiter/set-up/<token>"): WITH_SET_UP,
    ("POST", "/recruiter/set-up/<token>"): WITH_SET_UP,
    ("GET", "/recruiter/account"): SIGNED_IN,
    ("POST", "/recruiter/account"): SIGNED_IN,
    ("GET", "/recruiter/invitations"): SIGNED_IN,
    ("GET", "/recruiter/invitations/new"): SIGNED_IN,
    ("POST", "/recruiter/invitations/new"): SIGNED_IN,
    ("GET", "/recruiter/invitations/<id:invitation>"): IN_TEAM,
    ("POST", "/recruiter/invitations/<id:invitation>"): IN_TEAM,
    ("POST", "/recruiter/invitations/<id:invitation>/close"): IN_TEAM,
    ("POST", "/recruiter/invitations/<id:invitation>/open"): IN_TEAM,
    ("GET", "/recruiter/invitations/<id:invitation>/code.svg"): IN_TEAM,
    ("GET", "/recruiter/invitations/<id:invitation>/poster"): IN_TEAM,
    ("GET", "/recruiter/invitations/<id:invitation>/booth"): IN_TEAM,
    ("POST", "/recruiter/invitations/<id:invitation>/booth"): IN_TEAM,
    ("GET", "/recruiter/people"): ADMINISTRATOR,
    ("POST", "/recruiter/people"): ADMINISTRATOR,
    ("GET", "/recruiter/people/<id:person>"): ADMINISTRATOR,
    ("POST", "/recruiter/people/<id:person>"): ADMINISTRATOR,
    ("GET", "/recruiter/shares"): SIGNED_IN,
    ("POST", "/recruiter/shares"): SIGNED_IN,
    ("GET", "/recruiter/shares/new"): SIGNED_IN,
    ("POST", "/recruiter/shares/new"): SIGNED_IN,
    ("GET", "/recruiter/shares/<id:share>"): THEIR_TEAM,
    ("POST", "/recruiter/shares/<id:share>/revoke"): THEIR_TEAM,
    ("GET", "/recruiter/export.csv"): SIGNED_IN,
    ("GET", "/recruiter/export.json"): SIGNED_IN,
    ("GET", "/recruiter/results/<id:result>/delete"): THEIR_TEAM,
    ("POST", "/recruiter/results/<id:result>/delete"): THEIR_TEAM,
    ("GET", "/recruiter/invitations/<id:invitation>/delete"): ADMINISTRATOR,
    ("POST", "/recruiter/invitations/<id:invitation>/delete"): ADMINISTRATOR,
    ("GET", "/recruiter/deletion"): ADMINISTRATOR,
    ("POST", "/recruiter/deletion"): ADMINISTRATOR,
    ("GET", "/recruiter/deletion/<day>"): ADMINISTRATOR,
    ("POST", "/recruiter/deletion/<day>"): ADMINISTRATOR,
    ("GET", "/recruiter/audit"): ADMINISTRATOR,
    ("GET", "/healthz"): ANYBODY,
    ("GET", "/readyz"): ANYBODY,
    ("GET", "/robots.txt"): ANYBODY,
    ("GET", "/static/<path:filename>"): ANYBODY,
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def settled(visitor: Visitor) -> Visitor:
    """Somebody who has answered everything."""
    visitor.answer(home="house", likes="melody", skill="some")
    return visitor


def test_every_route_is_listed_with_who_may_open_it(app: Flask) -> None:
    found = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found == ROUTES.keys()


def test_every_route_is_listed_with_its_headers(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} | {None} == BY_ROUTE.keys()


def test_every_route_sends_its_headers_whatever_it_answers(settled: Visitor) -> None:
    result = settled.finish().path
    for method, rule in ROUTES:
        for address in (
            rule.replace("<question>", "home")
            .replace("/r/<token>", result)
            .replace("<owner_token>", "x")
            .replace("<path:filename>", "style.css"),
            rule.replace("<question>", "none")
            .replace("<token>", "x")
            .replace("<owner_token>", "y")
            .replace("<path:filename>", "x"),
        ):
            headers = settled.ask(address, method=method).headers
            assert ALWAYS.items() <= dict(headers).items(), address
            assert len(headers) == len(dict(headers)), f"{address} sends a header twice"
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none';")
            assert "unsafe-" not in policy
            assert "clipboard-write=(self)" in headers["Permissions-Policy"]
            assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("address", ["/quiz/home", "/check-answers", "RESULT", "/nowhere"])
def test_personal_pages_are_neither_kept_nor_listed(settled: Visitor, address: str) -> None:
    address = settled.finish().path if address == "RESULT" else address
    headers = settled.ask(address).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Vary"] == "Cookie, Accept-Language"


def test_a_file_is_kept_for_good_only_under_the_hash_of_its_content(visitor: Visitor) -> None:
    page = visitor.open("/")
    [style] = [a["href"] for a in page.all("link") if a["rel"] == "stylesheet"]
    kept = "public, max-age=31536000, immutable"
    assert visitor.ask(style).headers["Cache-Control"] == kept
    assert visitor.ask(style[:-1] + "x").headers["Cache-Control"] == "no-cache"
    assert visitor.ask("/static/style.css").headers["Cache-Control"] == "no-cache"


def test_no_page_weighs_50_kb_with_everything_it_needs(settled: Visitor) -> None:
    result = settled.finish().path
    own = [result + further for further in ("", "/link", "/code", "/delete", "/again")]
    for address in ("/", "/quiz/likes", "/check-answers", *own, "/mine", "/privacy", "/nowhere"):
        page = settled.open(address)
        files = [a["href"] for a in page.all("link")]
        files += [a["src"] for tag in ("script", "img") for a in page.all(tag)]
        weight = len(page.html.encode()) + sum(len(settled.ask(file).data) for file in files)
        assert weight < 50_000, address


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
def test_a_forged_host_shows_nowhere(
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


def test_behind_a_trusted_proxy_its_word_counts(start_app: Callable[..., Flask]) -> None:
    headers = {"X-Forwarded-For": "1.2.3.4, 5.6.7.8", "X-Forwarded-Proto": "https"}
    for proxies, expected in ((0, "127.0.0.1 http"), (1, "5.6.7.8 https")):
        app = start_app(trusted_proxies=proxies)
        app.add_url_rule("/me", "me", lambda: f"{request.remote_addr} {request.scheme}")
        assert app.test_client().get("/me", headers=headers).text == expected


def test_the_process_tells_that_it_is_up_without_its_database(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "quiz.db").unlink()
    response = Visitor(app).ask("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_the_quiz_is_ready_when_it_could_store_a_result(
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


def test_crawlers_are_kept_from_the_questions_but_may_read_noindex_on_results(
    visitor: Visitor,
) -> None:
    response = visitor.ask("/robots.txt")
    assert response.mimetype == "text/plain"
    assert "Disallow: /quiz/" in response.text
    assert "/r/" not in response.text
