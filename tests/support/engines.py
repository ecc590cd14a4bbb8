"""Makes engines from plain data for tests of the core."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer, Rules
from quiz.core.language.sheet import to_answer
from quiz.core.load import meaning, structure
from quiz.core.load.loader import digest, load
from support.selection import steady

__all__ = ["engine_of", "engine_of_data", "steady"]


def sheet(answers: Mapping[str, str | tuple[str, ...]]) -> dict[str, Answer]:
    """An answer sheet, of which one choice may be written without its tuple."""
    return {question: to_answer(answer) for question, answer in answers.items()}


def engine_of(quiz: dict[str, Any]) -> Engine:
    """Return the engine of a rules file with this content, read as a file is."""
    source = json.dumps(quiz, ensure_ascii=False).encode()
    rules, problems = load(source)
    assert rules is not None, problems
    return Engine(rules, digest(source))


def engine_of_data(quiz: dict[str, Any]) -> Engine:
    """Return the same without reading YAML, which takes longer than all that follows."""
    source = json.dumps(quiz, ensure_ascii=False)
    data = json.loads(source, parse_float=Decimal)
    faults = [*structure.faults(data), *meaning.faults(data)]
    assert not faults, faults
    context = {"languages": data["languages"], "values": data.get("values", {})}
    return Engine(Rules.model_validate(data, context=context), digest(source.encode()))
