"""Plain data made of the events of a YAML parser, with the place of every key and value.

It must not know what a rules file contains. It refuses YAML that no rules file needs:
tabs, tags, anchors, aliases, repeated keys, several documents, very deep nesting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, NamedTuple, cast

from quiz.core.language import mistakes
from quiz.core.language.model import Problem, Severity
from quiz.core.language.scalars import plain, scalar, whole_text

DEEPEST = 20
"""Levels of mappings and lists; the language itself, without any, all and not, has seven."""

_OR_QUOTES = ", or put it in quotes if it is the text"
_NONE = f"a rules file has none, leave it out{_OR_QUOTES}"

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """Where something stands in the file, both counted from 1."""

    line: int
    column: int


START = Place(1, 1)


@dataclass(slots=True)
class Document:
    """The data of a file, the places of its values and keys, and the problems of its YAML."""

    data: object = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path, *, of_key: bool = False) -> Place:
        """Return the place of `path`, or of its nearest ancestor that the file has."""
        known: Path = ()
        for step in path:
            if (*known, step) in self.values:
                known = (*known, step)
        places = self.keys if of_key else self.values
        return places.get(known) or self.values.get(known) or START

    def report(self, line: int, column: int, message: str, severity: Severity = "error") -> None:
        """Add a problem; the line and the column are counted from 0."""
        self.problems.append(Problem(line + 1, column + 1, message, severity))


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is being read; `dropped` where its content is not kept."""

    path: Path
    content: dict[str, object] | list[object]
    dropped: bool
    flow: bool = False
    key: str = ""
    key_place: Place = START
    key_end: int = 0
    skips_value: bool = False
    awaits_key: bool = True


class TooDeepError(Exception):
    """The file is nested too deeply; it is not read on, because the parser would take minutes."""


class Builder:
    """Puts events together to data, without recursion, so that no nesting can exhaust it."""

    def __init__(self, document: Document, text: str, events: ModuleType) -> None:
        self._document = document
        self._text = text
        self._events = events  # of the parser; both have classes of the same names
        self._open: list[_Open] = []
        self._documents = 0
        self._is_misplaced = False

    def build(self, stream: Iterator[Any]) -> None:
        """Read a stream of events to its end. Raises TooDeepError."""
        for event in stream:
            if isinstance(event, self._events.DocumentStartEvent):
                self._documents += 1
                if self._documents == 2:
                    self._say(event, "a second document begins here; a rules file has only one")
            elif self._documents > 1:
                continue
            elif isinstance(event, self._events.NodeEvent):
                self._node(event)
            elif isinstance(event, (self._events.MappingEndEvent, self._events.SequenceEndEvent)):
                self._open.pop()
        if self._is_misplaced:
            self._document.data = None  # what belongs to what is not known

    def _say(self, event: Any, message: str) -> None:
        self._document.report(event.start_mark.line, event.start_mark.column, message)

    def _node(self, event: Any) -> None:
        opens = isinstance(event, self._events.CollectionStartEvent)
        if isinstance(event, self._events.AliasEvent):
            self._say(event, f"the alias *{event.anchor}; write the text out instead{_OR_QUOTES}")
            self._put(event, None)
            return
        if event.anchor is not None:
            self._say(event, f"the anchor &{event.anchor}; {_NONE}")
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self._say(event, f"the tag {tag}; {_NONE}")
        if not opens:
            self._put(event, self._scalar(event))
        elif len(self._open) == DEEPEST:
            self._say(
                event,
                f"nested more than {DEEPEST} levels deep, which no rules file needs",
            )
            raise TooDeepError
        else:
            self._put(event, {} if isinstance(event, self._events.MappingStartEvent) else [])

    def _scalar(self, event: Any) -> object:
        try:
            value = scalar(event)
        except UnicodeError:
            self._say(event, "half of a character, escaped; write the character itself")
            return None
        if event.implicit[0] and isinstance(value, str):
            for message in mistakes.advice(event, self._text):
                mark = event.start_mark
                self._document.report(mark.line, mark.column, message, "warning")
        return value

    def _put(self, event: Any, value: object) -> None:
        """Put a value, or a key, where it belongs, and note its place."""
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        parent = self._open[-1] if self._open else None
        if parent is None:
            path: Path = ()
            dropped = False
            self._document.data = value
        elif isinstance(parent.content, list):
            path = (*parent.path, len(parent.content))
            dropped = parent.dropped
            parent.content.append(value)
            if value is None and isinstance(event, self._events.ScalarEvent) and not event.value:
                self._check_comment(place, event.start_mark.index)
        elif parent.awaits_key:
            self._put_key(event, place, parent, value)
            return
        else:
            path = (*parent.path, parent.key)
            parent.awaits_key = True
            if value is None and isinstance(event, self._events.ScalarEvent) and not event.value:
                place = parent.key_place  # an empty value has the place of what follows it
                self._check_comma(event, parent)
                self._check_comment(place, parent.key_end)
            dropped = parent.dropped or parent.skips_value
            if not parent.skips_value:
                parent.content[parent.key] = value
        if not dropped:
            self._document.values[path] = place
        if isinstance(value, (dict, list)):
            self._open.append(_Open(path, value, dropped, flow=bool(event.flow_style)))

    def _check_comment(self, place: Place, end: int) -> None:
        if message := mistakes.comment_in_place_of_a_text(self._text, end):
            self._document.report(place.line - 1, place.column - 1, message)

    def _check_comma(self, event: Any, parent: _Open) -> None:
        if parent.flow and mistakes.ends_at_a_comma(self._text, parent.key_end, event):
            line, column = parent.key_place
            ends = f"the comma before {parent.key!r} ends the text; put the whole text in quotes"
            lacks = f"{parent.key!r} has no value; put a text that begins with '{{' in quotes"
            if found := mistakes.key_without_colon(parent.key):
                offset, message, value = found
                content = cast("dict[str, object]", parent.content)
                content.setdefault(parent.key[:offset], plain(value))
            else:
                offset, message = 0, ends if parent.content else lacks
            self._document.report(line - 1, column - 1 + offset, message)
            parent.skips_value = True

    def _put_key(self, event: Any, place: Place, parent: _Open, value: object) -> None:
        parent.awaits_key = False
        parent.skips_value = False
        if isinstance(value, (dict, list)):
            self._say(event, "a mapping or a list as a key; a key is a word")
            parent.skips_value = True
            self._open.append(_Open((), value, dropped=True))
            return
        if not isinstance(event, self._events.ScalarEvent):  # an alias, already reported
            parent.skips_value = True
            return
        if event.implicit[0] and (found := mistakes.space_in_indentation(event.value)):
            self._say(event, found)
            self._is_misplaced = True
        # As written: a word stays a word, even where it looks like a number.
        parent.key, parent.key_place, parent.key_end = event.value, place, event.end_mark.index
        try:
            parent.key = whole_text(event)
        except UnicodeError:
            self._say(event, "half of a character, escaped; write the character itself")
        if parent.key in parent.content:
            self._say(
                event,
                f"the key {parent.key!r} occurs here a second time; remove one of them, or write "
                f"one key with a list, as '{parent.key}: [a, b]'",
            )
            parent.skips_value = True
        elif not parent.dropped:
            self._document.keys[*parent.path, parent.key] = place


def entries(data: object, *path: str) -> Mapping[str, Any]:
    """Return the mapping at `path` in `data`, or an empty one where there is none."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}
