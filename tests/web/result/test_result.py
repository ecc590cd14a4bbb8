"""The result page: its content, that points add up, and who sees what."""

from __future__ import annotations

import re
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


def points(page: Page) -> list[list[str]]:
    """Return the columns of the table of points, one for each position; the last is the total."""
    [table] = re.findall(r"<table class=\"table-of-points.*?</table>", page.html, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    cells = [re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [list(column) for column in zip(*cells, strict=True)]


def ticks(page: Page) -> list[str]:
    """Return the reasons under the best match."""
    [ticked] = re.findall(r'<ul class="ticks".*?</ul>', page.html, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", ticked)


def test_the_verdict_names_the_best_match_with_its_reasons(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish()
    assert result.text("h1") == "Piano player"
    assert ticks(result) == ["You like melodies.", "You play already."]
    assert "5 of 5 100\u00a0% 2 of 5 40\u00a0%" in result.words


def test_all_positions_are_shown_with_the_best_first(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="rhythm", skill="none")
    result = visitor.finish()
    assert [a["id"] for a in result.all("h3") if "id" in a] == ["DRUMS", "PIANO"]
    fits = result.html[result.html.index('<ul class="fits"') :]
    assert re.findall(r'<b translate="no">(.*?)</b>', fits)[:2] == ["DRUMS", "PIANO"]


@pytest.mark.parametrize("home", ["house", "tent"])
@pytest.mark.parametrize("likes", [["melody"], ["melody", "rhythm"], ["nothing"]])
@pytest.mark.parametrize("skill", ["none", "much"])
def test_the_points_of_each_position_add_up_to_its_total(
    visitor: Visitor, home: str, likes: list[str], skill: str
) -> None:
    visitor.answer(home=home, likes=likes, skill=skill)
    result = visitor.finish()
    assert len(points(result)) == 2
    for *lines, total in points(result):
        assert sum(int(line) for line in lines if line.startswith("+")) == int(total.split()[0])


def test_every_standing_has_a_word_and_open_ones_another_bar(visitor: Visitor) -> None:
    def fits(page: Page) -> list[tuple[bool, str]]:
        rows = re.findall(r'<li class="p\d pattern\d(.*?)">.*?"words">(.*?)<', page.html)
        return [("shut" in row, words) for row, words in rows]

    visitor.answer(home="flat", neighbours="love", likes="melody", skill="some")
    checked = visitor.finish()
    assert fits(checked) == [(False, "100\u00a0%"), (False, "40\u00a0%")]
    assert "Ask before you apply" in checked.words
    visitor.answer(neighbours="hate")
    assert fits(visitor.finish()) == [(False, "100\u00a0%"), (True, "Not yet")]
    visitor.answer(home="tent")
    closed = re.findall(
        r'<li class="card p\d pattern\d(.*?)">.*?<h3>(.*?)<', visitor.finish().html, re.DOTALL
    )
    assert closed == [(" shut", "Not for now"), (" shut", "Not for now")]


def test_a_tie_is_stated(visitor: Visitor) -> None:
    visitor.answer(home="house", likes=["melody", "rhythm"], skill="none")
    words = visitor.finish().words
    assert "DRUMS is also your best match: it fits you exactly as well." in words
    assert "You may learn both." in words
    assert "Piano player (PIANO) · Drum player (DRUMS)" in words
    title = visitor.open("/mine").words
    assert "Piano player · Drum player" in title


def test_the_message_to_those_who_decide_names_every_best_match(visitor: Visitor) -> None:
    visitor.answer(home="flat", neighbours="love", likes=["melody", "rhythm"], skill="some")
    page = visitor.finish()
    [message] = re.findall(r"<textarea id=\"message\".*?>(.*?)</textarea>", page.html, re.DOTALL)
    assert "(Piano player and Drum player). May I ask:" in message
    assert "1. Ask when you may play." in message


def test_a_tie_of_which_only_the_recommendation_is_shown_has_no_empty_paragraph(
    app: Flask, visitor: Visitor
) -> None:
    visitor.answer(home="house", likes=["melody", "rhythm"], skill="none")
    mine = visitor.finish()
    visitor.send(f"{mine.path}/link", reveal="recommendation", name="", closes_on="")
    theirs = Visitor(app).open(mine.path)
    assert "Piano player (PIANO) · Drum player (DRUMS)" in theirs.words
    assert '<p class="lead"></p>' not in theirs.html


def test_a_close_position_is_stated(strings: Callable[[str, str], Flask]) -> None:
    visitor = Visitor(strings("points: {DRUMS: 3}", "points: {DRUMS: 2}"))
    visitor.answer(home="house", likes=["melody", "rhythm"], skill="none")
    assert "DRUMS is close: 50\u00a0%, against 60\u00a0%." in visitor.finish().words


def test_when_all_positions_are_blocked_the_page_says_why(app: Flask, visitor: Visitor) -> None:
    visitor.answer(home="tent", likes=["melody", "rhythm"], skill="much")
    result = visitor.finish()
    assert "No position fits these answers yet : Your way forward" in result.words
    theirs = Visitor(app).open(result.path)
    assert "No position fits these answers yet : The way forward" in theirs.words
    assert "Every position is ruled out." in result.words
    assert "PIANO 100\u00a0% Not for now No piano fits into a tent." in result.words
    assert "DRUMS 100\u00a0% Not for now Rain ruins drums." in result.words


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


def test_a_day_in_the_best_match_ticks_what_was_chosen_and_cites_its_facts(
    strings: Callable[[str, str], Flask],
) -> None:
    day = """    facts: [F1]
    day:
      - when: {en: In the morning, ja: 朝}
        what: {en: Play a tune, ja: 旋律を弾く}
        choice: {likes: melody}
        facts: [F2]
      - when: {en: At night, ja: 夜}
        what: {en: Keep the beat, ja: 拍子を保つ}
        choice: {likes: rhythm}
  DRUMS:
"""
    app = strings("    facts: [F1]\n  DRUMS:\n", day)
    visitor = Visitor(app)
    visitor.answer(home="flat", neighbours="hate", likes="melody", skill="some")
    mine = visitor.finish()
    assert "Your days as PIANO Ticks mark what you would enjoy." in mine.words
    assert "In the morning Play a tune (ticked) At night Keep the beat" in mine.words
    assert "The drummer's handbook, page 4" in mine.words, "which only the day cites"
    theirs = Visitor(app).open(mine.path)
    assert "Days as PIANO In the morning Play a tune At night Keep the beat" in theirs.words


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
    assert "5／5点 100\u00a0%" in theirs.words


def test_the_link_is_built_from_the_public_address(start_app: Callable[..., Flask]) -> None:
    app = start_app(public_url="https://quiz.example")
    visitor = Visitor(app, base_url="https://quiz.example")
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish()
    [link] = [a["value"] for a in result.all("input") if a.get("id") == "link"]
    assert link == f"https://quiz.example{result.path}"


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


def test_texts_of_a_rules_file_are_escaped_everywhere(
    strings: Callable[[str, str], Flask],
) -> None:
    visitor = Visitor(strings("en: You like melodies.", 'en: "<b>&amp; \\"more\\"</b>"'))
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish()
    assert result.html.count("&lt;b&gt;&amp;amp; &#34;more&#34;&lt;/b&gt;") == 2
    assert "<b>&amp;" not in result.html
