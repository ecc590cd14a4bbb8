"""The editions of the rules: today's, and those that stored results were made with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from quiz.core.decide.lapses import Lapses
from quiz.core.language.rules_file import Rules
from quiz.core.load.loader import load
from quiz.store import Store
from quiz.web.framework.language import Language, language_code, read_languages
from quiz.web.framework.templates import Templates
from quiz.web.wording.localize import localize
from quiz.web.wording.localized import LocalizedRules

OLDER_KEPT = 16


@dataclass(frozen=True, slots=True)
class Edition:
    """A rules file in every language it has; `least_fit` is in percent."""

    rules: Rules
    lapses: Lapses
    least_fit: str
    localizations: Mapping[str, LocalizedRules]
    codes: tuple[str, ...]

    def localized(self, otherwise: str | None = None) -> LocalizedRules:
        """Return it in the language of the page that is being made; see language_code."""
        return self.localizations[language_code(self.codes, otherwise)]


def read_edition(rules: Rules, templates: Templates, offered: Iterable[Language]) -> Edition:
    """Return a rules file as the templates show it, on pages that offer today's languages."""
    return Edition(
        rules=rules,
        lapses=Lapses(rules),
        least_fit=f"{rules.outcome.least_fit.normalize():f}",
        localizations={
            code: localize(language, rules, offered, templates)
            for code, language in read_languages(rules.languages).items()
        },
        codes=tuple(rules.languages),
    )


class Editions:
    """Finds the edition a result was made with. Older ones are read from the store once."""

    def __init__(self, digest: str, rules: Rules, store: Store, templates: Templates) -> None:
        offered = tuple(read_languages(rules.languages).values())
        self.today = read_edition(rules, templates, offered)
        self._digest = digest

        @lru_cache(maxsize=OLDER_KEPT)
        def older(digest: str) -> Edition:
            engine, problems = load(store.editions.source(digest) or b"", stored=True)
            if engine is None:
                raise LookupError(f"the stored rules file {digest} cannot be read: {problems}")
            return read_edition(engine.rules, templates, offered)

        self._older = older

    def find(self, digest: str) -> Edition:
        """Return the edition with this digest.

        Raises StoreError where the database cannot be read, LookupError where it holds no
        rules file with this digest that could be.
        """
        return self.today if digest == self._digest else self._older(digest)
