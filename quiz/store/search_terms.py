"""The columns by which a team's board is searched, written with each result that has a team.

Answers and outcomes are JSON, which SQLite and PostgreSQL search each in its own way. So the
terms that a filter may ask for are also written as one text, separated by spaces, in the
column `sought`. Both databases find a term in ten thousand such texts within milliseconds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from sqlalchemy import ColumnElement

from quiz.core.language.model import Answers, Outcome
from quiz.store.schema import results

NONE = "none"
"""Stands for the best match where no position fits, as in a rules file."""

COLUMNS = ("best", "fit", "sought")
"""The columns that columns() returns."""


def standing(position: str, word: str) -> str:
    """Return the search term for a position's standing."""
    return f"standing:{position}={word}"


def answer(question: str, choice: str) -> str:
    """Return the search term for a choice that was given."""
    return f"answer:{question}={choice}"


def folded(name: str) -> str:
    """Return a name in a form that is the same for all ways in which it may be written.

    The folding is done here because databases do it each in its own way, SQLite only for ASCII.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def name_columns(name: str | None) -> Mapping[str, str | None]:
    """Return the columns of a result's name: as it was written, and as it is searched."""
    return {"name": name, "name_folded": None if name is None else folded(name)}


def columns(answers: Answers, outcome: Outcome) -> Mapping[str, str | int]:
    """Return the columns of a result's best match, of the fit of that, and of the search terms."""
    best = outcome.best
    terms = [standing(position, seen.standing) for position, seen in outcome.positions.items()]
    for question, given in answers.items():
        terms += [answer(question, choice) for choice in given]
    return {
        "best": best or NONE,
        "fit": outcome.positions[best].fit if best else 0,
        "sought": f" {' '.join(terms)} ",
    }


def has(term: str) -> ColumnElement[bool]:
    """Return the condition that a result has a search term; one without a team has none."""
    return results.c.sought.contains(f" {term} ", autoescape=True)
