"""Invitation codes: short, and easy to read aloud and to type, such as LEEDS-7KXM."""

from __future__ import annotations

import re
import secrets
import unicodedata

from quiz.text import ascii_beginning

LONGEST_WORD = 8
SHORTEST_WORD = 3
ENDING = 4
SIGNS = "3479CDFHJKMNPQRTVWXY"
"""The characters of an ending: no two look alike, and there are no vowels to spell words."""

WORD = "QUIZ"
"""The word of a code whose title has no word in Latin letters."""

SPELT = str.maketrans({"ß": "ss", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O"})
SPELT |= str.maketrans({"ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Þ": "Th", "þ": "th"})
CODE = re.compile(f"[A-Z]{{1,{LONGEST_WORD}}}-[{SIGNS}]{{{ENDING}}}")


def new_code(title: str) -> str:
    """Return a new random code for an invitation with this title."""
    ending = "".join(secrets.choice(SIGNS) for _ in range(ENDING))
    return f"{word(title)}-{ending}"


def word(title: str) -> str:
    """Return the first word of a title in capitals without accents, at most LONGEST_WORD long."""
    plain = _without_accents(title.translate(SPELT))
    found = re.search(f"[A-Za-z]{{{SHORTEST_WORD},}}", plain)
    return found[0][:LONGEST_WORD].upper() if found else WORD


def read(written: str) -> str | None:
    """Return a code in its canonical form; None if the text cannot be a code.

    Accepts small letters, full-width characters, a missing dash, and text after it that was
    pasted along.
    """
    signs = re.sub(r"[\W_]", "", ascii_beginning(written[:100])).upper()
    code = f"{signs[:-ENDING]}-{signs[-ENDING:]}"
    return code if CODE.fullmatch(code) else None


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
