"""The audit log as CSV, for administrators, and for how long its entries are kept."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from support.teams import Teams

PAGE = "/recruiter/audit.csv"


def test_an_administrator_exports_every_entry_in_words_and_as_stored(teams: Teams) -> None:
    admin = teams.administrator()
    for number in range(1200):
        teams.store.audit.add(
            admin.team_id, admin.id, "note added", {"result": number}, datetime.now(UTC)
        )
    teams.store.audit.add(
        admin.team_id, admin.id, "view saved", {"view": "=1+1"}, datetime.now(UTC)
    )
    other = teams.administrator("Consulate B")
    teams.store.audit.add(other.team_id, other.id, "sign-out", {}, datetime.now(UTC))
    answer = teams.visitor(admin).ask(PAGE)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="activity-')
    head, exported, saved, *rest = csv.reader(StringIO(answer.text.removeprefix("\ufeff")))
    assert head == ["Time", "Who", "What", "action", "detail"]
    assert exported[1:4] == [admin.name, "Exported the activity log", "audit exported"]
    assert saved[1:] == [admin.name, "Saved the view “=1+1”", "view saved", '{"view": "=1+1"}']
    assert [row[4] for row in rest] == [f'{{"result": {number}}}' for number in range(1199, -1, -1)]


def test_asking_only_for_the_headers_is_not_recorded(teams: Teams) -> None:
    admin = teams.administrator()
    assert teams.visitor(admin).ask(PAGE, method="HEAD").status_code == 200
    assert teams.store.audit.page(admin.team_id) == []


@pytest.mark.both_databases
def test_an_entry_is_deleted_after_the_days_that_are_set(teams: Teams) -> None:
    admin, now = teams.administrator(), datetime.now(UTC)
    for days in (1096, 1094):
        for _ in range(501):
            teams.store.audit.add(
                admin.team_id, admin.id, "sign-out", {}, now - timedelta(days=days)
            )
    assert (
        "Entries are deleted after 1095 days."
        in teams.visitor(admin).open("/recruiter/audit").words
    )
    teams.store.purge.run(lambda _number: None)
    left = list(teams.store.audit.every(admin.team_id))
    assert len(left) == 501
    assert {now - entry.at for entry in left} == {timedelta(days=1094)}
