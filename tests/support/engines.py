"""Makes engines from plain data for tests of the core."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import to_answer
from quiz.core.load import meaning, structure
from quiz.core.load.choice_points import expanded
from quiz.core.load.loader import digest
from support.selection import steady

__all__ = ["engine_of", "engine_of_data", "rules_of", "steady"]


def sheet(answers: Mapping[str, str | tuple[str, ...]]) -> dict[str, Answer]:
    """An answer sheet, of which one choice may be written without its tuple."""
    return {question: to_answer(answer) for question, answer in answers.items()}


def engine_of(quiz: dict[str, Any]) -> Engine:
    """Return the engine of a rules file with this content.

    Without reading YAML, which takes longer than all that follows; that a file which is read
    gives the same rules is a test of tests/core/load.
    """
    source = json.dumps(quiz, ensure_ascii=False)
    return Engine(rules_of(json.loads(source, parse_float=Decimal)), digest(source.encode()))


engine_of_data = engine_of


def rules_of(data: dict[str, Any]) -> Rules:
    """Return the rules of data as a rules file that is read has them, which must be faultless."""
    faults = [*structure.faults(data), *meaning.faults(data)]
    assert not faults, faults
    context = {"languages": data["languages"], "values": data.get("values", {})}
    return Rules.model_validate(expanded(data), context=context)
