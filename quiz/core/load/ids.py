"""The ids of a rules file: words that addresses, forms and conditions can hold as they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from quiz.core.language.conditions import Fault
from quiz.core.language.document import Path, entries

_ID = re.compile(r"[\w-]+")
"""Letters and digits of any script, the underscore and the hyphen."""

_NOT_IN_AN_ID = re.compile(r"[^\w-]")

_THINGS = {
    "facts": "fact",
    "positions": "position",
    "sections": "section",
    "questions": "question",
    "rules": "rule",
    "notices": "notice",
    "personas": "persona",
}


def faults(data: object) -> Iterator[Fault]:
    """Yield each id with another character than an id may have."""
    for key, thing in _THINGS.items():
        for id_, entry in entries(data, key).items():
            yield from _faults(thing, id_, (key, id_))
            if thing == "question":
                for choice in entries(entry, "choices"):
                    yield from _faults("choice", choice, (key, id_, "choices", choice))


def _faults(thing: str, id_: str, path: Path) -> Iterator[Fault]:
    if _ID.fullmatch(id_):
        return
    message = f"the id of a {thing} is a word of letters, digits, '_' and '-'"
    if not id_:
        yield Fault(path, f"{message}, and this one is empty; write one", of_key=True)
        return
    found = _NOT_IN_AN_ID.findall(id_)[0]
    named = unicodedata.name(found, f"character U+{ord(found):04X}").lower()
    name = "a space" if found == " " else f"the {named}"
    if found.isprintable() and found != " ":
        name += f" {found!r}"
    suggestion = "-".join(_ID.findall(id_))
    cure = f"write {suggestion!r}" if suggestion else "write a word"
    yield Fault(path, f"{message}; {id_!r} has {name}, {cure}", of_key=True)
