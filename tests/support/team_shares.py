"""Writes the invitations, results and shares of one team into a store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask

from quiz.core.language.model import Answers
from quiz.store import Recruiter, Store
from quiz.store.filter import DAY
from quiz.store.shares import NewShare
from quiz.web.framework.link_tokens import new_seed, share_token
from support.board_results import NOW, Invited

LATER = NOW + 30 * DAY


class SharingTeam:
    """Writes for the team of a recruiter, or for a new team."""

    def __init__(self, store: Store, somebody: Recruiter | None = None, **edition: Any) -> None:
        self.store = store
        self._invited = Invited(store, **edition)
        name = f"Consulate {new_seed()[:6]}"
        self.id, self.recruiter = (
            (somebody.team_id, somebody.id) if somebody else self._invited.team(name)
        )

    def invitation(self, **changes: Any) -> int:
        """Add an invitation; return its id."""
        code = f"FAIR-{new_seed()[:8]}"
        return self._invited.invitation(self.id, self.recruiter, **{"code": code, **changes})

    def result(self, invitation: int | None = None, **changes: Any) -> int:
        """Add a result, by a new invitation unless one is given; return its id."""
        seed = new_seed()
        changes = {"submission": seed, "token": seed[:26], **changes}
        return self._invited.result(invitation or self.invitation(), **changes)

    def new_share(self, *results: int, secret_key: str = "", **changes: Any) -> NewShare:
        """Return a share that is not stored yet; `changes` replace its fields."""
        seed = new_seed()
        share = NewShare(
            team=self.id,
            recruiter=self.recruiter,
            seed=seed,
            token=share_token(secret_key, seed),
            label="For the embassy",
            reveal="answers",
            names=True,
            ends_at=LATER,
            results=results,
        )
        return replace(share, **changes)

    def share(self, *results: int, **changes: Any) -> tuple[int, str]:
        """Add a share; return its id and its token."""
        new = self.new_share(*results, **changes)
        made = self.store.shares.add(new, NOW)
        assert made is not None
        return made, new.token


class SharingSite(SharingTeam):
    """Writes into the store of an application, with outcomes that its engine computes."""

    def __init__(self, app: Flask, somebody: Recruiter) -> None:
        parts = app.extensions["quiz"]
        super().__init__(parts.store, somebody, source=parts.source, digest=parts.engine.digest)
        self._engine = parts.engine
        self._key = parts.settings.secret_key

    def told(self, answers: Answers, invitation: int | None = None, **changes: Any) -> int:
        """Add a result of these answers; return its id."""
        outcome = self._engine.outcome(answers)
        return self.result(invitation, answers=answers, outcome=outcome, **changes)

    def new_share(self, *results: int, secret_key: str = "", **changes: Any) -> NewShare:
        """Return a share whose token derives from the secret key of the application."""
        return super().new_share(*results, secret_key=secret_key or self._key, **changes)
