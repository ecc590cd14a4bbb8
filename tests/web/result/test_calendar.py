"""The dates of a result as a calendar, read by another library and line by line (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import vobject
from conftest import ROOT, SMALL
from flask import Flask
from support.visitor import Visitor
from werkzeug.test import TestResponse

from quiz.web.result.access import OpenedResult
from quiz.web.result.calendar import has_calendar

PUBLIC = "https://quiz.example"
HOUSE = {"home": "house", "likes": "melody", "skill": "some"}
FLAT = {"home": "flat", "neighbours": "hate", "likes": "rhythm", "skill": "some"}
TENT = {"home": "tent", "likes": "melody", "skill": "some"}
PROGRAMME = """
programme:
  name: {en: the concert, ja: 演奏会}
  decides: {en: the conductor, ja: 指揮者}
"""
WINDOW = """
dates:
  window:
    when: {home: house}
    from: 2029-09-21
    until: 2029-11-13
    as_of: 2030
    says: {en: "Applications, with [forms; and more](https://forms.example/a,b)", ja: 応募受付}
    facts: [F1, F2]
"""
LAST_ROUND = WINDOW.replace("2029", "2026").replace("2030", "2027")
UNPRACTISED = """
  unpractised:
    when: {skill: none}
    blocks: [DRUMS]
    because: {en: Practise first., ja: まず練習しましょう。}
"""
NOISE = "    because: {en: Your neighbours would complain., ja: 隣の人から苦情が来ます。}\n"


@pytest.fixture
def start(tmp_path: Path, start_app: Callable[..., Flask]) -> Callable[..., Flask]:
    """Start the quiz on the small file with these parts added, at a public address."""

    def start(added: str = "", until: str = "", rules: str = "") -> Flask:
        text = SMALL.read_text()
        assert NOISE in text
        text = text.replace("\noutcome:", f"{rules}\noutcome:")
        if until:
            text = text.replace(NOISE, f"    until: {until}\n{NOISE}")
        path = tmp_path / "rules.yaml"
        path.write_text(text + PROGRAMME + added)
        return start_app(rules_path=path, public_url=PUBLIC)

    return start


def calendar_of(visitor: Visitor, result: str) -> TestResponse:
    return visitor.ask(f"{result}/calendar.ics")


def events(answer: TestResponse) -> list[Any]:
    """Return the entries, after another library has read and validated all of them."""
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(answer.data.decode())
    assert calendar.validate(raiseException=True)
    return list(calendar.vevent_list)


def unfolded(answer: TestResponse) -> list[str]:
    """Return the content lines, each in one piece, after a strict look at the lines as sent."""
    raw = answer.data
    assert raw.endswith(b"\r\n")
    lines = raw.removesuffix(b"\r\n").split(b"\r\n")
    for line in lines:
        assert line
        assert len(line) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        line.decode()  # no character is cut in two
    return raw.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def notes(event: Any) -> list[str]:
    return str(event.description.value).split("\n\n")


def triggers(event: Any) -> list[tuple[dt.timedelta, list[str]]]:
    return [(a.trigger.value, a.trigger.params["RELATED"]) for a in event.valarm_list]


def owner_of(app: Flask, language: str = "en", **answers: str) -> tuple[Visitor, str]:
    visitor = Visitor(app, language, base_url=PUBLIC)
    visitor.answer(**answers)
    return visitor, visitor.finish().path


def test_a_date_of_this_cycle_is_an_entry_from_its_first_day_to_its_last(
    start: Callable[..., Flask],
) -> None:
    owner, result = owner_of(start(WINDOW), **HOUSE)
    [event] = events(calendar_of(owner, result))
    assert (
        event.summary.value == "The concert – Applications, with forms; and more: "
        "21 September 2029 to 13 November 2029"
    )
    assert event.dtstart.value == dt.date(2029, 9, 21)
    assert event.dtend.value == dt.date(2029, 11, 14)  # which it does not include
    assert notes(event) == [
        (
            "Applications, with forms; and more (https://forms.example/a,b): "
            "21 September 2029 to 13 November 2029."
        ),
        (
            "Source: https://music.example/pianos (checked on 20 November 2026, high confidence)\n"
            "Source: The drummer's handbook, page 4 "
            "(checked on 21 November 2026, medium confidence)"
        ),
        f"The result: {PUBLIC}{result}",
    ]
    assert event.url.value == PUBLIC + result
    assert event.status.value == "CONFIRMED"
    assert event.transp.value == "TRANSPARENT"


def test_reminders_come_at_nine_two_weeks_and_two_days_before_and_a_week_before_the_end(
    start: Callable[..., Flask],
) -> None:
    owner, result = owner_of(start(WINDOW), **HOUSE)
    [event] = events(calendar_of(owner, result))
    begins = dt.datetime(2029, 9, 21)  # noqa: DTZ001 -- in whichever time zone the reader is
    ends = dt.datetime(2029, 11, 14)  # noqa: DTZ001
    at = {"START": begins, "END": ends}
    assert [at[related] + before for before, [related] in triggers(event)] == [
        dt.datetime(2029, 9, 7, 9),  # noqa: DTZ001
        dt.datetime(2029, 9, 19, 9),  # noqa: DTZ001
        dt.datetime(2029, 11, 6, 9),  # noqa: DTZ001
    ]
    for alarm in event.valarm_list:
        assert alarm.action.value == "DISPLAY"
        assert alarm.description.value == event.summary.value


def test_a_date_of_another_cycle_is_about_and_says_who_confirms_it(
    start: Callable[..., Flask],
) -> None:
    owner, result = owner_of(start(LAST_ROUND), **HOUSE)
    [event] = events(calendar_of(owner, result))
    assert event.dtstart.value == dt.date(2029, 9, 1)
    assert event.dtend.value == dt.date(2029, 11, 2)  # its last day is the first of November
    assert event.summary.value.endswith(
        ": about September 2029 to November 2029 (last seen for 2027)"
    )
    assert notes(event)[1:3] == [
        (
            "These are the dates of the 2027 round, and only a guide. "
            "Confirm the new ones with the conductor."
        ),
        "Where only a month is known, this entry has the first day of it.",
    ]
    assert event.status.value == "TENTATIVE"


@pytest.mark.parametrize(
    ("window", "first", "after", "reminders"),
    [
        ("from: 2030-01-16", (2030, 1, 16), (2030, 1, 17), 2),
        ("until: 2030-03-13", (2030, 3, 13), (2030, 3, 14), 3),
        ("{from: 2029-09-21, until: 2029-09}", (2029, 9, 21), (2029, 9, 22), 3),
        ("{from: 2029-09, until: 2029-10-02}", (2029, 9, 1), (2029, 10, 3), 3),
        ("until: 9999-12-31", (9999, 12, 31), (9999, 12, 31), 3),
    ],
)
def test_a_date_without_a_day_at_one_end_has_what_is_known(
    start: Callable[..., Flask],
    window: str,
    first: tuple[int, int, int],
    after: tuple[int, int, int],
    reminders: int,
) -> None:
    keys = window.strip("{}").replace(", ", "\n    ")
    owner, result = owner_of(
        start(f"\ndates:\n  window:\n    {keys}\n    as_of: 2030\n    says: Open\n"), **HOUSE
    )
    [event] = events(calendar_of(owner, result))
    assert event.dtstart.value == dt.date(*first)
    assert event.dtend.value == dt.date(*after)
    assert len(event.valarm_list) == reminders


def test_an_edition_that_is_no_year_says_for_which_year_a_date_was_seen(
    tmp_path: Path, start_app: Callable[..., Flask]
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(SMALL.read_text().replace('"2030"', "spring") + PROGRAMME + WINDOW)
    owner, result = owner_of(start_app(rules_path=path, public_url=PUBLIC), **HOUSE)
    [event] = events(calendar_of(owner, result))
    assert event.summary.value.endswith("13 November 2029 (last seen for 2030)")
    assert notes(event)[1].startswith("These are the dates of the 2030 round")


def test_it_is_in_the_language_of_the_reader(start: Callable[..., Flask]) -> None:
    owner, result = owner_of(start(LAST_ROUND), "ja", **HOUSE)
    answer = calendar_of(owner, result)
    [event] = events(answer)
    assert (
        event.summary.value
        == "演奏会 – 応募受付：2029年9月～2029年11月ごろ（2027年度の情報に基づく）"
    )
    assert notes(event) == [
        "応募受付：2029年9月～2029年11月ごろ（2027年度の情報に基づく）。",
        "2027年度の日程による目安です。新しい日程は指揮者にご確認ください。",
        "月だけがわかっている場合、この予定はその月の1日に入ります。",
        (
            "出典：https://music.example/pianos（2026年11月20日確認、確度：高）\n"
            "出典：The drummer's handbook, page 4（2026年11月21日確認、確度：中）"
        ),
        f"結果：{PUBLIC}{result}",
    ]
    assert any(line.startswith("SUMMARY;LANGUAGE=ja:") for line in unfolded(answer))
    english = calendar_of(Visitor(owner.client.application, "en", base_url=PUBLIC), result)
    assert any(line.startswith("SUMMARY;LANGUAGE=en:") for line in unfolded(english))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_lines_are_folded_and_texts_escaped_as_the_standard_has_it(
    start: Callable[..., Flask], language: str
) -> None:
    says = '"a\\\\b; c, d: \\"e\\"\\nf\\b🎹\\L' + "とても長い文です、" * 40 + '"'
    window = re.sub(r"says: .*", lambda _: f"says: {says}", WINDOW)
    owner, result = owner_of(start(window), language, **HOUSE)
    answer = calendar_of(owner, result)
    lines = unfolded(answer)
    [summary] = [line for line in lines if line.startswith("SUMMARY")]
    assert 'a\\\\b\\; c\\, d: "e"\\nf 🎹 とても長い文です、とても' in summary
    [event] = events(answer)
    assert 'a\\b; c, d: "e"\nf 🎹 とても長い文です、とても' in event.summary.value


def test_its_properties_are_those_of_the_standard_and_days_have_no_time_zone(
    start: Callable[..., Flask],
) -> None:
    app = start(WINDOW)
    owner, result = owner_of(app, **HOUSE)
    lines = unfolded(calendar_of(owner, result))
    stored = app.extensions["quiz"].store.results.find(result.removeprefix("/r/"))
    assert lines[:3] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//jet-quiz//Dates of a result//EN",
    ]
    assert lines[-1] == "END:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20290921" in lines
    assert "DTEND;VALUE=DATE:20291114" in lines
    assert f"DTSTAMP:{stored.created_at:%Y%m%dT%H%M%SZ}" in lines
    assert not [line for line in lines if "TZID" in line]
    names = [re.split("[;:]", line)[0] for line in lines]
    assert names.count("UID") == names.count("DTSTAMP") == names.count("BEGIN") - 4 == 1


def test_adding_it_again_updates_the_entry_also_under_a_new_address(
    start: Callable[..., Flask],
) -> None:
    app = start(WINDOW)
    owner, result = owner_of(app, **HOUSE)
    [uid] = [event.uid.value for event in events(calendar_of(owner, result))]
    assert re.fullmatch("[0-9a-f]{64}", uid)
    assert result.removeprefix("/r/") not in uid
    owner.language = "ja"
    assert events(calendar_of(owner, result))[0].uid.value == uid
    moved = owner.send(f"{result}/move", owner.open(f"{result}/link"))
    new = next(link for link in moved.links if link.startswith("/r/")).split("/")[2]
    assert new not in result
    assert events(calendar_of(owner, f"/r/{new}"))[0].uid.value == uid
    another, other = owner_of(app, home="house", likes="rhythm", skill="some")
    assert events(calendar_of(another, other))[0].uid.value != uid


def test_a_block_that_lapses_on_a_day_is_an_entry_for_coming_back(
    start: Callable[..., Flask],
) -> None:
    owner, result = owner_of(start(until="2029-03-31"), **FLAT)
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
    start: Callable[..., Flask],
) -> None:
    window = LAST_ROUND.replace("home: house", "home: flat")
    window = window.replace("    when:", "    if: {best: DRUMS}\n    when:")
    app = start(window, until="{from_edition: 2031}")
    owner, result = owner_of(app, **FLAT)
    [event] = events(calendar_of(owner, result))
    assert event.summary.value == "The concert – look again at DRUMS: about September 2030"
    assert event.dtstart.value == dt.date(2030, 9, 1)
    assert notes(event)[:5] == [
        "Your neighbours would complain. (DRUMS)",
        "From the edition 2031 on, this no longer applies.",
        (
            "Applications, with forms; and more (https://forms.example/a,b): "
            "about September 2030 to November 2030 (last seen for 2027)."
        ),
        (
            "These are the dates of the 2027 round, and only a guide. "
            "Confirm the new ones with the conductor."
        ),
        "Where only a month is known, this entry has the first day of it.",
    ]
    owner.language = "ja"
    [event] = events(calendar_of(owner, result))
    assert event.summary.value == "演奏会 – DRUMSをもう一度検討：2030年9月ごろ"
    assert notes(event)[1] == "2031年度版からは当てはまりません。"
    # It depends on an answer, which others do not see.
    stranger = Visitor(app, base_url=PUBLIC)
    assert calendar_of(stranger, result).status_code == 404
    owner.send(f"{result}/link", reveal="answers", name="", closes_on="")
    assert len(events(calendar_of(stranger, result))) == 1


def test_what_stands_in_the_way_too_is_named(start: Callable[..., Flask]) -> None:
    app = start(until="2029-03-31", rules=UNPRACTISED)
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
    start: Callable[..., Flask], added: str, until: str, answers: dict[str, str]
) -> None:
    owner, result = owner_of(start(added, until), **answers)
    assert calendar_of(owner, result).status_code == 404


@pytest.mark.parametrize(
    ("reveal", "status"), [("recommendation", 404), ("reasons", 200), ("answers", 200)]
)
def test_others_get_it_where_the_link_shows_the_reasons(
    start: Callable[..., Flask], reveal: str, status: int
) -> None:
    app = start(WINDOW)
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
    start: Callable[..., Flask], reveal: str, shown: bool
) -> None:
    app = start(WINDOW)
    quiz = app.extensions["quiz"]
    owner, result = owner_of(app, **HOUSE)
    owner.send(f"{result}/link", reveal=reveal, name="", closes_on="")
    token = result.removeprefix("/r/")
    stored = quiz.store.results.find(token)
    rules = quiz.editions.find(stored.digest).rules
    assert has_calendar(OpenedResult(token, stored, mine=False, open=True), rules) == shown
    assert has_calendar(OpenedResult(token, stored, mine=True, open=True), rules)


def test_its_headers_are_those_of_the_json(
    start: Callable[..., Flask],
) -> None:
    owner, result = owner_of(start(WINDOW), **HOUSE)
    calendar, json = calendar_of(owner, result), owner.ask(f"{result}/result.json")
    own = ("Content-Type", "Content-Length")
    assert [h for h in calendar.headers if h[0] not in own] == [
        h for h in json.headers if h[0] not in own
    ]
    assert calendar.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in calendar.headers


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
    assert f"From the edition {until} on" in event.description.value
    assert event.dtstart.value.year in (until - 1, until)
    assert "look again at ALT" in event.summary.value
