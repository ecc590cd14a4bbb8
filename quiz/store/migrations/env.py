"""Runs the migrations on the connection that quiz.store.upgrade hands over.

The caller has begun the transaction and holds the lock, so a migration happens once
and whole, or not at all.
"""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,
)
context.run_migrations()
