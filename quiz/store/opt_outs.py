"""Addresses whose owners want no invitations from any team of this quiz.

The store knows only the hash of a token that is made of the address and the secret key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from quiz.store.database import Database
from quiz.store.erasure import Erasure
from quiz.store.schema import opt_outs, outbox, recipients
from quiz.store.tokens import hash_token


class OptOuts:
    """Each address by the token of its own page, which only mails to that address contain."""

    def __init__(self, database: Database, erasure: Erasure) -> None:
        self._database = database
        self._erasure = erasure

    def has(self, stop_token: str) -> bool:
        """Return whether an address has opted out."""
        return bool(self.among([stop_token]))

    def among(self, stop_tokens: Sequence[str]) -> set[str]:
        """Return those of these tokens whose addresses have opted out."""
        by_hash = {hash_token(token): token for token in stop_tokens}
        query = select(opt_outs.c.stop_hash).where(opt_outs.c.stop_hash.in_(list(by_hash)))
        with self._database.read_connection("look up who has opted out") as connection:
            return {by_hash[each] for each in connection.scalars(query)}

    def add(self, stop_token: str, now: datetime) -> None:
        """Send nothing more to an address: invitations that wait to be sent are deleted."""
        stop_hash = hash_token(stop_token)
        its = select(recipients.c.id).where(recipients.c.stop_hash == stop_hash)
        with self._erasure.transaction("opt out") as connection:
            connection.execute(
                self._database.insert_new(opt_outs).values(stop_hash=stop_hash, at=now)
            )
            connection.execute(delete(outbox).where(outbox.c.invited.in_(its)))

    def take_back(self, stop_token: str) -> None:
        """Let teams send invitations to an address again."""
        its = opt_outs.c.stop_hash == hash_token(stop_token)
        with self._erasure.transaction("take back an opt-out") as connection:
            connection.execute(delete(opt_outs).where(its))
