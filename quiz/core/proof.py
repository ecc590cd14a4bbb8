"""What a rules file claims about itself, and whether it is so."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.core.engine import Engine, fits
from quiz.core.sheet import read_answers


@dataclass(frozen=True, slots=True)
class PersonaResult:
    """Whether an example applicant is told what the file expects; `got` has the same keys."""

    name: str
    holds: bool
    got: dict[str, str | list[str]]


def personas(engine: Engine) -> tuple[PersonaResult, ...]:
    """Return each persona of the file with what it is really told."""
    return tuple(_persona(engine, name) for name in engine.rules.personas)


def _persona(engine: Engine, name: str) -> PersonaResult:
    persona = engine.rules.personas[name]
    written = {
        question: choices if engine.forms[question].kind == "multiple" else choices[0]
        for question, choices in persona.answers.items()
    }
    answers, _ = read_answers(engine.forms, written)
    outcome = engine.outcome(answers)
    got: dict[str, str | list[str]] = {}
    for key in ("best", *persona.expect):
        if key == "best":
            got[key] = outcome.best or "none"
        elif key == "close":
            got[key] = [position for position in (outcome.best, *outcome.close) if position]
        else:
            got[key] = outcome.positions[key].standing
    holds = fits(persona.expect, outcome.best, outcome.close, outcome.positions)
    return PersonaResult(name, holds, got)
