"""The cookie that holds the answers: whole, signed, and patient with clocks."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from pages import Visitor

DAY = 86_400


@pytest.fixture
def shifted(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sign cookies as a machine does whose clock is some seconds ahead of this one's."""

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


def test_a_cookie_signed_with_another_key_counts_as_none(
    app: Flask, start_app: Callable[..., Flask]
) -> None:
    other_key = "another key, which is quite as long as it must be"
    visitor = Visitor(start_app(secret_key=other_key))
    visitor.answer(home="house")
    visitor.client.application = app
    assert visitor.open("/quiz/home").chosen == []


def test_a_browser_remembers_the_last_20_results_it_made(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as cookie:
        cookie["mine"] = list(range(100, 120))
    visitor.answer(home="house", likes="melody", skill="some")
    visitor.finish()
    with visitor.client.session_transaction() as cookie:
        assert cookie["mine"] == [*range(101, 120), 1]


def test_a_full_cookie_is_one_that_browsers_take(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as cookie:
        cookie["mine"] = [10**12 + number for number in range(20)]
        cookie["answers"] = {
            f"a_question_{n}": [f"a choice {n} {m}" for m in range(8)] for n in range(20)
        }
    sent = visitor.client.get_cookie("quiz")
    assert sent is not None
    assert len(sent.value) < 4000
    assert visitor.open("/").status == 200


def test_a_cookie_of_somebody_elses_that_is_no_text_is_passed_over(
    app: Flask, visitor: Visitor
) -> None:
    visitor.answer(home="house")
    ours = visitor.client.get_cookie("quiz")
    assert ours is not None
    response = app.test_client(use_cookies=False).get(
        "/check-answers", headers={"Cookie": f"odd=\xff; quiz={ours.value}"}
    )
    assert (response.status_code, response.location) == (302, "/quiz/likes")
