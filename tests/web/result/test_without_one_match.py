"""Results without one best match: what opens a position where none fits, and ties side by side."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from support.visitor import Page, Visitor

TABLE = """  table:
    - row: {en: Noise, ja: 音}
      PIANO: {en: some, ja: 少し}
      DRUMS: {en: a lot, ja: 大きい}
    - row: {en: Weight, ja: 重さ}
      PIANO: {en: heavy, ja: 重い}
"""
LAPSES = """
  closed-this-year:
    when: {skill: none}
    blocks: [PIANO, DRUMS]
    until: {from_edition: 2031}
    because: {en: There are no lessons this year., ja: 今年はレッスンがありません。}
"""


def section(page: Page, heading: str) -> str:
    """Return the words of a page from a heading on."""
    assert heading in page.words
    return page.words[page.words.index(heading) :]


def test_a_position_that_one_answer_would_open_says_which(visitor: Visitor) -> None:
    visitor.answer(home="flat", neighbours="hate", likes="rhythm", skill="none")
    words = section(visitor.finish(), "When each position opens")
    assert (
        "DRUMS 60\u00a0% With one other answer Do your neighbours like music? They love it "
        "(you said: They hate it) Your neighbours would complain." in words
    )


def test_a_position_that_nothing_can_open_says_why(visitor: Visitor) -> None:
    visitor.answer(home="tent", likes="melody", skill="some")
    words = section(visitor.finish(), "When each position opens")
    assert "PIANO 100\u00a0% Not for now No piano fits into a tent." in words
    assert "If you answered" not in words


def test_a_position_whose_obstacles_all_lapse_says_when(
    start_small: Callable[..., Flask],
) -> None:
    visitor = Visitor(start_small(rules=LAPSES.replace("{skill: none}", "{home: tent}")))
    visitor.answer(home="tent", likes="melody", skill="some")
    words = section(visitor.finish(), "When each position opens")
    assert "PIANO 100\u00a0% Not for now No piano fits into a tent." in words  # this one stays
    visitor = Visitor(start_small(rules=LAPSES.replace("{skill: none}", "{home: house}")))
    visitor.answer(home="house", likes="melody", skill="some")
    words = section(visitor.finish(), "When each position opens")
    lapses = "There are no lessons this year. "
    lapses += "This does not stand in the way of applying for 2031 or later."
    assert f"PIANO 100\u00a0% Opens later {lapses}" in words
    assert f"DRUMS 40\u00a0% Opens later {lapses}" in words


def test_a_position_with_too_low_a_fit_is_called_possible(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="nothing", skill="none")
    words = section(visitor.finish(), "When each position opens")
    assert "PIANO 0\u00a0% Possible, but not a strong match" in words


def test_others_read_what_opens_a_position_without_the_trial(app: Flask, visitor: Visitor) -> None:
    visitor.answer(home="flat", neighbours="hate", likes="rhythm", skill="none")
    mine = visitor.finish()
    theirs = Visitor(app).open(mine.path)
    assert "With one other answer Do your neighbours like music? They love it Your" in theirs.words
    assert "Try other answers" in mine.words
    assert "Try other answers" not in theirs.words


def test_a_tie_has_its_best_matches_side_by_side(start_small: Callable[..., Flask]) -> None:
    visitor = Visitor(start_small(TABLE))
    visitor.answer(home="house", likes=["melody", "rhythm"], skill="none")
    words = section(visitor.finish(), "Which one is yours?")
    assert "PIANO DRUMS Noise some a lot Weight heavy " in words
    assert "In its favour You like melodies. You like rhythm." in words
    assert "Next steps Ask for a piano." in words
    assert words.count("Ask for a piano.") == 1


def test_a_tie_of_which_only_the_recommendation_is_shown_has_no_table(
    start_small: Callable[..., Flask],
) -> None:
    app = start_small(TABLE)
    visitor = Visitor(app)
    visitor.answer(home="house", likes=["melody", "rhythm"], skill="none")
    mine = visitor.finish()
    visitor.send(f"{mine.path}/link", reveal="recommendation", name="", closes_on="")
    assert "In its favour" not in Visitor(app).open(mine.path).words
