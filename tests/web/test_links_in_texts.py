"""Links in the texts of a rules file: on every page a real link, and nowhere a piece of markup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SMALL
from flask import Flask
from support.visitor import Page, Visitor

HERE = "https://music.example/?a=1&b=<2>"
"""An address that has to be escaped."""

LINKED = {
    # Where the text stands, and what it is; the link's words are the whole text.
    "fact": "Pianos are heavy.",
    "summary": "Plays melodies at home.",
    "duty": "Play melodies",
    "step": "Ask for a piano.",
    "hint": "Neighbours hear music.",
    "because": "You like melodies.",
    "notice": "Practice daily.",
    "promise": "Somebody is told to play the piano.",
    "date": "Lessons begin",
    "tells": "Close the windows.",
}
MORE = """
promises:
  - says: {en: Somebody is told to play the piano., ja: ピアノを勧められる人がいます。}
    possible: {best: PIANO}
dates:
  lessons:
    from: 2030-04
    as_of: 2030
    says: {en: Lessons begin, ja: 開講}
"""


@pytest.fixture
def app(tmp_path: Path, start_app: Callable[..., Flask]) -> Flask:
    text = SMALL.read_text() + MORE
    old = "house: {en: In a house, ja: 一戸建て}"
    assert old in text
    text = text.replace(
        old,
        "house: {says: {en: In a house, ja: 一戸建て}, "
        "tells: {says: {en: Close the windows., ja: 窓を閉めましょう。}}}",
    )
    for words in LINKED.values():
        assert f"en: {words}," in text
        text = text.replace(f"en: {words},", f'en: "[<s>{words}]({HERE})",')
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    return start_app(rules_path=path)


def linked(page: Page) -> set[str]:
    """What is linked on a page to the address, with nothing of the markup left over."""
    assert "](" not in page.html
    assert "&lt;a" not in page.html
    assert "<s>" not in page.html
    return {text for text in LINKED.values() if ("a", f"<s>{text}") in page.texts}


def addresses(page: Page) -> set[str]:
    return {a["href"] for a in page.all("a") if a.get("class") == "within"}


def test_a_result_has_every_link_also_among_the_first_reasons(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.answer(home="house", likes="melody", skill="some")
    page = visitor.finish()
    shown = {"fact", "duty", "step", "because", "notice", "date", "tells"}
    assert linked(page) >= {LINKED[each] for each in shown}
    assert addresses(page) == {HERE}
    first = page.html.index('<ul class="ticks"')
    assert (
        page.html[first:].partition("<li>")[2].startswith('<a class="within" href="https://music')
    )


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/", {"summary"}),
        ("/quiz/home", {"hint"}),
        ("/rules", {"because", "promise", "fact"}),
    ],
)
def test_other_pages_have_their_links(app: Flask, address: str, shown: set[str]) -> None:
    page = Visitor(app).open(address)
    assert linked(page) >= {LINKED[each] for each in shown}
    assert addresses(page) == {HERE}


def test_json_has_the_address_behind_the_words(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.answer(home="house", likes="melody", skill="some")
    data = visitor.ask(f"{visitor.finish().path}/result.json").json
    assert data is not None
    (reason, *_) = data["positions"]["PIANO"]["reasons"]
    assert reason["because"] == f"<s>You like melodies. ({HERE})"
