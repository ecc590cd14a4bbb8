"""The result page: its content, that points add up, and who sees what."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SMALL
from flask import Flask
from support.visitor import Page, Visitor


@pytest.fixture
def strings(tmp_path: Path, start_app: Callable[..., Flask]) -> Callable[[str, str], Flask]:
    """Start an application on the small rules file with one text replaced."""

    def start(old: str, new: str) -> Flask:
        text = SMALL.read_text()
        assert old in text
        file = tmp_path / "rules.yaml"
        file.write_text(text.replace(old, new))
        return start_app(rules_path=file)

    return start


def ledgers(page: Page) -> list[list[str]]:
    """Return the right column of each ledger; its last row is the total."""
    tables = re.findall(r"<table.*?</table>", page.html, re.DOTALL)
    return [re.findall(r"<td>(.*?)</td>", table) for table in tables]


def test_the_verdict_names_the_best_match_with_its_reasons(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish()
    assert result.text("h1") == "Piano player"
    assert "Main reasons: You like melodies. · You play already." in result.words
    assert "5 of 5 points · 100\u00a0%" in result.words
    assert "2 of 5 points · 40\u00a0%" in result.words


def test_all_positions_are_shown_with_the_best_first(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="rhythm", skill="none")
    result = visitor.finish()
    assert [a["id"] for a in result.all("h3") if "id" in a] == ["DRUMS", "PIANO"]
    assert "Nothing in these answers points to it." in result.words


@pytest.mark.parametrize("home", ["house", "tent"])
@pytest.mark.parametrize("likes", [["melody"], ["melody", "rhythm"], ["nothing"]])
@pytest.mark.parametrize("skill", ["none", "much"])
def test_each_ledger_adds_up_to_the_points_shown(
    visitor: Visitor, home: str, likes: list[str], skill: str
) -> None:
    visitor.answer(home=home, likes=likes, skill=skill)
    result = visitor.finish()
    shown = re.findall(r"(\d+) of \d+ points", result.words)
    assert len(ledgers(result)) == 2
    for points, (*lines, total) in zip(shown, ledgers(result), strict=True):
        assert total == points
        assert sum(int(line) for line in lines if line.startswith("+")) == int(points)


def test_every_standing_has_a_word_and_an_icon(visitor: Visitor) -> None:
    visitor.answer(home="flat", neighbours="love", likes="melody", skill="some")
    words = visitor.finish().words
    assert "Best match" in words
    assert "Check one thing" in words
    assert "Confirm one thing with those who decide about applications first." in words
    visitor.answer(neighbours="hate")
    result = visitor.finish()
    assert "Not yet" in result.words
    visitor.answer(home="tent")
    result = visitor.finish()
    assert "Not open to you" in result.words
    icons = [a["href"] for a in result.all("use")]
    assert icons == ["#cross", "#cross"]


def test_a_tie_is_stated(visitor: Visitor) -> None:
    visitor.answer(home="house", likes=["melody", "rhythm"], skill="none")
    words = visitor.finish().words
    assert "DRUMS is also your best match: it fits you exactly as well." in words
    assert "You may learn both." in words
    assert words.count("Best match") == 2, "on the card of each"
    assert "Piano player (PIANO) · Drum player (DRUMS)" in words
    title = visitor.open("/mine").words
    assert "Piano player · Drum player" in title


def test_a_close_position_is_stated(strings: Callable[[str, str], Flask]) -> None:
    visitor = Visitor(strings("points: {DRUMS: 3}", "points: {DRUMS: 2}"))
    visitor.answer(home="house", likes=["melody", "rhythm"], skill="none")
    assert "DRUMS is close: 50\u00a0% beside 60\u00a0%." in visitor.finish().words


def test_when_all_positions_are_blocked_the_page_says_why(visitor: Visitor) -> None:
    visitor.answer(home="tent", likes=["melody", "rhythm"], skill="much")
    result = visitor.finish()
    assert result.text("h1") == "No position fits these answers yet"
    assert "On these answers every position is ruled out. This is why:" in result.words
    assert "No piano fits into a tent. (PIANO)" in result.words
    assert "Rain ruins drums. (DRUMS)" in result.words


def test_when_nothing_reaches_the_least_fit_the_page_says_so(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="nothing", skill="none")
    words = visitor.finish().words
    assert (
        "PIANO is possible, but its fit of 0\u00a0% is below 30\u00a0%, "
        "the lowest fit that this quiz recommends." in words
    )


def test_notices_next_steps_and_sources_are_shown(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish()
    assert "Practice daily." in result.words
    assert "You may learn both." not in result.words
    assert "Ask for a piano." in result.words
    assert "Play melodies" in result.words
    assert "https://music.example/pianos" in result.links
    assert "The drummer's handbook, page 4 · 21 November 2026" in result.words
    assert "Edition 2030\u00a0· facts checked on 20 November 2026" in result.words
    assert "This quiz is unofficial." in result.words


def test_everybody_with_the_link_sees_the_result_but_not_the_answers(
    app: Flask, visitor: Visitor
) -> None:
    visitor.answer(home="flat", neighbours="love", likes="melody", skill="some")
    mine = visitor.finish()
    assert "Do your neighbours like music? They love it" in mine.words
    theirs = Visitor(app).open(mine.path)
    assert theirs.text("h1") == "Piano player"
    assert "neighbours like music" not in theirs.html
    assert "They love it" not in theirs.html
    assert "“You” is the person who answered the questions." in theirs.words
    assert "They love it" in visitor.open(mine.path).words, "the owner still sees them"


def test_a_result_is_shown_in_the_language_of_the_reader(app: Flask, visitor: Visitor) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    path = visitor.finish().path
    theirs = Visitor(app, language="ja").open(path)
    assert theirs.text("h1") == "ピアノ奏者"
    assert "ピアノ奏者 （PIANO）" in theirs.words
    assert "5点中5点・100\u00a0%" in theirs.words


def test_the_link_is_built_from_the_public_address(start_app: Callable[..., Flask]) -> None:
    app = start_app(public_url="https://quiz.example")
    visitor = Visitor(app, base_url="https://quiz.example")
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish()
    [link] = [a["value"] for a in result.all("input") if a.get("id") == "link"]
    assert link == f"https://quiz.example{result.path}"


def test_submitting_the_same_answers_again_gives_the_same_result(
    app: Flask, visitor: Visitor, tmp_path: Path
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    page = visitor.open("/check-answers")
    first = visitor.send("/check-answers", page).path
    assert visitor.send("/check-answers", page).path == first
    visitor.answer(skill="much")
    changed = visitor.finish().path
    assert changed != first
    visitor.answer(skill="some")
    assert visitor.finish().path == first
    assert stored_results(tmp_path) == 2
    visitor.send("/start-again", visitor.open("/"))
    visitor.answer(home="house", likes="melody", skill="some")
    assert visitor.finish().path != first, "another sitting is another result"


def test_equal_answers_of_two_visitors_are_two_results(app: Flask, visitor: Visitor) -> None:
    paths = set()
    for somebody in (visitor, Visitor(app)):
        somebody.answer(home="house", likes="melody", skill="some")
        paths.add(somebody.finish().path)
    assert len(paths) == 2


def test_tokens_are_not_stored(visitor: Visitor, tmp_path: Path) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    token = visitor.finish().path.removeprefix("/r/")
    assert re.fullmatch("[a-z2-7]{26}", token)
    for file in tmp_path.iterdir():
        assert token.encode() not in file.read_bytes()


def test_a_result_is_unchanged_after_the_rules_have_changed(
    visitor: Visitor, strings: Callable[[str, str], Flask]
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    path = visitor.finish().path
    changed = strings("en: You like melodies.", "en: Another reason.")
    theirs = Visitor(changed).open(path)
    assert "You like melodies." in theirs.words
    assert "Another reason." not in theirs.words


def test_a_result_of_an_edition_in_other_languages_is_shown_in_one_of_them(
    visitor: Visitor, start_app: Callable[..., Flask], tmp_path: Path
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    path = visitor.finish().path
    file = tmp_path / "rules.yaml"
    file.write_text(SMALL.read_text().replace("languages: [en, ja]", "languages: [ja, en]"))
    page = Visitor(start_app(rules_path=file), language="fr").open(path)
    assert (page.language, page.text("h1")) == ("en", "Piano player")


def test_an_unfinished_answer_sheet_makes_no_result(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("/quiz/home")
    response = visitor.ask("/check-answers", method="POST", data={"csrf_token": page.token})
    assert (response.status_code, response.location) == (303, "/quiz/home")
    assert stored_results(tmp_path) == 0


def test_opening_a_result_changes_nothing_in_the_database(
    app: Flask, visitor: Visitor, tmp_path: Path
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    path = visitor.finish().path
    before = dump(tmp_path)
    Visitor(app).open(path)
    Visitor(app).ask(path, method="HEAD")
    assert dump(tmp_path) == before


def test_texts_of_a_rules_file_are_escaped_everywhere(
    strings: Callable[[str, str], Flask],
) -> None:
    visitor = Visitor(strings("en: You like melodies.", 'en: "<b>&amp; \\"more\\"</b>"'))
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish()
    assert result.html.count("&lt;b&gt;&amp;amp; &#34;more&#34;&lt;/b&gt;") == 2
    assert "<b>&amp;" not in result.html


def stored_results(folder: Path) -> int:
    with sqlite3.connect(folder / "quiz.db") as database:
        return int(database.execute("SELECT count(*) FROM results").fetchone()[0])


def dump(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "quiz.db") as database:
        return list(database.iterdump())


def test_the_single_answer_that_would_change_the_best_match_is_named(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    assert (
        "How close it was: one different answer would change this. If you had answered “Rhythm” to "
        "“What do you like?”, the best match would be DRUMS." in visitor.finish().words
    )


@pytest.mark.parametrize(
    ("lives", "would"),
    [
        ({"home": "flat", "neighbours": "hate"}, "lead to another best match"),
        ({"home": "tent"}, "lead to a match"),
    ],
)
def test_the_page_says_if_no_single_answer_would_change_the_best_match(
    visitor: Visitor, lives: dict[str, str], would: str
) -> None:
    visitor.answer(**lives, likes="melody", skill="some")
    assert (
        f"How close it was: no single change to an answer that can still change would {would}."
        in visitor.finish().words
    )


def test_a_result_without_stored_changes_does_not_say_how_close_it_was(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    with sqlite3.connect(tmp_path / "quiz.db") as connection:
        result = visitor.finish().path
        connection.execute("UPDATE results SET outcome = json_remove(outcome, '$.closest')")
    connection.close()
    assert "How close it was" not in Visitor(visitor.client.application).open(result).words


def test_tokens_are_not_logged_with_errors(
    visitor: Visitor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    with sqlite3.connect(tmp_path / "quiz.db") as connection:
        connection.execute("UPDATE results SET outcome = '{}'")
    connection.close()
    assert Visitor(visitor.client.application).open(result).status == 500
    assert "GET result failed" in caplog.text
    assert result.removeprefix("/r/") not in caplog.text


def test_where_changes_were_not_searched_to_the_end_the_page_says_so(
    tmp_path: Path, start_app: Callable[..., Flask]
) -> None:
    choices = {f"c{number}": "One." for number in range(15)}
    skills = {"ask": "Skills?", "kind": "multiple", "can_change": "yes", "choices": choices}
    rules = {
        f"r{number}": {
            "when": {"skills": choice},
            "points": {"AB"[number % 2]: 1 + number % 4},
            "because": "You can.",
        }
        for number, choice in enumerate(choices)
    }
    file = tmp_path / "rules.yaml"
    written = {
        "format": 1, "title": "T", "edition": "1", "checked": "2026-11-22", "languages": ["en"],
        "positions": {"A": {"name": "One"}, "B": {"name": "Other"}},
        "questions": {"skills": skills}, "rules": rules,
    }  # fmt: skip
    file.write_text(json.dumps(written))
    visitor = Visitor(start_app(rules_path=file))
    visitor.answer(skills=["c2", "c4"])
    result = visitor.finish()
    assert "There are too many ways to change the answers" in result.words
    assert "No change to the answers that can still change" not in result.words
    assert "How close it was" not in result.words
