"""The conditions that the fields of the board's filter stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from quiz.core.language.model import Standing
from quiz.store import conditions
from quiz.store.conditions import Condition

if TYPE_CHECKING:
    from quiz.web.recruiters.board.filter_form import BoardFilterForm

NOBODY = "none"
"""Stands for nobody among the people in charge."""


def wanted(form: BoardFilterForm) -> Iterator[tuple[str, Condition]]:
    """Yield each condition with the name of its field, before it is negated."""
    if form.invitation.data:
        yield "invitation", conditions.invitation(*map(int, form.invitation.data))
    if form.has_status.data:
        stages = {stage.value: stage.id for stage in form.stages}
        ids = (stages[value] for value in form.has_status.data)
        yield "has_status", conditions.stage(*ids)
    if form.in_charge.data:
        people = (None if each == NOBODY else int(each) for each in form.in_charge.data)
        yield "in_charge", conditions.in_charge(*people)
    if form.fit.data:
        yield "fit", conditions.fit(form.fit.data)
    if form.email.data:
        yield "email", _yes_or_no(form.email.data, conditions.has_email())
    if form.notes.data:
        yield "notes", _yes_or_no(form.notes.data, conditions.has_notes())
    if form.best.data:
        yield "best", conditions.best(*form.best.data)
    if form.standing.data:
        pairs = (each.split(":") for each in form.standing.data)
        named = ((position, cast("Standing", word)) for word, position in pairs)
        yield "standing", conditions.standing(*named)
    for each in form.questions:
        yield from each.conditions()


def _yes_or_no(value: str, condition: Condition) -> Condition:
    return condition if value == "yes" else conditions.negated(condition)
