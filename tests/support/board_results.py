"""Writes invitations and results of teams into a store, without the pages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import get_ident
from typing import Any

import sqlalchemy as sa

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answers
from quiz.store import NewRecruiter, NewResult, Store, hash_token
from quiz.store.invitations import NewInvitation
from support.outcomes import assessment, outcome

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
OUTCOME = outcome("CIR", {"ALT": assessment("open", 40), "CIR": assessment("check", 75)})
_NUMBERS = itertools.count(1)  # unique in a process, over all stores


@contextmanager
def statements() -> Iterator[list[str]]:
    """Record the SQL statements that this thread sends to any database during the block.

    Those of the upkeep in the background are left out: it may begin at any time.
    """
    sent: list[str] = []
    thread = get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if get_ident() == thread:
            sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


class Invited:
    """Writes teams, invitations and results; keyword arguments replace the default fields."""

    def __init__(self, store: Store, source: bytes = b"title: rules\n", digest: str = "5" * 64):
        self._store = store
        self._edition = {"source": source, "digest": digest}

    def team(self, name: str) -> tuple[int, int]:
        """Add a team with one recruiter; return the ids of both."""
        team = self._store.accounts.add_team(name, NOW)
        assert team is not None
        email, token = f"{hash_token(name)[:8]}@quiz.example", f"setup {name}"
        who = self._store.accounts.add(NewRecruiter(team, email, "R", "recruiter", token), NOW)
        assert who is not None
        return team, who

    def invitation(self, team: int, recruiter: int, **changes: Any) -> int:
        """Add an invitation that is open to anybody at any time; return its id."""
        fields: dict[str, Any] = {
            "team": team,
            "recruiter": recruiter,
            "code": f"FAIR-{next(_NUMBERS)}",
            "title": "Careers fair",
            "language": "en",
            "opens_at": None,
            "closes_at": None,
            "places": None,
            "asks_name": True,
            "asks_email": True,
            "note": None,
        }
        made = self._store.invitations.add(NewInvitation(**{**fields, **changes}), NOW)
        assert made is not None
        return made

    def stage(self, team: int, key: str) -> int:
        """Return the id of a default stage of a team."""
        return next(each.id for each in self._store.stages.names(team) if each.key == key)

    def result(
        self,
        invitation: int,
        *,
        name: str | None = None,
        email: str | None = None,
        recipient: int | None = None,
        **changes: Any,
    ) -> int:
        """Add a result that was made by an invitation; return its id."""
        token = f"{next(_NUMBERS):0>26}"
        fields: dict[str, Any] = {
            **self._edition,
            "submission": hash_token(f"the submission of {token}"),
            "token": token,
            "language": "en",
            "answers": {"level": ("n2",)},
            "outcome": OUTCOME,
            "created_at": NOW,
        }
        new = NewResult(**{**fields, **changes})
        kept = self._store.results.add_invited(
            new, invitation, name=name, email=email, recipient=recipient
        )
        assert kept is not None
        return kept.id

    def told(self, invitation: int, engine: Engine, answers: Answers, **changes: Any) -> int:
        """Add a result, computed from its answers by the engine; return its id."""
        fields = {"answers": answers, "outcome": engine.outcome(answers), **changes}
        return self.result(invitation, **fields)
