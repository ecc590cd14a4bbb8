"""Removing from the board and erasing a person: what it means for applicants, and who may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from support.team_shares import SharingSite
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Recruiter
from quiz.web.framework.days import today

MELODY = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}
WORD = "bassoonist"  # occurs nowhere else


@pytest.fixture
def admin(teams: Teams) -> Recruiter:
    return teams.administrator()


@pytest.fixture
def team(app: Flask, admin: Recruiter) -> SharingSite:
    return SharingSite(app, admin)


def press(visitor: Visitor, address: str) -> Page:
    """Open a confirmation page and press its button."""
    return visitor.send(address, visitor.open(address))


def test_every_recruiter_removes_a_result_which_stays_its_owners_and_puts_it_back(
    app: Flask, teams: Teams, team: SharingSite
) -> None:
    visitor = teams.visitor(teams.recruiter())
    token = "b" * 26
    result = team.told(MELODY, token=token, name=WORD)
    _, link = team.share(result)
    page = f"/recruiter/results/{result}"
    removed = visitor.send(f"{page}/remove", visitor.open(page))
    assert (removed.status, removed.path) == (200, "/recruiter")
    assert "Done: one result is off the board." in removed.words
    assert WORD in visitor.open("/recruiter/removed").words
    assert Visitor(app).open(f"/r/{token}").status == 200, "the owner keeps it"
    assert Visitor(app).open(f"/s/{link}").status == 404
    for gone in (page, f"{page}/erase"):
        assert visitor.ask(gone).status_code in (403, 404)
    assert WORD not in visitor.open("/recruiter").words
    [entry, *_] = team.store.audit.page(team.id)
    assert entry.action == "removal"
    counts = {"results": 1, "notes": 0, "shares": 1, "visits": 0, "mails": 0, "recipients": 0}
    assert entry.detail == {"what": "results", **counts}
    [button] = [form["action"] for form in removed.all("form") if "removed" in form["action"]]
    back = visitor.send(button, removed)
    assert "Done: one result is on the board again." in back.words
    assert back.path == "/recruiter"
    assert WORD in back.words
    assert "There is nothing to put back." in visitor.open("/recruiter/removed").words
    assert visitor.open(page).status == 200
    assert Visitor(app).open(f"/s/{link}").status == 200
    assert visitor.send(button, back).status == 404
    log = teams.visitor(teams.administrator()).open("/recruiter/audit").words
    assert "Put back on the board: one result" in log
    assert "Removed from the board: one result and what one shared link shows" in log
    assert WORD not in log


def test_an_administrator_erases_a_person_after_being_asked_and_it_is_recorded(
    app: Flask, teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    visitor = teams.visitor(admin)
    tokens = ("b" * 26, "c" * 26)
    result, _ = (team.told(MELODY, token=each, name=WORD, email="a@b.example") for each in tokens)
    page = f"/recruiter/results/{result}"
    assert visitor.open(page).links_to(f"{page}/erase")
    asked = visitor.open(f"{page}/erase")
    assert "Do this only if the person has asked for it." in asked.words
    assert "This will be erased: 2 results." in asked.words
    assert "all results of your team with the e-mail address a@b.example" in asked.words
    assert Visitor(app).open(f"/r/{tokens[0]}").status == 200, "asking erases nothing"
    done = visitor.send(f"{page}/erase", asked)
    assert (done.status, done.text("h1")) == (200, "The person’s data is erased")
    assert "This was erased: 2 results." in done.words
    for token in tokens:
        assert Visitor(app).open(f"/r/{token}").status == 404
    assert visitor.open(f"{page}/erase").status == 404
    [entry, *_] = team.store.audit.page(team.id)
    assert (entry.action, entry.detail["results"]) == ("erasure", 2)
    words = teams.visitor(admin, "ja").open("/recruiter/audit").words
    assert "1人のデータを消去：結果2件" in words
    assert WORD not in words


def test_who_is_no_administrator_erases_nobody(teams: Teams, team: SharingSite) -> None:
    visitor = teams.visitor(teams.recruiter())
    result = team.told(MELODY)
    page = visitor.open(f"/recruiter/results/{result}")
    assert page.links_to("/recruiter/results/") == []
    for method in ("GET", "POST"):
        assert visitor.ask(f"{page.path}/erase", method=method).status_code == 403


def test_an_erased_result_leaves_nothing_in_the_database_file(
    app: Flask, teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    url = app.extensions["quiz"].settings.database_url
    result = team.told(MELODY, name=WORD)
    press(teams.visitor(admin), f"/recruiter/results/{result}/erase")
    assert team.store.board.find(team.id, result) is None
    assert team.store.upkeep.run(datetime.now(UTC))
    if url.startswith("sqlite"):  # PostgreSQL keeps deleted rows until it vacuums
        folder = app.extensions["quiz"].settings.instance
        assert not any(WORD.encode() in file.read_bytes() for file in folder.glob("quiz.db*"))


def test_an_administrator_removes_an_invitation_with_its_results(
    app: Flask, teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    visitor = teams.visitor(admin)
    invitation = team.invitation(title="Leeds careers fair", code="LEEDS-7K4Q")
    for token in ("b" * 26, "c" * 26):
        team.told(MELODY, invitation, token=token)
    address = f"/recruiter/invitations/{invitation}/remove"
    asked = visitor.open(address)
    assert asked.text("h1") == "Remove the invitation “Leeds careers fair”?"
    assert "This will be removed from the board: 2 results." in asked.words
    assert "Nobody can start or finish the quiz with this invitation any more." in asked.words
    done = visitor.send(address, asked)
    assert "Done: 2 results are off the board." in done.words
    assert Visitor(app).open("/r/" + "b" * 26).status == 200
    assert Visitor(app).open("/i/LEEDS-7K4Q").status == 404
    assert visitor.open(address).status == 404
    assert (
        "the invitation “Leeds careers fair” (2 results)" in visitor.open("/recruiter/audit").words
    )


def test_an_administrator_removes_all_results_before_a_day(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    visitor = teams.visitor(admin)
    midnight = datetime(2026, 11, 1, tzinfo=UTC)
    before = team.told(MELODY, created_at=midnight - timedelta(microseconds=1))
    after = team.told(MELODY, created_at=midnight)
    asked = visitor.send("/recruiter/removal", day="2026-11-01")
    assert asked.path == "/recruiter/removal/2026-11-01"
    assert asked.text("h1") == "Remove all results made before 1 November 2026?"
    assert "This will be removed from the board: one result." in asked.words
    done = visitor.send(asked.path, asked)
    assert "Done: one result is off the board." in done.words
    assert team.store.board.find(team.id, before) is None
    assert team.store.board.find(team.id, after) is not None
    words = teams.visitor(admin, "ja").open("/recruiter/audit").words
    assert "2026年11月1日より前に作成されたすべての結果（結果1件）" in words


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("", "Choose a day."),
        ("soon", "enter year-month-day"),
        ("1999-12-31", "choose a day from"),
        (str(today() + timedelta(days=2)), "choose a day from"),
    ],
)
def test_an_invalid_day_is_refused(teams: Teams, admin: Recruiter, day: str, says: str) -> None:
    page = teams.visitor(admin).send("/recruiter/removal", day=day)
    assert (page.status, page.title[:7]) == (422, "Error: ")
    assert says in page.words


def test_other_recruiters_cannot_remove_more_than_a_single_result(
    teams: Teams, team: SharingSite
) -> None:
    visitor = teams.visitor(teams.recruiter())
    invitation = team.invitation()
    for address in (
        f"/recruiter/invitations/{invitation}/remove",
        "/recruiter/removal",
        "/recruiter/removal/2026-11-01",
    ):
        for method in ("GET", "POST"):
            assert visitor.ask(address, method=method).status_code == 403, address
    assert visitor.ask("/recruiter/audit").status_code == 403


def test_results_of_another_team_cannot_be_removed_or_erased(
    teams: Teams, team: SharingSite
) -> None:
    theirs = teams.visitor(teams.administrator("Consulate B"))
    invitation = team.invitation()
    result = team.told(MELODY, invitation)
    token = theirs.open("/recruiter/account").token
    for address in (
        f"/recruiter/invitations/{invitation}/remove",
        f"/recruiter/results/{result}/erase",
        f"/recruiter/results/{result}/remove",
    ):
        if not address.endswith("remove") or "invitations" in address:
            assert theirs.ask(address).status_code == 404
        sent = theirs.ask(address, method="POST", data={"csrf_token": token})
        assert sent.status_code == 404
    press(theirs, f"/recruiter/removal/{today()}")
    assert team.store.board.find(team.id, result) is not None
    assert theirs.ask("/recruiter/removal/tomorrow").status_code == 404


def test_a_stale_form_removes_and_erases_nothing(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    result = team.told(MELODY)
    visitor = teams.visitor(admin)
    for way in ("remove", "erase"):
        sent = visitor.ask(
            f"/recruiter/results/{result}/{way}", method="POST", data={}, follow_redirects=True
        )
        assert sent.status_code == 400
    assert team.store.board.find(team.id, result) is not None


def test_withdrawals_are_counted_on_the_invitation_and_in_the_summary(
    app: Flask, teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    visitor = teams.visitor(admin)
    invitation = team.invitation()
    withdrawn, _ = team.told(MELODY, invitation), team.told(MELODY, invitation)
    counts = visitor.open(f"/recruiter/invitations/{invitation}").words
    assert "withdrawn" not in counts
    assert "Not on the board any more" not in visitor.open("/recruiter/summary").words
    team.store.results.withdraw(withdrawn)
    page = visitor.open(f"/recruiter/invitations/{invitation}")
    assert "results: 1 · " in page.words
    assert "withdrawn: 1" in page.words
    summary = visitor.open("/recruiter/summary")
    assert "Not on the board any more: withdrawn: 1" in summary.words
    ja = teams.visitor(admin, "ja").open("/recruiter/summary")
    assert "一覧にない結果：取り下げ：1" in ja.words


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ("The team can remove your result from its list.", "only on your request")),
        ("ja", ("結果をチームの一覧から外すことができます", "求められない限り")),
    ],
)
def test_the_invitation_says_what_removing_and_erasing_mean_before_the_first_question(
    app: Flask, team: SharingSite, language: str, says: tuple[str, ...]
) -> None:
    team.invitation(code="LEEDS-7K4Q")
    page = Visitor(app, language).open("/i/LEEDS-7K4Q")
    for said in says:
        assert said in page.words
