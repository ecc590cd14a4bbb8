"""Somebody who wants no invitations opts out by a link in the mail, and may take it back."""

from __future__ import annotations

from flask import Flask
from support.mails import deliver
from support.recipients import invite, links, recipients
from support.teams import Teams
from support.visitor import Visitor


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
