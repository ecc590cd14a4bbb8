"""The language of a page: ?lang=, else the one chosen before, else the browser's, else the first.

Catalogs are read from quiz/translations/<language>.po when the quiz starts; the English
sentence is the key, so a language without a catalog shows English ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.pofile import read_po
from flask import Flask, request, session
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from quiz.settings import PACKAGE

INTERNATIONAL = {"en": "en-001"}  # the day before the month, as most of the world writes it
TRANSLATIONS = PACKAGE / "translations"


def N_(sentence: str) -> str:  # noqa: N802 - gettext's name for "translate this later"
    """Return a sentence that is translated when it is shown."""
    return sentence


@dataclass(frozen=True, eq=False)
class Language:
    """A language that pages are written in; `code` is the one that rules.yaml uses.

    There is one of each, so what is made for a language can be kept under it.
    """

    code: str
    name: str
    locale: Locale
    sentences: Mapping[str, str]
    plurals: Mapping[str, str]

    def gettext(self, sentence: str) -> str:
        """Return an English sentence in this language."""
        return self.sentences.get(sentence, sentence)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return an English sentence about `number` things in this language."""
        return self.plurals.get(many, one if number == 1 else many)

    @property
    def sentence_space(self) -> str:
        """What stands between two sentences: nothing in Japanese and Chinese."""
        return "" if self.locale.language in ("ja", "zh") else " "

    def date(self, day: dt.date) -> str:
        """Return a day as it is written out in this language."""
        return _written_out(self, day.year, day.month, day.day)

    def month(self, year: int, month: int) -> str:
        """Return a month of a year as it is written out in this language."""
        return format_skeleton("yMMMM", dt.date(year, month, 1), locale=self.locale)

    def listing(self, words: Sequence[str], *, either: bool = False) -> str:
        """Return "a, b and c", or "a, b or c", as this language writes it."""
        return words[0] if len(words) == 1 else _listed(self, tuple(words), either)


@lru_cache(maxsize=1024)
def _listed(language: Language, words: tuple[str, ...], either: bool) -> str:  # noqa: FBT001 -- one of two words
    style: Literal["or", "standard"] = "or" if either else "standard"
    return format_list(words, style, locale=language.locale)


@lru_cache(maxsize=1024)
def _written_out(language: Language, year: int, month: int, day: int) -> str:
    """Return a day in words; a day's results all show the same one."""
    return format_date(dt.date(year, month, day), "long", locale=language.locale)


def read_languages(codes: Sequence[str]) -> dict[str, Language]:
    """Return the languages of a rules file, in its order."""
    return {code: _read(code, TRANSLATIONS / f"{code}.po") for code in codes}


def use_languages(app: Flask, codes: Sequence[str]) -> None:
    """Keep the language that an address of `app` names, for the pages that follow."""

    @app.before_request
    def remember() -> None:
        if request.query_string and request.endpoint not in ("static", "card"):
            code = request.args.get("lang")
            if code in codes and session.get("language") != code:
                session["language"] = code
                session.permanent = True


def query_without_language() -> str:
    """Return the query of the address without a language: a filter, a page, where to go on."""
    asked = request.args.items(multi=True)
    return urlencode([(name, value) for name, value in asked if name != "lang"])


def language_code(codes: tuple[str, ...], otherwise: str | None = None) -> str:
    """Return which of `codes` the page that is being made is to be read in.

    Where nothing tells, as with the machine that fetches a preview, it is `otherwise`, or
    the first one.
    """
    chosen = session.get("language")
    if chosen in codes:
        return str(chosen)
    header = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
    accepted = _accepted(header[:200], codes)
    return accepted or (otherwise if otherwise in codes else codes[0])


@lru_cache(maxsize=1024)
def _accepted(header: str, codes: tuple[str, ...]) -> str | None:
    """Return the first language that is accepted; British English is English here."""
    for accepted, quality in parse_accept_header(header, LanguageAccept):
        for code in codes:
            if quality > 0 and _root(code) == _root(accepted):
                return code
    return None


def _root(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


@lru_cache(maxsize=32)
def _read(code: str, catalog: Path) -> Language:
    try:
        locale = Locale.parse(INTERNATIONAL.get(code, code), sep="-")
        name = locale.get_language_name(code) or code
    except (ValueError, UnknownLocaleError):
        locale, name = Locale("en"), code
    sentences: dict[str, str] = {}
    plurals: dict[str, str] = {}
    if catalog.is_file():
        with catalog.open("rb") as file:
            for message in read_po(file, locale=locale):
                if not message.id:
                    continue  # the head of the file
                if isinstance(message.id, str):
                    sentences[message.id] = str(message.string)
                else:  # Japanese has one form for all numbers
                    plurals[message.id[1]] = list(message.string or message.id)[-1]
    return Language(code, name[:1].upper() + name[1:], locale, sentences, plurals)
