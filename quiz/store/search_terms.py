"""What a team's board is searched by, written beside each result that came by an invitation.

Answers and outcomes are JSON, which SQLite and PostgreSQL search in ways of their own. So
what may be searched for stands in one text as well, as words between spaces, and both find
a word in ten thousand such texts within a few milliseconds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from quiz.core.language.model import Answers
from quiz.store.schema import results

NONE = "none"
"""Stands for the best match where no position fits, as in a rules file."""


def standing(position: str, word: str) -> str:
    """Return the word for a position's standing."""
    return f"standing:{position}={word}"


def answer(question: str, choice: str) -> str:
    """Return the word for a choice that was given."""
    return f"answer:{question}={choice}"


def folded(name: str) -> str:
    """Return a name as it is searched: the same for all ways in which it may be written.

    Databases fold letters each in their own way, and SQLite only those of English.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def named(name: str | None) -> dict[str, str | None]:
    """Return what is written of a result's name: as it is, and as it is searched."""
    return {"name": name, "name_folded": None if name is None else folded(name)}


def columns(answers: Answers, outcome: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is written beside a result: its best match, that one's fit, and the words."""
    best = outcome["best"]
    positions: Mapping[str, Any] = outcome["positions"]
    words = [standing(position, seen["standing"]) for position, seen in positions.items()]
    for question, given in answers.items():
        words += [answer(question, choice) for choice in given]
    return {
        "best": best or NONE,
        "fit": positions[best]["fit"] if best else 0,
        "sought": f" {' '.join(words)} ",
    }


def has(word: str) -> ColumnElement[bool]:
    """Return the condition that a result has a word; other results than invited ones have none."""
    return results.c.sought.contains(f" {word} ", autoescape=True)
