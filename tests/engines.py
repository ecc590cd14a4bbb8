"""What tests of the core share: an engine made of plain data, and steady examples."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import settings

from quiz.core.engine import Engine
from quiz.core.loader import digest, load


def steady(examples: int) -> settings:
    """The same examples in every run, so that a red run is red for what was changed."""
    return settings(max_examples=examples, derandomize=True, deadline=None, print_blob=True)


def engine_of(quiz: dict[str, Any]) -> Engine:
    source = json.dumps(quiz, ensure_ascii=False).encode()
    rules, problems = load(source)
    assert rules is not None, problems
    return Engine(rules, digest(source))
