"""The audit log as CSV, for administrators, and for how long its entries are kept."""

from __future__ import annotations

import csv
import datetime as dt
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from support.board_results import NOW
from support.teams import Teams
from support.xlsx import read_xlsx

from quiz.web.recruiters.csv_safe import SEPARATORS
from quiz.web.recruiters.xlsx import MIMETYPE

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


@pytest.mark.parametrize(("name", "separator"), SEPARATORS.items())
def test_the_page_offers_every_separator_of_which_none_makes_a_formula(
    teams: Teams, name: str, separator: str
) -> None:
    admin = teams.administrator()
    view = f"x{separator}=1+1"
    teams.store.audit.add(admin.team_id, admin.id, "view saved", {"view": view}, NOW)
    visitor = teams.visitor(admin)
    links = visitor.open("/recruiter/audit").links_to("/recruiter/audit.csv")
    [link] = [
        each for each in links if each == (PAGE if name == "comma" else f"{PAGE}?separator={name}")
    ]
    text = visitor.ask(link).text.removeprefix("\ufeff")
    head, exported, saved = csv.reader(StringIO(text), delimiter=separator)
    assert head == ["Time", "Who", "What", "action", "detail"]
    assert exported[3] == "audit exported"
    escaped = "=" if separator == "," else "'="
    assert saved[2] == f"Saved the view “x{separator}{escaped}1+1”"
    assert visitor.ask(f"{PAGE}?separator=dash").status_code == 404
    actions = [each.action for each in teams.store.audit.page(admin.team_id)]
    assert actions == ["audit exported", "view saved"], "what was refused is not recorded"


def test_the_xlsx_has_the_same_entries_with_moments_in_the_time_zone_of_the_team(
    teams: Teams,
) -> None:
    admin = teams.administrator()
    teams.store.accounts.change_time_zone(admin.team_id, "Asia/Tokyo")
    teams.store.audit.add(admin.team_id, admin.id, "view saved", {"view": "=1+1"}, NOW)
    visitor = teams.visitor(admin)
    [link] = visitor.open("/recruiter/audit").links_to("/recruiter/audit.xlsx")
    answer = visitor.ask(link)
    assert answer.mimetype == MIMETYPE
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    head, exported, saved = read_xlsx(answer.data)
    assert head == ["Time", "Who", "What", "action", "detail"]
    assert exported[1:4] == [admin.name, "Exported the activity log", "audit exported"]
    assert saved[1:] == [admin.name, "Saved the view “=1+1”", "view saved", '{"view": "=1+1"}']
    days = dt.timedelta(days=float(saved[0]))
    shown = dt.datetime(1899, 12, 30, tzinfo=dt.UTC) + days
    assert f"{shown + dt.timedelta(seconds=1):%Y-%m-%d %H:%M}" == "2026-11-25 21:00"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_asking_only_for_the_headers_is_not_recorded(teams: Teams, kind: str) -> None:
    admin = teams.administrator()
    answer = teams.visitor(admin).ask(f"/recruiter/audit.{kind}", method="HEAD")
    assert answer.status_code == 200
    assert "Content-Length" not in answer.headers
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
