"""The summary to pass on: counts that recruiters show to others, without small groups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from support.outcomes import assessment, outcome
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.core.language.model import Change
from quiz.store.schema import visits

SUMMARY = "/recruiter/summary/to-pass-on"
FEW = "hidden"
NOW = datetime.now(UTC).replace(hour=12)
PIANO = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}
DRUMS = {"home": ("flat",), "neighbours": ("love",), "likes": ("rhythm",), "skill": ("some",)}
NONE = {"home": ("tent",), "likes": ("rhythm",), "skill": ("some",)}
TIE = {"home": ("house",), "likes": ("melody", "rhythm"), "skill": ("some",)}
HATED = {"home": ("flat",), "neighbours": ("hate",), "likes": ("rhythm",), "skill": ("some",)}


@pytest.fixture
def visit(app: Flask) -> Any:
    """Write visits straight into the database."""
    url = app.extensions["quiz"].settings.database_url

    def write(invitation: int, *ended: tuple[str | None, bool, int]) -> None:
        engine = sa.create_engine(url)
        rows = [
            {
                "sitting_hash": f"{invitation}-{number}-{place}",
                "invitation": invitation,
                "started_at": NOW,
                "question": question,
                "finished_at": NOW if finished else None,
            }
            for place, (question, finished, times) in enumerate(ended)
            for number in range(times)
        ]
        with engine.begin() as connection:
            connection.execute(sa.insert(visits), rows)
        engine.dispose()

    return write


def results(teams: Teams, who: Any, invitation: int, *made: tuple[Any, int, int]) -> None:
    """Make results: of these answers, so many, so many days ago."""
    for answers, times, days in made:
        for _ in range(times):
            teams.result(who, answers, invitation, created_at=NOW - timedelta(days=days))


def row(page: Page, beginning: str) -> list[str]:
    """Return the cells of a row after its name and its bar."""
    found = next(cells[1:] for cells in page.rows if cells[0].startswith(beginning))
    return found[1:] if found and not found[0] else found


def test_the_summary_counts_who_started_finished_and_stopped(teams: Teams, visit: Any) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who)
    visit(
        fair,
        ("skill", True, 20),
        ("home", False, 7),
        (None, False, 9),
        ("likes", False, 3),
        ("gone", False, 2),
    )
    page = teams.visitor(who).open(SUMMARY)
    assert (row(page, "Started"), row(page, "Finished"), row(page, "Stopped")) == (
        ["41"],
        ["20"],
        ["21"],
    )
    assert row(page, "Before the first answer") == ["9"]
    assert row(page, "After “Where do you live?”") == ["7"]
    assert row(page, "Elsewhere") == ["5"]
    assert "What do you like?" not in page.words


@pytest.mark.parametrize(
    ("finished", "stopped", "shown"),
    [(20, 4, [FEW, "20", FEW]), (4, 20, [FEW, FEW, "20"]), (4, 4, [FEW, FEW, FEW])],
)
def test_the_sum_is_suppressed_if_one_of_its_parts_is(
    teams: Teams, visit: Any, finished: int, stopped: int, shown: list[str]
) -> None:
    who = teams.recruiter()
    visit(teams.invitation(who), ("skill", True, finished), ("home", False, stopped))
    page = teams.visitor(who).open(SUMMARY)
    assert [row(page, name)[0] for name in ("Started", "Finished", "Stopped")] == shown
    for name, number in (("Finished", finished), ("Stopped", stopped)):
        share = 100 * number / (finished + stopped)
        assert f'x2="{round(share, 2)}%"' not in page.html, f"the bar of {name} tells the sum"


def test_best_matches_are_compared_with_the_census(teams: Teams) -> None:
    who = teams.recruiter()
    results(teams, who, teams.invitation(who), (PIANO, 12, 1), (DRUMS, 6, 1), (NONE, 2, 1))
    page = teams.visitor(who).open(SUMMARY)
    census = teams.app.extensions["quiz"].background_proof.proof().census
    assert "Results: 20" in page.words
    piano, drums, none = (row(page, name) for name in ("PIANO", "DRUMS", "No position"))
    assert piano[:2] == ["12", "60%"]
    assert (drums[:2], none[:2]) == ([FEW, "–"], [FEW, "–"])
    assert float(piano[2].rstrip("%")) == pytest.approx(
        100 * census.best["PIANO"] / census.sheets, abs=0.06
    )
    assert f"all {census.sheets} answer sheets" in page.words
    assert "They are combinations of answers, not people" in page.words


def test_best_matches_over_time_are_counted_by_day_or_week(teams: Teams) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who)
    today = ((PIANO, 7, 0), (PIANO, 8, 1), (PIANO, 6, 2), (DRUMS, 9, 1), (NONE, 5, 1))
    results(teams, who, fair, *today)
    visitor = teams.visitor(who)
    page = visitor.open(SUMMARY)
    heads = page.rows.index(["From", "", "PIANO", "DRUMS", "No position"])
    assert [cells[2:] for cells in page.rows[heads + 1 : heads + 4]] == [
        ["6", FEW, FEW],
        ["8", FEW, FEW],
        ["7", FEW, FEW],
    ]
    results(teams, who, fair, (PIANO, 5, 30))
    page = visitor.open(SUMMARY)
    heads = page.rows.index(["From", "", "PIANO", "DRUMS", "No position"])
    weeks = page.rows[heads + 1 : page.rows.index(["Invitation", "", "How many"])]
    assert 5 <= len(weeks) <= 8


@pytest.mark.parametrize(
    ("ties", "shown"), [(5, {"PIANO": "10", "PIANO · DRUMS": "5"}), (4, {"PIANO": "14"})]
)
def test_an_exact_tie_of_five_is_a_row_of_its_own(
    teams: Teams, ties: int, shown: dict[str, str]
) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who)
    results(teams, who, fair, (PIANO, 10, 1), (DRUMS, 6, 1), (NONE, 7, 1), (TIE, ties, 1))
    page = teams.visitor(who).open(SUMMARY)
    begin = next(i for i, cells in enumerate(page.rows) if cells[:2] == ["Best match", ""])
    rows = page.rows[begin + 1 : begin + 5]
    found = {cells[0]: cells[2] for cells in rows if cells[0] in (*shown, "PIANO · DRUMS")}
    assert found == shown
    assert row(page, "DRUMS")[0] == "6"
    assert "An exact tie that five people or more have gets a row of its own." in page.words
    heads = next(cells for cells in page.rows if cells[0] == "From")
    assert ("PIANO · DRUMS" in heads) is (ties == 5)


def test_the_most_frequent_missing_answers_come_first(teams: Teams) -> None:
    who = teams.recruiter()
    results(teams, who, teams.invitation(who), (HATED, 8, 1), (NONE, 20, 1), (PIANO, 10, 1))
    page = teams.visitor(who).open(SUMMARY)
    assert "DRUMS would be their best match with" in page.words
    assert row(page, "They love it Do your neighbours like music?") == ["8 of 38"]


def test_too_few_results_are_not_broken_down(teams: Teams, visit: Any) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who)
    results(teams, who, fair, (PIANO, 4, 1))
    visit(fair, ("home", False, 4))
    page = teams.visitor(who).open(SUMMARY)
    assert f"Results: {FEW}" in page.words
    assert page.words.count("Too few to show in detail.") == 3
    assert not any("PIANO" in cells[0] for cells in page.rows)
    assert "would be their best match" not in page.words


def test_the_filter_selects_an_invitation_and_a_period(teams: Teams, visit: Any) -> None:
    who = teams.recruiter()
    fair, online = teams.invitation(who), teams.invitation(who)
    results(teams, who, fair, (PIANO, 6, 0), (PIANO, 7, 3))
    results(teams, who, online, (PIANO, 8, 0))
    visit(fair, ("home", True, 6), ("home", False, 5))
    visitor = teams.visitor(who)
    day = f"{NOW - timedelta(days=2):%Y-%m-%d}"
    for query, number in (
        ("", 21),
        (f"invitation={fair}", 13),
        (f"first={day}", 14),
        (f"last={day}", 7),
        (f"invitation={online}&first={day}", 8),
    ):
        assert f"Results: {number} " in visitor.open(f"{SUMMARY}?{query}").words
    assert row(visitor.open(f"{SUMMARY}?invitation={online}"), "Started") == [FEW]
    for query in ("invitation=99", "first=soon", "last=1999-12-31"):
        page = visitor.open(f"{SUMMARY}?{query}")
        assert (page.status, page.title[:7]) == (422, "Error: ")


def test_a_team_sees_only_its_own_summary(teams: Teams, visit: Any) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who)
    results(teams, who, fair, (PIANO, 9, 1))
    visit(fair, ("home", True, 9), ("home", False, 9))
    theirs = teams.visitor(teams.recruiter("Consulate B"))
    page = theirs.open(SUMMARY)
    assert f"Results: {FEW}" in page.words
    assert row(page, "Started") == [FEW]
    assert theirs.open(f"{SUMMARY}?invitation={fair}").status == 422


def test_answers_unknown_to_the_present_edition_are_not_listed(teams: Teams) -> None:
    who = teams.recruiter()
    change = (Change("gone", ("x",), ("y",)),)
    positions = {
        "FLUTE": assessment("open", 50),
        "PIANO": assessment("open", 40, change=change),
    }
    fair = teams.invitation(who)
    for _ in range(9):
        teams.result(who, PIANO, fair, outcome=outcome("FLUTE", positions))
    page = teams.visitor(who).open(SUMMARY)
    assert row(page, "FLUTE")[0] == FEW
    assert "would be their best match" not in page.words


def test_the_summary_is_available_in_japanese(teams: Teams) -> None:
    who = teams.recruiter()
    results(teams, who, teams.invitation(who), (HATED, 8, 1), (NONE, 20, 1))
    page = teams.visitor(who, "ja").open(SUMMARY)
    assert "結果の数：28" in page.words
    assert row(page, "とても好き") == ["28人中8人"]


def test_the_summary_requires_signing_in(app: Flask) -> None:
    assert Visitor(app).ask(SUMMARY).status_code == 303
