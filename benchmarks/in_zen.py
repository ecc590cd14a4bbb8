"""The rules of a file as one compiled expression of the rules engine zen, if it is installed.

The expression says of each rule whether it applies, which is less than the engine does: no points
are added up, and no best position is found.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Any_, Condition, Given, Not
from quiz.core.language.sheet import Form


def compiled(engine: Engine) -> Callable[[Any], list[bool]] | None:
    """Return a function of the answers as JSON has them; None where zen is not installed."""
    if not find_spec("zen"):
        return None
    tests = [_test(condition, engine.forms) for condition in engine.conditions.values()]
    zen: Any = import_module("zen")
    evaluate: Callable[[Any], list[bool]] = zen.compile_expression(f"[{', '.join(tests)}]").evaluate
    return evaluate


def _test(condition: Condition, forms: dict[str, Form]) -> str:
    match condition:
        case Given():
            return _given(condition, forms[condition.question])
        case Not():
            return f"not ({_test(condition.part, forms)})"
        case All():
            return " and ".join(f"({_test(part, forms)})" for part in condition.parts) or "true"
        case Any_():
            return " or ".join(f"({_test(part, forms)})" for part in condition.parts)


def _given(test: Given, form: Form) -> str:
    question, choices = test.question, sorted(test.choices)
    if form.kind == "multiple":
        if len(choices) == 1:
            return f"{choices[0]!r} in {question}"
        return f"count({question}, # in {choices}) >= {test.least}"
    return f"{question} == {choices[0]!r}" if len(choices) == 1 else f"{question} in {choices}"
