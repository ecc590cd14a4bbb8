"""What shows that a link is in use, so that its result is never deleted early, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from support.invitations import begin, invite
from support.visitor import Visitor

from quiz.store import Store

TOLD = "To keep this one, open this page again on another day."


@pytest.fixture
def result(visitor: Visitor) -> str:
    """The address of a result that the visitor has just made."""
    visitor.answer(home="house", likes="melody", skill="some")
    return visitor.finish().path


@pytest.fixture
def a_day_passes(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Make all results a day older."""
    engine = sa.create_engine(f"sqlite:///{tmp_path}/quiz.db")

    def make() -> None:
        with engine.begin() as connection:
            connection.execute(
                sa.text("UPDATE results SET created_at = datetime(created_at, '-25 hours')")
            )

    yield make
    engine.dispose()


def in_use(store: Store, address: str) -> bool:
    assert store.upkeep.run(datetime.now(UTC))
    found = store.results.find(address.removeprefix("/r/"))
    assert found is not None
    return found.in_use


def test_the_owner_is_told_on_the_day_the_result_is_made_and_that_does_not_count(
    visitor: Visitor, store: Store, result: str
) -> None:
    assert TOLD in visitor.open(result).words
    assert visitor.ask(f"{result}/code.svg").status_code == 200
    assert not in_use(store, result)


def test_opening_it_again_on_another_day_keeps_it(
    visitor: Visitor, store: Store, result: str, a_day_passes: Callable[[], None]
) -> None:
    a_day_passes()
    assert TOLD in visitor.open(result).words
    assert in_use(store, result)
    assert TOLD not in visitor.open(result).words


@pytest.mark.parametrize("page", ["", "/card.png", "/code", "/result.json"])
def test_anybody_else_who_opens_it_keeps_it_without_scripts_too(
    app: Flask, store: Store, result: str, page: str
) -> None:
    answer = Visitor(app).ask(result + page)
    assert answer.status_code == 200
    assert TOLD.encode() not in answer.data
    assert in_use(store, result)


def test_a_closed_link_that_somebody_tries_says_nothing_of_it(
    app: Flask, visitor: Visitor, store: Store, result: str
) -> None:
    visitor.send(f"{result}/close", visitor.open(f"{result}/link"))
    assert in_use(store, result), "closing it is using it"
    assert Visitor(app).ask(result).status_code == 404


def test_the_owner_keeps_it_by_passing_it_on(visitor: Visitor, store: Store, result: str) -> None:
    answer = visitor.ask(f"{result}/opened", method="POST", headers={"X-Opened": "link"})
    assert answer.status_code == 204
    assert in_use(store, result)
    [link] = store.links.find(1)
    assert link.openings == 0, "only others are counted"


def test_the_large_qr_code_is_for_passing_it_on(
    visitor: Visitor, store: Store, result: str
) -> None:
    visitor.open(f"{result}/code")
    assert in_use(store, result)


def test_an_invited_result_is_in_use_and_its_owner_is_told_nothing(
    visitor: Visitor, store: Store
) -> None:
    invite(store, code="LEEDS-7K4Q")
    begin(visitor)
    visitor.answer(home="house", likes="melody", skill="some")
    page = visitor.finish()
    assert TOLD not in page.words
    assert in_use(store, page.path)


def test_without_room_the_answers_stay_and_the_page_says_when_to_try_again(
    start_app: Callable[..., Flask],
) -> None:
    app = start_app(most_results=1)
    store: Store = app.extensions["quiz"].store
    for _ in range(3):
        visitor = Visitor(app)
        visitor.answer(home="house", likes="melody", skill="some")
        page = visitor.finish()
    assert store.upkeep.run(datetime.now(UTC) + timedelta(minutes=2))
    assert page.path.startswith("/r/")
    visitor = Visitor(app)
    visitor.answer(home="tent", likes="melody", skill="some")
    page = visitor.finish()
    assert (page.status, page.headers["Retry-After"]) == (503, "86400"), "tomorrow"
    assert (
        "There is no room for more results right now. Try again tomorrow. "
        "Nothing is lost: your answers stay in this browser." in page.words
    )
    assert visitor.open("/quiz/home").chosen == ["tent"]
