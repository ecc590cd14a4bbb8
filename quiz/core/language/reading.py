"""Reads YAML 1.2 into a document, or into every problem that it has as YAML.

It must not know what a rules file contains.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from quiz.core.language import mistakes
from quiz.core.language.document import Builder, Document, TooDeepError
from quiz.core.language.indentation import wrong_indentation
from quiz.core.language.outline import LEFT_OPEN, Outline

LARGEST_SOURCE = 1024 * 1024
"""Bytes; a rules file is written by hand, so a larger one is a mistake.

Whoever reads a file need not read more than one byte beyond.
"""

TAB = "a tab; use spaces instead"

OTHER_BREAKS = frozenset("\x85\u2028\u2029\ufeff")
"""What YAML 1.1, and so libyaml, leaves out or takes for the end of a line, unlike YAML 1.2."""

LONE_RETURN = re.compile(r"\r(?!\n)")
"""What the parser counts as the end of a line beside "\\n"."""


def read(source: bytes) -> Document:
    """Return the document of `source`; its `data` is None where it cannot be parsed.

    libyaml parses in a twentieth of the time of ruamel.yaml, and a faultless file as that does.
    Everything else is for ruamel.yaml, which says better what is wrong.
    """
    document = Document()
    text = _decoded(source, document)
    if text is None:
        return document
    text = _without_tabs(text, document)
    found = None if document.problems else faultless(text)
    return found or explained(text, document)


def faultless(text: str) -> Document | None:
    """Return the document of a text that libyaml finds no fault in; None for any other."""
    if not (yaml.__with_libyaml__ and OTHER_BREAKS.isdisjoint(text)):
        return None
    document = Document()
    try:
        Builder(document, text, yaml.events).build(yaml.parse(text, Loader=yaml.CLoader))
    except (yaml.YAMLError, TooDeepError):
        return None
    faulty = any(problem.severity == "error" for problem in document.problems)
    return None if faulty or document.data is None else document


def explained(text: str, document: Document) -> Document:
    """Put what ruamel.yaml reads in a text, and everything that is wrong with it, in `document`.

    ruamel.yaml is imported here, because a faultless file does not need it.
    """
    import ruamel.yaml.events
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError
    from ruamel.yaml.reader import ReaderError

    try:
        stream = YAML(typ="safe", pure=True).parse(text)
        Builder(document, text, ruamel.yaml.events).build(stream)
    except TooDeepError:
        document.data = None
    except ReaderError as error:
        before = text[: error.position]
        line = before.count("\n")
        column = error.position - (before.rfind("\n") + 1)
        character = error.character
        code = character if isinstance(character, int) else ord(character)
        document.report(line, column, f"the control character U+{code:04X}; remove it")
        document.data = None
    except (MarkedYAMLError, YAMLStreamError) as error:
        line, column, message = _cause(error, text)
        likelier = document.problems and (
            document.problems[-1].message == TAB or document.problems[-1].line == line + 1
        )
        if not likelier:
            document.report(line, column, message)
        document.data = None
    else:
        if document.data is None and not document.problems:
            document.report(0, 0, "the file is empty; nothing is written in it")
    return document


def _cause(error: Exception, text: str) -> tuple[int, int, str]:
    """Return the line and column, from 0, and the cause of an error of the parser."""
    context = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or context
    line, column = (mark.line, mark.column) if mark else (0, 0)
    text = LONE_RETURN.sub("\n", text)
    outline = Outline(text.split("\n"), line)
    if quote := outline.open_quote:
        return *quote, LEFT_OPEN + mistakes.other_quote(outline.lines[quote[0]])
    first = min(context.line if context else line, line - 2)
    if found := mistakes.look_alike_before(text, first, line):
        return found
    cause = getattr(error, "problem", None) or getattr(error, "context", None) or "not YAML"
    if context and mark and cause.startswith(mistakes.IN_BRACKETS):
        if within := mistakes.in_brackets(text[context.index : mark.index], cause):
            return mistakes.at(text, context.index + within[0], within[1])
        cause = mistakes.A_COLON if cause.endswith("':'") else cause
    if cause.startswith(mistakes.OF_INDENTATION) and (
        found := wrong_indentation(outline.entries, line)
    ):
        return found
    if context and cause in mistakes.BEGINS_EARLIER:
        line, column = context.line, context.column
    return _cause_on_a_line(cause, text.split("\n"), line, column)


def _cause_on_a_line(
    cause: str, lines: Sequence[str], line: int, column: int
) -> tuple[int, int, str]:
    """Return the line and column and the cause of an error that was noticed on a line."""
    before = lines[line - 1] if line else ""
    if cause in mistakes.OF_A_COLON:
        for near, words in (line, lines[line]), (line - 1, before):
            if glued := mistakes.missing_space(words):
                return near, *glued
        if cause == mistakes.A_COLON and mistakes.without_a_key(before, lines[line]):
            cause, line, column = mistakes.NO_COLON, line - 1, len(before) - len(before.lstrip())
    if special := mistakes.first_character(lines[line], cause):
        return line, *special
    said = mistakes.CAUSES.get(cause, f"{cause}; check quotes, colons and indentation here")
    if cause == mistakes.NOT_CLOSED:
        said += mistakes.other_quote(lines[line])
    return line, column, f"this cannot be read as YAML: {said}"


def _decoded(source: bytes, document: Document) -> str | None:
    if len(source) > LARGEST_SOURCE:
        document.report(0, 0, "the file is larger than 1 MiB; shorten it")
        return None
    try:
        return source.decode("utf-8-sig")  # some editors put a byte order mark first
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start)
        start = source.rfind(b"\n", 0, error.start) + 1
        column = len(source[start : error.start].decode("utf-8", "replace"))
        document.report(line, column, "the file is not UTF-8 here; save it with that encoding")
        return None


def _without_tabs(text: str, document: Document) -> str:
    """Report each line's first tab, and put a space in the place of each, to read on."""
    if "\t" in text:
        for line, content in enumerate(text.split("\n")):
            if "\t" in content:
                document.report(line, content.index("\t"), TAB)
    return text.replace("\t", " ")
