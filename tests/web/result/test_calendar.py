"""The dates of a result as a calendar, read by another library and line by line (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SMALL
from flask import Flask
from support.calendars import (
    HOUSE,
    LAST_ROUND,
    PROGRAMME,
    PUBLIC,
    WINDOW,
    calendar_of,
    events,
    notes,
    owner_of,
    triggers,
    unfolded,
)
from support.visitor import Visitor


def test_a_date_of_this_cycle_is_an_entry_from_its_first_day_to_its_last(
    start_small: Callable[..., Flask],
) -> None:
    owner, result = owner_of(start_small(WINDOW), **HOUSE)
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
    start_small: Callable[..., Flask],
) -> None:
    owner, result = owner_of(start_small(WINDOW), **HOUSE)
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
    start_small: Callable[..., Flask],
) -> None:
    owner, result = owner_of(start_small(LAST_ROUND), **HOUSE)
    [event] = events(calendar_of(owner, result))
    assert event.dtstart.value == dt.date(2029, 9, 1)
    assert event.dtend.value == dt.date(2029, 11, 2)  # its last day is the first of November
    assert event.summary.value.endswith(
        ": about September 2029 to November 2029 (last seen for 2027)"
    )
    assert notes(event)[1:3] == [
        (
            "These dates are from the 2027 cycle and are only a guide. "
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
    start_small: Callable[..., Flask],
    window: str,
    first: tuple[int, int, int],
    after: tuple[int, int, int],
    reminders: int,
) -> None:
    keys = window.strip("{}").replace(", ", "\n    ")
    owner, result = owner_of(
        start_small(f"\ndates:\n  window:\n    {keys}\n    as_of: 2030\n    says: Open\n"), **HOUSE
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
    assert notes(event)[1].startswith("These dates are from the 2030 cycle")


def test_it_is_in_the_language_of_the_reader(start_small: Callable[..., Flask]) -> None:
    owner, result = owner_of(start_small(LAST_ROUND), "ja", **HOUSE)
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
    start_small: Callable[..., Flask], language: str
) -> None:
    says = '"a\\\\b; c, d: \\"e\\"\\nf\\b🎹\\L' + "とても長い文です、" * 40 + '"'
    window = re.sub(r"says: .*", lambda _: f"says: {says}", WINDOW)
    owner, result = owner_of(start_small(window), language, **HOUSE)
    answer = calendar_of(owner, result)
    lines = unfolded(answer)
    [summary] = [line for line in lines if line.startswith("SUMMARY")]
    assert 'a\\\\b\\; c\\, d: "e"\\nf 🎹 とても長い文です、とても' in summary
    [event] = events(answer)
    assert 'a\\b; c, d: "e"\nf 🎹 とても長い文です、とても' in event.summary.value


def test_its_properties_are_those_of_the_standard_and_days_have_no_time_zone(
    start_small: Callable[..., Flask],
) -> None:
    app = start_small(WINDOW)
    owner, result = owner_of(app, **HOUSE)
    lines = unfolded(calendar_of(owner, result))
    stored = app.extensions["quiz"].store.results.find(result.removeprefix("/r/"))
    assert lines[:3] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Position quiz//Dates of a result//EN",
    ]
    assert lines[-1] == "END:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20290921" in lines
    assert "DTEND;VALUE=DATE:20291114" in lines
    assert f"DTSTAMP:{stored.created_at:%Y%m%dT%H%M%SZ}" in lines
    assert not [line for line in lines if "TZID" in line]
    names = [re.split("[;:]", line)[0] for line in lines]
    assert names.count("UID") == names.count("DTSTAMP") == names.count("BEGIN") - 4 == 1


def test_adding_it_again_updates_the_entry_also_under_a_new_address(
    start_small: Callable[..., Flask],
) -> None:
    app = start_small(WINDOW)
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
