"""Administrators say what applicants see of the office, and applicants see it."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from flask import Flask
from PIL import Image
from support.invitations import INVITED_ANSWERS, begin
from support.offices import OFFICE, add_office, picture, saved
from support.teams import Teams
from support.visitor import Page, Visitor
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from quiz.store import OfficeDetails, Recruiter
from quiz.web.recruiters.board.mail import LONGEST_LINK

OFFICE_PAGE = "/recruiter/office"
FIELDS = {
    "name-en": "Consulate-General of Japan in Leeds",
    "name-ja": "在リーズ日本国総領事館",
    "contact": "JET Programme desk",
    "email": "jet@office.example",
    "phone": "+44 113 496 0000",
    "address": "1 Example Street\r\nLeeds LS1 1AA",
    "page": "https://office.example/jet/",
}


@pytest.fixture
def admin(teams: Teams) -> Recruiter:
    return teams.administrator()


@pytest.fixture
def visitor(teams: Teams, admin: Recruiter) -> Visitor:
    return teams.visitor(admin)


def upload(visitor: Visitor, file: bytes | None, name: str = "logo.png") -> Page:
    """Send a file as the logo; follow to the page that is shown then."""
    token = visitor.open(OFFICE_PAGE).token
    data: dict[str, object] = {"csrf_token": token}
    if file is not None:
        data["logo"] = FileStorage(io.BytesIO(file), name)
    boundary, body = encode_multipart(data)
    return post(visitor, "/logo", body, content_type=f"multipart/form-data; boundary={boundary}")


def save(visitor: Visitor, fields: Mapping[str, str]) -> Page:
    """Send the form with what is said of the office; follow to the page that is shown then."""
    return post(visitor, "", {"csrf_token": visitor.open(OFFICE_PAGE).token, **fields})


def post(visitor: Visitor, path: str, data: object, **options: object) -> Page:
    address = f"{OFFICE_PAGE}{path}"
    answer = visitor.ask(address, method="POST", data=data, follow_redirects=True, **options)
    page = Page(answer)
    page.look()
    return page


def test_what_is_said_of_the_office_is_shown_and_can_be_taken_back(
    visitor: Visitor, teams: Teams, admin: Recruiter
) -> None:
    assert OFFICE_PAGE in visitor.open("/recruiter/people").links
    page = save(visitor, FIELDS)
    assert "Saved." in page.words
    for said in ("JET Programme desk", "+44 113 496 0000", "Leeds LS1 1AA", FIELDS["name-en"]):
        assert page.words.count(said), said
    stored = teams.store.offices.of_team(admin.team_id)
    assert stored.names == OFFICE.names
    assert (stored.contact, stored.email, stored.phone) == tuple(
        FIELDS[name] for name in ("contact", "email", "phone")
    )
    assert (stored.address, stored.page) == (OFFICE.address, OFFICE.page)
    page = save(visitor, dict.fromkeys(FIELDS, ""))
    assert teams.store.offices.of_team(admin.team_id).names == {}
    assert "office.example" not in page.words
    log = visitor.open("/recruiter/audit").words
    assert log.count("Changed what applicants see of the office") == 2


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("page", "office.example/jet", "https://office.example/jet"),
        ("page", "https://www.mofa.example/日本", "https://www.mofa.example/日本"),
        ("page", "http://office.example/", None),
        ("page", "javascript://office.example/%0aalert(1)", None),
        ("page", "javascript:alert(1)", None),
        ("page", "https://", None),
        ("page", "https://office.example/a b", None),
        ("page", "https://[office.example/", None),
        ("page", f"https://office.example/{'x' * 200}", None),
        ("email", "nobody", None),
        ("phone", "1" * 41, None),
        ("address", "a" * 301, None),
        ("name-en", "x" * 101, None),
        ("contact", "x" * 101, None),
    ],
)
def test_what_cannot_be_shown_is_refused_and_stays_in_its_field(
    visitor: Visitor, teams: Teams, admin: Recruiter, name: str, typed: str, kept: str | None
) -> None:
    page = save(visitor, {**FIELDS, name: typed})
    stored = teams.store.offices.of_team(admin.team_id)
    if kept is None:
        assert (page.status, page.title[:7]) == (422, "Error: ")
        assert f"#{name}" in page.links
        assert stored.contact is None, "nothing is saved"
        kept_here = {**FIELDS, name: typed}["contact"]
        assert kept_here in [a.get("value") for a in page.all("input")]
    else:
        assert page.status == 200
        assert stored.page == kept


def test_a_logo_is_used_replaced_and_removed(visitor: Visitor, app: Flask) -> None:
    page = upload(visitor, picture((2000, 500), "JPEG"))
    assert "Done: the logo is in use. You can see it below." in page.words
    [shown] = page.all("img")
    assert (shown["alt"], shown["width"], shown["height"]) == ("", "240", "60")
    sent = Visitor(app).ask(shown["src"])
    assert sent.mimetype == "image/png"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert sent.data.startswith(b"\x89PNG")
    [other] = upload(visitor, picture((90, 30))).all("img")
    assert (other["width"], other["height"]) == ("90", "30")
    assert other["src"] != shown["src"]
    page = visitor.send(f"{OFFICE_PAGE}/logo/remove", visitor.open(OFFICE_PAGE))
    assert "Done: the logo is removed." in page.words
    assert not page.all("img")
    gone = Visitor(app).ask(other["src"])
    assert (gone.status_code, gone.headers["Cache-Control"]) == (404, "no-store")
    log = visitor.open("/recruiter/audit").words
    assert (log.count("Changed the logo"), log.count("Removed the logo")) == (2, 1)


def test_a_large_file_of_any_bytes_arrives(visitor: Visitor) -> None:
    noise = saved(Image.frombytes("RGB", (500, 500), os.urandom(500 * 500 * 3)))
    assert len(noise) > 700_000
    assert "Done: the logo is in use." in upload(visitor, noise).words


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (None, "Logo: choose a file first."),
        (b"", "Logo: choose a file first."),
        (b"<svg/>", "Logo: choose a PNG, JPEG or WebP file."),
        (picture()[:-30], "Logo: this file is damaged."),
        (b"x" * 1024 * 1025, "Logo: choose a file of at most 1 MB."),
    ],
    ids=["none", "empty", "svg", "damaged", "large"],
)
def test_a_file_that_cannot_be_taken_says_why_and_changes_nothing(
    visitor: Visitor, teams: Teams, admin: Recruiter, file: bytes | None, says: str
) -> None:
    digest = add_office(teams.store, admin.team_id)
    page = upload(visitor, file)
    assert (page.status, page.title[:7]) == (422, "Error: ")
    assert says in page.words
    assert "#logo" in page.links
    assert OFFICE.contact in page.words, "the other form is as it was"
    logo = teams.store.offices.of_team(admin.team_id).logo
    assert logo is not None
    assert logo.digest == digest


def test_a_request_that_is_much_too_large_is_not_read(visitor: Visitor) -> None:
    page = upload(visitor, b"x" * 1024 * 1200)
    assert (page.status, page.text("h1")) == (413, "Too much was sent")
    elsewhere = visitor.ask(OFFICE_PAGE, method="POST", data={"contact": "a" * 70_000})
    assert elsewhere.status_code == 413, "only a logo may be larger than a form"


@pytest.mark.parametrize("digest", ["0" * 64, "x", "a" * 500, "%00", "é"])
def test_a_logo_of_nobody_is_not_found(app: Flask, digest: str) -> None:
    assert Visitor(app).ask(f"/logo/{digest}.png").status_code == 404


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_invitation_names_the_office_shows_its_logo_and_says_how_it_is_reached(
    app: Flask, teams: Teams, admin: Recruiter, language: str
) -> None:
    digest = add_office(teams.store, admin.team_id)
    teams.invitation(admin, code="LEEDS-7K4Q")
    applicant, name = Visitor(app, language), OFFICE.names[language]
    page = applicant.open("/i/LEEDS-7K4Q")
    [shown] = page.all("img")
    assert shown["src"] == f"/logo/{digest}.png"
    invites, sees = {
        "en": (f"{name} invites you", f"{name} sees your result with all your answers"),
        "ja": (f"{name}からの招待", f"{name}は、あなたの結果とすべての回答"),
    }[language]
    assert invites in page.words
    assert sees in page.words
    assert "Consulate A" not in page.html
    assert {"mailto:jet@office.example", "https://office.example/jet/"} <= set(page.links)
    assert "office.example/jet" in page.words
    assert "Leeds LS1 1AA" in page.words
    assert name in begin(applicant).words
    applicant.answer(**INVITED_ANSWERS)
    result = applicant.finish()
    assert name in result.words
    for address in ("given", "withdraw"):
        assert name in applicant.open(f"{result.path}/{address}").words


def test_a_closed_invitation_says_whom_to_ask(app: Flask, teams: Teams, admin: Recruiter) -> None:
    add_office(teams.store, admin.team_id)
    made = teams.invitation(admin, code="LEEDS-7K4Q")
    teams.store.invitations.close(admin.team_id, made, datetime.now(UTC))
    page = Visitor(app).open("/i/LEEDS-7K4Q")
    assert "mailto:jet@office.example" in page.links


def test_without_an_office_an_invitation_is_as_before(app: Flask, teams: Teams) -> None:
    teams.invitation(teams.administrator(), code="LEEDS-7K4Q")
    page = Visitor(app).open("/i/LEEDS-7K4Q")
    assert "Consulate A invites you" in page.words
    assert "Contact" not in page.words
    assert not page.all("img")


def test_a_booth_shows_the_office_without_a_link_away(
    visitor: Visitor, teams: Teams, admin: Recruiter
) -> None:
    digest = add_office(teams.store, admin.team_id)
    made = teams.invitation(admin, code="LEEDS-7K4Q")
    page = visitor.send(f"/recruiter/invitations/{made}/booth")
    assert [each["src"] for each in page.all("img")] == [f"/logo/{digest}.png"]
    assert "office.example/jet" in page.words
    assert visitor.ask(f"/logo/{digest}.png").status_code == 200
    assert [link for link in page.links if "office.example" in link] == []


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("all", list(OFFICE.names.values())),
        ("ja", [OFFICE.names["ja"]]),
    ],
)
def test_a_poster_bears_the_office(
    visitor: Visitor, teams: Teams, admin: Recruiter, asked: str, names: list[str]
) -> None:
    digest = add_office(teams.store, admin.team_id)
    made = teams.invitation(admin)
    page = visitor.open(f"/recruiter/invitations/{made}/poster?in={asked}")
    assert [each for each in OFFICE.names.values() if each in page.words] == names
    assert "jet@office.example · +44 113 496 0000 · office.example/jet" in page.words
    assert [each["src"] for each in page.all("img")] == [f"/logo/{digest}.png"]


def test_a_poster_names_a_team_without_an_office_once(
    visitor: Visitor, teams: Teams, admin: Recruiter
) -> None:
    page = visitor.open(f"/recruiter/invitations/{teams.invitation(admin)}/poster")
    assert page.words.count("Consulate A") == 1
    assert not page.all("img")


def test_mails_from_the_board_are_signed_by_the_office(teams: Teams, admin: Recruiter) -> None:
    result = teams.result(admin, email="ada@mail.example")
    visitor = teams.visitor(admin)
    one, many = f"/recruiter/results/{result}", f"/recruiter/mail?result={result}"
    assert visitor.open(one).links_to("mailto:") == ["mailto:ada@mail.example"]
    assert visitor.open(many).links_to("mailto:")[0].endswith("?bcc=ada@mail.example")
    add_office(teams.store, admin.team_id)
    lines = (
        "\r\n\r\n-- \r\nConsulate-General of Japan in Leeds\r\nJET Programme desk\r\n"
        "jet@office.example\r\n+44 113 496 0000\r\nhttps://office.example/jet/"
    )
    [link] = visitor.open(one).links_to("mailto:")
    assert unquote(link) == f"mailto:ada@mail.example?body={lines}"
    [link] = visitor.open(many).links_to("mailto:")
    assert unquote(link) == f"mailto:{admin.email}?body={lines}&bcc=ada@mail.example"
    japanese = teams.visitor(admin, "ja").open(one).links_to("mailto:")
    assert OFFICE.names["ja"] in unquote(japanese[0])


def test_a_signature_never_makes_a_link_too_long(teams: Teams, admin: Recruiter) -> None:
    long = OfficeDetails(
        names={"en": "総" * 100}, contact="窓" * 100, email=None, phone="1" * 40, page=None
    )
    teams.store.offices.change(admin.team_id, long)
    result = teams.result(admin, email=f"{'a' * 60}@mail.example")
    [link] = teams.visitor(admin).open(f"/recruiter/mail?result={result}").links_to("mailto:")
    assert len(link) <= LONGEST_LINK
    assert "窓" not in unquote(link)
    assert "1" * 40 in unquote(link)
