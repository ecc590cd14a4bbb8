"""The summary for the team: every number is whole, and leads to the results that it counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.settings import Settings

SUMMARY = "/recruiter/summary"
NOW = datetime.now(UTC)
SHEETS = {
    "PIANO": {"home": ("house",), "likes": ("melody",), "skill": ("some",)},
    "DRUMS": {
        "home": ("flat",),
        "neighbours": ("love",),
        "likes": ("rhythm",),
        "skill": ("some",),
    },
    "No position": {"home": ("tent",), "likes": ("rhythm",), "skill": ("none",)},
    "PIANO · DRUMS": {"home": ("house",), "likes": ("melody", "rhythm"), "skill": ("some",)},
}
COLUMNS = ["PIANO", "DRUMS", "No position"]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings by which results of the season before are still kept."""
    return replace(settings, retention_days=1000)


def table(page: Page, *heading: str) -> dict[str, list[str]]:
    """Return the rows below a heading by their names, without the bars."""
    begin = next(i for i, row in enumerate(page.rows) if row[: len(heading)] == list(heading))
    found: dict[str, list[str]] = {}
    for row in page.rows[begin + 1 :]:
        if len(row) != len(page.rows[begin]):
            break
        found[row[0]] = row[2:] if heading[1:2] == ("",) else row[1:]
    return found


def expected_row(made: list[dict[str, Any]]) -> list[str]:
    """Return the number of all of some results, and of those with each best match."""
    counts = Counter(best for each in made for best in each["best"].split(" · "))
    return [str(len(made)), *(str(counts[column]) for column in COLUMNS)]


def random_board(teams: Teams, who: Any, seed: int) -> list[dict[str, Any]]:
    random = Random(seed)  # noqa: S311 - test data
    fairs = {f"Fair {number}": teams.invitation(who, title=f"Fair {number}") for number in range(3)}
    stages = teams.store.stages.names(who.team_id)
    made = []
    for _ in range(60):
        best, title = random.choice(list(SHEETS)), random.choice(list(fairs))
        at = NOW - timedelta(days=random.choice([0, 1, 2, 9, 40, 200, 340, 390, 500, 700]))
        result = teams.result(who, SHEETS[best], fairs[title], created_at=at)
        stage = random.choice(stages)
        teams.store.work.change(who.team_id, [result], who.id, {"stage": stage.id}, NOW)
        skill = SHEETS[best]["skill"][0]
        made.append({"best": best, "at": at, "fair": title, "stage": stage.id, "skill": skill})
    return made


@pytest.mark.parametrize("seed", range(3))
def test_numbers_equal_a_separate_count_on_random_boards(teams: Teams, seed: int) -> None:
    who = teams.recruiter()
    made = random_board(teams, who, seed)
    page = teams.visitor(who).open(SUMMARY)
    all_, *by_best = expected_row(made)
    assert f"Results: {all_} " in page.words
    best = table(page, "Best match", "", "Results")
    assert [best[name][0] for name in COLUMNS] == by_best
    invitations = table(page, "Invitation", "")
    for title in {each["fair"] for each in made}:
        assert invitations[title] == expected_row([e for e in made if e["fair"] == title])
    funnel = table(page, "The quiz", "")
    in_stages = Counter(each["stage"] for each in made)
    stages = teams.store.stages.names(who.team_id)
    assert [name for name in funnel if name.startswith("Stage: ")] == [
        f"Stage: {stage.name('en')}" for stage in stages
    ]
    for stage in stages:
        assert funnel[f"Stage: {stage.name('en')}"] == [str(in_stages[stage.id])]
    months = table(page, "From", "")
    by_month = Counter(f"{each['at']:%b %Y}" for each in made)
    for month, row in months.items():
        assert row == expected_row([e for e in made if f"{e['at']:%b %Y}" == month]), month
    assert set(by_month) <= set(months)
    this, before = table(page, "Period", "").values()
    year = [e for e in made if (NOW.date() - e["at"].date()).days < 365]
    assert this == expected_row(year)
    assert before == expected_row(
        [e for e in made if 365 <= (NOW.date() - e["at"].date()).days < 730]
    )


def test_the_funnel_has_the_stages_of_the_team(teams: Teams) -> None:
    who = teams.recruiter()
    stages = teams.store.stages
    new, contacted, _, *others = (each.id for each in stages.names(who.team_id))
    handed = stages.add(who.team_id, {"en": "Handed over", "ja": "引き継ぎ済み"}, None)
    stages.change(who.team_id, new, {"en": "To be read", "ja": "未読"}, None)
    results = [teams.result(who, SHEETS["PIANO"]) for _ in range(3)]
    teams.store.work.change(who.team_id, results[:1], who.id, {"stage": contacted}, NOW)
    teams.store.work.change(who.team_id, results[1:], who.id, {"stage": handed}, NOW)
    for stage in (contacted, *others):
        stages.retire(who.team_id, stage, NOW)
    visitor = teams.visitor(who)
    page = visitor.open(SUMMARY)
    found = {name: row for name, row in table(page, "The quiz", "").items() if "Stage: " in name}
    assert list(found.items()) == [
        ("Stage: To be read", ["0"]),
        ("Stage: Contacted", ["1"]),
        ("Stage: Shortlisted", ["0"]),
        ("Stage: Handed over", ["2"]),
    ], "a retired stage is left out only where no result is in it"
    assert number_of_results(visitor, f"/recruiter?has_status={handed}") == 2
    assert f'href="/recruiter?has_status={handed}"' in page.html
    assert "段階：引き継ぎ済み" in teams.visitor(who, "ja").open(SUMMARY).words


def test_results_that_are_off_the_board_are_counted(teams: Teams) -> None:
    who = teams.recruiter()
    _, withdrawn, *removed = (teams.result(who, SHEETS["PIANO"]) for _ in range(4))
    teams.store.results.withdraw(withdrawn)
    teams.store.removals.remove_results(who.team_id, who.id, removed, NOW)
    visitor = teams.visitor(who)
    page = visitor.open(SUMMARY)
    assert table(page, "The quiz", "")["Results on the board"] == ["1"]
    for address in (SUMMARY, f"{SUMMARY}/to-pass-on"):
        words = visitor.open(address).words
        assert "Not on the board any more: withdrawn: 1 · removed: 2" in words, address
    assert "How many results were withdrawn, removed or erased is always shown." in words


def test_best_matches_are_counted_by_answer(teams: Teams) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who)
    for name, times in (("PIANO", 3), ("DRUMS", 2), ("No position", 1), ("PIANO · DRUMS", 1)):
        for _ in range(times):
            teams.result(who, SHEETS[name], fair)
    rows = table(teams.visitor(who).open(SUMMARY), "Best match", "Not at all")
    assert rows["PIANO"][:2] == ["0", "4"]
    assert rows["DRUMS"][:2] == ["0", "3"]
    assert rows["No position"][:2] == ["1", "0"]
    assert rows["All"][:2] == ["1", "6"]
    assert [rows[name][-1] for name in (*COLUMNS, "All")] == ["4", "3", "1", "7"]


def number_of_results(visitor: Visitor, address: str) -> int:
    words = visitor.open(address).words
    found = re.search(r"(One|\d+) results?\b", words)
    assert found, address
    return 1 if found[1] == "One" else int(found[1])


@pytest.mark.thorough
@pytest.mark.parametrize("query", ["", "?first={day}"])
def test_each_number_leads_to_as_many_results(teams: Teams, query: str) -> None:
    who = teams.recruiter()
    random_board(teams, who, 7)
    for address in ("aiko@home.example", None):
        teams.result(who, SHEETS["PIANO"], email=address)
    visitor = teams.visitor(who)
    page = visitor.open(SUMMARY + query.format(day=(NOW - timedelta(days=100)).date()))
    links = re.findall(r'<a href="(/recruiter\?[^"]+)">(\d+)</a>', page.html)
    assert len(links) > 30
    assert any("email=yes" in address for address, _ in links)
    unlinked = re.findall(r"<td(?: class=\"d\d\")?>([1-9]\d*)</td>", page.html)
    assert unlinked == [], "numbers of results, all of which are links"
    for address, number in dict(links).items():
        found = number_of_results(visitor, address.replace("&amp;", "&"))
        assert found == int(number), address


def test_small_numbers_are_whole_for_the_team(teams: Teams) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who)
    for name in ("PIANO", "DRUMS", "No position"):
        teams.result(who, SHEETS[name], fair)
    visitor = teams.visitor(who)
    page = visitor.open(SUMMARY)
    assert [row[0] for row in table(page, "Best match", "", "Results").values()] == ["1"] * 3
    assert f'href="{SUMMARY}/to-pass-on"' in page.html
    passed_on = visitor.open(f"{SUMMARY}/to-pass-on")
    assert "Results: hidden" in passed_on.words
    assert '<a href="/recruiter?' not in passed_on.html


def test_a_summary_says_where_the_year_before_is_not_whole(
    teams: Teams, start_app: Callable[..., Flask], settings: Settings
) -> None:
    who = teams.recruiter()
    said = "Results are kept for 400 days"
    assert said not in teams.visitor(who).open(SUMMARY).words
    default = start_app(retention_days=400, database_url=settings.database_url)
    visitor = Visitor(default)
    visitor.client.set_cookie("recruiter", teams.session(who))
    assert said in visitor.open(SUMMARY).words


def test_an_empty_board_has_a_summary(teams: Teams) -> None:
    visitor = teams.visitor(teams.recruiter())
    for address in (SUMMARY, f"{SUMMARY}/to-pass-on", f"{SUMMARY}/changes"):
        for query in ("", "?first=2026-01-01", "?first=2026-01-01&last=2026-01-01"):
            assert visitor.open(address + query).status == 200


@pytest.mark.parametrize("address", [SUMMARY, f"{SUMMARY}/to-pass-on", f"{SUMMARY}/changes"])
def test_a_period_that_ends_before_it_begins_is_refused(teams: Teams, address: str) -> None:
    page = teams.visitor(teams.recruiter()).open(f"{address}?first=2026-12-30&last=2026-01-01")
    assert (page.status, page.links_to("#")[1:]) == (422, ["#last"])
    assert "To: choose a day that is not before the first day." in page.words
    days = [field.get("value") for field in page.all("input") if field.get("type") == "date"]
    assert days == ["2026-12-30", "2026-01-01"]
    japanese = teams.visitor(teams.recruiter(), "ja")
    page = japanese.open(f"{address}?first=2026-12-30&last=2026-01-01")
    assert "期間の最初の日より前の日は選べません。" in page.words


def test_what_one_other_answer_would_change_has_a_page(teams: Teams) -> None:
    who = teams.recruiter()
    hated = {**SHEETS["DRUMS"], "neighbours": ("hate",)}
    teams.result(who, hated)
    page = teams.visitor(who).open(f"{SUMMARY}/changes")
    assert "DRUMS would be their best match with" in page.words
    assert "1 of 1" in page.words


def test_the_summary_of_the_team_is_available_in_japanese(teams: Teams) -> None:
    who = teams.recruiter()
    teams.result(who, SHEETS["PIANO"])
    page = teams.visitor(who, "ja").open(SUMMARY)
    assert "結果の数：1" in page.words


def test_an_invitation_leads_to_its_results_and_numbers(teams: Teams) -> None:
    who = teams.recruiter()
    fair, other = teams.invitation(who), teams.invitation(who)
    for invitation in (fair, fair, other):
        teams.result(who, SHEETS["PIANO"], invitation)
    visitor = teams.visitor(who)
    html = visitor.open(f"/recruiter/invitations/{fair}").html
    board, summary = f"/recruiter?invitation={fair}", f"{SUMMARY}?invitation={fair}"
    assert f'href="{board}"' in html
    assert f'href="{summary}"' in html
    assert number_of_results(visitor, board) == 2
    assert "Results: 2 " in visitor.open(summary).words
