"""Administrators make and revoke the tokens of their team's programs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from support.api import Api
from support.teams import Teams
from support.visitor import Page, Visitor

TOKENS, AUDIT = "/recruiter/tokens", "/recruiter/audit"


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    return teams.visitor(teams.administrator())


def make(visitor: Visitor, **fields: str) -> Page:
    return visitor.send(TOKENS, visitor.open(TOKENS), **{"name": "CRM", "access": "read", **fields})


def token_of(page: Page) -> str:
    [token] = [field["value"] for field in page.all("input") if field.get("id") == "token"]
    return token


def test_a_token_is_shown_once_and_works(visitor: Visitor, teams: Teams) -> None:
    assert TOKENS in visitor.open("/recruiter/people").links_to(TOKENS)
    page = make(visitor, name="CRM <b>", access="write")
    token = token_of(page)
    assert "It is not shown again." in page.words
    shown = visitor.open(TOKENS)
    assert token not in str(shown.all("input"))
    assert "CRM <b> Read and write Made by R 1 on" in shown.words
    assert "Never used" in shown.words
    answer = Api(teams.app, token).get("/api/v1/token")
    assert answer.json == {"name": "CRM <b>", "team": "Consulate A", "access": "write"}
    assert "Last used on" in visitor.open(TOKENS).words
    assert "Made the token “CRM <b>” for a program" in visitor.open(AUDIT).words


def test_the_database_does_not_have_the_token(visitor: Visitor, database: sa.Engine) -> None:
    token = token_of(make(visitor))
    with database.connect() as connection:
        kept = [
            str(connection.execute(sa.text(f"SELECT * FROM {table}")).all())  # noqa: S608 - a constant
            for table in ("api_tokens", "audit")
        ]
    assert all("CRM" in rows and token.removeprefix("quiz_") not in rows for rows in kept)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"name": " "}, "name"), ({"name": "x" * 61}, "name"), ({"access": "all"}, "access")],
)
def test_an_invalid_token_is_not_made(
    visitor: Visitor, teams: Teams, fields: dict[str, str], field: str
) -> None:
    page = make(visitor, **fields)
    assert page.status == 422
    assert page.links_to("#")[1].startswith(f"#{field}")
    assert teams.store.api_tokens.of_team(teams.team("Consulate A")) == []


def test_a_token_too_many_is_refused(visitor: Visitor, teams: Teams) -> None:
    who = teams.administrator()
    for number in range(20):
        teams.store.api_tokens.add(who, "CRM", "read", f"quiz_{number}", datetime.now(UTC))
    page = make(visitor)
    assert page.status == 422
    assert "The team has too many tokens. Revoke one first." in page.words


def test_a_token_is_revoked_after_asking(visitor: Visitor, teams: Teams) -> None:
    token = token_of(make(visitor))
    [asks] = visitor.open(TOKENS).links_to(f"{TOKENS}/")
    asked = visitor.open(asks)
    assert "Revoke this token?" in asked.words
    assert Api(teams.app, token).get("/api/v1/token").status_code == 200
    done = visitor.send(asks, asked)
    assert "The token has been revoked and no longer works." in done.words
    assert Api(teams.app, token).get("/api/v1/token").status_code == 401
    assert "Revoked the token “CRM”" in visitor.open(AUDIT).words
    assert visitor.ask(asks).status_code == 404, "it is gone from the page"


def test_the_page_says_which_tokens_rest(teams: Teams) -> None:
    who, other = teams.administrator(), teams.administrator()
    teams.store.api_tokens.add(other, "CRM", "read", "quiz_a", datetime.now(UTC))
    teams.store.accounts.disable(other.id, datetime.now(UTC))
    words = teams.visitor(who).open(TOKENS).words
    assert "It does not work, because the account of the person who made it is disabled." in words
    japanese = teams.visitor(who, "ja").open(TOKENS).words
    assert "作成した人のアカウントが停止されているため、使えません。" in japanese
