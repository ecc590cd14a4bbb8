"""Who is responsible for the data of somebody invited, and for how long: said from the start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from support.invitations import INVITED_ANSWERS, begin, invite
from support.visitor import Visitor

from quiz.store import OfficeDetails, Store


@pytest.mark.parametrize(("kept_days", "days"), [(30, 30), (None, 400), (900, 400)])
def test_the_period_is_told_before_the_first_question_in_what_is_kept_and_on_the_result(
    app: Flask, store: Store, kept_days: int | None, days: int
) -> None:
    invite(store, code="LEEDS-7K4Q", kept_days=kept_days)
    visitor = Visitor(app)
    page = visitor.open("/i/LEEDS-7K4Q")
    assert f"and what you write here, for {days} days." in page.words
    assert "After that, your result is deleted, for you too." in page.words
    begin(visitor, name="", email="")
    words = visitor.open("/privacy").words
    assert f"Results that come by it are deleted after {days} days." in words
    visitor.answer(**INVITED_ANSWERS)
    result = visitor.finish()
    localized = app.extensions["quiz"].editions.today.localizations["en"]
    day = localized.language.date((datetime.now(UTC) + timedelta(days=days)).date())
    words = result.words.replace(" (UTC) .", ".")
    assert f"It is deleted on {day}." in words
    assert f"Consulate A sees this result with your answers until {day}." in words


def test_the_controller_and_its_contact_are_named_to_whoever_is_invited(
    app: Flask, store: Store
) -> None:
    invitation = invite(store, code="LEEDS-7K4Q")
    visitor = Visitor(app)
    controller = "Consulate A is responsible for the data that it gets (the controller)."
    assert controller in visitor.open("/i/LEEDS-7K4Q").words
    assert "Who has invited you" not in visitor.open("/privacy").words
    begin(visitor, name="", email="")
    words = visitor.open("/privacy").words
    assert "Consulate A has invited you with “Careers fair, 3 October”." in words
    assert "It has given no contact here." in words
    details = OfficeDetails(names={"ja": "A総領事館"}, email="data@a.example", phone="+44 1")
    store.offices.change(invitation.team, details)
    assert "data@a.example" in visitor.open("/i/LEEDS-7K4Q").words
    page = visitor.open("/privacy")
    assert "data@a.example" in page.words
    assert "It has given no contact here." not in page.words
    assert "A総領事館は「" not in page.words
    assert (
        "あなたはA総領事館の「Careers fair, 3 October」で" in visitor.open("/privacy?lang=ja").words
    )


def test_what_is_kept_names_no_invitation_that_was_removed_meanwhile(
    app: Flask, store: Store
) -> None:
    invitation = invite(store, code="LEEDS-7K4Q")
    visitor = Visitor(app)
    begin(visitor, name="", email="")
    people = store.accounts.people(invitation.team)
    removed = store.removals.remove_invitation(
        invitation.team, people[0].recruiter.id, invitation.id, datetime.now(UTC)
    )
    assert removed is not None
    page = visitor.open("/privacy")
    assert (page.status, "Who has invited you" in page.words) == (200, False)
