"""What is removed or erased, in words."""

from __future__ import annotations

from quiz.store import ResultsCounts
from quiz.web.framework.language import Language


def counts_in_words(counts: ResultsCounts, language: Language) -> str:
    """Return the counts as a list in words, without zeros except for the number of results."""
    ngettext = language.ngettext
    parts = [(ngettext("one result", "%(number)s results", counts.results), counts.results)]
    parts += [
        (words, number)
        for words, number in (
            (
                ngettext(
                    "one note or change of status",
                    "%(number)s notes and changes of status",
                    counts.notes,
                ),
                counts.notes,
            ),
            (
                ngettext(
                    "what one shared link shows about them",
                    "what %(number)s shared links show about them",
                    counts.shares,
                ),
                counts.shares,
            ),
            (
                ngettext(
                    "the record of one person who started",
                    "the records of %(number)s people who started",
                    counts.visits,
                ),
                counts.visits,
            ),
            (
                ngettext(
                    "one e-mail of the team",
                    "%(number)s e-mails of the team",
                    counts.mails,
                ),
                counts.mails,
            ),
            (
                ngettext(
                    "one personal invitation",
                    "%(number)s personal invitations",
                    counts.recipients,
                ),
                counts.recipients,
            ),
        )
        if number
    ]
    return language.listing([words % {"number": number} for words, number in parts])


def back_on_board(number: int, language: Language) -> str:
    """Return that so many results were put back on the board."""
    words = language.ngettext(
        "Done: one result is on the board again.",
        "Done: %(number)s results are on the board again.",
        number,
    )
    return words % {"number": number}
