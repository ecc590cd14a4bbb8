"""Fixtures of the operator's pages, whose tests run on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from web.recruiters.conftest import _cheap_hashes, database, settings, teams

__all__ = ["_cheap_hashes", "database", "settings", "teams"]
