"""A team invites people personally: from a pasted list to the result, by links in real mails."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from support.mails import deliver, plain
from support.recipients import (
    INVITATION,
    LIST,
    RECIPIENTS,
    REVIEW,
    enter,
    invite,
    links,
    recipients,
)
from support.teams import Teams
from support.visitor import Visitor


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
