"""The board of a team as a page: its address, its rows, and answers whose results it shows."""

from __future__ import annotations

from datetime import UTC, datetime

from support.visitor import Page

BOARD = "/recruiter"
NOW = datetime.now(UTC)
HOUSE = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}
TENT = {"home": ("tent",), "likes": ("melody", "rhythm"), "skill": ("none",)}
FLAT = {"home": ("flat",), "neighbours": ("love",), "likes": ("rhythm",), "skill": ("much",)}


def table(page: Page) -> list[list[str]]:
    """Return the rows without the cells where a result is selected, and where its stage is."""
    head, *rows = page.rows or [[]]
    return [head[1:], *(row[1:-1] for row in rows)] if head else []


def names(page: Page) -> list[str]:
    """Return the name in each row."""
    return [row[0] for row in table(page)[1:]]
