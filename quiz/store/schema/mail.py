"""The tables of mails."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from quiz.store.moments import UtcDateTime
from quiz.store.schema.metadata import id_column, metadata

# What a team writes often: subjects and texts are by language, with fields in braces.
mail_templates = Table(
    "mail_templates",
    metadata,
    id_column(),
    Column("team", ForeignKey("teams.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("subjects", JSON, nullable=False),
    Column("texts", JSON, nullable=False),
    UniqueConstraint("team", "name"),
    sqlite_autoincrement=True,
)

# Mails that wait to be sent, and those that a team has sent about a result. `token` identifies a
# mail in its Message-ID. `unsubscribe` is the URL by which the recipient of an invitation gets no
# more of them. `next_try_at` is empty once a mail is sent or given up; while a worker
# sends it, that is when another one may.
outbox = Table(
    "outbox",
    metadata,
    id_column(),
    Column("token", String(32), nullable=False, unique=True),
    Column("recruiter", ForeignKey("recruiters.id")),
    Column("result", ForeignKey("results.id", ondelete="CASCADE"), index=True),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),  # queued | sent | refused
    Column("attempts", Integer, nullable=False),
    Column("reason", Text),  # why it was refused or put off
    Column("queued_at", UtcDateTime, nullable=False),
    Column("next_try_at", UtcDateTime, index=True),
    Column("ended_at", UtcDateTime),
    Column("invited", ForeignKey("recipients.id", ondelete="CASCADE"), index=True),
    Column("unsubscribe", Text),
    sqlite_autoincrement=True,
)
