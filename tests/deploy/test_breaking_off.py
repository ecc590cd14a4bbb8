"""An export that the database breaks off is no file at all, behind nginx too."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from conftest import ROOT
from support import deployment
from support.board_results import Invited
from support.deployment import Nginx, QuizServer
from support.postgresql import PostgreSQL
from support.visitor import Visitor
from support.wire import Connection

from quiz.core.load.loader import load
from quiz.core.prove.proof import persona_answers
from quiz.store import NewRecruiter, Store
from quiz.web.framework.link_tokens import new_token

pytestmark = pytest.mark.thorough

SET_UP = new_token()  # of a set-up link
PASSWORD = "a password of some length"  # noqa: S105 - of an account that only this test has
ROWS = 4_000

MULTIPLY = """
    INSERT INTO results (token_hash, submission, digest, language, answers, outcome, created_at,
                         invitation, best, fit, sought, stage)
    SELECT md5('t' || n), md5('s' || n), digest, language, answers, outcome, created_at,
           invitation, best, fit, sought, stage
    FROM results, generate_series(1, %s) AS n
"""


@pytest.fixture
def postgresql() -> Iterator[tuple[PostgreSQL, str]]:
    with deployment.prepared_postgresql() as (server, url):
        yield server, url


@pytest.fixture
def settings(postgresql: tuple[PostgreSQL, str]) -> dict[str, str]:
    return {"QUIZ_DATABASE_URL": postgresql[1]}


def test_an_export_that_the_database_breaks_off_says_so_and_is_whole_the_next_time(
    quiz: QuizServer, nginx: Nginx, postgresql: tuple[PostgreSQL, str]
) -> None:
    server, url = postgresql
    cookie = _team_with_many_results(nginx, url)
    for port, tls in ((nginx.https, nginx.tls), (quiz.port, None)):
        connection = Connection(port, tls=tls)
        headers = {"Host": "quiz.example", "Cookie": cookie}
        connection.request("GET", "/recruiter/export.csv", headers=headers)
        time.sleep(0.3)  # it takes over a second, of which most is for reading the results
        server.stop()
        response = connection.getresponse()
        assert response.status == 503
        assert b"<!doctype html>" in response.read()[:100]
        server.start()
        connection.request("GET", "/recruiter/export.csv", headers=headers)
        response = connection.getresponse()
        assert (response.status, response.read().count(b"\r\n")) == (200, ROWS + 2)
        connection.close()


def _team_with_many_results(nginx: Nginx, url: str) -> str:
    """Make a team with a recruiter and many results; return the cookie of the recruiter."""
    source = (ROOT / "rules.yaml").read_bytes()
    engine, _ = load(source)
    assert engine
    with Store(url) as store:
        invited = Invited(store, source, engine.digest)
        team, recruiter = invited.team("Team A")
        who = NewRecruiter(team, "a@quiz.example", "A", "recruiter", SET_UP)
        store.accounts.add(who, datetime.now(UTC))
        answers = persona_answers(engine, next(iter(engine.rules.personas)))
        invited.told(invited.invitation(team, recruiter), engine, answers)
    with psycopg.connect(url) as connection:
        connection.execute(MULTIPLY, [ROWS])
    client = Visitor(nginx.wire(), base_url="https://quiz.example")  # type: ignore[arg-type]
    page = client.send(f"/recruiter/set-up/{SET_UP}", password=PASSWORD, again=PASSWORD)
    assert page.path == "/recruiter"
    return "; ".join(
        f"{name}={cookie.value}"
        for name in ("__Host-quiz", "__Host-recruiter")
        if (cookie := client.client.get_cookie(name, "quiz.example"))
    )
