"""What of a count may be shown, so that no group of fewer than five can be told from it.

The rule, and why each part of it is needed, stands in docs/decisions.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

SMALLEST_GROUP = 5
"""The smallest group that is shown."""

Key = TypeVar("Key", bound=Hashable)


def suppress_small(number: int) -> int | None:
    """Return a number that stands for itself; None where it is kept back."""
    return number if number >= SMALLEST_GROUP else None


def suppress_parts(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Return the parts of a whole whose number is known; None for those that are kept back.

    Where some are too small to be shown, the smallest that could be shown go with them, all
    of one size together, until nobody can tell from the whole and from the parts that are
    shown how many any of the others has, not even knowing this rule.
    """
    back = [key for key in counts if counts[key] < SMALLEST_GROUP]
    sizes = sorted(set(counts.values()) - {counts[key] for key in back})
    while back and sizes and not _protects([counts[key] for key in back]):
        size = sizes.pop(0)
        back += [key for key in counts if counts[key] == size]
    return {key: None if key in back else count for key, count in counts.items()}


def _protects(back: Sequence[int]) -> bool:
    """Return whether none of these parts can be told from their sum."""
    mixed = max(back) >= SMALLEST_GROUP or sum(back) < (SMALLEST_GROUP - 1) * len(back)
    return len(back) > 1 and sum(back) >= SMALLEST_GROUP and mixed


def largest_groups(counts: Mapping[Key, int], others: int) -> dict[Key, int]:
    """Return the groups among people that can be listed, the largest first.

    `others` are those in none of the groups. With whoever is in a group that is not listed
    they are five or more, so that nothing small is left when the listed ones are taken away.
    """
    listed = sorted(counts, key=lambda key: (-counts[key], str(key)))
    rest = others
    while listed and (counts[listed[-1]] < SMALLEST_GROUP or rest < SMALLEST_GROUP):
        rest += counts[listed.pop()]
    return {key: counts[key] for key in listed}
