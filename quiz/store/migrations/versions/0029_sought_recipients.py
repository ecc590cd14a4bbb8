"""Let a team find the people that it has invited, however their names are written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.search_terms import recipient_columns

revision = "0029"
down_revision = "0028"

recipients = sa.table("recipients", *map(sa.column, ("id", "email", "name", "sought")))
FOLDED = {"results": ("name_folded", "email_folded"), "notes": ("says_folded",)}
SPELT = {"ø": "o", "æ": "ae", "ð": "d", "ħ": "h"}
"""Letters of folded texts until now, where ǿ and ǽ had become ø and æ, and what they become."""


def upgrade() -> None:
    """Add what is searched of recipients, and fold what was folded otherwise before."""
    op.add_column(
        "recipients", sa.Column("sought", sa.Text, nullable=False, server_default=sa.text("''"))
    )
    connection = op.get_bind()
    query = sa.select(recipients.c.id, recipients.c.email, recipients.c.name)
    for id_, email, name in connection.execute(query).all():
        values = recipient_columns(email, name)
        connection.execute(sa.update(recipients).where(recipients.c.id == id_).values(values))
    for table, columns in FOLDED.items():
        for name in columns:
            _spell(connection, sa.table(table, sa.column(name)), name)


def _spell(connection: sa.Connection, table: sa.TableClause, name: str) -> None:
    """Replace the letters in a column of folded texts, in the rows that have any."""
    column = table.c[name]
    spelt: sa.ColumnElement[str] = column
    for letter, plain in SPELT.items():
        spelt = sa.func.replace(spelt, letter, plain)
    has_any = sa.or_(*(column.contains(letter) for letter in SPELT))
    connection.execute(sa.update(table).where(has_any).values({name: spelt}))


def downgrade() -> None:
    """Forget what is searched of recipients; folded texts stay as they are."""
    op.drop_column("recipients", "sought")
