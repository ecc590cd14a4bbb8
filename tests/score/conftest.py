"""Which tests of this folder are collected: that of Spark with --long alone.

PySpark takes 500 MB and a session of it seconds to start, so `make test-long` alone installs it.
"""

from __future__ import annotations

from support.selection import runs_long

collect_ignore = [] if runs_long() else ["test_sql_in_spark.py"]
