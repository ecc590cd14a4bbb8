"""The owner of a result decides what others see and until when, and can delete it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask
from support.visitor import Page, Visitor

from quiz.store import Store


class Owner(Visitor):
    """A visitor who owns a result."""

    def __init__(self, app: Flask, **answers: str | list[str]) -> None:
        super().__init__(app)
        self.answer(**(answers or {"home": "house", "likes": "melody", "skill": "some"}))
        self.result = self.finish().path

    def save_link(self, reveal: str = "reasons", name: str = "", closes_on: str = "") -> Page:
        """Save the properties of the link."""
        address = f"{self.result}/link"
        return self.send(address, reveal=reveal, name=name, closes_on=closes_on)

    def press(self, route: str) -> Page:
        """Press the button of a route below the result's address."""
        return self.send(f"{self.result}/{route}", self.open(f"{self.result}/link"))


@pytest.fixture
def owner(app: Flask) -> Owner:
    return Owner(app)


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def store(app: Flask) -> Store:
    found: Store = app.extensions["quiz"].store
    return found


LEDGER, ANSWERS = "You like melodies.", "In a house"


@pytest.mark.parametrize(
    ("reveal", "ledger", "answers"),
    [("recommendation", False, False), ("reasons", True, False), ("answers", True, True)],
)
def test_others_see_what_the_owner_reveals(
    owner: Owner, stranger: Visitor, reveal: str, ledger: bool, answers: bool
) -> None:
    assert "Saved." in owner.save_link(reveal).words
    page = stranger.open(owner.result)
    assert page.text("h1") == "Piano player"
    assert (LEDGER in page.words, ANSWERS in page.words) == (ledger, answers)
    assert bool(re.search(r"\d+ of \d+ points", page.words)) == ledger
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
    owner.save_link("recommendation")
    page = stranger.open(owner.result)
    assert "Close to it: DRUMS." in page.words
    assert "You may learn both." not in page.words
    assert "Play melodies" in page.words
    assert "Practice daily." in page.words
    assert not page.all("table")


def test_a_name_is_shown_and_can_be_removed(owner: Owner, stranger: Visitor) -> None:
    owner.save_link(name=" 花子 <b> & 🎌 ")
    page = stranger.open(owner.result)
    assert "Best match for 花子 <b> & 🎌" in page.words
    assert stranger.ask(f"{owner.result}/result.json").json["name"] == "花子 <b> & 🎌"
    assert "花子" not in page.title
    previews = [a.get("content", "") for a in page.all("meta")]
    assert not any("花子" in preview for preview in previews)
    owner.save_link(name="")
    assert "花子" not in stranger.open(owner.result).words


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reveal": "all"}, "What others see: choose one of these."),
        ({"name": "x" * 61}, "Name on the result: write at most 60 characters."),
        ({"name": "a\x00b"}, "Name on the result: leave out characters that cannot be shown."),
        ({"name": "a\u202eb"}, "Name on the result: leave out characters that cannot be shown."),
        ({"name": "a\u2028b"}, "Name on the result: leave out characters that cannot be shown."),
        ({"closes_on": "2020-01-01"}, "Last day: choose a day from"),
        ({"closes_on": "9999-12-31"}, "Last day: choose a day from"),
        ({"closes_on": "soon"}, "Last day: write year-month-day, such as 2027-03-31."),
    ],
)
def test_invalid_fields_are_refused_with_errors_and_nothing_is_lost(
    owner: Owner, fields: dict[str, str], says: str
) -> None:
    owner.save_link(name="Kept")
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
    assert "This link is closed: only you see this page." in owner.open(old).words
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
        assert "Saved." in owner.save_link("answers", name="Changed", closes_on=closes_on).words
        assert stranger.open(owner.result).status == 404
    owner.result = owner.press("move").path.removesuffix("/link")
    assert "Best match for Changed" in stranger.open(owner.result).words


def test_a_link_closes_at_the_end_of_its_last_day(
    owner: Owner, stranger: Visitor, store: Store
) -> None:
    today = dt.datetime.now(dt.UTC).date()
    page = owner.save_link(closes_on=today.isoformat())
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


def test_an_owner_link_is_shown_once_and_makes_another_browser_an_owner(
    owner: Owner, stranger: Visitor
) -> None:
    page = owner.press("owner-link")
    [shown] = page.links_to("/own/")
    assert shown not in owner.open(f"{owner.result}/link").html
    assert "Is this result yours?" in stranger.open(shown).words
    assert ANSWERS not in stranger.open(owner.result).words, "opening it changes nothing"
    assert ANSWERS in stranger.send(shown).words
    assert stranger.open(f"{owner.result}/link").status == 200
    owner.press("owner-link")
    other = Visitor(owner.client.application)
    assert other.open(shown).status == 404, "a new one ends the one before it"


def test_an_owner_link_leads_to_the_present_address_of_the_result(
    owner: Owner, stranger: Visitor
) -> None:
    [shown] = owner.press("owner-link").links_to("/own/")
    owner.press("close")
    moved = owner.press("move").path.removesuffix("/link")
    assert stranger.send(shown).path == moved


def test_results_are_listed_only_in_browsers_that_own_them(owner: Owner, stranger: Visitor) -> None:
    assert "Your results" in owner.open("/").words
    page = owner.open("/mine")
    assert page.links_to("/r/") == [owner.result]
    assert "Piano player" in page.words
    assert "This browser owns no result." in stranger.open("/mine").words
    assert "Your results" not in stranger.open("/").words


def test_a_deleted_result_is_gone_and_the_same_answers_make_another(owner: Owner) -> None:
    old = owner.result
    assert "This cannot be undone." in owner.open(f"{old}/delete").words
    page = owner.send(f"{old}/delete")
    assert "The result is deleted, and its link is gone." in page.words
    assert page.links_to("/r/") == []
    assert owner.open(old).status == 404
    new = owner.finish().path
    assert new != old
    assert owner.open(old).status == 404


def test_submitting_again_leads_to_the_present_address_of_the_result(owner: Owner) -> None:
    owner.press("close")
    moved = owner.press("move").path.removesuffix("/link")
    assert owner.finish().path == moved


def test_the_quiz_can_be_retaken_with_the_answers_of_a_result(owner: Owner) -> None:
    owner.answer(home="tent")
    page = owner.open(f"{owner.result}/again")
    assert "The answers you have given in this browser meanwhile are replaced." in page.words
    page = owner.send(f"{owner.result}/again", page)
    assert page.path == "/check-answers"
    assert "In a house" in page.words
    assert owner.finish().path != owner.result


def test_others_can_take_over_answers_only_if_they_see_them(
    owner: Owner, stranger: Visitor
) -> None:
    assert stranger.open(f"{owner.result}/again").status == 404
    owner.save_link("answers")
    assert "In a house" in stranger.send(f"{owner.result}/again").words


def test_openings_are_counted_only_when_requested_by_the_page_script(
    owner: Owner, stranger: Visitor
) -> None:
    address = f"{owner.result}/opened"
    told = "As far as we know, nobody else has opened it yet."
    for ask in (owner.ask, stranger.ask):
        ask(owner.result)
        assert ask(address, method="POST").status_code == 400, "without the script's header"
    assert owner.ask(address, method="POST", headers={"X-Opened": "link"}).status_code == 204
    assert told in owner.open(f"{owner.result}/link").words
    for _ in range(3):
        stranger.ask(address, method="POST", headers={"X-Opened": "link"})
    assert "Opened at least 3 times, last on" in owner.open(f"{owner.result}/link").words
    owner.press("close")
    assert stranger.ask(address, method="POST", headers={"X-Opened": "link"}).status_code == 404


def test_after_a_change_of_the_secret_key_an_owner_link_still_opens_the_result(
    owner: Owner, start_app: Callable[..., Flask]
) -> None:
    [shown] = owner.press("owner-link").links_to("/own/")
    other = Visitor(start_app(secret_key="x" * 40))
    assert other.open(owner.result).status == 200
    page = other.send(shown)
    assert ANSWERS in page.words
    assert page.path != owner.result


def test_a_closed_link_stays_closed_when_it_gets_a_new_address(
    owner: Owner, start_app: Callable[..., Flask]
) -> None:
    [shown] = owner.press("owner-link").links_to("/own/")
    owner.press("close")
    app = start_app(secret_key="x" * 40)
    page = Visitor(app).send(shown)
    assert "Your link is closed." in page.words
    assert Visitor(app).open(page.path).status == 404
