"""Programs of a team read its results, set their stage, and make and close invitations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from support.api import PROBLEM, Api
from support.teams import ANSWERS, Teams
from werkzeug.test import TestResponse

from quiz.core.decide.report import explained
from quiz.store import Recruiter

RESULTS, STAGES, INVITATIONS = "/api/v1/results", "/api/v1/stages", "/api/v1/invitations"
TENT = {"home": ("tent",), "likes": ("nothing",), "skill": ("none",)}
NEW = {"title": "Fair", "language": "en"}


def data(answer: TestResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json


def ids(program: Api, **query: object) -> list[int]:
    found = data(program.get(f"{RESULTS}?{urlencode(query, doseq=True)}"))
    return [each["id"] for each in found["results"]]


def errors(answer: TestResponse) -> list[str]:
    found = data(answer, 422)["errors"]
    return [each.get("pointer") or each["parameter"] for each in found]


def test_a_result_has_what_the_board_has(
    app: Flask, teams: Teams, who: Recruiter, reader: Api
) -> None:
    fair = teams.invitation(who, title="Fair")
    id_ = teams.result(who, invitation=fair, name="山田", email="a@quiz.example")
    found = data(reader.get(f"{RESULTS}/{id_}"))
    quiz = app.extensions["quiz"]
    outcome = explained(quiz.engine.outcome(ANSWERS), quiz.engine.rules, "en")
    assert found.pop("outcome") == outcome
    assert found.pop("made_at").endswith("Z")
    assert found == {
        "id": id_,
        "link": quiz.public_url_for("team_result", result=id_),
        "name": "山田",
        "email": "a@quiz.example",
        "invitation": fair,
        "invitation_title": "Fair",
        "stage": "new",
        "in_charge": None,
        "due_on": None,
        "answers": {"home": "house", "likes": ["melody"], "skill": "some"},
    }
    assert data(reader.get(RESULTS))["results"] == [data(reader.get(f"{RESULTS}/{id_}"))]


def test_nothing_of_another_team_is_found(teams: Teams, reader: Api, writer: Api) -> None:
    other = teams.administrator("Consulate B")
    result, invitation = teams.result(other), teams.invitation(other)
    assert ids(reader) == []
    assert data(reader.get(INVITATIONS)) == {"invitations": []}
    assert reader.get(f"{RESULTS}/{result}").status_code == 404
    for method, address, body in (
        ("PUT", f"{RESULTS}/{result}/stage", {"stage": "new"}),
        ("POST", f"{INVITATIONS}/{invitation}/close", None),
    ):
        assert writer.send(method, address, body).status_code == 404
    [kept] = [x for x in teams.store.invitations.of_team(other.team_id) if x.id == invitation]
    assert kept.closes_at is None


def test_conditions_are_those_of_the_board(teams: Teams, who: Recruiter, reader: Api) -> None:
    fair = teams.invitation(who, title="Fair")
    house = teams.result(who, invitation=fair, name="A")
    tent = teams.result(who, TENT, name="B", email="b@quiz.example")
    assert ids(reader) == [tent, house]
    assert ids(reader, sort="oldest") == [house, tent]
    assert ids(reader, best=["PIANO", "DRUMS"]) == ids(reader, best=["PIANO"]) == [house]
    assert ids(reader, **{"not": "best", "best": "PIANO"}) == [tent]
    assert ids(reader, **{"answer-home": "tent"}) == [tent]
    assert ids(reader, invitation=fair, name="a") == [house]
    assert ids(reader, email="yes") == [tent]
    assert ids(reader, has_status="new", first="2020-01-01") == [tent, house]
    assert ids(reader, last="2020-01-01") == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"bset": "PIANO"}, ["bset"]),
        ({"page": "2"}, ["page"]),
        ({"show": "home"}, ["show"]),
        ({"best": "FLUTE"}, ["best"]),
        ({"answer-garden": "x"}, ["answer-garden"]),
        ({"first": "yesterday"}, ["first"]),
        ({"fit": "x", "invitation": "99"}, ["invitation", "fit"]),
        ({"limit": "0"}, ["limit"]),
        ({"limit": "101"}, ["limit"]),
        ({"limit": ["1", "2"]}, ["limit"]),
        ({"cursor": "x"}, ["cursor"]),
        ({"cursor": "9" * 19}, ["cursor"]),
        ({"sort": "fit"}, ["sort"]),
    ],
)
def test_a_condition_that_cannot_be_used_is_refused(
    reader: Api, query: dict[str, object], names: list[str]
) -> None:
    assert errors(reader.get(f"{RESULTS}?{urlencode(query, doseq=True)}")) == names


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_pages_follow_one_another_while_results_come_and_go(
    teams: Teams, who: Recruiter, reader: Api, sort: str
) -> None:
    fair = teams.invitation(who)
    made = [teams.result(who, invitation=fair) for _ in range(5)]
    expected = made if sort == "oldest" else made[::-1]
    first = data(reader.get(f"{RESULTS}?limit=2&sort={sort}"))
    assert [each["id"] for each in first["results"]] == expected[:2]
    teams.store.removals.remove_results(
        who.team_id, who.id, [expected[1]], teams.store.board.find(who.team_id, made[0]).created_at
    )
    second = data(reader.get(f"{RESULTS}?limit=2&sort={sort}&cursor={first['next']}"))
    assert [each["id"] for each in second["results"]] == expected[2:4]
    last = data(reader.get(f"{RESULTS}?limit=2&sort={sort}&cursor={second['next']}"))
    assert [each["id"] for each in last["results"]] == expected[4:]
    assert last["next"] is None


def test_a_stage_is_set_once_with_its_history(
    teams: Teams, who: Recruiter, reader: Api, writer: Api
) -> None:
    id_ = teams.result(who)
    stages = data(reader.get(STAGES))["stages"]
    assert stages[0]["id"] == "new"
    assert set(stages[0]["names"]) == {"en", "ja"}
    wanted = stages[1]["id"]
    address = f"{RESULTS}/{id_}/stage"
    assert reader.send("PUT", address, {"stage": wanted}).status_code == 403
    assert data(reader.get(f"{RESULTS}/{id_}"))["stage"] == "new"
    for _ in range(2):
        assert data(writer.send("PUT", address, {"stage": wanted}))["stage"] == wanted
    assert data(reader.get(f"{RESULTS}/{id_}"))["stage"] == wanted
    assert len(teams.store.notes.of(who.team_id, id_)) == 1
    words = teams.visitor(who).open("/recruiter/audit").words
    assert words.count(f"Changed result no. {id_}: the status") == 1
    assert f"{who.name}, by the token “Writer”" in words


def test_a_stage_that_there_is_not_or_that_is_retired_is_not_set(
    teams: Teams, who: Recruiter, writer: Api
) -> None:
    id_ = teams.result(who)
    retired = teams.store.stages.names(who.team_id)[1]
    teams.store.stages.retire(
        who.team_id, retired.id, teams.store.board.find(who.team_id, id_).created_at
    )
    for stage in ("nowhere", "", retired.value):
        assert errors(writer.send("PUT", f"{RESULTS}/{id_}/stage", {"stage": stage})) == ["#/stage"]
    assert errors(writer.send("PUT", f"{RESULTS}/{id_}/stage", {})) == ["#/stage"]


def test_an_invitation_is_made_listed_and_closed(
    teams: Teams, who: Recruiter, reader: Api, writer: Api
) -> None:
    terms = {
        **NEW,
        "title": "\ufffc 就職\tフェア ",
        "opens_on": "2026-01-01",
        "closes_on": "2098-12-31",
        "places": 20,
        "asks_email": True,
        "note": "Bring\r\na pen.",
    }
    assert reader.send("POST", INVITATIONS, terms).status_code == 403
    made = data(writer.send("POST", INVITATIONS, terms), 201)
    assert made["link"].endswith(f"/i/{made['code']}")
    assert (made["title"], made["note"]) == ("就職 フェア", "Bring\na pen.")
    assert (made["opens_at"], made["closes_at"]) == ("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z")
    assert (made["state"], made["places"], made["taken"]) == ("open", 20, 0)
    assert data(reader.get(INVITATIONS))["invitations"] == [made]
    close = f"{INVITATIONS}/{made['id']}/close"
    assert reader.ask("POST", close).status_code == 403
    closed = [data(writer.ask("POST", close)) for _ in range(2)]
    assert [each["state"] for each in closed] == ["closed", "closed"]
    assert closed[0]["closes_at"] == closed[1]["closes_at"]
    words = teams.visitor(who).open("/recruiter/audit").words
    assert words.count("Closed the invitation “就職 フェア”") == 1
    assert words.count("by the token “Writer”") == 2


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": " "}, ["#/title"]),
        ({"title": "\u200b"}, ["#/title"]),
        ({"title": "\ufffc"}, ["#/title"]),
        ({"title": "a\x00b"}, ["#/title"]),
        ({"title": "x" * 81}, ["#/title"]),
        ({"title": None}, ["#/title"]),
        ({"language": "tlh"}, ["#/language"]),
        ({"opens_on": "2027-02-30"}, ["#/opens_on"]),
        ({"opens_on": 86_400}, ["#/opens_on"]),
        ({"closes_on": "2019-12-31"}, ["#/closes_on"]),
        ({"opens_on": "2027-02-02", "closes_on": "2027-02-01"}, ["#/closes_on"]),
        ({"places": 0}, ["#/places"]),
        ({"places": "20"}, ["#/places"]),
        ({"asks_name": "yes"}, ["#/asks_name"]),
        ({"note": "x" * 1001}, ["#/note"]),
        ({"note": "\x00"}, ["#/note"]),
        ({"team": 1}, ["#/team"]),
    ],
)
def test_an_invitation_that_is_not_valid_is_not_made(
    teams: Teams, who: Recruiter, writer: Api, changes: dict[str, object], where: list[str]
) -> None:
    assert errors(writer.send("POST", INVITATIONS, NEW | changes)) == where
    assert teams.store.invitations.of_team(who.team_id) == []


@pytest.mark.parametrize("id_", ["0", "-1", "2", "9" * 20, "1.5", "1.", "1&x", "%00", "a"])
def test_a_number_that_nothing_has_is_a_404_and_no_redirect(
    teams: Teams, who: Recruiter, writer: Api, id_: str
) -> None:
    assert teams.result(who) == 1
    for method, address, body in (
        ("GET", f"{RESULTS}/{id_}", None),
        ("PUT", f"{RESULTS}/{id_}/stage", {"stage": "new"}),
        ("POST", f"{INVITATIONS}/{id_}/close", None),
    ):
        answer = writer.send(method, address, body)
        assert (answer.status_code, answer.mimetype) == (404, PROBLEM), (method, address)
