"""Errors on recruiters' pages: signed in, with the menu; others as everybody gets them."""

from __future__ import annotations

import pytest
from flask import Flask
from support.teams import Teams
from support.visitor import Visitor


@pytest.mark.parametrize("address", ["/recruiter/results/99", "/recruiter/nowhere"])
def test_who_is_signed_in_keeps_the_menu_and_goes_on_at_the_board(
    app: Flask, teams: Teams, address: str
) -> None:
    page = teams.visitor(teams.recruiter()).open(address)
    assert (page.status, page.text("h1")) == (404, "Page not found")
    assert "/recruiter/summary" in page.links
    assert "not on your team’s board any more" in page.words
    assert "Your answers" not in page.words
    ja = teams.visitor(teams.recruiter(), "ja").open(address)
    assert "チームの結果一覧からなくなっています" in ja.words
    stranger = Visitor(app).open("/recruiter/nowhere")
    assert (stranger.status, "/recruiter/summary" in stranger.links) == (404, False)
    elsewhere = teams.visitor(teams.recruiter()).open("/nowhere")
    assert (elsewhere.status, "/recruiter/summary" in elsewhere.links) == (404, False)


def test_so_does_who_may_not_open_a_page(teams: Teams) -> None:
    page = teams.visitor(teams.recruiter()).open("/recruiter/people")
    assert page.status == 403
    assert "/recruiter/summary" in page.links
    assert "Ask an administrator of your team" in page.words


def test_a_used_set_up_link_says_so_and_leads_to_the_sign_in_page(app: Flask, teams: Teams) -> None:
    _, token = teams.add()
    address = f"/recruiter/set-up/{token}"
    form = Visitor(app).open(address)
    password = "four words none guesses"  # noqa: S105 - of a person who exists in this test only
    assert Visitor(app).send(address, password=password, again=password).status == 200
    for page in (
        Visitor(app).open(address),
        Visitor(app).open("/recruiter/set-up/" + "a" * 26),
        Visitor(app).send(address, form, password=password, again=password),
    ):
        assert (page.status, page.text("h1")) == (404, "This set-up link does not work any more")
        assert "ask an administrator of your team for a new link" in page.words
        assert "/recruiter/sign-in" in page.links
