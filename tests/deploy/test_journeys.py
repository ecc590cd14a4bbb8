"""From the first question to the result, through everything that deploy/ describes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT
from support import deployment
from support.deployment import Nginx, QuizServer
from support.visitor import Page, Visitor
from support.wire import Wire

from quiz.core.language.model import Answers
from quiz.core.load.loader import load
from quiz.core.prove.proof import persona_answers

pytestmark = pytest.mark.thorough

URL = "https://quiz.example"
PERSONA = "judo-coach-with-a-posting"


class Deployed(NamedTuple):
    """The quiz with its SQLite file and nginx in front of it, which tests share."""

    quiz: QuizServer
    nginx: Nginx
    folder: Path


@pytest.fixture(scope="module", params=["waitress", "gunicorn"])
def deployed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp(request.param)
    with (
        deployment.quiz_server(request.param, folder, {"QUIZ_PEOPLE_PER_HOUR": "60"}) as quiz,
        deployment.nginx(folder, quiz.port) as running,
    ):
        yield Deployed(quiz, running, folder)


@pytest.fixture
def stopped(deployed: Deployed) -> Iterator[None]:
    """Stop the quiz behind nginx for a test."""
    deployed.quiz.stop()
    yield
    deployed.quiz.start()


def visitor(nginx: Nginx, address: str = "127.0.0.1") -> Visitor:
    return Visitor(nginx.wire(address), base_url=URL)  # type: ignore[arg-type]


@cache
def answers_of_the_persona() -> Answers:
    engine, _ = load((ROOT / "rules.yaml").read_bytes())
    assert engine
    return persona_answers(engine, PERSONA)


def take_quiz(client: Visitor) -> Page:
    """Answer everything as a persona of rules.yaml does; return the page of the result."""
    assert client.open("/").status == 200
    for question, answer in answers_of_the_persona().items():
        page = client.send(f"/quiz/{question}", answer=list(answer))
        assert page.status == 200, page.words
    result = client.finish()
    assert result.status == 200
    return result


@pytest.fixture
def settings(database: dict[str, str]) -> dict[str, str]:
    return {**database, "QUIZ_PEOPLE_PER_HOUR": "60"}


def check_journey(nginx: Nginx, quiz: QuizServer) -> None:
    """Come from the first question to a result that survives a restart, as two applicants."""
    applicants = [visitor(nginx, f"127.0.0.{number}") for number in (2, 3)]
    results = [take_quiz(applicant) for applicant in applicants]
    assert len({result.path for result in results}) == len(results)
    for result in results:
        assert result.text("h1") == "Sports Exchange Advisor"
    assert quiz.stop() == 0
    quiz.start()
    for applicant, result in zip(applicants, results, strict=True):
        others = visitor(nginx, "127.0.0.9").open(result.path)
        assert others.text("h1") == result.text("h1")
        link = applicant.open(f"{result.path}/link")
        assert f"{URL}{result.path}" in link.html
    assert "rror" not in quiz.log.replace("log level", "")


@pytest.mark.parametrize("database", ["postgresql", "pgbouncer"], indirect=True)
def test_an_applicant_comes_from_the_first_question_to_a_result_that_survives_a_restart(
    nginx: Nginx, quiz: QuizServer
) -> None:
    check_journey(nginx, quiz)


def test_an_applicant_comes_to_a_result_in_an_sqlite_file_that_survives_a_restart(
    deployed: Deployed,
) -> None:
    check_journey(deployed.nginx, deployed.quiz)


def test_visitors_are_counted_by_their_own_addresses(deployed: Deployed) -> None:
    nginx = deployed.nginx

    def misses(address: str, times: int, **headers: str) -> list[int]:
        wire = nginx.wire(address)
        return [wire.get("/i/NONE-2345", **headers)[0].status for _ in range(times)]

    assert misses("127.0.0.2", 61) == [404] * 60 + [429]
    assert [misses(f"127.0.1.{number}", 1) for number in range(1, 71)] == [[404]] * 70
    wire = nginx.wire("127.0.0.3")
    forged = [
        wire.get("/i/NONE-2345", **{"X-Forwarded-For": f"203.0.113.{number}"})[0].status
        for number in range(61)
    ]
    assert forged == [404] * 60 + [429]


def test_the_certificate_the_redirect_and_the_log_are_as_described(deployed: Deployed) -> None:
    nginx = deployed.nginx
    response, _ = Wire(nginx.http).get("/r/abc?x=1")
    assert (response.status, response.headers["Location"]) == (301, f"{URL}/r/abc?x=1")
    assert nginx.wire().get("/r/aaaaaaaaaaaaaaaaaaaaaaaaaa")[0].status == 404
    line, log = re.compile(r"^127\.0\.0\.1 \[.+\] GET 404 \d+$", re.MULTILINE), ""
    for _ in range(50):  # nginx writes a line after it has answered
        log = (deployed.folder / "quiz.log").read_text()
        if line.search(log):
            break
        time.sleep(0.1)
    assert line.search(log)
    assert "/r/" not in log


def test_probes_reach_the_health_pages_by_any_name_and_nothing_else(deployed: Deployed) -> None:
    for wire in (deployed.nginx.wire(), Wire(deployed.quiz.port)):
        found = [
            wire.get(path, host="10.0.3.7:8000")[0].status
            for path in ("/healthz", "/readyz", "/", "/rules")
        ]
        assert found == [200, 200, 400, 400]
        assert wire.get("/", host="QUIZ.example.")[0].status == 200


def test_what_nginx_answers_itself_has_the_look_and_the_headers(
    deployed: Deployed, stopped: None
) -> None:
    nginx = deployed.nginx
    for path in ("/", "/rules"):
        response, body = nginx.wire().get(path)
        assert response.status == 503
        assert response.headers["Retry-After"] == "10"
        assert "The quiz cannot be reached right now" in body.decode()
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    response, body = nginx.wire().get("/", **{"X-Long": "x" * 40_000})
    assert response.status == 400
    assert "This request cannot be answered" in body.decode()
    client = visitor(nginx)
    too_long = client.ask("/quiz/x", method="POST", data={"answer": "a" * 70_000})
    assert too_long.status_code == 413
    assert "This request cannot be answered" in too_long.text
    for size, status in ((1_000_000, 503), (1_200_000, 413)):
        data = {"logo": "a" * size}
        assert client.ask("/recruiter/office/logo", method="POST", data=data).status_code == status
