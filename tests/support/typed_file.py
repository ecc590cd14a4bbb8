"""A small rules file in which tests make mistakes of typing, and the problems found in it."""

from __future__ import annotations

from quiz.core.load.loader import load

FILE = """\
format: 1
title: Which cat?
edition: "1"
checked: 2026-11-22
languages: [en]
positions:
  SHY:
    name: For shy cats
    duties:
    - You sit with them
questions:
  time:
    ask: How much time do you have?
    kind: single
    choices:
      little: Less than 2 hours
      much: More
rules:
  first:
    when: {time: little}
    points: {SHY: 1}
    because: You are patient.
  second:
    points: {SHY: 1}
    because: They like you.
personas:
  somebody:
    answers: {time: little}
    expect: {best: SHY}
"""
QUOTES = "put the whole text in quotes"


def problems(before: str, after: str) -> list[tuple[int, int, str, str]]:
    """The problems of FILE with a text replaced; it must occur once."""
    assert FILE.count(before) == 1
    found = load(FILE.replace(before, after).encode())[1]
    return [(each.line, each.column, each.severity, each.message) for each in found]
