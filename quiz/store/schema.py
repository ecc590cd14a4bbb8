"""The tables, as they stand after the last migration."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    false,
)

from quiz.store.encoding import AnswersJson, ColumnsJson, OutcomeJson
from quiz.store.moments import UtcDateTime
from quiz.store.result_records import StoredResult

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

editions = Table(
    "editions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("first_used_at", UtcDateTime, nullable=False),
)

_NOT_IN_USE = column("in_use", Boolean).is_(false())

# JSON and not JSONB on PostgreSQL: the order of positions and reasons is part of an outcome.
# AUTOINCREMENT on SQLite: the id of a deleted result never becomes somebody else's.
results = Table(
    "results",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("digest", ForeignKey("editions.digest"), nullable=False),
    Column("language", Text, nullable=False),
    Column("answers", AnswersJson, nullable=False),
    Column("outcome", OutcomeJson, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # Identifies what an applicant sent; the token of the link is made of it and `address`.
    Column("submission", String(64), nullable=False, server_default=""),
    Column("address", Integer, nullable=False, server_default="0"),
    Column("reveal", Text, nullable=False, server_default="reasons"),
    Column("name", Text),
    Column("closes_at", UtcDateTime),
    Column("openings", Integer, nullable=False, server_default="0"),
    Column("opened_at", UtcDateTime),
    Column("owner_hash", String(64)),
    Column("name_folded", Text),  # the name as it is searched; see search_terms.py
    # Of a result that came by an invitation: what its team's board shows and searches.
    Column("invitation", ForeignKey("invitations.id"), index=True),
    Column("email", Text),
    Column("email_folded", Text),
    Column("best", Text),
    Column("fit", Integer),
    Column("sought", Text),
    Column("stage", ForeignKey("stages.id"), index=True),
    Column("in_charge", ForeignKey("recruiters.id")),
    Column("due_on", Date),  # when somebody is to come back to it
    Column("removal", ForeignKey("removals.id"), index=True),  # None while it is on the board
    # Whether it is never deleted early: see storage.py.
    Column("in_use", Boolean, nullable=False, server_default=false()),
    Index(
        "ix_results_not_in_use",
        "created_at",
        sqlite_where=_NOT_IN_USE,
        postgresql_where=_NOT_IN_USE,
    ),
    # What the views of a board ask for, so that SQLite counts them without reading the results.
    # PostgreSQL has no index with rows this long: see the storage of `sought` in 0013.
    Index(
        "ix_results_board",
        *("invitation", "removal", "created_at", "best", "fit", "stage", "in_charge"),
        *("email", "sought"),
        info={"dialect": "sqlite"},
    ),
    Index("ix_results_submission", "submission", unique=True),
    Index("ix_results_owner_hash", "owner_hash", unique=True),
    sqlite_autoincrement=True,
)

STORED = tuple(results.c[name] for name in StoredResult.__slots__)
"""The columns of a StoredResult, in the order of its fields."""

# How often something was tried that has a rate limit; deleted after `ends_at`.
attempts = Table(
    "attempts",
    metadata,
    Column("subject_hash", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False, index=True),
)

# At most one row: how many wipes of the files deletions have asked for, and how many of these
# are done; when a wipe was last tried, and how many seconds it took.
upkeep = Table(
    "upkeep",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wipes_asked", Integer, nullable=False),
    Column("wipes_done", Integer, nullable=False),
    Column("tried_at", UtcDateTime),
    Column("seconds", Float, nullable=False),
)

teams = Table(
    "teams",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("time_zone", Text, nullable=False, server_default="UTC"),  # such as Asia/Tokyo
    Column("requires_second_factor", Boolean, nullable=False, server_default=false()),
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
# without a `password_hash` is set up by its owner with the token of `setup_hash`.
recruiters = Table(
    "recruiters",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("team", ForeignKey("teams.id"), nullable=False, index=True),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text),
    Column("setup_hash", String(64), unique=True),
    Column("setup_ends_at", UtcDateTime),
    Column("disabled_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("columns", ColumnsJson),  # of the board; None: the usual ones
    Column("totp_secret", Text),  # of an authenticator app, encrypted
    Column("totp_step", BigInteger),  # the time step of the last code that was used
    sqlite_autoincrement=True,
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
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
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
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False, index=True),
    Column("draft", Text),  # what was typed when the session before had ended
    Column("browser", Text),  # its name and system, such as Firefox|Windows
)

# What a program of a team proves itself by; it acts for the recruiter who made it.
api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
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
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("team", ForeignKey("teams.id")),
    Column("recruiter", ForeignKey("recruiters.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("action", Text, nullable=False),
    Column("detail", JSON, nullable=False),
    Index("ix_audit_team", "team", "id"),
    sqlite_autoincrement=True,
)

# A link to take the quiz by; the team sees the results that come by it.
invitations = Table(
    "invitations",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("team", ForeignKey("teams.id"), nullable=False, index=True),
    Column("recruiter", ForeignKey("recruiters.id"), nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("opens_at", UtcDateTime),
    Column("closes_at", UtcDateTime),
    Column("places", Integer),
    Column("asks_name", Boolean, nullable=False),
    Column("asks_email", Boolean, nullable=False),
    Column("note", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("removal", ForeignKey("removals.id"), index=True),
    sqlite_autoincrement=True,
)

# What a team took off its board at once, and who did it: it can be put back for some time.
removals = Table(
    "removals",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("team", ForeignKey("teams.id"), nullable=False, index=True),
    Column("recruiter", ForeignKey("recruiters.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("what", Text, nullable=False),  # results | invitation | before
    Column("about", Text),  # the title of the invitation, or the day
    sqlite_autoincrement=True,
)

# The results that came by an invitation and have left its team: only when each was made, and
# how it left.
departures = Table(
    "departures",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column(
        "invitation", ForeignKey("invitations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("made_at", UtcDateTime, nullable=False),
    Column("kind", Text, nullable=False),  # withdrawn | removed | erased
    sqlite_autoincrement=True,
)

# How far a visit by an invitation came: `question` is the last one answered.
visits = Table(
    "visits",
    metadata,
    Column("sitting_hash", String(64), primary_key=True),
    Column(
        "invitation", ForeignKey("invitations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("started_at", UtcDateTime, nullable=False),
    Column("question", Text),
    Column("finished_at", UtcDateTime),
)

# How many browsers opened an invitation on a day in the time zone of its team.
invitation_openings = Table(
    "invitation_openings",
    metadata,
    Column("invitation", ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("number", Integer, nullable=False),
)

# How far a team can have come with a result, in its own order and words. `key` is that of one
# of the default stages; `names` are by language.
stages = Table(
    "stages",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("team", ForeignKey("teams.id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("key", Text),
    Column("names", JSON, nullable=False),
    Column("end", Text),  # recommended | declined | withdrawn
    Column("retired_at", UtcDateTime),
    sqlite_autoincrement=True,
)

# What a team wrote about a result, and the history of its work on it: for a change, `says` is
# the id of the stage or of the person in charge, or the day.
notes = Table(
    "notes",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("result", ForeignKey("results.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("recruiter", ForeignKey("recruiters.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("kind", Text, nullable=False),  # note | stage | in_charge | due_on | mail
    Column("says", Text, nullable=False),
    Column("says_folded", Text),  # of a note, as it is searched
    Column("edited_at", UtcDateTime),
    Column("was", Text),  # the id of the stage before, where many were changed at once
    sqlite_autoincrement=True,
)

# A filter of the board that a team has named: `query` is that of the board's address.
saved_views = Table(
    "saved_views",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("team", ForeignKey("teams.id"), nullable=False),
    Column("recruiter", ForeignKey("recruiters.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    UniqueConstraint("team", "name"),
    sqlite_autoincrement=True,
)

# A link by which a team shows results to others; its token is made of `seed` and the secret key.
shares = Table(
    "shares",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("team", ForeignKey("teams.id"), nullable=False, index=True),
    Column("recruiter", ForeignKey("recruiters.id"), nullable=False),
    Column("seed", String(64), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("reveal", Text, nullable=False),
    Column("names", Boolean, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("openings", Integer, nullable=False, server_default="0"),
    Column("opened_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

share_results = Table(
    "share_results",
    metadata,
    Column("share", ForeignKey("shares.id", ondelete="CASCADE"), primary_key=True),
    Column("result", ForeignKey("results.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("place", Integer, nullable=False),
)

# When each daily job was last begun, and how that run ended.
jobs = Table(
    "jobs",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("outcome", Text),
    Column("problem", Text),
)

# What a team writes often: subjects and texts are by language, with fields in braces.
mail_templates = Table(
    "mail_templates",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("team", ForeignKey("teams.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("subjects", JSON, nullable=False),
    Column("texts", JSON, nullable=False),
    UniqueConstraint("team", "name"),
    sqlite_autoincrement=True,
)

# Mails that wait to be sent, and those that a team has sent about a result. `token` identifies a
# mail in its Message-ID. `next_try_at` is empty once a mail is sent or given up; while a worker
# sends it, that is when another one may.
outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
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
    sqlite_autoincrement=True,
)
