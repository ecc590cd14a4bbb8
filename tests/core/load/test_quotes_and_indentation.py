"""A quote that is left open, and a line that is not indented as those beside it, are found."""

from __future__ import annotations

import pytest
from conftest import ROOT
from support.typed_file import FILE, problems

from quiz.core.load.loader import load

EXAMPLE = (ROOT / "docs" / "example-rules.yaml").read_text()
LEFT_OPEN = (
    "the quote that begins here is not closed on this line; end the text with the same quote"
)

SEVERAL_LINES = """\
  many:
    says: "The programme brings people
      from other countries: to Japan,

      and 'others' too."
    source: 'A letter of a helper''s
      friend'
  more:
    says: It's fine, 'tis said
      "so" to speak
    source: >-
      Note: "this
    checked: |
      key: 'that
  most:
    says: {en: It's fine and "so", ja: "two
      lines"}
    facts: [a, "b, c",
      'd']  # isn't
"""
"""Texts over several lines, and quotes that begin none."""


def load_example(before: str, after: str) -> list[tuple[int, int, str]]:
    assert EXAMPLE.count(before) == 1
    found = load(EXAMPLE.replace(before, after).encode())[1]
    return [(each.line, each.column, each.message) for each in found if each.severity == "error"]


@pytest.mark.parametrize(
    ("before", "after", "line", "column"),
    [
        ("says: Whoever cooks", 'says: "Whoever cooks', 27, 11),
        ("says: Whoever cooks", "says: 'Whoever cooks", 27, 11),
        ('edition: "2028"', 'edition: "2028', 5, 10),
        ('"Come to [the walk]', "'Come to [the walk]", 44, 18),
        ("row: Where,", "row: 'Where,", 18, 13),
        ("row: Where,", 'row: "Where,', 18, 13),
        ("GUIDE: At the gate", 'GUIDE: "At the gate', 18, 27),
        ("duties: [Stand at the gate, ", 'duties: ["Stand at the gate, ', 41, 14),
        ("duties: [Stand at the gate, Lead", 'duties: ["Stand at the gate, "Lead', 41, 14),
        ("title: What you can do", "title: 'What you can do", 57, 19),
        (
            "booked the hygiene course.",
            "booked the hygiene course.\n    facts: ['two-days]",
            242,
            13,
        ),
    ],
)
def test_a_quote_that_is_left_open_is_reported_where_it_opens(before, after, line, column):
    assert load_example(before, after) == [(line, column, LEFT_OPEN)]


@pytest.mark.parametrize(
    ("before", "after", "line", "column"),
    [
        ("    - You sit with them", '    - "You sit\n    - "You comb"', 10, 7),
        ("Which cat?", '"Which cat?', 2, 8),
        ("name: For shy cats", 'name: {en: \'For shy cats, ja: "cats"}', 8, 16),
        ("name: For shy cats", 'name: {en: "For shy cats, ja: "cats"}', 8, 16),
        ("They like you.", 'They like "you".\n  third:\n    because: "You', 27, 14),
    ],
)
def test_the_quotes_of_other_texts_do_not_hide_it(before, after, line, column):
    assert [each[:2] + each[3:] for each in problems(before, after)] == [(line, column, LEFT_OPEN)]


def test_texts_over_several_lines_are_not_taken_for_open_quotes():
    text = f"facts:\n{SEVERAL_LINES}other: @here\n"
    (problem,) = load(text.encode())[1]
    assert problem.line == text.count("\n")
    assert "begins with '@'" in problem.message


def test_texts_over_several_lines_are_read_as_before():
    text = FILE.replace(
        "because: You are patient.", "because: \"You are: patient,\n      and so: 'they' are.\""
    ).replace("They like you.", "It's fine, 'tis said\n      \"so\" often.")
    assert load(text.encode())[1] == ()


def moved(text: str, number: int, by: int) -> str:
    """Return a text with a line, counted from 1, indented by more or fewer spaces."""
    lines = text.split("\n")
    line = lines[number - 1]
    indentation = len(line) - len(line.lstrip()) + by
    lines[number - 1] = " " * indentation + line.lstrip()
    return "\n".join(lines)


def indented(spaces: int, beside: int) -> str:
    has = f"{spaces} space{'' if spaces == 1 else 's'}"
    return f"this line is indented by {has}, the lines beside it by {beside}; give it as many"


@pytest.mark.parametrize("by", [-1, 1])
def test_every_line_of_the_example_that_is_moved_is_found(by):
    """A line between two depths may be told either.

    Of a list that is moved with the first key of its entry, the next key may be found instead.
    """
    wrong = []
    for number, line in enumerate(EXAMPLE.split("\n"), 1):
        before = len(line) - len(line.lstrip())
        is_moved = line.lstrip()[:1] not in ("", "#") and not line.startswith(
            "  - says: Nobody cooks"
        )
        if is_moved and before + by >= 0:
            found = load(moved(EXAMPLE, number, by).encode())[1]
            column = before + by
            told = [indented(column, beside) for beside in (before, before + 2 * by)]
            if found and not (
                (found[0].line, found[0].column) == (number, column + 1)
                and found[0].message.startswith(tuple(told))
            ):
                wrong.append((number, line, found[0]))
    assert wrong == []


@pytest.mark.parametrize(
    ("before", "after", "line", "spaces", "beside"),
    [
        ("    kind: single", "   kind: single", 14, 3, 4),
        ("    kind: single", "     kind: single", 14, 5, 4),
        ("    kind: single", "  kind: single", 14, 2, 4),
        ("    ask: How", "   ask: How", 13, 3, 4),
        ("    ask: How", "     ask: How", 13, 5, 4),
        ("  second:", "   second:", 23, 3, 2),
        ("  second:", " second:", 23, 1, 2),
        ("  first:", "   first:", 19, 3, 2),
        ("      much: More", "     much: More", 17, 5, 6),
        ("personas:", " personas:", 26, 1, 0),
        ("format: 1", " format: 1", 1, 1, 0),
        ("    - You sit with them", "    - You sit\n   - You comb", 11, 3, 4),
    ],
)
def test_a_line_that_is_indented_otherwise_is_found(before, after, line, spaces, beside):
    ((*place, _, message),) = problems(before, after)
    assert place == [line, spaces + 1]
    assert message.startswith(indented(spaces, beside))


def test_a_line_that_may_belong_to_the_text_above_it_may_be_put_in_quotes():
    ((*_, message),) = problems("You are patient.", "You are\n      Note: patient.")
    assert message.endswith("by 4; give it as many; if it belongs to the text above it, "
                            "put that whole text in quotes")  # fmt: skip


def test_a_file_whose_lines_end_with_a_return_alone_has_its_mistake_found():
    (problem,) = load(b"says: First\rly [serve @two days.")[1]
    assert problem.line == 2
