"""The ids of a rules file: words that addresses, forms, files and conditions hold as they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from quiz.core.language.conditions import Fault
from quiz.core.language.document import Path, entries

LONGEST = 64
"""Characters of an id."""

_ID = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]*")
_NOT_IN_AN_ID = re.compile(r"[^a-zA-Z0-9_-]")

_THINGS = {
    "facts": "fact",
    "positions": "position",
    "sections": "section",
    "questions": "question",
    "rules": "rule",
    "notices": "notice",
    "dates": "date",
    "personas": "persona",
}


def faults(data: object) -> Iterator[Fault]:
    """Yield each id that an id may not look like, and those that differ in case alone."""
    for key, thing in _THINGS.items():
        of_thing = entries(data, key)
        yield from _faults_of_all(thing, of_thing, (key,))
        for id_, entry in of_thing.items() if key == "questions" else ():
            yield from _faults_of_all("choice", entries(entry, "choices"), (key, id_, "choices"))


def _faults_of_all(thing: str, ids: Iterable[str], path: Path) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for id_ in ids:
        here = (*path, id_)
        yield from _faults(thing, id_, here)
        earlier = seen.setdefault(id_.lower(), id_)
        if earlier != id_:
            message = f"the {thing}s {earlier!r} and {id_!r} differ in case alone; rename one"
            yield Fault(here, message, of_key=True)


def _faults(thing: str, id_: str, path: Path) -> Iterator[Fault]:
    if len(id_) > LONGEST:
        message = f"the id of a {thing} has at most {LONGEST} characters, and this one {len(id_)}"
        yield Fault(path, f"{message}; shorten it", of_key=True)
        return
    if _ID.fullmatch(id_):
        return
    message = f"the id of a {thing} is a word of letters from a to z, digits, '_' and '-'"
    if not id_:
        yield Fault(path, f"{message}, and this one is empty; write one", of_key=True)
        return
    if not _NOT_IN_AN_ID.search(id_):
        cure = id_.lstrip("_-")
        cure = f"write {cure!r}" if cure else "write a word"
        message += ", and begins with a letter or a digit"
        yield Fault(path, f"{message}; {id_!r} does not, {cure}", of_key=True)
        return
    found = _NOT_IN_AN_ID.findall(id_)[0]
    named = unicodedata.name(found, f"character U+{ord(found):04X}").lower()
    name = "a space" if found == " " else f"the {named}"
    if found.isprintable() and found != " ":
        name += f" {found!r}"
    suggestion = "-".join(_ID.findall(id_)).strip("-")
    cure = f"write {suggestion!r}" if suggestion else "write a word"
    yield Fault(path, f"{message}; {id_!r} has {name}, {cure}", of_key=True)
