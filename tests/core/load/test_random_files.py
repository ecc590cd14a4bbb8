"""Reading a rules file gives the rules that its data says, whatever feature they use."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from hypothesis import given
from support import strategies
from support.engines import rules_of, steady

from quiz.core.load.loader import load


@steady(100)
@given(strategies.quizzes())
def test_a_file_that_is_read_gives_the_rules_of_its_data(quiz: dict[str, Any]) -> None:
    source = json.dumps(quiz, ensure_ascii=False)
    engine, problems = load(source.encode())
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert engine is not None
    assert engine.rules == rules_of(json.loads(source, parse_float=Decimal))
