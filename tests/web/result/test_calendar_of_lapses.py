"""Calendars say when to come back; who may open one, and when there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from support.calendars import (
    FLAT,
    HOUSE,
    LAST_ROUND,
    PUBLIC,
    TENT,
    UNPRACTISED,
    WINDOW,
    calendar_of,
    events,
    notes,
    owner_of,
    triggers,
)
from support.visitor import Visitor

from quiz.web.result.access import OpenedResult
from quiz.web.result.calendar import has_calendar


def test_a_block_that_lapses_on_a_day_is_an_entry_for_coming_back(
    start_small: Callable[..., Flask],
) -> None:
    owner, result = owner_of(start_small(until="2029-03-31"), **FLAT)
    [event] = events(calendar_of(owner, result))
    assert event.summary.value == "The concert – look again at DRUMS: 31 March 2029"
    assert event.dtstart.value == dt.date(2029, 3, 31)
    assert notes(event) == [
        "Your neighbours would complain. (DRUMS)",
        "This applies until 31 March 2029.",
        f"The result: {PUBLIC}{result}",
    ]
    assert triggers(event) == [(dt.timedelta(hours=9), ["START"])]


def test_a_block_that_lapses_with_an_edition_has_the_day_on_which_that_opens(
    start_small: Callable[..., Flask],
) -> None:
    window = LAST_ROUND.replace("home: house", "home: flat")
    window = window.replace("    when:", "    if: {best: DRUMS}\n    when:")
    app = start_small(window, until="{from_edition: 2031}")
    owner, result = owner_of(app, **FLAT)
    [event] = events(calendar_of(owner, result))
    assert event.summary.value == "The concert – look again at DRUMS: about September 2030"
    assert event.dtstart.value == dt.date(2030, 9, 1)
    assert notes(event)[:5] == [
        "Your neighbours would complain. (DRUMS)",
        "This does not stand in the way of applying for 2031 or later.",
        (
            "Applications, with forms; and more (https://forms.example/a,b): "
            "about September 2030 to November 2030 (last seen for 2027)."
        ),
        (
            "These dates are from the 2027 cycle and are only a guide. "
            "Confirm the new ones with the conductor."
        ),
        "Where only a month is known, this entry has the first day of it.",
    ]
    owner.language = "ja"
    [event] = events(calendar_of(owner, result))
    assert event.summary.value == "演奏会 – DRUMSをもう一度検討：2030年9月ごろ"
    assert notes(event)[1] == "2031年度以降の応募には差し支えありません。"
    # It depends on an answer, which others do not see.
    stranger = Visitor(app, base_url=PUBLIC)
    assert calendar_of(stranger, result).status_code == 404
    owner.send(f"{result}/link", reveal="answers", name="", closes_on="")
    assert len(events(calendar_of(stranger, result))) == 1


def test_what_stands_in_the_way_too_is_named(start_small: Callable[..., Flask]) -> None:
    app = start_small(until="2029-03-31", rules=UNPRACTISED)
    owner, result = owner_of(app, **{**FLAT, "skill": "none"})
    [event] = events(calendar_of(owner, result))
    assert notes(event)[2] == "This stands in the way too:\nPractise first. (DRUMS)"


@pytest.mark.parametrize(
    ("added", "until", "answers"),
    [
        ("", "", HOUSE),  # no dates in the file
        (WINDOW, "", TENT),  # none for these answers, and these blocks do not lapse
        ("", "{from_edition: 2031}", FLAT),  # nobody knows when that edition opens
    ],
)
def test_without_dates_and_anything_that_lapses_there_is_no_calendar(
    start_small: Callable[..., Flask], added: str, until: str, answers: dict[str, str]
) -> None:
    owner, result = owner_of(start_small(added, until), **answers)
    assert calendar_of(owner, result).status_code == 404


@pytest.mark.parametrize(
    ("reveal", "status"), [("recommendation", 404), ("reasons", 200), ("answers", 200)]
)
def test_others_get_it_where_the_link_shows_the_reasons(
    start_small: Callable[..., Flask], reveal: str, status: int
) -> None:
    app = start_small(WINDOW)
    owner, result = owner_of(app, **HOUSE)
    owner.send(f"{result}/link", reveal=reveal, name="花子", closes_on="")
    answer = calendar_of(Visitor(app, base_url=PUBLIC), result)
    assert answer.status_code == status
    assert "花子" not in answer.text
    assert calendar_of(owner, result).status_code == 200
    owner.send(f"{result}/close", owner.open(f"{result}/link"))
    assert calendar_of(Visitor(app, base_url=PUBLIC), result).status_code == 404
    assert calendar_of(owner, result).status_code == 200


@pytest.mark.parametrize(("reveal", "shown"), [("recommendation", False), ("reasons", True)])
def test_the_page_can_ask_whether_there_is_one(
    start_small: Callable[..., Flask], reveal: str, shown: bool
) -> None:
    app = start_small(WINDOW)
    quiz = app.extensions["quiz"]
    owner, result = owner_of(app, **HOUSE)
    owner.send(f"{result}/link", reveal=reveal, name="", closes_on="")
    token = result.removeprefix("/r/")
    stored = quiz.store.results.find(token)
    rules = quiz.editions.find(stored.digest).rules
    assert has_calendar(OpenedResult(token, stored, mine=False, open=True), rules) == shown
    assert has_calendar(OpenedResult(token, stored, mine=True, open=True), rules)


def test_its_headers_are_those_of_the_json(
    start_small: Callable[..., Flask],
) -> None:
    owner, result = owner_of(start_small(WINDOW), **HOUSE)
    calendar, json = calendar_of(owner, result), owner.ask(f"{result}/result.json")
    own = ("Content-Type", "Content-Length")
    assert [h for h in calendar.headers if h[0] not in own] == [
        h for h in json.headers if h[0] not in own
    ]
    assert calendar.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in calendar.headers
