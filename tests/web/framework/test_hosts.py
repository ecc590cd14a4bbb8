"""The quiz answers to its own host names; probes may use any."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from quiz.web.framework.hosts import host_name

HOSTS = ("quiz.example", "127.0.0.1", "localhost")


def status(app: Flask, path: str, host: str) -> int:
    """Return the status of a page that is asked for with a `Host` header."""
    return app.test_client().get(path, environ_overrides={"HTTP_HOST": host}).status_code


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    return start_app(public_url="https://quiz.example", hosts=HOSTS)


@pytest.mark.parametrize(
    "host",
    ["quiz.example", "QUIZ.example", "quiz.example.", "Quiz.Example.:443", "localhost:8000"],
)
def test_the_quiz_answers_to_its_own_names_however_they_are_written(app: Flask, host: str) -> None:
    assert status(app, "/", host) == 200


OTHERS = [
    *("", "evil.example", "quiz.example.evil.example", "evil.quiz.example", "10.0.3.7:8000"),
    *(
        "quiz.example, quiz.example",
        "quiz.example,evil.example",
        "quiz.example:x",
    ),
    *("user@quiz.example", "[::1]:8000"),
]


@pytest.mark.parametrize("host", OTHERS)
def test_nothing_but_its_health_answers_to_another_name(app: Flask, host: str) -> None:
    for path in ("/", "/rules", "/robots.txt", "/static/style.css", "/nowhere", "/quiz/home"):
        assert status(app, path, host) == 400, path
    assert [status(app, path, host) for path in ("/healthz", "/readyz")] == [200, 200]


@pytest.mark.parametrize("host", ["", "a, b", "a b", "a/b", ".", "a.."])
def test_no_name_and_two_names_are_refused_where_any_name_is_allowed(
    start_app: Callable[..., Flask], host: str
) -> None:
    app = start_app(hosts=())
    assert status(app, "/", host) == 400
    assert status(app, "/", "any.example") == status(app, "/", "[::1]:8000") == 200


def test_a_name_of_other_letters_is_known_as_browsers_send_it(
    start_app: Callable[..., Flask],
) -> None:
    app = start_app(hosts=("クイズ.example",))
    assert status(app, "/", "xn--eckva8a.example") == 200


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("A.b:80", "a.b"),
        ("a.", "a"),
        ("[2001:DB8::1]:80", "[2001:db8::1]"),
        ("", None),
        (":80", None),
    ],
)
def test_the_name_is_what_stands_before_the_port(header: str, name: str | None) -> None:
    assert host_name(header) == name
