"""Fixtures for the commands: each test has its own rules file and instance folder."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import SMALL
from support.commands import Run, quiz
from support.databases import write_migrated_sqlite
from support.score_command import Score
from support.tea_rules import NEVER, TOMORROW

from quiz.store import Store

TEA = (Path(__file__).parent / "tea.yaml").read_text().replace(NEVER, TOMORROW)


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The instance folder of a quiz with the tea rules, which commands use if FILE is left out."""
    folder = tmp_path / "instance"
    monkeypatch.chdir(tmp_path)
    for name in ("HOST", "PORT", "QUIZ_DATABASE_URL", "QUIZ_PUBLIC_URL", "QUIZ_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUIZ_INSTANCE", str(folder))
    monkeypatch.setenv("QUIZ_RULES", str(tmp_path / "tea.yaml"))
    (tmp_path / "tea.yaml").write_text(TEA)
    return folder


@pytest.fixture
def database(instance: Path) -> str:
    """The URL of the database that the commands use, with its tables."""
    instance.mkdir(mode=0o700)
    return write_migrated_sqlite(instance / "quiz.db")


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """The store that the commands use, with its tables."""
    with Store(database) as opened:
        yield opened


@pytest.fixture
def team(store: Store) -> str:
    """The name of a team without accounts."""
    assert quiz("team", "add", "Consulate A") == Run(0, "", "")
    return "Consulate A"


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    """The path of the tea rules."""
    return tmp_path / "tea.yaml"


@pytest.fixture
def other_tea(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes the tea rules with texts replaced; each must occur once."""

    def write(*replacements: tuple[str, str], name: str = "other.yaml") -> Path:
        text = TEA
        for before, after in replacements:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


@pytest.fixture
def score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Score:
    """Run `quiz score` by the small rules in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, stdin: str = "") -> Run:
        return quiz("score", *arguments, "--rules", SMALL, stdin=stdin)

    return run


@pytest.fixture
def sheets(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes the lines of a file of sheets."""

    def write(lines: Sequence[str], encoding: str = "utf-8", name: str = "sheets.csv") -> Path:
        path = tmp_path / name
        path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
        return path

    return write


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """A free port, which the server is set to use.

    It is below the range that the system assigns from, so that tests that run at the same time
    do not get it.
    """
    for number in random.sample(range(20_000, 30_000), 100):
        with suppress(OSError), socket.create_server(("127.0.0.1", number)):
            break
    monkeypatch.setenv("PORT", str(number))
    return number
