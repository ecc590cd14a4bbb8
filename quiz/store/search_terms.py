"""The columns by which a team's board is searched, written with each result that has a team.

Answers and outcomes are JSON, which SQLite and PostgreSQL search each in its own way. So the
terms that a filter may ask for are also written as one text, separated by spaces, in the
column `sought`. Both databases find a term in ten thousand such texts within milliseconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, ColumnElement, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from quiz.core.language.model import Answers, Outcome
from quiz.store.schema import results
from quiz.text import email_address, visible

NONE = "none"
"""Stands for the best match where no position fits, as in a rules file."""

_SPELT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i"})
_SPELT |= str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})
"""Letters that Unicode does not take apart, as small letters."""

_LEFT_OUT = re.compile(r"[\u0300-\u036f\s'\"’‘‛ʼʻʹ′`´“”‐‑‒–—―−\-・·･]")

COLUMNS = ("best", "fit", "sought")
"""The columns that columns() returns."""


def standing(position: str, word: str) -> str:
    """Return the search term for a position's standing."""
    return f"standing:{position}={word}"


ANY_TIED = " tied:"
"""What the search terms of an exact tie contain, and no others."""


def bests(best: str, sought: str | None) -> tuple[str, ...]:
    """Return the best matches of a result; `sought` are its terms if it is an exact tie."""
    first = () if best == NONE else (best,)
    terms = (sought or "").split()
    return (*first, *(term.removeprefix("tied:") for term in terms if term.startswith("tied:")))


def tied(position: str) -> str:
    """Return the search term for a position that is a best match after the first of a tie."""
    return f"tied:{position}"


def answer(question: str, choice: str) -> str:
    """Return the search term for a choice that was given."""
    return f"answer:{question}={choice}"


def folded(text: str) -> str:
    """Return a text in a form that is the same for all ways in which a name may be written.

    It has no accents, apostrophes, dashes or spaces: José is found by jose, O’Neil by oneil and
    山田　太郎 by 山田太郎. The marks that make が of か stay, because they make another sound. The
    folding is done here because databases do it each in its own way, SQLite only for ASCII.
    """
    plain = unicodedata.normalize("NFKC", visible(text)).casefold()
    signs = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", plain))
    return unicodedata.normalize("NFKC", signs.translate(_SPELT))


def searched(typed: str) -> str:
    """Return what to look for where somebody searches for a person; empty if it says nothing.

    An e-mail address is looked for as it was meant, also where it was pasted as `mailto:`.
    """
    return folded(email_address(typed))


def email_columns(email: str | None) -> Mapping[str, str | None]:
    """Return the columns of an applicant's e-mail address, as name_columns() does."""
    return {"email": email, "email_folded": None if email is None else folded(email)}


def name_columns(name: str | None) -> Mapping[str, str | None]:
    """Return the columns of a result's name: as it was written, and as it is searched."""
    return {"name": name, "name_folded": None if name is None else folded(name)}


def recipient_columns(email: str, name: str | None) -> Mapping[str, str]:
    """Return the column by which a recipient is found: the address and the name, folded.

    No search term has the space between them, so none is found across both.
    """
    return {"sought": f"{folded(email)} {folded(name or '')}"}


def columns(answers: Answers, outcome: Outcome) -> Mapping[str, str | int]:
    """Return the columns of a result's best match, of the fit of that, and of the search terms."""
    best = outcome.best
    terms = [standing(position, seen.standing) for position, seen in outcome.positions.items()]
    terms += [tied(position) for position in outcome.tied]
    for question, given in answers.items():
        terms += [answer(question, choice) for choice in given]
    return {
        "best": best or NONE,
        "fit": outcome.positions[best].fit if best else 0,
        "sought": f" {' '.join(terms)} ",
    }


class _Either(FunctionElement[bool]):
    """A condition for SQLite, and one that means the same for PostgreSQL."""

    inherit_cache = True
    type = Boolean()


@compiles(_Either, "sqlite")
def _first(element: _Either, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(next(iter(element.clauses)), **options)


@compiles(_Either, "postgresql")
def _second(element: _Either, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(list(element.clauses)[1], **options)


def has(term: str) -> ColumnElement[bool]:
    """Return the condition that a result has a search term; one without a team has none.

    In ten thousand texts, strpos() of PostgreSQL takes a quarter of the time of its LIKE, and
    LIKE of SQLite half the time of its instr().
    """
    like = results.c.sought.contains(f" {term} ", autoescape=True)
    found = func.strpos(results.c.sought, f" {term} ") > 0
    return _Either(like.self_group(), found.self_group())
