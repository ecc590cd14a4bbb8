"""The services that views use: made once at start, and the same for every request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app

from quiz.core.decide.decisive import Decisive
from quiz.core.decide.engine import Engine
from quiz.settings import Settings
from quiz.store import Store
from quiz.web.framework.page_cache import PageCache
from quiz.web.wording.background_proof import BackgroundProof
from quiz.web.wording.edition import Editions
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.question_form import QuestionForm


@dataclass(frozen=True, slots=True)
class Services:
    """The services of one application.

    `source` is the rules file as read at start. `address_of` builds the address of a route
    from its name, as `url_for` does within requests.
    """

    settings: Settings
    engine: Engine
    decisive: Decisive
    source: bytes
    store: Store
    editions: Editions
    forms: Mapping[str, type[QuestionForm]]
    result_pages: PageCache[Any]
    cards: PageCache[Any]
    background_proof: BackgroundProof
    rules_pages: PageCache[Any]
    address_of: Callable[..., str]

    def public_url_for(self, name: str, **values: Any) -> str:
        """Return the absolute URL of a page, which begins with QUIZ_PUBLIC_URL."""
        return self.settings.public_url + self.address_of(name, **values)

    @property
    def localized(self) -> LocalizedRules:
        """Today's rules in the language of the page that is being made."""
        return self.editions.today.localized()


def services() -> Services:
    """Return the services of the current application."""
    found: Services = current_app.extensions["quiz"]
    return found


def public_url_for(name: str, **values: Any) -> str:
    """Return the absolute URL of a page of the current application."""
    return services().public_url_for(name, **values)
