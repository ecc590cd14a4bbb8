"""The interface for programs takes tokens of teams, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from support.api import Api
from support.teams import Teams

from quiz.store import ApiAccess
from quiz.web.pages import rate_limits

TOKEN = "/api/v1/token"  # noqa: S105 - an address


def token(teams: Teams, access: ApiAccess = "read") -> str:
    text = f"quiz_{access}"
    assert teams.store.api_tokens.add(
        teams.administrator(), "A program", access, text, datetime.now(UTC)
    )
    return text


@pytest.mark.parametrize(
    "sent",
    ["", "Bearer", "Bearer ", "Bearer quiz_x", "Basic cXVpel9yZWFkOg==", "quiz_read", "bearer x y"],
)
def test_without_a_token_that_works_nothing_is_told(app: Flask, teams: Teams, sent: str) -> None:
    token(teams)
    answer = Api(app).get(TOKEN, headers={"Authorization": sent})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_name_of_the_scheme_may_be_written_in_any_case(app: Flask, teams: Teams) -> None:
    sent = f"bEARER {token(teams)}"
    assert Api(app).get(TOKEN, headers={"Authorization": sent}).status_code == 200


def test_a_session_of_a_recruiter_is_no_token(app: Flask, teams: Teams) -> None:
    visitor = teams.visitor(teams.administrator())
    assert visitor.ask(TOKEN).status_code == 401


def test_what_is_for_one_team_is_neither_kept_nor_read_by_scripts_of_other_sites(
    app: Flask, teams: Teams
) -> None:
    headers = Api(app, token(teams)).get(TOKEN, headers={"Origin": "https://x.example"}).headers
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


def test_what_has_not_changed_is_not_sent_again(app: Flask, teams: Teams) -> None:
    program = Api(app, token(teams))
    first = program.get(TOKEN)
    again = program.get(TOKEN, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = program.get(TOKEN, headers={"If-None-Match": '"x"'})
    assert (other.status_code, other.data) == (200, first.data)


def test_wrong_tokens_are_counted_and_right_ones_still_work(app: Flask, teams: Teams) -> None:
    wrong = Api(app, "quiz_wrong")
    found = [wrong.get(TOKEN).status_code for _ in range(51)]
    assert found == [401] * 50 + [429]
    refused = wrong.get(TOKEN)
    assert int(refused.headers["Retry-After"]) > 3000
    assert Api(app, token(teams)).get(TOKEN).status_code == 200


def test_a_token_is_limited(app: Flask, teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "API_BY_TOKEN", replace(rate_limits.API_BY_TOKEN, most=2))
    program = Api(app, token(teams))
    assert [program.get(TOKEN).status_code for _ in range(3)] == [200, 200, 429]
    assert Api(app, token(teams, "write")).get(TOKEN).status_code == 200


def test_a_token_writes_only_while_whoever_made_it_may(app: Flask, teams: Teams) -> None:
    maker, other = teams.administrator(), teams.administrator()
    assert teams.store.api_tokens.add(maker, "A", "write", "quiz_a", datetime.now(UTC))
    program, invitation = Api(app, "quiz_a"), {"title": "Fair", "language": "en"}
    assert program.send("POST", "/api/v1/invitations", invitation).status_code == 201
    assert teams.store.memberships.change(other.team_id, maker.id, maker.name, "reader")
    assert program.send("POST", "/api/v1/invitations", invitation).status_code == 403
    assert program.get(TOKEN).status_code == 200


def test_a_parameter_that_there_is_not_is_refused(app: Flask, teams: Teams) -> None:
    answer = Api(app, token(teams)).get(f"{TOKEN}?nmae=x")
    assert answer.status_code == 422
    assert answer.json is not None
    [error] = answer.json["errors"]
    assert error["parameter"] == "nmae"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/api/v1/nothing", 404), ("GET", "/api/x", 404), ("DELETE", TOKEN, 405)],
)
def test_other_addresses_and_methods_are_problems_too(
    app: Flask, method: str, address: str, status: int
) -> None:
    answer = Api(app).ask(method, address)
    assert answer.status_code == status
    assert ("Allow" in answer.headers) is (status == 405)


def test_a_failing_database_is_a_problem(app: Flask, teams: Teams, tmp_path: Path) -> None:
    text = token(teams)
    (tmp_path / "quiz.db").unlink()
    answer = Api(app, text).get(TOKEN)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"


def test_a_fault_of_the_program_is_a_problem(
    app: Flask, teams: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(teams.store.api_tokens, "find", lambda *_: 1 / 0)
    answer = Api(app, "quiz_x").get(TOKEN)
    assert answer.status_code == 500
    assert "division" not in answer.text
