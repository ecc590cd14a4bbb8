"""Warns where the search for changes ends at its bound before it has looked at everything.

Which sheets these are depends on too much to be worked out for all of them, so sheets drawn
at random are tried, the same ones each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import Fault
from quiz.core.language.model import Answer
from quiz.core.language.sheet import canonical, holds

TRIED = 50
"""Sheets that are tried; at the bound, each takes about 50 ms."""


def search_warnings(engine: Engine) -> Iterator[Fault]:
    """Yield a warning if the changes of some sheets are not searched to the end."""
    random = Random(0)  # noqa: S311 -- a sample, not a secret
    outcomes = (engine.outcome(_any_sheet(engine, random)) for _ in range(TRIED))
    cut_short = sum(
        not all(seen.searched for seen in outcome.positions.values()) for outcome in outcomes
    )
    if cut_short:
        message = (
            "there are too many ways to change answers: what would change the outcome was not "
            f"searched to the end on {cut_short} of {TRIED} answer sheets drawn at random; "
            "set can_change of fewer questions, or up in place of yes"
        )
        yield Fault(("questions",), message, of_key=True)


def _any_sheet(engine: Engine, random: Random) -> dict[str, Answer]:
    """Return an answer sheet drawn at random."""
    answers: dict[str, Answer] = {}
    for question, form in engine.forms.items():
        if not holds(form.only_if, answers):
            continue
        chosen = [random.choice(form.choices)]
        if form.kind == "multiple" and chosen[0] not in form.exclusive:
            ordinary = [choice for choice in form.choices if choice not in form.exclusive]
            chosen += [choice for choice in ordinary if random.random() < 0.5]
        answers[question] = canonical(form, chosen)
    return answers
