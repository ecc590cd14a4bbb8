"""Invitation codes: short, and easy to read aloud and to type, such as LEEDS-7KXM."""

from __future__ import annotations

import re
import secrets
import unicodedata

from quiz.text import plain_signs

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


def _with(between: str) -> re.Pattern[str]:
    """Return what a code looks like in a text in capitals, with signs between its two parts."""
    word, ending = f"[A-Z]{{1,{LONGEST_WORD}}}", f"[{SIGNS}]{{{ENDING}}}"
    return re.compile(f"(?<![A-Z0-9])({word}){between}({ending})(?![A-Z0-9])")


WRITTEN = (_with(r"\s*-\s*"), _with(r"[\s_]*"))
"""What a code looks like in a text: with its dash, which is looked for first, and without."""

LONGEST_TEXT = 300
"""Characters of a text in which a code is looked for."""


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
    """Return the code in a text, in its canonical form; None if there is none.

    Accepts small letters, full-width characters, a missing dash, text around it, and its address.
    One text is one code, so that whoever guesses gets no more than one try.
    """
    signs = plain_signs(written[:LONGEST_TEXT]).upper().rpartition("/I/")[2]
    for form in WRITTEN:
        if found := form.search(signs):
            return f"{found[1]}-{found[2]}"
    letters = re.sub(r"[\W_]", "", signs)  # such as L E E D S 7 K 4 Q
    code = f"{letters[:-ENDING]}-{letters[-ENDING:]}"
    return code if CODE.fullmatch(code) else None


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
