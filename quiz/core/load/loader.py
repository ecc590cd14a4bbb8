"""Reads a rules file into a compiled engine, or into every problem that it has."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import Fault
from quiz.core.language.document import Document, entries
from quiz.core.language.model import Problem, Severity
from quiz.core.language.reading import read
from quiz.core.language.rules_file import Rules
from quiz.core.load import choice_points, display, ids, meaning, structure, texts
from quiz.core.space import TooManyStatesError

MOST_PROBLEMS = 1000
"""Most problems of one file that are reported."""

LONGEST_MESSAGE = 500
"""Characters of a message; a longer one quotes something that nobody would read in full."""


def digest(source: bytes) -> str:
    """Return the SHA-256 of a rules file, in hexadecimal."""
    return hashlib.sha256(source).hexdigest()


def load(
    source: bytes, *, stored: bool = False, pictures: Collection[str] | None = None
) -> tuple[Engine | None, tuple[Problem, ...]]:
    """Return a rules file's engine, None where a problem is an error, and all problems in order.

    Problems are in the order of their places in the file. A file that was `stored` with
    results may have any ids and texts: an earlier version accepted it, and its results are shown.
    `pictures` are the names of those that there are; without them, none is looked for.
    """
    return compile_document(read(source), digest(source), stored=stored, pictures=pictures)


def compile_document(
    document: Document,
    digest: str,
    *,
    stored: bool = False,
    pictures: Collection[str] | None = None,
) -> tuple[Engine | None, tuple[Problem, ...]]:
    """Return what `load` does for a document that was read already; `digest` is its source's.

    The document of a faultless file then has rules in the place of the points of choices.
    """
    problems = list(document.problems)
    taken = {(each.line, each.column) for each in problems if each.severity == "error"}
    if document.data is not None:
        found = _first(structure.faults(document.data)) + _first(meaning.faults(document.data))
        if not stored:
            found += _first(ids.faults(document.data)) + _first(texts.unseen(document.data))
        if pictures is not None:
            found += _first(display.picture_faults(document.data, pictures))
        # What YAML alone found wrong at a place is the cause of what is found there after it.
        problems += [p for p in placed(document, found) if (p.line, p.column) not in taken]
        warnings = _first(meaning.warnings(document.data))
        problems += placed(document, warnings, "warning")
    problems = sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column))
    if any(problem.severity == "error" for problem in problems):
        return None, _capped(problems)
    choice_points.expand(document)
    data = entries(document.data)
    context = {"languages": data["languages"], "values": entries(data, "values")}
    rules = Rules.model_validate(data, context=context)
    try:
        engine = Engine(rules, digest)
    except TooManyStatesError:
        message = (
            "these rules join too many questions to be decided exactly; ask about fewer a rule"
        )
        place = document.place(("rules",), of_key=True)
        return None, (*problems, Problem(*place, message))
    return engine, tuple(problems)


def _first(faults: Iterator[Fault]) -> list[Fault]:
    """Return as many faults as may be reported, and one more: finding each takes time."""
    return list(islice(faults, MOST_PROBLEMS + 1))


def _capped(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems, or so many of them and one that says that there are more."""
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    last = problems[MOST_PROBLEMS - 1]
    message = f"there are more problems than these {MOST_PROBLEMS:,}; correct them first"
    return (*problems[:MOST_PROBLEMS], Problem(last.line, last.column, message))


def placed(
    document: Document, faults: Iterable[Fault], severity: Severity = "error"
) -> list[Problem]:
    """Return faults as problems, each with its place in the document."""
    return [
        Problem(*document.place(fault.path, of_key=fault.of_key), _short(fault.message), severity)
        for fault in faults
    ]


def _short(message: str) -> str:
    half = LONGEST_MESSAGE // 2
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:half]} … {message[-half:]}"
