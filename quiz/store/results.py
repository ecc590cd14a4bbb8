"""Results: adding them, finding them, withdrawing them from a team, and deleting them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from quiz.core.language.model import Answers
from quiz.store import departures, search_terms
from quiz.store.database import Database
from quiz.store.editions import Editions
from quiz.store.erasure import Erasure
from quiz.store.errors import StorageFull, StoreError
from quiz.store.prepared_statements import PreparedInsert, PreparedStatement
from quiz.store.rate_limits import Quota, QuotaExceeded, RateLimits
from quiz.store.recipient_records import note_finished, unfinished
from quiz.store.result_records import KeptResult, NewResult, StoredResult
from quiz.store.retention import Retention
from quiz.store.schema import STORED, invitations, results
from quiz.store.stages import first_stage
from quiz.store.storage import Storage
from quiz.store.tokens import hash_token
from quiz.store.webhook_events import emit

ANSWERS_AT_ONCE = 1000
"""How many answer sheets are in memory at a time."""

_OF_RESULT = tuple(
    field.name for field in fields(NewResult) if field.name not in ("token", "source")
)
_OF_TEAM = (
    "invitation",
    "stage",
    "email",
    "email_folded",
    "name",
    "name_folded",
    "kept_until",
    *search_terms.COLUMNS,
)
_INSERTED = ("token_hash", "in_use", *_OF_RESULT)
"""The columns that are written when a result is added; those of a team, if it has one."""

_FIND = select(*STORED).where(
    results.c.token_hash == bindparam("token_hash"),
    results.c.created_at >= bindparam("kept_since"),
    or_(results.c.kept_until.is_(None), results.c.kept_until > bindparam("now")),
)
_FIND_SUBMISSION = select(results.c.id, results.c.address, results.c.invitation).where(
    results.c.submission == bindparam("submission")
)
_NEXT_ANSWERS = (
    select(results.c.id, results.c.answers)
    .where(results.c.id > bindparam("last"))
    .order_by(results.c.id)
    .limit(ANSWERS_AT_ONCE)
)


class Results:
    """All results. A result whose retention has ended is found no more."""

    def __init__(
        self,
        database: Database,
        editions: Editions,
        erasure: Erasure,
        retention: Retention,
        limits: RateLimits,
        storage: Storage,
    ) -> None:
        dialect = database.writers.dialect

        def insert(columns: Sequence[str]) -> PreparedInsert:
            new = database.insert_new(results).values({name: bindparam(name) for name in columns})
            return PreparedInsert(new, results.c.id, dialect)

        self._database = database
        self._limits = limits
        self._storage = storage
        self._editions = editions
        self._erasure = erasure
        self._retention = retention
        self._insert = insert(_INSERTED)
        self._insert_invited = insert((*_INSERTED, *_OF_TEAM))
        self._find = PreparedStatement(_FIND, dialect)
        self._find_submission = PreparedStatement(_FIND_SUBMISSION, dialect)
        self._stored_digests: set[str] = set()  # of editions that were seen in the database

    def add(self, new: NewResult, quotas: Sequence[Quota] = ()) -> KeptResult:
        """Store a result with its edition, and count it in each of the quotas.

        A submission makes one result: adding it again, at the same time or later, changes
        nothing and returns the same one, whose link may have another address by then.
        Raises QuotaExceeded, and stores nothing, if a quota is used up.
        """
        self._check(new, quotas)
        if new.digest in self._stored_digests:
            try:
                return self._add(new, quotas, with_edition=False)
            except StoreError as error:
                if not isinstance(error.__cause__, self._database.integrity_error):
                    raise
                self._stored_digests.discard(new.digest)  # the edition was removed since
        kept = self._add(new, quotas, with_edition=True)
        self._stored_digests.add(new.digest)
        return kept

    def add_invited(
        self,
        new: NewResult,
        invitation: int,
        *,
        name: str | None,
        email: str | None,
        recipient: int | None = None,
        quotas: Sequence[Quota] = (),
    ) -> KeptResult | None:
        """Store a result that came by an invitation; its team sees it from then on.

        Returns None, and stores nothing, where the invitation is gone, is not open when the
        result is made or has no place left, or where the submission was stored without it.
        The first result of a `recipient` of the invitation gets the address it was sent to.
        As with add(), a submission makes one result, and is counted in each of the quotas.
        """
        self._check(new, quotas)
        row = {
            **dict.fromkeys(_OF_TEAM),
            **_row(new),
            "invitation": invitation,
            "in_use": True,
            **search_terms.email_columns(email),
            **search_terms.name_columns(name),
            **search_terms.columns(new.answers, new.outcome),
        }
        with self._database.write_transaction("keep an invited result") as connection:
            # The lock lets one of several applicants have the last place, and makes a submission
            # that arrives twice at once wait, so that the second time finds it stored.
            has_room, team, kept_days = _lock_invitation(connection, invitation, new.created_at)
            cursor = connection.connection.cursor()
            stored = self._find_submission.first(cursor, {"submission": new.submission})
            if stored is not None:
                id_, address, by = stored
                return KeptResult(id_, address) if by == invitation else None
            if not has_room or team is None:
                return None
            invited_as = recipient and unfinished(connection, recipient, invitation)
            if invited_as:
                row.update(search_terms.email_columns(invited_as))
            row["stage"] = first_stage(connection, team)
            if kept_days is not None:
                row["kept_until"] = new.created_at + timedelta(days=kept_days)
            self._editions.insert(cursor, new.digest, new.source)
            id_ = self._insert_invited.new_id(cursor, row)
            if id_ is None:
                return None
            self._limits.use_within(cursor, quotas, new.created_at)
            if recipient and invited_as:
                note_finished(connection, recipient, id_, new.created_at)
            emit(connection, "result.received", results.c.id == id_)
        return KeptResult(id_, new.address)

    def find(self, token: str) -> StoredResult | None:
        """Return the result of `token`, whether its link is open or not; None if there is none."""
        row = self._database.first_row(
            "find a result",
            self._find,
            {
                "token_hash": hash_token(token),
                "kept_since": self._retention.start(),
                "now": datetime.now(UTC),
            },
        )
        return None if row is None else StoredResult(*row)

    def number(self) -> int:
        """Return how many results there are."""
        with self._database.read_connection("count the results") as connection:
            return int(connection.execute(select(func.count()).select_from(results)).scalar_one())

    def all_answers(self) -> Iterator[Answers]:
        """Yield the answers of every result, some at a time, so that any number fits."""
        last = 0
        while True:
            with self._database.read_connection(
                "read the answers of all results", patient=True
            ) as connection:
                rows = connection.execute(_NEXT_ANSWERS, {"last": last}).all()
            for row in rows:
                yield row.answers
            if not rows:
                return
            last = rows[-1].id

    def withdraw(self, result: int) -> None:
        """Take a result from its team, with the team's notes on it and its places in shares.

        The result itself stays with its owner.
        """
        with self._erasure.transaction("withdraw a result") as connection:
            departures.detach(connection, results.c.id == result, "withdrawn")

    def change_email(self, result: int, email: str | None) -> None:
        """Change the address that a team has of a result; nothing if no team has the result."""
        changed = (
            update(results)
            .where(results.c.id == result, results.c.invitation.is_not(None))
            .values(search_terms.email_columns(email))
        )
        with self._erasure.transaction("change an address") as connection:
            connection.execute(changed)

    def delete(self, result: int) -> None:
        """Delete a result with its link and all that its team has of it."""
        with self._erasure.transaction("delete a result") as connection:
            departures.count(connection, results.c.id == result, "withdrawn")
            connection.execute(delete(results).where(results.c.id == result))

    def _check(self, new: NewResult, quotas: Sequence[Quota]) -> None:
        """Raise QuotaExceeded or StorageFull if there is one, unless the submission is stored.

        Does not write, so that a flood that is refused keeps nobody from writing.
        """
        try:
            self._storage.check()
            self._limits.check_refused(quotas, new.created_at)
        except (QuotaExceeded, StorageFull):
            submission = {"submission": new.submission}
            if not self._database.first_row("find a result", self._find_submission, submission):
                raise

    def _add(self, new: NewResult, quotas: Sequence[Quota], *, with_edition: bool) -> KeptResult:
        # A rules file may have a megabyte.
        with self._database.write_cursor("keep a result", patient=with_edition) as cursor:
            if with_edition:
                self._editions.insert(cursor, new.digest, new.source)
            id_ = self._insert.new_id(cursor, _row(new))
            if id_ is not None:
                self._limits.use_within(cursor, quotas, new.created_at)
                return KeptResult(id_, new.address)
            stored = self._find_submission.first(cursor, {"submission": new.submission})
        if stored is None:
            raise StoreError("a result was deleted in the moment in which it was kept again")
        return KeptResult(*stored[:2])


def _row(new: NewResult) -> dict[str, object]:
    """Return the columns of a result that came by no invitation."""
    return {
        "token_hash": hash_token(new.token),
        "in_use": False,
        **{name: getattr(new, name) for name in _OF_RESULT},
    }


# Made once: to make them takes longer than to execute them, and others wait meanwhile.
_INVITATION = (
    select(
        invitations.c.team,
        invitations.c.places,
        invitations.c.opens_at,
        invitations.c.closes_at,
        invitations.c.kept_days,
    )
    .where(invitations.c.id == bindparam("invitation"), invitations.c.removal.is_(None))
    .with_for_update()
)
_TAKEN = select(func.count()).where(
    results.c.invitation == bindparam("invitation"), results.c.removal.is_(None)
)


def _lock_invitation(
    connection: Connection, invitation: int, now: datetime
) -> tuple[bool, int | None, int | None]:
    """Lock an invitation until the transaction ends.

    Returns whether it takes a result `now`, its team, and for how many days it lets results be
    kept; None for the team if there is no such invitation.
    """
    its = {"invitation": invitation}
    found = connection.execute(_INVITATION, its).one_or_none()
    if found is None:
        return False, None, None
    has_room = (
        (found.opens_at is None or found.opens_at <= now)
        and (found.closes_at is None or now < found.closes_at)
        and (found.places is None or (connection.scalar(_TAKEN, its) or 0) < found.places)
    )
    return has_room, found.team, found.kept_days
