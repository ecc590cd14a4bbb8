"""Reads e-mail addresses with names from text and from rows of a table, as people have them.

Text is `Name <address>`, one to a line or several with commas, semicolons or tabs between them.
What is not understood is kept, so that the recruiter is told of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import idna

from quiz.text import EMAIL, can_be_shown, email_address, visible

LONGEST_EMAIL = 254
LONGEST_NAME = 80
LONGEST_PART = 120
"""Characters that are shown of what was not understood."""

Doubt = Literal["not understood", "domain", "mistyped", "not ascii"]
"""Why an address is doubtful: no address at all, a domain without a dot, a domain that resembles
a common one, or letters that many mail servers refuse."""

MISTYPED = {
    *("gmial.com", "gmai.com", "gamil.com", "gmal.com", "gnail.com", "gmail.co", "gmail.con"),
    *("hotmial.com", "hotmai.com", "hotmail.con", "outlok.com", "outlook.con", "yaho.com"),
    *("yahoo.con", "yahooo.com", "icloud.con", "iclod.com", "docomo.ne.co", "ezweb.ne.co"),
}
MISTYPED_ENDS = (".con", ".cmo", ".ocm", ".comm")

STRUCTURE = str.maketrans("＜＞＠，；、，\u3000", "<>@,;,, ")
"""Full-width signs that stand between addresses."""

PART = re.compile(r'((?:"[^"]*"|<[^<>]*>|[^,;\t"<]|["<])+)|[,;\t]')
NAMED = re.compile(r"(?P<before>[^<>]*)<(?P<email>[^<>]*)>(?P<after>[^<>]*)")
WORD = re.compile(r"\S+@\S+")
QUOTES = " \t\"'“”‘’()"

NAME_TITLES = re.compile(r"name|名|氏|姓", re.IGNORECASE)


class Entry(NamedTuple):
    """An address with a name, or what was not understood; `line` is that of the text or file."""

    line: int
    text: str
    email: str | None = None
    name: str | None = None
    doubt: Doubt | None = None


def read_text(text: str) -> list[Entry]:
    """Return what a text contains, in its order."""
    return [entry for number, line in _lines(text) for entry in _of_line(number, line)]


def read_rows(rows: Iterable[tuple[int, Sequence[str]]]) -> list[Entry]:
    """Return what the rows of a table contain; each comes with its number in the file.

    The column with the most addresses is theirs. A first row without an address names columns.
    """
    table = [(number, [cell.strip() for cell in row]) for number, row in rows]
    table = [(number, row) for number, row in table if any(row)]
    width = max((at + 1 for _, row in table for at, cell in enumerate(row) if cell), default=0)
    if not width:
        return []
    column = max(range(width), key=lambda at: sum("@" in _cell(row, at) for _, row in table))
    titles: Sequence[str] = ()
    if "@" not in "".join(table[0][1]) and len(table) > 1:
        titles = table.pop(0)[1]
    names = [at for at in range(width) if at != column and NAME_TITLES.search(_cell(titles, at))]
    if not titles and width == 2:
        names = [1 - column]
    found = []
    for number, row in table:
        name = " ".join(filter(None, (_cell(row, at) for at in names)))
        cells = list(_of_line(number, _cell(row, column) or ",".join(filter(None, row))))
        if len(cells) == 1 and cells[0].email:
            cells = [cells[0]._replace(name=_name(name) or cells[0].name)]
        found += cells
    return found


def _lines(text: str) -> Iterable[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def _of_line(number: int, line: str) -> Iterable[Entry]:
    """Yield what a line contains.

    Words before an address are its name. So are those after it, if they end the line.
    """
    waiting: list[tuple[str, str]] = []
    entries: list[Entry] = []
    for part, after in _parts(line.translate(STRUCTURE)):
        if "@" not in part:
            waiting.append((part, after))
            continue
        for address in _addresses(part):
            entries.append(_entry(number, address, waiting))
            waiting = []
    if waiting:
        words = " ".join(word for word, _ in waiting)
        if len(entries) == 1 and entries[0].email and not entries[0].name:
            entries = [entries[0]._replace(name=_name(words))]
        else:
            entries.append(Entry(number, words[:LONGEST_PART], doubt="not understood"))
    yield from entries


def _parts(line: str) -> list[tuple[str, str]]:
    """Return the parts of a line that are not empty, each with the separator after it."""
    parts: list[tuple[str, str]] = []
    for found in PART.finditer(line):
        if found[1] and found[1].strip():
            parts.append((found[1].strip(), ""))
        elif parts and not found[1]:
            parts[-1] = (parts[-1][0], found[0])
    return parts


def _addresses(part: str) -> list[str]:
    """Return the addresses of a part that has only spaces between them, with their names."""
    if all("@" in word for word in part.split()):
        return part.split()
    pieces = [piece.strip() for piece in re.split(r"(?<=>)", part) if piece.strip()]
    return pieces if all("@" in piece for piece in pieces) else [part]


def _entry(number: int, part: str, before: Sequence[tuple[str, str]]) -> Entry:
    """Return the entry of a part with an @, and the words that stand before it.

    Each of them comes with its separator: a comma may stand in a name, a tab is a space there.
    """
    named = NAMED.fullmatch(part)
    if named:
        typed, words = named["email"], f"{named['before']} {named['after']}"
    else:
        found = WORD.search(part)
        typed = found[0] if found else part
        words = part.replace(typed, " ")
    said = (word.strip(QUOTES) + (" " if after == "\t" else ", ") for word, after in before)
    name = _name("".join([*said, words.strip(QUOTES)]))
    email = email_address(typed)
    doubt = _doubt(email)
    if doubt == "not understood" or "@" in (name or ""):
        return Entry(number, visible(part)[:LONGEST_PART], doubt="not understood")
    return Entry(number, visible(part)[:LONGEST_PART], email, name, doubt)


def _doubt(email: str) -> Doubt | None:
    if not EMAIL.fullmatch(email) or len(email.encode()) > LONGEST_EMAIL or email.count("@") != 1:
        return "not understood"
    name, _, domain = email.rpartition("@")
    try:
        idna.encode(domain, uts46=True)
    except idna.IDNAError:
        return "not understood"
    if "." not in domain:
        return "domain"
    if domain.casefold() in MISTYPED or domain.casefold().endswith(MISTYPED_ENDS):
        return "mistyped"
    return None if name.isascii() else "not ascii"


def _name(words: str) -> str | None:
    name = " ".join(visible(words).strip(f"{QUOTES},").split())
    return name[:LONGEST_NAME] if name and can_be_shown(name) else None


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""
