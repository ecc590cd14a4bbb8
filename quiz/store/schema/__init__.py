"""The tables, as they stand after the last migration."""

from quiz.store.schema.accounts import (
    api_tokens,
    audit,
    identities,
    memberships,
    offices,
    passkeys,
    recovery_codes,
    recruiter_sessions,
    recruiters,
    sign_ins,
    teams,
)
from quiz.store.schema.board import (
    departures,
    invitation_openings,
    invitations,
    notes,
    removals,
    saved_views,
    share_results,
    shares,
    stages,
    visits,
)
from quiz.store.schema.mail import mail_templates, outbox
from quiz.store.schema.metadata import metadata
from quiz.store.schema.news import digests, news_seen
from quiz.store.schema.recipients import opt_outs, recipient_lists, recipients
from quiz.store.schema.results import STORED, attempts, editions, jobs, results, upkeep
from quiz.store.schema.webhooks import webhook_deliveries, webhooks

__all__ = [
    "STORED",
    "api_tokens",
    "attempts",
    "audit",
    "departures",
    "digests",
    "editions",
    "identities",
    "invitation_openings",
    "invitations",
    "jobs",
    "mail_templates",
    "memberships",
    "metadata",
    "news_seen",
    "notes",
    "offices",
    "opt_outs",
    "outbox",
    "passkeys",
    "recipient_lists",
    "recipients",
    "recovery_codes",
    "recruiter_sessions",
    "recruiters",
    "removals",
    "results",
    "saved_views",
    "share_results",
    "shares",
    "sign_ins",
    "stages",
    "teams",
    "upkeep",
    "visits",
    "webhook_deliveries",
    "webhooks",
]
