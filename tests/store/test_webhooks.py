"""Webhooks: what happens to a team's results is queued with it, and sent, put off or given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.team_shares import SharingTeam

from quiz.store import WEBHOOK_EVENTS, NewResult, Notice, Recruiter, Store, Webhook, webhook_events
from quiz.store.webhook_queue import CLAIM_LASTS, OFF_AFTER, PAUSE
from quiz.store.webhooks import MOST_WEBHOOKS, OLD_SECRET_LASTS

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
NOTICE = Notice("It is off", "Turn it on", "en")
URL = "https://crm.example/hook"
HOUR = timedelta(hours=1)


@pytest.fixture
def team(store: Store) -> SharingTeam:
    return SharingTeam(store)


def somebody(team: SharingTeam) -> Recruiter:
    account = team.store.accounts.person(team.id, team.recruiter)
    assert account is not None
    return account.recruiter


def add(team: SharingTeam, *events: str, now: datetime = NOW) -> Webhook:
    webhooks = team.store.webhooks
    made = webhooks.add(somebody(team), URL, events or WEBHOOK_EVENTS, "seed", NOTICE, now)
    assert made is not None
    found = webhooks.one(team.id, made)
    assert found is not None
    return found


def told(team: SharingTeam, webhook: Webhook) -> list[tuple[str, object, object]]:
    """Return what was queued for a webhook: event, number of the result, stage."""
    return [
        (each.event, each.data["result"], each.data["stage"])
        for each in reversed(team.store.webhooks.lately(webhook.id))
    ]


def test_what_happens_to_results_is_queued_for_the_webhooks_of_their_team(
    team: SharingTeam, store: Store
) -> None:
    hook, other = add(team), add(SharingTeam(store))
    first = team.result()
    stage = store.stages.names(team.id)[1]
    work = store.work.change(team.id, [first], team.recruiter, {"stage": stage.id}, NOW)
    assert work == 1
    removed = store.removals.remove_results(team.id, team.recruiter, [first], NOW)
    assert removed is not None
    assert store.removals.put_back(team.id, removed.removal, NOW) == 1
    store.results.withdraw(first)
    second = team.result()
    store.results.delete(second)
    begins = store.stages.names(team.id)[0].value
    assert told(team, hook) == [
        ("result.received", first, begins),
        ("result.stage_changed", first, stage.value),
        ("result.removed", first, stage.value),
        ("result.put_back", first, stage.value),
        ("result.withdrawn", first, stage.value),
        ("result.received", second, begins),
        ("result.withdrawn", second, begins),
    ]
    assert told(team, other) == []


def test_a_change_of_many_results_and_its_undoing_are_queued_for_each(
    team: SharingTeam, store: Store
) -> None:
    results = [team.result(), team.result()]
    hook = add(team, "result.stage_changed")
    before, after = store.stages.names(team.id)[:2]
    change = store.bulk_changes.change(team.id, results, team.recruiter, "stage", after.id, NOW)
    assert change is not None
    assert store.bulk_changes.undo(team.id, change.id, team.recruiter, NOW + HOUR) == 2
    assert told(team, hook) == [
        ("result.stage_changed", result, stage.value)
        for stage in (after, before)
        for result in results
    ]


def test_an_invitation_that_is_removed_and_a_person_who_is_erased_are_told(
    team: SharingTeam, store: Store
) -> None:
    hook = add(team, "result.removed", "result.erased")
    invitation = team.invitation()
    result, erased = team.result(invitation), team.result()
    assert store.removals.remove_invitation(team.id, team.recruiter, invitation, NOW)
    assert store.deletion.erase_person(team.id, erased)
    assert [each[:2] for each in told(team, hook)] == [
        ("result.removed", result),
        ("result.erased", erased),
    ]


def test_only_chosen_events_are_queued_and_nothing_for_a_result_without_a_team(
    team: SharingTeam, store: Store, new_result: Callable[..., NewResult]
) -> None:
    hook = add(team, "result.withdrawn")
    store.results.add(new_result())
    team.result()
    assert told(team, hook) == []


def test_what_is_queued_names_no_person(team: SharingTeam, store: Store) -> None:
    hook = add(team)
    team.result(name="花子", email="a@b.example")
    [delivery] = store.webhooks.lately(hook.id)
    assert set(delivery.data) == {"result", "invitation", "stage"}


def test_a_delivery_is_claimed_by_one_worker_and_due_again_if_that_is_killed(
    team: SharingTeam, store: Store
) -> None:
    hook = add(team)
    store.webhooks.queue_test(hook.id, NOW)
    claimed = store.webhook_queue.claim(NOW)
    assert claimed is not None
    assert (claimed.url, claimed.event, claimed.attempts) == (URL, "webhook.test", 1)
    assert store.webhook_queue.claim(NOW) is None
    again = store.webhook_queue.claim(NOW + CLAIM_LASTS)
    assert again == replace(claimed, attempts=2)
    store.webhook_queue.note_sent(claimed, 204, NOW)
    assert store.webhooks.lately(hook.id)[0].state == "queued", "another worker has it"
    store.webhook_queue.note_sent(again, 204, NOW)
    assert store.webhooks.lately(hook.id)[0].state == "sent"
    assert store.webhook_queue.claim(NOW + OFF_AFTER) is None


def test_a_webhook_that_fails_does_not_keep_another_one_waiting(
    team: SharingTeam, store: Store
) -> None:
    failing, working = add(team), add(team)
    for hook in (failing, failing, working):
        store.webhooks.queue_test(hook.id, NOW)
    first = store.webhook_queue.claim(NOW)
    assert first is not None
    assert first.webhook == failing.id
    fail(store, first, NOW)
    second = store.webhook_queue.claim(NOW)
    assert second is not None
    assert second.webhook == working.id
    assert store.webhook_queue.claim(NOW) is None
    later = store.webhook_queue.claim(NOW + PAUSE)
    assert later is not None
    assert (later.webhook, later.attempts) == (failing.id, 1)


def fail(store: Store, claimed: object, now: datetime) -> bool:
    return store.webhook_queue.note_failed(
        claimed,  # type: ignore[arg-type]
        500,
        "status 500",
        now + HOUR,
        now,
        mails=True,
    )


def test_after_a_day_of_failures_it_is_turned_off_and_administrators_get_a_mail(
    team: SharingTeam, store: Store
) -> None:
    assert store.memberships.change(team.id, team.recruiter, "R", "administrator")
    hook, now = add(team), NOW
    store.webhooks.queue_test(hook.id, now)
    while now < NOW + OFF_AFTER:
        claimed = store.webhook_queue.claim(now)
        assert claimed is not None
        assert not fail(store, claimed, now)
        now += HOUR
    store.webhooks.queue_test(hook.id, now)
    claimed = store.webhook_queue.claim(now)
    assert claimed is not None
    assert fail(store, claimed, now)
    off = store.webhooks.one(team.id, hook.id)
    assert off is not None
    assert (off.off_at, off.off_reason, off.failing_since) == (now, "status 500", NOW)
    assert {each.state for each in store.webhooks.lately(hook.id)} == {"failed"}
    [mail] = mails(store)
    assert mail == (NOTICE.subject, NOTICE.text)
    team.result()
    assert len(store.webhooks.lately(hook.id)) == 2, "it is told nothing while it is off"
    store.webhooks.turn_on(team.id, hook.id)
    team.result()
    assert len(store.webhooks.lately(hook.id)) == 3


def mails(store: Store) -> list[tuple[str, str]]:
    """Return the mails that wait, which are taken from the outbox."""
    found = []
    while mail := store.outbox.claim(datetime.now(UTC) + OFF_AFTER * 1000):
        found.append((mail.subject, mail.text))
        store.outbox.note_sent(mail, NOW)
    return found


def test_one_success_ends_the_day_of_failures(team: SharingTeam, store: Store) -> None:
    hook = add(team)
    store.webhooks.queue_test(hook.id, NOW)
    claimed = store.webhook_queue.claim(NOW)
    assert claimed is not None
    fail(store, claimed, NOW)
    again = store.webhook_queue.claim(NOW + HOUR)
    assert again is not None
    store.webhook_queue.note_sent(again, 200, NOW + HOUR)
    found = store.webhooks.one(team.id, hook.id)
    assert found is not None
    assert found.failing_since is None


def test_a_new_secret_counts_beside_the_one_before_for_a_day(
    team: SharingTeam, store: Store
) -> None:
    hook = add(team)
    store.webhooks.rotate(team.id, hook, "new seed", NOW)
    seeds = []
    for now in (NOW, NOW + OLD_SECRET_LASTS):
        store.webhooks.queue_test(hook.id, now)
        claimed = store.webhook_queue.claim(now)
        assert claimed is not None
        seeds.append(claimed.seeds)
        store.webhook_queue.note_sent(claimed, 200, now)
    assert seeds == [("new seed", "seed"), ("new seed",)]


def test_a_team_has_only_so_many_webhooks_and_manages_no_other_teams(
    team: SharingTeam, store: Store
) -> None:
    hook, other = add(team), SharingTeam(store)
    for _ in range(MOST_WEBHOOKS - 1):
        add(team)
    assert store.webhooks.add(somebody(team), URL, WEBHOOK_EVENTS, "seed", NOTICE, NOW) is None
    store.webhooks.delete(other.id, hook.id)
    store.webhooks.change(other.id, hook.id, "https://evil.example/", [], NOTICE)
    assert store.webhooks.one(other.id, hook.id) is None
    assert store.webhooks.one(team.id, hook.id) == hook
    store.webhooks.queue_test(hook.id, NOW)
    store.webhooks.delete(team.id, hook.id)
    assert store.webhook_queue.claim(NOW) is None


def test_a_webhook_that_is_deleted_at_the_moment_of_an_event_makes_no_result_fail(
    url: str,
    team: SharingTeam,
    open_store: Callable[..., Store],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hook, other, make_row = add(team), open_store(url), webhook_events.queued
    deleting = threading.Thread(target=other.webhooks.delete, args=(team.id, hook.id))

    def delete_before(*arguments: Any) -> dict[str, Any]:
        deleting.start()
        deleting.join(0.2)  # it has to wait until the result is kept
        return make_row(*arguments)

    monkeypatch.setattr(webhook_events, "queued", delete_before)
    assert team.result()
    deleting.join()
    assert team.store.webhooks.of_team(team.id) == []
