"""What a worker does, by the settings of an installation."""

from __future__ import annotations

from quiz.settings import Settings
from quiz.store import Store
from quiz.worker.courier import Courier
from quiz.worker.delivery import Delivery
from quiz.worker.worker import Task


def tasks_of(settings: Settings, store: Store) -> list[Task]:
    """Return the tasks, in the order in which they are run."""
    if settings.mail is None:
        return []
    return [Courier(store.outbox, Delivery(settings.mail)).work]
