"""Webhooks are called with what has happened: signed, tried again, and turned off."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from conftest import ROOT
from support import webhook_receiver as receivers
from support.databases import write_migrated_sqlite
from support.team_shares import SharingTeam
from support.webhook_receiver import Receiver, receiver

from quiz.store import WEBHOOK_EVENTS, Notice, Store
from quiz.store.schema import webhook_deliveries, webhooks
from quiz.worker.messenger import JITTER, WAITS, Messenger
from quiz.worker.webhook_call import WebhookCall
from quiz.worker.webhook_signature import secret_of

KEY = "a key for tests"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        yield opened


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Receiver]:
    with receiver(tmp_path) as found:
        yield found


@pytest.fixture
def messenger(store: Store, running: Receiver) -> Messenger:
    return Messenger(
        store.webhook_queue,
        WebhookCall(running.place, longest=0.7, context=running.context),
        secret_key=KEY,
        link_of="https://quiz.example/recruiter/results/{}".format,
        mails=False,
    )


@pytest.fixture
def team(store: Store) -> SharingTeam:
    return SharingTeam(store)


@pytest.fixture
def hook(team: SharingTeam, running: Receiver) -> int:
    account = team.store.accounts.person(team.id, team.recruiter)
    assert account is not None
    made = team.store.webhooks.add(
        account.recruiter,
        running.address,
        WEBHOOK_EVENTS,
        "seed",
        Notice("off", "off", "en"),
        datetime.now(UTC),
    )
    assert made is not None
    return made


def never() -> bool:
    return False


def resume(url: str) -> None:
    """Let everything that was put off be due now."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.update(webhooks).values(resumes_at=None))
        columns = webhook_deliveries.c
        connection.execute(
            sa.update(webhook_deliveries)
            .where(columns.next_try_at.is_not(None))
            .values(next_try_at=datetime.now(UTC))
        )
    engine.dispose()


def as_documented(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Verify a call with the program of docs/api.md."""
    page = (ROOT / "docs" / "api.md").read_text()
    program = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert program is not None
    names: dict[str, Any] = {}
    exec(program[1], names)  # noqa: S102 - it is our own
    return bool(names["is_from_the_quiz"](secret, headers, body))


@pytest.fixture
def failing(store: Store, running: Receiver) -> Messenger:
    """A messenger that fails by itself at everything that is about a result."""

    def fails(_result: int) -> str:
        raise KeyError("a fault")

    return Messenger(
        store.webhook_queue,
        WebhookCall(running.place, longest=0.7, context=running.context),
        secret_key=KEY,
        link_of=fails,
        mails=False,
    )


def test_a_delivery_at_which_the_quiz_fails_is_put_off_and_keeps_no_other_waiting(
    store: Store, running: Receiver, team: SharingTeam, hook: int, failing: Messenger
) -> None:
    began = datetime.now(UTC)
    team.result(team.invitation())
    assert failing.work(never) == 1
    [delivery] = store.webhooks.lately(hook)
    assert delivery.state == "queued"
    assert delivery.reason == "the quiz failed at it (KeyError); its log says where"
    assert delivery.next_try_at is not None
    assert delivery.next_try_at >= began + WAITS[0]
    team.store.webhooks.queue_test(hook, began - timedelta(minutes=1))
    assert failing.work(never) == 1
    assert [json.loads(each.body)["type"] for each in running.received] == ["webhook.test"]


def test_a_webhook_is_not_turned_off_for_faults_of_the_quiz(
    url: str, store: Store, team: SharingTeam, hook: int, failing: Messenger
) -> None:
    """For more than a day the quiz itself fails at all that it should send."""
    engine = sa.create_engine(url)
    for _ in range(2):
        team.result(team.invitation())
        assert failing.work(never) == 1
    with engine.begin() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=1, minutes=1)
        connection.execute(sa.update(webhook_deliveries).values(queued_at=long_ago))
    engine.dispose()
    resume(url)
    assert failing.work(never) == 2
    assert {each.state for each in store.webhooks.lately(hook)} == {"failed"}, "they are given up"
    [still] = store.webhooks.of_team(team.id)
    assert (still.failing_since, still.off_at, still.off_reason) == (None, None, None)


def test_what_happens_arrives_signed_so_that_a_program_can_verify_it(
    team: SharingTeam, hook: int, running: Receiver, messenger: Messenger
) -> None:
    invitation = team.invitation()
    result = team.result(invitation, name="花子", email="a@b.example")
    assert messenger.work(never) == 1
    [received] = running.received
    sent = json.loads(received.body)
    assert sent["type"] == "result.received"
    assert sent["data"] == {
        "result": result,
        "invitation": invitation,
        "stage": team.store.stages.names(team.id)[0].value,
        "link": f"https://quiz.example/recruiter/results/{result}",
    }
    assert datetime.fromisoformat(sent["timestamp"]).tzinfo is not None
    headers = received.headers
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == sent["id"]
    assert abs(time.time() - int(headers["webhook-timestamp"])) < 60
    # Computed here as a receiver does, from the secret that was shown to it.
    key = base64.b64decode(secret_of(KEY, "seed").partition("_")[2])
    signed = b".".join(
        [headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), received.body]
    )
    assert as_documented(secret_of(KEY, "seed"), headers, received.body)
    assert not as_documented(secret_of(KEY, "another"), headers, received.body)
    assert not as_documented(secret_of(KEY, "seed"), headers, received.body + b" ")
    mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{mac}"
    [delivery] = team.store.webhooks.lately(hook)
    assert (delivery.state, delivery.status, delivery.attempts) == ("sent", 204, 1)


def test_what_fails_is_tried_again_later_and_later_with_the_same_id_and_body(
    store: Store, hook: int, running: Receiver, messenger: Messenger, url: str
) -> None:
    store.webhooks.queue_test(hook, datetime.now(UTC))
    running.behaviour = receivers.status(500)
    for wait in WAITS[:3]:
        began = datetime.now(UTC)
        assert messenger.work(never) == 1
        [delivery] = store.webhooks.lately(hook)
        assert (delivery.state, delivery.reason) == ("queued", "status 500")
        assert delivery.next_try_at is not None
        least, most = began + wait, datetime.now(UTC) + wait * (1 + JITTER)
        assert least <= delivery.next_try_at <= most
        assert messenger.work(never) == 0
        resume(url)
    running.behaviour = receivers.status(200)
    assert messenger.work(never) == 1
    assert store.webhooks.lately(hook)[0].state == "sent"
    assert len({each.headers["webhook-id"] for each in running.received}) == 1
    assert len({each.body for each in running.received}) == 1


@pytest.mark.parametrize("behaviour", [receivers.stalling, receivers.dripping, receivers.closing])
def test_a_receiver_that_does_not_answer_keeps_the_worker_for_one_attempt_only(
    team: SharingTeam,
    hook: int,
    running: Receiver,
    messenger: Messenger,
    behaviour: receivers.Behaviour,
) -> None:
    for _ in range(5):
        team.store.webhooks.queue_test(hook, datetime.now(UTC))
    running.behaviour = behaviour
    began = time.monotonic()
    assert messenger.work(never) == 1
    assert time.monotonic() - began < 2
    assert len(running.received) == 1


def test_after_a_day_of_failures_nothing_is_sent_any_more(
    store: Store, hook: int, running: Receiver, messenger: Messenger, url: str
) -> None:
    store.webhooks.queue_test(hook, datetime.now(UTC))
    running.behaviour = receivers.status(503)
    messenger.work(never)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        since = datetime.now(UTC) - timedelta(days=1, minutes=1)
        connection.execute(sa.update(webhooks).values(failing_since=since))
    engine.dispose()
    resume(url)
    assert messenger.work(never) == 1
    [off] = store.webhooks.of_team(1)
    assert off.off_reason == "status 503"
    resume(url)
    assert messenger.work(never) == 0
    assert len(running.received) == 2
