"""One network makes only so many results, visits and places an hour, and is told when to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from support.invitations import begin, invite
from support.teams import Teams
from support.visitor import Page, Visitor
from werkzeug.test import TestResponse

from quiz.settings import Settings
from quiz.store import Invitation, Store

pytestmark = pytest.mark.both_databases

SMALL_HALL = 4  # people an hour: 8 results, 8 visits, 6 places, 120 results in 30 days
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def settings(settings: Settings, url: str) -> Settings:
    """Settings with each kind of database."""
    return replace(settings, database_url=url)


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    return start_app(people_per_hour=SMALL_HALL)


@pytest.fixture
def fair(store: Store) -> Invitation:
    return invite(store, "Consulate A", code="LEEDS-7K4Q", places=20)


def answered(app: Flask, language: str = "en") -> Visitor:
    visitor = Visitor(app, language)
    visitor.answer(home="house", likes="melody", skill="some")
    return visitor


def flood(app: Flask, number: int) -> list[Page]:
    return [answered(app).finish() for _ in range(number)]


def submitted(visitor: Visitor, address: str, answer: str, token: str) -> TestResponse:
    """Submit a form; the page to which it leads is not opened, which would be slow 300 times."""
    return visitor.ask(address, method="POST", data={"csrf_token": token, "answer": answer})


def minutes(page: Page) -> int:
    return -(-int(page.headers["Retry-After"]) // 60)


def test_a_network_makes_twice_as_many_results_an_hour_as_people_are_expected(
    app: Flask, store: Store
) -> None:
    assert [page.status for page in flood(app, 8)] == [200] * 8
    visitor = answered(app)
    page = visitor.finish()
    assert page.status == 429
    assert page.text("h1") == "Your answers are not saved yet"
    assert (
        "Too many results have come from your network. Nothing is lost: your answers stay in "
        f"this browser. Try again in {minutes(page)} minutes." in page.words
    )
    assert visitor.open("/quiz/home").chosen == ["house"], "nothing is lost"
    assert len(list(store.results.all_answers())) == 8
    sent = {"csrf_token": visitor.open("/check-answers").token}
    other = visitor.ask("/check-answers", method="POST", data=sent, environ_overrides=ELSEWHERE)
    assert other.status_code == 303, "other networks go on"


def test_the_page_is_in_japanese_too(app: Flask) -> None:
    flood(app, 8)
    page = answered(app, "ja").finish()
    assert (
        "お使いのネットワークから非常に多くの結果が届いています。回答はこのブラウザに残っているので、"
        f"消えていません。{minutes(page)}分後にもう一度お試しください。" in page.words
    )


def test_taking_a_result_over_again_and_again_is_counted(app: Flask) -> None:
    visitor = answered(app)
    page = visitor.finish()
    statuses = []
    for _ in range(9):
        visitor.send(f"{page.path}/again")
        statuses.append(visitor.finish().status)
    assert statuses == [200] * 7 + [429] * 2


def test_a_result_that_is_sent_twice_is_counted_once_and_still_shown_at_the_limit(
    app: Flask,
) -> None:
    visitor = answered(app)
    first = visitor.finish()
    assert {visitor.finish().path for _ in range(10)} == {first.path}
    assert [page.status for page in flood(app, 8)] == [200] * 7 + [429]
    assert visitor.finish().path == first.path


def test_processes_share_the_count_of_results(app: Flask, start_app: Callable[..., Flask]) -> None:
    other = start_app(people_per_hour=SMALL_HALL)
    pages = [answered(each).finish() for each in [app, other] * 5]
    assert [page.status for page in pages] == [200] * 8 + [429] * 2


def test_a_network_begins_twice_as_many_visits_an_hour_as_people_are_expected(
    app: Flask, store: Store, fair: Invitation
) -> None:
    for _ in range(8):
        begin(Visitor(app))
    visitor = Visitor(app)
    page = visitor.send(f"/i/{fair.code}")
    assert page.status == 429
    assert page.text("h1") == "Too many people have started from your network"
    assert f"Try again in {minutes(page)} minutes." in page.words
    assert "Your answers" not in page.words
    assert "For: " not in visitor.open("/quiz/home").words, "the visit has not begun"
    found = store.invitations.find(fair.code)
    assert found is not None
    assert found.started == 8


def test_a_network_takes_only_so_many_places_an_hour_and_a_team_frees_them(
    app: Flask, store: Store, fair: Invitation
) -> None:
    statuses, pages = [], []
    for _ in range(7):
        visitor = Visitor(app)
        begin(visitor)
        visitor.answer(home="house", likes="melody", skill="some")
        pages.append(visitor.finish())
        statuses.append(pages[-1].status)
    assert statuses == [200] * 6 + [429]
    found = store.invitations.find(fair.code)
    assert found is not None
    assert found.taken == 6
    row = store.results.find(pages[0].path.removeprefix("/r/"))
    assert row is not None
    who = Teams(app).recruiter(fair.team_name)
    assert store.removals.remove_results(fair.team, who.id, [row.id], datetime.now(UTC))
    found = store.invitations.find(fair.code)
    assert found is not None
    assert found.taken == 5, "the place is free again"


@pytest.mark.thorough
def test_a_school_hall_of_300_behind_one_address_meets_no_limit(
    start_app: Callable[..., Flask],
) -> None:
    app = start_app()
    hall = invite(app.extensions["quiz"].store, "Consulate B", code="HALL-7K4Q")
    made = set()
    for number in range(300):
        visitor = Visitor(app)
        if number % 3 == 0:
            assert visitor.ask("/i/HALL-WWWW").status_code == 404, "a code typed wrong"
        token = visitor.open(f"/i/{hall.code}").token
        answers = {"home": "house", "likes": "melody", "skill": "some"}
        ways = [(f"/i/{hall.code}", "")]
        ways += [(f"/quiz/{question}", answer) for question, answer in answers.items()]
        sent = [submitted(visitor, *way, token) for way in [*ways, ("/check-answers", "")]]
        assert [response.status_code for response in sent] == [303] * 5
        assert sent[-1].location.startswith("/r/")
        made.add(sent[-1].location)
    assert len(made) == 300
