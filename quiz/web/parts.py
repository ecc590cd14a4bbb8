"""What the views work with: made once at start, frozen, the same for every request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app

from quiz.core.decide.engine import Engine
from quiz.store import Store
from quiz.web.edition import Editions
from quiz.web.forms import QuestionForm
from quiz.web.kept import Kept
from quiz.web.proving import Proving
from quiz.web.reading import Reading
from quiz.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """The quiz; `source` is the rules file as it was when the quiz started."""

    settings: Settings
    engine: Engine
    source: bytes
    store: Store
    editions: Editions
    forms: Mapping[str, type[QuestionForm]]
    result_pages: Kept
    cards: Kept
    proving: Proving
    rules_pages: Kept

    @property
    def reading(self) -> Reading:
        """Today's rules in the language of the page that is being made."""
        return self.editions.today.reading()


def parts() -> Parts:
    """Return the parts of the running application."""
    found: Parts = current_app.extensions["quiz"]
    return found
