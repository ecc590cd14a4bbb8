"""Leaving a booth: only for members of the team, with their second factor, and not too often."""

from __future__ import annotations

from datetime import UTC, datetime

from support.booth import START, cookie, take
from support.second_factors import CODE, code_of, set_up_app
from support.teams import PASSWORD, Teams, password_hash
from support.visitor import Page, Visitor

from quiz.store import Invitation
from quiz.web.framework.link_tokens import new_token

REFUSED = "This e-mail address and password do not belong to a member of the inviting team."


def test_leaving_from_an_outdated_page_says_what_to_do(teams: Teams, tablet: Visitor) -> None:
    sent = {"email": teams.recruiter("Consulate A").email, "password": PASSWORD}
    page = Page(tablet.ask("/booth/leave", method="POST", data=sent, follow_redirects=True))
    page.look()
    assert (page.status, page.title[:4]) == (400, "エラー：")
    assert tablet.open("/").path == START


def test_only_a_recruiter_of_the_team_can_end_the_booth(
    teams: Teams, tablet: Visitor, fair: Invitation
) -> None:
    take(tablet)
    ours, theirs = teams.recruiter("Consulate A"), teams.recruiter("Consulate B")
    tablet.open("/booth/leave?lang=en")
    for email, password in (
        (theirs.email, PASSWORD),
        (ours.email, "not the password"),
        ("nobody@quiz.example", PASSWORD),
    ):
        page = tablet.send("/booth/leave", email=email, password=password)
        assert page.status == 422
        assert REFUSED in page.words
        assert tablet.open("/").path == START
    page = tablet.send("/booth/leave", email=ours.email, password=PASSWORD)
    assert page.path == f"/recruiter/invitations/{fair.id}"
    assert cookie(tablet).keys() == {"csrf_token", "team"}
    assert tablet.open("/").path == "/"


def test_leaving_a_booth_asks_for_the_second_factor_too(
    teams: Teams, tablet: Visitor, fair: Invitation
) -> None:
    ours, theirs = teams.recruiter("Consulate A"), teams.recruiter("Consulate B")
    app, _ = set_up_app(teams.visitor(ours))
    assert tablet.send("/booth/leave", email=theirs.email, password=PASSWORD).status == 422
    waiting = new_token()
    teams.store.sign_ins.begin(waiting, theirs.id, password_hash(), datetime.now(UTC), None)
    tablet.client.set_cookie("sign-in", waiting)
    assert tablet.open(CODE).path == START, "another team does not end it in the second step"
    page = tablet.send("/booth/leave", email=ours.email, password=PASSWORD)
    assert page.path == CODE
    assert tablet.open("/").path == START
    page = tablet.send(page.forms[0][0]["action"], page, code=code_of(app))
    assert page.path == f"/recruiter/invitations/{fair.id}"
    assert cookie(tablet).keys() == {"csrf_token", "team"}


def test_attempts_to_leave_are_limited_like_signing_in(teams: Teams, tablet: Visitor) -> None:
    ours = teams.recruiter("Consulate A")
    page = tablet.open("/booth/leave")
    statuses = [
        tablet.send("/booth/leave", page, email=ours.email, password="wrong").status  # noqa: S106
        for _ in range(11)
    ]
    assert statuses == [422] * 10 + [429]
