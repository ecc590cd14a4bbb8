"""The texts of a rules file: in languages that the file has, with {values} that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from quiz.core.language import links
from quiz.core.language.conditions import Fault
from quiz.core.language.document import Path, entries
from quiz.core.language.field_types import VALUE
from quiz.core.language.places import Place
from quiz.core.language.places import texts as text_places
from quiz.core.language.question import is_long_form
from quiz.core.language.signs import sign_in_words
from quiz.core.language.words import did_you_mean, listed_twice, shown
from quiz.core.load.at_places import at_place
from quiz.core.load.directions import is_right_to_left
from quiz.text import visible

_CODE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
"""What a language code looks like; anything else was not meant as one."""

_SPACES = re.compile(r"\S {2,}\S")
"""What is left in a text whose lines were joined."""

_WITHOUT_LINKS: tuple[Place, ...] = (
    ("title",),
    *(("programme", key) for key in ("name", "decides", "not_official")),
    ("programme", "table", "*", "row"),
    *(("positions", "*", key) for key in ("name", "label")),
    ("sections", "*", "title"),
    *(("questions", "*", key) for key in ("ask", "label")),
    ("questions", "*", "choices", "*"),
    *(("questions", "*", "choices", "*", key) for key in ("says", "label")),
    ("outcome", "bands", "*", "says"),
)
"""Texts that stand in headings, labels, lists, cards or previews, where no link can be."""

_PLAIN_TEXTS: tuple[Place, ...] = (("edition",), ("values", "*"), ("facts", "*", "source"))
"""Texts that are the same in every language."""


def faults(data: object) -> Iterator[Fault]:
    """Yield languages that cannot be shown or are unknown, missing first ones, unknown {values}."""
    languages = _languages(data)
    yield from _language_faults(data)
    for path, text in _texts(data):
        if isinstance(text, str):
            yield from _words_faults(data, path, text)
        elif languages:
            if key := next((key for key in text if not _CODE.fullmatch(key)), None):
                message = f"the colon after {key!r} makes it a key; put the whole text in quotes"
                yield Fault((*path, key), message, of_key=True)
                continue
            for language, words in text.items():
                if language not in languages:
                    hint = did_you_mean(language, languages) or "; add it to 'languages'"
                    yield Fault(
                        (*path, language), f"there is no language {language!r}{hint}", of_key=True
                    )
                if isinstance(words, str):
                    yield from _words_faults(data, (*path, language), words)
            if languages[0] not in text:
                message = f"the text is missing in {languages[0]!r}, the first language; add it"
                yield Fault(path, message)


def unseen(data: object) -> Iterator[Fault]:
    """Yield languages that are no codes or cannot be shown, and what cannot be seen of texts."""
    listed = data.get("languages") if isinstance(data, dict) else None
    for index, language in enumerate(listed if isinstance(listed, list) else []):
        if not isinstance(language, str):
            continue
        if not _CODE.fullmatch(language):
            message = f"{shown(language)} is not a language code, such as 'en' or 'pt-BR'"
            yield Fault(("languages", index), message + sign_in_words(language))
        elif is_right_to_left(language):
            message = (
                f"{language!r} is written from right to left, and pages and cards can only show "
                "languages that are written from left to right; leave it out"
            )
            yield Fault(("languages", index), message)
    plain = chain.from_iterable(at_place(data, place) for place in _PLAIN_TEXTS)
    for path, text in chain(_texts(data), plain):
        for place, words in _by_language(path, text):
            if words and not visible(words):
                yield Fault(place, "nothing can be seen of this text; write one")
            for address in links.unseen(words):
                message = f"nothing can be seen of the words of the link to {address!r}"
                yield Fault(place, f"{message}; write some between [ and ]")


def _language_faults(data: object) -> Iterator[Fault]:
    """Yield the languages that are listed twice."""
    listed = data.get("languages") if isinstance(data, dict) else None
    for index, message in listed_twice(listed if isinstance(listed, list) else []):
        yield Fault(("languages", index), message)


def warnings(data: object) -> Iterator[Fault]:
    """Yield what a text lacks or has too much of: a language, the link of words, more spaces."""
    yield from _links_that_are_not_shown(data)
    languages = _languages(data)
    for path, text in _texts(data):
        for place, words in _by_language(path, text):
            if _SPACES.search(words):
                yield Fault(place, "several spaces follow each other here; leave one, or none")
        has = {languages[0], *text} if isinstance(text, dict) and languages else set(languages[:1])
        for language in languages:
            if language not in has:
                message = f"no translation into {language!r}; the text is shown in {languages[0]!r}"
                yield Fault(path, message)


def _links_that_are_not_shown(data: object) -> Iterator[Fault]:
    for place in _WITHOUT_LINKS:
        for path, text in at_place(data, place):
            if place[-1] == "*" and is_long_form(text):
                continue
            for found, words in _by_language(path, text):
                if links.has_link(words):
                    message = "only the words of a link are shown here; move it to another text"
                    yield Fault(found, message)


def of_choices(question: Mapping[str, Any]) -> dict[str, str]:
    """Return the id of the choice with each text, in any language, of a question."""
    found: dict[str, str] = {}
    for id_, choice in entries(question, "choices").items():
        says = choice["says"] if is_long_form(choice) and "says" in choice else choice
        for text in says.values() if isinstance(says, dict) else [says]:
            if isinstance(text, str):
                found.setdefault(text, id_)
    return found


def _languages(data: object) -> list[str]:
    listed = data.get("languages") if isinstance(data, dict) else None
    return (
        [language for language in listed if isinstance(language, str)]
        if isinstance(listed, list)
        else []
    )


def _texts(data: object) -> Iterator[tuple[Path, Any]]:
    """Yield each text of the file, a string or a mapping, with its path."""
    for place in text_places():
        of_choice = place == ("questions", "*", "choices", "*", "says")
        for path, value in at_place(data, place[:-1] if of_choice else place):
            if of_choice and is_long_form(value):
                if "says" in value and isinstance(value["says"], (str, dict)):
                    yield (*path, "says"), value["says"]
            elif isinstance(value, (str, dict)):
                yield path, value


def _by_language(path: Path, text: Any) -> Iterator[tuple[Path, str]]:
    """Yield the words of a text, a string or a mapping, in each language with their path."""
    for step, words in text.items() if isinstance(text, dict) else [(None, text)]:
        if isinstance(words, str):
            yield (*path, step) if step else path, words


def _words_faults(data: object, path: Path, text: str) -> Iterator[Fault]:
    yield from (Fault(path, message) for message in links.faults(text))
    known = entries(data, "values")
    for name in VALUE.findall(text):
        if name not in known:
            hint = did_you_mean(name, known) or "; add it to 'values'"
            yield Fault(path, f"there is no value {{{name}}}{hint}")
