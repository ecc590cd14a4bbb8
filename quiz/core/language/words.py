"""Small parts of the sentences that authors read in problems."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import islice

from quiz.core.language.signs import sign_in_words

MOST_COMPARED = 200
"""Words that a misspelt one is compared with; each comparison takes some microseconds."""

ALIKE = 0.5
"""How alike ids are, from 0 to 1, so that one may be meant by the other."""

KEYS_ALIKE = 0.6
"""The same for keys, which are words: at 0.5, 'reason' would be near 'question'."""

MOST_LISTED = 20
"""Words that a message lists."""


def did_you_mean(word: str, known: Iterable[str], alike: float = ALIKE) -> str:
    """Return "; did you mean 'x'?" for the known word nearest to `word`, or nothing.

    Of several words that a sign joins which only looks like a comma, it names the sign.
    """
    if sign := sign_in_words(word):
        return sign
    spelt = {known_word.lower(): known_word for known_word in islice(known, MOST_COMPARED)}
    nearest = get_close_matches(word.lower(), spelt, n=1, cutoff=alike)
    return f"; did you mean {spelt[nearest[0]]!r}?" if nearest else ""


def folded(text: str) -> str:
    """Return a text as it is compared with what an author wrote: without case, width and stops."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(".!?。")


def listed_twice(items: Sequence[object]) -> Iterator[tuple[int, str]]:
    """Yield the index and a message for each item that stands in the list before."""
    seen: set[object] = set()
    for index, item in enumerate(items):
        key = repr(item) if isinstance(item, (dict, list)) else item
        if key in seen:
            yield index, f"{item!r} is listed twice; remove one of them"
        seen.add(key)


def shown(value: object) -> str:
    """Return a value as its author wrote it, or nearly."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    return (
        "a list"
        if isinstance(value, list)
        else repr(value)
        if isinstance(value, str)
        else str(value)
    )


def listing(items: Iterable[str], last: str = "or") -> str:
    """Return "'a', 'b' or 'c'", with an ellipsis in place of all after the first twenty."""
    every = [repr(item) for item in islice(items, MOST_LISTED + 1)] or ["nothing"]
    if len(every) > MOST_LISTED:
        return f"{', '.join(every[:-1])}, …"
    *first, end = every
    return f"{', '.join(first)} {last} {end}" if first else end
