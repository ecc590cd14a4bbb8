"""What people type into the forms of pages: what cannot be seen, and e-mail addresses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.invitations import INVITED_ANSWERS, invite
from support.teams import PASSWORD, SIGN_IN, Teams
from support.visitor import Visitor

from quiz.store import BoardFilter

INVISIBLE = "\u200b\u2060 \ufeff\t\ufffc"


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    return teams.visitor(teams.administrator())


@pytest.mark.parametrize(
    ("address", "fields", "says"),
    [
        (
            "/recruiter/invitations/new",
            {"title": INVISIBLE, "invitation_language": "en"},
            "Title: enter something here.",
        ),
        (
            "/recruiter/people",
            {"name": INVISIBLE, "email": "a@b.example"},
            "Name: enter something here.",
        ),
        (
            "/recruiter/results/1/notes/1",
            {"note": f"{INVISIBLE}\n\u3164"},
            ": enter something here.",
        ),
        ("/recruiter/shares", {"label": "\u3164", "result": "1"}, "Label: enter something here."),
    ],
)
def test_what_is_invisible_counts_as_empty(
    visitor: Visitor, teams: Teams, address: str, fields: dict[str, str], says: str
) -> None:
    [admin] = [each.recruiter for each in teams.store.accounts.people()]
    teams.result(admin)
    teams.store.notes.add(admin.team_id, 1, admin.id, "Called.", datetime.now(UTC))
    form = visitor.open(
        "/recruiter/shares/new?result=1" if "shares" in address else "/recruiter/results/1"
    )
    page = visitor.send(address, form, **fields)
    assert page.status == 422
    assert says in page.words


def test_what_can_be_shown_is_kept_and_the_rest_is_stripped(visitor: Visitor, teams: Teams) -> None:
    sent = {"title": "\u202aYork 🩷\u202c", "invitation_language": "en"}
    page = visitor.send("/recruiter/invitations/new", **sent)
    assert page.text("h1") == "York 🩷"


@pytest.mark.parametrize("between", ["\t", "\v", "\u2028", "\u2029", "\x85", "\f", " \t "])
def test_two_cells_that_were_pasted_are_one_line(
    visitor: Visitor, teams: Teams, between: str
) -> None:
    name, shown = f"山田{between}太郎", "山田 太郎"
    sent = {"title": name, "invitation_language": "en"}
    assert visitor.send("/recruiter/invitations/new", **sent).text("h1") == shown
    sent = {"name": name, "email": "taro@quiz.example", "role": "recruiter"}
    assert visitor.send("/recruiter/people", **sent).status == 200
    account = teams.store.accounts.find("taro@quiz.example")
    assert account is not None
    assert account.recruiter.name == shown


def test_lines_that_were_pasted_from_slides_are_lines_of_a_note(
    visitor: Visitor, teams: Teams
) -> None:
    [admin] = [each.recruiter for each in teams.store.accounts.people()]
    result = teams.result(admin)
    address = f"/recruiter/results/{result}"
    page = visitor.send(f"{address}/work", visitor.open(address), note="Called.\vComes\u2028back.")
    assert page.status == 200
    [note] = [each for each in teams.store.notes.of(admin.team_id, result) if each.kind == "note"]
    assert note.says == "Called.\nComes\nback."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u200b", None),
        ("\ufffc", None),
        ("\ufffd", None),
        ("花子\t山田", "花子 山田"),
        ("\u202a花子\u202c", "花子"),
        ("🩷 Taro", "🩷 Taro"),
        ("\u0301", None),
    ],
)
def test_the_name_of_an_applicant_can_be_clicked_on_the_board(
    visitor: Visitor, teams: Teams, name: str, shown: str | None
) -> None:
    code = invite(teams.store, "Consulate A").code
    applicant = Visitor(teams.app)
    applicant.send(f"/i/{code}", name=name)
    applicant.answer(**INVITED_ANSWERS)
    applicant.finish()
    [row] = teams.store.board.page(teams.team("Consulate A"), BoardFilter()).rows
    assert row.name == shown
    assert (shown or "no name") in visitor.open("/recruiter").text("a")


@pytest.mark.parametrize(
    "typed", ["taro＠example.jp", "mailto:taro@example.jp", "taro@example.jp,"]
)
def test_an_applicants_email_address_is_kept_as_it_was_meant(teams: Teams, typed: str) -> None:
    code = invite(teams.store, "Consulate A").code
    applicant = Visitor(teams.app)
    applicant.send(f"/i/{code}", email=typed)
    applicant.answer(**INVITED_ANSWERS)
    applicant.finish()
    [row] = teams.store.board.page(teams.team("Consulate A"), BoardFilter()).rows
    assert row.email == "taro@example.jp"


def test_an_email_address_that_is_none_is_shown_again_with_an_error(teams: Teams) -> None:
    code = invite(teams.store, "Consulate A").code
    page = Visitor(teams.app).send(f"/i/{code}", email="taro@example,jp")
    assert page.status == 422
    assert "Your e-mail address: enter an address such as name@office.example." in page.words
    assert "taro@example,jp" in page.html


def test_signing_in_takes_the_address_however_it_is_typed(teams: Teams) -> None:
    who = teams.recruiter()
    name, _, host = who.email.partition("@")
    for typed in (
        who.email.upper(),
        f"{name}＠{host}",
        f"mailto:{who.email}",
        f"\u200b{who.email}, ",
        f"{name}@{host.replace('.', '。')}",
    ):
        page = Visitor(teams.app).send(SIGN_IN, email=typed, password=PASSWORD)
        assert page.path == "/recruiter", typed


def test_an_account_is_added_for_the_address_that_was_meant(visitor: Visitor, teams: Teams) -> None:
    sent = {"name": "花子", "email": "＜ｈａｎａｋｏ＠quiz.example＞、", "role": "recruiter"}
    assert visitor.send("/recruiter/people", **sent).status == 200
    account = teams.store.accounts.find("hanako@quiz.example")
    assert account is not None
    assert account.recruiter.email == "hanako@quiz.example"
