"""`quiz backup` and `quiz restore` replace nothing without asking, and say what they did."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commands import quiz, quiz_process


@pytest.fixture(autouse=True)
def tables(database: str) -> None:
    """A database with a team."""
    assert quiz("team", "add", "Consulate A").code == 0


def teams() -> str:
    return quiz("team", "list").out


def test_a_backup_brings_back_what_was_there(tmp_path: Path) -> None:
    run = quiz("backup", "copy.backup")
    assert (run.code, run.out) == (0, "The backup is in copy.backup.\n")
    before = teams()
    quiz("team", "add", "Consulate B")
    run = quiz("restore", "copy.backup", stdin="y\n")
    assert (run.code, run.out) == (0, "Restored: teams: 1.\n")
    assert "The database holds teams: 2. Replace all of it? [y/N]:" in run.err
    assert teams() == before


def test_nothing_is_asked_with_force_or_where_there_is_nothing_to_lose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert quiz("backup", "copy.backup").code == 0
    assert quiz("backup", "--force", "copy.backup").err == ""
    assert quiz("restore", "--force", "copy.backup").code == 0
    before = teams()
    monkeypatch.setenv("QUIZ_INSTANCE", str(tmp_path / "new"))
    assert quiz("restore", "copy.backup").code == 0
    assert teams() == before


@pytest.mark.thorough
@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_without_consent_nothing_is_replaced(tmp_path: Path, answer: str) -> None:
    (tmp_path / "file").write_text("something else")
    run = quiz_process("backup", "file", stdin=answer)
    assert (run.code, run.out) == (1, "")
    assert "file exists. Replace it?" in run.err
    assert run.err.endswith("quiz: file was left as it is\n")
    assert (tmp_path / "file").read_text() == "something else"
    quiz("backup", "copy.backup")
    quiz("team", "add", "Consulate B")
    run = quiz_process("restore", "copy.backup", stdin=answer)
    assert (run.code, run.out) == (1, "")
    assert run.err.endswith("quiz: the database was left as it is\n")
    assert "Consulate B" in teams()


@pytest.mark.thorough
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path) -> None:
    run = quiz_process("restore", "nowhere")
    assert (run.code, run.err) == (2, "quiz: there is no file nowhere\n")
    (tmp_path / "text").write_text("no database" * 100)
    run = quiz_process("restore", "--force", "text")
    assert run.code == 2
    assert "quiz: nothing was restored: text is no backup of the quiz" in run.err
    run = quiz_process("backup", "nowhere/copy")
    assert run.code == 2
    assert "quiz: the backup could not be made: nowhere/copy cannot be written" in run.err
    assert "Traceback" not in run.err
