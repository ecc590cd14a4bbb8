"""Taking the quiz by an invitation: what applicants read, what the team gets, and withdrawing."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from support.invitations import invite
from support.visitor import Page, Visitor

from quiz.store import Invitation, Store, StoreError
from quiz.store.visits import Visits
from quiz.web.framework.language import Language
from quiz.web.wording.edition import Editions

ANSWERS = {"home": "house", "likes": "melody", "skill": "some"}
HOUR = timedelta(hours=1)
Invite = Callable[..., Invitation]


@pytest.fixture
def store(app: Flask) -> Store:
    found: Store = app.extensions["quiz"].store
    return found


@pytest.fixture
def fair(store: Store) -> Invitation:
    return invite(store, "Consulate A", code="LEEDS-7K4Q", note="Stand 12,\nby the door")


def begin(visitor: Visitor, **fields: str) -> Page:
    page = visitor.send("/i/LEEDS-7K4Q", **fields)
    assert page.path == "/quiz/home"
    return page


def places_taken(store: Store, code: str = "LEEDS-7K4Q") -> int:
    found = store.invitations.find(code)
    assert found is not None
    return found.taken


def test_the_invitation_says_who_sees_the_result_and_for_how_long(
    visitor: Visitor, fair: Invitation
) -> None:
    page = visitor.open("/i/LEEDS-7K4Q")
    assert page.text("h1") == fair.title
    assert "Consulate A invites you" in page.words
    assert "Stand 12, by the door" in page.words
    assert (
        "Consulate A sees your result with all your answers, and what you write below, "
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
    statuses = [visitor.ask(f"/i/NONE-{n:04}").status_code for n in range(70)]
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


def test_every_question_names_the_team_and_the_invitation(
    visitor: Visitor, fair: Invitation
) -> None:
    line = f"For: Consulate A – {fair.title}"
    assert line in begin(visitor).words
    assert line in visitor.answer(**ANSWERS).words
    assert line in visitor.open("/").words


def test_no_team_is_named_without_an_invitation(visitor: Visitor, fair: Invitation) -> None:
    assert "For: " not in visitor.open("/quiz/home").words
    assert "For: " not in visitor.answer(**ANSWERS).words
    assert fair.team_name not in visitor.finish().words


def test_the_team_gets_the_result_with_the_name_that_was_given(
    visitor: Visitor, store: Store, fair: Invitation
) -> None:
    begin(visitor, name="花子", email="hanako@mail.example")
    visitor.answer(**ANSWERS)
    page = visitor.finish()
    until = language_of(visitor).date(datetime.now(UTC) + timedelta(days=400))
    assert f"Consulate A sees this result with your answers until {until}." in page.words
    assert "Your answers, which you and Consulate A see" in page.words
    stored = store.results.find(page.path.removeprefix("/r/"))
    assert stored is not None
    assert (stored.invitation, stored.name) == (fair.id, "花子")
    found = store.invitations.find(fair.code)
    assert found is not None
    assert (found.taken, found.started, found.finished) == (1, 1, 1)


def language_of(visitor: Visitor) -> Language:
    editions: Editions = visitor.client.application.extensions["quiz"].editions
    return editions.today.localizations[visitor.language].language


def test_others_do_not_see_which_team_has_a_result(
    app: Flask, visitor: Visitor, fair: Invitation
) -> None:
    begin(visitor)
    visitor.answer(**ANSWERS)
    address = visitor.finish().path
    stranger = Visitor(app)
    assert fair.team_name not in stranger.open(address).words
    assert stranger.open(f"{address}/withdraw").status == 404
    assert stranger.ask(f"{address}/withdraw", method="POST").status_code == 404


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
    visitor.answer(**ANSWERS)
    stored = store.results.find(visitor.finish().path.removeprefix("/r/"))
    assert stored is not None
    assert stored.name is None


def test_starting_by_an_invitation_discards_earlier_answers(
    visitor: Visitor, fair: Invitation
) -> None:
    visitor.answer(**ANSWERS)
    assert "are replaced" in visitor.open(f"/i/{fair.code}").words
    assert begin(visitor).chosen == []
    assert "are replaced" not in visitor.open(f"/i/{fair.code}").words


def test_opening_the_invitation_again_offers_to_continue(
    visitor: Visitor, fair: Invitation
) -> None:
    begin(visitor)
    visitor.answer(home="house")
    page = visitor.open(f"/i/{fair.code}")
    assert page.links_to("/quiz/") == ["/quiz/likes"]


def test_starting_again_leaves_the_invitation_and_offers_it_again(
    visitor: Visitor, fair: Invitation
) -> None:
    begin(visitor)
    visitor.answer(home="house")
    page = visitor.send("/start-again", visitor.open("/"))
    assert page.path == f"/i/{fair.code}"
    visitor.answer(**ANSWERS)
    assert fair.team_name not in visitor.finish().words


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"opens_at": datetime(2098, 5, 3, tzinfo=UTC)}, "opens on 3 May 2098."),
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


def test_the_last_place_is_given_once_and_the_next_applicant_is_told(
    app: Flask, store: Store
) -> None:
    invite(store, "Consulate A", code="LEEDS-7K4Q", places=1)
    first, second = Visitor(app), Visitor(app)
    for visitor in (first, second):
        begin(visitor)
        visitor.answer(**ANSWERS)
    assert "Consulate A sees this result" in first.finish().words
    page = second.finish()
    assert page.status == 200
    assert "The team did not get this result; it is yours alone." in page.words
    assert "Consulate A" not in page.words
    assert places_taken(store) == 1
    assert "All places of this invitation are taken." in Visitor(app).open("/i/LEEDS-7K4Q").words


def test_submitting_the_same_answers_twice_takes_one_place(
    visitor: Visitor, store: Store, fair: Invitation
) -> None:
    begin(visitor)
    visitor.answer(**ANSWERS)
    assert visitor.finish().path == visitor.finish().path
    assert places_taken(store, fair.code) == 1


def test_withdrawing_removes_the_result_from_the_team_and_keeps_it_for_its_owner(
    visitor: Visitor, store: Store, fair: Invitation
) -> None:
    begin(visitor, name="花子", email="hanako@mail.example")
    visitor.answer(**ANSWERS)
    address = visitor.finish().path
    asked = visitor.open(f"{address}/withdraw")
    assert asked.text("h1") == "Withdraw this result from Consulate A?"
    assert places_taken(store) == 1, "asking changes nothing"
    page = visitor.send(f"{address}/withdraw", asked)
    assert page.path == address
    assert "The result is withdrawn. The team no longer sees it." in page.words
    assert "Consulate A" not in page.words
    assert "Consulate A" not in visitor.open(address).words
    assert places_taken(store, fair.code) == 0
    stored = store.results.find(address.removeprefix("/r/"))
    assert stored is not None
    assert (stored.invitation, stored.name) == (None, "花子")
    assert visitor.open(f"{address}/withdraw").path == address
    assert visitor.finish().path == address, "sent again, it is not the team's again"
    assert places_taken(store, fair.code) == 0


@pytest.mark.parametrize("way", ["again", "delete"])
def test_results_after_retaking_or_deleting_go_to_no_team(
    visitor: Visitor, store: Store, fair: Invitation, way: str
) -> None:
    begin(visitor)
    visitor.answer(**ANSWERS)
    address = visitor.finish().path
    visitor.send(f"{address}/{way}")
    assert fair.team_name not in visitor.finish().words
    assert places_taken(store, fair.code) == (1 if way == "again" else 0)


def test_the_furthest_question_is_recorded_even_if_an_earlier_one_is_changed(
    visitor: Visitor, fair: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    reach = Visits.reach

    def note(self: Visits, sitting: str, question: str) -> None:
        noted.append(question)
        reach(self, sitting, question)

    monkeypatch.setattr(Visits, "reach", note)
    begin(visitor)
    visitor.answer(home="house", likes="melody")
    visitor.answer(home="tent")
    assert noted == ["home", "likes", "likes"]


def test_answering_works_while_visits_cannot_be_recorded(
    visitor: Visitor,
    fair: Invitation,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_args: object, **_values: object) -> None:
        raise StoreError("cannot note a visit: the disk is full")

    for name in ("start", "reach", "finish"):
        monkeypatch.setattr(Visits, name, fail)
    with caplog.at_level(logging.ERROR):
        begin(visitor)
        visitor.answer(**ANSWERS)
        assert f"{fair.team_name} sees this result" in visitor.finish().words
    assert caplog.text.count("the disk is full") == 5


def test_a_result_that_the_team_missed_is_still_missed_when_submitted_again(
    visitor: Visitor, store: Store
) -> None:
    fair = invite(store, "Consulate A", code="LEEDS-7K4Q")
    begin(visitor)
    visitor.answer(**ANSWERS)
    store.invitations.close(fair.team, fair.id, datetime.now(UTC))
    pages = [visitor.finish() for _ in range(2)]
    assert pages[0].path == pages[1].path
    for page in pages:
        assert "The team did not get this result; it is yours alone." in page.words


def test_the_largest_cookie_with_an_invitation_fits_into_a_browser(
    visitor: Visitor, store: Store
) -> None:
    invite(store, "領" * 200, code="LEEDS-7K4Q", title="題" * 80)
    begin(visitor, name="名" * 60, email="m" * 187 + "@mail.example")
    with visitor.client.session_transaction() as cookie:
        cookie["mine"] = [f"{10**12 + number}.{secrets.token_hex(4)}" for number in range(20)]
        cookie["answers"] = {
            f"a_question_{n}": [f"a choice {n} {m}" for m in range(8)] for n in range(20)
        }
    sent = visitor.client.get_cookie("quiz")
    assert sent is not None
    assert len(sent.value) < 4000
