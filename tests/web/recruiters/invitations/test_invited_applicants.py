"""Taking the quiz by an invitation: what the team gets, and withdrawing it."""

from __future__ import annotations

import logging
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from support.invitations import INVITED_ANSWERS, begin, invite, taken
from support.visitor import Visitor

from quiz.store import Invitation, Store, StoreError
from quiz.store.visits import Visits
from quiz.web.framework.language import Language
from quiz.web.wording.edition import Editions


def test_every_question_names_the_team_and_the_invitation(
    visitor: Visitor, fair: Invitation
) -> None:
    line = f"For: Consulate A – {fair.title}"
    assert line in begin(visitor).words
    assert line in visitor.answer(**INVITED_ANSWERS).words
    assert line in visitor.open("/").words


def test_no_team_is_named_without_an_invitation(visitor: Visitor, fair: Invitation) -> None:
    assert "For: " not in visitor.open("/quiz/home").words
    assert "For: " not in visitor.answer(**INVITED_ANSWERS).words
    assert fair.team_name not in visitor.finish().words


def test_the_team_gets_the_result_with_the_name_that_was_given(
    visitor: Visitor, store: Store, fair: Invitation
) -> None:
    begin(visitor, name="花子", email="hanako@mail.example")
    visitor.answer(**INVITED_ANSWERS)
    page = visitor.finish()
    until = spoken_by(visitor).date(datetime.now(UTC) + timedelta(days=400))
    assert f"Consulate A sees this result with your answers until {until} (UTC)" in page.words
    assert "Your answers, which you and Consulate A see" in page.words
    stored = store.results.find(page.path.removeprefix("/r/"))
    assert stored is not None
    assert (stored.invitation, stored.name) == (fair.id, "花子")
    found = store.invitations.find(fair.code)
    assert found is not None
    assert (found.taken, found.started, found.finished) == (1, 1, 1)


def spoken_by(visitor: Visitor) -> Language:
    editions: Editions = visitor.client.application.extensions["quiz"].editions
    return editions.today.localizations[visitor.language].language


def test_others_do_not_see_which_team_has_a_result(
    app: Flask, visitor: Visitor, fair: Invitation
) -> None:
    begin(visitor)
    visitor.answer(**INVITED_ANSWERS)
    address = visitor.finish().path
    stranger = Visitor(app)
    assert fair.team_name not in stranger.open(address).words
    assert stranger.open(f"{address}/withdraw").status == 404
    assert stranger.ask(f"{address}/withdraw", method="POST").status_code == 404


def test_starting_by_an_invitation_discards_earlier_answers(
    visitor: Visitor, fair: Invitation
) -> None:
    visitor.answer(**INVITED_ANSWERS)
    assert "This replaces the answers" in visitor.open(f"/i/{fair.code}").words
    assert begin(visitor).chosen == []
    assert "This replaces the answers" not in visitor.open(f"/i/{fair.code}").words


def test_starting_again_leaves_the_invitation_and_offers_it_again(
    visitor: Visitor, fair: Invitation
) -> None:
    begin(visitor)
    visitor.answer(home="house")
    page = visitor.send("/start-again", visitor.open("/"))
    assert page.path == f"/i/{fair.code}"
    visitor.answer(**INVITED_ANSWERS)
    assert fair.team_name not in visitor.finish().words


def test_the_last_place_is_given_once_and_the_next_applicant_is_told(
    app: Flask, store: Store
) -> None:
    invite(store, "Consulate A", code="LEEDS-7K4Q", places=1)
    first, second = Visitor(app), Visitor(app)
    for visitor in (first, second):
        begin(visitor)
        visitor.answer(**INVITED_ANSWERS)
    assert "Consulate A sees this result" in first.finish().words
    page = second.finish()
    assert page.status == 200
    assert "The team did not get this result; it is yours alone." in page.words
    assert "Consulate A" not in page.words
    assert taken(store) == 1
    assert "All places on this invitation are taken." in Visitor(app).open("/i/LEEDS-7K4Q").words


def test_submitting_the_same_answers_twice_takes_one_place(
    visitor: Visitor, store: Store, fair: Invitation
) -> None:
    begin(visitor)
    visitor.answer(**INVITED_ANSWERS)
    assert visitor.finish().path == visitor.finish().path
    assert taken(store, fair.code) == 1


def test_withdrawing_removes_the_result_from_the_team_and_keeps_it_for_its_owner(
    visitor: Visitor, store: Store, fair: Invitation
) -> None:
    begin(visitor, name="花子", email="hanako@mail.example")
    visitor.answer(**INVITED_ANSWERS)
    address = visitor.finish().path
    asked = visitor.open(f"{address}/withdraw")
    assert asked.text("h1") == "Withdraw this result from Consulate A?"
    assert taken(store) == 1, "asking changes nothing"
    page = visitor.send(f"{address}/withdraw", asked)
    assert page.path == address
    assert "The result has been withdrawn. The team can no longer see it." in page.words
    assert "Consulate A" not in page.words
    assert "Consulate A" not in visitor.open(address).words
    assert taken(store, fair.code) == 0
    stored = store.results.find(address.removeprefix("/r/"))
    assert stored is not None
    assert (stored.invitation, stored.name) == (None, "花子")
    assert visitor.open(f"{address}/withdraw").path == address
    assert visitor.finish().path == address, "sent again, it is not the team's again"
    assert taken(store, fair.code) == 0


@pytest.mark.parametrize("way", ["again", "delete"])
def test_results_after_retaking_or_deleting_go_to_no_team(
    visitor: Visitor, store: Store, fair: Invitation, way: str
) -> None:
    begin(visitor)
    visitor.answer(**INVITED_ANSWERS)
    address = visitor.finish().path
    visitor.send(f"{address}/{way}")
    assert fair.team_name not in visitor.finish().words
    assert taken(store, fair.code) == (1 if way == "again" else 0)


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
        visitor.answer(**INVITED_ANSWERS)
        assert f"{fair.team_name} sees this result" in visitor.finish().words
    assert caplog.text.count("the disk is full") == 5


def test_a_result_that_the_team_missed_is_still_missed_when_submitted_again(
    visitor: Visitor, store: Store
) -> None:
    fair = invite(store, "Consulate A", code="LEEDS-7K4Q")
    begin(visitor)
    visitor.answer(**INVITED_ANSWERS)
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
