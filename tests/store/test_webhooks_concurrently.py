"""Webhooks that are deleted, tested and turned off while others use them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from support.team_shares import SharingTeam

from quiz.store import WEBHOOK_EVENTS, Notice, Store, webhooks

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
