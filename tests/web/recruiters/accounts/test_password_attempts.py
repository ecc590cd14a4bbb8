"""Signing in tells nobody which accounts exist, and limits how often a password is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import ceil

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from support.teams import PASSWORD, SIGN_IN, WRONG, Teams, sign_in
from support.visitor import Page, Visitor

from quiz.store import Recruiter
from quiz.store.schema import attempts, audit
from quiz.web.recruiters.accounts import passwords
from quiz.web.recruiters.accounts.password_check import LIMIT_PER_NETWORK

REFUSED = "This e-mail address and this password do not belong together."


def unproved(page: Page) -> str:
    """Return a page without the one thing in which it differs from visitor to visitor."""
    return page.html.replace(page.token, "TOKEN")


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter()


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that a password was really compared with."""
    compared: list[str] = []

    class Seen(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 - argon2's signature
            compared.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Seen())
    return compared


@pytest.mark.parametrize("exists", [True, False])
def test_after_ten_attempts_on_an_account_everybody_has_to_wait(
    app: Flask, teams: Teams, who: Recruiter, exists: bool
) -> None:
    email = who.email if exists else "nobody@quiz.example"
    visitor = Visitor(app)
    assert {sign_in(visitor, email, WRONG).status for _ in range(10)} == {422}
    page = sign_in(Visitor(app), email.upper())
    assert page.status == 429
    assert page.text("h1") == "Sign in"
    wait = int(page.headers["Retry-After"])
    assert 3000 < wait <= 3600
    assert f"There were too many attempts. Try again in {ceil(wait / 60)} minutes." in page.words
    assert sign_in(visitor, teams.recruiter().email).path == "/recruiter", "others go on"


def test_further_attempts_do_not_extend_the_wait_of_one_hour(
    visitor: Visitor, who: Recruiter, database: sa.Engine
) -> None:
    before = datetime.now(UTC)
    sign_in(visitor, who.email, WRONG)
    first = datetime.now(UTC)
    for _ in range(11):
        page = sign_in(visitor, who.email, WRONG)
    assert page.status == 429
    hour = timedelta(hours=1)
    with database.begin() as connection:
        for ends_at in connection.scalars(sa.select(attempts.c.ends_at)):
            assert before + hour <= ends_at <= first + hour
        connection.execute(sa.update(attempts).values(ends_at=before))
    assert sign_in(visitor, who.email).path == "/recruiter"


def test_a_successful_sign_in_resets_the_attempts_on_the_account(
    visitor: Visitor, who: Recruiter
) -> None:
    for _ in range(2):
        assert {sign_in(visitor, who.email, WRONG).status for _ in range(9)} == {422}
        assert sign_in(visitor, who.email).path == "/recruiter"
        visitor.send("/recruiter/sign-out", visitor.open("/recruiter"))


def test_one_network_is_limited_to_fifty_attempts_on_any_accounts(
    app: Flask, who: Recruiter
) -> None:
    with app.test_request_context():
        for _ in range(50):
            assert LIMIT_PER_NETWORK.count("127.0.0.1", datetime.now(UTC)) is None
    page = sign_in(Visitor(app), who.email)
    assert page.status == 429
    elsewhere = Visitor(app)
    form = elsewhere.open(SIGN_IN)
    sent = {"csrf_token": form.token, "email": who.email, "password": PASSWORD}
    answer = elsewhere.ask(
        SIGN_IN, method="POST", data=sent, environ_overrides={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert answer.status_code == 303


def test_attempts_are_counted_across_processes(
    start_app: Callable[..., Flask], who: Recruiter
) -> None:
    visitors = [Visitor(start_app()) for _ in range(2)]
    told = [sign_in(visitors[number % 2], who.email, WRONG).status for number in range(11)]
    assert told == [422] * 10 + [429]


@pytest.mark.product_hashes
def test_a_wrong_password_does_not_reveal_whether_an_account_exists(
    app: Flask, teams: Teams, who: Recruiter, verified: list[str]
) -> None:
    waiting, _ = teams.add()
    disabled = teams.recruiter()
    teams.store.accounts.disable(disabled.id, datetime.now(UTC))
    pages = []
    for email, password in (
        (who.email, WRONG),
        ("nobody@quiz.example", WRONG),
        (disabled.email, PASSWORD),
        (disabled.email, WRONG),
        (waiting.email, WRONG),
    ):
        before = len(verified)
        page = sign_in(Visitor(app), email, password)
        assert len(verified) == before + 1, "one password is compared, whoever it is"
        assert (page.status, page.words.count(REFUSED)) == (422, 1)
        assert f'value="{email}"' in page.html, "the address is kept"
        assert password not in page.html
        pages.append(unproved(page).replace(email, "EMAIL"))
    assert len(set(pages)) == 1
    parameters = {hash_.rpartition("$")[0].rpartition("$")[0] for hash_ in verified}
    assert len(parameters) == 1, "and comparing takes as long"


def test_failed_sign_ins_are_recorded_for_the_team_of_the_account_only(
    visitor: Visitor, teams: Teams, who: Recruiter, database: sa.Engine
) -> None:
    sign_in(visitor, who.email, WRONG)
    sign_in(visitor, "nobody@quiz.example", WRONG)
    sign_in(visitor, who.email)
    success, failure = teams.store.audit.page(who.team_id)
    assert (success.action, success.by) == ("sign-in", who.name)
    assert (failure.action, failure.by, failure.detail) == (
        "failed sign-in",
        None,
        {"account": who.email},
    )
    with database.connect() as connection:
        rows = connection.execute(sa.select(audit.c.team, audit.c.detail).order_by("id")).all()
    assert rows[1] == (None, {}), "both write, so that both take as long"


@pytest.mark.product_hashes
def test_an_outdated_hash_is_renewed_at_sign_in(visitor: Visitor, teams: Teams) -> None:
    who, token = teams.add()
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    teams.store.accounts.set_up(token, weak, datetime.now(UTC))
    assert sign_in(visitor, who.email).path == "/recruiter"
    account = teams.store.accounts.find(who.email)
    assert account is not None
    assert account.password_hash not in (None, weak)
    assert not PasswordHasher().check_needs_rehash(account.password_hash)
    assert visitor.open("/recruiter").path == "/recruiter"
    assert sign_in(Visitor(visitor.client.application), who.email).path == "/recruiter"
