"""The audit: what was done in a team, by whom, the newest first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from quiz.store import AuditEntry, NewRecruiter, Store

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_team_reads_its_own_entries_with_who_did_it(store: Store) -> None:
    team, other = (store.accounts.add_team(name, NOW) for name in ("A", "B"))
    assert team is not None
    by = store.accounts.add(NewRecruiter(team, "a@quiz.example", "花子", "recruiter", "t"), NOW)
    store.audit.add(team, by, "share made", {"label": "欧州", "results": [1, 2]}, NOW)
    store.audit.add(other, None, "sign-in", {}, NOW)
    store.audit.add(None, None, "failed sign-in", {}, NOW)
    store.audit.add(team, None, "account reset", {}, NOW + timedelta(hours=1))
    last, first = store.audit.page(team)
    assert first == AuditEntry(
        first.id, NOW, "share made", {"label": "欧州", "results": [1, 2]}, "花子", team="A"
    )
    assert (last.action, last.by, last.at) == ("account reset", None, NOW + timedelta(hours=1))


def test_pages_follow_each_other_without_a_gap(store: Store) -> None:
    team = store.accounts.add_team("A", NOW)
    assert team is not None
    for number in range(5):
        store.audit.add(team, None, "export", {"number": number}, NOW)
    found, before = [], None
    while page := store.audit.page(team, before, limit=2):
        found += [entry.detail["number"] for entry in page]
        before = page[-1].id
    assert found == [4, 3, 2, 1, 0]
