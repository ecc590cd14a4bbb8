"""One person's data: found, read, handed out as JSON, and erased; by administrators alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from support.team_shares import SharingSite
from support.teams import Teams
from support.visitor import Visitor

from quiz.store import NewMail, Recruiter

PAGE = "/recruiter/data"
EMAIL = "ann@home.example"


@pytest.fixture
def admin(teams: Teams) -> Recruiter:
    return teams.administrator()


@pytest.fixture
def own(teams: Teams, admin: Recruiter) -> Visitor:
    """A browser in which the administrator is signed in."""
    return teams.visitor(admin)


@pytest.fixture
def results(app: Flask, teams: Teams, admin: Recruiter) -> list[int]:
    """Two results of one person, one of another with the same name, one of another team."""
    now = datetime.now(UTC)
    invitation = teams.invitation(admin, code="FAIR-7K4Q", title="Fair")
    ids = [
        teams.result(admin, invitation=invitation, name=name, email=email)
        for name, email in (("Ann Day", EMAIL), (None, EMAIL), ("Ann Day", None))
    ]
    teams.result(teams.administrator("Consulate B"), name="Ann Elsewhere", email=EMAIL)
    assert teams.store.notes.add(admin.team_id, ids[0], admin.id, "called on Monday", now)
    mail = NewMail(EMAIL, "Next steps", "Hello Ann", "en", admin.id, ids[0])
    teams.store.outbox.add([mail], now)
    SharingSite(app, admin).share(ids[0], label="For a colleague")
    return ids


def found(own: Visitor, text: str) -> set[int]:
    page = own.open(f"{PAGE}?text={quote(text)}")
    assert page.status == 200
    return {int(link.rsplit("/", 1)[1]) for link in page.links_to(f"{PAGE}/")}


def test_a_person_is_found_by_name_address_note_and_the_code_of_the_invitation(
    own: Visitor, results: list[int]
) -> None:
    first, second, other = results
    assert found(own, "ann day") == {first, other}
    assert found(own, EMAIL.upper()) == {first, second}
    assert found(own, "Monday") == {first}
    assert found(own, "fair 7k4q") == {first, second, other}
    assert found(own, "Elsewhere") == set(), "that is another team's"
    assert "Your team has nothing that matches." in own.open(f"{PAGE}?text=nobody").words
    assert "nothing that matches" not in own.open(PAGE).words


def test_a_person_is_found_by_the_link_of_the_result(
    app: Flask, teams: Teams, admin: Recruiter, own: Visitor
) -> None:
    teams.invitation(admin, code="FAIR-7K4Q")
    applicant = Visitor(app)
    applicant.send("/i/FAIR-7K4Q", name="", email="")
    applicant.answer(home="house", likes="melody", skill="some")
    path = applicant.finish().path
    [link] = teams.store.board.every(admin.team_id, [1])
    for text in (
        f"http://127.0.0.1:8000{path}",
        f"see {path}?lang=ja",
        path.removeprefix("/r/"),
        f"「{path.upper()}_」",
    ):
        assert found(own, text) == {link.id}
    assert found(own, f"/r/{'a' * 26}") == set()


def test_a_result_that_was_removed_from_the_board_is_found_read_and_erased(
    teams: Teams, admin: Recruiter, own: Visitor, results: list[int]
) -> None:
    removed = teams.store.removals.remove_results(
        admin.team_id, admin.id, [results[0]], datetime.now(UTC)
    )
    assert removed is not None
    assert results[0] in found(own, EMAIL)
    page = own.open(f"{PAGE}/{results[0]}")
    assert "removed from the board" in page.words
    assert "called on Monday" in page.words
    address = f"{PAGE}/{results[0]}/erase"
    assert "The person’s data is erased" in own.send(address, own.open(address)).words
    assert found(own, EMAIL) == set()


def test_the_page_has_all_that_the_team_holds(own: Visitor, results: list[int]) -> None:
    words = own.open(f"{PAGE}/{results[1]}").words
    for part in (
        *("Ann Day", EMAIL, "Fair (FAIR-7K4Q)", "PIANO", "In a house", "called on Monday"),
        *("Next steps", "Hello Ann", "For a colleague", "Deleted on"),
    ):
        assert part in words, part
    assert words.count("Result of ") == 2, "both results with this address, and no other"


def test_the_export_has_all_of_it_as_json_and_is_noted_without_the_person(
    teams: Teams, admin: Recruiter, own: Visitor, results: list[int]
) -> None:
    answer = own.ask(f"{PAGE}/{results[0]}.json")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    sent: dict[str, Any] = answer.get_json()
    assert sent["controller"] == "Consulate A"
    second, first = sent["results"]
    assert (first["id"], second["id"]) == (results[0], results[1])
    assert (first["name"], first["email"], second["name"]) == ("Ann Day", EMAIL, None)
    assert first["invitation"] == {"title": "Fair", "code": "FAIR-7K4Q"}
    assert first["answers"] == {"home": "house", "likes": ["melody"], "skill": "some"}
    assert first["best"] == "PIANO"
    assert first["positions"]["PIANO"]["reasons"]
    assert [note["says"] for note in first["history"]] == ["called on Monday"]
    [mail] = first["mails"]
    assert (mail["subject"], mail["text"], mail["by"]) == ("Next steps", "Hello Ann", admin.name)
    [link] = first["shared_links"]
    assert (link["label"], link["revoked_at"]) == ("For a colleague", None)
    [entry] = [
        each for each in teams.store.audit.page(admin.team_id) if each.action == "person exported"
    ]
    assert entry.detail == {"results": 2}
    assert "Exported a person’s data: 2 results" in own.open("/recruiter/audit").words


def test_erasing_asks_says_what_was_erased_and_leaves_nothing_but_the_counts(
    teams: Teams, admin: Recruiter, own: Visitor, results: list[int]
) -> None:
    address = f"{PAGE}/{results[1]}/erase"
    asked = own.open(address)
    things = "2 results, one note or change of status, what one shared link shows about them and"
    assert f"This will be erased: {things} one e-mail of the team." in asked.words
    assert found(own, EMAIL) == {results[0], results[1]}, "it was only asked"
    done = own.send(address, asked)
    assert f"This was erased: {things} one e-mail of the team." in done.words
    assert found(own, "Ann") == {results[2]}
    assert teams.store.outbox.waiting().number == 0
    log = teams.store.audit.page(admin.team_id)
    assert log[0].action == "erasure"
    assert "ann" not in str(log[0].detail).lower()
    assert own.open(f"{PAGE}/{results[0]}").status == 404


def test_a_result_whose_day_has_come_is_not_found(
    teams: Teams, admin: Recruiter, own: Visitor
) -> None:
    invitation = teams.invitation(admin, kept_days=1)
    old = datetime.now(UTC) - timedelta(days=2)
    teams.result(admin, invitation=invitation, name="Ann Day", created_at=old)
    assert found(own, "Ann") == set()


def test_personal_invitations_belong_to_the_data_of_a_person(
    teams: Teams, admin: Recruiter, own: Visitor, results: list[int]
) -> None:
    invitation = teams.invitation(admin, title="Talk")
    teams.recipient(admin, invitation, EMAIL.upper())
    other, _, _ = teams.recipient(admin, invitation, "bea@home.example")
    elsewhere = teams.administrator("Consulate C")
    not_ours = teams.invitation(elsewhere, title="Not ours")
    teams.recipient(elsewhere, not_ours, EMAIL)
    words = own.open(f"{PAGE}/{results[0]}").words
    assert f"Personal invitations Talk E-mail address {EMAIL.upper()} added to the list" in words
    assert "bea@" not in words
    assert "Not ours" not in words
    sent: dict[str, Any] = own.ask(f"{PAGE}/{results[0]}.json").get_json()
    [invited] = sent["personal_invitations"]
    assert (invited["invitation"], invited["email"]) == ("Talk", EMAIL.upper())
    assert invited["added_at"]
    assert invited["finished_at"] is None
    address = f"{PAGE}/{results[0]}/erase"
    asked = own.open(address)
    assert "one e-mail of the team and one personal invitation." in asked.words
    own.send(address, asked)
    left = [each.id for each in teams.store.recipients.every(invitation)]
    assert left == [other], "nobody else's, and none of another team"
    assert len(teams.store.recipients.every(not_ours)) == 1


def test_somebody_invited_who_has_no_result_is_found(
    teams: Teams, admin: Recruiter, own: Visitor
) -> None:
    recipient, _, _ = teams.recipient(admin, teams.invitation(admin), "béa@home.example")
    for text in ("BEA@home", "aiko", "ＡＩＫＯ", "mailto:béa@home.example"):
        page = own.open(f"{PAGE}?text={text}")
        assert page.links_to("/recruiter/recipients/") == [f"/recruiter/recipients/{recipient}"]
        assert "invited personally" in page.words
    stranger = teams.visitor(teams.administrator("Consulate B"))
    assert "nothing that matches" in stranger.open(f"{PAGE}?text=bea").words
