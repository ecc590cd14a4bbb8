"""Keeps results with their rules files, and accounts, in SQLite or PostgreSQL.

Nothing outside knows SQL, or sees a connection, a row or an exception of the database; the
store knows nothing of the web.
"""

from quiz.store import conditions
from quiz.store.account_records import (
    Account,
    Action,
    AuditEntry,
    NewPasskey,
    NewRecruiter,
    OpenSession,
    Passkey,
    Recruiter,
    Role,
    Session,
    SignIn,
    State,
    Team,
)
from quiz.store.api_tokens import ApiAccess, ApiToken
from quiz.store.board import Neighbours
from quiz.store.bulk_changes import BulkChange, BulkKind
from quiz.store.digests import Digest, Digests, Every, NewDigest
from quiz.store.errors import StorageFull, StoreError, WipeError
from quiz.store.filter import BoardFilter, Sort, Which
from quiz.store.invitations import Invitation, NewInvitation, Opening, Terms
from quiz.store.jobs import RETRY_AFTER, JobName, JobRun
from quiz.store.kept import Kept
from quiz.store.mail_templates import MailTemplate
from quiz.store.memberships import Welcome
from quiz.store.news import NEWS_KINDS, NewsItem, NewsKind
from quiz.store.notes import Note
from quiz.store.offices import Logo, Office, OfficeDetails
from quiz.store.outbox import MailState, NewMail, Outbox, QueuedMail, Waiting, WrittenMail
from quiz.store.person_data import PersonResult
from quiz.store.rate_limits import Quota, QuotaExceeded
from quiz.store.recipient_mails import NewRecipient, TooManyRecipients
from quiz.store.recipient_records import (
    RECIPIENT_STATES,
    Progress,
    Reached,
    Recipient,
    RecipientState,
)
from quiz.store.removals import Removal, Removed
from quiz.store.result_counts import ResultsCounts
from quiz.store.result_records import (
    BoardPage,
    BoardRow,
    KeptResult,
    Link,
    NewResult,
    Reveal,
    StoredResult,
)
from quiz.store.saved_views import SavedView
from quiz.store.stages import End, Stage
from quiz.store.store import Store
from quiz.store.summary import DepartureCounts, Missing, MissingCounts, ResultGroup, VisitGroup
from quiz.store.tokens import hash_token
from quiz.store.webhook_events import WEBHOOK_EVENTS, WebhookEvent
from quiz.store.webhook_queue import QueuedDelivery, WebhookQueue
from quiz.store.webhooks import Delivery, Notice, Webhook
from quiz.store.work import Changes

__all__ = [
    "NEWS_KINDS",
    "RECIPIENT_STATES",
    "RETRY_AFTER",
    "WEBHOOK_EVENTS",
    "Account",
    "Action",
    "ApiAccess",
    "ApiToken",
    "AuditEntry",
    "BoardFilter",
    "BoardPage",
    "BoardRow",
    "BulkChange",
    "BulkKind",
    "Changes",
    "Delivery",
    "DepartureCounts",
    "Digest",
    "Digests",
    "End",
    "Every",
    "Invitation",
    "JobName",
    "JobRun",
    "Kept",
    "KeptResult",
    "Link",
    "Logo",
    "MailState",
    "MailTemplate",
    "Missing",
    "MissingCounts",
    "Neighbours",
    "NewDigest",
    "NewInvitation",
    "NewMail",
    "NewPasskey",
    "NewRecipient",
    "NewRecruiter",
    "NewResult",
    "NewsItem",
    "NewsKind",
    "Note",
    "Notice",
    "Office",
    "OfficeDetails",
    "OpenSession",
    "Opening",
    "Outbox",
    "Passkey",
    "PersonResult",
    "Progress",
    "QueuedDelivery",
    "QueuedMail",
    "Quota",
    "QuotaExceeded",
    "Reached",
    "Recipient",
    "RecipientState",
    "Recruiter",
    "Removal",
    "Removed",
    "ResultGroup",
    "ResultsCounts",
    "Reveal",
    "Role",
    "SavedView",
    "Session",
    "SignIn",
    "Sort",
    "Stage",
    "State",
    "StorageFull",
    "Store",
    "StoreError",
    "StoredResult",
    "Team",
    "Terms",
    "TooManyRecipients",
    "VisitGroup",
    "Waiting",
    "Webhook",
    "WebhookEvent",
    "WebhookQueue",
    "Welcome",
    "Which",
    "WipeError",
    "WrittenMail",
    "conditions",
    "hash_token",
]
