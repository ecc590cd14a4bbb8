"""A client that a public generator makes from the OpenAPI document, with a served quiz."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from support.passwords import use_cheap_hashes
from support.served_quiz import Site, serving
from support.teams import Teams

from quiz.web.app import LARGEST_REQUEST

pytestmark = pytest.mark.long

GENERATOR = "openapi-python-client"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def client(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a package with the client."""
    tools = Path(sys.executable).parent
    name = "generated_client"
    subprocess.run(
        [
            tools / GENERATOR,
            *(
                "generate",
                "--url",
                f"{site.url}/api/v1/openapi.json",
                "--output-path",
                tmp_path / name,
            ),
            *("--meta", "none", "--fail-on-warning"),
        ],
        env={**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
        check=True,
        timeout=120,
    )
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_it_takes_the_quiz_and_works_on_a_board(
    site: Site, client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_cheap_hashes(monkeypatch)

    def call(name: str, program: Any, *values: object, **more: object) -> Any:
        return import_module(f"{client}.api.default.{name}").sync(*values, client=program, **more)

    made, models = import_module(client), import_module(f"{client}.models")
    with made.Client(base_url=site.url) as anybody:
        answers = first_choices(call("questions", anybody).questions)
        body = models.AnswerSheet.from_dict({"answers": answers})
        outcome = call("outcomes", anybody, body=body, lang="ja")
    engine = site.app.extensions["quiz"].engine
    assert outcome.digest == engine.digest
    assert outcome.best in {*engine.positions, None}
    assert outcome.positions[next(iter(engine.positions))].most > 0

    teams = Teams(site.app)
    who = teams.administrator()
    [persona, other] = list(site.rules.personas)[:2]
    results = [teams.result(who, site.answers(each)) for each in (persona, other)]
    teams.store.api_tokens.add(who, "Client", "write", "quiz_client", datetime.now(UTC))
    with made.AuthenticatedClient(base_url=site.url, token="quiz_client") as program:  # noqa: S106
        first = call("results", program, limit=1)
        second = call("results", program, limit=1, cursor=first.next_)
        assert [each.id for page in (first, second) for each in page.results] == results[::-1]
        stage = call("stages", program).stages[1].id
        set_to = models.StageChange(stage=stage)
        assert call("set_stage", program, results[0], body=set_to).stage == stage
        [found] = call("results", program, has_status=[stage]).results
        assert found.id == results[0]
        new = models.NewInvitation(title="就職フェア", language="ja", places=3)
        invitation = call("make_invitation", program, body=new)
        assert call("close_invitation", program, invitation.id).state == "closed"
    with made.AuthenticatedClient(base_url=site.url, token="x") as stranger:  # noqa: S106
        refused = call("results", stranger)
    assert (refused.status, refused.title) == (401, "Unauthorized")


def first_choices(questions: list[Any]) -> dict[str, object]:
    """Return an answer sheet with the first choice of each question that is asked."""
    answers: dict[str, object] = {}
    for question in questions:
        if question.asked_if is None or holds(question.asked_if, answers):
            choice = question.choices[0].id
            answers[question.id] = [choice] if question.kind == "multiple" else choice
    return answers


def holds(condition: Any, answers: dict[str, object]) -> bool:
    """Return whether a condition holds on the answers so far."""
    if condition.question:
        given = answers.get(condition.question, [])
        chosen = {given} if isinstance(given, str) else set(given)  # type: ignore[call-overload]
        return len(chosen & set(condition.choices)) >= condition.at_least
    if condition.not_:
        return not holds(condition.not_, answers)
    if condition.any_:
        return any(holds(part, answers) for part in condition.any_)
    return all(holds(part, answers) for part in condition.all_)


@pytest.mark.parametrize("path", ["/api/v1/outcomes", "/api/v1/nothing"])
def test_what_the_server_itself_refuses_is_a_problem_too(site: Site, path: str) -> None:
    with closing(HTTPConnection(urlsplit(site.url).netloc, timeout=20)) as connection:
        connection.putrequest("POST", path)  # and no body, which would not be read
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(LARGEST_REQUEST + 1))
        connection.endheaders()
        answer = connection.getresponse()
        problem = json.loads(answer.read())
    assert answer.status == problem["status"] == 413
    assert answer.headers["Content-Type"] == "application/problem+json"
