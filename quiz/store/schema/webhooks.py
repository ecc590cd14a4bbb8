"""The tables of webhooks: where a team's programs are told what happens, and what was told."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from quiz.store.moments import UtcDateTime
from quiz.store.schema.metadata import id_column, metadata

# `seed` and the secret key make the secret that signs; the one before counts until `old_until`.
# Nothing is sent before `resumes_at`. The notice is what administrators get where it is turned off.
webhooks = Table(
    "webhooks",
    metadata,
    id_column(),
    Column("team", ForeignKey("teams.id"), nullable=False, index=True),
    Column("recruiter", ForeignKey("recruiters.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("events", JSON, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("old_seed", String(64)),
    Column("old_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("failing_since", UtcDateTime),
    Column("resumes_at", UtcDateTime),
    Column("off_at", UtcDateTime),
    Column("off_reason", Text),
    Column("notice_subject", Text, nullable=False),
    Column("notice_text", Text, nullable=False),
    Column("notice_language", Text, nullable=False),
    sqlite_autoincrement=True,
)

# What was or will be told. `next_try_at` is empty once that is over; while a worker sends it, it
# is when another one may.
webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    id_column(),
    Column("webhook", ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("event", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("state", Text, nullable=False),  # queued | sent | failed
    Column("attempts", Integer, nullable=False),
    Column("status", Integer),  # of the last answer
    Column("reason", Text),  # why the last attempt failed
    Column("queued_at", UtcDateTime, nullable=False),
    Column("next_try_at", UtcDateTime, index=True),
    Column("ended_at", UtcDateTime),
    sqlite_autoincrement=True,
)
