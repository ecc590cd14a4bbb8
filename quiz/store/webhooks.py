"""The webhooks of teams: where each is, what it wants to know, and what it was told lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from quiz.store.account_records import Recruiter
from quiz.store.database import Database
from quiz.store.schema import recruiters, teams, webhook_deliveries, webhooks
from quiz.store.webhook_events import TEST_EVENT, queued

MOST_WEBHOOKS = 5
"""How many webhooks a team can have."""

OLD_SECRET_LASTS = timedelta(days=1)
"""How long what is sent is also signed with the secret before."""

LATELY = 20
"""How many deliveries are shown."""

DeliveryState = Literal["queued", "sent", "failed"]


class Notice(NamedTuple):
    """The mail that administrators get where a webhook is turned off, in the `language`."""

    subject: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook of a team; `by` is the name of the administrator who made it.

    It fails since `failing_since`, and was turned off at `off_at` for a reason. Its secret is
    made of `seed` and the secret key of the installation.
    """

    id: int
    url: str
    events: Sequence[str]
    seed: str
    created_at: datetime
    by: str
    failing_since: datetime | None
    off_at: datetime | None
    off_reason: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was sent to a webhook, or will be; `status` is that of the last answer."""

    token: str
    event: str
    data: Mapping[str, Any]
    state: DeliveryState
    attempts: int
    status: int | None
    reason: str | None
    queued_at: datetime
    next_try_at: datetime | None


_WEBHOOKS = select(
    webhooks.c.id,
    webhooks.c.url,
    webhooks.c.events,
    webhooks.c.seed,
    webhooks.c.created_at,
    recruiters.c.name,
    webhooks.c.failing_since,
    webhooks.c.off_at,
    webhooks.c.off_reason,
).join(recruiters, webhooks.c.recruiter == recruiters.c.id)


class Webhooks:
    """The webhooks of all teams, as their administrators manage them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        recruiter: Recruiter,
        url: str,
        events: Sequence[str],
        seed: str,
        notice: Notice,
        now: datetime,
    ) -> int | None:
        """Add a webhook and return its id; None if the team has MOST_WEBHOOKS already."""
        team = recruiter.team_id
        row = {
            "team": team,
            "recruiter": recruiter.id,
            "url": url,
            "events": list(events),
            "seed": seed,
            "created_at": now,
            **_columns_of(notice),
        }
        number = select(func.count()).select_from(webhooks).where(webhooks.c.team == team)
        with self._database.write_transaction("add a webhook") as connection:
            connection.execute(select(teams.c.id).where(teams.c.id == team).with_for_update())
            if (connection.scalar(number) or 0) >= MOST_WEBHOOKS:
                return None
            added: int = connection.execute(
                insert(webhooks).values(row).returning(webhooks.c.id)
            ).scalar_one()
        return added

    def of_team(self, team: int) -> Sequence[Webhook]:
        """Return the webhooks of a team, the oldest first."""
        query = _WEBHOOKS.where(webhooks.c.team == team).order_by(webhooks.c.id)
        with self._database.read_connection("list the webhooks of a team") as connection:
            return [Webhook(*row) for row in connection.execute(query)]

    def one(self, team: int, webhook: int) -> Webhook | None:
        """Return a webhook of a team; None where it has none with this id."""
        query = _WEBHOOKS.where(webhooks.c.team == team, webhooks.c.id == webhook)
        with self._database.read_connection("find a webhook") as connection:
            row = connection.execute(query).first()
        return Webhook(*row) if row else None

    def change(
        self, team: int, webhook: int, url: str, events: Sequence[str], notice: Notice
    ) -> None:
        """Change where a webhook is, and what it wants to know; `notice` names the new address."""
        values = {"url": url, "events": list(events), **_columns_of(notice)}
        self._update(team, webhook, values)

    def rotate(self, team: int, found: Webhook, seed: str, now: datetime) -> None:
        """Give a webhook a new secret; the one before counts beside it for a day."""
        until = now + OLD_SECRET_LASTS
        self._update(team, found.id, {"seed": seed, "old_seed": found.seed, "old_until": until})

    def turn_on(self, team: int, webhook: int) -> None:
        """Let a webhook that was turned off be told what happens from now on."""
        values = ("off_at", "off_reason", "failing_since", "resumes_at")
        self._update(team, webhook, dict.fromkeys(values))

    def delete(self, team: int, webhook: int) -> None:
        """Delete a webhook, with what it was told and will not be told any more."""
        its = delete(webhooks).where(webhooks.c.team == team, webhooks.c.id == webhook)
        with self._database.write_transaction("delete a webhook") as connection:
            connection.execute(its)

    def queue_test(self, webhook: int, now: datetime) -> bool:
        """Queue a delivery that says nothing, and try it at once; False if the webhook is gone."""
        resumed = update(webhooks).where(webhooks.c.id == webhook).values(resumes_at=None)
        with self._database.write_transaction("queue a test of a webhook") as connection:
            # First, so that the webhook is locked and not deleted before the insert.
            if not connection.execute(resumed).rowcount:
                return False
            row = queued(webhook, TEST_EVENT, {}, now)
            connection.execute(insert(webhook_deliveries).values(row))
        return True

    def lately(self, webhook: int) -> Sequence[Delivery]:
        """Return the latest deliveries of a webhook, the newest first."""
        columns = webhook_deliveries.c
        query = (
            select(
                columns.token,
                columns.event,
                columns.data,
                columns.state,
                columns.attempts,
                columns.status,
                columns.reason,
                columns.queued_at,
                columns.next_try_at,
            )
            .where(columns.webhook == webhook)
            .order_by(columns.id.desc())
            .limit(LATELY)
        )
        with self._database.read_connection("list the deliveries of a webhook") as connection:
            return [Delivery(*row) for row in connection.execute(query)]

    def _update(self, team: int, webhook: int, values: Mapping[str, object]) -> None:
        changed = update(webhooks).where(webhooks.c.team == team, webhooks.c.id == webhook)
        with self._database.write_transaction("change a webhook") as connection:
            connection.execute(changed.values(values))


def _columns_of(notice: Notice) -> dict[str, str]:
    return {
        "notice_subject": notice.subject,
        "notice_text": notice.text,
        "notice_language": notice.language,
    }
