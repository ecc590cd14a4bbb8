"""What tests of the core share: an engine made of plain data, and steady examples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import settings

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import to_answer
from quiz.core.load import meaning, structure
from quiz.core.load.loader import digest, load


def steady(examples: int) -> settings:
    """The same examples in every run, so that a red run is red for what was changed."""
    return settings(max_examples=examples, derandomize=True, deadline=None, print_blob=True)


def sheet(answers: Mapping[str, str | tuple[str, ...]]) -> dict[str, Answer]:
    """An answer sheet, of which one choice may be written without its tuple."""
    return {question: to_answer(answer) for question, answer in answers.items()}


def engine_of(quiz: dict[str, Any]) -> Engine:
    source = json.dumps(quiz, ensure_ascii=False).encode()
    engine, problems = load(source)
    assert engine is not None, problems
    return engine


def engine_of_data(quiz: dict[str, Any]) -> Engine:
    """The same without YAML, which takes longer to read a small file than all that follows."""
    source = json.dumps(quiz, ensure_ascii=False)
    data = json.loads(source, parse_float=Decimal)
    faults = [*structure.faults(data), *meaning.faults(data)]
    assert not faults, faults
    context = {"languages": data["languages"], "values": data.get("values", {})}
    return Engine(Rules.model_validate(data, context=context), digest(source.encode()))
