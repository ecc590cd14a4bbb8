"""Webhooks that are deleted, tested and turned off while others use them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from support.team_shares import SharingTeam

from quiz.store import WEBHOOK_EVENTS, Notice, QueuedDelivery, Store, webhook_queue, webhooks
from quiz.store.webhook_queue import OFF_AFTER

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def team(store: Store) -> SharingTeam:
    return SharingTeam(store)


@pytest.fixture
def hook(store: Store, team: SharingTeam) -> int:
    """The id of a webhook of the team."""
    account = store.accounts.person(team.id, team.recruiter)
    assert account is not None
    notice = Notice("It is off", "Turn it on", "en")
    url = "https://crm.example/hook"
    made = store.webhooks.add(account.recruiter, url, WEBHOOK_EVENTS, "seed", notice, NOW)
    assert made is not None
    return made


def test_a_test_of_a_webhook_that_was_just_deleted_is_not_queued(
    store: Store, team: SharingTeam, hook: int
) -> None:
    store.webhooks.delete(team.id, hook)
    assert not store.webhooks.queue_test(hook, NOW)


def test_a_webhook_is_not_deleted_while_its_test_is_queued(
    url: str,
    store: Store,
    team: SharingTeam,
    hook: int,
    open_store: Callable[[str], Store],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deleting = threading.Thread(target=open_store(url).webhooks.delete, args=(team.id, hook))
    make_row = webhooks.queued

    def delete_before(*arguments: Any) -> dict[str, Any]:
        deleting.start()
        deleting.join(0.2)  # it has to wait until the test is queued
        return make_row(*arguments)

    monkeypatch.setattr(webhooks, "queued", delete_before)
    assert store.webhooks.queue_test(hook, NOW)
    deleting.join()
    assert store.webhooks.of_team(team.id) == []
    assert store.count_rows()["webhook_deliveries"] == 0


OFF_AT = NOW + OFF_AFTER
PUT_OFF_FOR = timedelta(days=10)


def note_failed(store: Store, delivery: QueuedDelivery, now: datetime) -> bool:
    next_try_at = now + PUT_OFF_FOR
    return store.webhook_queue.note_failed(
        delivery, 500, "status 500", next_try_at, now, mails=False
    )


def note_own_failure(store: Store, delivery: QueuedDelivery, now: datetime) -> None:
    store.webhook_queue.note_own_failure(delivery, "a fault", now + PUT_OFF_FOR, now)


def note_sent(store: Store, delivery: QueuedDelivery, now: datetime) -> None:
    store.webhook_queue.note_sent(delivery, 204, now)


Note = Callable[[Store, QueuedDelivery, datetime], object]


class Failing(NamedTuple):
    """A webhook that has failed for a day, with two deliveries that two workers have claimed."""

    team: SharingTeam
    hook: int
    first: QueuedDelivery
    second: QueuedDelivery


@pytest.fixture
def failing(team: SharingTeam, hook: int) -> Failing:
    store = team.store

    def queue_and_claim(now: datetime) -> QueuedDelivery:
        assert store.webhooks.queue_test(hook, now)
        found = store.webhook_queue.claim(now)
        assert found is not None
        return found

    assert not note_failed(store, queue_and_claim(NOW), NOW)
    return Failing(team, hook, queue_and_claim(OFF_AT), queue_and_claim(OFF_AT))


@pytest.mark.parametrize("note", [note_failed, note_own_failure])
def test_a_delivery_that_was_given_up_is_not_tried_again_by_the_worker_that_had_claimed_it(
    store: Store, failing: Failing, note: Note
) -> None:
    assert note_failed(store, failing.first, OFF_AT), "the webhook is turned off"
    note(store, failing.second, OFF_AT)
    store.webhooks.turn_on(failing.team.id, failing.hook)
    assert store.webhook_queue.claim(OFF_AT + PUT_OFF_FOR) is None
    assert {each.state for each in store.webhooks.lately(failing.hook)} == {"failed"}


@pytest.mark.parametrize(("note", "state"), [(note_failed, "failed"), (note_sent, "sent")])
def test_a_webhook_is_turned_off_while_another_worker_notes_a_delivery(
    url: str,
    failing: Failing,
    open_store: Callable[[str], Store],
    monkeypatch: pytest.MonkeyPatch,
    note: Note,
    state: str,
) -> None:
    team, hook, first, second = failing
    give_up, other = vars(webhook_queue)["_give_up"], open_store(url)
    noting: list[Future[object]] = []

    def note_before(*arguments: Any) -> None:
        noting.append(pool.submit(note, other, second, OFF_AT))
        wait(noting, timeout=0.2)  # it has to wait until the webhook is turned off
        give_up(*arguments)

    monkeypatch.setattr(webhook_queue, "_give_up", note_before)
    with ThreadPoolExecutor(1) as pool:
        assert note_failed(team.store, first, OFF_AT)
    noting[0].result()
    off = team.store.webhooks.one(team.id, hook)
    assert off is not None
    assert off.off_at == OFF_AT
    states = {each.token: each.state for each in team.store.webhooks.lately(hook)}
    assert (states[first.token], states[second.token]) == ("failed", state)
