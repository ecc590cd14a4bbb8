"""Recognises mistakes of typing in YAML, to name the cause and not only its effect.

It must not know what a rules file contains.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from quiz.core.language import signs

_SPACE = r"[^\S \t\r\n]"  # any but the space of the keyboard
_COLONS = r"[\uff1a\ufe55\ufe13\ua789\u2236\u02d0\u05c3\uff1b\ufe54\ufe14]"
_NOT_A_COLON = "this is the {} and not a colon; write ':' and a space"
_IN_INDENTATION = "this is the {} in the indentation; replace it by a plain space"
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
        _IN_INDENTATION.format,
    ),
    (
        re.compile(rf"\s*-(?P<sign>{_SPACE})"),
        lambda name: f"this is the {name}; write a space of the keyboard after '-'",
    ),
    (
        re.compile(r"\s*(?P<sign>-)[^\s\d-]"),
        lambda _: "an entry of a list begins with '- '; write a space after '-'",
    ),
    (
        re.compile(r"\s*(?P<sign>[*+]|\(?\d+[.)])\s", re.ASCII),
        lambda _: "this begins no entry of a list; write '- '",
    ),
    (
        re.compile(r"\s*(?:- +)*[\w-]+: *(?P<sign>[\uff5b\uff3b])"),
        lambda name: f"this is the {name}; write one of '{{' and '[' and their ends",
    ),
)
"""What a line begins with that only looks like YAML, and what is said of the sign."""

A_COLON = "mapping values are not allowed here"
"""The error of a colon where none can be."""

NOT_CLOSED = "found unexpected end of stream"
"""The error of a quote that is not closed."""

IN_BRACKETS = "expected ',' or "
"""How the errors of what stands in brackets begin."""

NO_COLON = "could not find expected ':'"
"""The error of a line without a key."""

CAUSES = {
    A_COLON: (
        "a colon with a space after it begins a value; where it belongs to a text, "
        "put the whole text in quotes"
    ),
    NO_COLON: (
        "a line of its own begins with a key, a colon and a space; where it belongs to the text "
        "above it, indent it deeper than the key of that text"
    ),
    NOT_CLOSED: "the quote that begins this text is never closed",
}
"""What is said of an error of the YAML parser in place of its own words."""

OF_INDENTATION = (
    A_COLON,
    *(f"expected <block end>, but found '{found}" for found in ("<block", "-", "?")),
    "expected '<document start>'",
)
"""How the errors begin that a line causes whose indentation is not that of the lines beside it."""

BEGINS_EARLIER = frozenset({NO_COLON, NOT_CLOSED})
"""Errors that the parser notices on a later line than the one on which the mistake is."""

OF_A_COLON = frozenset({NO_COLON, A_COLON})
"""Errors that a colon without a space causes, on its line or on the next one."""

_BULLETS = {"Pd", "Po", "So", "Sm"}
"""Unicode categories of the signs, other than those of ASCII, that begin entries of lists."""

_A_SPACE = "write a space after ':'"
_NO_SPACE = re.compile(r"\s*(?:- +)*[A-Za-z0-9][\w-]*\s*:(?=[^\s/])", re.ASCII)
_QUOTE_IN_QUOTES = (
    "the text ends at the second quote; write \\\" for a quote within \"\", or '' for one within ''"
)
_IN_QUOTES = "a text that begins with {!r} has to be in quotes"
_BEGINS = re.compile(r"\s*(?:- +)*(?:- +|[\w-]+: +)(?P<sign>[\"'\[{*&!@`%>|,\]}?-])\S* *\S")
_SPECIAL = (
    "found character",
    "expected <block end>, but found '<scalar>'",
    "expected <block end>, but found ','",
    "expected alphabetic or numeric character",
    "expected a comment or a line break",
    "sequence entries are not allowed here",
    "mapping keys are not allowed here",
    "expected the node content",
)
"""How the errors begin that the first character of a text without quotes causes."""

_FLOW_KEY = re.compile(rf"(?P<id>[A-Za-z0-9][\w-]*)(?:\s?(?P<sign>{_COLONS})|:(?=\S))", re.ASCII)
_QUOTES = (
    '"\u2033\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u301d\u301e\u301f',
    "'\u00b4\u2032\u2018\u2019\u201a\u201b\u2039\u203a\uff07",
)
"""Double and single quotes; keyboards give any two of a kind for the two that are meant."""

_CORNERS = re.compile("[\u300c\u300e\uff62][\x20-\x7e]*[\u300d\u300f\uff63]")
"""The quotes of Japanese around words that are not."""

_OPENING = frozenset((*chain.from_iterable(_QUOTES), *"\u300c\u300e\uff62"))

_COMMENT = re.compile(r" +(#[^\s#][^\r\n]*)")
_COMMENT_AT_ONCE = re.compile(r":? +(#[^\s#][^\r\n]*)")

_FLOW_SIGN = re.compile(f"(?P<comma>[{signs.COMMAS}])|[{signs.BRACKETS}]")
_BLOCK = re.compile(r"[:-] +[>|][-+0-9]*\s*(?:#.*)?$")
_COLON = re.compile(r":(?:\s|$)")
_ID = re.compile(r"\s*[\w-]+\s*", re.ASCII)
_NO_COMMA = re.compile(r"\s*\d+ +(?P<next>[\w-]+)", re.ASCII)
_IN_A_TEXT = re.compile(r"[^\n\]}]*")
_KEY_AT_END = re.compile(r"\s*(?:- +)*[\w-]+\s*", re.ASCII)


def look_alike(line: str) -> tuple[int, str] | None:
    """Return the column, from 0, and a message for a sign that only looks like one of YAML's."""
    for pattern, message in _LINES:
        if found := pattern.match(line):
            return found.start("sign"), message(signs.name(found["sign"][0]))
    sign = line.lstrip()[:1]
    if sign == "\u30fc" or (sign > "\x7f" and unicodedata.category(sign) in _BULLETS):
        said = f"this is the {signs.name(sign)}; an entry of a list begins with '- '"
        return line.index(sign), said
    return None


def space_in_indentation(key: str) -> str | None:
    """Return what is said of a key that begins with a space which YAML takes for a letter."""
    return _IN_INDENTATION.format(signs.name(key[0])) if key[:1].isspace() else None


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


def other_quote(line: str) -> str:
    """Return what is said of a line that ends with a quote that is not one of YAML's."""
    sign = line.rstrip()[-1:]
    foreign = sign > "\x7f" and any(sign in quotes for quotes in _QUOTES)
    return f"; {sign!r} at its end is the {signs.name(sign)}" if foreign else ""


def without_a_key(line: str, next_line: str) -> bool:
    """Return whether a line has no key although the next one, which is indented alike, has one."""
    words = line.strip()
    alike = _indentation(line) == _indentation(next_line)
    return alike and bool(words) and words[0] not in "#-" and not _COLON.search(words)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def missing_space(line: str) -> tuple[int, str] | None:
    """Return the column, from 0, after a key's colon that no space follows, and a message."""
    found = _NO_SPACE.match(line)
    return (found.end(), _A_SPACE) if found else None


def key_without_colon(key: str) -> tuple[int, str, str] | None:
    """Return the offset, a message and the value for a key on one line without a colon and a space.

    In {cook：3} and {cook:3} the key is the whole text between the brackets.
    """
    found = _FLOW_KEY.match(key)
    if found is None:
        return None
    sign = found["sign"]
    said = _NOT_A_COLON.format(signs.name(sign)) if sign else _A_SPACE
    return found.end("id"), said, key[found.end() :].strip()


def look_alike_before(text: str, first: int, last: int) -> tuple[int, int, str] | None:
    """Return the line, column and message of the last such sign between two lines, from 0.

    A text that is written below `>` or `|` may have any signs.
    """
    lines = text.split("\n")
    for line in range(min(last, len(lines) - 1), max(first, 0) - 1, -1):
        found = look_alike(lines[line])
        if found and not _is_in_a_block(lines, line):
            return line, *found
    return None


def _is_in_a_block(lines: Sequence[str], line: int) -> bool:
    """Return whether a line is one of a text that is written below `>` or `|`."""
    indentation = _indentation(lines[line])
    while line:
        line -= 1
        if lines[line].strip() and _indentation(lines[line]) < indentation:
            return bool(_BLOCK.search(lines[line]))
    return False


def at(text: str, index: int, message: str) -> tuple[int, int, str]:
    """Return the line and the column of an index of a text, from 0, with a message."""
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1, message


def advice(event: Any, text: str) -> Iterator[str]:
    """Yield what probably is not meant about a text without quotes, an event of `text`."""
    if _in_quotes(event.value):
        yield (
            f"the quotes {event.value[0]}{event.value[-1]} are part of this text and will be "
            "shown; use \" or ', or leave them out"
        )
    if comment := _COMMENT.match(text, event.end_mark.index):
        yield (
            f"the text ends before {comment[1]!r}, which YAML takes for a comment; put the whole "
            "text in quotes, or a space after '#' if it is a comment"
        )


def _in_quotes(text: str) -> bool:
    """Return whether a whole text is in quotes that are not YAML's."""
    if text[:1] not in _OPENING:
        return False
    if _CORNERS.fullmatch(text):
        return True
    ends = {text[:1], text[1:][-1:]}
    return any(ends <= {*quotes} and {*quotes}.isdisjoint(text[1:-1]) for quotes in _QUOTES)


def comment_in_place_of_a_text(text: str, end: int) -> str | None:
    """Return what is said of a text that is empty, from `end` on, because it begins with '#'."""
    found = _COMMENT_AT_ONCE.match(text, end)
    return found and (
        f"nothing is written here, because YAML takes {found[1]!r} for a comment; put the text in "
        "quotes"
    )


def in_brackets(written: str, error: str) -> tuple[int, str] | None:
    """Return the offset and the cause of an error that ends what is `written` from a bracket on.

    The error is in the last text there: a sign that only looks like one of YAML's, a comma that
    is missing, a bracket in it or one that is never closed or that a comment hides, or a colon.
    """
    begin = max(written.rfind(", ") + 2, written.rfind(": ") + 2, 1)
    is_quoted = written[begin : begin + 1] in ("'", '"')
    if comment := None if is_quoted else _COMMENT.search(written, begin - 1):
        return comment.start(1), f"YAML takes {comment[1]!r} for a comment; put the text in quotes"
    for found in _FLOW_SIGN.finditer(written, begin):
        is_between = _ID.fullmatch(written, begin, found.start()) and _KEY_AT_END.fullmatch(
            written, found.end()
        )
        if found["comma"] is None or is_between:
            return found.start(), signs.correction(found[0])
    if error.endswith(("'{'", "'['")) and _IN_A_TEXT.fullmatch(written, begin):
        said = f"the {error[-2]!r} is in a text between brackets; put the whole text in quotes"
        return len(written), said
    if missing := _NO_COMMA.fullmatch(written, begin):
        return missing.start("next"), f"a comma is missing before {missing['next']!r}"
    if "\n" in written[begin:] and _KEY_AT_END.fullmatch(written, written.rindex("\n")):
        return 0, f"the {written[0]!r} that begins here is never closed"
    return None


def ends_at_a_comma(text: str, key_end: int, value: Any) -> bool:
    """Return whether a key of a mapping on one line is in truth the rest of a text.

    In {says: Yes, of course} the words after the comma are a key without a value.
    """
    return not value.value and ":" not in text[key_end : value.start_mark.index]
