"""Many results of the board at once: their status, sharing, exporting, removing, and undoing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from flask import Flask
from support.teams import Teams
from support.visitor import Page, Visitor

BOARD = "/recruiter"
NOW = datetime.now(UTC)


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    """A recruiter whose team has 52 results of a fair, and one of a talk."""
    who = teams.recruiter()
    fair, talk = (teams.invitation(who, title=title) for title in ("Fair", "Talk"))
    for number in range(52):
        teams.result(who, invitation=fair, name=f"Person {number + 1}")
    teams.result(who, invitation=talk, name="Somebody")
    return teams.visitor(who)


def results_in(visitor: Visitor, stage: str) -> int:
    words = visitor.open(f"{BOARD}?has_status={stage}").words
    if "One result" in words:
        return 1
    return next((int(n) for n in range(53, 1, -1) if f"{n} results" in words), 0)


def press(
    visitor: Visitor, do: str, query: str = "", to: str | None = None, **fields: object
) -> Page:
    """Press a button of the bar on the board, of a menu the one that leads `to` a value."""
    page = visitor.open(f"{BOARD}?{query}")
    buttons = [a["formaction"] for a in page.all("button") if "formaction" in a]
    [button] = [
        address
        for address in buttons
        if (asked := dict(parse_qsl(urlsplit(address).query, keep_blank_values=True)))
        and (asked.get("do"), asked.get("to", asked.get("separator"))) == (do, to)
    ]
    return visitor.send(button, page, **fields)


def undo(visitor: Visitor, page: Page) -> Page:
    [address] = [
        form[0]["action"]
        for form in page.forms
        if "/changes/" in form[0]["action"] or "/removed/" in form[0]["action"]
    ]
    return visitor.send(address, page)


def test_the_selected_results_get_a_status_and_it_can_be_undone(
    visitor: Visitor, teams: Teams
) -> None:
    page = press(visitor, "stage", "sort=name", to="contacted", result=["1", "3"])
    assert "Done: 2 results are now “Contacted”." in page.words
    assert results_in(visitor, "contacted") == 2
    page = undo(visitor, page)
    assert "Undone: 2 results have their status back." in page.words
    assert results_in(visitor, "new") == 53
    done = {
        (e.action, e.detail["results"]) for e in teams.store.audit.page(1) if "results" in e.detail
    }
    assert done == {("stage set", 2), ("stage undone", 2)}
    page = press(visitor, "stage", to="new", result="1")
    assert "Nothing to do: all have this status already." in page.words


def test_all_that_match_the_filter_get_a_status_on_all_pages(visitor: Visitor) -> None:
    page = press(visitor, "stage", "invitation=1", to="declined", whole="yes")
    assert "Done: 52 results are now “Declined”." in page.words
    assert results_in(visitor, "declined") == 52
    assert results_in(visitor, "new") == 1


def test_selected_results_are_removed_and_put_back(visitor: Visitor) -> None:
    page = press(visitor, "remove", result=["1", "2", "3"])
    assert "Done: 3 results are off the board." in page.words
    assert results_in(visitor, "new") == 50
    undo(visitor, page)
    assert results_in(visitor, "new") == 53


def test_undoing_a_removal_leads_back_to_the_board_as_it_was(visitor: Visitor) -> None:
    query = "invitation=1&sort=name"
    back = undo(visitor, press(visitor, "remove", query, result=["1", "2"]))
    assert back.path == BOARD
    assert "Done: 2 results are on the board again." in back.words
    assert "52 results" in back.words
    assert {("invitation", "1"), ("sort", "name")} <= set(parse_qsl(back.query))


@pytest.mark.parametrize(("to", "separator"), [(None, ","), ("semicolon", ";"), ("tab", "\t")])
def test_the_bar_exports_csv_with_the_separator_of_ones_choice(
    visitor: Visitor, to: str | None, separator: str
) -> None:
    page = visitor.open(BOARD)
    [button] = [
        address
        for a in page.all("button")
        if (address := a.get("formaction", ""))
        and (asked := dict(parse_qsl(urlsplit(address).query)))
        and (asked.get("do"), asked.get("separator")) == ("csv", to)
    ]
    data = {"csrf_token": page.token, "result": ["1", "53"]}
    lines = visitor.ask(button, method="POST", data=data).text.splitlines()
    assert len(lines) == 3
    assert all(len(line.split(separator)) > 10 for line in lines)


def test_selected_results_are_shared_and_exported(visitor: Visitor) -> None:
    page = press(visitor, "share", result=["2", "1"])
    assert page.path == "/recruiter/shares/new"
    assert "Person 1" in page.words
    token = visitor.open(BOARD).token
    for do, number in (("csv", 3), ("json", 2)):
        data = {"csrf_token": token, "result": ["1", "53"]}
        answer = visitor.ask(f"{BOARD}?do={do}", method="POST", data=data)
        assert answer.status_code == 200
        text = answer.get_data(as_text=True)
        assert (len(json.loads(text)) if do == "json" else len(text.splitlines())) == number
        assert "Somebody" in text
        assert "Person 2" not in text


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("do", "fields", "says"),
    [
        ("stage", {"to": "contacted"}, "Select results first."),
        ("mail", {}, "Select results first."),
        ("note", {"note": "Came"}, "Select results first."),
        ("note", {"result": "53"}, "Write a note first."),
        ("note", {"result": "53", "note": " "}, "Write a note first."),
        ("share", {"whole": "yes"}, "Choose at most 50 results for one link."),
        ("remove", {}, "Select results first."),
    ],
)
def test_what_is_missing_is_said_and_the_selection_stays(
    visitor: Visitor, do: str, fields: dict[str, str], says: str
) -> None:
    page = press(visitor, do, **fields)
    assert page.status == 422
    assert says in page.words
    assert page.chosen == ["53"] * ("result" in fields) + ["yes"] * ("whole" in fields)
    assert results_in(visitor, "new") == 53


def test_another_team_changes_and_undoes_nothing(visitor: Visitor, teams: Teams) -> None:
    theirs = teams.visitor(teams.recruiter("Consulate B"))
    teams.result(teams.recruiter("Consulate B"))
    page = theirs.open(BOARD)
    page = theirs.send(f"{BOARD}?do=stage&to=contacted", page, result="1")
    assert "Nothing to do" in page.words
    assert results_in(visitor, "new") == 53
    made = press(visitor, "stage", to="contacted", result="1")
    [address] = [f[0]["action"] for f in made.forms if "/changes/" in f[0]["action"]]
    assert theirs.send(address, theirs.open(BOARD)).status == 404
    assert results_in(visitor, "contacted") == 1


def test_an_unknown_action_or_status_is_not_done(visitor: Visitor) -> None:
    page = visitor.open(BOARD)
    assert visitor.send(f"{BOARD}?do=burn", page, result="1").status == 404
    assert visitor.send(f"{BOARD}?do=stage&to=gone", page, result="1").status == 404
    assert visitor.send(f"{BOARD}?do=stage", page, result="1").status == 404
    for person in ("999", "x"):
        address = f"{BOARD}?do=in_charge&to={person}"
        assert visitor.send(address, page, result="1").status == 404


def test_without_a_token_nothing_is_done(app: Flask, visitor: Visitor) -> None:
    visitor.open(BOARD)
    for do in ("stage", "remove", "csv", "share", "in_charge", "note", "mail"):
        address = f"{BOARD}?do={do}&to=contacted"
        page = visitor.send(address, csrf_token="", result="1", note="Came")
        assert page.status == 400
    assert results_in(visitor, "new") == 53


def test_one_person_is_put_in_charge_of_the_selected_results_and_it_can_be_undone(
    visitor: Visitor, teams: Teams
) -> None:
    colleague = teams.recruiter()
    page = press(visitor, "in_charge", to=str(colleague.id), result=["1", "2"])
    assert f"Done: {colleague.name} is in charge of 2 results." in page.words
    assert "2 results" in visitor.open(f"{BOARD}?in_charge={colleague.id}").words
    page = press(visitor, "in_charge", to=str(colleague.id), result=["1", "2"])
    assert "Nothing to do: that is already so." in page.words
    page = press(visitor, "in_charge", to="", result="1")
    assert "Done: nobody is in charge of one result any more." in page.words
    page = undo(visitor, page)
    assert "Undone: the person in charge of one result is as before." in page.words
    assert "2 results" in visitor.open(f"{BOARD}?in_charge={colleague.id}").words


def test_who_is_no_longer_in_the_team_cannot_be_chosen(visitor: Visitor, teams: Teams) -> None:
    gone, stranger = teams.recruiter(), teams.recruiter("Consulate B")
    teams.store.accounts.disable(gone.id, NOW)
    menu = [a["formaction"] for a in visitor.open(BOARD).all("button") if "formaction" in a]
    assert not any(f"to={each.id}" in address for each in (gone, stranger) for address in menu)
    page = visitor.open(BOARD)
    assert visitor.send(f"{BOARD}?do=in_charge&to={stranger.id}", page, result="1").status == 404


def test_one_note_is_added_to_the_selected_results_and_only_its_writer_undoes_it(
    visitor: Visitor, teams: Teams
) -> None:
    page = press(visitor, "note", result=["1", "2"], note="Came to the talk <1>")
    assert "Done: the note is on 2 results." in page.words
    assert "Came to the talk <1>" in visitor.open(f"{BOARD}/results/2").words
    [address] = [f[0]["action"] for f in page.forms if "/changes/" in f[0]["action"]]
    colleague = teams.visitor(teams.recruiter())
    assert "Came to the talk <1>" in colleague.open(f"{BOARD}/results/1").words
    assert colleague.send(address, colleague.open(BOARD)).status == 404
    page = visitor.send(address, page)
    assert "Undone: 2 notes are deleted." in page.words
    assert "Came to the talk" not in visitor.open(f"{BOARD}/results/1").words
    page = press(visitor, "note", result="53", note="x" * 4001)
    assert (page.status, page.chosen) == (422, ["53"])
    assert "x" * 4001 in page.text("textarea")


def test_what_is_done_with_many_is_in_the_audit(visitor: Visitor, teams: Teams) -> None:
    administrator = teams.administrator()
    undo(visitor, press(visitor, "note", whole="yes", note="Came"))
    undo(visitor, press(visitor, "in_charge", to=str(administrator.id), result="1"))
    press(visitor, "mail", result=["1", "2"])
    words = teams.visitor(administrator).open("/recruiter/audit").words
    for said in (
        "Added one note to many: 53 results",
        "Undid a note on many: 53 results",
        f"Put {administrator.name} in charge: one result",
        "Undid a change of who is in charge: one result",
        "Listed the e-mail addresses of 2 results",
    ):
        assert said in words


def bcc(page: Page) -> list[list[str]]:
    """Return the addresses in Bcc of each link to write a mail."""
    links = page.links_to("mailto:")
    assert all(len(link) <= 1800 for link in links)
    return [dict(parse_qsl(urlsplit(link).query))["bcc"].split(",") for link in links]


def test_a_mail_to_the_selected_people_has_their_addresses_in_bcc(
    visitor: Visitor, teams: Teams
) -> None:
    who = teams.recruiter()
    talk = teams.invitation(who, title="Talk")
    emails = ["a+b&c=d@mail.example", "花子@mail.example", None, "A+B&c=d@mail.example"]
    ids = [teams.result(who, invitation=talk, email=email) for email in emails]
    page = press(visitor, "mail", "sort=name", result=ids)
    assert "3 of 4 selected results have an e-mail address." in page.words
    assert bcc(page) == [["A+B&c=d@mail.example", "花子@mail.example"]]
    [link] = page.links_to("mailto:")
    sender = next(e.by for e in teams.store.audit.page(who.team_id) if e.action == "mail prepared")
    assert sender
    assert unquote(urlsplit(link).path) in {
        each.recruiter.email for each in teams.store.accounts.people(who.team_id)
    }
    assert "A+B&c=d@mail.example; 花子@mail.example" in page.text("textarea")
    assert page.links_to(BOARD)[-1] == f"{BOARD}?sort=name", "back to the same view"
    page = press(visitor, "mail", result=ids[2])
    assert "0 of one selected result has an e-mail address." in page.words
    assert bcc(page) == []


def test_long_lists_of_addresses_are_split_into_several_mails(
    visitor: Visitor, teams: Teams
) -> None:
    who = teams.recruiter()
    talk = teams.invitation(who)
    emails = [f"{'name' * 20}{number}@mail.example" for number in range(60)]
    for email in emails:
        teams.result(who, invitation=talk, email=email)
    page = press(visitor, "mail", f"invitation={talk}&sort=oldest", whole="yes")
    assert "60 of 60 selected results have an e-mail address." in page.words
    assert len(bcc(page)) > 2
    assert [each for part in bcc(page) for each in part] == emails
    assert f"Write e-mail 1 of {len(bcc(page))}" in page.words


def test_a_team_reads_no_addresses_of_another(visitor: Visitor, teams: Teams) -> None:
    who = teams.recruiter("Consulate B")
    theirs = teams.result(who, email="theirs@mail.example")
    page = visitor.open(f"/recruiter/mail?result={theirs}&result=1&result=x&result={'9' * 30}")
    assert "0 of one selected result" in page.words
    assert "theirs@" not in visitor.open("/recruiter/mail?whole=yes").html
    assert visitor.open("/recruiter/mail?best=nobody").status == 404
