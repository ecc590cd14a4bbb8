"""Let a board find a result of an exact tie by each of its best matches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from quiz.store.search_terms import tied

revision = "0008"
down_revision = "0007"

results = sa.table(
    "results", sa.column("id"), sa.column("outcome", sa.JSON), sa.column("sought", sa.Text)
)


def upgrade() -> None:
    """Add the other best matches of each tie to the terms of results that have a team."""
    connection = op.get_bind()
    stored = sa.cast(results.c.outcome, sa.Text)
    searched = sa.select(results).where(
        results.c.sought.is_not(None),
        stored.not_like('%"tied": []%'),
        stored.not_like('%"tied":[]%'),
    )
    for id_, outcome, sought in connection.execute(searched).all():
        if outcome["tied"]:
            terms = " ".join(map(tied, outcome["tied"]))
            connection.execute(
                sa.update(results).where(results.c.id == id_).values(sought=f"{sought}{terms} ")
            )


def downgrade() -> None:
    """Leave the terms: nothing searched for them."""
