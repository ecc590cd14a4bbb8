"""Parts of small rules files, and the advice on files that are put together from them.

The line that an advice must name ends in `# here`.
"""

from __future__ import annotations

import datetime as dt

from quiz.core.language import reading
from quiz.core.load.loader import compile_document, digest
from quiz.core.prove import proof
from quiz.core.prove.advice import advice

TODAY = dt.date(2026, 11, 23)

HEAD = """\
format: 1
title: T
edition: "1"
checked: 2026-11-22
languages: [en]
"""
POSITIONS = """\
positions:
  X: {name: X}
"""
LEVEL = """\
questions:
  level:
    ask: How good?
    kind: scale
    choices:
      low: Low
      mid: Middling
      high: High
"""
LEVEL_RULES = """\
rules:
  low: {when: {level: low}, points: {X: 1}, because: b}
  mid: {when: {level: mid}, points: {X: 2}, because: b}
"""
FIVE = """\
questions:
  place:
    ask: Where?
    kind: single
    choices: {a: A, b: B, c: C, d: D, e: E}
"""
FIVE_RULES = """\
rules:
  a: {when: {place: a}, points: {X: 1}, because: b}
  b: {when: {place: b}, points: {X: 2}, because: b}
  c: {when: {place: c}, points: {X: 3}, because: b}
  d: {when: {place: d}, points: {X: 4}, because: b}
"""
TOOLS = """\
questions:
  tools:
    ask: Which?
    kind: multiple
    choices:
      saw: Saw
      file: File
      none: {says: None of these, exclusive: true}
"""


def advised(*parts: str, today: dt.date = TODAY) -> list[tuple[int, str]]:
    """Return the advice on a file of these parts: the line and the message of each."""
    source = "".join([HEAD, *parts]).encode()
    written = reading.read(source)
    engine, problems = compile_document(written, digest(source))
    assert engine is not None, problems
    return [
        (written.place(fault.path, of_key=fault.of_key).line, fault.message)
        for fault in advice(engine, proof.count(engine), today)
    ]


def here(*parts: str) -> list[int]:
    """Return the numbers of the lines that end in `# here`."""
    lines = "".join([HEAD, *parts]).splitlines()
    return [number for number, line in enumerate(lines, start=1) if line.endswith("# here")]
