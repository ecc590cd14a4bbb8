"""The tables of news: up to when a recruiter has seen them, and digests of them by mail."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table, Text

from quiz.store.moments import UtcDateTime
from quiz.store.schema.metadata import metadata

news_seen = Table(
    "news_seen",
    metadata,
    Column("recruiter", ForeignKey("recruiters.id", ondelete="CASCADE"), primary_key=True),
    Column("team", ForeignKey("teams.id"), primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False),
)

# Who gets a digest by mail. `covered_until` is when the last one was made, or when it was turned
# on; `next_at` is when the next one is due, and empty while it is off. The token of the link that
# turns it off is made of `seed` and the secret key.
digests = Table(
    "digests",
    metadata,
    Column("recruiter", ForeignKey("recruiters.id", ondelete="CASCADE"), primary_key=True),
    Column("team", ForeignKey("teams.id"), primary_key=True),
    Column("every", Text, nullable=False),  # day | week
    Column("language", Text, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("covered_until", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, index=True),
)
