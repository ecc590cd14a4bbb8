"""Text as people type and paste it: what can be seen of it, and what was meant by it."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"
_VARIANTS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]+\U000e007f"

_HIDDEN = re.compile(
    f"({_FLAG})"
    "|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc\U00013441\U00013442\U0001bca0-\U0001bca3"
    "\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
"""Characters that Unicode calls default ignorable, and fillers, which show nothing; U+FFFC, which
stands where something was that is no text, such as a picture or a pause in a dictation. Not the
joiners and variation selectors, which change how the character before them looks: emoji, kanji
and Persian need them. Nor the tags of a flag, such as Scotland's, which is the group."""

_UNATTACHED = re.compile(f"(?<!\\S)[{_JOINERS}{_VARIANTS}]+|[{_JOINERS}]+(?!\\S)")
"""Joiners and selectors without a character that they could change."""

_SPACES = re.compile("[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
"""Spaces, tabs, ends of lines and pages, and separators."""

_LINE_ENDS = re.compile("\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""What str.splitlines() takes for the end of a line. Slides have U+000B where a line ends."""

_NOT_TEXT = {"Cc", "Cs", "Co", "Zl", "Zp"}
"""Unicode categories that a text must not contain: control characters, surrogates, private use,
line and paragraph separators."""

_AT, _STOPS = re.compile(r"\s*@\s*"), re.compile("[。｡．]")
_DASHES = re.compile("[‐‑‒–—―−ー]")
_NAMED = re.compile(r"[^<>]*<([^<>]*)>\W*")
_BEFORE, _AFTER = " \t\n\r\"'“‘「『(（[<", " \t\n\r\"'”’」』)）]>,;:.、，；：。．!?！？"

_LABEL = r"[^\s@.,;:<>()\[\]\"'/\\|]+"
EMAIL = re.compile(rf"[^\s@,;:<>()\[\]\"\\]+@{_LABEL}(?:\.{_LABEL})*")
"""A coarse check of an e-mail address; only sending a mail shows whether it exists."""


def visible(text: str) -> str:
    """Return a text without the characters that cannot be seen, and without space around it.

    It is empty where nothing can be seen, such as U+200B alone or a lone combining accent, or
    nothing can be read: U+FFFD alone stands for letters that are lost.
    """
    shown = _HIDDEN.sub(lambda found: found[1] or "", text.replace("\u2800", " "))
    shown = _UNATTACHED.sub("", shown).strip()
    letters = (sign for sign in shown if sign != "\ufffd")
    return shown if any(unicodedata.category(sign)[0] in "LNPSC" for sign in letters) else ""


def one_line(text: str) -> str:
    """Return what can be seen of a text as one line: a tab or the end of a line is a space.

    It is one space with those around it. Other spaces stay as they were typed.
    """
    return visible(_SPACES.sub(lambda found: " " if found[0].strip(" ") else found[0], text))


def several_lines(text: str) -> str:
    r"""Return what can be seen of a text, with \n at the end of each line."""
    return visible(_LINE_ENDS.sub("\n", text))


def can_be_shown(text: str) -> bool:
    """Return whether no character of a text is a control, a surrogate or for private use.

    Characters that this Python does not know yet, such as new emoji and kanji, can be shown.
    """
    return not any(
        unicodedata.category(sign) in _NOT_TEXT or _is_noncharacter(ord(sign)) for sign in text
    )


def _is_noncharacter(code: int) -> bool:
    """Return whether Unicode promises never to make a character of a code point."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def plain_signs(text: str) -> str:
    """Return what can be seen of a text, with ASCII for full-width letters and all dashes."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", visible(text)))


def email_address(typed: str) -> str:
    """Return the e-mail address that was meant: no full-width letters, `mailto:` or comma after it.

    What is no address is returned as it was typed, but for what cannot be seen.
    """
    shown = visible(typed)
    meant = unicodedata.normalize("NFKC", shown)
    if named := _NAMED.fullmatch(meant):
        meant = named[1]
    meant = meant.lstrip(_BEFORE).rstrip(_AFTER)
    if meant[:7].casefold() == "mailto:":
        meant = meant[7:].partition("?")[0]
    name, at, domain = _AT.sub("@", meant.strip()).partition("@")
    meant = name + at + _STOPS.sub(".", domain)
    return meant if EMAIL.fullmatch(meant) else shown


def folded_email(typed: str) -> str:
    """Return an e-mail address in the form in which accounts are found, however it is typed."""
    return unicodedata.normalize("NFC", email_address(typed)).casefold()
