"""`/api/v1/results`: the results of a team, by the conditions of its board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from flask import request
from pydantic import ConfigDict, Field
from wtforms import Field as FormField

from quiz.core.decide.report import explained, plain_answers
from quiz.store import ApiToken, BoardRow
from quiz.web.api.endpoint import Query, endpoint
from quiz.web.api.models import Outcome
from quiz.web.api.team_models import Result, Results
from quiz.web.framework.fields import DayField, NumberField
from quiz.web.framework.language import N_
from quiz.web.pages.problem_details import Fault, InvalidError
from quiz.web.pages.services import services
from quiz.web.recruiters.board.any_of_field import AnyOfField
from quiz.web.recruiters.board.filter_form import (
    BoardFilterForm,
    board_filter_form,
    form_of_no_team,
)
from quiz.web.recruiters.board.period_filter_form import SelectField

MOST_AT_ONCE = 100
NO_CONDITIONS = ("sort", "show")
"""Fields of the board's form that are no conditions."""
OF_TEAM = ("invitation", "has_status", "in_charge")
"""Conditions whose values differ from team to team."""


class ResultsQuery(Query):
    """Which results, and how many; besides these there are the conditions of the board."""

    model_config = ConfigDict(extra="allow")

    sort: Literal["newest", "oldest"] = "newest"
    """Which come first."""
    limit: Annotated[int, Field(ge=1, le=MOST_AT_ONCE)] = 50
    """How many at most."""
    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,18}$")] | None = None
    """The `next` of the response with the results before these."""

    @classmethod
    def further(cls) -> dict[str, dict[str, object]]:
        """Return the JSON Schemas of the conditions of the board, by name."""
        return {field.name: _schema(field) for field in _conditions(form_of_no_team())}


@endpoint(N_("List results, filtered as on the board"))
def show(token: ApiToken, query: ResultsQuery) -> Results:
    """List results that fulfil all conditions, as the board does."""
    team = token.recruiter.team_id
    form = board_filter_form(token.recruiter)
    _check(form)
    cursor = None if query.cursor is None else int(query.cursor)
    found = services().store.board.beyond(team, form.board_filter, cursor, query.limit + 1)
    stages = _stage_ids(team)
    shown = found[: query.limit]
    return Results(
        results=[as_model(row, stages) for row in shown],
        next=str(shown[-1].id) if len(found) > query.limit else None,
    )


@endpoint(N_("Get one result"))
def show_one(token: ApiToken, row: BoardRow) -> Result:
    """Return one result."""
    return as_model(row, _stage_ids(token.recruiter.team_id))


def as_model(row: BoardRow, stages: Mapping[int, str]) -> Result:
    """Return a result for a program, with the texts of its own edition."""
    quiz = services()
    edition = quiz.editions.find(row.digest)
    language = edition.localized().language.code
    return Result(
        id=row.id,
        link=quiz.public_url_for("team_result", result=row.id),
        made_at=row.created_at,
        name=row.name,
        email=row.email,
        invitation=row.invitation,
        invitation_title=row.title,
        stage=stages[row.stage],
        in_charge=row.in_charge,
        due_on=row.due_on,
        answers=plain_answers(row.answers, edition.rules.questions),
        outcome=Outcome.model_validate(explained(row.outcome, edition.rules, language)),
    )


def _stage_ids(team: int) -> dict[int, str]:
    return {each.id: each.value for each in services().store.stages.names(team)}


def _conditions(form: BoardFilterForm) -> list[FormField]:
    return [field for field in form if field.name not in NO_CONDITIONS]


def _check(form: BoardFilterForm) -> None:
    """Raise InvalidError for a condition that there is not, or that cannot be used."""
    known = {field.name for field in _conditions(form)} | ResultsQuery.model_fields.keys()
    faults = [
        Fault(detail="There is no such parameter.", parameter=name)
        for name in request.args
        if name not in known
    ]
    form.validate()
    faults += [
        Fault(detail=str(messages[0]), parameter=name)
        for name, messages in form.errors.items()
        if name
    ]
    if faults:
        raise InvalidError(faults)


def _schema(field: FormField) -> dict[str, object]:
    """Return the JSON Schema of a condition."""
    one: dict[str, object] = {"type": "string"}
    if isinstance(field, SelectField) and field.name not in OF_TEAM:
        one["enum"] = [value for value in field.options if value]
    if isinstance(field, DayField):
        one["format"] = "date"
    if isinstance(field, NumberField):
        one = {"type": "integer", "minimum": field.least, "maximum": field.most}
    return {"type": "array", "items": one} if isinstance(field, AnyOfField) else one
