"""Give teams a time zone, and let a search find addresses and notes, however names are written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.search_terms import folded
from quiz.text import folded_email

revision = "0007"
down_revision = "0006"

results = sa.table(
    "results", *map(sa.column, ("id", "name", "name_folded", "email", "email_folded"))
)
notes = sa.table("notes", *map(sa.column, ("id", "kind", "says", "says_folded")))
recruiters = sa.table("recruiters", sa.column("id"), sa.column("email"))


def upgrade() -> None:
    """Add the time zones, and the texts as a search finds them."""
    op.add_column(
        "teams", sa.Column("time_zone", sa.Text, nullable=False, server_default=sa.text("'UTC'"))
    )
    op.add_column("results", sa.Column("email_folded", sa.Text))
    op.add_column("notes", sa.Column("says_folded", sa.Text))
    connection = op.get_bind()
    for table, text, searched in (
        (results, results.c.name, results.c.name_folded),
        (results, results.c.email, results.c.email_folded),
        (notes, notes.c.says, notes.c.says_folded),
    ):
        query = sa.select(table.c.id, text).where(text.is_not(None))
        if table is notes:
            query = query.where(notes.c.kind == "note")
        for id_, written in connection.execute(query).all():
            values = {searched.name: folded(written)}
            connection.execute(sa.update(table).where(table.c.id == id_).values(values))
    _fold_addresses(connection)


def _fold_addresses(connection: sa.Connection) -> None:
    """Fold the addresses of accounts as sign-in now does, where no other account has the folded."""
    addresses = {row.email: row.id for row in connection.execute(sa.select(recruiters))}
    for email, id_ in tuple(addresses.items()):
        address = folded_email(email)
        if address not in addresses:
            addresses[address] = id_
            connection.execute(
                sa.update(recruiters).where(recruiters.c.id == id_).values(email=address)
            )


def downgrade() -> None:
    """Forget both; what was written stays."""
    op.drop_column("notes", "says_folded")
    op.drop_column("results", "email_folded")
    op.drop_column("teams", "time_zone")
