"""The page that an invitation leads to: what it says and asks, and when it is not open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from support.invitations import INVITED_ANSWERS, begin, invite
from support.teams import Teams
from support.visitor import Visitor

from quiz.store import Invitation, Store


def test_the_invitation_says_who_sees_the_result_and_for_how_long(
    visitor: Visitor, fair: Invitation
) -> None:
    page = visitor.open("/i/LEEDS-7K4Q")
    assert page.text("h1") == fair.title
    assert "Consulate A invites you" in page.words
    assert "Stand 12, by the door" in page.words
    assert (
        "Consulate A sees your result with all your answers, and what you write here, "
        "for 400 days." in page.words
    )
    assert "You can withdraw your result later, on its page." in page.words
    assert [field["id"] for field in page.all("input")[1:]] == ["name", "email"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("leeds-7k4q", True),
        ("LEEDS7K4Q", True),
        ("Leeds%207k4q", True),
        ("leeds%E2%80%937k4q", True),
        ("%EF%BC%AC%EF%BC%A5%EF%BC%A5%EF%BC%A4%EF%BC%B3%E3%83%BC7K4Q", True),
        ("LEEDS-7K4R", False),
        ("LEEDS", False),
        ("7K4Q", False),
        ("-", False),
        ("%00", False),
        ("L" * 5000, False),
    ],
)
def test_a_code_is_accepted_in_every_spelling(
    visitor: Visitor, fair: Invitation, written: str, found: bool
) -> None:
    answer = visitor.ask(f"/i/{written}")
    if found:
        assert (answer.status_code, answer.location) == (302, f"/i/{fair.code}")
    else:
        assert answer.status_code == 404


def test_guessing_codes_is_limited_but_valid_codes_still_work(
    visitor: Visitor, fair: Invitation
) -> None:
    statuses = [visitor.ask(f"/i/NONE-{n:04}").status_code for n in range(301)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert visitor.open(f"/i/{fair.code}").status == 200


@pytest.mark.parametrize(
    ("accepts", "language"), [("en", "en"), ("ja", "ja"), ("fr", "ja"), ("", "ja")]
)
def test_the_language_of_the_invitation_is_used_if_the_browser_names_none(
    app: Flask, store: Store, accepts: str, language: str
) -> None:
    invite(store, code="LEEDS-7K4Q", language="ja")
    visitor = Visitor(app, accepts)
    assert visitor.open("/i/LEEDS-7K4Q").language == language
    assert begin(visitor).language == language, "it stays so on the way"


@pytest.mark.parametrize("email", ["no address", "a@b\u0000", "x" * 201 + "@y"])
def test_an_invalid_email_address_is_refused_and_nothing_is_lost(
    visitor: Visitor, fair: Invitation, email: str
) -> None:
    page = visitor.send(f"/i/{fair.code}", name="花子", email=email)
    assert (page.status, page.title[:7]) == (422, "Error: ")
    assert "花子" in [field.get("value") for field in page.all("input")]
    assert visitor.open("/quiz/home").status == 200
    assert "For: " not in visitor.open("/quiz/home").words


def test_fields_that_are_not_asked_for_are_not_stored(visitor: Visitor, store: Store) -> None:
    invite(store, code="LEEDS-7K4Q", asks_name=False, asks_email=False)
    assert [f["type"] for f in visitor.open("/i/LEEDS-7K4Q").all("input")] == ["hidden"]
    begin(visitor, name="花子", email="hanako@mail.example")
    visitor.answer(**INVITED_ANSWERS)
    stored = store.results.find(visitor.finish().path.removeprefix("/r/"))
    assert stored is not None
    assert stored.name is None


def test_opening_the_invitation_again_offers_to_continue(
    visitor: Visitor, fair: Invitation
) -> None:
    begin(visitor)
    visitor.answer(home="house")
    page = visitor.open(f"/i/{fair.code}")
    assert page.links_to("/quiz/") == ["/quiz/likes"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"opens_at": datetime(2098, 5, 3, tzinfo=UTC)}, "opens on 3 May 2098 (UTC)."),
        ({"closes_at": datetime(2020, 5, 3, tzinfo=UTC)}, "This invitation is closed."),
    ],
)
def test_an_invitation_that_is_not_open_says_so_and_links_to_the_quiz(
    visitor: Visitor, store: Store, changes: dict, says: str
) -> None:
    invite(store, code="LEEDS-7K4Q", **changes)
    page = visitor.open("/i/LEEDS-7K4Q")
    assert page.status == 200
    assert says in page.words
    assert page.forms == []
    assert "/" in page.links
    token = visitor.open("/quiz/home").token
    sent = visitor.ask("/i/LEEDS-7K4Q", method="POST", data={"csrf_token": token})
    assert (sent.status_code, sent.location) == (303, "/i/LEEDS-7K4Q")
    assert "For: " not in visitor.open("/quiz/home").words


def test_an_invitation_leads_to_its_results_and_numbers(teams: Teams) -> None:
    who = teams.recruiter()
    fair, talk = teams.invitation(who), teams.invitation(who)
    teams.result(who, invitation=fair, name="Ada")
    teams.result(who, invitation=talk, name="Bob")
    visitor = teams.visitor(who)
    page = visitor.open(f"/recruiter/invitations/{fair}")
    board = visitor.open(f"/recruiter?invitation={fair}")
    assert f"/recruiter?invitation={fair}" in page.links
    assert f"/recruiter/summary?invitation={fair}" in page.links
    assert "Ada" in board.words
    assert "Bob" not in board.words
    summary = visitor.open(f"/recruiter/summary?invitation={fair}")
    assert f"/recruiter?invitation={fair}" in summary.links


def test_fewer_places_than_are_taken_are_refused(teams: Teams) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who, places=5)
    for _ in range(3):
        teams.result(who, invitation=fair)
    visitor = teams.visitor(who)
    page = f"/recruiter/invitations/{fair}"
    fields = {"title": "Fair", "invitation_language": "en"}
    refused = visitor.send(page, visitor.open(page), places="2", **fields)
    assert refused.status == 422
    assert "Number of places: enter at least 3, as that many are taken." in refused.words
    assert visitor.send(page, refused, places="3", **fields).status == 200
    found = teams.store.invitations.one(who.team_id, fair)
    assert found is not None
    assert found.places == 3


def test_what_is_done_with_invitations_is_in_the_activity_log(teams: Teams) -> None:
    admin = teams.administrator()
    visitor = teams.visitor(admin)
    fields = {"title": "Leeds fair", "invitation_language": "en"}
    new = "/recruiter/invitations/new"
    page = visitor.send(new, visitor.open(new), **fields)
    address = page.path
    visitor.send(address, page, **fields)
    visitor.send(f"{address}/close", page)
    visitor.send(f"{address}/open", page)
    log = visitor.open("/recruiter/audit").words
    said = (
        "Opened the invitation “Leeds fair” again",
        "Closed the invitation “Leeds fair”",
        "Changed the invitation “Leeds fair”",
        "Made the invitation “Leeds fair”",
    )
    places = [log.index(each) for each in said]
    assert places == sorted(places), "newest first"


def opened(store: Store) -> int:
    store.openings.write()
    found = store.invitations.find("LEEDS-7K4Q")
    assert found is not None
    return found.opened


def test_a_browser_that_opens_an_invitation_counts_once(
    app: Flask, store: Store, fair: Invitation
) -> None:
    browser, address = Visitor(app), "/i/LEEDS-7K4Q/opened"
    [form] = [a for a in browser.open("/i/LEEDS-7K4Q").all("form") if "data-opened" in a]
    assert form["data-opened"] == address
    assert opened(store) == 0, "a program that fetches the page is nobody"
    assert browser.ask(address, method="POST").status_code == 400
    for _ in range(2):
        sent = browser.ask(address, method="POST", headers={"X-Opened": "link"})
        assert sent.status_code == 204
    assert opened(store) == 1
    begin(browser)
    assert opened(store) == 1
    begin(Visitor(app))
    assert opened(store) == 2, "whoever begins without scripts has opened it too"


def test_a_closed_invitation_counts_no_openings(app: Flask, store: Store, fair: Invitation) -> None:
    store.invitations.close(fair.team, fair.id, datetime.now(UTC))
    page = Visitor(app).open("/i/LEEDS-7K4Q")
    assert not [a for a in page.all("form") if "data-opened" in a]
    headers = {"X-Opened": "link"}
    Visitor(app).ask("/i/LEEDS-7K4Q/opened", method="POST", headers=headers)
    assert opened(store) == 0


def test_each_person_in_a_booth_opens_the_invitation_once(app: Flask, teams: Teams) -> None:
    who = teams.recruiter()
    invitation = teams.invitation(who, code="LEEDS-7K4Q")
    booth = teams.visitor(who)
    page = booth.send(f"/recruiter/invitations/{invitation}/booth")
    assert not [a for a in page.all("form") if "data-opened" in a], "the page waits for somebody"
    for _ in range(2):
        begin(booth)
        booth.answer(**INVITED_ANSWERS)
        booth.finish()
        booth.send("/booth/next", booth.open("/booth/result"))
    assert opened(teams.store) == 2
