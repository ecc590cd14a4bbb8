"""The sources of a rules file's facts, by where they are: each with what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from quiz.core.language.programme import Fact
from quiz.core.language.rules_file import Rules
from quiz.web.framework.templates import Elements
from quiz.web.wording.localized import LocalizedRules


@dataclass(frozen=True, slots=True)
class Source:
    """A web site, or all sources without an address, with its facts; `anchor` is its place."""

    anchor: str
    name: str
    facts: Elements


class Sources:
    """The sources of a rules file in one language, in the order in which they are first named."""

    def __init__(self, rules: Rules, localized: LocalizedRules) -> None:
        self._facts = rules.facts
        self._language = localized.language
        self._found: dict[str, Source] = {}
        for id_, fact in rules.facts.items():
            name = self._name(fact)
            source = Source(f"source-{len(self._found) + 1}", name, Elements())
            self._found.setdefault(name, source).facts.append(localized.facts[id_])

    def __iter__(self) -> Iterator[Source]:
        return iter(self._found.values())

    def cited(self, facts: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return for each source of some facts its anchor, its name and when it was checked."""
        checked: dict[str, Fact] = {}
        for id_ in facts:
            fact = self._facts[id_]
            first = checked.setdefault(self._name(fact), fact)
            if fact.checked < first.checked:
                checked[self._name(fact)] = fact
        return tuple(
            (self._found[name].anchor, f"{name}, {self._language.date(fact.checked)}")
            for name, fact in checked.items()
        )

    def _name(self, fact: Fact) -> str:
        """Return the domain of a fact's source; of one that is no address, words for such."""
        if fact.source.startswith(("https://", "http://")):
            return (urlsplit(fact.source).hostname or "").removeprefix("www.")
        return self._language.gettext("Other sources")
