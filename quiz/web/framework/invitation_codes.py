"""Codes of invitations: short, and made to be read aloud and typed."""

from __future__ import annotations

import re
import secrets
import unicodedata

LONGEST_WORD = 8
SHORTEST_WORD = 3
ENDING = 4
SIGNS = "3479CDFHJKMNPQRTVWXY"
"""No two that look alike, and no vowels, so that they make no words by chance."""

WORD = "JET"
"""Stands where a title has no word in Latin letters."""

SPELT = str.maketrans({"ß": "ss", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O"})
SPELT |= str.maketrans({"ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Þ": "Th", "þ": "th"})
CODE = re.compile(f"[A-Z]{{1,{LONGEST_WORD}}}-[{SIGNS}]{{{ENDING}}}")


def new_code(title: str) -> str:
    """Return a code for an invitation with this title; another one each time."""
    ending = "".join(secrets.choice(SIGNS) for _ in range(ENDING))
    return f"{word(title)}-{ending}"


def word(title: str) -> str:
    """Return the first word of a title in capitals without accents, cut to what is soon typed."""
    plain = _without_accents(title.translate(SPELT))
    found = re.search(f"[A-Za-z]{{{SHORTEST_WORD},}}", plain)
    return found[0][:LONGEST_WORD].upper() if found else WORD


def read(written: str) -> str | None:
    """Return the code that somebody wrote, in small letters, say, or without its dash.

    None where it can be none.
    """
    signs = re.sub(r"[\W_ー]", "", unicodedata.normalize("NFKC", written[:100])).upper()
    code = f"{signs[:-ENDING]}-{signs[-ENDING:]}"
    return code if CODE.fullmatch(code) else None


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
