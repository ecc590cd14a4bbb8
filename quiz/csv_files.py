"""How the CSV files of spreadsheets are written: in which encoding, and with which separator."""

from __future__ import annotations

import codecs
import re

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=([\t!#-/:-@\[-`{-~])\s*", re.IGNORECASE)
"""What Excel takes as the name of the separator, a tab or an ASCII sign, in the first line."""


def encoding_of(start: bytes) -> str:
    """Return the encoding that the first bytes of a file name; UTF-8 where they name none."""
    return next((name for mark, name in _MARKS.items() if start.startswith(mark)), "utf-8")


def separator_of(first_line: str) -> tuple[str, bool]:
    """Return the separator, and whether the line only names it, as `sep=;` does.

    Else it is the usual separator that the line has most of.
    """
    named = _SEPARATOR_LINE.fullmatch(first_line)
    return (named[1], True) if named else (max(_SEPARATORS, key=first_line.count), False)
