"""An invitation shortens how long the results that come by it are kept, and never lengthens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support.board_results import Invited

from quiz.store import BoardFilter, Store, Terms

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(url: str, open_store: Callable[..., Store]) -> Store:
    """A store that keeps results for four hundred days."""
    store = open_store(url, retention=timedelta(days=400))
    store.upgrade()
    return store


def made(days: int) -> dict[str, datetime]:
    return {"created_at": NOW - timedelta(days=days) + HOUR}


def test_a_result_is_found_and_kept_for_as_long_as_its_invitation_says(store: Store) -> None:
    invited = Invited(store)
    team, who = invited.team("Consulate A")
    short, long, usual = (invited.invitation(team, who, kept_days=days) for days in (30, 900, None))
    ids = {
        (name, days): invited.result(invitation, **made(days))
        for name, invitation in (("short", short), ("long", long), ("usual", usual))
        for days in (29, 31, 399, 402)
    }
    kept = {("short", 29), *((name, days) for name in ("long", "usual") for days in (29, 31, 399))}
    on_board = {row.id for row in store.board.every(team, BoardFilter())}
    assert on_board == {ids[each] for each in kept}
    over = {each.id for each in store.purge.expired_results()}
    assert over == set(ids.values()) - on_board
    deleted: list[int] = []
    store.purge.run(deleted.append)
    assert deleted == [len(over)]
    assert store.results.number() == len(kept)
    for (name, days), result in ids.items():
        assert bool(store.links.find(result)) is ((name, days) in kept)


def test_a_result_keeps_its_day_when_the_invitation_is_changed(store: Store) -> None:
    invited = Invited(store)
    team, who = invited.team("Consulate A")
    invitation = invited.invitation(team, who, kept_days=30)
    before = invited.result(invitation, **made(31))
    found = store.invitations.one(team, invitation)
    assert found is not None
    terms = Terms(**{name: getattr(found, name) for name in Terms.__dataclass_fields__})
    store.invitations.change(team, invitation, replace(terms, kept_days=60))
    after = invited.result(invitation, **made(31))
    assert [row.id for row in store.board.every(team, BoardFilter())] == [after]
    assert [each.id for each in store.purge.expired_results()] == [before]


def test_a_result_that_is_withdrawn_is_still_deleted_on_the_day_that_was_told(store: Store) -> None:
    invited = Invited(store)
    team, who = invited.team("Consulate A")
    result = invited.result(invited.invitation(team, who, kept_days=30), **made(31))
    store.results.withdraw(result)
    assert [each.id for each in store.purge.expired_results()] == [result]
