"""A team writes templates, and sends one to the selected people: previewed, once, and noted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest
from flask import Flask
from support.mail_server import mail_server
from support.mails import MAIL_SERVER, queued
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Recruiter
from quiz.worker.courier import Courier
from quiz.worker.delivery import Delivery

MAILS = "/recruiter/mails"
FILLED_IN = {
    "name": "Interview",
    "subject-en": "Hello {name}",
    "subject-ja": "{name}様",
    "text-en": "Dear {name},\n\nyour best match is {best_match} <b>.\n\n{made_on} {dates}",
    "text-ja": "{name}様\n\n最も合うのは{best_match}です。",
}


@pytest.fixture
def url(sqlite_url: str) -> str:
    """The URL of the database: these are tests of pages."""
    return sqlite_url


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """An application that sends mail."""
    return start_app(mail=MAIL_SERVER)


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter("Consulate A")


@pytest.fixture
def visitor(teams: Teams, who: Recruiter) -> Visitor:
    """A recruiter whose team has a template."""
    visitor = teams.visitor(who)
    assert "Saved." in visitor.send(MAILS, **FILLED_IN).words
    return visitor


def preview(visitor: Visitor, *results: int) -> Page:
    """Go from the mail page of some results to the one template of the team."""
    chosen = "&".join(f"result={each}" for each in results)
    [link] = visitor.open(f"/recruiter/mail?{chosen}").links_to(f"{MAILS}/1/send")
    return visitor.open(link)


def press_send(visitor: Visitor, page: Page) -> Page:
    [action] = [form[0]["action"] for form in page.forms if form[0]["action"].startswith("?")]
    [sending] = [a["value"] for a in page.all("input") if a["name"] == "sending"]
    return visitor.send(f"{page.path}{action}", page, sending=sending)


def test_a_template_is_added_changed_and_deleted(visitor: Visitor, teams: Teams) -> None:
    assert visitor.open(MAILS).links_to(f"{MAILS}/1")
    changed = {**FILLED_IN, "name": "Second", "subject-en": "Hi {name}"}
    assert "Second" in visitor.send(f"{MAILS}/1", **changed).words
    [template] = teams.store.mail_templates.of_team(1)
    assert (template.name, template.subjects["en"]) == ("Second", "Hi {name}")
    page = visitor.open(f"{MAILS}/1/delete")
    assert "Done: the template is deleted." in visitor.send(f"{MAILS}/1/delete", page).words
    assert visitor.open(f"{MAILS}/1").status == 404
    words = teams.visitor(teams.administrator()).open("/recruiter/audit").words
    for said in ("Saved the e-mail template “Second”", "Deleted the e-mail template “Second”"):
        assert said in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text-en": "Dear {nam}"}, "there is no field {nam}."),
        ({"subject-ja": ""}, "enter something here."),
        ({"name": "Interview"}, "There is another template with this name."),
        ({"text-ja": "x" * 5001}, "enter at most 5000 characters."),
    ],
)
def test_a_faulty_template_is_refused(
    visitor: Visitor, teams: Teams, changes: dict[str, str], said: str
) -> None:
    page = visitor.send(MAILS, **{**FILLED_IN, "name": "Other", **changes})
    assert page.status == 422
    assert said in page.words
    assert len(teams.store.mail_templates.of_team(1)) == 1


def test_each_person_gets_the_mail_once_in_the_language_of_their_result(
    app: Flask, visitor: Visitor, teams: Teams, who: Recruiter
) -> None:
    talk = teams.invitation(who)
    made = [
        {"name": "Aiko", "email": "aiko@home.example", "language": "ja"},
        {"name": "Ben", "email": "ben@home.example", "language": "en"},
        {"name": "Ben", "email": "BEN@home.example", "language": "en"},
        {"name": None, "email": "cho@home.example", "language": "en"},
        {"name": "Dan", "email": None, "language": "en"},
    ]
    ids = [teams.result(who, invitation=talk, **each) for each in made]
    page = preview(visitor, *ids)
    assert "This e-mail goes to 3 people." in page.words
    assert "Aiko様" in page.words
    assert "<b>" in page.words, "escaped"
    after = press_send(visitor, page)
    assert "Done: 3 e-mails are on their way." in after.words
    mails = {mail.recipient: mail for mail in queued(app)}
    assert len(mails) == 3
    assert mails["aiko@home.example"].subject == "Aiko様"
    assert mails["aiko@home.example"].language == "ja"
    assert mails["cho@home.example"].text.startswith(
        "Dear applicant,\n\nyour best match is Piano player <b>."
    )
    assert {(mail.reply_to, mail.sender_name) for mail in mails.values()} == {
        (who.email, "Consulate A")
    }


def test_a_second_press_of_the_button_sends_nothing_more(
    app: Flask, visitor: Visitor, teams: Teams, who: Recruiter
) -> None:
    result = teams.result(who, email="aiko@home.example")
    page = preview(visitor, result)
    press_send(visitor, page)
    press_send(visitor, page)
    assert len(queued(app)) == 1
    press_send(visitor, preview(visitor, result))
    assert len(queued(app)) == 1, "but the same mail can be sent again"


def test_what_became_of_a_mail_is_in_the_history_of_the_result(
    app: Flask, visitor: Visitor, teams: Teams, who: Recruiter
) -> None:
    taken, refused = (
        teams.result(who, name="Aiko", email=email)
        for email in ("aiko@home.example", "no@home.example")
    )
    press_send(visitor, preview(visitor, taken, refused))
    waiting = visitor.open(f"/recruiter/results/{taken}").words
    assert "E-mail that waits to be sent: “Hello Aiko”" in waiting
    store = app.extensions["quiz"].store
    with mail_server() as running, closing(Delivery(running.server)) as delivery:
        Courier(store.outbox, delivery).work(lambda: False)
    [received] = running.mailbox.received
    assert received["From"] == "Consulate A <quiz@office.example>"
    assert received["Reply-To"] == f"Consulate A <{who.email}>"
    html = received.get_body(("html",)).get_content()
    assert "your best match is Piano player &lt;b&gt;." in html
    words = visitor.open(f"/recruiter/results/{taken}").words
    assert "E-mail sent: “Hello Aiko”" in words
    assert "your best match is Piano player" in words
    words = visitor.open(f"/recruiter/results/{refused}").words
    assert "E-mail not sent: “Hello Aiko” (550 5.1.1 no such mailbox)" in words


def test_history_says_that_a_mail_was_prepared_only_where_ones_own_program_was_chosen(
    visitor: Visitor, teams: Teams, who: Recruiter
) -> None:
    results = [teams.result(who, email=f"{name}@mail.example") for name in ("a", "b")]
    board = visitor.open("/recruiter")
    page = visitor.send("/recruiter?do=mail", board, result=results)
    assert page.links_to(f"{MAILS}/1/send")
    assert page.links_to("mailto:") == []
    assert "was prepared" not in visitor.open(f"/recruiter/results/{results[0]}").words
    [action] = [form[0]["action"] for form in page.forms if "own=yes" in form[0]["action"]]
    sent = [part["value"] for part in page.all("input") if part["name"] == "result"]
    assert sorted(map(int, sent)) == results
    page = visitor.send(action, page, result=sent)
    assert len(page.links_to("mailto:")) == 1
    assert page.links_to(f"{MAILS}/1/send") == []
    for each in results:
        words = visitor.open(f"/recruiter/results/{each}").words
        assert "An e-mail to 2 people was prepared. Whether it was sent is not known." in words


def test_no_other_team_sees_or_sends_a_template(
    app: Flask, visitor: Visitor, teams: Teams, who: Recruiter
) -> None:
    result = teams.result(who, email="aiko@home.example")
    other = teams.recruiter("Consulate B")
    stranger = teams.visitor(other)
    assert stranger.open(f"{MAILS}/1/send?result={result}").status == 404
    stranger.send(MAILS, **FILLED_IN)
    page = stranger.open(f"{MAILS}/2/send?result={result}")
    assert "None of the selected people has given an e-mail address." in page.words
    assert queued(app) == []


def test_without_mail_only_mail_programs_are_offered(start_app: Callable[..., Flask]) -> None:
    teams = Teams(start_app(mail=None))
    who = teams.recruiter()
    result = teams.result(who, email="aiko@home.example")
    visitor = teams.visitor(who)
    visitor.send(MAILS, **FILLED_IN)
    page = visitor.open(f"/recruiter/mail?result={result}")
    assert page.links_to("mailto:")
    assert not page.links_to(MAILS)
    assert visitor.open(f"{MAILS}/1/send?result={result}").status == 404
