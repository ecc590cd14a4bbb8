"""How visitors and the log are told when the facts of the file were last checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from support.old_facts import checked_days_ago
from support.visitor import Visitor


def footer(app: Flask, language: str = "en") -> str:
    page = Visitor(app, language).open("/")
    return page.words[page.words.index("Edition" if language == "en" else "2030年度版") :]


def test_the_footer_has_the_day_since_which_all_facts_have_been_checked(
    tmp_path: Path, start_app: Callable[..., Flask]
) -> None:
    app = start_app(rules_path=checked_days_ago(tmp_path, 20, fact=400))
    day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=400)
    assert f"facts checked on {day:%-d %B %Y}" in footer(app)
    assert f"{day.year}年{day.month}月{day.day}日" in footer(app, "ja")


def test_visitors_see_no_other_sign_of_old_facts(
    tmp_path: Path, start_app: Callable[..., Flask]
) -> None:
    visitor = Visitor(start_app(rules_path=checked_days_ago(tmp_path, 400)))
    visitor.answer(home="house", likes="melody", skill="some")
    for page in (visitor.finish(), visitor.open("/"), visitor.open("/rules")):
        assert "banner" not in page.html
        assert "ago" not in page.words.split()


@pytest.mark.parametrize(("file", "fact"), [(370, 10), (10, 370)])
def test_facts_that_are_older_than_a_year_are_logged_at_start(
    tmp_path: Path,
    start_app: Callable[..., Flask],
    caplog: pytest.LogCaptureFixture,
    file: int,
    fact: int,
) -> None:
    start_app(rules_path=checked_days_ago(tmp_path, file, fact=fact))
    day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=370)
    (line,) = [each for each in caplog.messages if "last checked" in each]
    assert line == (
        f"rules.yaml: facts were last checked on {day}, over a year ago; "
        "`quiz check` names them, and `quiz facts --due 12` lists their sources"
    )


def test_facts_of_the_last_year_are_not_logged(
    tmp_path: Path, start_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    start_app(rules_path=checked_days_ago(tmp_path, 360))
    assert "checked" not in caplog.text
