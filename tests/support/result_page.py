"""The team's page of a result: its address, and the answers of the result."""

from __future__ import annotations

ONE = "/recruiter/results/1"
FLAT = {
    "home": ("flat",),
    "neighbours": ("love",),
    "likes": ("melody", "rhythm"),
    "skill": ("none",),
}
