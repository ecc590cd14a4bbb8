"""The second factors of recruiters: an authenticator app, and codes for when it is lost."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, or_, select, update

from quiz.store.account_queries import HAS_SECOND_FACTOR, belongs_elsewhere, end_sessions, hold
from quiz.store.database import Database
from quiz.store.schema import passkeys, recovery_codes, recruiters
from quiz.store.tokens import hash_token


class SecondFactors:
    """What a recruiter signs in with after the password."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def totp_secret(self, recruiter: int) -> str | None:
        """Return the encrypted secret of a recruiter's app; None where there is no app."""
        query = select(recruiters.c.totp_secret).where(recruiters.c.id == recruiter)
        with self._database.read_connection("find an authenticator app") as connection:
            secret: str | None = connection.scalar(query)
        return secret

    def has_any(self, recruiter: int) -> bool:
        """Return whether a recruiter has a second factor."""
        query = select(recruiters.c.id).where(recruiters.c.id == recruiter, HAS_SECOND_FACTOR)
        with self._database.read_connection("look for a second factor") as connection:
            return connection.scalar(query) is not None

    def number(self, recruiter: int) -> int:
        """Return how many second factors a recruiter has: an app, and passkeys."""
        of_recruiter = select(func.count()).where(passkeys.c.recruiter == recruiter)
        query = select(recruiters.c.totp_secret, of_recruiter.scalar_subquery()).where(
            recruiters.c.id == recruiter
        )
        with self._database.read_connection("count second factors") as connection:
            secret, number = connection.execute(query).one()
        return int(number) + (secret is not None)

    def set_totp(self, recruiter: int, secret: str, step: int) -> None:
        """Keep the encrypted secret of an app, and the time step of the code that proved it."""
        with self._database.write_transaction("set up an authenticator app") as connection:
            connection.execute(
                update(recruiters)
                .where(recruiters.c.id == recruiter)
                .values(totp_secret=secret, totp_step=step)
            )

    def use_step(self, recruiter: int, step: int) -> bool:
        """Use the code of a time step; False where it, or a later one, was used before."""
        used = (
            update(recruiters)
            .where(
                recruiters.c.id == recruiter,
                recruiters.c.totp_secret.is_not(None),
                or_(recruiters.c.totp_step.is_(None), recruiters.c.totp_step < step),
            )
            .values(totp_step=step)
        )
        with self._database.write_transaction("use a code") as connection:
            return connection.execute(used).rowcount == 1

    def replace_recovery_codes(self, recruiter: int, codes: Collection[str]) -> None:
        """Replace the hashes of the recovery codes by those of new ones."""
        rows = [{"recruiter": recruiter, "code_hash": hash_token(code)} for code in codes]
        with self._database.write_transaction("make recovery codes") as connection:
            _delete_codes(connection, recruiter)
            connection.execute(self._database.insert(recovery_codes), rows)

    def use_recovery_code(self, recruiter: int, code: str) -> bool:
        """Use up a recovery code; False where it is none of this recruiter's, or was used."""
        used = delete(recovery_codes).where(
            recovery_codes.c.recruiter == recruiter, recovery_codes.c.code_hash == hash_token(code)
        )
        with self._database.write_transaction("use a recovery code") as connection:
            return connection.execute(used).rowcount == 1

    def recovery_codes_left(self, recruiter: int) -> int:
        """Return how many recovery codes have not been used."""
        query = select(func.count()).where(recovery_codes.c.recruiter == recruiter)
        with self._database.read_connection("count recovery codes") as connection:
            return connection.scalar(query) or 0

    def turn_off_totp(self, recruiter: int) -> None:
        """Forget the app, and the recovery codes unless there is another second factor."""
        with self._database.write_transaction("turn off an authenticator app") as connection:
            _forget_totp(connection, recruiter)
            delete_codes_without_factor(connection, recruiter)

    def remove_all(self, recruiter: int, *, by_team: int | None = None) -> bool:
        """Leave an account with its password alone, and end its sessions.

        For an administrator of the team `by_team`: returns False, and changes nothing, where the
        account belongs to another team as well.
        """
        with self._database.write_transaction("remove the second factors") as connection:
            hold(connection, recruiter)
            if by_team is not None and belongs_elsewhere(connection, recruiter, by_team):
                return False
            _forget_totp(connection, recruiter)
            connection.execute(delete(passkeys).where(passkeys.c.recruiter == recruiter))
            _delete_codes(connection, recruiter)
            end_sessions(connection, recruiter)
        return True


def delete_codes_without_factor(connection: Connection, recruiter: int) -> None:
    """Delete the recovery codes of a recruiter who has no second factor any more."""
    without = select(recruiters.c.id).where(recruiters.c.id == recruiter, ~HAS_SECOND_FACTOR)
    if connection.scalar(without) is not None:
        _delete_codes(connection, recruiter)


def _forget_totp(connection: Connection, recruiter: int) -> None:
    connection.execute(
        update(recruiters)
        .where(recruiters.c.id == recruiter)
        .values(totp_secret=None, totp_step=None)
    )


def _delete_codes(connection: Connection, recruiter: int) -> None:
    connection.execute(delete(recovery_codes).where(recovery_codes.c.recruiter == recruiter))
