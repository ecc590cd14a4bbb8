"""What is said of a mail or a delivery at which the quiz itself has failed."""

from __future__ import annotations

from quiz.text import one_line

LONGEST = 300


def failure_of_our_own(error: Exception) -> str:
    """Return the reason that is kept and shown; the log has the traceback."""
    return one_line(f"the quiz failed at it: {type(error).__name__}: {error}")[:LONGEST]
