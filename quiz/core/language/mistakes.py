"""Recognises mistakes of typing in YAML, to name the cause and not only its effect.

It must not know what a rules file contains.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

_SPACE = r"[^\S \t\r\n]"  # any but the space of the keyboard
_LINES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (
        re.compile(r"\s*(?:- +)*[\w-]+\s?(?P<sign>[\uff1a\ufe55\ufe13\ua789\u2236\u02d0\u05c3])"),
        lambda name: f"this is the {name} and not a colon; write ':' and a space",
    ),
    (
        re.compile(rf"\s*(?:- +)*[\w-]+:(?P<sign>{_SPACE})"),
        lambda name: f"this is the {name}; write a space of the keyboard after ':'",
    ),
    (
        re.compile(rf" *(?P<sign>{_SPACE})"),
        lambda name: f"this is the {name}; indent with spaces of the keyboard",
    ),
    (
        re.compile(
            r"\s*(?P<sign>[\u2022\u2023\u25e6\u2043\u2219\u25cf\u25aa\u2010-\u2015\u2212\u30fb])\s"
        ),
        lambda name: f"this is the {name}; an entry of a list begins with '- '",
    ),
    (
        re.compile(rf"\s*-(?P<sign>{_SPACE})"),
        lambda name: f"this is the {name}; write a space of the keyboard after '-'",
    ),
)
"""What a line begins with that only looks like YAML, and what is said of the sign."""

CAUSES = {
    "mapping values are not allowed here": (
        "a colon with a space after it begins a value; where it belongs to a text, "
        "put the whole text in quotes"
    ),
}
"""What is said of an error of the YAML parser in place of its own words."""

_CURLY = re.compile("\u201c[^\u201c\u201d]*\u201d|\u2018[^\u2018\u2019]*\u2019")
_COMMENT = re.compile(r" +(#[^\s#][^\r\n]*)")


def look_alike(line: str) -> tuple[int, str] | None:
    """Return the column, from 0, and a message for a sign that only looks like one of YAML's."""
    for pattern, message in _LINES:
        if found := pattern.match(line):
            sign = found["sign"]
            name = unicodedata.name(sign, f"character U+{ord(sign):04X}").lower()
            return found.start("sign"), message(name)
    return None


def look_alike_before(text: str, first: int, last: int) -> tuple[int, int, str] | None:
    """Return the line, column and message of the last such sign between two lines, from 0."""
    lines = text.split("\n")
    for line in range(min(last, len(lines) - 1), max(first, 0) - 1, -1):
        if found := look_alike(lines[line]):
            return line, *found
    return None


def advice(event: Any, text: str) -> Iterator[str]:
    """Yield what probably is not meant about a text without quotes, an event of `text`."""
    if _CURLY.fullmatch(event.value):
        yield (
            f"the quotes {event.value[0]}{event.value[-1]} are part of this text and will be "
            "shown; use \" or ', or leave them out"
        )
    if comment := _COMMENT.match(text, event.end_mark.index):
        yield (
            f"the text ends before {comment[1]!r}, which YAML takes for a comment; put the whole "
            "text in quotes, or a space after '#' if it is a comment"
        )


def ends_at_a_comma(text: str, key_end: int, value: Any) -> bool:
    """Return whether a key of a mapping on one line is in truth the rest of a text.

    In {says: Yes, of course} the words after the comma are a key without a value.
    """
    return not value.value and ":" not in text[key_end : value.start_mark.index]
