"""The word for a fit, of those that a rules file gives."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quiz.core.language.rules_file import Band


def band(bands: Sequence[Band], points: int, most: int) -> Band | None:
    """Return the last band that a fit reaches, None where it reaches none or there are none.

    The fit is compared exactly, not as the whole percent that is shown.
    """
    fit = Fraction(100 * points, most) if most else Fraction(0)
    reached = [each for each in bands if fit >= Fraction(each.from_)]
    return reached[-1] if reached else None
