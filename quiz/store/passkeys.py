"""The passkeys of recruiters: public keys, each with the name that its owner gave it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from quiz.store.account_records import NewPasskey, Passkey
from quiz.store.database import Database
from quiz.store.schema import passkeys
from quiz.store.second_factors import delete_codes_without_factor

_PASSKEYS = select(
    passkeys.c.id,
    passkeys.c.recruiter,
    passkeys.c.credential,
    passkeys.c.public_key,
    passkeys.c.sign_count,
    passkeys.c.name,
    passkeys.c.created_at,
    passkeys.c.used_at,
)


class Passkeys:
    """All passkeys, each identified by the id that its authenticator gave it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, recruiter: int, new: NewPasskey, now: datetime) -> bool:
        """Add a passkey of a recruiter; False where there is one with its id."""
        row = {
            "recruiter": recruiter,
            "credential": new.credential,
            "public_key": new.public_key,
            "sign_count": new.sign_count,
            "name": new.name,
            "created_at": now,
        }
        inserted = self._database.insert_new(passkeys).values(row).returning(passkeys.c.id)
        with self._database.write_transaction("add a passkey") as connection:
            return connection.execute(inserted).scalar_one_or_none() is not None

    def of(self, recruiter: int) -> Sequence[Passkey]:
        """Return the passkeys of a recruiter, the oldest first."""
        query = _PASSKEYS.where(passkeys.c.recruiter == recruiter).order_by(passkeys.c.id)
        with self._database.read_connection("list passkeys") as connection:
            return [Passkey(*row) for row in connection.execute(query)]

    def find(self, credential: str) -> Passkey | None:
        """Return the passkey with the id of its authenticator; None where there is none."""
        query = _PASSKEYS.where(passkeys.c.credential == credential)
        with self._database.read_connection("find a passkey") as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Passkey(*row)

    def use(self, passkey: int, sign_count: int, now: datetime) -> bool:
        """Record a use; False where it, or a later one, was recorded before.

        An authenticator that does not count its uses always says 0.
        """
        before = passkeys.c.sign_count
        counts_on = before < sign_count if sign_count else before == 0
        used = (
            update(passkeys)
            .where(passkeys.c.id == passkey, counts_on)
            .values(sign_count=sign_count, used_at=now)
        )
        with self._database.write_transaction("use a passkey") as connection:
            return connection.execute(used).rowcount == 1

    def remove(self, recruiter: int, passkey: int) -> None:
        """Remove a passkey, and the recovery codes unless there is another second factor."""
        removed = delete(passkeys).where(
            passkeys.c.id == passkey, passkeys.c.recruiter == recruiter
        )
        with self._database.write_transaction("remove a passkey") as connection:
            connection.execute(removed)
            delete_codes_without_factor(connection, recruiter)
