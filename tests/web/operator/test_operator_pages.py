"""The operator's pages: the state of the quiz, its teams and accounts, and nothing of results."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import NewMail
from quiz.store.schema import jobs
from quiz.web.operator.routes import OPERATOR_ROUTES

PAGE = "/operator"


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


def test_an_error_keeps_the_menu_and_leads_to_the_overview(own: Visitor) -> None:
    for address in (f"{PAGE}/teams/99", f"{PAGE}/accounts/99", "/recruiter/summary"):
        page = own.open(address)
        assert (page.status, page.text("h1")) == (404, "Page not found")
        assert PAGE in page.links
        assert "/recruiter" not in page.links


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
