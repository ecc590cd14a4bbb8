"""The values of YAML 1.2's core schema, without what no rules file needs.

Octal and hexadecimal numbers, exponents and long fractions are left out.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE = re.compile(r"[-+]?[0-9]{1,100}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,100}\.[0-9]{1,6}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def scalar(event: Any) -> object:
    """Return the value of a scalar event: a text, a number, a truth value or None."""
    if not event.implicit[0]:  # quoted
        return whole_text(event)
    return plain(event.value)


def plain(text: str) -> object:
    """Return the value of a text that is written without quotes."""
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


def whole_text(event: Any) -> str:
    """Return the text of a scalar event, with characters whole that JSON escapes in two parts.

    Raises UnicodeError where a part has no other.
    """
    text: str = event.value
    if _SURROGATE.search(text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    return text
