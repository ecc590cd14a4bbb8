"""A team's work on results: the stage of each, who is in charge of it, and when to come back.

Each change is noted in the history of its result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, TypedDict

from sqlalchemy import Connection, Exists, and_, exists, insert, select, update

from quiz.store.account_queries import BELONGS
from quiz.store.database import Database
from quiz.store.filter import visible_to
from quiz.store.retention import Retention
from quiz.store.schema import memberships, notes, results, stages
from quiz.store.webhook_events import emit


class Changes(TypedDict, total=False):
    """What to change; what is missing stays as it is."""

    stage: int
    in_charge: int | None
    due_on: dt.date | None


class Work:
    """The work of all teams on their results."""

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention

    def change(
        self, team: int, ids: Sequence[int], recruiter: int, changes: Changes, now: dt.datetime
    ) -> int | None:
        """Change those of these results that the team has; return how many it has of them.

        Returns None, and changes nothing, where the stage or the person in charge is not the
        team's. Of several changes at once the last one counts. Each is noted, unless the result
        was so already.
        """
        theirs = and_(results.c.id.in_(ids), visible_to(team, self._retention))
        query = select(results.c.id, results.c.stage, results.c.in_charge, results.c.due_on)
        with self._database.write_transaction("change the work on results") as connection:
            if not _are_of_team(connection, team, changes):
                return None
            # In one order, so that two changes of the same results do not wait for each other.
            found = connection.execute(
                query.where(theirs).order_by(results.c.id).with_for_update()
            ).all()
            history: list[dict[str, object]] = []
            for kind, value in changes.items():
                differ = [row.id for row in found if getattr(row, kind) != value]
                connection.execute(
                    update(results).where(results.c.id.in_(differ)).values({kind: value})
                )
                says = "" if value is None else str(value)
                history += [
                    {"result": id_, "recruiter": recruiter, "at": now, "kind": kind, "says": says}
                    for id_ in differ
                ]
                if kind == "stage":
                    emit(connection, "result.stage_changed", results.c.id.in_(differ))
            if history:
                connection.execute(insert(notes), history)
        return len(found)


def _are_of_team(connection: Connection, team: int, changes: Changes) -> bool:
    stage, person = changes.get("stage"), changes.get("in_charge")
    return (stage is None or _holds(connection, is_of_team("stage", team, stage))) and (
        person is None or _holds(connection, is_of_team("in_charge", team, person))
    )


def _holds(connection: Connection, condition: Exists) -> bool:
    return bool(connection.scalar(select(condition)))


def is_of_team(kind: Literal["stage", "in_charge"], team: int, id_: int) -> Exists:
    """Return the condition that a stage, or a person who can be in charge, is of a team."""
    if kind == "stage":
        return exists().where(stages.c.id == id_, stages.c.team == team)
    its = memberships.c.recruiter == id_, memberships.c.team == team, BELONGS
    return exists().where(*its)
