"""Random answer sheets: every answer to a question that is asked is equally likely."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer, Answers
from quiz.core.language.sheet import Form, holds, reread_answers
from quiz.core.load.loader import load

RULES = Path(__file__).resolve().parents[1] / "rules.yaml"


def read_engine(path: Path = RULES) -> Engine:
    """Return a new engine for a rules file, with empty caches. Raises ValueError for errors."""
    return engine_of(path.read_bytes())


def engine_of(content: bytes) -> Engine:
    """Return a new engine for the content of a rules file. Raises ValueError for errors."""
    engine, problems = load(content)
    if engine is None:
        raise ValueError("\n".join(problem.message for problem in problems))
    return engine


def draw_sheets(engine: Engine, seed: int) -> Iterator[Answers]:
    """Yield random answer sheets without end, each as it is after being read from outside."""
    random = Random(seed)  # noqa: S311 -- nothing is kept secret by it
    while True:
        drawn: dict[str, Answer] = {}
        for question, form in engine.forms.items():
            if holds(form.only_if, drawn):
                drawn[question] = _draw_answer(form, random)
        answers, faults = reread_answers(engine.forms, drawn)
        assert not faults, faults
        yield answers


def _draw_answer(form: Form, random: Random) -> Answer:
    if form.kind != "multiple":
        return (random.choice(form.choices),)
    together = [choice for choice in form.choices if choice not in form.exclusive]
    alone = sorted(form.exclusive)
    number = random.randrange(2 ** len(together) - 1 + len(alone))
    if number < len(alone):
        return (alone[number],)
    bits = number - len(alone) + 1
    return tuple([choice for place, choice in enumerate(together) if bits >> place & 1])
