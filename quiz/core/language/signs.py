"""Signs that only look like one of YAML's: their names, and what is meant by them."""

from __future__ import annotations

import re
import unicodedata

COMMAS = ";\uff0c\u3001\ufe50\ufe51\ufe10\ufe11\uff64\u060c\uff1b"
BRACKETS = "\uff3b\uff3d\uff5b\uff5d\u3010\u3011\u3014\u3015"

_MEANT = dict.fromkeys(COMMAS, ",") | dict(zip(BRACKETS, "[]{}[][]", strict=True))
_SEPARATOR = re.compile(f"[{COMMAS}{BRACKETS}]")


def name(sign: str) -> str:
    """Return the name of a sign, such as `fullwidth comma`."""
    return unicodedata.name(sign, f"character U+{ord(sign):04X}").lower()


def correction(sign: str) -> str:
    """Return what is said of a sign that looks like a comma or bracket of YAML."""
    return f"{sign!r} is the {name(sign)}, write {_MEANT[sign]!r}"


def sign_in_words(words: str) -> str:
    """Return "; '，' is the fullwidth comma, write ','" for ids with such a sign, or nothing."""
    found = _SEPARATOR.search(words)
    return f"; {correction(found[0])}" if found and _SEPARATOR.sub("", words).isascii() else ""
