"""Databases that version b119db7 of the quiz wrote, restored from SQL that was recorded then.

The files in tests/store/recorded were made once, by filling both kinds of database through the
pages and commands of that version, and are not to be made again by a newer one:

- sqlite.sql: Connection.iterdump() of Python's sqlite3
- postgresql.sql: pg_dump --no-owner --no-privileges --inserts, without its comments and the
  settings of its session, which depend on the release of PostgreSQL
- expected.json: what the pages showed; tokens, codes, ids, passwords, and the values of cookies

Two outcomes in them ("oldest form", "oldest") were rewritten into the JSON of still earlier
versions, which had no `closest` and stored the parts of each reason by name.
"""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask

from support.visitor import Page, Visitor

FOLDER = Path(__file__).parents[1] / "store/recorded"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text())
RESULTS = EXPECTED["results"]
TEAMS = EXPECTED["teams"]
SHARES = EXPECTED["shares"]
INVITATIONS = EXPECTED["invitations"]
MOMENT = re.compile(r"(?<=')\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?=(?:\+00)?')")
"""A moment in the SQL: in UTC, written with +00 by PostgreSQL and without a zone by SQLite."""

DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}年\d{1,2}月\d{1,2}日")
POINTS = re.compile(r"\d+ of \d+ points · \d+ %|\d+点中\d+点・\d+ %")
FITS = {"Not yet": "Not yet", "Not open to you": "Not open"}
"""The standings that a list of fits names; of others it names the fit."""

OPENINGS = ("When each position opens", "いつ、どうすれば応募できるか")
CHECKS = ("Check one thing", "要確認 1件")
HOST = EXPECTED["public_url"].removeprefix("https://")
SESSION_COOKIE, RECRUITER_COOKIE = "__Host-quiz", "__Host-recruiter"


def restore(url: str) -> None:
    """Fill the empty database at `url` with what was recorded, as if it were recorded just now."""
    kind, _, path = url.partition("://")
    sql = as_if_recorded_now((FOLDER / f"{kind}.sql").read_text())
    if kind == "sqlite":
        with closing(sqlite3.connect(path.removeprefix("/"))) as connection:
            connection.executescript(sql)
    else:
        with psycopg.connect(url) as connection:
            connection.execute(sql.encode())


def as_if_recorded_now(sql: str) -> str:
    """Move every moment in the SQL by the time that has passed since it was recorded.

    Otherwise sessions (12 hours), set-up links (3 days), shares and invitations would have
    ended when the tests run.
    """
    passed = datetime.now(UTC) - datetime.fromisoformat(EXPECTED["recorded_at"])

    def moved(match: re.Match[str]) -> str:
        return f"{datetime.fromisoformat(match[0]) + passed:%Y-%m-%d %H:%M:%S.%f}"

    return MOMENT.sub(moved, sql)


class Recorded:
    """Today's application on a recorded database, and browsers with the cookies of then."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def visitor(self, cookie: str | None = None, language: str = "en") -> Visitor:
        """Return a stranger's browser, or the one whose signed cookie was recorded."""
        visitor = Visitor(self.app, language, base_url=EXPECTED["public_url"])
        if cookie:
            _keep(visitor, SESSION_COOKIE, EXPECTED["cookies"][cookie])
        return visitor

    def owner(self, result: str) -> Visitor:
        """Return the browser that owns a result, in the language in which the result was made."""
        return self.visitor(RESULTS[result]["owned_by"], language_of(result))

    def recruiter(self, name: str) -> Visitor:
        """Return the browser in which somebody was signed in when the database was recorded."""
        visitor = self.visitor()
        _keep(visitor, RECRUITER_COOKIE, EXPECTED["sessions"][name])
        return visitor


def _keep(visitor: Visitor, name: str, value: str) -> None:
    visitor.client.set_cookie(name, value, domain=HOST, secure=True)


def link_of(result: str) -> str:
    """Return the path that opens a result."""
    return f"/r/{RESULTS[result]['token']}"


def team_page_of(result: str) -> str:
    """Return the path of the page that a team has of a result."""
    return f"/recruiter/results/{RESULTS[result]['id']}"


def language_of(result: str) -> str:
    """Return the language in which a result was made."""
    language: str = RESULTS[result]["language"]
    return language


def look_for(page: Page, said: list[str]) -> None:
    """Complain unless the page says all this, in this order."""
    words, at = page.words.replace("\N{NO-BREAK SPACE}", " "), 0
    for each in said:
        found = words.find(each, at)
        assert found >= 0, f"{each!r} is not said after {words[:at][-80:]!r}"
        at = found + len(each)


def headline(page: Page) -> str:
    """Return what a result's page says first: the best match, or above a heading that none is."""
    none = "No position fits these answers yet"
    to_owners, to_others = f"{none} : Your way forward", f"{none} : The way forward"
    return none if to_owners in page.words or to_others in page.words else page.text("h1")


def look_for_result(page: Page, said: list[str]) -> None:
    """Complain unless a result's page says of each position what was recorded.

    What was recorded is, for each position, its short name, name, points, standing and reasons,
    as they stood on a card each; today they are in a list of fits and in a table of points.
    """
    words = page.words.replace("\N{NO-BREAK SPACE}", " ")
    if not any(POINTS.fullmatch(each) for each in said):
        look_for(page, said)
        return
    without_match = any(heading in words for heading in OPENINGS)
    starts = [number - 2 for number, each in enumerate(said) if POINTS.fullmatch(each)]
    labels = [said[start] for start in starts]
    head, *lines = table_of_points(page, labels)
    look_for(page, [f"{said[start]} {said[start + 1]}" for start in starts])  # the best first
    for start, end in zip(starts, [*starts[1:], len(said)], strict=True):
        label, name, recorded, standing, *reasons = said[start:end]
        points = POINTS.fullmatch(recorded)
        assert points
        column = head.index(label)
        total = lines[-1][column].replace("\N{NO-BREAK SPACE}", " ")
        assert sorted(re.findall(r"\d+", total)) == sorted(re.findall(r"\d+", recorded))
        fit = f"{re.findall('[0-9]+', recorded)[-1]} %"
        # Without a match, a card of the position has its fit, and its obstacles in place of a word.
        shown = f"{label} {fit}" if without_match else f"{label} {name} {FITS.get(standing, fit)}"
        assert shown in words, standing
        checks = [each for each in reasons if each in CHECKS]
        found = [line[0] for line in lines[:-1] if line[column]]
        assert sorted(found) == sorted(each for each in reasons if each not in checks)
    assert set(head[1:]) == set(labels)


def table_of_points(page: Page, labels: list[str]) -> list[list[str]]:
    """Return the rows of the last table about these positions; of a tie there is one before."""
    found = rows(page)
    return found[max(at for at, row in enumerate(found) if set(labels) <= set(row)) :]


def rows(page: Page) -> list[list[str]]:
    """Return the rows of a page's tables, with DATE for each day."""
    return [[DAY.sub("DATE", cell.strip()) for cell in row] for row in page.rows]


def board_rows(page: Page) -> list[list[str]]:
    """Return what the rows of a board show: name to answer, and the status that is chosen.

    The name of its position, which a cell has for phones and screen readers, is left out.
    """
    statuses = re.findall(r'<select name="stage-\d+".*?selected>([^<]*)</option>', page.html)
    heading, *results = [row[1:] for row in rows(page)]
    shown = [
        [cell.removeprefix(f"{name} ") for cell, name in zip(row[:-1], heading[:-1], strict=True)]
        for row in results
    ]
    return [heading, *([*row, status] for row, status in zip(shown, statuses, strict=True))]


def names_on_board(page: Page) -> list[str]:
    """Return the names of the results on a page of a board, in its order."""
    return [row[1] for row in page.rows[1:]]
