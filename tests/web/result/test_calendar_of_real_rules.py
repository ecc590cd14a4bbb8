"""Calendars by rules.yaml: the dates that the result names, and when to come back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import ROOT
from flask import Flask
from support.calendars import PUBLIC, calendar_of, events, notes, unfolded
from support.visitor import Visitor

pytestmark = pytest.mark.thorough

PERSON = {
    "duties": ["team_teaching", "clubs", "events"],
    "teaching_interest": "keen",
    "teaching_experience": ["youth_work"],
    "sports_background": "fun",
    "work_language": "english",
    "language": "excellent",
    "japanese_level": "none",
    "japanese_use": "none",
    "citizenship": "citizen",
    "degree": "bachelor",
    "history": ["none_of_these"],
}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_with_the_real_rules_each_country_has_an_entry_for_each_date_of_the_result(
    start_app: Callable[..., Flask], language: str
) -> None:
    app = start_app(rules_path=ROOT / "rules.yaml", public_url=PUBLIC)
    rules = app.extensions["quiz"].editions.today.rules
    for country in ("us", "in", "gb", "br", "jm"):
        answers = {**PERSON, "country": country}
        visitor = Visitor(app, language, base_url=PUBLIC)
        visitor.answer(**{id_: answers[id_] for id_ in rules.questions if id_ in answers})
        result = visitor.finish().path
        data = visitor.ask(f"{result}/result.json").json
        assert data is not None
        answer = calendar_of(visitor, result)
        found = events(answer)
        assert len(found) == len(data["dates"]) == 1
        words = visitor.open(result).words
        for event, date in zip(found, data["dates"], strict=True):
            says, when = event.summary.value.partition(" – ")[2], notes(event)[0]
            assert date["says"] in says
            assert when in words
            if date["as_of"] != int(rules.edition):
                assert event.dtstart.value.day == 1
                assert event.status.value == "TENTATIVE"
                assert ("about" if language == "en" else "ごろ") in says
        unfolded(answer)


def test_with_the_real_rules_who_declined_is_told_when_to_come_back(
    start_app: Callable[..., Flask],
) -> None:
    app = start_app(rules_path=ROOT / "rules.yaml", public_url=PUBLIC)
    rules = app.extensions["quiz"].editions.today.rules
    until = rules.rules["declined-a-placement"].until.from_edition
    owner = Visitor(app, base_url=PUBLIC)
    answers = {**PERSON, "country": "us", "history": ["declined"]}
    owner.answer(**{id_: answers[id_] for id_ in rules.questions if id_ in answers})
    result = owner.finish().path
    [event] = events(calendar_of(owner, result))
    assert f"stand in the way of applying for {until} or later." in event.description.value
    assert event.dtstart.value.year in (until - 1, until)
    assert "look again at ALT" in event.summary.value
