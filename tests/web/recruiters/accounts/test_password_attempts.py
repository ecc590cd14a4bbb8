"""Signing in tells nobody which accounts exist, and limits how often a password is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import ceil

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from support.teams import PASSWORD, SIGN_IN, WRONG, Teams, lock_out, sign_in
from support.visitor import Page, Visitor

from quiz.store import Recruiter
from quiz.store.schema import attempts, audit
from quiz.web.pages.rate_limits import PASSWORDS_FROM_NETWORK
from quiz.web.recruiters.accounts import passwords
from quiz.web.recruiters.accounts.password_check import BUCKETS, attempts_on

REFUSED = "The e-mail address or the password is wrong."


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
    assert (
        f"There have been too many attempts. Try again in {ceil(wait / 60)} minutes." in page.words
    )
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
    app: Flask, teams: Teams, who: Recruiter
) -> None:
    with app.test_request_context():
        for _ in range(50):
            quota = PASSWORDS_FROM_NETWORK.quota("127.0.0.1")
            teams.store.limits.use([quota], datetime.now(UTC))
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


def signed_in_device(app: Flask, who: Recruiter) -> Visitor:
    """Return a browser in which the recruiter has signed in before, and has signed out."""
    device = Visitor(app)
    assert sign_in(device, who.email).path == "/recruiter"
    device.send("/recruiter/sign-out", device.open("/recruiter"))
    return device


def test_strangers_lock_no_known_device_out(app: Flask, who: Recruiter) -> None:
    device = signed_in_device(app, who)
    lock_out(app, who)
    assert sign_in(device, who.email).path == "/recruiter"
    device.send("/recruiter/sign-out", device.open("/recruiter"))
    assert sign_in(device, who.email, WRONG).status == 422
    assert sign_in(device, who.email).path == "/recruiter", "and again"


def test_a_known_device_has_ten_attempts_an_hour_of_its_own(app: Flask, who: Recruiter) -> None:
    device, other = (signed_in_device(app, who) for _ in range(2))
    assert {sign_in(device, who.email, WRONG).status for _ in range(10)} == {422}
    assert sign_in(device, who.email).status == 429
    assert sign_in(other, who.email).path == "/recruiter"
    assert sign_in(Visitor(app), who.email).path == "/recruiter"


def test_a_device_is_known_for_the_accounts_that_signed_in_with_it_only(
    app: Flask, teams: Teams, who: Recruiter
) -> None:
    device, colleague = signed_in_device(app, who), teams.recruiter()
    lock_out(app, colleague)
    assert sign_in(device, colleague.email).status == 429
    assert sign_in(device, who.email).path == "/recruiter"


@pytest.mark.parametrize("value", ["", "x", "WyJhIixbMV1d.aaaaaa.bbbb"])
def test_a_forged_device_cookie_is_ignored(app: Flask, who: Recruiter, value: str) -> None:
    lock_out(app, who)
    stranger = Visitor(app)
    stranger.client.set_cookie("device", value)
    assert sign_in(stranger, who.email).status == 429


def test_the_cookie_of_a_known_device_is_for_pages_of_this_site_only(
    app: Flask, start_app: Callable[..., Flask], who: Recruiter
) -> None:
    device = signed_in_device(app, who)
    cookie = device.client.get_cookie("device")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    assert cookie.max_age == 400 * 86_400
    secure = Visitor(start_app(public_url="https://quiz.example"), base_url="https://localhost")
    assert sign_in(secure, who.email).path == "/recruiter"
    cookie = secure.client.get_cookie("__Host-device")
    assert cookie is not None
    assert cookie.secure


def test_setting_an_account_up_makes_the_device_known(app: Flask, teams: Teams) -> None:
    who, token = teams.add()
    device = Visitor(app)
    device.send(f"/recruiter/set-up/{token}", password=PASSWORD, again=PASSWORD)
    device.send("/recruiter/sign-out", device.open("/recruiter"))
    lock_out(app, who)
    assert sign_in(device, who.email).path == "/recruiter"


def test_strangers_do_not_keep_a_signed_in_recruiter_from_changing_the_password(
    app: Flask, teams: Teams, who: Recruiter
) -> None:
    signed_in = teams.visitor(who)
    lock_out(app, who)
    new = "other words that none guesses"
    page = signed_in.send("/recruiter/account", present=PASSWORD, password=new, again=new)
    assert "Your password is changed." in page.words


def test_the_network_is_counted_first_and_ends_there(
    app: Flask, teams: Teams, who: Recruiter, database: sa.Engine
) -> None:
    others = [teams.recruiter() for _ in range(3)]
    with app.test_request_context():
        quota = PASSWORDS_FROM_NETWORK.quota("127.0.0.1")
        for _ in range(45):
            teams.store.limits.use([quota], datetime.now(UTC))
    told = [sign_in(Visitor(app), who.email, WRONG).status for _ in range(20)]
    assert told == [422] * 5 + [429] * 15
    before = counts(database)
    for email in (*(other.email for other in others), *(f"{n}@new.example" for n in range(30))):
        assert sign_in(Visitor(app), email, WRONG).status == 429
    assert counts(database) == before, "refused attempts count nothing and write nothing"
    with app.test_request_context():
        assert teams.store.limits.counted(attempts_on(who.email), datetime.now(UTC)) == 5


def test_a_right_password_is_not_counted(app: Flask, who: Recruiter, database: sa.Engine) -> None:
    for _ in range(12):
        assert sign_in(Visitor(app), who.email).path == "/recruiter"
    assert set(counts(database)) <= {0}


def test_invented_addresses_are_counted_in_a_bounded_number_of_groups(app: Flask) -> None:
    with app.test_request_context():
        groups = {attempts_on(f"{number}@new.example").subject for number in range(30_000)}
        assert attempts_on("A@new.example") == attempts_on("a@NEW.example ".strip())
    assert 4000 < len(groups) <= BUCKETS


def counts(database: sa.Engine) -> list[int]:
    """Return all counts that are stored."""
    with database.connect() as connection:
        query = sa.select(attempts.c.count).order_by(attempts.c.subject_hash)
        return list(connection.scalars(query))


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
