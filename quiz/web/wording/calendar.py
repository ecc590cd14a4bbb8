"""The calendar entries of an outcome, in words: its dates, and when to come back.

Days are no moments: they belong to whoever reads them, in whichever time zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quiz.core.decide.lapses import Lapse
from quiz.core.language.dates import period
from quiz.core.language.field_types import DayOrMonth, FromEdition, Text
from quiz.core.language.links import plain, without_links
from quiz.core.language.model import Outcome
from quiz.core.language.rules_file import DateRange, Rules
from quiz.web.wording.dates import moment_words, until_words, when_words
from quiz.web.wording.localize import CONFIDENCE
from quiz.web.wording.localized import LocalizedRules


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry for whole days, `first` to `last`; `about` is whether these are only about right.

    `id` is the same for the same thing in every language. `notes` are paragraphs. `comes_back`
    is whether it says when to come back, and `ends` whether something ends on its last day.
    """

    id: str
    first: dt.date
    last: dt.date
    about: bool
    summary: str
    notes: tuple[str, ...]
    comes_back: bool
    ends: bool


def entries(
    outcome: Outcome, lapsing: Iterable[Lapse], rules: Rules, localized: LocalizedRules
) -> list[Entry]:
    """Return the entries of an outcome: each of its dates, then each block that lapses."""
    words = _Words(rules, localized)
    return [*map(words.date, outcome.dates), *map(words.lapse, lapsing)]


class _Words:
    """Makes entries in one language."""

    def __init__(self, rules: Rules, localized: LocalizedRules) -> None:
        self.rules = rules
        self.language = localized.language
        self.label = localized.label
        self.decides = localized.programme.decides
        name = localized.programme.name
        self.programme = name[:1].upper() + name[1:]

    def date(self, id_: str) -> Entry:
        """Return the entry of a date; of a month it stands on the first day."""
        date, edition = self.rules.dates[id_], self.rules.edition
        seen = period(date, edition)
        ends = [moment for moment in seen[:2] if moment]
        first = _day(ends[0])
        summary = self.language.gettext("%(programme)s – %(says)s: %(when)s") % {
            "programme": self.programme,
            "says": without_links(self.text(date.says)),
            "when": when_words(date, edition, self.language),
        }
        notes = (
            *self.says_when(date, edition),
            *self.only_month(*ends),
            *self.sources(date.facts),
        )
        return Entry(
            id=f"date {id_}",
            first=first,
            last=max(first, _day(ends[-1])),  # a month may end a date that begins on a day of it
            about=seen.about,
            summary=summary,
            notes=notes,
            comes_back=False,
            ends=seen.last is not None,
        )

    def lapse(self, lapse: Lapse) -> Entry:
        """Return the entry that says when to come back because a block lapses."""
        rule, (day, about, opens) = self.rules.rules[lapse.rule], lapse.end
        gettext = self.language.gettext
        summary = gettext("%(programme)s – look again at %(positions)s: %(when)s") % {
            "programme": self.programme,
            "positions": self.labels(lapse.positions),
            "when": moment_words(day, self.language, about=about),
        }
        notes = [
            self.obstacle(lapse.rule, lapse.positions),
            until_words(rule.until, self.language) or "",
        ]
        facts = [*rule.facts]
        if opens and isinstance(rule.until, FromEdition):
            date = self.rules.dates[opens]
            notes += self.says_when(date, str(rule.until.from_edition))
            facts += date.facts
        notes += self.only_month(day)
        if lapse.others:
            others = [self.obstacle(id_, lapse.positions) for id_ in lapse.others]
            notes.append("\n".join((gettext("This stands in the way too:"), *others)))
        notes += self.sources(facts)
        return Entry(
            id=f"lapse {lapse.rule}",
            first=_day(day),
            last=_day(day),
            about=about,
            summary=summary,
            notes=tuple(notes),
            comes_back=True,
            ends=False,
        )

    def labels(self, positions: Iterable[str]) -> str:
        return self.language.listing([self.label(id_) for id_ in positions])

    def obstacle(self, id_: str, positions: Iterable[str]) -> str:
        """Return what blocks, and which of some positions."""
        rule = self.rules.rules[id_]
        blocked = self.labels([each for each in positions if each in rule.positions])
        aside = self.language.gettext(" (%(aside)s)") % {"aside": blocked}
        return plain(self.text(rule.because)) + aside

    def text(self, text: Text) -> str:
        return text[self.language.code]

    def says_when(self, date: DateRange, edition: str) -> Iterator[str]:
        """Yield what a date says, and whom to ask where it was seen for another cycle."""
        gettext = self.language.gettext
        yield gettext("%(says)s: %(when)s.") % {
            "says": plain(self.text(date.says)),
            "when": when_words(date, edition, self.language),
        }
        if edition != str(date.as_of):
            yield gettext(
                "These dates are from the %(year)s cycle and are only a guide. "
                "Confirm the new ones with %(decides)s."
            ) % {"year": date.as_of, "decides": self.decides}

    def only_month(self, *moments: DayOrMonth) -> Iterator[str]:
        """Yield why an entry begins on the first of a month, where it does."""
        if any(moment.day is None for moment in moments):
            yield self.language.gettext(
                "Where only a month is known, this entry has the first day of it."
            )

    def sources(self, facts: Iterable[str]) -> Iterator[str]:
        """Yield where each fact is written, and when that was last checked."""
        gettext = self.language.gettext
        lines = [
            gettext("Source: %(source)s (checked on %(date)s, %(confidence)s)")
            % {
                "source": fact.source,
                "date": self.language.date(fact.checked),
                "confidence": gettext(CONFIDENCE[fact.confidence]),
            }
            for fact in [self.rules.facts[id_] for id_ in dict.fromkeys(facts)]
        ]
        if lines:
            yield "\n".join(lines)


def _day(moment: DayOrMonth) -> dt.date:
    """Return a day, or the first one of a month."""
    return dt.date(moment.year, moment.month, moment.day or 1)
