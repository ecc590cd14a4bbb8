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
from quiz.worker.messenger import Messenger
from quiz.worker.webhook_call import WebhookCall
from quiz.worker.worker import Task


def tasks_of(
    settings: Settings,
    store: Store,
    link_of: Callable[[int], str],
    write_digest: Callable[[Digest], NewMail],
) -> list[Task]:
    """Return the tasks, in the order in which they are run.

    `link_of` returns the address of a team's page about a result, by its number; `write_digest`
    words digests.
    """
    jobs: dict[JobName, Job] = {"purge": partial(purge, store)}
    if settings.backup_folder:
        jobs["backup"] = partial(back_up, store, settings.backup_folder, settings.backups_kept)
    tasks: list[Task] = [Daily(store, settings.daily_at, jobs).work]
    if settings.mail:
        tasks.append(DigestTask(store, write_digest).work)
        tasks.append(Courier(store.outbox, Delivery(settings.mail)).work)
    messenger = Messenger(
        store.webhook_queue,
        WebhookCall(settings.webhook_local),
        secret_key=settings.secret_key,
        link_of=link_of,
        mails=settings.mail is not None,
    )
    return [*tasks, messenger.work]
