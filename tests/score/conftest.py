"""Which tests of this folder are collected: that of Spark with --long alone.

PySpark takes 500 MB and a session of it seconds to start, so `make test-long` alone installs it.
"""

from __future__ import annotations

from pathlib import Path

from support.selection import runs_long


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the test of Spark; not when this file is read, which may be before --long is."""
    return True if collection_path.name == "test_sql_in_spark.py" and not runs_long() else None
