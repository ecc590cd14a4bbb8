"""Fills a database for the benchmark of the board: teams, and random results for each of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

import sqlalchemy as sa
from flask import Flask

from benchmarks.sheets import draw_sheets
from benchmarks.team import add_invitation, add_team
from quiz.store import NewResult, Store, hash_token
from quiz.store.database import Database
from quiz.store.filter import came_to
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
        other, recruiter, _ = add_team(store, f"Consulate of copies {number}")
        invitation = add_invitation(store, other, recruiter)
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
    teams = [add_team(store, name) for name in ("Consulate A", "Consulate B")]
    invitations = [add_invitation(store, team, recruiter) for team, recruiter, _ in teams]
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
        store.results.add_invited(new, invitations[number % 2], name=name, email=None)
    team, _, session = teams[0]
    return team, session
