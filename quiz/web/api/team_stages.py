"""`/api/v1/stages`: the stages of a team, and the stage of a result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import abort

from quiz.store import ApiToken, BoardRow, Changes
from quiz.web.api.endpoint import endpoint
from quiz.web.api.results import as_model
from quiz.web.api.team_models import Result, Stage, StageChange, Stages
from quiz.web.framework.language import N_
from quiz.web.pages.problem_details import Fault, InvalidError
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record


@endpoint(N_("List the stages of the team"))
def show(token: ApiToken) -> Stages:
    """List the stages of the team."""
    return Stages(
        stages=[
            Stage(
                id=each.value,
                names=dict(each.names),
                end=each.end,
                retired=each.retired_at is not None,
            )
            for each in services().store.stages.names(token.recruiter.team_id)
        ]
    )


@endpoint(N_("Set the stage of a result"))
def set_stage(token: ApiToken, row: BoardRow, body: StageChange) -> Result:
    """Set the stage of a result, and note it in the history."""
    who, store = token.recruiter, services().store
    stages = store.stages.names(who.team_id)
    stage = next((s for s in stages if s.value == body.stage and s.retired_at is None), None)
    if stage is None:
        fault = Fault(
            detail="The team has no stage with this id, or it is retired.", pointer="#/stage"
        )
        raise InvalidError([fault])
    if stage.id != row.stage:
        changes: Changes = {"stage": stage.id}
        if not store.work.change(who.team_id, [row.id], who.id, changes, datetime.now(UTC)):
            abort(404)
        record(who, "result changed", result=row.id, fields=["stage"], by_token=token.name)
    return as_model(replace(row, stage=stage.id), {each.id: each.value for each in stages})
