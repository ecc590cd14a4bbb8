"""What teams had in a database of an earlier version works: boards, notes, shares, accounts."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from support.recorded_databases import (
    CHECKS,
    EXPECTED,
    INVITATIONS,
    POINTS,
    RESULTS,
    SHARES,
    TEAMS,
    Recorded,
    board_rows,
    link_of,
    look_for,
    names_on_board,
    team_page_of,
)
from support.visitor import Page, Visitor

pytestmark = pytest.mark.thorough

STANDINGS = {"Not yet": "Not yet", "Not open to you": "Not open"}
STANDINGS |= dict.fromkeys(("Best match", "Possible"), "Possible")
"""The standings that a result told its owner, as its team is told."""

ADMINISTRATORS = {"Consulate A": "Ada", "領事館B": "Fay"}


def sign_in(visitor: Visitor, email: str, password: str) -> Page:
    return visitor.send("/recruiter/sign-in", email=email, password=password)


def exported(visitor: Visitor, kind: str) -> list[dict[str, Any]]:
    """Return all results of a team, those of the board's last row first, as they were recorded."""
    answer = visitor.ask(f"/recruiter/export.{kind}")
    assert answer.status_code == 200
    if kind == "json":
        return list(reversed(answer.json))
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))[::-1]


def named_as_now(recorded: list[list[str]]) -> list[dict[str, str]]:
    """Return the recorded rows of a CSV file by the names that its columns have now.

    The column of a position, which held its standing, now says so, beside a column of its fit.
    """
    heading, *results = recorded
    now = [f"{each}: standing" if each in ("PIANO", "DRUMS") else each for each in heading]
    return [dict(zip(now, each, strict=True)) for each in results]


def look_for_case(page: Page, said: list[str]) -> None:
    """Complain unless the page of a team has each position's fit, and reasons of its points."""
    words = page.words.replace("\N{NO-BREAK SPACE}", " ")
    found = [number for number, each in enumerate(said) if POINTS.fullmatch(each)]
    assert found
    for at in found:
        label, points, fit = said[at - 2], *re.findall(r"\d+", said[at])[::2]
        standing = STANDINGS[said[at + 1]]
        if any(each in CHECKS for each in said[at + 2 : at + 3]):
            standing = "Check"
        assert f"{label} {standing} {fit} %" in words, label
        earned = re.findall(rf"{label} \+(\d+)", words)
        assert sum(map(int, earned)) == int(points), label


def test_a_board_lists_the_results_of_its_team(recorded: Recorded) -> None:
    for team, administrator in ADMINISTRATORS.items():
        page = recorded.recruiter(administrator).open("/recruiter")
        assert board_rows(page) == [row[1:] for row in TEAMS[team]["board"]]


def test_the_board_is_searched_and_filtered(recorded: Recorded) -> None:
    ben = recorded.recruiter("Ben")
    for query, found in (
        ("name=ÅNGSTRÖM", ["Ann Ångström"]),
        ("has_status=passed_on", ["Bob"]),
        ("standing=check:PIANO", ["Omar"]),
        ("answer-home=tent", ["no name"]),
        ("best=none", ["no name"]),
        ("best=DRUMS", ["no name", "no name", "Fiona", "Olga"]),  # two of them are exact ties
        (f"invitation={INVITATIONS['full']['id']}", ["Fiona"]),
    ):
        assert names_on_board(ben.open(f"/recruiter?{query}")) == found


def test_a_result_is_shown_with_its_notes_to_its_own_team_alone(recorded: Recorded) -> None:
    for team, administrator in ADMINISTRATORS.items():
        recruiter = recorded.recruiter(administrator)
        for name, result in RESULTS.items():
            page, shown = recruiter.open(team_page_of(name)), result["team"]
            if shown is None or shown["of"] != team:
                assert page.status == 404, name
                continue
            assert page.text("h1") == shown["headline"]
            for says, by in shown["noted"]:
                look_for(page, [says.replace("\n", " "), by])
            look_for_case(page, shown["says"])


def test_the_team_notes_something_and_changes_the_status(recorded: Recorded) -> None:
    ben, page = recorded.recruiter("Ben"), team_page_of("oldest")
    ben.send(f"{page}/work", ben.open(page), note="Invited to an interview.")
    shown = ben.send(f"{page}/work", ben.open(page), stage="shortlisted")
    look_for(shown, ["Status changed to “Shortlisted”", "Invited to an interview."])
    look_for(shown, ["Invited to an interview.", "Ask about the neighbours."])


def test_an_export_contains_all_results_of_the_team(recorded: Recorded) -> None:
    for team, administrator in ADMINISTRATORS.items():
        recruiter, recorded_team = recorded.recruiter(administrator), TEAMS[team]
        for kind, expected in (
            ("csv", named_as_now(recorded_team["csv"])),
            ("json", recorded_team["json"]),
        ):
            results = exported(recruiter, kind)
            assert [
                {name: result[name] for name in before}
                for result, before in zip(results, expected, strict=True)
            ] == expected


def test_the_team_removes_a_result_an_invitation_and_all_before_a_day(recorded: Recorded) -> None:
    ada = recorded.recruiter("Ada")
    bob = team_page_of("bob")
    page = ada.send(f"{bob}/remove", ada.open(bob))
    look_for(page, ["Done: one result is off the board."])
    look_for(ada.open("/recruiter/removed"), ["Bob"])
    assert recorded.visitor().open(link_of("bob")).status == 200
    page = ada.send(f"/recruiter/invitations/{INVITATIONS['full']['id']}/remove")
    look_for(page, ["Done: one result is off the board."])
    assert recorded.visitor().open(f"/i/{INVITATIONS['full']['code']}").status == 404
    page = ada.send("/recruiter/removal/2100-01-01")
    look_for(page, ["Done: 7 results are off the board."])
    log = ada.open("/recruiter/audit")
    look_for(log, ["7 results", "5 notes and changes of status"])
    assert names_on_board(ada.open("/recruiter")) == []
    assert names_on_board(recorded.recruiter("Fay").open("/recruiter")) == ["山田花子"]


def test_an_administrator_erases_a_person(recorded: Recorded) -> None:
    ada = recorded.recruiter("Ada")
    look_for(ada.send(f"{team_page_of('bob')}/erase"), ["This was erased: one result"])
    assert recorded.visitor().open(link_of("bob")).status == 404


def test_a_team_finds_its_invitations_with_their_counts(recorded: Recorded) -> None:
    for team, administrator in ADMINISTRATORS.items():
        page = recorded.recruiter(administrator).open("/recruiter/invitations")
        for title, code, _stage, taken, started, finished in TEAMS[team]["invitations"]:
            counts = f"results: {taken}", f"started: {started}", f"finished: {finished}"
            look_for(page, [title, code, *counts])


def test_the_team_finds_its_shares_and_revokes_one(recorded: Recorded) -> None:
    ben, share = recorded.recruiter("Ben"), SHARES["several"]
    page = ben.open(f"/recruiter/shares/{share['id']}")
    address = f"{EXPECTED['public_url']}/s/{share['token']}"
    assert address in [field.get("value") for field in page.all("input")]
    look_for(page, ["4 results", "with names", "Ada", "Opened at least 3 times"])
    ben.send(f"/recruiter/shares/{share['id']}/revoke")
    assert recorded.visitor().open(f"/s/{share['token']}").status == 404


def test_a_session_goes_on(recorded: Recorded) -> None:
    for name in ("Ada", "Ben", "Fay"):
        page = recorded.recruiter(name).open("/recruiter")
        look_for(page, [f"You are signed in as {name}."])


def test_the_session_of_a_disabled_account_stays_ended(recorded: Recorded) -> None:
    assert recorded.recruiter("Cid").open("/recruiter").path == "/recruiter/sign-in"
    assert sign_in(recorded.visitor(), "cid@a.example", EXPECTED["password"]).status == 422


def test_somebody_signs_in_with_their_password(recorded: Recorded) -> None:
    changed = EXPECTED["people"]["Eve"]["password"]
    for email, password in (("ADA@a.example", EXPECTED["password"]), ("eve@a.example", changed)):
        assert sign_in(recorded.visitor(), email, password).path == "/recruiter"


def test_a_set_up_link_sets_up_the_account(recorded: Recorded) -> None:
    link, password = f"/recruiter/set-up/{EXPECTED['set_up']}", "a password that Dee chose"
    page = recorded.visitor().send(link, password=password, again=password)
    look_for(page, ["You are signed in as Dee."])


def test_an_administrator_finds_the_people_of_the_team(recorded: Recorded) -> None:
    said = {"in use": "in use", "not set up": "not set up yet", "disabled": "disabled"}
    for team, administrator in ADMINISTRATORS.items():
        page = recorded.recruiter(administrator).open("/recruiter/people")
        for person in TEAMS[team]["people"]:
            name, _, state = person.partition(": ")
            look_for(page, [name, said[state]])


def test_the_audit_lists_what_was_done_before(recorded: Recorded) -> None:
    for team, administrator in ADMINISTRATORS.items():
        page = recorded.recruiter(administrator).open("/recruiter/audit")
        look_for(page, [words for entry in TEAMS[team]["audit"] for words in entry])
