"""Suppresses counts from which a group of fewer than five people could be inferred.

docs/decisions/0019-no-small-group-in-a-summary.md gives the rules and their reasons.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

SMALLEST_GROUP = 5
"""The smallest group that is shown."""

Key = TypeVar("Key", bound=Hashable)


def suppress_small(number: int) -> int | None:
    """Return a count that is not part of a known sum; None if it is too small to be shown."""
    return number if number >= SMALLEST_GROUP else None


def suppress_parts(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Return the parts of a known sum; None for those that are suppressed.

    Parts that are too small are suppressed. If these could be inferred from the sum and the
    other parts, the smallest others are suppressed too, all parts of one size together, until
    no suppressed part can be inferred, even by readers who know this rule.
    """
    suppressed = [key for key in counts if counts[key] < SMALLEST_GROUP]
    sizes = sorted(set(counts.values()) - {counts[key] for key in suppressed})
    while suppressed and sizes and not _protects([counts[key] for key in suppressed]):
        size = sizes.pop(0)
        suppressed += [key for key in counts if counts[key] == size]
    return {key: None if key in suppressed else count for key, count in counts.items()}


def _protects(suppressed: Sequence[int]) -> bool:
    """Return whether no suppressed part can be inferred from the sum of them all."""
    total, largest_small = sum(suppressed), SMALLEST_GROUP - 1
    # If every part is the largest small number, the sum gives each of them away.
    mixed = max(suppressed) >= SMALLEST_GROUP or total < largest_small * len(suppressed)
    return len(suppressed) > 1 and total >= SMALLEST_GROUP and mixed


def largest_groups(counts: Mapping[Key, int], others: int) -> dict[Key, int]:
    """Return the groups that may be listed, the largest first.

    `others` counts the people in none of the groups. Together with the people in unlisted
    groups they are at least `SMALLEST_GROUP`, so that subtracting the listed groups from the
    total reveals no small group.
    """
    listed = sorted(counts, key=lambda key: (-counts[key], str(key)))
    rest = others
    while listed and (counts[listed[-1]] < SMALLEST_GROUP or rest < SMALLEST_GROUP):
        rest += counts[listed.pop()]
    return {key: counts[key] for key in listed}
