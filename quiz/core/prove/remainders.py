"""Counts of any size as remainders of 64-bit numbers (the Chinese remainder theorem)."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, prod


def moduli(largest: int) -> list[int]:
    """Return numbers of at most 31 bits without common factors whose product is above `largest`.

    Counts up to 2^62 need no modulus, which a single one of 2^62 says. Larger ones
    are kept as remainders, whose products and sums stay within 64 bits.
    """
    if largest < 1 << 62:
        return [1 << 62]
    found = [1 << 31]
    candidate = found[0]
    while prod(found) <= largest:
        candidate -= 1
        if all(gcd(candidate, other) == 1 for other in found):
            found.append(candidate)
    return found


def together(remainders: Sequence[int], moduli_: Sequence[int]) -> int:
    """Return the number with these remainders (the Chinese remainder theorem)."""
    whole = prod(moduli_)
    return (
        sum(
            remainder * (whole // modulus) * pow(whole // modulus, -1, modulus)
            for remainder, modulus in zip(remainders, moduli_, strict=True)
        )
        % whole
    )
