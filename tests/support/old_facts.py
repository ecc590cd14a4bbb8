"""The small rules file, with facts that were checked some days ago."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

SMALL = Path(__file__).parents[1] / "web/small.yaml"


def checked_days_ago(folder: Path, days: int, *, fact: int | None = None) -> Path:
    """Write the file as checked so many days ago, and its first fact as another number."""
    today = dt.datetime.now(dt.UTC).date()
    file, first = (
        f"checked: {today - dt.timedelta(days=ago)}"
        for ago in (days, days if fact is None else fact)
    )
    path = folder / "rules.yaml"
    text = re.sub(r"checked: \S+", file, SMALL.read_text())
    path.write_text(text.replace(f"    {file}", f"    {first}", 1))
    return path
