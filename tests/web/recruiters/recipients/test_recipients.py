"""A team invites people personally: from a pasted list to the result, by links in real mails."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from support.mail_server import Mailbox, mail_server
from support.mails import MAIL_SERVER
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Recruiter
from quiz.worker.courier import Courier
from quiz.worker.delivery import Delivery

LIST = "Aiko <aiko@home.example>\nben@home.example, no@home.example"


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """An application that sends mail."""
    return start_app(mail=MAIL_SERVER)


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter("Consulate A")


@pytest.fixture
def visitor(teams: Teams, who: Recruiter) -> Visitor:
    """A recruiter whose team has the invitation 1."""
    assert teams.invitation(who, title="Talk in Leeds", code="LEEDS-7K4Q") == 1
    return teams.visitor(who)


INVITATION = "/recruiter/invitations/1"
RECIPIENTS = f"{INVITATION}/recipients"
REVIEW = f"{RECIPIENTS}/review"


def enter(visitor: Visitor, addresses: str) -> Page:
    """Enter a list of addresses; return the page that follows."""
    return visitor.send(f"{RECIPIENTS}/new", addresses=addresses)


def invite(visitor: Visitor, addresses: str, **fields: object) -> Page:
    """Enter a list and press the button that sends; return the page that follows."""
    page = enter(visitor, addresses)
    [sent] = {a["value"] for a in page.all("input") if a.get("name") == "list"}
    return visitor.send(REVIEW, page, list=sent, **{"template": "", **fields})


def deliver(app: Flask) -> Mailbox:
    """Let the worker send what waits to a real mail server; return what that was given."""
    store = app.extensions["quiz"].store
    with mail_server() as running, closing(Delivery(running.server)) as delivery:
        Courier(store.outbox, delivery).work(lambda: False)
    return running.mailbox


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


def links(mail: EmailMessage) -> list[str]:
    """Return the paths of the links in a mail: the person's own, and that to opt out."""
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", plain(mail))


def recipients(teams: Teams) -> Mapping[str, str]:
    """Return the state of each recipient, by address."""
    return {each.email: each.state for each in teams.store.recipients.every(1)}


def test_from_a_pasted_list_to_the_result_on_the_board(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    page = enter(visitor, LIST)
    assert (page.path, teams.store.recipients.every(1)) == (REVIEW, [])
    assert "3 people will be invited. Nothing has been sent yet." in page.words
    assert "Done: 3 people are invited." in invite(visitor, LIST).words
    assert set(recipients(teams).values()) == {"waiting"}
    sent = deliver(app).by_recipient()
    assert recipients(teams) == {
        "aiko@home.example": "sent",
        "ben@home.example": "sent",
        "no@home.example": "refused",
    }
    [mail] = sent["aiko@home.example"]
    assert mail["Subject"] == "Consulate A invites you: Talk in Leeds"
    assert plain(mail).startswith("Hello Aiko,\n")
    own, stop = links(mail)
    assert mail["List-Unsubscribe"] == f"<http://127.0.0.1:8000{stop}>"
    assert teams.store.count_rows()["outbox"] == 0, "nothing of a link is left there"
    assert links(sent["ben@home.example"][0])[0] != own

    applicant = Visitor(app)
    page = applicant.open(own)
    assert "This invitation was sent to aiko@home.example." in page.words
    applicant.send(own, page, name="Aiko")
    assert recipients(teams)["aiko@home.example"] == "started"
    applicant.answer(home="house", likes="melody", skill="some")
    applicant.finish()
    [done] = [each for each in teams.store.recipients.every(1) if each.state == "finished"]
    assert done.email == "aiko@home.example"
    row = teams.store.board.find(1, done.result or 0)
    assert row
    assert (row.email, row.name) == ("aiko@home.example", "Aiko")
    counted = visitor.open(INVITATION)
    for reached, number in (("sent", 2), ("started", 1), ("finished", 1)):
        [link] = counted.links_to(f"{RECIPIENTS}?reached={reached}")
        listed = visitor.open(link).links_to("/recruiter/recipients/")
        assert len(listed) == number, reached
    words = visitor.open(f"/recruiter/results/{done.result}").words
    assert "Personal invitation" in words
    assert "You have finished" in applicant.open(own).words
    audit = teams.visitor(teams.administrator()).open("/recruiter/audit").words
    assert "Invited people personally with “Talk in Leeds” (number: 3)" in audit


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_programs_that_open_the_links_of_a_mail_change_nothing(
    app: Flask, visitor: Visitor, teams: Teams, method: str
) -> None:
    invite(visitor, LIST)
    [mail] = deliver(app).by_recipient()["aiko@home.example"]
    for link in links(mail):
        assert Visitor(app).ask(link, method=method).status_code == 200
    assert recipients(teams)["aiko@home.example"] == "sent"


def test_a_second_result_by_the_same_link_is_not_made(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    invite(visitor, "aiko@home.example")
    [mail] = deliver(app).received
    own = links(mail)[0]
    browsers = [Visitor(app), Visitor(app)]
    for each in browsers:  # both begin before one finishes
        each.send(own, name="")
        each.answer(home="house", likes="melody", skill="some")
    for each in browsers:
        each.finish()
    emails = [row.email for row in teams.store.board.every(1, [1, 2])]
    assert sorted(map(str, emails)) == ["None", "aiko@home.example"]
    late = Visitor(app)
    late.ask(own, method="POST")
    assert "You have finished" in late.open(own).words


def test_the_page_to_review_says_what_becomes_of_each_entry(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    invite(visitor, "old@home.example, gone@home.example")
    [mail] = deliver(app).by_recipient()["gone@home.example"]
    assert (
        teams.store.opt_outs.add(links(mail)[1].removeprefix("/stop/"), datetime.now(UTC)) is None
    )
    teams.store.recipients.remove(2)
    page = enter(
        visitor,
        "New <new@home.example>\nNEW@home.example\nOLD@home.example\ngone@home.example\n"
        "doubt@gmial.com\ntick@localhost\nnobody in particular",
    )
    assert "One person will be invited." in page.words
    for said in (
        "Doubtful addresses (2)",
        "the part after the @ looks mistyped",
        "the part after the @ has no dot",
        "Not understood, left out (1) nobody in particular",
        "Invited already, left out (1) OLD@home.example",
        "Want no invitations, left out (1)",
        "Twice in the list, invited once (1) NEW@home.example",
        "Ready (1) new@home.example New",
    ):
        assert said in page.words, said
    number = next(a["value"] for a in page.all("input") if a.get("id") == "doubtful-5")
    [sent] = {a["value"] for a in page.all("input") if a.get("name") == "list"}
    after = visitor.send(REVIEW, page, list=sent, template="", doubtful=number)
    assert "Done: 2 people are invited." in after.words
    assert set(recipients(teams)) == {"old@home.example", "new@home.example", "tick@localhost"}
    again = visitor.send(REVIEW, page, list=sent, template="")
    assert again.path == RECIPIENTS, "sent once, however often the button is pressed"
    assert len(recipients(teams)) == 3


def test_a_page_of_an_older_list_sends_nothing(visitor: Visitor, teams: Teams) -> None:
    page = enter(visitor, "a@home.example")
    [sent] = {a["value"] for a in page.all("input") if a.get("name") == "list"}
    enter(visitor, "b@home.example")
    after = visitor.send(REVIEW, page, list=sent, template="")
    assert after.status == 422
    assert "The list has changed." in after.words
    assert recipients(teams) == {}


def test_a_list_can_be_thrown_away(visitor: Visitor, teams: Teams) -> None:
    page = enter(visitor, "a@home.example")
    after = visitor.send(f"{RECIPIENTS}/discard", page)
    assert "Done: the list is deleted, and nobody was invited." in after.words
    assert visitor.open(REVIEW).path == f"{RECIPIENTS}/new"
    assert teams.store.count_rows()["recipient_lists"] == 0


def test_a_template_of_the_team_stands_before_the_links(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    plain_words = {"en": "Dear {name}, come.", "ja": "{name}様"}
    of_results = {"en": "You got {best_match}", "ja": "{best_match}"}
    assert teams.store.mail_templates.add(1, "Come", {"en": "Hi {name}", "ja": "A"}, plain_words)
    assert teams.store.mail_templates.add(1, "Result", {"en": "A", "ja": "A"}, of_results)
    page = enter(visitor, "Aiko <aiko@home.example>")
    values = [a["value"] for a in page.all("input") if a.get("name") == "template"]
    assert values == ["", "1"], "the other one speaks of a result"
    invite(visitor, "Aiko <aiko@home.example>", template="1")
    [mail] = deliver(app).received
    assert mail["Subject"] == "Hi Aiko"
    assert plain(mail).startswith("Dear Aiko, come.\n")
    assert len(links(mail)) == 2


def test_a_reminder_goes_once_to_those_who_have_not_finished(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    invite(visitor, "a@home.example, b@home.example, c@home.example, no@home.example")
    mails = deliver(app).by_recipient()
    applicant = Visitor(app)
    applicant.send(links(mails["a@home.example"][0])[0], name="")
    applicant.answer(home="house", likes="melody", skill="some")
    applicant.finish()
    stop = links(mails["b@home.example"][0])[1]
    visitor_of_stop = Visitor(app)
    assert "Done: your e-mail address gets no more" in visitor_of_stop.send(stop).words
    assert "(1)" in visitor.open(RECIPIENTS).words
    page = visitor.open(f"{RECIPIENTS}/remind")
    assert "One person gets a reminder." in page.words
    assert "Done: one person is reminded." in visitor.send(f"{RECIPIENTS}/remind", page).words
    reminded = deliver(app)
    assert reminded.recipients == ["c@home.example"]
    [mail] = reminded.received
    assert mail["Subject"] == "Reminder: Talk in Leeds"
    assert links(mail) == links(mails["c@home.example"][0]), "the same links"
    visitor.send(f"{RECIPIENTS}/remind", page)
    assert deliver(app).received == []
    audit = teams.visitor(teams.administrator()).open("/recruiter/audit").words
    assert "Reminded people of “Talk in Leeds” (number: 1)" in audit


def test_who_opts_out_gets_nothing_from_any_team_until_they_take_it_back(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    invite(visitor, "aiko@home.example")
    [mail] = deliver(app).received
    stop = links(mail)[1]
    one_click = {"List-Unsubscribe": "One-Click"}
    answer = Visitor(app).ask(stop, method="POST", data=one_click)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (204, False)
    assert recipients(teams) == {"aiko@home.example": "opted out"}
    other = teams.recruiter("Consulate B")
    assert teams.invitation(other) == 2
    stranger = teams.visitor(other)
    page = stranger.send("/recruiter/invitations/2/recipients/new", addresses="AIKO@home.example")
    assert "Want no invitations, left out (1)" in page.words
    teams.store.recipients.remove(1)
    owner = Visitor(app)
    page = owner.open(stop)
    assert "Done: your e-mail address gets no more invitations" in page.words
    assert "aiko" not in page.html, "the page knows no address, and works when all else is deleted"
    assert "Do you want no more invitations" in owner.send(stop, page, wants="again").words
    page = stranger.open("/recruiter/invitations/2/recipients/review")
    assert "Ready (1)" in page.words


def test_an_opt_out_deletes_the_mails_that_wait(app: Flask, visitor: Visitor, teams: Teams) -> None:
    invite(visitor, "aiko@home.example")
    [mail] = deliver(app).received
    teams.store.recipients.remove(1)
    invite(visitor, "aiko@home.example, ben@home.example")
    Visitor(app).send(links(mail)[1])
    assert deliver(app).recipients == ["ben@home.example"]


@pytest.mark.parametrize("link", ["/invited/", "/stop/", "/stop/" + "a" * 26])
def test_links_that_were_never_made_lead_nowhere(app: Flask, teams: Teams, link: str) -> None:
    address = link + "a" * 26
    assert Visitor(app).open(address).status == 404
    assert (
        Visitor(app).ask(address, method="POST", data={"List-Unsubscribe": "One-Click"}).status_code
        == 404
    )
    assert teams.store.count_rows()["opt_outs"] == 0


def test_a_closed_invitation_sends_and_reminds_nobody(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    invite(visitor, "a@home.example")
    deliver(app)
    teams.store.invitations.close(1, 1, datetime.now(UTC))
    after = invite(visitor, "b@home.example")
    assert (after.status, "The invitation is closed." in after.words) == (422, True)
    visitor.send(f"{RECIPIENTS}/remind")
    assert deliver(app).received == []


def test_a_team_invites_at_most_a_thousand_people_a_day(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    many = "\n".join(f"p{number}@home.example" for number in range(999))
    assert "Done: 999 people are invited." in invite(visitor, many).words
    after = invite(visitor, "a@home.example, b@home.example")
    assert after.status == 422
    assert "this team can invite 1 more people" in after.words
    assert "Done: one person is invited." in invite(visitor, "a@home.example").words
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert teams.store.recipient_mails.left(1, tomorrow) == 1000
    del app


def test_without_mail_links_are_passed_on_by_the_recruiter(start_app: Callable[..., Flask]) -> None:
    teams = Teams(start_app(mail=None))
    who = teams.recruiter()
    teams.invitation(who, title="Talk in Leeds")
    visitor = teams.visitor(who)
    page = enter(visitor, "Aiko <aiko@home.example>")
    assert "Make the links" in page.words
    invite(visitor, "Aiko <aiko@home.example>")
    assert teams.store.count_rows()["outbox"] == 0
    page = visitor.open("/recruiter/recipients/1")
    [link] = page.links_to("mailto:")
    assert link.startswith("mailto:aiko@home.example?subject=Consulate%20A%20invites")
    lines = visitor.ask(f"{RECIPIENTS}/links.csv").text.splitlines()
    assert lines[0] == "\ufeffE-mail address,Name,Link,No more invitations"
    own = next(a["value"] for a in page.all("input") if a.get("id") == "link")
    assert lines[1].startswith(f"aiko@home.example,Aiko,{own},")
    assert "Saved." in visitor.send("/recruiter/recipients/1/sent", page).words
    assert recipients(teams) == {"aiko@home.example": "sent"}
    page = visitor.open("/recruiter/recipients/1")
    assert "The one reminder" in page.words
    visitor.send("/recruiter/recipients/1/sent", page)
    assert "The one reminder" not in visitor.open("/recruiter/recipients/1").words
    assert visitor.open(f"{RECIPIENTS}/remind").status == 404


def test_somebody_who_is_removed_has_no_link_any_more(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    invite(visitor, "aiko@home.example")
    [mail] = deliver(app).received
    page = visitor.open("/recruiter/recipients/1/remove")
    after = visitor.send("/recruiter/recipients/1/remove", page)
    assert "Done: the address is deleted." in after.words
    assert Visitor(app).open(links(mail)[0]).status == 404
    assert teams.store.count_rows()["recipients"] == 0


def test_no_other_team_and_no_reader_sees_a_link(visitor: Visitor, teams: Teams) -> None:
    invite(visitor, "aiko@home.example")
    stranger = teams.visitor(teams.recruiter("Consulate B"))
    for address in (RECIPIENTS, REVIEW, "/recruiter/recipients/1", f"{RECIPIENTS}/links.csv"):
        assert stranger.ask(address).status_code == 404, address
    reader = teams.visitor(teams.recruiter("Consulate A", "reader"))
    page = reader.open("/recruiter/recipients/1")
    assert "aiko@home.example" in page.words
    assert "/invited/" not in page.html
    assert reader.ask(f"{RECIPIENTS}/links.csv").status_code == 403


def test_a_file_is_imported(visitor: Visitor, teams: Teams) -> None:
    content = "氏名;メール\n山田 花子;hanako@home.example\n".encode("utf-16")
    page = visitor.open(f"{RECIPIENTS}/new")
    file = (io.BytesIO(content), "a.csv")
    after = visitor.send(f"{RECIPIENTS}/new", page, addresses="", file=file)
    assert "Ready (1) hanako@home.example 山田 花子" in after.words
    del teams


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"addresses": ""}, "enter at least one address, or choose a file."),
        ({"addresses": "nobody"}, "there is no e-mail address in it."),
        ({"addresses": "a@b.example\n" * 1001}, "enter at most 1,000 addresses at once."),
        ({"file": b"PK\x03\x04 and nothing more"}, "this file cannot be read."),
        ({"file": "é@b.example".encode("latin-1")}, "this file is not UTF-8."),
        ({"file": b"x" * (1024 * 1024 + 1)}, "choose a file of at most 1 MB."),
    ],
)
def test_what_cannot_be_taken_says_what_to_do(
    visitor: Visitor, fields: dict[str, str | bytes], said: str
) -> None:
    sent: dict[str, object] = {"addresses": "", **fields}
    if isinstance(sent.get("file"), bytes):
        sent["file"] = (io.BytesIO(sent["file"]), "a.csv")  # type: ignore[arg-type]
    page = visitor.send(f"{RECIPIENTS}/new", visitor.open(f"{RECIPIENTS}/new"), **sent)
    assert page.status == 422
    assert said in page.words
