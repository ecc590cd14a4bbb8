"""When the worker's jobs are due next, and whether a worker and the mails are fine."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from quiz.store import JobRun
from quiz.worker.daily import next_due

AT = time(4, 15)
TODAY = datetime(2026, 11, 27, 4, 15, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def run(begun_at: datetime, problem: str | None = None) -> JobRun:
    return JobRun("purge", begun_at, begun_at, None if problem else "done", problem)


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, TODAY + HOUR, TODAY + DAY),
        (run(TODAY), TODAY + HOUR, TODAY + DAY),
        (run(TODAY - DAY), TODAY - HOUR, TODAY),
        (run(TODAY - DAY), TODAY + MINUTE, TODAY),
        (run(TODAY - 3 * DAY), TODAY + HOUR, TODAY),
        (run(TODAY, "the disk is full"), TODAY + MINUTE, TODAY + HOUR),
        (run(TODAY + DAY - MINUTE, "the disk is full"), TODAY + DAY - MINUTE, TODAY + DAY),
    ],
    ids=["new", "done", "before", "due", "missed", "failed", "failed just before"],
)
def test_a_job_is_due_at_its_time_or_soon_after_it_failed(
    last: JobRun | None, now: datetime, due: datetime
) -> None:
    assert next_due(AT, last, now) == due
