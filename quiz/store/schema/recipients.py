"""The tables of personal invitations: to whom each was sent, and who wants none."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, String, Table, Text, UniqueConstraint

from quiz.store.moments import UtcDateTime
from quiz.store.schema.metadata import id_column, metadata

# Those who get an invitation by a link of their own. The token of the link is made of `seed` and
# the secret key. `stop_hash` is that of the address in `opt_outs`; `email_folded` is the address
# in the form in which two are compared. `recruiter` is who sent it last. `sought` is the address
# and the name as they are searched; see search_terms.py.
recipients = Table(
    "recipients",
    metadata,
    id_column(),
    Column("invitation", ForeignKey("invitations.id", ondelete="CASCADE"), nullable=False),
    Column("recruiter", ForeignKey("recruiters.id"), nullable=False),
    Column("email", Text, nullable=False),
    Column("email_folded", Text, nullable=False, index=True),
    Column("name", Text),
    Column("seed", String(64), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("stop_hash", String(64), nullable=False, index=True),
    Column("added_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("reminded_at", UtcDateTime),
    Column("refused_at", UtcDateTime),
    Column("reason", Text),  # why it was refused
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("result", ForeignKey("results.id", ondelete="SET NULL"), index=True),
    Column("sought", Text, nullable=False, server_default=""),
    UniqueConstraint("invitation", "email_folded"),
    sqlite_autoincrement=True,
)

# What a recruiter has pasted or imported for an invitation, until it is sent or thrown away.
recipient_lists = Table(
    "recipient_lists",
    metadata,
    Column("invitation", ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True),
    Column("recruiter", ForeignKey("recruiters.id", ondelete="CASCADE"), primary_key=True),
    Column("entries", JSON, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)

# Addresses to which no team sends invitations: the hash of a token that is made of the address
# and the secret key, so that nobody finds an address from it.
opt_outs = Table(
    "opt_outs",
    metadata,
    Column("stop_hash", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
