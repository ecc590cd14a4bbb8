"""Every setting has its effect through each documented server, and through nginx in front of it."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from support import deployment
from support.deployment import QuizServer
from support.server_settings import settings
from support.visitor import Visitor
from support.wire import Wire

pytestmark = pytest.mark.thorough

ANSWERS = {"home": "house", "likes": "melody", "skill": "some"}


def test_every_setting_is_tried_here(tmp_path: Path) -> None:
    """The settings of pages here; those of the worker and the provider in test_settings_beyond.py.

    Each server gets its address as its own documentation says, which support.deployment uses.
    """
    page = (ROOT / "docs" / "settings.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    assert documented == {"HOST", "PORT", *settings(tmp_path)}


def finish(wire: Wire) -> tuple[Visitor, str]:
    """Take the quiz; return the visitor and the path of the result."""
    visitor = Visitor(wire, base_url="https://quiz.example")  # type: ignore[arg-type]
    visitor.answer(**ANSWERS)
    page = visitor.finish()
    assert page.text("h1") == "Piano player"  # QUIZ_RULES
    return visitor, page.path


def test_every_setting_of_the_pages_has_its_effect(kind: str, tmp_path: Path) -> None:
    database = tmp_path / "another.db"
    with (
        deployment.quiz_server(kind, tmp_path, settings(tmp_path)) as server,
        deployment.nginx(tmp_path, server.port) as proxy,
    ):
        finished = [finish(wire) for wire in (Wire(server.port), proxy.wire())]
        for visitor, path in finished:
            look_at_cookie_and_links(visitor, path)
            privacy = visitor.open("/privacy")
            assert "77" in privacy.words  # QUIZ_RETENTION_DAYS
            assert "The Embassy runs this quiz" in privacy.words  # QUIZ_OPERATOR
            assert "mailto:jet@embassy.example" in privacy.links  # QUIZ_CONTACT
            for language, name in (("en", "the Office"), ("ja", "事務所")):  # QUIZ_OIDC_NAME
                assert name in visitor.open(f"/recruiter/sign-in?lang={language}").words
            assert visitor.open("/recruiter/sign-in?lang=en").language == "en"
        assert results(database) == 2
        assert not (tmp_path / "secret_key").exists()
        look_at_proxies(server)
        server.stop()
        add_old_results(database, 110)
        server.start()  # with the same secret key, the owner is still the owner
        for visitor, path in finished:
            assert visitor.open(f"{path}/link").status == 200
        for _ in range(600):  # the first look at the ceiling comes five seconds after the start
            if results(database) == 100:  # QUIZ_MOST_RESULTS
                break
            time.sleep(0.1)
        assert results(database) == 100


def results(database: Path) -> int:
    """Return how many results are stored."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM results").fetchone()[0])


def add_old_results(database: Path, number: int) -> None:
    """Copy a result often; the copies are so old that they may be deleted early."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM results").fetchone())
        row |= {"created_at": "2026-01-02 03:04:05.000000", "in_use": 0, "id": None}
        names = ", ".join(row)
        for copy in range(number):
            row |= {"submission": f"copy {copy}", "token_hash": f"copy {copy}", "owner_hash": None}
            values = tuple(row.values())
            places = ", ".join("?" for _ in values)
            connection.execute(f"INSERT INTO results ({names}) VALUES ({places})", values)  # noqa: S608


def look_at_cookie_and_links(visitor: Visitor, path: str) -> None:
    """QUIZ_PUBLIC_URL."""
    client: Any = visitor.client
    assert client.get_cookie("__Host-quiz", "quiz.example")
    page = visitor.open(f"{path}/link")
    assert f"https://quiz.example{path}" in page.html
    assert page.headers["Strict-Transport-Security"]
    assert visitor.ask("/", headers={"Host": "other.example"}).status_code == 400


def look_at_proxies(server: QuizServer) -> None:
    """QUIZ_TRUSTED_PROXIES: the last address that is reported counts, with a port or without."""
    wire = Wire(server.port)
    written = ["203.0.113.9", "203.0.113.9:50001", "198.51.100.1, 203.0.113.9:7"]
    found = [
        wire.get("/i/NONE-2345", **{"X-Forwarded-For": written[number % 3]})[0].status
        for number in range(61)
    ]
    assert found == [404] * 60 + [429]
    other = wire.get("/i/NONE-2345", **{"X-Forwarded-For": "[2001:db8::1]:443"})[0]
    assert other.status == 404


def test_without_proxies_the_header_is_not_believed(kind: str, tmp_path: Path) -> None:
    given = settings(tmp_path, QUIZ_TRUSTED_PROXIES="0", QUIZ_PUBLIC_URL="http://quiz.example")
    with deployment.quiz_server(kind, tmp_path, given) as server:
        found = [
            Wire(server.port)
            .get("/i/NONE-2345", **{"X-Forwarded-For": f"203.0.113.{number}"})[0]
            .status
            for number in range(61)
        ]
        assert found == [404] * 60 + [429]


def test_no_host_and_two_hosts_are_refused(kind: str, tmp_path: Path) -> None:
    with deployment.quiz_server(kind, tmp_path, settings(tmp_path)) as server:
        for sent, version in product(("", "Host: quiz.example\r\n" * 2), ("1.0", "1.1")):
            response = server.raw(f"GET / HTTP/{version}\r\n{sent}Connection: close\r\n\r\n")
            assert response.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400")), response
