"""When each daily job was last run, by any process, and how it ended; whether a worker is alive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import and_, or_, select, update

from quiz.store.database import Database
from quiz.store.schema import jobs

JobName = Literal["purge", "backup", "digests"]
"""A daily job, or the digests of news, which are queued when each is due."""

RETRY_AFTER = timedelta(hours=1)
"""How long after a failed run a job is run again."""

WORKER = "worker"
"""The name of the row that says when a worker was last alive."""

ALIVE_EVERY = timedelta(minutes=1)
"""How often a worker notes that it is alive."""

LONGEST = timedelta(hours=2)
"""How long a run may take before it counts as interrupted, for example by a kill."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """The last run of a job: `outcome` is what it did, `problem` why it failed.

    Both are None while it runs, and until the first run. `succeeded_at` is when a run last ended
    well, which may be an earlier one.
    """

    name: str
    begun_at: datetime
    ended_at: datetime | None
    outcome: str | None
    problem: str | None
    succeeded_at: datetime | None = None


class Jobs:
    """Lets one process at a time run a job, once for each time at which it is due."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, name: JobName, due_at: datetime, now: datetime) -> bool:
        """Return whether the caller is to run a job now, and note that it was begun.

        `due_at` is when it was last due. It is run if it has not been begun since then, or if it
        failed or broke off. A job that is new is first run when it is next due.
        """
        its = jobs.c.name == name
        due = or_(
            jobs.c.begun_at < due_at,
            jobs.c.begun_at > now,  # by a clock that ran ahead
            and_(jobs.c.problem.is_not(None), jobs.c.ended_at <= now - RETRY_AFTER),
            and_(jobs.c.ended_at.is_(None), jobs.c.begun_at <= now - LONGEST),
        )
        begun = {"begun_at": now, "ended_at": None, "outcome": None, "problem": None}
        with self._database.read_connection("look up a job") as connection:
            known = connection.scalar(select(jobs.c.name).where(its))
            is_due = connection.scalar(select(jobs.c.name).where(its, due))
        if known and not is_due:
            return False
        with self._database.write_transaction("begin a job") as connection:
            if not known:
                first = {"name": name, "begun_at": now, "ended_at": now}
                connection.execute(self._database.insert_new(jobs).values(first))
                return False
            return connection.execute(update(jobs).where(its, due).values(begun)).rowcount == 1

    def note_end(
        self,
        name: JobName,
        now: datetime,
        *,
        outcome: str | None,
        problem: str | None,
    ) -> None:
        """Note how the run of a job ended."""
        values = {"ended_at": now, "outcome": outcome, "problem": problem}
        if problem is None:
            values["succeeded_at"] = now
        with self._database.write_transaction("note the end of a job") as connection:
            connection.execute(update(jobs).where(jobs.c.name == name).values(values))

    def note_done(self, name: JobName, begun_at: datetime, now: datetime, outcome: str) -> None:
        """Note a whole run of a job that needs no claim."""
        row = {"begun_at": begun_at, "ended_at": now, "succeeded_at": now, "outcome": outcome}
        noted = self._database.insert(jobs).values(name=name, **row)
        with self._database.write_transaction("note a run of a job") as connection:
            connection.execute(
                noted.on_conflict_do_update(index_elements=["name"], set_={**row, "problem": None})
            )

    def last_runs(self) -> Sequence[JobRun]:
        """Return the last run of each job, by name."""
        query = (
            select(
                jobs.c.name,
                jobs.c.begun_at,
                jobs.c.ended_at,
                jobs.c.outcome,
                jobs.c.problem,
                jobs.c.succeeded_at,
            )
            .where(jobs.c.name != WORKER)
            .order_by(jobs.c.name)
        )
        with self._database.read_connection("read the runs of jobs") as connection:
            return [JobRun(*row) for row in connection.execute(query)]

    def note_alive(self, now: datetime) -> None:
        """Note that a worker is alive. Writes at most once in ALIVE_EVERY, for all workers."""
        before = self.alive_at()
        if before is not None and before <= now < before + ALIVE_EVERY:
            return
        row = {"name": WORKER, "begun_at": now, "ended_at": now}
        noted = self._database.insert(jobs).values(row)
        with self._database.write_transaction("note that a worker is alive") as connection:
            connection.execute(
                noted.on_conflict_do_update(index_elements=["name"], set_={"begun_at": now})
            )

    def alive_at(self) -> datetime | None:
        """Return when a worker was last alive; None where none ever was."""
        query = select(jobs.c.begun_at).where(jobs.c.name == WORKER)
        with self._database.read_connection("look for a worker") as connection:
            alive_at: datetime | None = connection.scalar(query)
        return alive_at
