"""Parses YAML 1.2 into plain data, with the place of every key and value.

It must not know what a rules file contains. It refuses YAML that no rules file needs:
tabs, tags, anchors, aliases, repeated keys, several documents, very deep nesting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError
from ruamel.yaml.reader import ReaderError

from quiz.core.language import mistakes
from quiz.core.language.model import Problem, Severity
from quiz.core.language.scalars import scalar, whole_text

LARGEST_SOURCE = 1024 * 1024
"""Bytes; a rules file is written by hand, so a larger one is a mistake.

Whoever reads a file need not read more than one byte beyond.
"""

DEEPEST = 20
"""Levels of mappings and lists; the language itself, without any, all and not, has seven."""

TAB = "a tab; use spaces instead"

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


def read(source: bytes) -> Document:
    """Return the document of `source`; its `data` is None where it cannot be parsed."""
    document = Document()
    text = _decoded(source, document)
    if text is None:
        return document
    text = _without_tabs(text, document)
    try:
        _Builder(document, text).build(YAML(typ="safe", pure=True).parse(text))
    except _TooDeepError:
        document.data = None
    except ReaderError as error:
        before = text[: error.position]
        line = before.count("\n")
        column = error.position - (before.rfind("\n") + 1)
        character = error.character
        code = character if isinstance(character, int) else ord(character)
        _report(document, line, column, f"the control character U+{code:04X}; remove it")
        document.data = None
    except (MarkedYAMLError, YAMLStreamError) as error:
        if not document.problems or document.problems[-1].message != TAB:  # the likeliest cause
            _report(document, *_cause(error, text))
        document.data = None
    else:
        if document.data is None and not document.problems:
            _report(document, 0, 0, "the file is empty; nothing is written in it")
    return document


def _cause(error: Exception, text: str) -> tuple[int, int, str]:
    """Return the line and column, from 0, and the cause of an error of the parser."""
    context = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or context
    line, column = (mark.line, mark.column) if mark else (0, 0)
    first = min(context.line if context else line, line - 2)
    if found := mistakes.look_alike_before(text, first, line):
        return found
    cause = getattr(error, "problem", None) or getattr(error, "context", None) or "not YAML"
    said = mistakes.CAUSES.get(cause, f"{cause}; check quotes, colons and indentation here")
    return line, column, f"this cannot be read as YAML: {said}"


def _report(
    document: Document, line: int, column: int, message: str, severity: Severity = "error"
) -> None:
    document.problems.append(Problem(line + 1, column + 1, message, severity))


def _decoded(source: bytes, document: Document) -> str | None:
    if len(source) > LARGEST_SOURCE:
        _report(document, 0, 0, "the file is larger than 1 MiB; shorten it")
        return None
    try:
        return source.decode("utf-8-sig")  # some editors put a byte order mark first
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start)
        start = source.rfind(b"\n", 0, error.start) + 1
        column = len(source[start : error.start].decode("utf-8", "replace"))
        _report(document, line, column, "the file is not UTF-8 here; save it with that encoding")
        return None


def _without_tabs(text: str, document: Document) -> str:
    """Report each line's first tab, and put a space in the place of each, to read on."""
    if "\t" in text:
        for line, content in enumerate(text.split("\n")):
            if "\t" in content:
                _report(document, line, content.index("\t"), TAB)
    return text.replace("\t", " ")


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


class _TooDeepError(Exception):
    """The file is nested too deeply; it is not read on, because the parser would take minutes."""


class _Builder:
    """Puts events together to data, without recursion, so that no nesting can exhaust it."""

    def __init__(self, document: Document, text: str) -> None:
        self._document = document
        self._text = text
        self._open: list[_Open] = []
        self._documents = 0

    def build(self, stream: Iterator[Any]) -> None:
        for event in stream:
            if isinstance(event, events.DocumentStartEvent):
                self._documents += 1
                if self._documents == 2:
                    self._say(event, "a second document begins here; a rules file has only one")
            elif self._documents > 1:
                continue
            elif isinstance(event, events.NodeEvent):
                self._node(event)
            elif isinstance(event, (events.MappingEndEvent, events.SequenceEndEvent)):
                self._open.pop()

    def _say(self, event: Any, message: str) -> None:
        _report(self._document, event.start_mark.line, event.start_mark.column, message)

    def _node(self, event: Any) -> None:
        opens = isinstance(event, events.CollectionStartEvent)
        if isinstance(event, events.AliasEvent):
            self._say(event, f"the alias *{event.anchor}; write the text out instead")
            self._put(event, None)
            return
        if event.anchor is not None:
            self._say(event, f"the anchor &{event.anchor}; a rules file has none, leave it out")
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self._say(event, f"the tag {tag}; a rules file has none, leave it out")
        if not opens:
            self._put(event, self._scalar(event))
        elif len(self._open) == DEEPEST:
            self._say(
                event,
                f"nested more than {DEEPEST} levels deep, which no rules file needs",
            )
            raise _TooDeepError
        else:
            self._put(event, {} if isinstance(event, events.MappingStartEvent) else [])

    def _scalar(self, event: Any) -> object:
        try:
            value = scalar(event)
        except UnicodeError:
            self._say(event, "half of a character, escaped; write the character itself")
            return None
        if event.implicit[0] and isinstance(value, str):
            for message in mistakes.advice(event, self._text):
                mark = event.start_mark
                _report(self._document, mark.line, mark.column, message, "warning")
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
        elif parent.awaits_key:
            self._put_key(event, place, parent, value)
            return
        else:
            path = (*parent.path, parent.key)
            parent.awaits_key = True
            if value is None and isinstance(event, events.ScalarEvent) and not event.value:
                place = parent.key_place  # an empty value has the place of what follows it
                self._check_comma(event, parent)
            dropped = parent.dropped or parent.skips_value
            if not parent.skips_value:
                parent.content[parent.key] = value
        if not dropped:
            self._document.values[path] = place
        if isinstance(value, (dict, list)):
            self._open.append(_Open(path, value, dropped, flow=bool(event.flow_style)))

    def _check_comma(self, event: Any, parent: _Open) -> None:
        if parent.flow and mistakes.ends_at_a_comma(self._text, parent.key_end, event):
            line, column = parent.key_place
            message = f"the comma before {parent.key!r} ends the text; put the whole text in quotes"
            _report(self._document, line - 1, column - 1, message)
            parent.skips_value = True

    def _put_key(self, event: Any, place: Place, parent: _Open, value: object) -> None:
        parent.awaits_key = False
        parent.skips_value = False
        if isinstance(value, (dict, list)):
            self._say(event, "a mapping or a list as a key; a key is a word")
            parent.skips_value = True
            self._open.append(_Open((), value, dropped=True))
            return
        if not isinstance(event, events.ScalarEvent):  # an alias, already reported
            parent.skips_value = True
            return
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
