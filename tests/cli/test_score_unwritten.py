"""`quiz score`: what it says where a file cannot be written or read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SMALL
from support.commands import Run, quiz

pytestmark = pytest.mark.thorough

HEADER = "person,home,neighbours,likes,skill\n"
RUN = f"{sys.executable} -c 'from quiz.program import run; run()' score sheets.csv --rules {SMALL}"
GOOD, BAD = "1,house,,melody,some\n", "2,boat,,melody,some\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def limited(most: int, *arguments: str, stdin: str = "") -> Run:
    """Run `quiz score` in a process that can write no file of more bytes."""
    code = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}));"
        f" sys.argv = {['quiz', 'score', *arguments, '--rules', str(SMALL)]!r};"
        " from quiz.program import run; sys.exit(run())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=stdin, capture_output=True, text=True, check=False
    )
    return Run(done.returncode, done.stdout, done.stderr)


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602


def test_a_full_disk_for_the_rejected_sheets_names_their_file_and_keeps_the_outcomes():
    Path("sheets.csv").write_text(HEADER + GOOD + BAD * 300)
    done = limited(9_000, "sheets.csv", "--output", "out.csv", "--rejected", "bad.csv")
    assert done.code == 2
    assert "quiz: bad.csv: File too large; the file was not written" in done.err
    assert not [each.name for each in Path().iterdir() if "bad" in each.name]
    assert len(Path("out.csv").read_text().splitlines()) == 2


def test_a_full_disk_for_the_copy_of_standard_input_says_where_it_is_copied():
    done = limited(9_000, "-", stdin=HEADER + GOOD * 1_000)
    assert (done.code, done.out) == (2, "")
    assert "standard input cannot be copied to " in done.err
    assert "File too large; set TMPDIR" in done.err


def test_full_standard_output_is_said_to_be_the_output():
    Path("sheets.csv").write_text(HEADER + GOOD)
    for _ in range(3):  # a thread of Arrow ended one process in five another way
        done = shell(f"{RUN} > /dev/full")
        assert done.returncode == 2
        assert "quiz: the output cannot be written: No space left on device" in done.stderr


def test_who_reads_enough_of_a_pipe_is_told_nothing():
    Path("sheets.csv").write_text(HEADER + GOOD * 5_000)
    done = shell(f"{RUN} | head -1")
    assert done.stdout.startswith('"person"')
    assert "quiz:" not in done.stderr


@pytest.mark.parametrize("option", ["--output", "--rejected"])
def test_a_folder_that_is_not_there_is_named_with_the_file(option):
    Path("sheets.csv").write_text(HEADER + GOOD + BAD)
    done = quiz("score", "sheets.csv", option, "lost/file.csv", "--rules", SMALL)
    assert done.code == 2
    assert "lost/file.csv: No such file or directory; the file was not written" in done.err


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("--output", "sheets.csv"), "SHEETS and --output"),
        (("--rejected", "./sheets.csv"), "SHEETS and --rejected"),
        (("--output", "new.csv", "--rejected", "link/new.csv"), "--output and --rejected"),
    ],
)
def test_no_file_is_written_over_another_one_of_the_command(arguments, names):
    Path("link").symlink_to(".")
    Path("sheets.csv").write_text(HEADER + GOOD + BAD)
    done = quiz("score", "sheets.csv", *arguments, "--rules", SMALL)
    assert done.code == 2
    assert f"{names} are the same file" in done.err
    assert Path("sheets.csv").read_text() == HEADER + GOOD + BAD
    assert not Path("new.csv").exists()


def test_the_rejected_sheets_can_go_to_standard_output_where_the_outcomes_do_not():
    Path("sheets.csv").write_text(HEADER + GOOD + BAD)
    done = quiz("score", "sheets.csv", "--output", "o.csv", "--rejected", "-", "--rules", SMALL)
    assert done.out.startswith('"line","reasons"\n3,')
    assert not Path("-").exists()
    done = quiz("score", "sheets.csv", "--rejected", "-", "--rules", SMALL)
    assert (done.code, done.out) == (2, "")
    assert "--output and --rejected cannot both be standard output" in done.err


@pytest.mark.parametrize("name", ["rejected.parquet", "rejected.JSONL"])
def test_the_rejected_sheets_go_into_no_file_that_is_called_something_else_than_csv(name):
    Path("sheets.csv").write_text(HEADER + GOOD + BAD)
    done = quiz("score", "sheets.csv", "--rejected", name, "--rules", SMALL)
    assert (done.code, done.out) == (2, "")
    assert f"--rejected writes CSV: end {name} in .csv instead" in done.err
    assert not Path(name).exists()


def test_a_question_takes_one_column():
    Path("sheets.csv").write_text(HEADER + GOOD)
    given = ("--column", "skill=skill", "--column", "skill=home")
    done = quiz("score", "sheets.csv", *given, "--rules", SMALL)
    assert done.code == 2
    assert "--column skill=home: 'skill' has a column already" in done.err


def test_a_file_that_is_not_there_is_not_said_to_be_written():
    done = quiz("score", "lost.csv", "--rules", SMALL)
    assert done.code == 2
    assert "lost.csv cannot be read: No such file or directory" in done.err


def test_a_column_that_everybody_needs_is_not_said_to_be_asked_of_nobody():
    Path("sheets.csv").write_text("person,home,likes\n1,house,melody\n")
    done = quiz("score", "sheets.csv", "--rules", SMALL)
    assert "neighbours: no column, so nobody was asked it" in done.err
    assert "skill: no column" not in done.err
    assert "there is no column for 'skill', which everybody is asked" in done.err
