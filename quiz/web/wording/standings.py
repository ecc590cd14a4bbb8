"""The words and icons for standings of positions: one table for all pages and pictures.

An applicant reads what a standing means for them; a team reads a short word that fits a column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from quiz.core.language.model import Standing
from quiz.web.framework.language import N_, Language


class StandingWords(NamedTuple):
    """A standing as results and boards show it; `icon` is the id of a symbol in icons.html."""

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


class Chip(NamedTuple):
    """A short label with an icon; `words` are in the language of the page."""

    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class StandingChips:
    """The chips of one language; `checks` are by the number of things to confirm, from 1."""

    best: Chip
    by_standing: Mapping[Standing, Chip]
    checks: Mapping[int, Chip]

    def of(self, standing: Standing, checks: int, *, best: bool) -> tuple[Chip, ...]:
        """Return the chips of a position: its standing, and how much is to be confirmed."""
        chip = self.by_standing[standing]
        if standing not in ("open", "check"):
            return (chip,)
        if best:
            chip = self.best
        return (chip, self.checks[checks]) if standing == "check" else (chip,)


def standing_chips(language: Language, most_checks: int) -> StandingChips:
    """Return the chips of a language, for up to `most_checks` things to confirm."""
    gettext, ngettext = language.gettext, language.ngettext
    return StandingChips(
        best=Chip(BEST_MATCH.icon, gettext(BEST_MATCH.on_result)),
        by_standing={
            standing: Chip(words.icon, gettext(words.on_result))
            for standing, words in STANDINGS.items()
        },
        checks={
            number: Chip(
                "check",
                ngettext("Check one thing", "Check %(number)s things", number) % {"number": number},
            )
            for number in range(1, most_checks + 1)
        },
    )
