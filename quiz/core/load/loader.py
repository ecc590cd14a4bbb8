"""Reads a rules file into a compiled engine, or into every problem that it has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import Fault
from quiz.core.language.document import Document, entries, read
from quiz.core.language.model import Problem
from quiz.core.language.rules_file import Rules
from quiz.core.load import meaning, structure
from quiz.core.space import TooManyStatesError


def digest(source: bytes) -> str:
    """Return the SHA-256 of a rules file, in hexadecimal."""
    return hashlib.sha256(source).hexdigest()


def load(source: bytes) -> tuple[Engine | None, tuple[Problem, ...]]:
    """Return a rules file's engine, None where a problem is an error, and all problems in order.

    Problems are in the order of their places in the file.
    """
    return compile_document(read(source), digest(source))


def compile_document(document: Document, digest: str) -> tuple[Engine | None, tuple[Problem, ...]]:
    """Return what `load` does for a document that was read already; `digest` is its source's."""
    problems = list(document.problems)
    taken = {(problem.line, problem.column) for problem in problems}
    if document.data is not None:
        found = [*structure.faults(document.data), *meaning.faults(document.data)]
        # What YAML alone found wrong at a place is the cause of what is found there after it.
        problems += [p for p in placed(document, found) if (p.line, p.column) not in taken]
        warnings = meaning.warnings(document.data)
        problems += placed(document, warnings, "warning")
    problems = sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column))
    if any(problem.severity == "error" for problem in problems):
        return None, tuple(problems)
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


def placed(
    document: Document, faults: Iterable[Fault], severity: Literal["error", "warning"] = "error"
) -> list[Problem]:
    """Return faults as problems, each with its place in the document."""
    return [
        Problem(*document.place(fault.path, of_key=fault.of_key), fault.message, severity)
        for fault in faults
    ]
