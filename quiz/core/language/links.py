"""Links in texts: `[words](https://host/path)`; a bracket after a backslash begins no link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit

from quiz.text import visible

_LINK = re.compile(r"\\\[|\[(?P<words>[^\[\]]*)\]\((?P<address>[^()\s]*)(?P<end>\)?)")


class Link(NamedTuple):
    """A link within a text."""

    words: str
    address: str


Piece: TypeAlias = str | Link
"""A part of a text: words as they are shown, or a link."""


def pieces(text: str) -> Iterator[Piece]:
    """Yield the parts of a text; what only looks like a link is shown as it is written."""
    shown = 0
    words = ""
    for found in _LINK.finditer(text):
        words += text[shown : found.start()]
        shown = found.end()
        if found[0] == "\\[":
            words += "["
        elif _fault(found):
            words += found[0]
        else:
            if words:
                yield words
            words = ""
            yield Link(found["words"], found["address"])
    words += text[shown:]
    if words:
        yield words


def plain(text: str) -> str:
    """Return a text without markup: the address of a link follows its words in brackets."""
    if "[" not in text:
        return text
    return "".join(
        piece if isinstance(piece, str) else f"{piece.words} ({piece.address})"
        for piece in pieces(text)
    )


def has_link(text: str) -> bool:
    """Return whether a text has a link that is one."""
    return any(isinstance(piece, Link) for piece in pieces(text))


def without_links(text: str) -> str:
    """Return a text with the words of its links alone."""
    return "".join(piece if isinstance(piece, str) else piece.words for piece in pieces(text))


def faults(text: str) -> Iterator[str]:
    """Yield what is wrong with each link of a text."""
    for found in _LINK.finditer(text):
        if found[0] != "\\[" and (fault := _fault(found)):
            yield fault


def unseen(text: str) -> Iterator[str]:
    """Yield the address of each link of a text of whose words nothing can be seen."""
    for piece in pieces(text) if "[" in text else ():
        if isinstance(piece, Link) and not visible(piece.words):
            yield piece.address


def is_https(address: str) -> bool:
    """Return whether an address begins with https:// and names a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        return False


def escaped(value: str) -> str:
    """Return a value that is filled into a text, so that it cannot begin a link."""
    return value.replace("[", "\\[")


def _fault(found: re.Match[str]) -> str | None:
    """Return what is wrong with a link and how to correct it; None where nothing is."""
    words, address = found["words"], found["address"]
    if not found["end"]:
        return (
            f"the link {found[0]!r} is not closed; write [words](https://host/path), without "
            "spaces or brackets in the address"
        )
    if not words.strip():
        return f"the link to {address!r} has no words; write some between [ and ]"
    if not is_https(address):
        return (
            f"the link {words!r} leads to {address!r}, and only https:// addresses can be "
            "linked; name other addresses without a link"
        )
    return None
