"""The words and icons for standings and fits of positions: one table for all pages and pictures.

An applicant reads what a standing means for them; a team reads a short word that fits a column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from quiz.core.language.model import Standing
from quiz.web.framework.language import N_, Language


def percent(number: int | str) -> str:
    """Return a percentage with a no-break space before its sign."""
    return f"{number}\u00a0%"


class StandingWords(NamedTuple):
    """A standing as results and boards show it; `icon` is the id of a symbol in elements.html."""

    icon: str
    on_result: str
    on_board: str


STANDINGS: Mapping[Standing, StandingWords] = {
    "open": StandingWords("ring", N_("Possible"), N_("Possible")),
    "check": StandingWords("ring", N_("Possible"), N_("Check")),
    "not_yet": StandingWords("clock", N_("Not yet"), N_("Not yet")),
    "closed": StandingWords("cross", N_("Not open to you"), N_("Not open")),
}
BEST_MATCH = StandingWords("tick", N_("Best match"), N_("Best match"))


def chips(
    language: Language, standing: Standing, checks: int, *, best: bool
) -> list[tuple[str, str]]:
    """Return the labels of a position on a result, each as an icon and words.

    `checks` is how many things are to be confirmed, where the standing is "check".
    """
    possible = standing in ("open", "check")
    words = BEST_MATCH if best and possible else STANDINGS[standing]
    labels = [(words.icon, language.gettext(words.on_result))]
    if standing == "check":
        confirm = language.ngettext("Check one thing", "Check %(number)s things", checks)
        labels.append(("check", confirm % {"number": checks}))
    return labels
