"""Invitations of a team: making, changing, closing and reopening them, and their posters."""

from __future__ import annotations

import pytest
from flask import Flask
from support.invitations import invite
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.web.framework import invitation_codes

NEW = "/recruiter/invitations/new"
FIELDS = {"title": "Leeds careers fair, 3 October", "invitation_language": "en"}


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    """The browser of a recruiter of Consulate A."""
    return teams.visitor(teams.recruiter())


def make_invitation(visitor: Visitor, **fields: object) -> Page:
    page = visitor.send(NEW, **{**FIELDS, **fields})
    assert page.status == 200
    assert "The invitation is ready." in page.words
    return page


def code_of(page: Page) -> str:
    [link] = [f["value"] for f in page.all("input") if f.get("id") == "link"]
    return link.removeprefix("http://127.0.0.1:8000/i/")


def field_value(page: Page, name: str) -> str:
    return next(f["value"] for f in page.all("input") if f.get("name") == name)


def test_the_code_of_an_invitation_begins_with_a_word_of_its_title(visitor: Visitor) -> None:
    page = make_invitation(visitor)
    code = code_of(page)
    assert code.startswith("LEEDS-")
    assert invitation_codes.CODE.fullmatch(code)
    assert page.text("h1") == FIELDS["title"]
    listed = visitor.open("/recruiter/invitations").words
    assert f"{FIELDS['title']} {code} · English · open now" in listed
    assert "results: 0 · opened: 0 · started: 0 · finished: 0" in listed


def test_applicants_see_what_the_invitation_says(app: Flask, visitor: Visitor) -> None:
    page = make_invitation(
        visitor,
        note="One\r\ntwo",
        places="１２",
        asks_name="yes",
        opens_on="2026-01-02",
        closes_on="2098-03-04",
        invitation_language="ja",
    )
    assert field_value(page, "places") == "12"
    assert (field_value(page, "opens_on"), field_value(page, "closes_on")) == (
        "2026-01-02",
        "2098-03-04",
    )
    assert "until 4 March 2098" in page.words
    assert "results: 0 of 12 places" in page.words
    applicant = Visitor(app, "").open(f"/i/{code_of(page)}")
    assert applicant.language == "ja"
    assert "One two" in applicant.words
    assert [f["id"] for f in applicant.all("input")[1:]] == ["name"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": " "}, "Title: enter something here."),
        ({"title": "x" * 81}, "Title: enter at most 80 characters."),
        ({"title": "a\u0000b"}, "Title: remove characters that cannot be displayed."),
        ({"invitation_language": "fr"}, "Language: choose one of these."),
        ({"places": "0"}, "Number of places: enter a whole number from 1 to 100000."),
        ({"places": "100001"}, "Number of places: enter a whole number from 1 to 100000."),
        ({"places": "9" * 5000}, "Number of places: enter a whole number from 1 to 100000."),
        ({"places": "many"}, "Number of places: enter a whole number from 1 to 100000."),
        ({"opens_on": "tomorrow"}, "Opening day: enter year-month-day, such as 2027-03-31."),
        (
            {"closes_on": "1999-01-01"},
            "Closing day: choose a day from 1 January 2020 to 31 December 2099.",
        ),
        (
            {"opens_on": "2027-03-02", "closes_on": "2027-03-01"},
            "Closing day: choose a day that is not before the opening day.",
        ),
        ({"note": "x" * 1001}, "Note to the applicant: enter at most 1000 characters."),
        (
            {"note": "a\u0007b"},
            "Note to the applicant: remove characters that cannot be displayed.",
        ),
    ],
)
def test_invalid_fields_are_refused_with_errors_and_nothing_is_lost(
    visitor: Visitor, fields: dict, says: str
) -> None:
    page = visitor.send(NEW, **{**FIELDS, "asks_email": "yes", **fields})
    assert (page.status, page.title[:7]) == (422, "Error: ")
    assert says in page.words
    assert "asks_email" in [f["name"] for f in page.all("input") if "checked" in f]
    assert "There are none yet." in visitor.open("/recruiter/invitations").words


def test_changing_an_invitation_keeps_its_code(visitor: Visitor) -> None:
    page = make_invitation(visitor)
    changed = visitor.send(page.path, page, title="York fair", invitation_language="ja", note="New")
    assert "Saved." in changed.words
    assert changed.text("h1") == "York fair"
    assert code_of(changed) == code_of(page)


def test_closing_and_reopening_take_effect_at_once(app: Flask, visitor: Visitor) -> None:
    page = make_invitation(visitor, closes_on="2098-03-04")
    applicant = Visitor(app)
    closed = visitor.send(f"{page.path}/close", page)
    assert "The invitation is closed." in closed.words
    assert "This invitation is closed." in applicant.open(f"/i/{code_of(page)}").words
    assert "closes_on" not in [field.get("name") for field in closed.all("input")]
    saved = visitor.send(
        page.path, page, title="Other", invitation_language="en", closes_on="2098-03-04"
    )
    assert saved.text("h1") == "Other", "a form from before the invitation was closed"
    assert "This invitation is closed." in applicant.open(f"/i/{code_of(page)}").words
    opened = visitor.send(f"{page.path}/open", saved)
    assert "The invitation is open again." in opened.words
    assert "This invitation is closed." not in applicant.open(f"/i/{code_of(page)}").words


def test_a_poster_keeps_its_size_and_language_when_the_page_changes_language(
    visitor: Visitor,
) -> None:
    poster = f"{make_invitation(visitor).path}/poster"
    page = visitor.open(f"{poster}?size=a3&in=ja")
    assert "a3" in [a.get("class", "").split()[-1] for a in page.all("article")]
    [japanese] = [link for link in page.links if "lang=ja" in link]
    assert japanese == "?size=a3&in=ja&lang=ja"


@pytest.mark.parametrize("way", ["", "/code.svg", "/poster", "/booth", "/close", "/open"])
def test_an_invitation_of_another_team_is_not_found(
    teams: Teams, visitor: Visitor, way: str
) -> None:
    other = invite(teams.store, "Consulate B", code="YORK-7K4Q")
    address = f"/recruiter/invitations/{other.id}{way}"
    token = visitor.open(NEW).token
    if way not in ("/close", "/open"):
        assert visitor.ask(address).status_code == 404
    if way not in ("/code.svg", "/poster"):
        sent = {"csrf_token": token, **FIELDS}
        assert visitor.ask(address, method="POST", data=sent).status_code == 404
    assert teams.store.invitations.find("YORK-7K4Q") == other
    assert other.title not in visitor.open("/recruiter/invitations").words


def test_the_qr_code_contains_the_public_address(visitor: Visitor) -> None:
    page = make_invitation(visitor)
    picture = visitor.ask(f"{page.path.partition('?')[0]}/code.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.data.startswith(b"<svg")


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Leeds careers fair, 3 October", "LEEDS"),
        ("3 October: Zürich", "OCTOBER"),
        ("Zürich", "ZURICH"),
        ("Ōsaka", "OSAKA"),
        ("Straße der Jugend", "STRASSE"),
        ("Łódź", "LODZ"),
        ("Strasbourg", "STRASBOU"),
        ("At an odd fair", "ODD"),
        ("リーズ大学就職フェア", "QUIZ"),
        ("リーズ ＬＥＥＤＳ", "LEEDS"),
        ("42", "QUIZ"),
        ("Лидс", "QUIZ"),
    ],
)
def test_a_code_begins_with_a_word_in_latin_letters(title: str, word: str) -> None:
    assert invitation_codes.word(title) == word
    code = invitation_codes.new_code(title)
    assert invitation_codes.read(code.lower().replace("-", " ")) == code


@pytest.mark.both_databases
def test_a_code_in_use_is_not_given_again(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    endings = iter("33333333" + "4444")
    monkeypatch.setattr("secrets.choice", lambda _signs: next(endings))
    assert code_of(make_invitation(visitor)) == "LEEDS-3333"
    assert code_of(make_invitation(visitor)) == "LEEDS-4444"
