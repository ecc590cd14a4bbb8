"""Fills a database for the benchmark of the board: teams, and random results for each of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

import sqlalchemy as sa
from flask import Flask

from benchmarks.sheets import draw_sheets
from quiz.store import NewRecruiter, NewResult, Store, hash_token
from quiz.store.database import Database
from quiz.store.filter import came_to
from quiz.store.invitations import NewInvitation
from quiz.store.schema import results
from quiz.web.framework.link_tokens import new_token

RESULTS = 10_000
MORE_TEAMS = 8
OF_EACH = 3_750
NOW = datetime.now(UTC)


def add_teams(store: Store, team: int) -> None:
    """Add teams with copies of the results of another one, written by the database itself."""
    unlike = ("id", "token_hash", "submission", "owner_hash", "invitation", "stage", "in_charge")
    alike = [column.name for column in results.c if column.name not in unlike]
    columns = ["token_hash", "submission", "invitation", "stage", *alike]
    for number in range(MORE_TEAMS):
        other, _, invitation = _team(store, f"Consulate of copies {number}")
        stage = store.stages.names(other)[0].id
        copies = (
            sa.select(
                sa.literal(f"x{number}") + sa.func.substr(results.c.token_hash, 3),
                sa.literal(f"x{number}") + sa.func.substr(results.c.submission, 3),
                sa.literal(invitation),
                sa.literal(stage),
                *(results.c[name] for name in alike),
            )
            .where(came_to(team))
            .order_by(results.c.id)
            .limit(OF_EACH)
        )
        database: Database = vars(store)["_database"]
        with database.write_transaction("copy results", patient=True) as connection:
            connection.execute(sa.insert(results).from_select(columns, copies))


def fill(app: Flask) -> tuple[int, str]:
    """Add results of two teams; return the id of the first, and the token of a session in it."""
    quiz = app.extensions["quiz"]
    store: Store = quiz.store
    teams = [_team(store, name) for name in ("Consulate A", "Consulate B")]
    for number, answers in enumerate(islice(draw_sheets(quiz.engine, seed=8), 2 * RESULTS)):
        token = new_token()
        new = NewResult(
            submission=hash_token(token),
            token=token,
            digest=quiz.engine.digest,
            source=quiz.source,
            language="en",
            answers=answers,
            outcome=quiz.engine.outcome(answers),
            created_at=NOW - timedelta(minutes=number),
        )
        name = f"花子 {number}" if number % 20 == 0 else f"Applicant {number}"
        store.results.add_invited(new, teams[number % 2][2], name=name, email=None)
    team, recruiter, _ = teams[0]
    session = new_token()
    assert store.sessions.start(session, recruiter, "a hash", NOW)
    return team, session


def _team(store: Store, name: str) -> tuple[int, int, int]:
    """Return the ids of a new team, of a recruiter in it, and of an invitation."""
    team = store.accounts.add_team(name, NOW)
    assert team is not None
    setup = new_token()
    email = f"{setup}@quiz.example"
    who = store.accounts.add(NewRecruiter(team, email, "R", "recruiter", setup), NOW)
    assert who is not None
    assert store.accounts.set_up(setup, "a hash", NOW)
    new = NewInvitation(
        team=team,
        recruiter=who,
        code=setup.upper(),
        title="Careers fair",
        language="en",
        opens_at=None,
        closes_at=None,
        places=None,
        asks_name=True,
        asks_email=True,
        note=None,
    )
    invitation = store.invitations.add(new, NOW)
    assert invitation is not None
    return team, who, invitation
