"""How many news there are, in words, for pages and mails."""

from __future__ import annotations

from quiz.store import NewsKind
from quiz.web.framework.language import Language


def in_words(kind: NewsKind, number: int, language: Language) -> str:
    """Return how many news of a kind there are."""
    ngettext = language.ngettext
    match kind:
        case "results":
            words = ngettext("one new result", "%(number)s new results", number)
        case "stages":
            words = ngettext(
                "one result with another status", "%(number)s results with another status", number
            )
        case "notes":
            words = ngettext(
                "one result with a new note", "%(number)s results with a new note", number
            )
        case "due":
            words = ngettext("one result that is due", "%(number)s results that are due", number)
        case _:
            words = ngettext(
                "one e-mail that was refused", "%(number)s e-mails that were refused", number
            )
    return words % {"number": number}
