"""Calendars of results: a rules file with dates, and entries as another library reads them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import vobject
from conftest import SMALL
from flask import Flask
from werkzeug.test import TestResponse

from support.visitor import Visitor

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


def write_rules(path: Path, added: str = "", until: str = "", rules: str = "") -> Path:
    """Write the small file with further keys, a block that lapses, and further rules."""
    text = SMALL.read_text()
    assert NOISE in text
    text = text.replace("\noutcome:", f"{rules}\noutcome:")
    if until:
        text = text.replace(NOISE, f"    until: {until}\n{NOISE}")
    path.write_text(text + PROGRAMME + added)
    return path


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
