"""Tells in which direction a language is written, by the script that Unicode gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SCRIPTS = frozenset(
    [
        "adlm",
        "arab",
        "aran",
        "armi",
        "avst",
        "chrs",
        "cprt",
        "elym",
        "gara",
        "hatr",
        "hebr",
        "hung",
        "khar",
        "lydi",
        "mand",
        "mani",
        "mend",
        "merc",
        "mero",
        "narb",
        "nbat",
        "nkoo",
        "orkh",
        "ougr",
        "palm",
        "phli",
        "phlp",
        "phnx",
        "prti",
        "rohg",
        "samr",
        "sarb",
        "sidt",
        "sogd",
        "sogo",
        "syrc",
        "syre",
        "syrj",
        "syrn",
        "thaa",
        "todr",
        "yezi",
    ]
)
"""The scripts of ISO 15924 that are written from right to left."""

_SUBTAGS = re.compile(r"[-_]")


def is_right_to_left(code: str) -> bool:
    """Return whether the language of a code is written from right to left.

    A script in the code decides; without one, the script in which the language is most likely
    written, in the territory of the code if it has one. A language unknown to Unicode's
    Common Locale Data Repository is taken for one that is written from left to right.
    """
    language, *further = _SUBTAGS.split(code.lower())
    script = next((part for part in further if len(part) == 4 and part.isalpha()), "")
    territory = next((part for part in further if _is_territory(part)), "")
    return (script or _likely_script(language, territory)) in _SCRIPTS


def _is_territory(part: str) -> bool:
    return len(part) == 2 or (len(part) == 3 and part.isdigit())


def _likely_script(language: str, territory: str) -> str:
    """Return the script in which a language is most likely written; "" where it is not known."""
    # Babel is imported and reads its data when it is asked: most commands read no rules file.
    from babel.core import get_global

    # Another code of the same language may name a territory, as `prs` is `fa_AF`.
    language, *further = _SUBTAGS.split(get_global("language_aliases").get(language, language))
    territory = (territory or next(filter(_is_territory, further), "")).upper()
    likely: Mapping[str, str] = get_global("likely_subtags")
    if f"{language}_{territory}" not in likely:
        # Kurdish in the Arabic script is likely that of Iraq, so Kurdish of Iraq is in that script.
        for script in _SCRIPTS if territory else ():
            if likely.get(f"{language}_{script.title()}", "").endswith(f"_{territory}"):
                return script
    found = likely.get(f"{language}_{territory}") or likely.get(language, "")
    return _SUBTAGS.split(found.lower())[1] if found else ""
