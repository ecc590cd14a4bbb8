"""Owning a result: the owner's link, the list of results, deleting, and answering again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from support.owner import Owner
from support.visitor import Visitor

ANSWERS = "In a house"


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    return Visitor(app)


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
    assert "No results belong to this browser." in stranger.open("/mine").words
    assert "Your results" not in stranger.open("/").words


def test_a_deleted_result_is_gone_and_the_same_answers_make_another(owner: Owner) -> None:
    old = owner.result
    assert "This cannot be undone." in owner.open(f"{old}/delete").words
    page = owner.send(f"{old}/delete")
    assert "The result and its link have been deleted." in page.words
    assert page.links_to("/r/") == []
    assert owner.open(old).status == 404
    new = owner.finish().path
    assert new != old
    assert owner.open(old).status == 404


def test_a_cookie_from_before_a_deletion_makes_a_result_at_another_link(
    app: Flask, visitor: Visitor
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    before = visitor.client.get_cookie("quiz")
    assert before is not None
    old = visitor.finish().path
    visitor.send(f"{old}/delete")
    again = Visitor(app)
    again.client.set_cookie("quiz", before.value)
    new = again.finish().path
    assert new.startswith("/r/")
    assert new != old
    assert Visitor(app).open(old).status == 404
    again.client.set_cookie("quiz", before.value)
    assert again.finish().path == new, "sent twice, it still makes one result"


def test_submitting_again_leads_to_the_present_address_of_the_result(owner: Owner) -> None:
    owner.press("close")
    moved = owner.press("move").path.removesuffix("/link")
    assert owner.finish().path == moved


def test_the_quiz_can_be_retaken_with_the_answers_of_a_result(owner: Owner) -> None:
    owner.answer(home="tent")
    page = owner.open(f"{owner.result}/again")
    assert "This replaces the answers already given in this browser." in page.words
    page = owner.send(f"{owner.result}/again", page)
    assert page.path == "/check-answers"
    assert "In a house" in page.words
    assert owner.finish().path != owner.result


def test_others_can_take_over_answers_only_if_they_see_them(
    owner: Owner, stranger: Visitor
) -> None:
    assert stranger.open(f"{owner.result}/again").status == 404
    owner.decide("answers")
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


def test_results_of_the_same_day_and_position_differ_by_their_time(app: Flask) -> None:
    owner = Owner(app)
    listed = owner.open("/mine")
    assert re.search(r"Piano player \d+ \w+ \d{4} \d\d:\d\d \(UTC\)", listed.words)
    assert "data-clock" in listed.html
