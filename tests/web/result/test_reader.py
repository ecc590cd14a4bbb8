"""Who opens the link of somebody else's result is not spoken to as if it were their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from support.calendars import LAST_ROUND
from support.owner import Owner
from support.visitor import Page, Visitor


@pytest.fixture
def app(start_small: Callable[..., Flask]) -> Flask:
    """An application whose results have dates, and another match with other answers."""
    return start_small(LAST_ROUND)


@pytest.fixture
def owner(app: Flask) -> Owner:
    return Owner(app)


@pytest.fixture
def theirs(app: Flask, owner: Owner) -> Page:
    """The page of the result, as others see it."""
    return Visitor(app).open(owner.result)


def test_others_read_what_would_change_it_under_a_heading_that_offers_nothing(
    owner: Owner, theirs: Page
) -> None:
    mine = owner.open(owner.result)
    says = "DRUMS would be the best match with one other answer."
    assert f"Try other answers {says} Choose other answers" in mine.words
    assert f"What would change it {says}" in theirs.words
    assert "Try other answers" not in theirs.words
    assert "DRUMS would be your best match if you answered:" in mine.words
    assert "DRUMS would be the best match with these answers:" in theirs.words
    assert "your best match" not in theirs.words


def test_others_are_offered_no_calendar_and_no_mail_to_themselves(
    owner: Owner, theirs: Page
) -> None:
    mine = owner.open(owner.result)
    assert "Your next steps" in mine.words
    assert f"{owner.result}/calendar.ics" in mine.links
    assert [link for link in mine.links if link.startswith("mailto:")]
    assert "E-mail it to me" in mine.words
    assert "Your next steps" not in theirs.words
    assert "Next steps" in theirs.words
    assert f"{owner.result}/calendar.ics" not in theirs.links
    assert not [link for link in theirs.links if link.startswith("mailto:")]
    assert "E-mail it to me" not in theirs.words
