"""Whole numbers as a language writes them."""

from __future__ import annotations

from decimal import localcontext

from babel.numbers import format_decimal

from quiz.web.framework.language import Language


def number(value: int, language: Language) -> str:
    """Return a whole number with its digits grouped as the language groups them."""
    # Babel rounds to three decimal places, within the precision of the context.
    with localcontext(prec=len(str(value)) + 3):
        return format_decimal(value, locale=language.locale)
