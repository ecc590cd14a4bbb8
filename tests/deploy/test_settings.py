"""Every setting has its effect through each documented server, and through nginx in front of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SMALL
from support import deployment
from support.deployment import QuizServer
from support.visitor import Visitor
from support.wire import Wire

pytestmark = pytest.mark.thorough

KEY = "0123456789abcdef0123456789abcdef"
ANSWERS = {"home": "house", "likes": "melody", "skill": "some"}


def settings(folder: Path, **changes: str) -> dict[str, str]:
    """Return a value for every setting but those of the address to listen on."""
    return {
        "QUIZ_RULES": str(SMALL),
        "QUIZ_PUBLIC_URL": "https://quiz.example",
        "QUIZ_TRUSTED_PROXIES": "1",
        "QUIZ_INSTANCE": str(folder),
        "QUIZ_DATABASE_URL": f"sqlite:///{folder}/another.db",
        "QUIZ_SECRET_KEY": KEY,
        "QUIZ_RETENTION_DAYS": "77",
        "QUIZ_PEOPLE_PER_HOUR": "60",
        **changes,
    }


def test_every_setting_is_tried_here(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "settings.md").read_text()
    assert {name for name in settings(tmp_path) if f"| `{name}` |" in page} == set(
        settings(tmp_path)
    )


def finish(wire: Wire) -> tuple[Visitor, str]:
    """Take the quiz; return the visitor and the path of the result."""
    visitor = Visitor(wire, base_url="https://quiz.example")  # type: ignore[arg-type]
    visitor.answer(**ANSWERS)
    page = visitor.finish()
    assert page.text("h1") == "Piano player"  # QUIZ_RULES
    return visitor, page.path


@pytest.mark.parametrize("way", ["direct", "nginx"])
def test_every_setting_has_its_effect(kind: str, way: str, tmp_path: Path) -> None:
    with (
        deployment.quiz_server(kind, tmp_path, settings(tmp_path)) as server,
        deployment.nginx(tmp_path, server.port) as proxy,
    ):
        wire = Wire(server.port) if way == "direct" else proxy.wire()
        visitor, path = finish(wire)
        look_at_cookie_and_links(visitor, path)
        with closing(sqlite3.connect(tmp_path / "another.db")) as connection:  # the database
            assert connection.execute("SELECT count(*) FROM results").fetchone() == (1,)
        assert not (tmp_path / "secret_key").exists()
        assert "77" in visitor.open("/privacy").words  # QUIZ_RETENTION_DAYS
        look_at_proxies(wire if way == "direct" else None, server)
        server.stop()
        server.start()  # with the same secret key, the owner is still the owner
        assert visitor.open(f"{path}/link").status == 200


def look_at_cookie_and_links(visitor: Visitor, path: str) -> None:
    """QUIZ_PUBLIC_URL."""
    client: Any = visitor.client
    assert client.get_cookie("__Host-quiz", "quiz.example")
    page = visitor.open(f"{path}/link")
    assert f"https://quiz.example{path}" in page.html
    assert page.headers["Strict-Transport-Security"]
    assert visitor.ask("/", headers={"Host": "other.example"}).status_code == 400


def look_at_proxies(wire: Wire | None, server: QuizServer) -> None:
    """QUIZ_TRUSTED_PROXIES: the last address that is reported counts, with a port or without."""
    wire = wire or Wire(server.port)
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


@pytest.mark.parametrize("host", [None, "quiz.example\r\nHost: quiz.example"])
def test_no_host_and_two_hosts_are_refused(kind: str, tmp_path: Path, host: str | None) -> None:
    with deployment.quiz_server(kind, tmp_path, settings(tmp_path)) as server:
        sent = "" if host is None else f"Host: {host}\r\n"
        for version in ("1.0", "1.1"):
            response = server.raw(f"GET / HTTP/{version}\r\n{sent}Connection: close\r\n\r\n")
            assert response.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400")), response
