"""The outcomes that notices, dates and promises mean, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quiz.core.language.model import NONE
from quiz.core.language.rules_file import Promise
from quiz.web.framework.language import N_
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.standings import STANDINGS, percent

BEST = N_("the best match is %(positions)s")
CLOSE = N_("the best match and those close to it include %(positions)s")
NO_MATCH = N_("no position is a match")


def expected(outcome: Mapping[str, Sequence[str]] | None, localized: LocalizedRules) -> str | None:
    """Return the outcomes that an `if` means, in words; None for all."""
    if not outcome:
        return None
    return localized.language.gettext("; and ").join(_parts(outcome, localized))


def _parts(outcome: Mapping[str, Sequence[str]], localized: LocalizedRules) -> Iterator[str]:
    language = localized.language
    for key, allowed in outcome.items():
        if key == "best":
            yield _best(allowed, localized)
        elif key == "close":
            positions = [localized.label(each) for each in allowed]
            yield language.gettext(CLOSE) % {"positions": language.listing(positions)}
        else:
            words = [
                language.gettext("“%(word)s”") % {"word": language.gettext(words.on_board)}
                for standing, words in STANDINGS.items()
                if standing in allowed
            ]
            yield language.gettext("%(position)s is %(standings)s") % {
                "position": localized.label(key),
                "standings": language.listing(words, either=True),
            }


def claimed(promise: Promise, localized: LocalizedRules) -> str:
    """Return what a promise claims, in words, without the sheets that it is about."""
    language = localized.language
    claim = promise.never or promise.possible or promise.share
    assert claim is not None  # noqa: S101 -- the loader refuses a promise without a claim
    best = _best([claim.best], localized)
    if promise.never:
        return language.gettext("Never: %(outcome)s") % {"outcome": best}
    if promise.possible:
        return language.gettext("On some answer sheets: %(outcome)s") % {"outcome": best}
    assert promise.share is not None  # noqa: S101 -- as above
    bounds = [
        language.gettext(words) % {"percent": percent(f"{bound.normalize():f}")}
        for words, bound in (
            (N_("at least %(percent)s"), promise.share.at_least),
            (N_("at most %(percent)s"), promise.share.at_most),
        )
        if bound is not None
    ]
    return language.gettext("On %(share)s of the answer sheets: %(outcome)s") % {
        "share": language.listing(bounds),
        "outcome": best,
    }


def _best(allowed: Sequence[str], localized: LocalizedRules) -> str:
    language = localized.language
    if [*allowed] == [NONE]:
        return language.gettext(NO_MATCH)
    names = [
        language.gettext("none") if each == NONE else localized.label(each) for each in allowed
    ]
    return language.gettext(BEST) % {"positions": language.listing(names, either=True)}
