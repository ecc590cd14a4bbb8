"""A booth: people take the quiz in turn on one device, which keeps nothing of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from support.booth import ANSWERS, START, cookie, owner_link, take
from support.invitations import invite
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Invitation
from quiz.web.framework.csrf import unmasked


def sent_tokens(page: Page) -> list[str]:
    return [a["value"] for a in page.all("input") if a.get("name") == "csrf_token"]


def test_starting_a_booth_asks_first_and_signs_the_recruiter_out(
    teams: Teams, fair: Invitation
) -> None:
    visitor = teams.visitor(teams.recruiter("Consulate A"))
    page = visitor.open(f"/recruiter/invitations/{fair.id}/booth")
    assert "You will be signed out on this device" in page.words
    assert visitor.open("/recruiter").path == "/recruiter", "asking changes nothing"
    visitor.send(f"/recruiter/invitations/{fair.id}/booth", page)
    assert visitor.client.get_cookie("recruiter") is None
    assert cookie(visitor).keys() == {"booth", "csrf_token", "language"}


def test_a_booth_starts_in_the_language_of_the_invitation(tablet: Visitor) -> None:
    assert tablet.open(START).language == "ja"
    assert tablet.open(f"{START}?lang=en").language == "en"
    tablet.send("/booth/next", tablet.open(START))
    assert tablet.open(START).language == "ja"


def test_a_booth_shows_a_short_result_under_an_address_without_a_token(
    tablet: Visitor,
) -> None:
    tablet.open(f"{START}?lang=en")
    page = take(tablet, name="花子", email="hanako@mail.example")
    assert page.path == "/booth/result"
    assert page.text("h1") == "Piano player"
    assert page.title == "Your result – Which instrument suits you?"
    assert "PIANO Best match 100\u00a0%" in page.words
    assert "花子" not in page.words
    assert page.links_to("/r/") == page.links_to("/mine") == []
    assert page.headers["Cache-Control"] == "no-store"


def test_the_team_gets_the_result_and_the_phone_becomes_its_owner(
    app: Flask, teams: Teams, tablet: Visitor, fair: Invitation
) -> None:
    take(tablet, name="花子")
    phone = Visitor(app)
    address = owner_link(teams, tablet)
    page = phone.send(address, phone.open(address))
    assert "Consulate A sees this result with your answers" in page.words
    assert "Your best match" in page.words
    found = teams.store.invitations.find(fair.code)
    assert found is not None
    assert (found.taken, found.started, found.finished) == (1, 1, 1)
    assert "mine" not in cookie(tablet)


def test_showing_the_result_removes_the_answers_from_the_cookie(tablet: Visitor) -> None:
    take(tablet, name="花子", email="hanako@mail.example")
    kept = cookie(tablet)
    # That the invitation was opened says nothing of a person, and ends with this one.
    assert kept.keys() == {"booth", "csrf_token", "language", "opened", "taken"}
    assert "花子" not in str(kept)


@pytest.mark.parametrize("way", ["next", "begin"])
def test_the_next_person_finds_nothing_of_the_previous_one(
    teams: Teams, tablet: Visitor, way: str
) -> None:
    take(tablet, name="花子", email="hanako@mail.example")
    before = owner_link(teams, tablet)
    token = tablet.open("/booth/result").token
    if way == "next":
        assert tablet.send("/booth/next", tablet.open("/booth/result")).path == START
        assert cookie(tablet)["csrf_token"] != token
    else:
        tablet.send(START)
    assert "taken" not in cookie(tablet)
    page = tablet.open(START)
    assert [f.get("value", "") for f in page.all("input") if f["type"] != "hidden"] == ["", ""]
    assert tablet.open("/quiz/home").chosen == []
    assert tablet.open("/booth/result").path == START
    assert tablet.open(before).path == START, "the device owns nothing"


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/mine",
        "/quiz/home",
        "/quiz/likes",
        "/check-answers",
        "/booth/result",
        "/recruiter",
        "/recruiter/sign-in",
        "/i/YORK-7K4Q",
        "/i/leeds7k4q",
        "/nowhere",
        "/own/" + "a" * 26,
    ],
)
def test_other_pages_redirect_to_the_start_of_the_booth(tablet: Visitor, address: str) -> None:
    assert tablet.open(address).path == START


def test_a_result_of_somebody_else_does_not_open_in_a_booth(app: Flask, tablet: Visitor) -> None:
    other = Visitor(app)
    other.answer(**ANSWERS)
    address = other.finish().path
    for way in ("", "/link", "/delete", "/code", "/withdraw"):
        assert tablet.open(f"{address}{way}").path == START


def test_going_back_from_the_result_never_shows_the_answers(tablet: Visitor) -> None:
    take(tablet)
    for address in ("/check-answers", "/quiz/skill"):
        page = tablet.open(address)
        assert page.path == "/booth/result"
    sent = tablet.ask("/check-answers", method="POST", data={"csrf_token": "x"})
    assert (sent.status_code, sent.location) == (303, "/booth/result")


@pytest.mark.parametrize("address", ["/rules", "/privacy", START])
def test_public_pages_have_a_link_to_the_start_of_the_booth(
    app: Flask, tablet: Visitor, address: str
) -> None:
    page = tablet.open(address)
    assert "booth.js" in page.html
    token = cookie(tablet)["csrf_token"].encode()
    assert token in [unmasked(sent) for sent in sent_tokens(page)]
    other = Visitor(app, tablet.open(address).language).open(address)
    assert token not in [unmasked(sent) for sent in sent_tokens(other)]
    assert "booth.js" not in other.html


def test_submitting_twice_makes_one_result_with_one_owner_link(
    tablet: Visitor, teams: Teams
) -> None:
    tablet.send(START)
    tablet.answer(**ANSWERS)
    twin = Visitor(tablet.client.application)
    shared = tablet.client.get_cookie("quiz")
    assert shared is not None
    twin.client.set_cookie("quiz", shared.value)
    tablet.finish()
    twin.finish()
    assert cookie(tablet)["taken"] == cookie(twin)["taken"]
    assert owner_link(teams, tablet)


def test_finishing_from_an_outdated_page_says_what_to_do(tablet: Visitor) -> None:
    take(tablet)
    page = Page(tablet.ask("/booth/next", method="POST", data={"csrf_token": "old"}))
    page.look()
    assert (page.status, page.title[:4]) == (400, "エラー：")
    assert tablet.send("/booth/next", page).path == START


def test_the_pages_of_a_booth_redirect_to_the_start_on_other_devices(visitor: Visitor) -> None:
    token = visitor.open("/quiz/home").token
    for method, address in (
        ("GET", "/booth/result"),
        ("GET", "/booth/leave"),
        ("POST", "/booth/next"),
        ("POST", "/booth/leave"),
    ):
        answer = visitor.ask(address, method=method, data={"csrf_token": token})
        assert (answer.status_code, answer.location) == (303, "/")


def test_a_result_finished_after_the_last_place_was_taken_says_so(app: Flask, teams: Teams) -> None:
    one = invite(teams.store, "Consulate A", code="LEEDS-7K4Q", places=1)
    tablet = teams.visitor(teams.recruiter("Consulate A"))
    tablet.send(f"/recruiter/invitations/{one.id}/booth")
    tablet.send(START)
    tablet.answer(**ANSWERS)
    phone = Visitor(app)
    phone.send(START)
    phone.answer(**ANSWERS)
    phone.finish()
    page = tablet.finish()
    assert page.path == "/booth/result"
    assert "The team did not get this result; it is yours alone." in page.words


def test_a_closed_invitation_does_not_offer_the_quiz_in_a_booth(
    teams: Teams, tablet: Visitor, fair: Invitation
) -> None:
    teams.store.invitations.close(fair.team, fair.id, datetime.now(UTC))
    page = tablet.open(f"{START}?lang=en")
    assert "This invitation is closed." in page.words
    assert "You can still take the quiz." not in page.words
    assert "You can still take the quiz." in Visitor(teams.app).open(START).words


def test_the_first_page_times_out_only_after_somebody_has_started(
    tablet: Visitor,
) -> None:
    def waits() -> bool:
        return any("data-waits" in form for form in tablet.open(START).all("form"))

    assert waits(), "for the next person"
    tablet.send(START)
    tablet.answer(home="house")
    assert not waits()
