"""A very large or deeply nested file is read or refused quickly, with messages of limited size."""

from __future__ import annotations

import time

import pytest
from support.commands import quiz
from support.typed_file import FILE, problems

from quiz.core.language.document import Document
from quiz.core.load.loader import MOST_PROBLEMS, compile_document, load


@pytest.mark.parametrize("source", [b"[" * 8000, b"{" * 8000, b"- " * 9000, b"? " * 9000])
def test_a_file_that_is_nested_too_deeply_is_refused_at_once(source):
    began = time.monotonic()
    assert any("20 levels" in each.message for each in load(source)[1])
    assert time.monotonic() - began < 20, "the parser alone would take minutes"


def test_answers_that_are_nested_too_deeply_are_refused_at_once():
    run = quiz("explain", "-", stdin="[" * 8000)
    assert run.code == 1
    assert "20 levels" in run.err


def test_of_very_many_problems_the_first_thousand_are_reported_and_that_there_are_more():
    source = FILE + "".join(f"unknown{number}: 1\n" for number in range(5000))
    found = load(source.encode())[1]
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1].message.startswith("there are more problems than these 1,000")
    assert load(source.encode())[0] is None


def test_a_number_of_any_length_without_its_colon_is_a_problem():
    found = problems("when: {time: little}", f"when: {{time:{'9' * 5000}}}")
    assert [(line, "write a space" in message) for line, _, _, message in found] == [
        (20, False),  # there is no such choice
        (20, True),
    ]


def test_a_message_does_not_quote_a_text_of_any_length():
    found = load((FILE + "x" * 100_000 + ": 1\n").encode())[1]
    assert max(len(each.message) for each in found) < 600


def test_many_questions_are_read_in_time_that_grows_with_their_number_only():
    """With time in proportion to the square of it, this took more than a minute."""
    question = {"ask": "?", "kind": "single", "choices": {"a": "A", "b": "B"}}
    many = {f"q{n}": question | ({"only_if": {f"q{n - 1}": "a"}} if n % 9 == 1 else {})
            for n in range(6000)}  # fmt: skip
    written = {
        "format": 1, "title": "T", "edition": "1", "checked": "2026-11-22", "languages": ["en"],
        "positions": {"A": {"name": "A"}}, "questions": many,
        "rules": {f"r{n}": {"when": {f"q{n}": "a"}, "points": {"A": 1}, "because": "."}
                  for n in range(3000)},
    }  # fmt: skip
    began = time.monotonic()
    engine, found = compile_document(Document(data=written), "digest")
    assert engine is not None, found[:3]
    # q1 is asked only where q0 is a, and so on: of nine, the first two depend on each other.
    assert engine.most == {"A": 3000}
    assert time.monotonic() - began < 60
