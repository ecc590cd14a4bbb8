"""The link of a result: what others see by it, under which name and until when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask
from support.owner import Owner
from support.visitor import Visitor

from quiz.store import Store


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    return Visitor(app)


LEDGER, ANSWERS = "You like melodies.", "In a house"


@pytest.mark.parametrize(
    ("reveal", "ledger", "answers"),
    [("recommendation", False, False), ("reasons", True, False), ("answers", True, True)],
)
def test_others_see_what_the_owner_reveals(
    owner: Owner, stranger: Visitor, reveal: str, ledger: bool, answers: bool
) -> None:
    assert "Saved." in owner.decide(reveal).words
    page = stranger.open(owner.result)
    assert page.text("h1") == "Piano player"
    assert (LEDGER in page.words, ANSWERS in page.words) == (ledger, answers)
    assert bool(re.search(r"\b\d+ of \d+\b", page.words)) == ledger
    data = stranger.ask(f"{owner.result}/result.json").json
    assert data["best"] == "PIANO"
    assert ("positions" in data, "answers" in data) == (ledger, answers)
    changes = [
        change for each in data.get("positions", {}).values() for change in each["change"] or ()
    ]
    changes += [data["closest"]] if data.get("closest") else []
    assert bool(changes) == ledger
    assert {"from" in change for change in changes} <= {answers}, "what was answered"
    own = owner.open(owner.result)
    assert LEDGER in own.words
    assert ANSWERS in own.words


def test_reasons_are_revealed_by_default(owner: Owner, stranger: Visitor) -> None:
    page = stranger.open(owner.result)
    assert LEDGER in page.words
    assert ANSWERS not in page.words


def test_revealing_only_the_recommendation_hides_what_follows_from_answers(
    app: Flask, stranger: Visitor
) -> None:
    owner = Owner(app, home="house", likes=["melody", "rhythm"], skill="none")
    owner.decide("recommendation")
    page = stranger.open(owner.result)
    assert page.text("h1").endswith("Piano player · Drum player")
    assert "You may learn both." not in page.words
    assert "Play melodies" in page.words
    assert "Practice daily." in page.words
    assert not page.all("table")


def test_a_name_is_shown_and_can_be_removed(owner: Owner, stranger: Visitor) -> None:
    owner.decide(name=" 花子 <b> & 🎌 ")
    page = stranger.open(owner.result)
    assert "Best match for 花子 <b> & 🎌" in page.words
    assert stranger.ask(f"{owner.result}/result.json").json["name"] == "花子 <b> & 🎌"
    assert "花子" not in page.title
    previews = [a.get("content", "") for a in page.all("meta")]
    assert not any("花子" in preview for preview in previews)
    owner.decide(name="")
    assert "花子" not in stranger.open(owner.result).words


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reveal": "all"}, "What others see: choose one of these."),
        ({"name": "x" * 61}, "Name on the result: enter at most 60 characters."),
        ({"name": "a\x00b"}, "Name on the result: remove characters that cannot be displayed."),
        ({"name": "a\ue000b"}, "Name on the result: remove characters that cannot be displayed."),
        ({"closes_on": "2020-01-01"}, "Last day: choose a day from"),
        ({"closes_on": "9999-12-31"}, "Last day: choose a day from"),
        ({"closes_on": "soon"}, "Last day: enter year-month-day, such as 2027-03-31."),
    ],
)
def test_invalid_fields_are_refused_with_errors_and_nothing_is_lost(
    owner: Owner, fields: dict[str, str], says: str
) -> None:
    owner.decide(name="Kept")
    sent = {"reveal": "answers", "name": "Written", **fields}
    page = owner.send(f"{owner.result}/link", **sent)
    assert page.status == 422
    assert says in page.words
    assert page.title.startswith("Error: ")
    if "name" not in fields:
        assert [a["value"] for a in page.all("input") if a.get("name") == "name"] == ["Written"]
    assert [
        a["value"]
        for a in owner.open(f"{owner.result}/link").all("input")
        if a.get("name") == "name"
    ] == ["Kept"]


def test_a_closed_link_opens_only_for_its_owner_and_reopens_under_another_address(
    owner: Owner, stranger: Visitor
) -> None:
    old = owner.result
    assert "The link is closed." in owner.press("close").words
    assert stranger.open(old).status == 404
    assert "This link is closed: only you can see this page." in owner.open(old).words
    page = owner.press("move")
    owner.result = page.path.removesuffix("/link")
    assert owner.result != old
    assert stranger.open(owner.result).status == 200
    assert stranger.open(old).status == owner.open(old).status == 404


def test_saving_never_reopens_a_closed_link_under_its_old_address(
    owner: Owner, stranger: Visitor
) -> None:
    owner.press("close")
    page = owner.open(f"{owner.result}/link")
    assert "closes_on" not in [a.get("name") for a in page.all("input")]
    today = dt.datetime.now(dt.UTC).date()
    for closes_on in ("", today.isoformat(), (today + dt.timedelta(days=7)).isoformat()):
        assert "Saved." in owner.decide("answers", name="Changed", closes_on=closes_on).words
        assert stranger.open(owner.result).status == 404
    owner.result = owner.press("move").path.removesuffix("/link")
    assert "Best match for Changed" in stranger.open(owner.result).words


def test_a_link_closes_at_the_end_of_its_last_day(
    owner: Owner, stranger: Visitor, store: Store
) -> None:
    today = dt.datetime.now(dt.UTC).date()
    page = owner.decide(closes_on=today.isoformat())
    assert [a["value"] for a in page.all("input") if a.get("name") == "closes_on"] == [
        today.isoformat()
    ]
    assert stranger.open(owner.result).status == 200
    found = store.results.find(owner.result.removeprefix("/r/"))
    assert found is not None
    end = dt.datetime.combine(today + dt.timedelta(days=1), dt.time(), dt.UTC)
    assert found.closes_at == end
    assert found.is_open(end - dt.timedelta(microseconds=1))
    assert not found.is_open(end)


def test_all_links_that_open_nothing_give_identical_pages(
    app: Flask, owner: Owner, stranger: Visitor, store: Store
) -> None:
    closed, expired, deleted = owner, Owner(app), Owner(app)
    closed.press("close")
    store.links.change(
        store.results.find(expired.result.removeprefix("/r/")).id,  # type: ignore[union-attr]
        reveal="reasons",
        name=None,
        closes_at=dt.datetime.now(dt.UTC),
    )
    deleted.send(f"{deleted.result}/delete")
    mistyped = Owner(app).result[:-1] + "1"
    never = "/r/" + "a" * 26
    for further in ("", "/code", "/code.svg", "/card.png", "/result.json", "/again", "/link"):
        pages = [
            stranger.ask(address + further)
            for address in (closed.result, expired.result, deleted.result, mistyped, never)
        ]
        assert {page.status_code for page in pages} == {404}
        assert len({page.data for page in pages}) == 1
        assert len({str(page.headers) for page in pages}) == 1


def test_a_link_ends_at_the_latest_when_its_result_is_deleted(
    start_app: Callable[..., Flask],
) -> None:
    owner = Owner(start_app(retention_days=10))
    today = dt.datetime.now(dt.UTC).date()
    last, after = [(today + dt.timedelta(days=days)).isoformat() for days in (10, 11)]
    assert "Last day: choose a day from" in owner.decide(closes_on=after).words
    assert "Saved." in owner.decide(closes_on=last).words


def test_the_page_of_a_result_tells_its_owner_alone_when_it_is_deleted(
    start_app: Callable[..., Flask],
) -> None:
    app = start_app(retention_days=10)
    owner = Owner(app)
    made = dt.datetime.now(dt.UTC)
    day = made + dt.timedelta(days=10)
    says = f"It is deleted on {day.day} {day:%B %Y} (UTC)"
    assert says in owner.open(owner.result).words
    assert "It is deleted on" not in Visitor(app).open(owner.result).words
