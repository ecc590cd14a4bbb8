"""The link of a result: what its owner decides about it, its openings, and the owner's link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, select, update

from quiz.store import search_terms
from quiz.store.database import Database
from quiz.store.result_records import Link, Reveal
from quiz.store.retention import Retention
from quiz.store.schema import results
from quiz.store.tokens import hash_token

_FIND = select(
    results.c.id.label("result"),
    results.c.digest,
    results.c.outcome,
    results.c.created_at,
    results.c.submission,
    results.c.address.label("address_number"),
    results.c.token_hash,
    results.c.reveal,
    results.c.name,
    results.c.closes_at,
    results.c.openings,
    results.c.opened_at,
    results.c.owner_hash.is_not(None).label("owner_link"),
    results.c.email,
)


class Links:
    """The links of all results, each identified by the id of its result."""

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention

    def find(self, *results_: int) -> list[Link]:
        """Return the links of those of these results that are still kept, the newest first."""
        query = _FIND.where(results.c.id.in_(results_), self._retention.keeps())
        with self._database.read_connection("find links") as connection:
            return [
                Link(**row)
                for row in connection.execute(query.order_by(results.c.id.desc())).mappings()
            ]

    def change(
        self, result: int, *, reveal: Reveal, name: str | None, closes_at: datetime | None
    ) -> None:
        """Change how much the link of a result shows, under which name, and until when."""
        values = {"reveal": reveal, "closes_at": closes_at, **search_terms.name_columns(name)}
        self._update("change a link", result, values)

    def close(self, result: int, now: datetime) -> None:
        """Close the link of a result from `now` on."""
        self._update("close a link", result, {"closes_at": now})

    def move(
        self, result: int, *, address_number: int, token: str, closes_at: datetime | None = None
    ) -> bool:
        """Give the link of a result the `token` of its next address, and open it until `closes_at`.

        Returns False, and changes nothing, where another move came first.
        """
        moved = (
            update(results)
            .where(results.c.id == result, results.c.address == address_number - 1)
            .values(
                address=address_number,
                token_hash=hash_token(token),
                closes_at=closes_at,
                in_use=True,
            )
        )
        with self._database.write_transaction("move a link") as connection:
            return connection.execute(moved).rowcount == 1

    def count_opening(self, token: str, now: datetime) -> None:
        """Count an opening of a link, if there is such a link and it is open."""
        with self._database.write_transaction("count an opening") as connection:
            connection.execute(
                update(results)
                .where(
                    results.c.token_hash == hash_token(token),
                    or_(results.c.closes_at.is_(None), results.c.closes_at > now),
                )
                .values(openings=results.c.openings + 1, opened_at=now, in_use=True)
            )

    def make_owner_link(self, result: int, owner_token: str) -> None:
        """Make `owner_token` the token of a result's owner's link, in place of any before it."""
        self._update("make an owner's link", result, {"owner_hash": hash_token(owner_token)})

    def owned_by(self, owner_token: str) -> int | None:
        """Return the id of the result of an owner's link; None where there is none."""
        with self._database.read_connection("find an owner's link") as connection:
            return connection.scalar(
                select(results.c.id).where(
                    results.c.owner_hash == hash_token(owner_token), self._retention.keeps()
                )
            )

    def _update(self, purpose: str, result: int, values: Mapping[str, object]) -> None:
        """Change the columns of a result, which is in use from then on."""
        changed = update(results).where(results.c.id == result).values(**values, in_use=True)
        with self._database.write_transaction(purpose) as connection:
            connection.execute(changed)
