"""The tables of a team's work: invitations, stages, notes, views and shares."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from quiz.store.moments import UtcDateTime
from quiz.store.schema.metadata import id_column, metadata

# A link to take the quiz by; the team sees the results that come by it.
invitations = Table(
    "invitations",
    metadata,
    id_column(),
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
    Column("sites", JSON, nullable=False, server_default="[]"),  # origins that may embed the quiz
    Column("kept_days", Integer),  # of its results, where it shortens the retention
    sqlite_autoincrement=True,
)

# What a team took off its board at once, and who did it: it can be put back for some time.
removals = Table(
    "removals",
    metadata,
    id_column(),
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
    id_column(),
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
    id_column(),
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
    id_column(),
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
    id_column(),
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
    id_column(),
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
