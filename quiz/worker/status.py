"""How the quiz is doing, for `quiz status` and for the page of whoever runs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version

from quiz.settings import Settings
from quiz.store import JobName, JobRun, Kept, Store, Waiting
from quiz.worker.daily import next_due

SILENT_AFTER = timedelta(minutes=5)
"""How long after its last sign a worker counts as stopped."""

LATE_AFTER = timedelta(hours=1)
"""How long a mail may wait before the mails count as stuck: a few attempts, and some pauses."""


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job: its last run, if there was one, and when it is due next.

    `next_at` is None where the settings do not ask for it, or nobody wants a digest.
    """

    name: JobName
    run: JobRun | None
    next_at: datetime | None

    @property
    def is_set(self) -> bool:
        """Whether the worker will run it."""
        return self.next_at is not None


@dataclass(frozen=True, slots=True)
class Status:
    """What the database says of the quiz at a moment.

    `worker_at` is when a worker was last alive; `sends_mail` is whether a mail server is set.
    """

    at: datetime
    version: str
    worker_at: datetime | None
    jobs: Sequence[JobStatus]
    sends_mail: bool
    mails: Waiting
    kept: Kept

    @property
    def worker_runs(self) -> bool:
        """Whether a worker was alive a moment ago."""
        return self.worker_at is not None and self.at - self.worker_at < SILENT_AFTER

    @property
    def mails_are_stuck(self) -> bool:
        """Whether a mail has waited for too long."""
        oldest = self.mails.oldest
        return oldest is not None and self.at - oldest > LATE_AFTER

    @property
    def needs_somebody(self) -> bool:
        """Whether a job failed, a worker that ran runs no more, or mails that could go do not."""
        return (
            any(job.run and job.run.problem for job in self.jobs)
            or (self.worker_at is not None and not self.worker_runs)
            or (self.sends_mail and self.mails_are_stuck)
        )


def status_of(store: Store, settings: Settings, now: datetime) -> Status:
    """Return how the quiz is doing now. Does not write."""
    runs = {run.name: run for run in store.jobs.last_runs()}
    wanted: tuple[tuple[JobName, bool], ...] = (
        ("purge", True),
        ("backup", settings.backup_folder is not None),
    )
    digests = JobStatus(
        "digests", runs.get("digests"), store.digests.next_at() if settings.mail else None
    )
    return Status(
        at=now,
        version=version("jet-quiz"),
        worker_at=store.jobs.alive_at(),
        jobs=[
            *(
                JobStatus(
                    name,
                    runs.get(name),
                    next_due(settings.daily_at, runs.get(name), now) if is_set else None,
                )
                for name, is_set in wanted
            ),
            digests,
        ],
        sends_mail=settings.mail is not None,
        mails=store.outbox.waiting(),
        kept=store.count_kept(now),
    )
