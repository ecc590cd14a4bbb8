"""The operator's pages: the state of the quiz, its teams and accounts, and nothing of results."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from support.second_factors import CODE, SECOND_FACTOR, code_of, set_up_app
from support.teams import PASSWORD, SIGN_IN, Teams, sign_in
from support.visitor import Page, Visitor

from quiz.store import NewMail, NewRecruiter, Recruiter
from quiz.store.schema import jobs
from quiz.web.framework.link_tokens import new_token
from quiz.web.operator.routes import OPERATOR_ROUTES

PAGE = "/operator"


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.operator()


@pytest.fixture
def own(teams: Teams, who: Recruiter) -> Visitor:
    """A browser in which the operator is signed in."""
    return teams.visitor(who)


def log(teams: Teams, who: Recruiter) -> list[tuple[str, str | None]]:
    return [(entry.action, entry.by) for entry in teams.store.audit.page(who.team_id)]


def test_an_operator_sets_the_account_up_with_a_second_factor_before_anything_is_shown(
    app: Flask, teams: Teams
) -> None:
    token, email = new_token(), "operator@quiz.example"
    assert teams.store.operators.add(email, "Oda", token, datetime.now(UTC))
    visitor = Visitor(app)
    page = visitor.open(f"/recruiter/set-up/{token}")
    assert "This is the account of Oda, who runs this quiz." in page.words
    page = visitor.send(f"/recruiter/set-up/{token}", page, password=PASSWORD, again=PASSWORD)
    assert page.path == SECOND_FACTOR
    assert "Whoever runs the quiz needs a second factor." in page.words
    assert visitor.open(PAGE).path == SECOND_FACTOR
    telephone, _ = set_up_app(visitor)
    assert visitor.open(PAGE).text("h1") == "Operation"
    assert visitor.open(f"{SECOND_FACTOR}/off").path == SECOND_FACTOR, "it stays required"
    again = Visitor(app)
    assert sign_in(again, email).path == CODE
    assert again.send(CODE, code=code_of(telephone)).path == PAGE, "signing in leads there"


def test_signing_in_leads_back_to_the_operators_page_that_was_asked_for(
    app: Flask, teams: Teams
) -> None:
    who, visitor = teams.operator(), Visitor(app)
    teams.store.second_factors.remove_all(who.id)
    telephone, _ = set_up_app(teams.visitor(who))
    asked = visitor.open(f"{PAGE}/audit")
    assert asked.path == SIGN_IN
    form = asked.forms[-1][0]["action"]
    page = visitor.send(form, asked, email=who.email, password=PASSWORD)
    assert page.path == CODE
    page = visitor.send(page.forms[-1][0]["action"], page, code=code_of(telephone))
    assert page.path == f"{PAGE}/audit"
    assert "Signed in" in page.words


def test_the_page_tells_of_a_worker_that_has_not_run_and_of_one_that_has(
    teams: Teams, own: Visitor, database: sa.Engine
) -> None:
    assert "Needs attention: has never run." in own.open(PAGE).words
    now = datetime.now(UTC)
    teams.store.jobs.note_alive(now)
    words = own.open(PAGE).words
    assert "Worker runs; last seen:" in words
    with database.begin() as connection:
        connection.execute(sa.update(jobs).values(begun_at=now - timedelta(minutes=6)))
    assert "Needs attention: does not run; last seen:" in own.open(PAGE).words


def test_the_page_shows_the_last_runs_and_when_the_next_is_due(teams: Teams, own: Visitor) -> None:
    assert "Backup Needs attention: not set: QUIZ_BACKUP_FOLDER" in own.open(PAGE).words
    jobs_of, begun = teams.store.jobs, datetime(2026, 11, 25, 4, 15, tzinfo=UTC)
    assert not jobs_of.claim("purge", begun - timedelta(days=1), begun - timedelta(hours=1))
    assert jobs_of.claim("purge", begun, begun)
    jobs_of.note_end("purge", begun, outcome="results deleted: 3", problem=None)
    words = own.open(PAGE).words
    assert "Purge done on 25 November 2026, 04:15 UTC: 3 results deleted · due now" in words
    assert jobs_of.claim("purge", begun + timedelta(days=1), begun + timedelta(days=1))
    failed = begun + timedelta(days=1)
    jobs_of.note_end("purge", failed, outcome=None, problem="the disk is full")
    words = own.open(PAGE).words
    assert "Needs attention: failed on 26 November 2026, 04:15 UTC: the disk is full" in words
    assert "last done on 25 November 2026, 04:15 UTC" in words
    assert "due now" in words, "an hour after it failed"
    assert jobs_of.claim("purge", datetime.now(UTC), datetime.now(UTC))
    assert "running since" in own.open(PAGE).words
    jobs_of.note_end("purge", datetime.now(UTC), outcome="results deleted: 1", problem=None)
    assert re.search("one result deleted · next run: ", own.open(PAGE).words)


def test_the_page_tells_of_mails_that_wait_and_why(teams: Teams, own: Visitor) -> None:
    assert "No mail server is set" in own.open(PAGE).words
    since = datetime.now(UTC) - timedelta(hours=2)
    teams.store.outbox.add([NewMail("a@home.example", "S", "T", "en")], since)
    mail = teams.store.outbox.claim(since)
    assert mail is not None
    teams.store.outbox.put_off(mail, "no answer", datetime.now(UTC))
    words = own.open(PAGE).words
    assert "E-mail Needs attention: one e-mail is waiting · the oldest since" in words
    assert "why one was put off: no answer" in words
    assert "a@home.example" not in words


def test_teams_and_accounts_are_listed_with_their_state_and_no_result_is(
    teams: Teams, own: Visitor
) -> None:
    admin, other = teams.administrator(), teams.recruiter()
    teams.store.accounts.disable(other.id, datetime.now(UTC))
    teams.add()
    teams.result(admin, name="Somebody Secret")
    teams.session(admin)
    words = own.open(PAGE).words
    assert re.search(
        r"Consulate A 3 accounts · 1 not set up yet · 1 disabled · 1 without a second factor"
        r" · last sign-in: ",
        words,
    )
    assert "Results 1 of at most 50,000 · kept for 400 days" in words
    team = own.open(f"{PAGE}/teams/{admin.team_id}")
    assert f"{admin.name} Administrator · in use · no second factor · last sign-in:" in team.words
    assert f"{other.name} Recruiter · disabled · no second factor · never signed in" in team.words
    for address in (PAGE, f"{PAGE}/teams/{admin.team_id}", f"{PAGE}/accounts/{admin.id}"):
        assert "Somebody Secret" not in own.open(address).html
    assert own.ask("/recruiter/results/1").status_code == 404
    assert own.open("/recruiter").path == PAGE


def test_an_account_is_disabled_and_enabled_after_a_question_and_both_logs_have_it(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    other = teams.recruiter()
    signed_in = teams.visitor(other)
    account = f"{PAGE}/accounts/{other.id}"
    for change, asked, done in (
        ("disable", "Disable the account of", "Done: the account is disabled."),
        ("enable", "Enable the account of", "Done: the account is enabled."),
    ):
        page = own.open(f"{account}/{change}")
        assert asked in page.text("h1")
        page = own.send(account, page, change=change)
        assert (page.path, done in page.words) == (account, True)
    assert signed_in.open("/recruiter").path == SIGN_IN, "its sessions have ended"
    page = own.open("/operator/audit")
    assert f"Enabled the account {other.email} {who.name} · Consulate A ·" in page.words
    team = teams.visitor(teams.administrator()).open("/recruiter/audit").words
    assert f"Disabled the account {other.email} {who.name}, who runs the quiz ·" in team


def test_a_second_factor_is_removed_for_somebody_who_has_lost_it(
    teams: Teams, own: Visitor
) -> None:
    other = teams.recruiter()
    teams.store.second_factors.set_totp(other.id, "encrypted", 1)
    account = f"{PAGE}/accounts/{other.id}"
    page = own.send(account, own.open(f"{account}/remove-factor"), change="remove-factor")
    assert "Done: the second factor is removed." in page.words
    assert not teams.store.second_factors.has_any(other.id)


def test_no_operator_makes_a_set_up_link_for_an_account_or_changes_their_own(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    other = teams.recruiter()
    assert own.open(f"{PAGE}/accounts/{other.id}/reset").status == 404
    page = own.open(f"{PAGE}/accounts/{who.id}")
    assert "This is your own account." in page.words
    for account, change in ((other, "reset"), (who, "disable"), (other, "enable")):
        own.send(f"{PAGE}/accounts/{account.id}", own.open(f"{PAGE}/teams/new"), change=change)
        found = teams.store.accounts.of_recruiter(account.id)
        assert found is not None
        assert found.state == "in use"
    assert log(teams, other) == []


def test_operators_disable_each_other(teams: Teams, own: Visitor) -> None:
    other = teams.operator()
    signed_in, account = teams.visitor(other), f"{PAGE}/accounts/{other.id}"
    own.send(account, own.open(f"{account}/disable"), change="disable")
    assert signed_in.open(PAGE).path == SIGN_IN


def test_a_team_is_made_with_an_administrator_who_sets_the_account_up(
    app: Flask, teams: Teams, own: Visitor
) -> None:
    fields = {
        "team": " Consulate-General ",
        "time_zone": "Asia/Tokyo",
        "name": "Ada",
        "email": "ada@quiz.example",
    }
    asked = own.send(f"{PAGE}/teams/new", own.open(f"{PAGE}/teams/new"), **fields)
    assert asked.text("h1") == "Make the team “Consulate-General”?"
    assert teams.store.accounts.teams() == [], "it was only asked"
    sent = {a["name"]: a["value"] for a in asked.forms[-1] if a.get("type") == "hidden"}
    assert sent.keys() - {"csrf_token"} == fields.keys()
    page = own.send(f"{PAGE}/teams", asked, **{name: sent[name] for name in fields})
    assert "Done: the team “Consulate-General” is made." in page.words
    [link] = [a["value"] for a in page.all("input") if a.get("id") == "link"]
    new = Visitor(app)
    set_up = new.open(link.removeprefix("http://127.0.0.1:8000"))
    board = new.send(set_up.path, set_up, password=PASSWORD, again=PASSWORD)
    assert board.path == "/recruiter"
    [team] = teams.store.accounts.teams()
    assert (team.name, team.time_zone) == ("Consulate-General", "Asia/Tokyo")
    words = own.open(f"{PAGE}/audit").words
    assert "Added the team “Consulate-General”" in words
    assert "Added the account ada@quiz.example" in words


@pytest.mark.parametrize("step", ["new", ""])
def test_a_name_or_an_address_that_is_taken_makes_no_team(
    teams: Teams, who: Recruiter, own: Visitor, step: str
) -> None:
    teams.recruiter("Consulate A")
    address = f"{PAGE}/teams/{step}".rstrip("/")
    for team, email, says in (
        ("Consulate A", "new@quiz.example", "there is already a team with this name."),
        ("Consulate B", who.email, "whoever runs the quiz signs in with this address"),
        ("", "new@quiz.example", "Name of the team"),
    ):
        page = own.send(
            address,
            own.open(f"{PAGE}/teams/new"),
            team=team,
            email=email,
            name="Ada",
            time_zone="UTC",
        )
        assert (page.status, says in page.words, page.path) == (422, True, f"{PAGE}/teams/new")
    assert [team.name for team in teams.store.accounts.teams()] == ["Consulate A"]


def test_a_team_is_made_for_an_administrator_who_has_an_account_and_joins_it(
    teams: Teams, own: Visitor
) -> None:
    known = teams.recruiter("Consulate A")
    fields = {"team": "Consulate B", "time_zone": "UTC", "name": "Ada", "email": known.email}
    page = own.send(f"{PAGE}/teams", own.open(f"{PAGE}/teams/new"), **fields)
    assert page.text("h1") == "A link for Ada to join"
    assert "Done: the team “Consulate B” is made." in page.words
    [link] = [a["value"] for a in page.all("input") if a.get("id") == "link"]
    signed_in = teams.visitor(known)
    joined = signed_in.send(
        join := link.removeprefix("http://127.0.0.1:8000"), signed_in.open(join)
    )
    assert "Done: you have joined the team Consulate B." in joined.words
    assert signed_in.open("/recruiter/people").status == 200, "as its administrator"
    assert f"Invited {known.email}" in own.open(f"{PAGE}/audit").words


def test_an_account_of_several_teams_is_disabled_in_all_and_each_of_their_logs_has_it(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    first, second = teams.recruiter("Consulate A"), teams.administrator("Consulate B")
    new = NewRecruiter(second.team_id, first.email, "Ada", "reader", "join")
    assert teams.store.memberships.add(new, datetime.now(UTC)) == "to join"
    assert teams.store.memberships.join("join", first.id, datetime.now(UTC))
    signed_in = teams.visitor(first)
    address = f"{PAGE}/accounts/{first.id}"
    page = own.open(address)
    assert "Team Consulate A · Recruiter · in use" in page.words
    assert "Team Consulate B · Reader · in use" in page.words
    done = own.send(address, own.open(f"{address}/disable"), change="disable")
    assert "Done: the account is disabled." in done.words
    assert signed_in.open("/recruiter").path == SIGN_IN
    for team in (first.team_id, second.team_id):
        entry = teams.store.audit.page(team)[0]
        assert (entry.action, entry.by, entry.by_operator) == ("account disabled", who.name, True)
    own.send(address, own.open(f"{address}/enable"), change="enable")
    assert [each.state for each in teams.store.memberships.of_account(first.id)] == ["in use"] * 2


def test_an_account_that_has_left_its_teams_is_disabled_and_the_operators_log_has_it(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    gone = teams.recruiter()
    teams.store.memberships.leave(gone.team_id, gone.id, datetime.now(UTC))
    address = f"{PAGE}/accounts/{gone.id}"
    assert "Team none" in own.open(address).words
    own.send(address, own.open(f"{address}/disable"), change="disable")
    assert log(teams, who)[0] == ("account disabled", who.name)


def test_an_operator_belongs_to_no_team_and_switches_to_none(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    admin = teams.administrator()
    browser = teams.visitor(admin)
    people = "/recruiter/people"
    page = browser.send(people, name="Oda", email=who.email.upper(), role="recruiter")
    assert page.status == 422
    assert "whoever runs the quiz signs in with this address" in page.words
    assert [each.recruiter.id for each in teams.store.accounts.people(admin.team_id)] == [admin.id]
    for team in (admin.team_id, who.team_id):
        assert own.send(f"/recruiter/teams/{team}", own.open("/recruiter/account")).status == 404
    assert own.open("/recruiter/teams").status == 404
    assert own.open("/recruiter/account").links_to("/recruiter/teams") == []
    own.send("/recruiter/name", own.open("/recruiter/name"), name="Odette")
    assert log(teams, who)[0] == ("account changed", "Odette")


def test_the_team_of_the_operators_is_none_that_others_see(teams: Teams, who: Recruiter) -> None:
    assert teams.store.accounts.teams() == []
    assert teams.store.accounts.people() == []
    assert teams.store.accounts.team("") is None
    assert teams.store.accounts.team_with_id(who.team_id) is None


def test_an_error_keeps_the_menu_and_leads_to_the_overview(own: Visitor) -> None:
    for address in (f"{PAGE}/teams/99", f"{PAGE}/accounts/99", "/recruiter/summary"):
        page = own.open(address)
        assert (page.status, page.text("h1")) == (404, "Page not found")
        assert PAGE in page.links
        assert "/recruiter" not in page.links


def test_signing_out_asks_again_where_the_page_was_out_of_date(own: Visitor) -> None:
    page = own.send("/recruiter/sign-out", csrf_token="old")  # noqa: S106 - none that is valid
    assert (page.status, page.text("h1")) == (400, "Sign out")
    assert own.send("/recruiter/sign-out", page).path == SIGN_IN
    assert own.open(PAGE).path == SIGN_IN


def test_every_form_requires_its_csrf_token(teams: Teams, own: Visitor) -> None:
    posts = [route.path for route in OPERATOR_ROUTES if route.method == "POST"]
    values = {"<id:person>": str(teams.recruiter().id)}
    for path in posts:
        address = re.sub("<id:person>", lambda found: values[found[0]], path)
        answer = own.ask(address, method="POST", data={"change": "disable"}, follow_redirects=True)
        page = Page(answer)
        page.look()
        assert (page.status, page.title[:7]) == (400, "Error: "), path
        assert "Nothing is lost: press the button again." in page.words
