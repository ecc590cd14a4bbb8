"""The link of somebody who is invited personally: who sees it, and what it does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from support.mails import deliver
from support.recipients import LIST, RECIPIENTS, REVIEW, enter, invite, links, recipients
from support.teams import Teams
from support.visitor import Visitor


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


@pytest.mark.parametrize("link", ["/invited/", "/stop/", "/stop/" + "a" * 26])
def test_links_that_were_never_made_lead_nowhere(app: Flask, teams: Teams, link: str) -> None:
    address = link + "a" * 26
    assert Visitor(app).open(address).status == 404
    assert (
        Visitor(app).ask(address, method="POST", data={"List-Unsubscribe": "One-Click"}).status_code
        == 404
    )
    assert teams.store.count_rows()["opt_outs"] == 0


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
