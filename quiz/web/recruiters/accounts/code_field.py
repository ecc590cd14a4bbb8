"""The field for a code that somebody reads from an app or from paper."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from quiz.web.framework.fields import line
from quiz.web.framework.language import N_


def code_field() -> Any:
    """Return the field for a code."""
    return line(N_("Code"), required=True)


def as_meant(code: str) -> str:
    """Return a code as it was meant: full-width digits are digits, and spaces do not count."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).casefold()
