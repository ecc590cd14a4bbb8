"""The store: opens a database, and names what is kept in it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from quiz.store import upgrade
from quiz.store.accounts import Accounts
from quiz.store.api_tokens import ApiTokens
from quiz.store.audit import Audit
from quiz.store.backup import Report, count_rows, restore_backup, write_backup
from quiz.store.board import Board
from quiz.store.bulk_changes import BulkChanges
from quiz.store.database_urls import database_at
from quiz.store.deletion import Deletion
from quiz.store.digests import Digests
from quiz.store.editions import Editions
from quiz.store.erasure import Erasure
from quiz.store.errors import StoreError
from quiz.store.identities import Identities
from quiz.store.invitations import Invitations
from quiz.store.jobs import Jobs
from quiz.store.kept import Kept, count_kept
from quiz.store.links import Links
from quiz.store.mail_templates import MailTemplates
from quiz.store.memberships import Memberships
from quiz.store.new_passwords import NewPasswords
from quiz.store.news import News
from quiz.store.notes import Notes
from quiz.store.offices import Offices
from quiz.store.openings import Openings
from quiz.store.operators import Operators
from quiz.store.opt_outs import OptOuts
from quiz.store.outbox import Outbox
from quiz.store.passkeys import Passkeys
from quiz.store.person_data import PersonData
from quiz.store.purge import Purge
from quiz.store.rate_limits import RateLimits
from quiz.store.recipient_lists import RecipientLists
from quiz.store.recipient_mails import RecipientMails
from quiz.store.recipients import Recipients
from quiz.store.removals import Removals
from quiz.store.results import Results
from quiz.store.retention import Retention
from quiz.store.saved_views import SavedViews
from quiz.store.second_factors import SecondFactors
from quiz.store.sessions import Sessions
from quiz.store.shares import Shares
from quiz.store.sign_ins import SignIns
from quiz.store.stages import Stages
from quiz.store.storage import Storage
from quiz.store.summary import Summaries
from quiz.store.upkeep import Upkeep, every
from quiz.store.visits import Visits
from quiz.store.webhook_queue import WebhookQueue
from quiz.store.webhooks import Webhooks
from quiz.store.work import Work


class Store:
    """Keeps results in the database at `url`; all its methods can be used by many threads.

    A result older than `retention` is not found any more; None keeps results for ever, and so it
    is with the entries of the audit and `audit_kept`. Above `most_results`, results that are not
    in use are deleted early once the upkeep is started.
    Every failure of the database is raised as StoreError, within about five seconds. As a
    context manager, the store closes its connections at the end.
    """

    def __init__(
        self,
        url: str,
        *,
        retention: timedelta | None = None,
        audit_kept: timedelta | None = None,
        most_results: int | None = None,
    ) -> None:
        database = self._database = database_at(url)
        self._most_results = most_results
        kept_for = Retention(retention)
        erasure = Erasure(database)
        self.editions = Editions(database)
        self.limits = RateLimits(database)
        self.storage = Storage(database, erasure, most_results)
        self.results = Results(
            database, self.editions, erasure, kept_for, self.limits, self.storage
        )
        self.links = Links(database, kept_for)
        self.invitations = Invitations(database)
        self.visits = Visits(database, self.limits)
        self.openings = Openings(database)
        self.board = Board(database, kept_for)
        self.saved_views = SavedViews(database)
        self.notes = Notes(database, erasure, kept_for)
        self.stages = Stages(database)
        self.bulk_changes = BulkChanges(database, erasure, kept_for)
        self.work = Work(database, kept_for)
        self.summaries = Summaries(database, kept_for)
        self.shares = Shares(database, kept_for)
        self.removals = Removals(database, erasure, kept_for)
        self.person_data = PersonData(database, kept_for)
        self.deletion = Deletion(database, erasure, kept_for)
        self.news = News(database, kept_for)
        self.digests = Digests(database, self.news)
        self.recipients = Recipients(database, erasure, kept_for)
        self.recipient_lists = RecipientLists(database, erasure)
        self.recipient_mails = RecipientMails(database)
        self.opt_outs = OptOuts(database, erasure)
        self.purge = Purge(database, erasure, kept_for, self.visits, self.openings, audit_kept)
        self.accounts = Accounts(database)
        self.memberships = Memberships(database)
        self.operators = Operators(database, self.accounts, self.memberships)
        self.identities = Identities(database)
        self.offices = Offices(database)
        self.new_passwords = NewPasswords(database)
        self.sessions = Sessions(database)
        self.sign_ins = SignIns(database)
        self.second_factors = SecondFactors(database)
        self.passkeys = Passkeys(database)
        self.api_tokens = ApiTokens(database)
        self.audit = Audit(database)
        self.jobs = Jobs(database)
        self.outbox = Outbox(database, erasure)
        self.webhooks = Webhooks(database)
        self.webhook_queue = WebhookQueue(database)
        self.mail_templates = MailTemplates(database)
        self.upkeep = Upkeep(
            (
                lambda _now: self.storage.write_openings(),
                lambda _now: self.openings.write(),
                every(timedelta(minutes=1), self.limits.delete_ended),
                every(timedelta(minutes=1), self.storage.enforce),
                every(timedelta(minutes=10), self.removals.finish),
                erasure.wipe_if_due,
            )
        )

    @property
    def wipes_files(self) -> bool:
        """Whether the upkeep overwrites what deleted rows leave in the files."""
        return self._database.keeps_deleted_bytes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def upgrade(self) -> None:
        """Bring the tables up to date, creating them where there are none. Writes if needed."""
        upgrade.upgrade(self._database)

    def create(self) -> None:
        """Create the database and its tables if there are none. Writes if needed."""
        upgrade.create(self._database)

    def check(self) -> None:
        """Raise StoreError unless the database can be read and its tables are up to date."""
        upgrade.check(self._database)

    def backup(self, path: Path, report: Report) -> None:
        """Write everything to the file at `path`, while others go on using the database."""
        write_backup(self._database, path, report)

    def restore(self, path: Path, report: Report) -> None:
        """Replace everything by the backup at `path`, all or nothing."""
        restore_backup(self._database, path, report)

    def count_rows(self) -> dict[str, int]:
        """Return the number of rows by table."""
        return count_rows(self._database)

    def count_kept(self, now: datetime) -> Kept:
        """Return how much is kept."""
        return count_kept(self._database, self._most_results, now)

    def close(self) -> None:
        """End the upkeep and close all connections; the next use opens new ones."""
        self.upkeep.stop()
        with suppress(StoreError):
            self.storage.write_openings()
            self.openings.write()
        self._database.close()
