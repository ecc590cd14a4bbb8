"""The tables of teams, their accounts, and how these sign in."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
)

from quiz.store.encoding import ColumnsJson
from quiz.store.moments import UtcDateTime
from quiz.store.schema.metadata import id_column, metadata

# One row, with no name, stands for those who run the quiz: `is_operators`. It is no team of
# recruiters, and only the accounts of operators are in it.
teams = Table(
    "teams",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("time_zone", Text, nullable=False, server_default="UTC"),  # such as Asia/Tokyo
    Column("requires_second_factor", Boolean, nullable=False, server_default=false()),
    Column("is_operators", Boolean, nullable=False, server_default=false()),
    sqlite_autoincrement=True,
)

# What a team shows of its office on invitations, posters and in mails: `names` are by language,
# `logo` is a PNG file that the quiz itself has drawn.
offices = Table(
    "offices",
    metadata,
    Column("team", ForeignKey("teams.id"), primary_key=True),
    Column("names", JSON, nullable=False),
    Column("contact", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("address", Text),
    Column("page", Text),
    Column("logo_digest", String(64), index=True),
    Column("logo_width", Integer),
    Column("logo_height", Integer),
    Column("logo", LargeBinary),
)

# `email` is folded, so that one address has one account however it is written. An account
# without a `password_hash` is set up by its owner with the token of `setup_hash`. `last_team` is
# the team that was worked in last, in which the next session begins; which teams somebody
# belongs to is in `memberships` alone.
recruiters = Table(
    "recruiters",
    metadata,
    id_column(),
    Column("team", ForeignKey("teams.id"), key="last_team", nullable=False, index=True),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text),
    Column("setup_hash", String(64), unique=True),
    Column("setup_ends_at", UtcDateTime),
    Column("disabled_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("signed_in_at", UtcDateTime),  # the last time
    Column("totp_secret", Text),  # of an authenticator app, encrypted
    Column("totp_step", BigInteger),  # the time step of the last code that was used
    sqlite_autoincrement=True,
)

# That an account belongs to a team. Until its owner has joined, `name` is what the administrator
# wrote, and the link of `join_hash` is how they join. Rows are kept after somebody has left.
memberships = Table(
    "memberships",
    metadata,
    Column("recruiter", ForeignKey("recruiters.id", ondelete="CASCADE"), primary_key=True),
    Column("team", ForeignKey("teams.id"), primary_key=True, index=True),
    Column("role", Text, nullable=False),
    Column("name", Text),
    Column("columns", ColumnsJson),  # of the board; None: the usual ones
    Column("join_hash", String(64), unique=True),
    Column("join_ends_at", UtcDateTime),
    Column("joined_at", UtcDateTime),
    Column("disabled_at", UtcDateTime),
    Column("left_at", UtcDateTime),
    # Whether it follows what the identity provider says at each sign-in.
    Column("from_provider", Boolean, nullable=False, server_default=false()),
)

# Whom an identity provider knows an account as.
identities = Table(
    "identities",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column(
        "recruiter", ForeignKey("recruiters.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("linked_at", UtcDateTime, nullable=False),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("recruiter", ForeignKey("recruiters.id", ondelete="CASCADE"), primary_key=True),
    Column("code_hash", String(64), primary_key=True),
)

passkeys = Table(
    "passkeys",
    metadata,
    id_column(),
    Column(
        "recruiter", ForeignKey("recruiters.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("credential", Text, nullable=False, unique=True),  # its id, in base64url
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    sqlite_autoincrement=True,
)

# Sign-ins whose password was right and whose second factor is still to come.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column(
        "recruiter", ForeignKey("recruiters.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("team", ForeignKey("teams.id"), nullable=False),  # in which the session is to begin
    Column("ends_at", UtcDateTime, nullable=False, index=True),
    Column("draft", Text),
)

recruiter_sessions = Table(
    "recruiter_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column(
        "recruiter", ForeignKey("recruiters.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("team", ForeignKey("teams.id"), nullable=False),  # that is worked in now
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False, index=True),
    Column("draft", Text),  # what was typed when the session before had ended
    Column("browser", Text),  # its name and system, such as Firefox|Windows
    # Whether an identity provider has asked for a second factor.
    Column("two_factors", Boolean, nullable=False, server_default=false()),
)

# What a program of a team proves itself by; it acts for the recruiter who made it.
api_tokens = Table(
    "api_tokens",
    metadata,
    id_column(),
    Column("team", ForeignKey("teams.id"), nullable=False, index=True),
    Column("recruiter", ForeignKey("recruiters.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("access", Text, nullable=False),  # read | write
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    sqlite_autoincrement=True,
)

# What was done, and by which recruiter: none where it was a command. Sign-ins with an address
# that has no account have no team.
audit = Table(
    "audit",
    metadata,
    id_column(),
    Column("team", ForeignKey("teams.id")),
    Column("recruiter", ForeignKey("recruiters.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("action", Text, nullable=False),
    Column("detail", JSON, nullable=False),
    Index("ix_audit_team", "team", "id"),
    sqlite_autoincrement=True,
)
