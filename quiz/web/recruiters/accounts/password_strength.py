"""Whether a new password is easy to guess, estimated by zxcvbn."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from threading import Lock

LEAST_SCORE = 3
"""Of 4: at least 10^8 guesses, as zxcvbn counts them. argon2id makes each of them costly."""

LONGEST = 72
"""Characters that are looked at, because the time grows with the square of their number."""

_one_at_a_time = Lock()  # zxcvbn keeps the words about a person in a global dictionary


def is_guessable(password: str, about: Iterable[str]) -> bool:
    """Return whether a password is common, a pattern, or made of words about its owner."""
    from zxcvbn import zxcvbn  # not at the top: it reads its word lists, which few pages need

    normalized = unicodedata.normalize("NFKC", password)[:LONGEST]
    words = [word for text in about for word in (text, *text.replace("@", " ").split())]
    with _one_at_a_time:
        return int(zxcvbn(normalized, user_inputs=words)["score"]) < LEAST_SCORE
