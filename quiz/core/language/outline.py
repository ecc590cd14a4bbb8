"""Reads a text that is not YAML line by line: its keys and entries, and a quote left open.

A parser goes on from a quote to the next one, however far away; this looks at the lines, as a
reader does. It must not know what a rules file contains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

LEFT_OPEN = (
    "the quote that begins here is not closed on this line; end the text with the same quote"
)
"""What is said of a quote that is open where the next key or entry begins."""

_DASH = re.compile(r"-(?: +|$)")
_KEY = re.compile(r"(?:\"[^\"]*\"|'[^']*'|[\w-][\w -]*?) ?:(?: +|$)")
_LIKE_A_KEY = re.compile(r" *(?:- |[\"']?[\w-]+[\"']? ?:(?:\s|$))")
_BEGIN = re.compile(r" *(?:- +|[\[{] *)*")
_BLOCK = re.compile(r"[|>][-+0-9]* *(?:#|$)")
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'(?!')")}
_CLOSE = {'"': re.compile(r'(?:[^"\\]|\\.)*"'), "'": re.compile(r"(?:[^']|'')*'(?!')")}
_PLAIN = re.compile(r"(?:[^,\[\]{}: ]|:(?! |$)| (?!#))+")
_CONTINUES = re.compile(r"[,:\[{] *\Z")


class Entry(NamedTuple):
    """A key, or the dash of an entry of a list, both counted from 0."""

    line: int
    column: int
    is_dash: bool
    opens: bool
    """Whether what belongs to it is on the lines below it."""

    @property
    def depth(self) -> int:
        """Return how deep it stands; a list may stand right below its key, and is deeper."""
        return 2 * self.column + self.is_dash


@dataclass(slots=True)
class Outline:
    """The keys and entries of `lines`, and the first quote among them that is left open.

    A quote is left open where a line below it, indented no deeper, begins with a key or a dash
    before the quote is closed. Quotes are looked for up to the line `last`.
    """

    lines: list[str]
    last: int
    entries: list[Entry] = field(default_factory=list)
    open_quote: tuple[int, int] | None = None
    _number: int = 0
    _brackets: int = 0
    _bracket_column: int = 0
    _text_column: int | None = None
    _is_block: bool = False

    def __post_init__(self) -> None:
        """Read the lines."""
        while self._number < len(self.lines):
            line = self.lines[self._number] = self.lines[self._number].rstrip()
            if line:
                self._read(line)
            self._number += 1

    def _read(self, line: str) -> None:
        column = len(line) - len(line.lstrip(" "))
        is_like_a_key = bool(_LIKE_A_KEY.match(line))
        if self._brackets:
            if column > self._bracket_column or not is_like_a_key:
                self._read_brackets(column)
                return
            self._brackets = 0  # they are never closed
        if self._text_column is not None:
            if column > self._text_column and (self._is_block or not is_like_a_key):
                return
            self._text_column = None
        if line[column] != "#":
            self._read_entries(line, column)

    def _read_entries(self, line: str, column: int) -> None:
        begin, text_column = column, column - 1
        while dash := _DASH.match(line, begin):
            begin, text_column = dash.end(), begin
            opens = begin == len(line) or bool(_DASH.match(line, begin) or _KEY.match(line, begin))
            self.entries.append(Entry(self._number, text_column, is_dash=True, opens=opens))
        if key := _KEY.match(line, begin):
            begin, text_column = key.end(), begin
            opens = begin == len(line) or line[begin] == "#"
            self.entries.append(Entry(self._number, text_column, is_dash=False, opens=opens))
        sign = line[begin : begin + 1]
        if sign in ("[", "{"):
            self._bracket_column = column
            self._read_brackets(begin)
        elif sign in ('"', "'"):
            self._after_quote(begin)
        elif sign not in ("", "#"):
            self._text_column, self._is_block = text_column, bool(_BLOCK.match(line, begin))

    def _read_brackets(self, begin: int) -> None:
        """Read on in brackets, on this line and on those that a text in quotes goes on to."""
        while begin < len(line := self.lines[self._number]):
            sign = line[begin]
            if sign == "#" and line[begin - 1 : begin] in ("", " "):
                return
            if sign in "\"'":
                begin = self._after_quote(begin)
                continue
            self._brackets += (sign in "[{") - (sign in "]}")
            if not self._brackets:
                return
            plain = None if sign in " ,:" else _PLAIN.match(line, begin)
            begin = plain.end() if plain else begin + 1

    def _after_quote(self, begin: int) -> int:
        """Return the column after a text in quotes, on the line on which it is closed."""
        first, line = self._number, self.lines[self._number]
        if found := _QUOTED[line[begin]].match(line, begin):
            # In {a: "One, b: "Two"} the second quote begins a text, and ends none.
            is_glued = line[found.end() : found.end() + 1] not in ("", " ", ",", ":", "]", "}")
            if self._brackets and is_glued and _CONTINUES.search(line[begin : found.end() - 1]):
                self._leave_open(first, begin)
            return found.end()
        beside = _BEGIN.match(line)
        column = beside.end() if beside else 0
        for number in range(first + 1, len(self.lines)):
            words = self.lines[number]
            if _LIKE_A_KEY.match(words) and len(words) - len(words.lstrip(" ")) <= column:
                break
            if closed := _CLOSE[line[begin]].match(words):
                self._number = number
                return closed.end()
        self._leave_open(first, begin)
        return len(line)

    def _leave_open(self, line: int, column: int) -> None:
        if self.open_quote is None and line <= self.last:
            self.open_quote = line, column
