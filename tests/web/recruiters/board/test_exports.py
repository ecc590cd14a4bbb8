"""Exports of the board's filtered results as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask import Flask
from support.team_shares import SharingSite
from support.teams import Teams
from support.visitor import Visitor

from quiz.store import Recruiter

MELODY = {"home": ("house",), "likes": ("melody", "rhythm"), "skill": ("some",)}
TENT = {"home": ("tent",), "likes": ("nothing",), "skill": ("none",)}


@pytest.fixture
def admin(teams: Teams) -> Recruiter:
    return teams.administrator()


@pytest.fixture
def team(app: Flask, admin: Recruiter) -> SharingSite:
    return SharingSite(app, admin)


def rows(visitor: Visitor, query: str = "") -> list[list[str]]:
    """Return the fields of the lines that the CSV has."""
    answer = visitor.ask(f"/recruiter/export.csv{query}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.data.count(b"\n") == answer.data.count(b"\r\n")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_the_csv_has_every_result_in_words(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    fair = team.invitation(title="Leeds careers fair")
    team.told(MELODY, fair, name="花子", email="h@mail.example")
    team.told(TENT, fair)
    english = rows(teams.visitor(admin))
    assert english == [
        [
            *("Date (UTC)", "Name", "E-mail address", "Invitation", "Status", "Best match"),
            *("Fit in percent", "PIANO", "DRUMS", "Where do you live?"),
            "Do your neighbours like music?",
            *("What do you like?", "How well do you play?"),
        ],
        [
            *("2026-11-25", "花子", "h@mail.example", "Leeds careers fair", "New", "PIANO / DRUMS"),
            *("100", "Possible", "Possible", "In a house", "", "Melodies / Rhythm", "A little"),
        ],
        [
            *("2026-11-25", "", "", "Leeds careers fair", "New", "No position", ""),
            *("Not open", "Not open", "In a tent", "", "None of these", "Not at all"),
        ],
    ]
    japanese = rows(teams.visitor(admin, "ja"))
    assert japanese[0][:3] == ["日付（UTC）", "名前", "メールアドレス"]
    assert japanese[0][9] == "どこに住んでいますか？"
    assert japanese[1][9] == "一戸建て"


def test_exports_use_the_filter_of_the_board(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    team.told(MELODY, name="Ada")
    team.told(TENT, name="Bea")
    visitor = teams.visitor(admin)
    for query in ("?best=PIANO", "?name=ad", "?answer-home=house", "?standing=open:PIANO"):
        assert [row[1] for row in rows(visitor, query)[1:]] == ["Ada"], query
        found = visitor.ask(f"/recruiter/export.json{query}").json
        assert [each["name"] for each in found] == ["Ada"], query
    for address in ("/recruiter/export.csv", "/recruiter/export.json"):
        wrong = visitor.open(f"{address}?best=HARP")
        assert (wrong.status, wrong.title[:7]) == (422, "Error: ")


def test_the_json_has_outcomes_and_answers(
    app: Flask, teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    team.told(MELODY, name="花子")
    team.told(TENT)
    answer = teams.visitor(admin).ask("/recruiter/export.json")
    assert "花子".encode() in answer.data
    first, second = json.loads(answer.data)
    assert first["answers"] == {"home": "house", "likes": ["melody", "rhythm"], "skill": "some"}
    assert (first["best"], second["best"]) == ("PIANO", None)
    assert first["digest"] == app.extensions["quiz"].engine.digest
    reasons = first["positions"]["PIANO"]["reasons"]
    assert {"rule": "melody-wants-a-piano", "because": "You like melodies."}.items() <= (
        reasons[0].items()
    )
    assert teams.visitor(teams.administrator("B")).ask("/recruiter/export.json").json == []


def test_an_export_larger_than_one_batch_has_every_result_once(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    fair = team.invitation()
    made = [team.told(MELODY, fair, name=f"N {number}") for number in range(205)]
    visitor = teams.visitor(admin)
    names = [row[1] for row in rows(visitor)[1:]]
    assert names == [f"N {number}" for number in range(len(made))]
    assert len(visitor.ask("/recruiter/export.json").json) == 205


def test_an_export_has_no_results_of_another_team(teams: Teams, team: SharingSite) -> None:
    team.told(MELODY)
    assert len(rows(teams.visitor(teams.recruiter("Consulate B")))) == 1


def test_an_export_is_recorded_and_a_head_request_is_not(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    team.told(MELODY, name="Ada")
    visitor = teams.visitor(admin)
    visitor.ask("/recruiter/export.csv", method="HEAD")
    assert team.store.audit.page(team.id) == []
    answer = visitor.ask("/recruiter/export.csv?name=ada&best=PIANO&sort=name")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="results-')
    [entry] = team.store.audit.page(team.id)
    assert entry.action == "export"
    assert entry.detail == {
        "form": "CSV",
        "results": 1,
        "filter": {"name": "", "best": "PIANO"},
    }
