"""Links in texts: what is one, how it is shown without markup, and what is said of a faulty one."""

from __future__ import annotations

import pytest

from quiz.core.language.field_types import fill_in
from quiz.core.language.links import Link, faults, pieces, plain, without_links

PAGE = "https://embassy.example/jet?year=2028#dates"


def test_a_link_stands_between_words():
    assert list(pieces(f"Apply through [the embassy]({PAGE}) now.")) == [
        "Apply through ",
        Link("the embassy", PAGE),
        " now.",
    ]


def test_without_markup_the_address_follows_in_brackets():
    assert plain(f"See [the page]({PAGE}).") == f"See the page ({PAGE})."
    assert without_links(f"See [the page]({PAGE}).") == "See the page."


@pytest.mark.parametrize("text", ["a [b] c", "f[0](x", "no brackets", "[", "] ("])
def test_brackets_that_are_no_link_stay_as_they_are(text):
    assert plain(text) == text


def test_an_escaped_bracket_begins_no_link():
    text = rf"\[words]({PAGE})"
    assert list(pieces(text)) == [f"[words]({PAGE})"]
    assert list(faults(text)) == []


def test_a_value_cannot_begin_a_link():
    filled = fill_in("Open {name}", {"name": f"[here]({PAGE})"})
    assert list(pieces(filled)) == [f"Open [here]({PAGE})"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[words](https://host/path", "not closed"),
        ("[words](https://host/a b)", "not closed"),
        (f"[ ]({PAGE})", "has no words"),
        ("[words]()", "only https"),
        ("[words](http://host/path)", "only https"),
        ("[words](javascript:alert)", "only https"),
        ("[words](//host/path)", "only https"),
        ("[words](https://)", "only https"),
        ("[words](https://[host/)", "only https"),
    ],
)
def test_a_faulty_link_is_a_problem_and_is_shown_as_it_is_written(text, says):
    (message,) = faults(text)
    assert says in message
    assert plain(text) == text
