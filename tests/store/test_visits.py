"""Visits: how far people came who began by an invitation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from support.invitations import invite

from quiz.store import Store

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def run(url: str, statement: str, **values: object) -> list[dict]:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(
            sa.text("PRAGMA foreign_keys = ON" if url.startswith("sqlite") else "SELECT 1")
        )
        result = connection.execute(sa.text(statement), values)
        rows = [dict(row) for row in result.mappings()] if result.returns_rows else []
    engine.dispose()
    return rows


def test_visits_are_known_by_a_hash_of_their_sitting(url: str, store: Store) -> None:
    ours = invite(store)
    store.visits.start("a sitting", ours.id, NOW)
    store.visits.start("a sitting", ours.id, NOW + HOUR)
    store.visits.reach("a sitting", "level")
    store.visits.reach("a sitting", "duties")
    store.visits.reach("another", "level")
    [visit] = run(url, "SELECT * FROM visits")
    assert visit["question"] == "duties"
    assert visit["finished_at"] is None
    assert "sitting" not in visit["sitting_hash"]


def test_visits_are_forgotten_with_time(url: str, store: Store) -> None:
    ours = invite(store)
    store.visits.start("old", ours.id, NOW - HOUR)
    store.visits.start("new", ours.id, NOW)
    store.visits.delete_begun_before(NOW)
    assert len(run(url, "SELECT * FROM visits")) == 1
