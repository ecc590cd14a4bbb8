"""Administrators manage the stages of their team, in both languages."""

from __future__ import annotations

import pytest
from support.teams import Teams
from support.visitor import Visitor

STAGES = "/recruiter/stages"


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    return teams.visitor(teams.administrator())


def names(teams: Teams, language: str = "en") -> list[str]:
    team = teams.team("Consulate A")
    return [each.name(language) for each in teams.store.stages.names(team)]


def test_a_stage_is_added_in_both_languages_and_can_be_chosen(
    visitor: Visitor, teams: Teams
) -> None:
    fields = {"name-en": "Interviewed", "name-ja": "面接済み", "end": "recommended"}
    page = visitor.send(STAGES, visitor.open(STAGES), **fields)
    assert "Done: the stage is added." in page.words
    assert names(teams)[-1] == "Interviewed"
    assert "Interviewed" in page.words
    assert "ends as recommended" in page.words
    who = teams.recruiter()
    result = teams.result(who)
    ja = teams.visitor(who, "ja").open(f"/recruiter/results/{result}")
    assert "面接済み" in ja.words
    added = teams.store.stages.names(who.team_id)[-1]
    saved = visitor.send(
        f"/recruiter/results/{result}/work",
        visitor.open(f"/recruiter/results/{result}"),
        stage=str(added.id),
    )
    assert "Status changed to “Interviewed”" in saved.words
    board = visitor.open(f"/recruiter?has_status={added.id}")
    chosen = [a["value"] for a in board.all("option") if "selected" in a]
    _question, of_row = chosen
    assert of_row == str(added.id)
    assert str(added.id) in board.chosen, "in the filter"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name-en": "", "name-ja": "面接済み", "end": ""}, "name-en"),
        ({"name-en": "Interviewed", "name-ja": " ", "end": ""}, "name-ja"),
        ({"name-en": "x" * 41, "name-ja": "面接済み", "end": ""}, "name-en"),
        ({"name-en": "Interviewed", "name-ja": "面接済み", "end": "won"}, "end"),
    ],
)
def test_an_invalid_stage_is_shown_again(
    visitor: Visitor, teams: Teams, fields: dict[str, str], field: str
) -> None:
    before = names(teams)
    page = visitor.send(STAGES, visitor.open(STAGES), **fields)
    assert page.status == 422
    assert page.links_to("#")[1:] == [f"#{field}"]
    assert names(teams) == before


def test_a_stage_is_renamed_everywhere_and_in_the_history(visitor: Visitor, teams: Teams) -> None:
    who = teams.recruiter()
    result = f"/recruiter/results/{teams.result(who)}"
    visitor.send(f"{result}/work", visitor.open(result), stage="passed_on")
    stage = teams.store.stages.names(who.team_id)[3]
    address = f"{STAGES}/{stage.id}"
    fields = {"name-en": "Handed over", "name-ja": "引き継ぎ", "end": "recommended"}
    page = visitor.send(address, visitor.open(address), **fields)
    assert "Saved." in page.words
    assert "Status changed to “Handed over”" in visitor.open(result).words
    assert "引き継ぎ" in teams.visitor(who, "ja").open("/recruiter").words


def test_the_page_says_in_which_stage_new_results_begin(visitor: Visitor, teams: Teams) -> None:
    first, second, third, *others = teams.store.stages.names(teams.team("Consulate A"))
    page = visitor.open(STAGES)
    assert "New results begin in “New”, the first one that is not retired." in page.words
    assert "New results begin here. Without this stage, they begin in “Contacted”." in page.words
    page = visitor.send(f"{STAGES}/{third.id}/retire", page)
    assert "New results now begin" not in page.words, "they begin where they did"
    page = visitor.send(f"{STAGES}/{first.id}/retire", page)
    assert "New results now begin in “Contacted”, the next one." in page.words
    assert "New results begin in “Contacted”, the first one that is not retired." in page.words
    assert page.words.count("New results begin here.") == 1
    assert f"Without this stage, they begin in “{others[0].name('en')}”." in page.words
    japanese = teams.visitor(teams.administrator(), "ja").open(STAGES)
    assert f"使用中の最初の段階「{second.name('ja')}」から始まります。" in japanese.words
    for each in others:
        page = visitor.send(f"{STAGES}/{each.id}/retire", page)
    assert "Without this stage" not in page.words, "the last stage cannot be retired"


def test_stages_change_places_and_retire(visitor: Visitor, teams: Teams) -> None:
    team = teams.team("Consulate A")
    first, second = (each.id for each in teams.store.stages.names(team)[:2])
    page = visitor.send(f"{STAGES}/{second}/up", visitor.open(STAGES))
    assert "Done: the order is changed." in page.words
    assert names(teams)[:2] == ["Contacted", "New"]
    visitor.send(f"{STAGES}/{second}/down", page)
    assert names(teams)[:2] == ["New", "Contacted"]
    page = visitor.send(f"{STAGES}/{first}/retire", page)
    assert "Results that are in it stay there." in page.words
    options = visitor.open(f"/recruiter/results/{teams.result(teams.recruiter())}").all("option")
    assert "new" not in [a["value"] for a in options]
    again = visitor.send(f"{STAGES}/{first}/retire", page)
    assert "The last stage cannot be retired." not in again.words
    page = visitor.send(f"{STAGES}/{first}/back", page)
    assert "can be chosen again" in page.words
    for each in teams.store.stages.names(team)[1:]:
        page = visitor.send(f"{STAGES}/{each.id}/retire", page)
    page = visitor.send(f"{STAGES}/{first}/retire", page)
    assert "The last stage cannot be retired." in page.words
    log = visitor.open("/recruiter/audit").words
    for said in (
        "Moved the stage “Contacted”",
        "Retired the stage “New”",
        "Brought back the stage",
    ):
        assert said in log, said
