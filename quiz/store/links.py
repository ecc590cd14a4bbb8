"""What the owner of a result decides: what its link shows, until when, and that it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from quiz.store import search_terms
from quiz.store.database import Database
from quiz.store.result_records import Link, Reveal
from quiz.store.schema import results
from quiz.store.shares import forget_emptied
from quiz.store.tokens import hash_token

PIECE = 1000
"""How many old results are deleted in one transaction."""

_FIND = select(
    results.c.id.label("result"),
    results.c.digest,
    results.c.outcome,
    results.c.created_at,
    results.c.submission,
    results.c.address,
    results.c.token_hash,
    results.c.reveal,
    results.c.name,
    results.c.closes_at,
    results.c.openings,
    results.c.opened_at,
    results.c.owner_hash.is_not(None).label("owner_link"),
)


class Links:
    """The links of results, each named by the id of its result."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, *results_: int) -> list[Link]:
        """Return the links of results, the newest first; those that were deleted are left out."""
        found = _FIND.where(results.c.id.in_(results_)).order_by(results.c.id.desc())
        with self._database.reading("find links") as connection:
            return [Link(**row) for row in connection.execute(found).mappings()]

    def change(
        self, result: int, *, reveal: Reveal, name: str | None, closes_at: datetime | None
    ) -> None:
        """Let the link of a result show this much, under this name, until then."""
        values = {"reveal": reveal, "closes_at": closes_at, **search_terms.named(name)}
        self._update("change a link", result, values)

    def close(self, result: int, now: datetime) -> None:
        """Let the link of a result open nothing from `now` on."""
        self._update("close a link", result, {"closes_at": now})

    def move(
        self, result: int, *, address: int, token: str, closes_at: datetime | None = None
    ) -> bool:
        """Open the link of a result until `closes_at`, under the `token` of its next address.

        Returns False, and changes nothing, when another move came first.
        """
        moved = (
            update(results)
            .where(results.c.id == result, results.c.address == address - 1)
            .values(address=address, token_hash=hash_token(token), closes_at=closes_at)
        )
        with self._database.writing("move a link") as connection:
            return connection.execute(moved).rowcount == 1

    def count_opening(self, token: str, now: datetime) -> None:
        """Count that an open link was opened; a closed one, or none, is not counted."""
        with self._database.writing("count an opening") as connection:
            connection.execute(
                update(results)
                .where(
                    results.c.token_hash == hash_token(token),
                    or_(results.c.closes_at.is_(None), results.c.closes_at > now),
                )
                .values(openings=results.c.openings + 1, opened_at=now)
            )

    def make_owner_link(self, result: int, owner_token: str) -> None:
        """Let whoever has `owner_token` own a result; the token before it no longer does."""
        self._update("make an owner's link", result, {"owner_hash": hash_token(owner_token)})

    def owned_by(self, owner_token: str) -> int | None:
        """Return the result that `owner_token` makes one's own; None when there is none."""
        with self._database.reading("find an owner's link") as connection:
            return connection.scalar(
                select(results.c.id).where(results.c.owner_hash == hash_token(owner_token))
            )

    def delete(self, result: int) -> None:
        """Delete a result with its link."""
        with self._database.writing("delete a result") as connection:
            connection.execute(delete(results).where(results.c.id == result))
            forget_emptied(connection)

    def made_before(self, moment: datetime) -> Sequence[tuple[int, datetime]]:
        """Return the results made before `moment`, the oldest first, each with when it was made."""
        with self._database.reading("list old results") as connection:
            rows = connection.execute(
                select(results.c.id, results.c.created_at)
                .where(results.c.created_at < moment)
                .order_by(results.c.created_at, results.c.id)
            ).all()
        return [(row.id, row.created_at) for row in rows]

    def delete_made_before(self, moment: datetime) -> int:
        """Delete the results made before `moment` and return how many they were.

        A thousand at a time: a statement has two seconds, and others want to write between.
        """
        old = select(results.c.id).where(results.c.created_at < moment).limit(PIECE)
        gone = 0
        while True:
            with self._database.writing("delete old results") as connection:
                piece = connection.execute(delete(results).where(results.c.id.in_(old))).rowcount
                forget_emptied(connection)
            gone += piece
            if piece < PIECE:
                return gone

    def _update(self, purpose: str, result: int, values: Mapping[str, object]) -> None:
        with self._database.writing(purpose) as connection:
            connection.execute(update(results).where(results.c.id == result).values(values))
