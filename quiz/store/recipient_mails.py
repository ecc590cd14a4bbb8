"""Sending invitations to recipients, and reminding them once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from quiz.store.database import Database
from quiz.store.outbox import NewMail, queue
from quiz.store.recipient_records import RECIPIENTS, Recipient, can_be_reminded
from quiz.store.schema import invitations, opt_outs, recipient_lists, recipients, teams
from quiz.store.search_terms import recipient_columns
from quiz.store.tokens import hash_token
from quiz.text import folded_email

MOST_A_DAY = 1000
"""How many invitations and reminders a team sends within 24 hours."""

LONGEST = 8.0
"""Seconds that the database may take for them together: ten times as long as it usually does."""

MOST_OF_INVITATION = 5000
"""How many recipients an invitation has."""


@dataclass(frozen=True, slots=True)
class NewRecipient:
    """Somebody to invite; without a `mail` the team passes on the link itself.

    `token` is that of the link, made of `seed`; `stop_token` that of the page on which the address
    opts out.
    """

    email: str
    name: str | None
    seed: str
    token: str
    stop_token: str
    mail: NewMail | None


class TooManyRecipients(Exception):  # noqa: N818 - named for what it says
    """More would be sent than a team may send now; `left` is how many it still may."""

    def __init__(self, left: int) -> None:
        super().__init__(f"only {left} more can be sent now")
        self.left = left


class RecipientMails:
    """Queues the mails of personal invitations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def left(self, team: int, now: datetime) -> int:
        """Return how many invitations and reminders a team may still send now."""
        with self._database.read_connection("count what a team has sent") as connection:
            return MOST_A_DAY - _used(connection, team, now)

    def invite(
        self,
        team: int,
        invitation: int,
        recruiter: int,
        new: Sequence[NewRecipient],
        now: datetime,
    ) -> int:
        """Add recipients and queue their mails, all or none; return how many were new.

        Addresses that have the invitation already, or have opted out, are left out. The list
        that the recruiter has entered is deleted. Raises TooManyRecipients.
        """
        hashes = {hash_token(each.stop_token): each for each in new}
        with self._database.write_transaction("send invitations", patient=True) as connection:
            self._database.be_patient(connection.connection.driver_connection, LONGEST)
            _lock(connection, team)
            connection.execute(
                delete(recipient_lists).where(
                    recipient_lists.c.invitation == invitation,
                    recipient_lists.c.recruiter == recruiter,
                )
            )
            known = set(
                connection.scalars(
                    select(recipients.c.email_folded).where(recipients.c.invitation == invitation)
                )
            )
            opted_out = select(opt_outs.c.stop_hash).where(opt_outs.c.stop_hash.in_(list(hashes)))
            refused = set(connection.scalars(opted_out))
            wanted = [
                each
                for stop_hash, each in hashes.items()
                if stop_hash not in refused and folded_email(each.email) not in known
            ]
            left = min(MOST_A_DAY - _used(connection, team, now), MOST_OF_INVITATION - len(known))
            if len(wanted) > left:
                raise TooManyRecipients(max(0, left))
            if wanted:
                _add(connection, wanted, {"invitation": invitation, "recruiter": recruiter}, now)
        return len(wanted)

    def number_to_remind(self, invitation: int) -> int:
        """Return how many recipients would be reminded."""
        query = select(func.count()).select_from(recipients).where(can_be_reminded(invitation))
        with self._database.read_connection("count whom to remind") as connection:
            return connection.scalar(query) or 0

    def remind(
        self, team: int, invitation: int, write: Callable[[Recipient], NewMail], now: datetime
    ) -> int:
        """Remind those who were sent an invitation and have not finished, each of them once.

        `write` makes the mail of each. Returns how many are reminded. Raises TooManyRecipients.
        """
        with self._database.write_transaction("send reminders", patient=True) as connection:
            self._database.be_patient(connection.connection.driver_connection, LONGEST)
            _lock(connection, team)
            query = RECIPIENTS.where(can_be_reminded(invitation)).order_by(recipients.c.id)
            # Locked, so that none is deleted before its mail is queued.
            locked = query.with_for_update(of=recipients)
            found = [Recipient(*row) for row in connection.execute(locked)]
            left = MOST_A_DAY - _used(connection, team, now)
            if len(found) > left:
                raise TooManyRecipients(max(0, left))
            if found:
                ids = [each.id for each in found]
                connection.execute(
                    update(recipients).where(recipients.c.id.in_(ids)).values(reminded_at=now)
                )
                queue(connection, [replace(write(each), invited=each.id) for each in found], now)
        return len(found)


def _add(
    connection: Connection, new: Sequence[NewRecipient], of: Mapping[str, int], now: datetime
) -> None:
    """Add recipients with their mails, in few statements: meanwhile nobody else can write."""
    rows = [
        {
            **of,
            "email": each.email,
            "email_folded": folded_email(each.email),
            "name": each.name,
            **recipient_columns(each.email, each.name),
            "seed": each.seed,
            "token_hash": hash_token(each.token),
            "stop_hash": hash_token(each.stop_token),
            "added_at": now,
        }
        for each in new
    ]
    added = insert(recipients).returning(recipients.c.id, sort_by_parameter_order=True)
    ids = connection.scalars(added, rows).all()
    mails = zip(ids, (each.mail for each in new), strict=True)
    written = [replace(mail, invited=id_) for id_, mail in mails if mail]
    if written:
        queue(connection, written, now)


def _lock(connection: Connection, team: int) -> None:
    """Let no other process send anything of a team until the transaction ends."""
    connection.execute(select(teams.c.id).where(teams.c.id == team).with_for_update())


def _used(connection: Connection, team: int, now: datetime) -> int:
    since = now - timedelta(days=1)
    its = recipients.c.invitation.in_(select(invitations.c.id).where(invitations.c.team == team))
    return sum(
        connection.scalar(select(func.count()).select_from(recipients).where(its, moment > since))
        or 0
        for moment in (recipients.c.added_at, recipients.c.reminded_at)
    )
