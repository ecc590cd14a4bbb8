"""The session cookie: its signature, lifetime and size, and clocks that differ."""

from __future__ import annotations

import random
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from conftest import ROOT
from flask import Flask
from itsdangerous import TimestampSigner
from support.invitations import invite
from support.visitor import Visitor

from benchmarks.sheets import draw_sheets
from quiz.core.decide.report import plain_answers

DAY = 86_400


@pytest.fixture
def shifted(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return a function that moves the clock with which cookies are signed, by seconds."""

    def shift(seconds: int) -> None:
        monkeypatch.setattr(
            TimestampSigner, "get_timestamp", lambda _self: int(time.time()) + seconds
        )

    return shift


@pytest.mark.parametrize(("ahead", "kept"), [(5, True), (-29 * DAY, True), (-31 * DAY, False)])
def test_answers_last_30_days_and_outlive_a_clock_that_is_behind(
    visitor: Visitor, shifted: Callable[[int], None], ahead: int, kept: bool
) -> None:
    shifted(ahead)
    visitor.answer(home="house") if kept else visitor.send("/quiz/home", answer="house")
    assert visitor.open("/quiz/home").chosen == (["house"] if kept else [])


@pytest.mark.parametrize(("days", "mine"), [(399, True), (401, False)])
def test_an_owner_stays_owner_as_long_as_results_are_stored(
    visitor: Visitor, shifted: Callable[[int], None], days: int, mine: bool
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    shifted(-days * DAY)
    result = visitor.finish().path
    assert (result in visitor.open("/mine").links) is mine
    assert visitor.open("/quiz/home").chosen == []
    assert visitor.ask(f"{result}/delete").status_code == (200 if mine else 404)
    if mine:
        sent = visitor.client.get_cookie("quiz")
        assert sent is not None
        assert sent.expires is not None, "and still when the browser is closed"
        assert sent.expires > datetime.now(UTC) + timedelta(days=398)


def test_after_a_restore_nobody_owns_a_new_result_with_an_old_id(
    visitor: Visitor, app: Flask, tmp_path: Path
) -> None:
    visitor.open("/quiz/home")
    with closing(sqlite3.connect(tmp_path / "quiz.db")) as database, database:
        before = database.serialize()
    visitor.answer(home="house", likes="melody", skill="some")
    visitor.finish()
    app.extensions["quiz"].store.close()
    for name in ("quiz.db", "quiz.db-wal", "quiz.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "quiz.db").write_bytes(before)
    other = Visitor(app)
    other.answer(home="tent", likes="rhythm", skill="none")
    theirs = other.finish().path
    assert theirs in other.open("/mine").links
    assert visitor.open("/mine").links_to("/r/") == []
    assert visitor.ask(f"{theirs}/delete").status_code == 404


def test_a_cookie_signed_with_another_key_is_ignored(
    app: Flask, start_app: Callable[..., Flask]
) -> None:
    other_key = "another key, which is quite as long as it must be"
    visitor = Visitor(start_app(secret_key=other_key))
    visitor.answer(home="house")
    visitor.client.application = app
    assert visitor.open("/quiz/home").chosen == []


def test_a_browser_remembers_the_last_20_results_it_made(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as cookie:
        cookie["mine"] = [f"{number}.0123abcd" for number in range(100, 120)]
    visitor.answer(home="house", likes="melody", skill="some")
    visitor.finish()
    with visitor.client.session_transaction() as cookie:
        *others, latest = cookie["mine"]
    assert others == [f"{number}.0123abcd" for number in range(101, 120)]
    assert latest.startswith("1.")


def test_a_full_cookie_is_small_enough_for_browsers(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as cookie:
        cookie["mine"] = [f"{10**12 + number}.{secrets.token_hex(4)}" for number in range(20)]
        cookie["answers"] = {
            f"a_question_{n}": [f"a choice {n} {m}" for m in range(8)] for n in range(20)
        }
    sent = visitor.client.get_cookie("quiz")
    assert sent is not None
    assert len(sent.value) < 4000
    assert visitor.open("/").status == 200


def test_the_largest_cookie_of_a_visitor_stays_below_2048_bytes(
    start_app: Callable[..., Flask],
) -> None:
    """Everything at its longest, in letters of four bytes that cannot be compressed."""
    app, letters = start_app(rules_path=ROOT / "rules.yaml"), random.Random(1)  # noqa: S311

    def rare(length: int) -> str:
        return "".join(chr(letters.randrange(0x20000, 0x2A6D0)) for _ in range(length))

    engine, store = app.extensions["quiz"].engine, app.extensions["quiz"].store
    invitation = invite(store, rare(100), code="LEEDSLEE-7K4Q", title=rare(100))
    visitor = Visitor(app, "ja")
    with visitor.client.session_transaction() as cookie:
        cookie["mine"] = [f"{10**9 + 7919 * n}.{secrets.token_hex(4)}" for n in range(20)]
        cookie["language"] = "ja"
    page = visitor.send(f"/i/{invitation.code}", name=rare(60), email=f"{rare(60)}@{rare(3)}")
    assert page.path.startswith("/quiz/")
    sizes = []
    for answers in islice(draw_sheets(engine, seed=4), 200):
        with visitor.client.session_transaction() as cookie:
            cookie["answers"] = plain_answers(answers, engine.forms)
            cookie["rules"] = engine.digest[:16]
        sent = visitor.client.get_cookie("quiz")
        assert sent is not None
        sizes.append(len(f"__Host-quiz={sent.value}"))
    assert 1500 < max(sizes) < 2048


def test_a_foreign_cookie_that_is_not_text_is_ignored(app: Flask, visitor: Visitor) -> None:
    visitor.answer(home="house")
    ours = visitor.client.get_cookie("quiz")
    assert ours is not None
    response = app.test_client(use_cookies=False).get(
        "/check-answers", headers={"Cookie": f"odd=\xff; quiz={ours.value}"}
    )
    assert (response.status_code, response.location) == (302, "/quiz/likes?answer=missing")
