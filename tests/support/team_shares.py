"""A team with results that came by its invitations, and shares of them, in any store."""

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
    """Makes invitations, results and shares of one team, of `somebody` in it or of a new one."""

    def __init__(self, store: Store, somebody: Recruiter | None = None, **edition: Any) -> None:
        self.store = store
        self._invited = Invited(store, **edition)
        name = f"Consulate {new_seed()[:6]}"
        self.id, self.recruiter = (
            (somebody.team_id, somebody.id) if somebody else self._invited.team(name)
        )

    def invitation(self, **changes: Any) -> int:
        """Return the id of a new invitation."""
        code = f"FAIR-{new_seed()[:8]}"
        return self._invited.invitation(self.id, self.recruiter, **{"code": code, **changes})

    def result(self, invitation: int | None = None, **changes: Any) -> int:
        """Return the id of a new result, by a new invitation unless one is named."""
        seed = new_seed()
        changes = {"submission": seed, "token": seed[:26], **changes}
        return self._invited.result(invitation or self.invitation(), **changes)

    def new_share(self, *results: int, secret_key: str = "", **changes: Any) -> NewShare:
        """Return a share to make; name what shall differ."""
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
        """Make a share and return its id and its token."""
        new = self.new_share(*results, **changes)
        made = self.store.shares.add(new, NOW)
        assert made is not None
        return made, new.token


class SharingSite(SharingTeam):
    """The same in the store of an application, with outcomes that follow from answers."""

    def __init__(self, app: Flask, somebody: Recruiter) -> None:
        parts = app.extensions["quiz"]
        super().__init__(parts.store, somebody, source=parts.source, digest=parts.engine.digest)
        self._engine = parts.engine
        self._key = parts.settings.secret_key

    def told(self, answers: Answers, invitation: int | None = None, **changes: Any) -> int:
        """Return the id of a new result of these answers."""
        outcome = self._engine.outcome(answers)
        return self.result(invitation, answers=answers, outcome=outcome, **changes)

    def new_share(self, *results: int, secret_key: str = "", **changes: Any) -> NewShare:
        """Return a share to make whose link can be told."""
        return super().new_share(*results, secret_key=secret_key or self._key, **changes)
