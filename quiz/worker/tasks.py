"""What a worker does, by the settings of an installation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from quiz.settings import Settings
from quiz.store import Digest, JobName, NewMail, Store
from quiz.worker.courier import Courier
from quiz.worker.daily import Daily, Job, back_up, purge
from quiz.worker.delivery import Delivery
from quiz.worker.digests import DigestTask
from quiz.worker.worker import Task


def tasks_of(
    settings: Settings, store: Store, write_digest: Callable[[Digest], NewMail]
) -> list[Task]:
    """Return the tasks, in the order in which they are run; `write_digest` words digests."""
    jobs: dict[JobName, Job] = {"purge": partial(purge, store)}
    if settings.backup_folder:
        jobs["backup"] = partial(back_up, store, settings.backup_folder, settings.backups_kept)
    tasks: list[Task] = [Daily(store, settings.daily_at, jobs).work]
    if settings.mail:
        tasks.append(DigestTask(store.digests, write_digest).work)
        tasks.append(Courier(store.outbox, Delivery(settings.mail)).work)
    return tasks
