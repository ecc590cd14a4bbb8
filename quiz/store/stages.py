"""The stages of a team's own: how far it has come with a result, in the team's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, select, update

from quiz.store.database import Database
from quiz.store.default_stages import DEFAULT_STAGES
from quiz.store.schema import results, stages, teams

End = Literal["recommended", "declined", "withdrawn"]
"""How the work with a result ends in a stage."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a team; `names` are by language, `results` is how many results are in it.

    A retired one cannot be chosen any more; results that are in it stay there. `key` is that of
    a default stage; None for one that the team has added.
    """

    id: int
    key: str | None
    names: Mapping[str, str]
    end: End | None
    retired_at: datetime | None
    results: int = 0

    @property
    def value(self) -> str:
        """What stands for it in addresses and forms."""
        return self.key or str(self.id)

    def name(self, language: str) -> str:
        """Return its name in a language, or else in the first that it has."""
        return self.names.get(language) or next(iter(self.names.values()))


class Stages:
    """The stages of all teams, each in its team's order; False where a team has no such stage."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_team(self, team: int) -> Sequence[Stage]:
        """Return the stages of a team in its order, also those that are retired."""
        in_it = and_(results.c.stage == stages.c.id, results.c.removal.is_(None))
        number = select(func.count()).select_from(results).where(in_it).scalar_subquery()
        return self._read(team, number)

    def names(self, team: int) -> Sequence[Stage]:
        """Return the stages of a team as of_team() does, without counting results."""
        return self._read(team, None)

    def add(self, team: int, names: Mapping[str, str], end: End | None) -> int:
        """Add a stage after all others, and return its id."""
        with self._database.write_transaction("add a stage") as connection:
            place = 1 + max((each.place for each in _lock(connection, team)), default=0)
            row = {"team": team, "place": place, "names": dict(names), "end": end}
            added: int = connection.execute(
                insert(stages).values(row).returning(stages.c.id)
            ).scalar_one()
        return added

    def change(self, team: int, stage: int, names: Mapping[str, str], end: End | None) -> bool:
        """Rename a stage, and change its end state."""
        return self._update(team, stage, {"names": dict(names), "end": end})

    def move(self, team: int, stage: int, *, up: bool) -> bool:
        """Let a stage and the one before or after it change places; False if there is none."""
        with self._database.write_transaction("move a stage") as connection:
            rows = _lock(connection, team)
            ids = [each.id for each in rows]
            if stage not in ids:
                return False
            one = ids.index(stage)
            other = one - 1 if up else one + 1
            if not 0 <= other < len(rows):
                return False
            for row, place in ((rows[one], rows[other].place), (rows[other], rows[one].place)):
                connection.execute(update(stages).where(stages.c.id == row.id).values(place=place))
        return True

    def retire(self, team: int, stage: int, now: datetime) -> bool:
        """Let nobody choose a stage any more; False if it is the last one that is left."""
        with self._database.write_transaction("retire a stage") as connection:
            in_use = [each.id for each in _lock(connection, team) if each.retired_at is None]
            if stage not in in_use or len(in_use) == 1:
                return False
            connection.execute(update(stages).where(stages.c.id == stage).values(retired_at=now))
        return True

    def bring_back(self, team: int, stage: int) -> bool:
        """Let a retired stage be chosen again."""
        return self._update(team, stage, {"retired_at": None})

    def _read(self, team: int, number: ColumnElement[int] | None) -> Sequence[Stage]:
        columns = (
            stages.c.id,
            stages.c.key,
            stages.c.names,
            stages.c.end,
            stages.c.retired_at,
            *(() if number is None else (number,)),
        )
        query = select(*columns).where(stages.c.team == team).order_by(stages.c.place)
        with self._database.read_connection("list the stages", patient=True) as connection:
            return [Stage(*row) for row in connection.execute(query)]

    def _update(self, team: int, stage: int, values: Mapping[str, object]) -> bool:
        changed = update(stages).where(stages.c.team == team, stages.c.id == stage).values(values)
        with self._database.write_transaction("change a stage") as connection:
            return connection.execute(changed).rowcount == 1


def add_defaults(connection: Connection, team: int) -> None:
    """Give a new team the default stages."""
    rows = [stage.row(team, place) for place, stage in enumerate(DEFAULT_STAGES, 1)]
    connection.execute(insert(stages), rows)


_FIRST_STAGE = (
    select(stages.c.id)
    .where(stages.c.team == bindparam("team"), stages.c.retired_at.is_(None))
    .order_by(stages.c.place)
    .limit(1)
)


def first_stage(connection: Connection, team: int) -> int | None:
    """Return the stage in which the results of a team begin."""
    found: int | None = connection.scalar(_FIRST_STAGE, {"team": team})
    return found


def _lock(connection: Connection, team: int) -> Sequence[_Row]:
    """Lock the stages of a team until the transaction ends, and return them in their order."""
    connection.execute(select(teams.c.id).where(teams.c.id == team).with_for_update())
    query = select(stages.c.id, stages.c.place, stages.c.retired_at)
    found = connection.execute(query.where(stages.c.team == team).order_by(stages.c.place))
    return [_Row(*row) for row in found]


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    place: int
    retired_at: datetime | None
