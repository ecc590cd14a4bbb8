"""Recognises mistakes of typing in YAML, to name the cause and not only its effect.

It must not know what a rules file contains.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

_SPACE = r"[^\S \t\r\n]"  # any but the space of the keyboard
_COLONS = r"[\uff1a\ufe55\ufe13\ua789\u2236\u02d0\u05c3]"
_NOT_A_COLON = "this is the {} and not a colon; write ':' and a space"
_LINES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (
        re.compile(rf"\s*(?:- +)*[\w-]+\s?(?P<sign>{_COLONS})"),
        _NOT_A_COLON.format,
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
    (
        re.compile(r"\s*(?:- +)*[\w-]+: *(?P<sign>[\uff5b\uff3b])"),
        lambda name: f"this is the {name}; write one of '{{' and '[' and their ends",
    ),
)
"""What a line begins with that only looks like YAML, and what is said of the sign."""

CAUSES = {
    "mapping values are not allowed here": (
        "a colon with a space after it begins a value; where it belongs to a text, "
        "put the whole text in quotes"
    ),
    "could not find expected ':'": (
        "a line of its own begins with a key, a colon and a space; where it belongs to the text "
        "above it, indent it deeper than the key of that text"
    ),
    "found unexpected end of stream": "the quote that begins this text is never closed",
}
"""What is said of an error of the YAML parser in place of its own words."""

BEGINS_EARLIER = frozenset({"could not find expected ':'", "found unexpected end of stream"})
"""Errors that the parser notices on a later line than the one on which the mistake is."""

OF_A_COLON = frozenset({"could not find expected ':'", "mapping values are not allowed here"})
"""Errors that a colon without a space causes, on its line or on the next one."""

_A_SPACE = "write a space after ':'"
_NO_SPACE = re.compile(r"\s*(?:- +)*[A-Za-z0-9][\w-]*:(?=[^\s/])", re.ASCII)
_QUOTE_IN_QUOTES = (
    "the text ends at the second quote; write \\\" for a quote within \"\", or '' for one within ''"
)
_IN_QUOTES = "a text that begins with {!r} has to be in quotes"
_BEGINS = re.compile(r"\s*(?:- +)*(?:- +|[\w-]+: +)(?P<sign>[\"'\[{*&!@`%>|,\]}?-])\S* *\S")
_SPECIAL = (
    "found character",
    "expected <block end>, but found '<scalar>'",
    "expected alphabetic or numeric character",
    "expected a comment or a line break",
    "sequence entries are not allowed here",
    "mapping keys are not allowed here",
    "expected the node content",
)
"""How the errors begin that the first character of a text without quotes causes."""

_FLOW_KEY = re.compile(rf"(?P<id>[A-Za-z0-9][\w-]*)(?:\s?(?P<sign>{_COLONS})|:(?=\S))", re.ASCII)
_CURLY = re.compile(
    "\u201c[^\u201c\u201d]*\u201d|\u2018[^\u2018\u2019]*\u2019|\u201e[^\u201c\u201d\u201e]*[\u201c\u201d]"
    "|\uff02[^\uff02]*\uff02|\uff07[^\uff07]*\uff07|\u301d[^\u301d-\u301f]*[\u301e\u301f]"
)
_COMMENT = re.compile(r" +(#[^\s#][^\r\n]*)")


def look_alike(line: str) -> tuple[int, str] | None:
    """Return the column, from 0, and a message for a sign that only looks like one of YAML's."""
    for pattern, message in _LINES:
        if found := pattern.match(line):
            return found.start("sign"), message(_name(found["sign"]))
    return None


def _name(sign: str) -> str:
    return unicodedata.name(sign, f"character U+{ord(sign):04X}").lower()


def first_character(line: str, error: str) -> tuple[int, str] | None:
    """Return the column, from 0, and a message for a text whose first character caused an error.

    Such a text has a meaning of its own in YAML, or has one until its quote or bracket closes.
    """
    found = _BEGINS.match(line) if error.startswith(_SPECIAL) else None
    if found is None:
        return None
    sign = found["sign"]
    said = _QUOTE_IN_QUOTES if sign in "\"'" else _IN_QUOTES.format(sign)
    return found.start("sign"), said


def missing_space(line: str) -> tuple[int, str] | None:
    """Return the column, from 0, after a key's colon that no space follows, and a message."""
    found = _NO_SPACE.match(line)
    return (found.end(), _A_SPACE) if found else None


def key_without_colon(key: str) -> tuple[int, str] | None:
    """Return the offset and a message for a key on one line without a colon and a space.

    In {cook：3} and {cook:3} the key is the whole text between the brackets.
    """
    found = _FLOW_KEY.match(key)
    if found is None:
        return None
    sign = found["sign"]
    return found.end("id"), _NOT_A_COLON.format(_name(sign)) if sign else _A_SPACE


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
